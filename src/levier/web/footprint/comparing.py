"""Results beside one another: what stands now, what moved and why, how an organisation's footprint goes over time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString

from levier.report import document as d
from levier.report.measure import Measure, measure
from levier.report.telling import capital
from levier.web.estate.models import Inventory
from levier.web.footprint import bridge, markup, queries, words
from levier.web.footprint.asked import Asked, Identity
from levier.web.footprint.keeping import kept_document
from levier.web.footprint.models import Result
from levier.web.house.words import language, told
from levier.wording.numbers import write_date, write_number
from levier.wording.text import Text, say

KEPT = 32


@dataclass(frozen=True)
class Standing:
    """How a result stands today: what changed since, the one of today where it is another, the one before."""

    reasons: str
    newer: Result | None
    earlier: Result | None
    moved: Moved | None
    """From this result to the one of today, else from the one before to this."""
    again: bool = True
    """Whether it can be computed again."""


@dataclass(frozen=True)
class Row:
    """What moved one figure, written in the unit of the total."""

    label: str
    old: str
    estate: str
    facts: str
    method: str
    new: str


@dataclass(frozen=True)
class Moved:
    """What moved between two results: the total, then the categories."""

    total: Row
    rows: tuple[Row, ...]
    still: int
    """Categories that did not move."""
    unit: str
    cause: Text | None
    """What moved the total most; None where nothing moved."""


def standing(result: Result, now: Identity | None) -> Standing:
    """Tell whether a result is the one that would be computed today, and what came after or before it.

    `now` is None where it cannot be computed any more: its referential was taken away.
    """
    if now is None:
        return Standing(words.why(["referential"]), None, None, None, again=False)
    pairs = (
        ("corrections", result.corrections, now.corrections),
        ("facts", result.facts_version, now.facts),
        ("code", result.code_version, now.code),
    )
    reasons = [name for name, kept, today in pairs if kept != today]
    if not reasons:
        earlier = queries.before(result)
        return Standing("", None, earlier, moved(earlier, result) if earlier else None)
    newer = queries.with_key(now.key)
    return Standing(words.why(reasons), newer, None, moved(result, newer) if newer else None)


def moved(old: Result, new: Result) -> Moved:
    """Tell what moved between two results."""
    found = _moves(old.files["document"], new.files["document"])
    total, *others = found
    written = measure(total.unit, language(), max(abs(total.old), abs(total.new)))
    labels = bridge.counted_categories()
    rows = [
        _row(capital(told(labels[c])) if (c := m.key.rsplit("/", 1)[-1]) in labels else c, m, written)
        for m in others
        if m.estate or m.facts or m.method
    ]
    still = len(others) - len(rows)
    return Moved(_row(told(say("Total")), total, written), tuple(rows), still, written.words, _cause(total))


@lru_cache(maxsize=KEPT)
def _moves(old: str, new: str) -> tuple[Any, ...]:
    return bridge.moves(kept_document(old), kept_document(new))


CAUSES = {
    "estate": say("the equipment counted, or what your organisation says of it"),
    "facts": say("the facts published"),
    "method": say("the method or the choices"),
}


def _cause(total: Any) -> Text | None:
    parts = {name: abs(getattr(total, name)) for name in CAUSES}
    most = max(parts, key=lambda name: parts[name])
    return CAUSES[most] if parts[most] else None


def _row(label: str, move: Any, written: Measure) -> Row:
    def signed(value: float) -> str:
        if value == 0:
            return "0"
        return ("+" if value > 0 else "−") + write_number(abs(written.shown(value)), language(), 3)

    return Row(
        label,
        written.number(move.old),
        signed(move.estate),
        signed(move.facts),
        signed(move.method),
        written.number(move.new),
    )


@dataclass(frozen=True)
class Year:
    """An inventory on its date, with its result if there is one."""

    inventory: Inventory
    result: Result | None
    value: str
    band: str
    before: Result | None
    devices: int | None
    """Counted in the result; of the whole inventory where it is not computed; None for a part that is not."""
    first: bool


def over_time(inventories: list[Inventory], asked: Asked) -> dict[str, Any]:
    """Return the headline of each inventory by the same choices: rows, and a chart where there are two."""
    keys = {bridge.asked_key(i, asked): i.pk for i in inventories}
    found: dict[int, Result] = {}
    for result in Result.objects.filter(asked__in=keys).order_by("id"):
        found[keys[result.asked]] = result
    rows: list[Year] = []
    before: Result | None = None
    for inventory in inventories:
        kept = found.get(inventory.pk)
        value, band = ("–", "–") if kept is None else (words.headline(kept), words.band(kept))
        whole = None if asked.filtered else inventory.devices
        devices = kept.devices if kept else whole
        rows.append(Year(inventory, kept, value, band, before if kept else None, devices, not rows))
        before = kept or before
    known = [row for row in rows if row.result is not None and row.result.value is not None]
    view = words.view(asked, inventories[-1].on.year) if inventories else None
    return {"rows": rows[::-1], "chart": _chart(known) if len(known) > 1 else None, "view": view, "asked": asked}


MOST_DRAWN = 12


def _chart(rows: list[Year]) -> SafeString:
    """Draw the newest results, the oldest first."""
    drawn = [row for row in rows if row.result is not None][-MOST_DRAWN:]
    largest = max(row.result.value or 0.0 for row in drawn if row.result)
    written = measure("kgCO2e", language(), largest)
    return markup.drawn(
        d.BandChart(
            "chart-results",
            told(say("Footprint by inventory")),
            told(say("One dot per inventory with its 90% interval. The table below holds all the figures.")),
            written.words,
            tuple(_bar(row, written) for row in drawn),
            language(),
        )
    )


def _bar(row: Year, written: Measure) -> d.Bar:
    def shown(value: float | None) -> float | None:
        return None if value is None else written.shown(value)

    result = row.result
    assert result is not None
    return d.Bar(
        label=write_date(row.inventory.on, language()),
        note=row.inventory.label,
        written=row.value,
        value=shown(result.value),
        low=shown(result.low),
        high=shown(result.high),
    )
