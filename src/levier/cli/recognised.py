"""What was and was not recognised, most frequent first: as data and as a table."""

from __future__ import annotations

from typing import Any

from levier.estate.estate import Estate
from levier.wording.numbers import write_share
from levier.wording.text import Language, say

WIDTHS = (8, 46, 22, 8)


def rows(estate: Estate) -> list[dict[str, Any]]:
    """Return one row a distinct name, most lines first."""
    ranked = sorted(estate.recognitions, key=lambda p: (-p[1], p[0].category != "", p[0].type, p[0].model))
    return [
        {
            "type": r.type,
            "manufacturer": r.manufacturer,
            "model": r.model,
            "lines": lines,
            "category": r.category or None,
            "matched": r.matched or None,
            "confidence": r.confidence,
            "alternatives": [
                {"category": a.category, "matched": a.matched or None, "confidence": a.confidence}
                for a in r.alternatives
            ],
        }
        for r, lines in ranked
    ]


def table(found: list[dict[str, Any]], lang: Language) -> str:
    """Write the rows as plain text."""
    heads = (say("lines"), say("as written"), say("category"), say("sure"))
    lines = ["".join(h.in_(lang).ljust(w) for h, w in zip(heads, WIDTHS, strict=True)).rstrip()]
    for row in found:
        name = " ".join(x for x in (row["type"], row["manufacturer"], row["model"]) if x)
        category = row["category"] or say("not recognised").in_(lang)
        cells = (str(row["lines"]), name[: WIDTHS[1] - 2], category, write_share(row["confidence"], lang))
        lines.append("".join(c.ljust(w) for c, w in zip(cells, WIDTHS, strict=True)).rstrip())
    return "\n".join(lines)
