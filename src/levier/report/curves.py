"""Lines on two axes: how a mark follows a price. Told apart by dashes and the name at their end, never by colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from levier.report.charts import STYLE, axis
from levier.wording.numbers import write_number
from levier.wording.text import Language

DASHES = ("", "7 4", "2 3", "10 3 2 3", "1 5")
MARGIN, TOP, TALL, FOOT = 52.0, 16.0, 260.0, 58.0
NAMES = 250.0
"""Room for the names at the right of the wide form, in its units."""
ROW = 24.0


@dataclass(frozen=True)
class Curve:
    """One line: its name and its points, from left to right."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class CurveChart:
    """Lines on common axes; `x_from` is where the horizontal one starts."""

    id: str
    title: str
    description: str
    x: str
    y: str
    x_from: float
    curves: tuple[Curve, ...]
    lang: Language


def draw_curves(chart: CurveChart, width: int = 760, *, narrow: bool = False, alone: bool = False) -> str:
    """Draw the lines; the narrow form has the names below, in the order of the lines."""
    names = 0.0 if narrow else NAMES
    span = width - MARGIN - names - 12
    most = axis(max(y for c in chart.curves for _, y in c.points))
    right = max(x for c in chart.curves for x, _ in c.points)

    def place(x: float, y: float) -> tuple[float, float]:
        return MARGIN + (x - chart.x_from) / (right - chart.x_from) * span, TOP + TALL * (1 - most.at(y))

    out: list[str] = []
    for tick in most.ticks:
        _, y = place(chart.x_from, tick)
        out.append(f'<line class="grid" x1="{_n(MARGIN)}" y1="{_n(y)}" x2="{_n(MARGIN + span)}" y2="{_n(y)}"/>')
        out.append(_text(write_number(tick, chart.lang, 3), MARGIN - 8, y + 5, "small end"))
    for tick in [t for t in axis(right).ticks if t >= chart.x_from]:
        x, _ = place(tick, 0)
        out.append(_text(write_number(tick, chart.lang, 3), x, TOP + TALL + 20, "small middle"))
    out.append(
        f'<line class="base" x1="{_n(MARGIN)}" y1="{_n(TOP + TALL)}" x2="{_n(MARGIN + span)}" y2="{_n(TOP + TALL)}"/>'
    )
    out.append(_text(chart.x, MARGIN, TOP + TALL + 42, "small"))
    out.append(_text(chart.y, 0, 10, "small"))
    height = TOP + TALL + FOOT
    ends = _spread([place(*c.points[-1])[1] for c in chart.curves])
    for i, curve in enumerate(chart.curves):
        out.append(_line([place(*p) for p in curve.points], DASHES[i % len(DASHES)]))
        if narrow:
            y = height + ROW * i
            out.append(_line([(0, y - 5), (34, y - 5)], DASHES[i % len(DASHES)]))
            out.append(_text(curve.name, 44, y, ""))
        else:
            out.append(_text(curve.name, MARGIN + span + 10, ends[i] + 5, ""))
    if narrow:
        height += ROW * len(chart.curves)
    return _frame(chart, "narrow" if narrow else "wide", width, height, out, alone)


def _spread(places: Sequence[float]) -> list[float]:
    """Move names apart that would be written over each other, keeping their order from top to bottom."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    found = list(places)
    lowest = -ROW
    for i in order:
        found[i] = lowest = max(places[i], lowest + ROW * 0.75)
    over = max(0.0, lowest - (TOP + TALL))
    return [y - over for y in found]


def _line(points: Sequence[tuple[float, float]], dashes: str) -> str:
    places = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<polyline class="stem" fill="none"{dashed} points="{places}"/>'


def _text(words: str, x: float, y: float, kind: str) -> str:
    shown = f' class="{kind}"' if kind else ""
    return f'<text x="{_n(x)}" y="{_n(y)}"{shown}>{escape(words)}</text>'


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _frame(chart: CurveChart, form: str, width: int, height: float, body: Sequence[str], alone: bool) -> str:
    title, description = f"{chart.id}-{form}-title", f"{chart.id}-{form}-desc"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart {form}" role="img" viewBox="0 0 {width} {_n(height)}" '
        f'width="{width}" height="{_n(height)}" aria-labelledby="{title} {description}">'
        f'<title id="{title}">{escape(chart.title)}</title><desc id="{description}">{escape(chart.description)}</desc>'
        + (f"<style>{STYLE}</style>" if alone else "")
        + "".join(body)
        + "</svg>"
    )
