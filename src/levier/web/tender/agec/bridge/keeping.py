"""The lines of a file as they are kept: read and classed once, never again.

What a person corrects is laid over them, so the same lines and corrections give the same sums whatever words Levier
learns later.
"""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from levier.estate.reading.texts import text_from_json, text_to_json
from levier.tender.agec.classing import classify_all
from levier.tender.agec.facts import AgecFacts, load_agec
from levier.tender.agec.model import Classed, Condition, Confidence, Purchase, Purchases
from levier.tender.agec.reading import read_purchases
from levier.web.estate.bridge.limits import reading_limits
from levier.web.house.bridge import facts
from levier.web.house.files import keep_stream, local
from levier.web.jobs.handlers import Progress
from levier.web.tender.agec.models import PurchaseDeclaration
from levier.wording.errors import Place
from levier.wording.text import Text, say

MOST_LINES = 50_000
"""Lines of one declaration on a site that serves many; the command `levier agec` takes more."""
HELD = 2
"""Files of lines that a process holds in memory."""


@dataclass(frozen=True)
class Lines:
    """The lines of a file with the classes that they were given, and the number of each."""

    purchases: Purchases
    classed: tuple[Classed, ...]
    numbers: Mapping[tuple[str, int], int]
    """Sheet and line -> the number of the line in the whole file, from 1."""


@cache
def agec() -> AgecFacts:
    """Return the facts of the declaration, read once a process."""
    return load_agec(facts())


def file_name(content: str) -> str:
    """Return the name under which a file is kept as received."""
    return f"purchases/{content}"


def lines_name(lines: str) -> str:
    """Return the name under which lines are kept."""
    return f"purchases/{lines}.json.gz"


def read(declaration: PurchaseDeclaration, progress: Progress) -> str:
    """Read and class the lines of a file, keep them, and return their hash.

    Raises `UnusableFile` where nothing can be read.
    """
    progress(say("Reading the lines…"), 0.1)
    with tempfile.TemporaryDirectory(prefix="levier-") as folder:
        path = Path(folder) / declaration.file_name
        path.symlink_to(local(file_name(declaration.content)))
        sheet = declaration.sheet or None
        purchases = read_purchases(path, agec(), sheet=sheet, limits=reading_limits(), most=MOST_LINES)
    progress(say("Classing {n} lines…", n=len(purchases.lines)), 0.6)
    data = gzip.compress(_written(purchases, classify_all(purchases.lines, agec())), mtime=0)
    digest = sha256(data).hexdigest()
    keep_stream(BytesIO(data), lines_name(digest))
    return digest


def _written(purchases: Purchases, classed: list[Classed]) -> bytes:
    reasons: dict[str, int] = {}
    told: dict[str, Any] = {
        "file": purchases.file,
        "columns": dict(purchases.columns),
        "assumptions": [text_to_json(text) for text in purchases.assumptions],
        "unread": [[_place(place), text_to_json(what)] for place, what in purchases.unread],
        "lines": [_line(c, reasons) for c in classed],
    }
    told["reasons"] = [json.loads(reason) for reason in reasons]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _place(place: Place) -> list[Any]:
    return [place.file, place.sheet, place.line, place.column]


def _line(c: Classed, reasons: dict[str, int]) -> list[Any]:
    p = c.purchase
    read_ = [p.line, p.sheet, p.description, p.amount_eur, p.on.isoformat() if p.on else None, p.quantity, p.supplier]
    told = [p.condition, p.cpv, p.category, p.recycled]
    found = [c.category.id if c.category else None, c.condition, c.recycled, c.confidence, c.outside]
    reason = json.dumps(text_to_json(c.reason), ensure_ascii=False, sort_keys=True)
    return [*read_, *told, *found, reasons.setdefault(reason, len(reasons))]


@lru_cache(maxsize=HELD)
def kept_lines(lines: str) -> Lines:
    """Return the lines kept under a hash, which never change."""
    told = json.loads(gzip.decompress(local(lines_name(lines)).read_bytes()))
    reasons = [_text(reason) for reason in told["reasons"]]
    classed = tuple(_classed(cells, reasons) for cells in told["lines"])
    purchases = Purchases(
        file=told["file"],
        lines=tuple(c.purchase for c in classed),
        columns=told["columns"],
        unread=tuple((Place(*place), _text(what)) for place, what in told["unread"]),
        assumptions=tuple(_text(text) for text in told["assumptions"]),
    )
    return Lines(purchases, classed, {c.purchase.key: number for number, c in enumerate(classed, 1)})


def _text(data: Mapping[str, Any]) -> Text:
    text = text_from_json(dict(data))
    assert text is not None
    return text


def _classed(cells: list[Any], reasons: list[Text]) -> Classed:
    line, sheet, description, amount, on, quantity, supplier, *rest = cells
    *told, category, condition, recycled, confidence, outside, reason = rest
    day = date.fromisoformat(on) if on else None
    return Classed(
        purchase=Purchase(line, sheet, description, amount, day, quantity, supplier, *told),
        category=agec().categories[category] if category else None,
        condition=Condition(condition),
        recycled=recycled,
        confidence=Confidence(confidence),
        reason=reasons[reason],
        outside=outside,
    )
