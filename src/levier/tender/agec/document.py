"""The declaration as files: the CSV of the official schema, and all of it as JSON."""

from __future__ import annotations

import csv
import io
from typing import Any

from levier.tender.agec.facts import AgecFacts
from levier.tender.agec.model import Classed, Declaration, Row
from levier.wording.cells import safe_cell
from levier.wording.text import Language


def csv_text(declaration: Declaration, facts: AgecFacts) -> str:
    """Write the CSV of the official schema; what is unknown stays empty, never zero."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(facts.fields)
    for row in declaration.rows:
        cells = _cells(declaration, row)
        writer.writerow([cells[name] for name in facts.fields])
    return out.getvalue()


def _cells(d: Declaration, row: Row) -> dict[str, str]:
    return {
        "annee": str(d.year),
        "siret": d.siret or "",
        "raison_sociale": safe_cell(d.name),
        "type_produit_acquis": row.category.official,
        "montant_total": _amount(row.total_eur),
        "montant_reemploi_et_reutilisation": _amount(row.reuse_eur),
        "montant_produits_issus_don": _amount(row.gift_eur),
        "montant_produits_recycles": _amount(row.recycled_eur),
        "commentaires": "",
    }


def _amount(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def document(d: Declaration, lang: Language) -> dict[str, Any]:
    """Return the declaration and every line behind it as plain values."""
    return {
        "year": d.year,
        "siret": d.siret,
        "name": d.name,
        "due": d.due.isoformat(),
        "file": d.purchases.file,
        "columns": dict(d.purchases.columns),
        "declaration": [_row(row) for row in d.rows],
        "lines": [_line(c, lang) for c in d.lines],
        "unclassed": [_line(c, lang) for c in d.unclassed],
        "outside": [_line(c, lang) for c in d.outside],
        "unread": [{"place": place.in_(lang), "what": what.in_(lang)} for place, what in d.purchases.unread],
        "other_years": d.other_years,
        "assumptions": [a.in_(lang) for a in d.assumptions],
        "to_fill": [t.in_(lang) for t in d.to_fill],
    }


def _row(row: Row) -> dict[str, Any]:
    t = row.target
    return {
        "category": row.category.official,
        "lines": row.lines,
        "total_eur": row.total_eur,
        "reuse_eur": row.reuse_eur,
        "gift_eur": row.gift_eur,
        "recycled_eur": row.recycled_eur,
        "recycled_known_eur": row.recycled_known_eur,
        "reuse_share": row.reuse_share,
        "told": {"gift_eur": row.told.gift_eur, "recycled_eur": row.told.recycled_eur},
        "target": None
        if t is None
        else {
            "from_year": t.from_year,
            "reuse_share": t.reuse_share,
            "recycled_share": t.recycled_share,
            "column_confirmed": t.column_confirmed,
            "status": t.origin.status.value,
            "source": t.origin.source,
            "checked_on": t.origin.checked_on.isoformat(),
        },
    }


def _line(c: Classed, lang: Language) -> dict[str, Any]:
    p = c.purchase
    return {
        "sheet": p.sheet,
        "line": p.line,
        "description": p.description,
        "amount_eur": p.amount_eur,
        "on": p.on.isoformat() if p.on else None,
        "category": c.category.official if c.category else None,
        "condition": c.condition.value,
        "recycled": c.recycled,
        "confidence": c.confidence.value,
        "reason": c.reason.in_(lang),
        "outside": c.outside,
        "corrected": c.corrected,
    }
