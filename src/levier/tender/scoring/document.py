"""What the laboratory found as plain values, for files and other programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from levier.tender.finding import Finding
from levier.tender.scoring.basis import facts_version
from levier.tender.scoring.cases import Case
from levier.tender.scoring.laboratory import Answer, Report
from levier.tender.scoring.points import Pointed
from levier.wording.text import Language


def points_document(pointed: Pointed, lang: Language) -> dict[str, Any]:
    """Return points and warnings as the contract of the commands has them."""
    return {"points": list(pointed.points), "warnings": [w.as_json(lang) for w in pointed.warnings]}


def report_document(report: Report, findings: Sequence[Finding], locked: str, lang: Language) -> dict[str, Any]:
    """Return the whole report of the laboratory."""
    return {
        "probability_first": dict(report.probability_first),
        "probability_first_by": report.first_by,
        "stability": [asdict(margin) for margin in report.stability],
        "decided_by_data": report.decided_by_data,
        "weights": [asdict(weight) for weight in report.weights],
        "answers": [_answer(answer, lang) for answer in report.answers],
        "warnings": [w.as_json(lang) for w in report.warnings],
        "findings": [f.as_json(lang) for f in findings],
        "generator": {**asdict(report.market), "seed": report.seed, "prices": "lognormal", "quality": "normal"},
        "rules_hash": locked,
        "facts": facts_version(),
    }


def _answer(answer: Answer, lang: Language) -> dict[str, Any]:
    shown = answer.shown
    return {
        "id": answer.id,
        "question": answer.question.in_(lang),
        "fine": answer.fine,
        "told": answer.told.in_(lang),
        "share": answer.share,
        "example": {"bids": list(shown.bids), "note": shown.note.in_(lang)} if shown else None,
        "cases": [_case(case, lang) for case in answer.cases],
    }


def _case(case: Case, lang: Language) -> dict[str, Any]:
    return {
        "reference": case.reference.in_(lang),
        "held": case.held.in_(lang),
        "circumstances": case.circumstances.in_(lang),
        "source": case.told.in_(lang),
        "status": case.status.value,
        "checked_on": case.checked_on.isoformat(),
    }
