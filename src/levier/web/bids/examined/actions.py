"""One function per use of an open offer: enter by hand, admit, qualify, ask, keep an answer, decide on a price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from types import EllipsisType
from typing import Any

from django.db import transaction
from django.utils import timezone

from levier.tender.answers.reading import Entered, Note
from levier.tender.bids import asking
from levier.tender.bids.asking import Sending
from levier.tender.bids.plausibility import LOW_PRICE, Doubt, low_price_of
from levier.web.bids.actions import act, procedure_of
from levier.web.bids.bridge.acts import acts_of
from levier.web.bids.bridge.doubting import check_mending, checked
from levier.web.bids.bridge.readings import Key, entered
from levier.web.bids.models import Offer, Procedure
from levier.web.bids.naming import named
from levier.web.house.meanwhile import Values, refuse_unseen
from levier.web.journal.actions import record
from levier.web.people.acting import actor
from levier.web.people.models import User
from levier.web.tender.file.bridge import plain
from levier.web.tender.models import Publication, Tender
from levier.wording.errors import BadOption
from levier.wording.text import say

Acts = list[dict[str, Any]]


class WrongAnswers(Exception):
    """Answers that were typed and cannot be used: nothing was kept."""

    def __init__(self, notes: Sequence[Note]) -> None:
        self.notes = notes
        super().__init__(str(len(notes)))


@transaction.atomic
def enter(
    offer: Offer, publication: Publication, by: User | None, texts: Mapping[Key, str], trace: tuple[str, str]
) -> None:
    """Enter answers by hand; `trace` is who types and why. Raises `WrongAnswers` where one cannot be used."""
    there = Offer.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=offer.pk)
    who, why = trace
    wrong = entered(there, publication, dict(texts), Entered(who, timezone.localdate(), why))
    if wrong:
        raise WrongAnswers(wrong)
    there.save(update_fields=["state", "bid_document", "reading", "changed_at"])
    cells = ["/".join(key) for key in texts]
    record(actor(by), "bids.enter", named(there), there.organisation.public_id, cells=cells, why=why)


def told_of(procedure: Procedure, name: str, bid: str, lot: str | EllipsisType | None = ...) -> dict[str, Any]:
    """Return the last act on a bid in one part of the record, of whichever lot unless one is told."""
    acts: Acts = procedure.record.get(name, [])
    of_it = (dict(told) for told in reversed(acts) if told["bid"] == bid and lot in (..., told.get("lot")))
    return next(of_it, {})


def _locked(tender: Tender) -> Procedure:
    procedure_of(tender)
    return Procedure.objects.select_for_update(of=("self",)).get(tender=tender)


def _refuse(procedure: Procedure, name: str, bid: str, told: Values, seen: Values) -> None:
    there = told_of(procedure, name, bid)
    refuse_unseen(seen, {key: there.get(key) for key in told}, told)


@transaction.atomic
def admit(tender: Tender, by: User | None, bid: str, told: Values, seen: Values) -> None:
    """Say whether a candidature is admitted, apart from its offer."""
    procedure = _locked(tender)
    _refuse(procedure, "candidatures", bid, told, seen)
    before: Acts = procedure.record.get("candidatures", [])
    after = [*(one for one in before if one["bid"] != bid), {"bid": bid, **told}]
    act(tender, by, "candidature", {"candidatures": after}, {"candidatures": before or None})


@transaction.atomic
def qualify(tender: Tender, by: User | None, bid: str, told: Values, seen: Values, who: str, for_all: bool) -> None:
    """Qualify an offer; earlier qualifications stay in the record, and the last one counts.

    Who may mend an offer has the same last day as the others: `for_all` moves theirs, else `BadOption` is raised.
    """
    procedure = _locked(tender)
    _refuse(procedure, "qualifications", bid, told, seen)
    before: Acts = procedure.record.get("qualifications", [])
    after = [*before, {"bid": bid, "day": timezone.localdate(), "by": who, **told}]
    if for_all and told.get("until"):
        after = _with_day(after, told["until"])
    check_mending(acts_of({"qualifications": _plain(after)}))
    act(tender, by, "qualification", {"qualifications": after}, {"qualifications": before or None})


def _with_day(acts: Acts, until: date) -> Acts:
    """Give everybody who may mend an offer the same last day: those acts are told anew, the earlier ones stay."""
    last = {(told["bid"], told.get("lot")): told for told in acts}
    again = [
        {**told, "until": until, "day": timezone.localdate()}
        for told in last.values()
        if told.get("until") and str(told["until"]) != until.isoformat()
    ]
    return [*acts, *again]


def _plain(acts: Acts) -> Acts:
    return [
        {key: value.isoformat() if isinstance(value, date) else value for key, value in told.items() if value}
        for told in acts
    ]


@transaction.atomic
def ask(tender: Tender, by: User | None, chosen: Sequence[Doubt], found: Sequence[Doubt], sending: Sending) -> None:
    """Ask bidders about doubts, and keep the words as sent.

    Raises `BadOption` where others had another last day for the same doubt, or other words and nothing says why.
    """
    procedure = _locked(tender)
    before: Acts = procedure.record.get("questions", [])
    there = {(told["bid"], told["doubt"]) for told in before}
    after = list(before)
    for doubt in chosen:
        if (doubt.bid, doubt.id) not in there:
            asked = asking.ask(doubt, acts_of({"questions": after}), sending)
            after.append(plain(asdict(asked)))
    checked(found, acts_of({"questions": after}))
    act(tender, by, "questions", {"questions": after}, {"questions": before or None})


@transaction.atomic
def answer(tender: Tender, by: User | None, number: int, told: Values, seen: Values, found: Sequence[Doubt]) -> None:
    """Keep what a bidder answered to a question, and when."""
    procedure = _locked(tender)
    before: Acts = procedure.record.get("questions", [])
    there = before[number - 1]
    refuse_unseen(seen, {key: there.get(key) for key in told}, told)
    changed = {**there, **{key: str(value) if value else None for key, value in told.items()}}
    after = [*before[: number - 1], {k: v for k, v in changed.items() if v is not None}, *before[number:]]
    if told.get("answered_on") and str(told["answered_on"]) < there.get("asked_on", ""):
        raise BadOption(
            say("An answer comes before its question."),
            expected=say("{day} or later", day=there["asked_on"]),
            found=str(told["answered_on"]),
        )
    checked(found, acts_of({"questions": after}))
    act(tender, by, "answer", {"questions": after}, {"questions": before})


def written_request(procedure: Procedure, bid: str, lot: str | None) -> dict[str, Any] | None:
    """Return the written request that was made about the price of a bid, or of what it offers for a lot."""
    questions: Acts = procedure.record.get("questions", [])
    kinds = (LOW_PRICE, f"{LOW_PRICE}:{low_price_of(bid, lot)}")
    return next((told for told in questions if told["bid"] == bid and told["doubt"] in kinds), None)


@transaction.atomic
def decide_price(tender: Tender, by: User | None, about: tuple[str, str | None], told: Values, seen: Values) -> None:
    """Admit or reject a price that looked too low, of a bid or of a lot, once the bidder was asked in writing."""
    procedure = _locked(tender)
    bid, lot = about
    request = written_request(procedure, bid, lot)
    if request is None or not request.get("asked_on"):
        raise BadOption(
            say("The bidder was not asked in writing about this price."),
            mend=say("Ask first: only then may the price be admitted or rejected."),
        )
    there = told_of(procedure, "low_prices", bid, lot)
    refuse_unseen(seen, {key: there.get(key) for key in told}, told)
    before: Acts = procedure.record.get("low_prices", [])
    after = [*before, {"bid": bid, "lot": lot, "asked_on": request["asked_on"], **told}]
    act(tender, by, "low price", {"low_prices": after}, {"low_prices": before or None})
