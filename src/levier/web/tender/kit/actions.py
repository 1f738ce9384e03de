"""One function per use of the kit: take criteria into a tender, change a part that a page shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from levier.tender.library.model import Criterion
from levier.tender.library.own import take_over
from levier.web.house.meanwhile import Values, refuse_unseen
from levier.web.journal.actions import record
from levier.web.people.acting import actor
from levier.web.people.models import Organisation, User
from levier.web.tender.file.actions import change
from levier.web.tender.file.bridge import tender_of
from levier.web.tender.kit import bridge, browsing
from levier.web.tender.models import OwnClause, Tender
from levier.wording.text import Language

Document = Mapping[str, Any]
Build = Callable[[Document], Mapping[str, Any]]
"""From the document as it stands, the parts that become others."""
Shown = Callable[[Document], Values]
"""From the document as it stands, what a page shows of it."""
CRITERIA, CLAUSES, SEGMENTS, RULES, PARAMETERS = "criteria", "clauses", "segments", "rules", "parameters"
"""What the pages of this room change, as versions call it."""
LONGEST_NAME = 80


@transaction.atomic
def edit(
    tender: Tender, by: User | None, part: str, build: Build, shown: Shown, seen: Values, wanted: Values
) -> Tender:
    """Change what a page shows of a tender, and nothing beside it.

    Raises `ChangedMeanwhile` where what the page shows is no longer as it was `seen`; what somebody else changed
    elsewhere in the same part stays. Raises `UnusableFile` where the tender could not be read any more.
    """
    there = _locked(tender)
    refuse_unseen(seen, shown(there.document), wanted)
    return _built(there, by, part, build)


@transaction.atomic
def add(tender: Tender, by: User | None, part: str, build: Build) -> Tender:
    """Add something beside what is there, or take something away: whatever else changed meanwhile stays."""
    return _built(_locked(tender), by, part, build)


def take(tender: Tender, by: User | None, ids: Sequence[str], lang: Language, *, price: bool = False) -> Tender:
    """Take criteria of the library into a tender, and the criterion of price where `price`."""

    def build(document: Document) -> Mapping[str, Any]:
        there = tender_of(document)
        parts = bridge.taking(document, there, ids, lang)
        if price and not bridge.priced(there):
            parts["criteria"] = [bridge.price_criterion(lang), *parts["criteria"]]
        return parts

    return add(tender, by, CRITERIA, build)


def _locked(tender: Tender) -> Tender:
    return Tender.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=tender.pk)


def _built(there: Tender, by: User | None, part: str, build: Build) -> Tender:
    values = build(there.document)
    return change(there, by, part, values, {name: there.document.get(name) for name in values})


@transaction.atomic
def fork(organisation: Organisation, by: User | None, criterion: Criterion, name: str) -> OwnClause:
    """Begin an own clause of the organisation from the text of a criterion."""
    text = browsing.both_of(criterion)
    made = OwnClause.objects.create(
        organisation=organisation,
        name=name[:LONGEST_NAME],
        forked_from=criterion.id,
        forked_version=criterion.version,
        base=text,
        text=text,
        created_by=by,
    )
    _note(made, by, "tender.fork")
    return made


@transaction.atomic
def rewrite(clause: OwnClause, by: User | None, values: Mapping[str, str], seen: Values) -> None:
    """Change an own clause; raises `ChangedMeanwhile` where it is no longer as it was seen."""
    there = OwnClause.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=clause.pk)
    refuse_unseen(seen, own_shown(there), values)
    if own_shown(there) == dict(values):
        return
    there.name, there.text = values["name"], {"fr": values["fr"], "en": values["en"]}
    there.save(update_fields=["name", "text", "changed_at"])
    _note(there, by, "tender.rewrite")


def own_shown(clause: OwnClause) -> dict[str, str]:
    """Return what the form of an own clause shows."""
    return {"name": clause.name, "fr": clause.text["fr"], "en": clause.text["en"]}


@transaction.atomic
def compare_with(clause: OwnClause, by: User | None, criterion: Criterion) -> None:
    """Record that an own clause was compared with a newer version, which becomes its base; its own words stay."""
    there = OwnClause.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=clause.pk)
    taken = take_over(browsing.own_of(there), criterion)
    there.forked_version, there.base = taken.version, browsing.both_of(criterion)
    there.save(update_fields=["forked_version", "base", "changed_at"])
    _note(there, by, "tender.rewrite")


@transaction.atomic
def drop(clause: OwnClause, by: User | None) -> None:
    """Delete an own clause; it can be brought back as the retention says."""
    if OwnClause.objects.filter(pk=clause.pk, deleted_at=None).update(deleted_at=timezone.now()):
        _note(clause, by, "tender.drop_clause")


@transaction.atomic
def bring_back(clause: OwnClause, by: User | None) -> None:
    """Bring back an own clause that was deleted."""
    if OwnClause.objects.filter(pk=clause.pk).exclude(deleted_at=None).update(deleted_at=None):
        _note(clause, by, "tender.return_clause")


def _note(clause: OwnClause, by: User | None, what: str) -> None:
    record(actor(by), what, f"clause:{clause.public_id}", clause.organisation.public_id)
