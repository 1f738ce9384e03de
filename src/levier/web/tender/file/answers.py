"""What the views of this room have in common: the tender of an address, its buyer, the questions that come first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.shortcuts import get_object_or_404

from levier.tender.model import Buyer
from levier.web.tender.file.bridge import language_of, tender_of
from levier.web.tender.findings import law
from levier.web.tender.models import Tender
from levier.web.tender.queries import tenders
from levier.wording.text import Text

SOBRIETY = "need.sobriety"
Presets = dict[str, Sequence[tuple[str, Text]]]


def tender_at(tender: str) -> Tender:
    """Return the tender of an address; one of another organisation, or a deleted one, is none."""
    return get_object_or_404(tenders().select_related("organisation"), public_id=tender)


def buyer_of(tender: Tender) -> Buyer:
    """Return who buys."""
    return tender_of(tender.document).buyer


def with_questions(document: Mapping[str, Any]) -> tuple[dict[str, Any], Presets]:
    """Return a document with each question of sobriety as a line of its need, ours first, and which lines are ours."""
    lang = language_of(tender_of(document))
    need = dict(document.get("need") or {})
    told = list(need.get("sobriety") or [])
    lines, ours = [], []
    for question in law().questions:
        words = {_bare(question.label.in_("fr")), _bare(question.label.in_("en"))}
        there = next((line for line in told if _bare(line.get("question") or "") in words), None)
        lines.append(there or {"question": question.label.in_(lang)})
        ours.append((str(lines[-1]["question"]), question.label))
    own = [line for line in told if line not in lines]
    need["sobriety"] = [*lines, *own]
    return {**document, "need": need}, {SOBRIETY: ours}


def _bare(question: str) -> str:
    """Return a question without the kinds of spaces that people type before its mark."""
    return "".join(question.split()).casefold()
