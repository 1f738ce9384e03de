"""Lines on two axes: how a mark follows a price. Told apart by dashes and the name at their end, never by colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from levier.report.charts import STYLE, TEXT, Axis, axis
from levier.wording.numbers import write_number
from levier.wording.text import Language

DASHES = ("", "7 4", "2 3", "10 3 2 3", "1 5")
MARGIN, TOP, TALL, FOOT = 52.0, 24.0, 260.0, 66.0
NAMES = 190.0
"""Room for the names at the right of the wide form, in its units."""
LETTERS = 23
"""Letters of a line in that room."""
ROW, LEADING = 24.0, 18.0
LEFT, ACROSS = 10, 88
"""Where the drawing starts and how far it goes in the narrow form, in per cent."""


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


def draw_curves(chart: CurveChart, width: int = 760, *, alone: bool = False) -> str:
    """Draw the wide form; `alone`: with its colours inside, for a document other than our page."""
    span = width - MARGIN - NAMES - 12
    scale = _scale(chart)

    def place(x: float, y: float) -> tuple[float, float]:
        return MARGIN + scale.across(x) * span, TOP + TALL * (1 - scale.up.at(y))

    left, right, bottom = _n(MARGIN), _n(MARGIN + span), TOP + TALL
    out: list[str] = []
    for tick in scale.up.ticks:
        _, y = place(chart.x_from, tick)
        out.append(f'<line class="grid" x1="{left}" y1="{_n(y)}" x2="{right}" y2="{_n(y)}"/>')
        out.append(_text(write_number(tick, chart.lang, 3), _n(MARGIN - 8), _n(y + 5), "small end"))
    for tick in scale.x_ticks:
        x, _ = place(tick, 0)
        out.append(_text(write_number(tick, chart.lang, 3), _n(x), _n(bottom + 20), "small middle"))
    out.append(f'<line class="base" x1="{left}" y1="{_n(bottom)}" x2="{right}" y2="{_n(bottom)}"/>')
    out.append(_text(chart.x, left, _n(bottom + 42), "small"))
    out.append(_text(chart.y, "0", "12", "small"))
    names = [wrap(c.name, LETTERS) for c in chart.curves]
    ends = _spread([place(*c.points[-1])[1] for c in chart.curves], [len(lines) for lines in names])
    for i, curve in enumerate(chart.curves):
        out.append(_line([place(*p) for p in curve.points], i))
        for number, words in enumerate(names[i]):
            out.append(_text(words, _n(MARGIN + span + 10), _n(ends[i] + 5 + LEADING * number), ""))
    height = _n(bottom + FOOT)
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return _frame(chart, "wide", size, out, alone)


def draw_curves_narrow(chart: CurveChart) -> str:
    """Draw the narrow form: text keeps its size on any screen, lines stretch with it, their names stand below."""
    scale, bottom = _scale(chart), TOP + TALL
    out: list[str] = []
    for tick in scale.up.ticks:
        y = TOP + TALL * (1 - scale.up.at(tick))
        out.append(f'<line class="grid" x1="{LEFT}%" y1="{_em(y)}" x2="{LEFT + ACROSS}%" y2="{_em(y)}"/>')
        out.append(_text(write_number(tick, chart.lang, 3), f"{LEFT - 2}%", _em(y + 5), "small end"))
    for tick in scale.x_ticks:
        x = _n(LEFT + scale.across(tick) * ACROSS) + "%"
        place = "small end" if scale.across(tick) > 0.95 else "small middle"
        out.append(_text(write_number(tick, chart.lang, 3), x, _em(bottom + 20), place))
    out.append(f'<line class="base" x1="{LEFT}%" y1="{_em(bottom)}" x2="{LEFT + ACROSS}%" y2="{_em(bottom)}"/>')
    out.append(_text(chart.x, "0", _em(bottom + 44), "small"))
    out.append(_text(chart.y, "0", _em(12), "small"))
    out.append(
        f'<svg x="{LEFT}%" y="{_em(TOP)}" width="{ACROSS}%" height="{_em(TALL)}" viewBox="0 0 100 100" '
        f'preserveAspectRatio="none" overflow="visible">'
    )
    for i, curve in enumerate(chart.curves):
        out.append(_line([(scale.across(x) * 100.0, 100.0 * (1 - scale.up.at(y))) for x, y in curve.points], i, True))
    out.append("</svg>")
    for i, curve in enumerate(chart.curves):
        y = bottom + FOOT + ROW * (i + 0.5)
        dashes = _dashes(i)
        out.append(f'<line class="stem"{dashes} x1="0" y1="{_em(y - 5)}" x2="{_em(34)}" y2="{_em(y - 5)}"/>')
        out.append(_text(curve.name, _em(44), _em(y), ""))
    height = bottom + FOOT + ROW * (len(chart.curves) + 0.5)
    return _frame(chart, "narrow", f'width="100%" height="{_em(height)}"', out, False)


@dataclass(frozen=True)
class _Scale:
    """Both axes: `up` from zero, across from where the chart starts."""

    up: Axis
    start: float
    end: float

    def across(self, x: float) -> float:
        return (x - self.start) / (self.end - self.start)

    @property
    def x_ticks(self) -> list[float]:
        return [t for t in axis(self.end).ticks if t >= self.start]


def _scale(chart: CurveChart) -> _Scale:
    most = max(y for c in chart.curves for _, y in c.points)
    return _Scale(axis(most), chart.x_from, max(x for c in chart.curves for x, _ in c.points))


def _spread(places: Sequence[float], lines: Sequence[int]) -> list[float]:
    """Move names apart that would be written over each other, keeping their order; each has some lines."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    found = list(places)
    free = -ROW
    for i in order:
        found[i] = max(places[i], free)
        free = found[i] + LEADING * lines[i]
    over = max(0.0, free - LEADING - (TOP + TALL))
    return [y - over for y in found]


def _dashes(i: int) -> str:
    dashes = DASHES[i % len(DASHES)]
    return f' stroke-dasharray="{dashes}"' if dashes else ""


def _line(points: Sequence[tuple[float, float]], i: int, stretched: bool = False) -> str:
    places = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
    effect = ' vector-effect="non-scaling-stroke"' if stretched else ""
    return f'<polyline class="stem" fill="none"{_dashes(i)}{effect} points="{places}"/>'


def _text(words: str, x: str, y: str, kind: str) -> str:
    shown = f' class="{kind}"' if kind else ""
    return f'<text x="{x}" y="{y}"{shown}>{escape(words)}</text>'


def _em(value: float) -> str:
    return _n(value / TEXT) + "em"


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _frame(chart: CurveChart, form: str, size: str, body: Sequence[str], alone: bool) -> str:
    title, description = f"{chart.id}-{form}-title", f"{chart.id}-{form}-desc"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart {form}" role="img" {size} '
        f'aria-labelledby="{title} {description}">'
        f'<title id="{title}">{escape(chart.title)}</title><desc id="{description}">{escape(chart.description)}</desc>'
        + (f"<style>{STYLE}</style>" if alone else "")
        + "".join(body)
        + "</svg>"
    )
