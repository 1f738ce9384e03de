"""A comparison of costs as plain values, for files and other programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from levier.cost.costing import Costed, how
from levier.cost.facts import COST, parameters, source
from levier.cost.lines import FORMULAS, INPUTS, LABELS
from levier.cost.model import Estimate
from levier.wording.text import Language


def cost_document(costed: Costed, lang: Language) -> dict[str, Any]:
    """Return the result: per bid LCC and EAC in euros, lines, bands, and how each was computed."""
    p = costed.comparison.parameters
    return {
        "vat": p.vat,
        "parameters": {k: v for k, v in asdict(p).items() if k not in ("vat", "sources")} | {"paid": p.moment},
        "facts": [_fact(name, fact) for name, fact in p.sources.items()],
        "bids": [
            {
                "bid": bid.name,
                "condition": given.condition,
                "lifetime_years": bid.lifetime_years,
                "lcc_eur": bid.lcc.value if bid.lcc else None,
                "lcc_band_eur": band(bid.lcc),
                "eac_eur": bid.eac.value if bid.eac else None,
                "eac_band_eur": band(bid.eac),
                "over_need_eur": bid.over_need_eur,
                "gwp_kgco2e_per_year": asdict(bid.gwp_per_year) if bid.gwp_per_year else None,
                "probability_cheapest": bid.probability_cheapest,
                "lines_eur": dict(bid.lines),
                "missing": [text.in_(lang) for text in bid.missing],
                "how": how_of[bid.name],
            }
            for how_of in [how(costed)]
            for bid, given in zip(costed.bids, costed.comparison.bids, strict=True)
        ],
        "counted": list(costed.counted),
        "labels": {
            **{line: LABELS[line].in_(lang) for line in FORMULAS},
            **{name: f"{text.in_(lang)} ({unit})" for name, (text, unit) in INPUTS.items()},
        },
        "notes": [{"code": note.code, "text": note.text.in_(lang), "figure": note.figure} for note in costed.notes],
        "draws": costed.draws,
        "seed": costed.seed,
    }


def band(estimate: Estimate | None) -> dict[str, float | None] | None:
    """Return the bounds of an estimate."""
    return None if estimate is None else {"low": estimate.low, "high": estimate.high}


def _fact(name: str, fact: str) -> dict[str, Any]:
    found = parameters(COST)[fact]
    where = source(found.provenance.source)
    return {
        "parameter": name,
        "fact": fact,
        "value": found.value,
        "unit": found.unit,
        "source": where.title,
        "url": where.url,
        "page": found.provenance.page,
        "status": found.provenance.status.value,
        "checked_on": found.provenance.checked_on.isoformat(),
        "note": found.provenance.note,
    }
