"""Criteria and clauses for the terminal: a list, one whole, a proposal; and all of it as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from textwrap import wrap
from typing import Any

from levier.tender.library.check import write as write_check
from levier.tender.library.codes import Proposed
from levier.tender.library.model import Criterion, Kind, Library
from levier.tender.library.proposal import Item, Proposal
from levier.tender.library.rendering import Written
from levier.tender.provenance import told
from levier.wording.text import Language, Text, say

WIDTH = 100

KINDS = {
    Kind.TECHNICAL_SPECIFICATION: say("technical specification"),
    Kind.SELECTION_CRITERION: say("selection criterion"),
    Kind.AWARD_CRITERION: say("award criterion"),
    Kind.PERFORMANCE_CONDITION: say("performance condition"),
    Kind.PRICE_CLAUSE: say("price clause"),
    Kind.BUYER_RULE: say("rule of the buyer"),
    Kind.EXCLUSION_OPTION: say("option to exclude"),
}


def _both(text: Text | None) -> dict[str, str] | None:
    return None if text is None else {"fr": text.in_("fr"), "en": text.in_("en")}


def criterion_document(criterion: Criterion, library: Library) -> dict[str, Any]:
    """Return a criterion as plain values, in both languages; places of variables stay as they are."""
    c = criterion
    return {
        "id": c.id,
        "version": c.version,
        "complete": c.complete,
        "segment": c.segment,
        "type": c.kind.value,
        "level": c.level.value,
        "theme": c.theme,
        "document": c.document.value,
        "purchases": sorted(c.purchases),
        "buyers": c.buyers.value,
        "concerns": sorted(c.concerns),
        "measures": sorted(c.measures),
        "title": _both(c.title),
        "summary": _both(c.summary),
        "clause": _raw(c.clause),
        "variables": [
            {
                "id": v.id,
                "label": _both(v.label),
                "type": v.type.value,
                "unit": v.unit,
                "default": v.default,
                "low": v.low,
                "high": v.high,
                "choices": list(v.choices),
                "status": v.status,
                "basis": _both(v.basis),
            }
            for v in c.variables
        ],
        "evidence": _both(c.evidence),
        "verification": _raw(c.verification),
        "fields": [
            {
                "id": f.id,
                "label": _both(f.label),
                "type": f.type.value,
                "unit": f.unit,
                "per": f.per,
                "low": f.low,
                "high": f.high,
                "choices": list(f.choices),
            }
            for f in c.fields
        ],
        "check": write_check(c.check) if c.check else None,
        "scoring": _raw(c.scoring),
        "penalty": _raw(c.penalty),
        "legal_basis": list(c.legal_basis),
        "indicator": _both(c.indicator),
        "eforms": {name: list(codes) for name, codes in c.eforms.items()},
        "correction": _both(c.correction),
        "source": c.provenance.source,
        "page": c.provenance.page,
        "status": c.provenance.status.value,
        "checked_on": c.provenance.checked_on.isoformat(),
        "review_by": c.provenance.review_by.isoformat(),
        "library": library.version,
    }


def _raw(text: Text | None) -> dict[str, str | None] | None:
    return None if text is None else {"fr": text.fr, "en": text.message}


def write_list(criteria: Iterable[Criterion], library: Library, lang: Language) -> str:
    """Write the criteria, a line each, by segment; a star marks those whose text is not written yet."""
    lines: list[str] = []
    segment = ""
    for c in criteria:
        if c.segment != segment:
            segment = c.segment
            lines += ["", library.label("segment", segment).in_(lang).upper()]
        mark = " " if c.complete else "*"
        lines.append(f"{mark}{c.id}  {KINDS[c.kind].in_(lang):<26}  {c.title.in_(lang)}")
    lines += ["", say("* its text is not written yet").in_(lang)]
    return "\n".join(lines[1:]) + "\n"


def write_clause(criterion: Criterion, written: Written, library: Library, lang: Language) -> str:
    """Write one criterion whole: the text to paste first, then all that goes with it."""
    c = criterion
    head = f"{c.reference}  {c.title.in_(lang)}"
    status = told(c.provenance.status).in_(lang)
    segment = library.label("segment", c.segment).in_(lang)
    under = f"{KINDS[c.kind].in_(lang)}, {segment}, {c.document.value.upper()} · {status}"
    blocks = [head, under, ""]
    blocks += _wrapped((written.clause or c.summary or c.title).in_(lang))
    for title, text in _parts(c, written):
        if text is not None:
            blocks += ["", title.in_(lang).upper(), *_wrapped(text.in_(lang))]
    blocks += _answers(c, library, lang)
    blocks += ["", say("Legal basis").in_(lang).upper(), "  " + " ; ".join(c.legal_basis)]
    if written.to_choose:
        names = ", ".join(f"{v.label.in_(lang)} ({v.id})" for v in c.variables if v.id in written.to_choose)
        blocks += ["", *_wrapped(say("To be chosen by you: {names}.", names=names).in_(lang))]
    return "\n".join(blocks) + "\n"


def _parts(c: Criterion, written: Written) -> Iterator[tuple[Text, Text | None]]:
    yield say("Evidence accepted"), c.evidence
    yield say("How it is verified"), written.verification
    yield say("How it is scored"), written.scoring
    yield say("Penalty or bonus"), written.penalty
    yield say("Indicator"), c.indicator
    yield say("What was corrected"), c.correction


def _answers(c: Criterion, library: Library, lang: Language) -> list[str]:
    if not c.fields:
        return []
    lines = ["", say("Answers").in_(lang).upper()]
    for f in c.fields:
        unit = f" ({library.label('unit', f.unit).in_(lang)})" if f.unit else ""
        lines.append(f"  {f.id}: {f.label.in_(lang)}{unit}")
    return [*lines, f"  = {write_check(c.check)}"] if c.check else lines


def _wrapped(text: str) -> list[str]:
    return wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def proposal_document(
    proposal: Proposal, panel: Iterable[Proposed], considerations: Mapping[str, tuple[str, ...]], lang: Language
) -> dict[str, Any]:
    """Return a proposal as plain values."""
    return {
        "small": [_item(i, lang) for i in proposal.small],
        "complete": [_item(i, lang) for i in proposal.complete],
        "left_out": [{"id": x.criterion.id, "reason": x.reason.in_(lang)} for x in proposal.left_out],
        "unmet": [t.in_(lang) for t in proposal.unmet],
        "eforms": [
            {"field": p.field, "list": p.code.list, "code": p.code.code, "criteria": list(p.criteria)} for p in panel
        ],
        "decp": {name: list(words) for name, words in considerations.items()},
    }


def _item(item: Item, lang: Language) -> dict[str, Any]:
    c = item.criterion
    return {
        "id": c.id,
        "version": c.version,
        "type": c.kind.value,
        "title": c.title.in_(lang),
        "duty": item.duty.in_(lang) if item.duty else None,
        "reason": item.reason.in_(lang) if item.reason else None,
        "status": c.provenance.status.value,
    }


def write_proposal(proposal: Proposal, lang: Language) -> str:
    """Write a proposal in one page: the five first, each with its reason, then the ids of the complete kit."""
    lines = [say("FIVE CRITERIA TO BEGIN WITH").in_(lang)]
    for i in proposal.small:
        lines.append(f"  {i.criterion.id}  {i.criterion.title.in_(lang)}")
        for text in (i.duty, i.reason):
            lines += [f"          {line}" for line in wrap(text.in_(lang), WIDTH - 10)] if text else []
    for duty in proposal.unmet:
        lines += _wrapped(say("The library has nothing for this need that would be {duty}.", duty=duty).in_(lang))
    rest = [i.criterion for i in proposal.complete[len(proposal.small) :]]
    lines += ["", say("TO COMPLETE IT").in_(lang)]
    lines += [f"  {c.id}  {KINDS[c.kind].in_(lang):<26}  {c.title.in_(lang)}" for c in rest]
    lines += ["", say("LEFT OUT").in_(lang)]
    lines += [f"  {x.criterion.id}  {x.reason.in_(lang)}" for x in proposal.left_out]
    return "\n".join(lines) + "\n"
