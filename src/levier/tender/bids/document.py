"""A result of scoring as plain values, for files and other programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from levier.cost.document import band
from levier.tender.bids.record import Opening
from levier.tender.bids.scoring import Result, Standing
from levier.wording.text import Language


def result_document(result: Result, opening: Opening, lang: Language) -> dict[str, Any]:
    """Return what `levier tender score` prints."""
    return {
        "bids": [_standing(standing, lang) for standing in result.standings],
        "criteria": [
            {
                "id": c.id,
                "name": c.name,
                "kind": c.kind.value,
                "weight": c.weight,
                "maximum": result.rules.maximum(c),
                "formula": c.chosen.formula.name,
            }
            for c in result.rules.criteria
        ],
        "rules_hash": result.rules_hash,
        "rules_verified": result.verified,
        "facts_since": [text.in_(lang) for text in result.since],
        "opening": opening_document(opening),
        "assessed": [
            {
                "criterion": criterion,
                "bid": bid,
                "alias": found.alias,
                "marks": [{"assessor": m.assessor, "level": m.level, "reason": m.reason} for m in found.given],
                "apart": found.apart,
                "agreed": None
                if found.agreed is None
                else {"level": found.agreed.level, "reason": found.agreed.reason},
            }
            for (criterion, bid), found in sorted(result.assessed.items())
        ],
        "notes": [text.in_(lang) for text in result.notes],
    }


def opening_document(opening: Opening) -> dict[str, Any]:
    """Return the opening as it was recorded."""
    return {
        "due_on": opening.due_on.isoformat() if opening.due_on else None,
        "recorded_on": opening.recorded_on.isoformat(),
        "by": opening.by,
    }


def _standing(found: Standing, lang: Language) -> dict[str, Any]:
    costs = found.costs
    return {
        "bid": found.bid.bid,
        "points": dict(found.points),
        "total": found.total,
        "rank": found.rank,
        "price_eur": costs.price_eur,
        "lcc_eur": costs.lcc.value if costs.lcc else None,
        "lcc_band_eur": band(costs.lcc),
        "eac_eur": costs.eac.value if costs.eac else None,
        "eac_band_eur": band(costs.eac),
        "gwp_kgco2e_per_year": asdict(costs.gwp) if costs.gwp else None,
        "gwp_basis": costs.basis,
        "figures": {
            name: {"value": f.value, "origin": f.origin.value, "missing": f.missing.in_(lang) if f.missing else None}
            for name, f in found.figures.items()
        },
        "alias": found.alias,
        "round": found.bid.round.value,
        "file": found.bid.file,
        "file_hash": found.bid.file_hash,
        "out": [text.in_(lang) for text in found.out],
        "missing": [text.in_(lang) for text in (*found.missing, *costs.missing)],
        "lacks": [text.in_(lang) for text in found.bid.lacks],
    }
