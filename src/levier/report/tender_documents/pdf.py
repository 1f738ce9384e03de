"""A document of a tender on paper: a tagged PDF/UA-1 by typst; texts reach the template as JSON, never as markup."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import resources
from math import sqrt
from typing import Any

import typst

from levier.report.look import PRINT
from levier.report.tender_documents.piece import Block, Bullets, Heading, Piece, Table
from levier.wording.text import say

SHORT, LONG = 18, 120
"""Letters up to which a column keeps the width of its text, and beyond which it claims no more room."""


def write_pdf(piece: Piece) -> bytes:
    """Write a document as PDF; dated like the tender, so that the same tender gives the same bytes."""
    made: bytes = typst.compile(
        (resources.files("levier.report") / "tender_documents" / "piece.typ").read_bytes(),
        format="pdf",
        sys_inputs={"document": json.dumps(_document(piece), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=int(datetime(piece.on.year, piece.on.month, piece.on.day, tzinfo=UTC).timestamp()),
    )
    return made


def _document(piece: Piece) -> dict[str, Any]:
    return {
        "lang": piece.lang,
        "title": piece.title,
        "subject": piece.subject,
        "buyer": piece.buyer,
        "page": say("page").in_(piece.lang),
        "contents": say("Contents").in_(piece.lang),
        "footer": piece.footer,
        "identity": [list(row) for row in piece.identity],
        "blocks": [_block(block) for block in piece.blocks],
        "colours": PRINT,
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "text": block.text}
    if isinstance(block, Bullets):
        return {"kind": "bullets", "items": list(block.items)}
    if isinstance(block, Table):
        return {"kind": "table", "caption": block.caption, "columns": _columns(block), "rows": block.rows}
    return {"kind": "paragraph", **{k: v for k, v in asdict(block).items() if k != "kind"}, "look": block.kind}


def _columns(table: Table) -> list[dict[str, Any]]:
    return [
        {"label": head, "numeric": number in table.numeric, "share": _share(table, number)}
        for number, head in enumerate(table.heads)
    ]


def _share(table: Table, column: int) -> float:
    """Return the part of the free width that a column of text takes; 0: as wide as its longest cell."""
    if column not in table.wide:
        return 0.0
    longest = max([len(table.heads[column]), *(len(row[column]) for row in table.rows)])
    return round(sqrt(min(max(longest, SHORT), LONG)), 3)
