"""A baseline as a document: `levier.baseline/1`, described by docs/schemas/baseline.schema.json."""

from __future__ import annotations

from typing import Any

from levier.footprint.baseline import Computed
from levier.footprint.comparison import inputs
from levier.footprint.figures import PUBLISHED_DIGITS
from levier.footprint.result import Baseline, Figure
from levier.wording.numbers import significant
from levier.wording.text import Text

SCHEMA = "levier.baseline/1"
INPUT_DIGITS = 15
"""Digits kept of what a computation starts from: enough to find its published figures again."""


def document(computed: Computed) -> dict[str, Any]:
    """Return a baseline as plain data for JSON. Missing values are null with a reason, never zero.

    `inputs` keeps what `levier baseline diff` needs to compute it again.
    """
    found: dict[str, Any] = _rounded(_plain(computed), PUBLISHED_DIGITS)
    return {**found, "inputs": _rounded(inputs(computed.evaluated), INPUT_DIGITS)}


def _rounded(value: Any, digits: int) -> Any:
    """Round every number: beyond these digits, the order in which threads add would show."""
    if isinstance(value, float):
        return significant(value, digits)
    if isinstance(value, dict):
        return {key: _rounded(part, digits) for key, part in value.items()}
    return [_rounded(part, digits) for part in value] if isinstance(value, list) else value


def _plain(computed: Computed) -> dict[str, Any]:
    b = computed.baseline
    return {
        "schema": SCHEMA,
        "file": b.file,
        "on": b.on.isoformat(),
        "facts_on": b.facts_on.isoformat(),
        "view": str(b.view),
        "year": b.year,
        "referential": b.referential,
        "country": b.country,
        "people": b.people,
        "identity": {
            "snapshot": b.snapshot,
            "facts": b.facts_version,
            "code": b.code_version,
            "seed": b.seed,
            "draws": b.draws,
        },
        "carbon_only": b.carbon_only,
        "lines": {"read": b.read, "counted": b.counted, "set_aside": sum(s.lines for s in b.set_aside)},
        "set_aside": [
            {"reason": s.reason, "lines": s.lines, "examples": list(s.examples), "label": _text(s.label)}
            for s in b.set_aside
        ],
        "devices": b.devices,
        "recognition": {"typed_share": b.typed_share, "model_share": b.model_share},
        "totals": [_figure(f) for f in b.totals],
        "by_stage": [{"stage": str(f.stage), **_figure(f)} for f in b.by_stage],
        "by_category": [{"category": f.category, "quantity": f.quantity, **_figure(f)} for f in b.by_category],
        "ademe": [{"criterion": f.criterion, "value": f.value, "unit": f.unit} for f in b.ademe],
        "ademe_coverage": b.ademe_coverage,
        "comparisons": {c: dict(values) for c, values in b.comparisons.items()},
        "narrowing": [
            {"fact": n.fact, "share_of_variance": n.share_of_variance, "label": _text(n.label), "do": _text(n.action)}
            for n in b.narrowing
        ],
        "disagreements": [
            {"category": d.category, "ratio": d.ratio, "families": dict(d.families), "ask": _text(d.ask)}
            for d in b.disagreements
        ],
        "unknown": [
            {"category": u.category, "quantity": u.quantity, "lines": u.lines, "examples": list(u.examples)}
            for u in b.unknown
        ],
        "assumptions": [
            {"code": a.code, "text": _text(a.text), "lines": a.lines, "figure": a.figure} for a in b.assumptions
        ],
        "personal_columns": list(b.personal_columns),
        "profile": _profile(b),
        "refurbished": None if b.refurbished is None else vars(b.refurbished).copy(),
        "questions": [
            {
                "manufacturer": q.manufacturer,
                "subject": _text(q.subject),
                "text": _text(q.text),
                "quantity": q.quantity,
                "share": q.share,
                "models": [
                    {"name": m.name, "category": m.category, "quantity": m.quantity, "share": m.share} for m in q.models
                ],
            }
            for q in b.questions
        ],
        "export_lines": [
            {"code": e.code, "beges": e.beges, "label": _text(e.label), "value": e.value, "note": _text(e.note)}
            for e in b.export_lines
        ],
        "sources": [
            {
                "id": s.id,
                "title": s.title,
                "licence": s.licence.in_("en"),
                "publisher": s.publisher,
                "url": s.url,
                "status": str(s.status),
            }
            for s in b.sources
        ],
    }


def _text(text: Text) -> dict[str, str]:
    return {"fr": text.in_("fr"), "en": text.in_("en")}


def _figure(figure: Figure) -> dict[str, Any]:
    if figure.value is None:
        reason = None if figure.reason is None else _text(figure.reason)
        return {"criterion": figure.criterion, "unit": figure.unit, "value": None, "reason": reason}
    return {
        "criterion": figure.criterion,
        "unit": figure.unit,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "median": figure.median,
        "value_percentile": figure.value_percentile,
        "grade": figure.grade,
        "data_quality_rating": figure.data_quality_rating,
        "tiers": dict(figure.tiers),
        **({"others": dict(figure.others)} if figure.others else {}),
    }


def _profile(baseline: Baseline) -> dict[str, Any]:
    p = baseline.profile
    return {
        "mean_age_years": p.mean_age_years,
        "aged_share": p.aged_share,
        "ages": [{"age_years": a.age_years, "quantity": a.quantity} for a in p.ages],
        "devices_per_person": p.devices_per_person,
        "per_person_kgco2e": p.per_person_kgco2e,
        "refurbished_share": p.refurbished_share,
        "leased_share": p.leased_share,
        "mass_kg": p.mass_kg,
        "screens_per_computer": p.screens_per_computer,
        "mean_age_by_category": dict(p.mean_age_by_category),
    }
