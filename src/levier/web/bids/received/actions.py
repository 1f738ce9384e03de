"""One function per use of an offer that arrives: receive, correct, set aside, open, delete, bring back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from levier.web.bids.actions import act, procedure_of
from levier.web.bids.bridge.opening import gate_of, opening_on
from levier.web.bids.bridge.readings import retold
from levier.web.bids.models import Offer
from levier.web.bids.naming import kept_as, named
from levier.web.bids.queries import offers, standing
from levier.web.house.files import keep_upload
from levier.web.house.limits import refuse_hoard
from levier.web.jobs.actions import enqueue, refuse_crowd
from levier.web.jobs.models import Job
from levier.web.journal.actions import record
from levier.web.people.acting import actor
from levier.web.people.models import Organisation, User
from levier.web.tender.checks.bridge import safe_name
from levier.web.tender.file.actions import named as tender_named
from levier.web.tender.models import Publication, Tender
from levier.wording.errors import BadOption
from levier.wording.text import say

READ = "bids.read"
LONGEST_NAME = 200


@dataclass(frozen=True)
class Receipt:
    """What the buyer tells of offers from the receipt; `bid` names the bidder of one file alone."""

    received_at: datetime
    round: str = Offer.Round.INITIAL
    bid: str = ""
    lots: tuple[str, ...] = ()
    """None: the file says for which lots it is."""


def receive(tender: Tender, by: User | None, uploads: Sequence[UploadedFile[Any]], told: Receipt) -> list[Offer]:
    """Keep offers closed, one a file; several files are named after themselves."""
    _refuse_hoard(tender.organisation, sum(upload.size or 0 for upload in uploads))
    kept = [(safe_name(upload.name or ""), *keep_upload(upload, kept_as)) for upload in uploads]
    with transaction.atomic():
        Tender.objects.select_for_update(of=("self",)).get(pk=tender.pk)
        alone = told.bid if len(kept) == 1 else ""
        return [_received(tender, by, file, replace(told, bid=alone or Path(file[0]).stem)) for file in kept]


def _received(tender: Tender, by: User | None, file: tuple[str, str, int], told: Receipt) -> Offer:
    file_name, content, size = file
    name = told.bid[:LONGEST_NAME]
    _refuse_twin(tender, name, told.lots, told.round)
    made = Offer.objects.create(
        organisation=tender.organisation,
        tender=tender,
        bid=name,
        lots=list(told.lots),
        round=told.round,
        file_name=file_name,
        content=content,
        size=size,
        received_at=told.received_at,
        created_by=by,
    )
    details = {"content": content, "size": size, "received_at": told.received_at.isoformat(), "lots": list(told.lots)}
    record(actor(by), "bids.receive", named(made), tender.organisation.public_id, **details)
    return made


def _refuse_twin(tender: Tender, name: str, lots: Sequence[str], round_: str, but: Offer | None = None) -> None:
    """Refuse two offers of one bidder for the same lot; one that tells no lot may be for any."""
    for twin in standing(tender).filter(bid=name, round=round_):
        there = twin.offered
        if twin == but:
            continue
        if not lots or not there or not set(lots).isdisjoint(there):
            raise BadOption(
                say("An offer of this name stands here already for the same round."),
                expected=say("one offer a bidder, a round and a lot"),
                found=name,
                mend=say("Say for which lots each of them is, give it another name, or set aside the one it replaces."),
            )


def _refuse_hoard(organisation: Organisation, size: int) -> None:
    if organisation.trial_until is None:
        return
    held = Offer.objects.aggregate(bytes=Sum("size"))["bytes"] or 0
    refuse_hoard(held + size)


@transaction.atomic
def correct(offer: Offer, publication: Publication, by: User | None, told: Mapping[str, Any]) -> None:
    """Correct what was told of a receipt: name, lots, round, when it came. A name that acts use already stays."""
    there = Offer.objects.select_for_update(of=("self",)).select_related("tender", "organisation").get(pk=offer.pk)
    _refuse_twin(there.tender, told["bid"], told["lots"], told["round"], but=there)
    if told["bid"] != there.bid and there.bid in _spoken_of(there.tender):
        raise BadOption(
            say("Acts were recorded under this name: it stays."),
            found=told["bid"],
            mend=say("Leave the name as it is."),
        )
    before = {name: getattr(there, name) for name in ("bid", "lots", "round", "received_at")}
    after = {name: told[name] for name in before}
    if after != before:
        for name, value in after.items():
            setattr(there, name, value)
        retold(there, publication)
        there.save(update_fields=[*before, "bid_document", "reading", "changed_at"])
        details = {name: str(value) for name, value in before.items() if value != after[name]}
        record(actor(by), "bids.rename", named(there), there.organisation.public_id, before=details)


def _spoken_of(tender: Tender) -> set[str]:
    """Return the names of bids that acts speak of."""
    acts = procedure_of(tender).record
    listed = ("candidatures", "qualifications", "questions", "low_prices", "secrets")
    named_in = {told["bid"] for name in listed for told in acts.get(name, ())}
    return named_in | set(acts.get("aliases", {})) | {acts.get("decision", {}).get("bid", "")}


@transaction.atomic
def set_aside(offer: Offer, by: User | None, reason: str) -> None:
    """Set an offer aside unread with its reason; without a reason it stands again."""
    there = Offer.objects.select_for_update(of=("self",)).select_related("tender", "organisation").get(pk=offer.pk)
    if there.state != Offer.State.CLOSED:
        raise BadOption(
            say("This offer was opened: it can no longer be set aside unread."),
            mend=say("Qualify it instead, with its reason."),
        )
    if not reason:
        _refuse_twin(there.tender, there.bid, there.lots, there.round, but=there)
    if reason != there.set_aside:
        there.set_aside = reason
        there.save(update_fields=["set_aside", "changed_at"])
        record(actor(by), "bids.set_aside", named(there), there.organisation.public_id, reason=reason)


@transaction.atomic
def open_offers(tender: Tender, publication: Publication, by: User | None, who: str) -> Job | None:
    """Record that the offers are opened today by `who`, and put their reading in the queue.

    Raises `BadOption` before the day on which they may be. Recorded once, it stays.
    """
    procedure = procedure_of(tender)
    opening = opening_on(publication, procedure, timezone.localdate(), who)
    if not procedure.record.get("opening"):
        told = {"recorded_on": opening.recorded_on, "by": opening.by, "due_on": opening.due_on}
        act(tender, by, "opening", {"opening": told}, {"opening": None})
        hashes = {offer.public_id: offer.content for offer in offers(tender)}
        record(actor(by), "bids.open", tender_named(tender), tender.organisation.public_id, by=who, offers=hashes)
    return read_closed(tender, publication, by)


def to_read(tender: Tender, publication: Publication) -> list[Offer]:
    """Return the offers that may be read and are not yet; none before the opening, and no late one."""
    gate = gate_of(publication, procedure_of(tender), timezone.localdate())
    closed = standing(tender).filter(state=Offer.State.CLOSED) if gate.open else Offer.objects.none()
    return [offer for offer in closed if not gate.late(offer)]


def read_closed(tender: Tender, publication: Publication, by: User | None) -> Job | None:
    """Put in the queue the reading of what may be read and is not yet; None where there is nothing."""
    if not to_read(tender, publication):
        return None
    refuse_crowd(tender.organisation)
    back = reverse("bids:bids", args=[tender.organisation.public_id, tender.public_id])
    return enqueue(tender.organisation, READ, {"tender": tender.public_id}, back, by, out=back)


@transaction.atomic
def delete(offer: Offer, by: User | None) -> None:
    """Delete an offer; it can be brought back as the retention says."""
    if offer.bid in _spoken_of(offer.tender) and standing(offer.tender).filter(bid=offer.bid).count() == 1:
        raise BadOption(
            say("Acts were recorded about this offer: it stays in the file of the procedure."),
            mend=say("Qualify it, or say that its candidature is not admitted."),
        )
    if Offer.objects.filter(pk=offer.pk, deleted_at=None).update(deleted_at=timezone.now()):
        record(actor(by), "bids.delete", named(offer), offer.organisation.public_id, content=offer.content)


@transaction.atomic
def bring_back(offer: Offer, by: User | None) -> None:
    """Bring back an offer that was deleted."""
    if offer.deleted_at is None:
        return
    if not offer.set_aside:
        _refuse_twin(offer.tender, offer.bid, offer.lots, offer.round, but=offer)
    Offer.objects.filter(pk=offer.pk).update(deleted_at=None)
    record(actor(by), "bids.bring_back", named(offer), offer.organisation.public_id, content=offer.content)
