"""Our own charts as SVG: a band chart, a stacked bar, a histogram, each in a wide and a narrow form.

The wide form has fixed proportions. The narrow one has no `viewBox`: what it measures across is in percent and what it
measures down is in em, so that its text keeps its size on any screen and grows with the reader's own. Colours are
classes, given by the stylesheet in a page and by `STYLE` in a picture that stands alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from levier.report.document import BandChart, Bar, Chart, Histogram, StackChart
from levier.report.look import PRINT
from levier.report.measure import NBSP
from levier.wording.numbers import write_number

TEXT = 14
"""Size of text in the units of the wide form; one em of the narrow one."""
LETTER = 0.56
"""Mean width of a letter, in sizes of text: enough to keep labels apart."""
ROOMY = 800
"""Width from which the rows of a chart have room for a label of two lines and a note."""
NARROW_LETTERS = 33
"""Letters of a label and its value that stand side by side on the narrowest screen, 320 pixels wide."""
NARROW_LABEL = 225
"""Units of a label that stands between its colour and its share on that screen."""
TICKS = 5
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Axis:
    """An axis from 0 to `end`, with its ticks."""

    end: float
    ticks: tuple[float, ...]

    def at(self, value: float) -> float:
        """Return where `value` stands, from 0 to 1."""
        return min(max(value / self.end, 0.0), 1.0)


def axis(largest: float) -> Axis:
    """Choose an axis with round ticks that reaches `largest`."""
    if largest <= 0:
        return Axis(1.0, (0.0, 1.0))
    rough = largest / TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(s * power for s in STEPS if s * power >= rough * 0.999)
    count = math.ceil(largest / step * 0.999)
    whole = int(largest / step * 1.001)
    return (
        Axis(max(largest, whole * step) * 1.01, tuple(i * step for i in range(whole + 1))) if count else Axis(1, (0,))
    )


def wide(chart: Chart, width: int = 1056, *, alone: bool = False) -> str:
    """Draw the wide form; `alone`: with its colours inside, for a document other than our page."""
    if isinstance(chart, BandChart):
        body, height = _band_wide(chart, width)
    elif isinstance(chart, StackChart):
        body, height = _stack_wide(chart, width)
    else:
        body, height = _histogram_wide(chart, width)
    size = f'viewBox="0 0 {width} {_n(height)}" width="{width}" height="{_n(height)}"'
    return _frame(chart, "wide", size, body, alone)


def narrow(chart: Chart) -> str:
    """Draw the narrow form: labels above the bars, text of normal size."""
    if isinstance(chart, BandChart):
        body, height = _band_narrow(chart)
    elif isinstance(chart, StackChart):
        body, height = _stack_narrow(chart)
    else:
        body, height = _histogram_narrow(chart)
    return _frame(chart, "narrow", f'width="100%" height="{_em(height)}"', body, False)


def _frame(chart: Chart, form: str, size: str, body: Sequence[str], alone: bool) -> str:
    title, description = f"{chart.id}-{form}-title", f"{chart.id}-{form}-desc"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart {form}" role="img" {size} '
        f'aria-labelledby="{title} {description}">'
        f'<title id="{title}">{escape(chart.title)}</title><desc id="{description}">{escape(chart.description)}</desc>'
        + (f"<style>{STYLE}</style>" if alone else "")
        + "".join(body)
        + "</svg>"
    )


# The band: a pale bar, a line from zero, a dot, short strokes


def _band_marks(bar: Bar, scale: Axis, x0: float, span: float, y: float, unit: str = "") -> list[str]:
    """Draw one band in units (`unit` "") or percent (`unit` "%"), the height always in units of the wide form."""

    def x(value: float) -> str:
        return _n(x0 + scale.at(value) * span) + unit

    def v(height: float) -> str:
        return _em(height) if unit else _n(height)

    out: list[str] = []
    if bar.low is not None and bar.high is not None:
        length = _n((scale.at(bar.high) - scale.at(bar.low)) * span) + unit
        out.append(
            f'<rect class="band" x="{x(bar.low)}" y="{v(y - 7)}" width="{length}" height="{v(14)}" rx="{v(7)}"/>'
        )
    if bar.value is not None:
        out.append(f'<line class="stem" x1="{_n(x0)}{unit}" y1="{v(y)}" x2="{x(bar.value)}" y2="{v(y)}"/>')
    for mark in bar.marks:
        out.append(
            f'<line class="mark" x1="{x(mark.value)}" y1="{v(y - 12)}" x2="{x(mark.value)}" y2="{v(y + 12)}">'
            f"<title>{escape(mark.name)}</title></line>"
        )
    if bar.value is not None:
        out.append(f'<circle class="dot" cx="{x(bar.value)}" cy="{v(y)}" r="{v(6.5)}"/>')
    return out


def _largest(chart: BandChart) -> float:
    seen = [v for b in chart.bars for v in (b.value, b.high, *(m.value for m in b.marks)) if v is not None]
    return max(seen, default=0.0)


def _band_wide(chart: BandChart, width: int) -> tuple[list[str], float]:
    labels, values = round(width * 0.27), 118
    roomy = width >= ROOMY
    x0, span, row, top = labels, width - labels - values, 52.0 if roomy else 35.0, 8.0
    scale = axis(_largest(chart))
    bottom = top + row * len(chart.bars)
    out = []
    for tick in scale.ticks:
        x = _n(x0 + scale.at(tick) * span)
        out.append(f'<line class="grid" x1="{x}" y1="{_n(top)}" x2="{x}" y2="{_n(bottom)}"/>')
        out.append(_text(_tick(tick, chart), x, _n(bottom + 20), "small middle"))
    for i, bar in enumerate(chart.bars):
        y = top + row * (i + 0.5)
        rows = _wrap(bar.label, labels - 16)
        noted = bool(bar.note) and (roomy or len(rows) == 1)
        pitch = 18 if roomy else 16
        start = y + 5 - pitch / 2 * (len(rows) - 1 + noted)
        for n, words in enumerate(rows):
            out.append(_text(words, "0", _n(start + pitch * n), "strong"))
        if noted:
            out.append(_text(bar.note, "0", _n(start + pitch * len(rows)), "small"))
        out += _band_marks(bar, scale, x0, span, y)
        kind = "end strong" if bar.value is not None else "end small"
        out.append(_text(bar.written, _n(width), _n(y + 5), kind))
    return out, bottom + 30


def _band_narrow(chart: BandChart) -> tuple[list[str], float]:
    scale = axis(_largest(chart))
    row, first, span = 60.0, 1.5, 97.0
    bottom = row * len(chart.bars)
    out = []
    for tick in scale.ticks:
        x = _n(first + scale.at(tick) * span) + "%"
        out.append(f'<line class="grid" x1="{x}" y1="0" x2="{x}" y2="{_em(bottom)}"/>')
        place = "small" if tick == 0 else "small end" if scale.at(tick) > 0.9 else "small middle"
        out.append(_text(_tick(tick, chart), "0" if tick == 0 else x, _em(bottom + 20), place))
    for i, bar in enumerate(chart.bars):
        top = row * i
        written = bar.written
        if bar.value is not None and len(bar.label) + len(written) > NARROW_LETTERS:
            written = written.split(NBSP)[0]  # a whole name is worth more than a unit that the legend tells
        out.append(_text(_cut(bar.label, NARROW_LETTERS - len(written)), "0", _em(top + 20), "strong halo"))
        out.append(_text(written, "100%", _em(top + 20), "end strong halo" if bar.value is not None else "end small"))
        out += _band_marks(bar, scale, first, span, top + 40, "%")
    return out, bottom + 30


def _tick(value: float, chart: BandChart) -> str:
    return write_number(value, chart.lang, 3)


# The stacked bar


def _stack_wide(chart: StackChart, width: int) -> tuple[list[str], float]:
    whole = sum(p.value for p in chart.parts)
    out, x, legend, y = [], 0.0, 0.0, 64.0
    for part in chart.parts:
        length = part.value / whole * width
        out.append(_part(part.code, f'x="{_n(x)}" y="0" width="{_n(max(length - 2, 1))}" height="34"'))
        x += length
        words = f"{part.label} {part.written}"
        needed = 26 + len(words) * TEXT * LETTER + 18
        if legend and legend + needed > width:
            legend, y = 0.0, y + 26
        out.append(_part(part.code, f'x="{_n(legend)}" y="{_n(y - 11)}" width="12" height="12" rx="2"'))
        out.append(_text(words, _n(legend + 20), _n(y), ""))
        legend += needed
    return out, y + 10


def _stack_narrow(chart: StackChart) -> tuple[list[str], float]:
    whole = sum(p.value for p in chart.parts)
    out, x, y = [], 0.0, 62.0
    for part in chart.parts:
        length = part.value / whole * 100
        out.append(_part(part.code, f'x="{_n(x)}%" y="0" width="{_n(max(length - 0.6, 0.4))}%" height="{_em(34)}"'))
        x += length
        size = f'width="{_em(12)}" height="{_em(12)}" rx="{_em(2)}"'
        out.append(_part(part.code, f'x="0" y="{_em(y - 11)}" {size}'))
        out.append(_text(part.written, "100%", _em(y), "end strong"))
        for line, words in enumerate(_wrap(part.label, NARROW_LABEL)):
            y += 18 if line else 0
            out.append(_text(words, _em(20), _em(y), ""))
        y += 26
    return out, y - 16


def _part(code: str, geometry: str) -> str:
    return f'<rect class="stage-{escape(code)}" {geometry}/>'


# The histogram


def _histogram_wide(chart: Histogram, width: int) -> tuple[list[str], float]:
    columns = _columns(chart)
    slot, top, tall = width / max(len(columns), 8), 24.0, 150.0
    most = max((c[1] for c in columns), default=0) or 1
    out = []
    for i, (label, count, written, kind) in enumerate(columns):
        centre, high = slot * (i + 0.5), count / most * tall
        y = top + tall - high
        out.append(
            f'<rect class="{kind}" x="{_n(centre - slot * 0.36)}" y="{_n(y)}" width="{_n(slot * 0.72)}" '
            f'height="{_n(max(high, 0.5))}"/>'
        )
        out.append(_text(written, _n(centre), _n(y - 7), "middle strong"))
        last = kind != "column"  # its label is a word and may be wider than its column
        place, x = ("small end", slot * (i + 1)) if last else ("small middle", centre)
        out.append(_text(label, _n(x), _n(top + tall + 20), place))
    end = slot * len(columns)
    out.append(f'<line class="base" x1="0" y1="{_n(top + tall)}" x2="{_n(end)}" y2="{_n(top + tall)}"/>')
    out.append(_text(chart.axis, "0", _n(top + tall + 42), "small"))
    return out, top + tall + 52


def _histogram_narrow(chart: Histogram) -> tuple[list[str], float]:
    """Lay the columns down as rows: label at the left, bar, count at its end."""
    columns = _columns(chart)
    most = max((c[1] for c in columns), default=0) or 1
    out = [_text(chart.axis, "0", _em(16), "small")]
    for i, (label, count, written, kind) in enumerate(columns):
        y = 30 + 25 * i
        out.append(_text(label, "0", _em(y + 15), "small"))
        length = max(count / most * 54, 0.3)
        out.append(f'<rect class="{kind}" x="28%" y="{_em(y)}" width="{_n(length)}%" height="{_em(20)}"/>')
        out.append(_text(written, f"{_n(30 + length)}%", _em(y + 15), "strong"))
    return out, 30 + 25 * len(columns)


def _columns(chart: Histogram) -> list[tuple[str, int, str, str]]:
    columns = [(*c, "column") for c in chart.columns]
    return [*columns, (*chart.apart, "column apart")] if chart.apart else columns


# Text and numbers


def _text(words: str, x: str, y: str, kind: str) -> str:
    over = ' paint-order="stroke"' if "halo" in kind else ""  # an attribute: validators of styles do not know it
    return f'<text x="{x}" y="{y}"' + (f' class="{kind}"' if kind else "") + f"{over}>{escape(words)}</text>"


def _wrap(words: str, width: float) -> list[str]:
    """Cut a label in at most two lines of about `width` units."""
    most = int(width / (TEXT * LETTER * 1.06))
    if len(words) <= most:
        return [words]
    first = ""
    for word in words.split(" "):
        if first and len(first) + 1 + len(word) > most:
            break
        first = f"{first} {word}".strip()
    rest = words[len(first) :].strip()
    return [_cut(first, most), _cut(rest, most)] if rest else [_cut(first, most)]


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _em(value: float) -> str:
    return _n(value / TEXT) + "em"


def style(colours: Mapping[str, str]) -> str:
    """Write the classes of a picture that stands alone, in fixed colours."""
    stages = "".join(f".{name}{{fill:{c}}}" for name, c in colours.items() if name.startswith("stage-"))
    return (
        f'text{{font-family:"Libertinus Serif",serif;font-size:{TEXT + 1}px;fill:{colours["ink"]}}}'
        f".small{{fill:{colours['muted']}}}.strong{{font-weight:700}}.middle{{text-anchor:middle}}.end{{text-anchor:end}}"
        f".grid{{stroke:{colours['hair']}}}.base{{stroke:{colours['line']}}}.band{{fill:{colours['band']}}}"
        f".stem{{stroke:{colours['accent']};stroke-width:3.5}}.dot{{fill:{colours['accent']}}}"
        f".mark{{stroke:{colours['ink']};stroke-width:1.8}}.column{{fill:{colours['accent']}}}"
        f".apart{{fill:{colours['stage-end_of_life']}}}{stages}"
    )


STYLE = style(PRINT)
