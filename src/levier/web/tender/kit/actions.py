"""One function per use of the kit: take criteria into a tender, change a part that a page shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction

from levier.web.house.meanwhile import Values, refuse_unseen
from levier.web.people.models import User
from levier.web.tender.file.actions import change
from levier.web.tender.file.bridge import tender_of
from levier.web.tender.kit import bridge
from levier.web.tender.models import Tender
from levier.wording.text import Language

Document = Mapping[str, Any]
Build = Callable[[Document], Mapping[str, Any]]
"""From the document as it stands, the parts that become others."""
Shown = Callable[[Document], Values]
"""From the document as it stands, what a page shows of it."""
CRITERIA, CLAUSES, SEGMENTS, RULES, PARAMETERS = "criteria", "clauses", "segments", "rules", "parameters"
"""What the pages of this room change, as versions call it."""


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
