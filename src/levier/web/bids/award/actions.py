"""One function per use of an award: declare, mark, close the marking, agree, decide; what follows is in `following`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from levier.web.bids.actions import act, procedure_of
from levier.web.bids.award import queries
from levier.web.bids.models import Assessor, Marking, Procedure
from levier.web.house.meanwhile import Values
from levier.web.journal.actions import record
from levier.web.people.acting import actor
from levier.web.people.models import User
from levier.web.tender.file.actions import named
from levier.web.tender.models import Tender
from levier.wording.errors import BadOption
from levier.wording.text import say

Asked = Mapping[str, frozenset[str]]
"""Criterion that people mark -> the aliases of the bids to mark."""


@transaction.atomic
def declare(tender: Tender, by: User | None, function: str, *, free: bool) -> Assessor:
    """Keep that somebody has, or has not, an interest at stake; raises `BadOption` for what cannot be kept."""
    procedure = _held(tender)
    if procedure.marking_closed_at is not None and free:
        raise BadOption(
            say("Marking is closed."),
            mend=say("Ask a buyer to open it again: nobody joins the assessors once levels were seen."),
        )
    if queries.assessor_of(tender, by) is not None:
        raise BadOption(say("You declared yourself already."), mend=say("A buyer can take a declaration back."))
    if Assessor.objects.filter(tender=tender, function=function).exists():
        raise BadOption(
            say("Another assessor has this function."),
            found=function,
            mend=say("Say yours more exactly, so that the report tells you apart."),
        )
    made = Assessor.objects.create(
        organisation=tender.organisation, tender=tender, user=by, function=function, free=free
    )
    _keep_declarations(tender, by, procedure)
    return made


@transaction.atomic
def take_back(tender: Tender, by: User | None, assessor: Assessor) -> None:
    """Take a declaration back, with the levels that its assessor gave: the journal keeps that it was there."""
    procedure = _held(tender)
    queries.markings_of(assessor).delete()
    assessor.delete()
    _keep_declarations(tender, by, procedure)


def _keep_declarations(tender: Tender, by: User | None, procedure: Procedure) -> None:
    told = [
        {"assessor": one.function, "none": one.free, "day": timezone.localdate(one.created_at).isoformat()}
        for one in queries.assessors(tender)
    ]
    act(tender, by, "no_conflict", {"no_conflict": told}, procedure.record)


@transaction.atomic
def mark(
    tender: Tender, assessor: Assessor, criterion: str, levels: Mapping[str, tuple[float, str]], asked: Asked
) -> bool:
    """Keep the levels of one assessor, by alias, with their reasons; tell whether all assessors have marked now."""
    procedure = _held(tender)
    if procedure.marking_closed_at is not None:
        raise BadOption(say("Marking is closed."), mend=say("Nothing was kept. A buyer can open it again."))
    for alias, (level, reason) in levels.items():
        Marking.objects.update_or_create(
            tender=tender,
            function=assessor.function,
            criterion=criterion,
            alias=alias,
            defaults={
                "organisation": tender.organisation,
                "assessor": assessor.user,
                "level": level,
                "reason": reason,
            },
        )
    by = assessor.user
    record(actor(by), "bids.mark", named(tender), tender.organisation.public_id, criterion=criterion)
    if waiting(tender, asked):
        return False
    _close(procedure, by)
    return True


def waiting(tender: Tender, asked: Asked) -> dict[str, int]:
    """Return how many levels each assessor without a conflict has still to give, by function; none where all did."""
    given: dict[str, set[tuple[str, str]]] = {}
    for one in Marking.objects.filter(tender=tender):
        given.setdefault(one.function, set()).add((one.criterion, one.alias))
    wanted = {(criterion, alias) for criterion, aliases in asked.items() for alias in aliases}
    left = {a.function: len(wanted - given.get(a.function, set())) for a in queries.assessors(tender) if a.free}
    return {function: n for function, n in left.items() if n}


@transaction.atomic
def close_marking(tender: Tender, by: User | None) -> None:
    """Close the marking: levels are seen from now on, and none is changed."""
    procedure = _held(tender)
    if procedure.marking_closed_at is None:
        _close(procedure, by)


@transaction.atomic
def open_marking(tender: Tender, by: User | None) -> None:
    """Open the marking again; not once a level was agreed."""
    procedure = _held(tender)
    if procedure.record.get("agreed"):
        raise BadOption(
            say("Levels were agreed already."), mend=say("Marks given after that would be neither apart nor blind.")
        )
    Procedure.objects.filter(pk=procedure.pk).update(marking_closed_at=None)
    record(actor(by), "bids.open_marking", named(tender), tender.organisation.public_id)


@transaction.atomic
def agree(
    tender: Tender, by: User | None, criterion: str, agreed: Mapping[str, tuple[float, str]], seen: Values
) -> None:
    """Keep what the assessors agreed on for a criterion, by alias; raises `ChangedMeanwhile` as `act` does."""
    procedure = _held(tender)
    day = timezone.localdate().isoformat()
    others = [one for one in procedure.record.get("agreed", []) if one["criterion"] != criterion]
    before = {o["alias"]: o for o in procedure.record.get("agreed", []) if o["criterion"] == criterion}
    mine: list[dict[str, Any]] = []
    for alias, (level, reason) in agreed.items():
        told = {"criterion": criterion, "alias": alias, "level": level, "reason": reason}
        same = before.get(alias, {})
        kept = {name: same.get(name) for name in told} == told
        mine.append(told | {"day": same.get("day", day) if kept else day})
    act(tender, by, "agreed", {"agreed": others + mine}, seen)


def _held(tender: Tender) -> Procedure:
    procedure_of(tender)
    return Procedure.objects.select_for_update(of=("self",)).get(tender=tender)


def _close(procedure: Procedure, by: User | None) -> None:
    Procedure.objects.filter(pk=procedure.pk).update(marking_closed_at=timezone.now())
    record(actor(by), "bids.close_marking", named(procedure.tender), procedure.organisation.public_id)
