"""The report as plain text, at most 100 columns, no colour: the answer and the evidence, not the appendix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from unicodedata import combining, east_asian_width

from levier.footprint.result import Baseline
from levier.report import document as d
from levier.report.story import tell
from levier.wording.errors import printable
from levier.wording.text import Language, say

WIDTH = 100
GAP = 2
LEAST, LEAST_WIDE = 11, 24
PLOT = 22
MOST_ROWS = 15


def write_terminal(baseline: Baseline, lang: Language) -> str:
    """Write the report for a terminal."""
    document = tell(baseline, lang)
    return "\n".join(line.rstrip() for line in _lines(document)) + "\n"


def _lines(document: d.Document) -> Iterator[str]:
    o = document.opening
    yield from _wrapped(o.answer + o.band)
    yield ""
    if o.carbon_only:
        yield from _wrapped(o.carbon_only)
    yield from _wrapped("".join(r.text for r in o.lead if not r.href))
    yield ""
    for key in o.keys:
        yield f"  {_pad(key.label, 22)}{key.value}" + (f"  ({key.note})" if key.note else "")
    for section in document.sections:
        if section.brief:
            yield from _section(section, document.lang)
    yield ""
    yield from _wrapped(document.cover)


def _section(section: d.Section, lang: Language) -> Iterator[str]:
    yield ""
    yield section.title.upper()
    for block in section.blocks:
        yield from _block(block, lang)
    for child in section.children:
        yield f"  {child.title}"
        for block in child.blocks:
            yield from _block(block, lang)


def _block(block: d.Block, lang: Language) -> Iterator[str]:
    if isinstance(block, d.Paragraph):
        if block.kind == "asked":
            return
        yield from _wrapped(d.plain(block.runs))
    elif isinstance(block, d.Bullets):
        for item in block.items:
            yield from _wrapped(d.plain(item), "    - ", "      ")
    elif isinstance(block, d.Callout):
        text = "".join(r.text for r in block.runs if not r.href)
        yield from _wrapped(f"{block.title} {text}", "! ", "  ")
    elif isinstance(block, d.Table):
        yield ""
        if block.caption_shown:
            yield from _wrapped(block.caption)
        yield from _table(block, lang)
    else:
        drawn = _plots(block.chart) if isinstance(block.chart, d.BandChart) else ()
        yield ""
        yield from _table(block.table, lang, drawn)


def _plots(chart: d.BandChart) -> Sequence[str]:
    """Draw each band in a few characters: a line from zero, a dot, shades from the 5th to the 95th percentile."""
    end = max((v for b in chart.bars for v in (b.value, b.high) if v is not None), default=0.0)
    return [_plot(b, end) for b in chart.bars]


def _plot(bar: d.Bar, end: float) -> str:
    if bar.value is None or end <= 0:
        return ""
    cells = [" "] * PLOT

    def at(value: float) -> int:
        return min(PLOT - 1, max(0, int(value / end * (PLOT - 1) + 0.5)))

    if bar.low is not None and bar.high is not None:
        for i in range(at(bar.low), at(bar.high) + 1):
            cells[i] = "░"
    for i in range(at(bar.value)):
        cells[i] = "─" if cells[i] == " " else "━"
    cells[at(bar.value)] = "●"
    return "".join(cells)


def _table(table: d.Table, lang: Language, drawn: Sequence[str] = ()) -> Iterator[str]:
    kept = [i for i, c in enumerate(table.columns) if not c.links]
    columns = [table.columns[i] for i in kept]
    rows = [[_plain(r[i], columns[k]) for k, i in enumerate(kept)] for r in table.rows[:MOST_ROWS]]
    room = WIDTH - (PLOT + GAP if drawn else 0)
    widths = _widths(columns, rows, room)
    yield from _row([c.label for c in columns], columns, widths)
    yield "  ".join("-" * w for w in widths)
    for i, row in enumerate(rows):
        lines = list(_row(row, columns, widths))
        if i < len(drawn):
            lines[0] = f"{_pad(lines[0], sum(widths) + GAP * (len(widths) - 1))}  {drawn[i]}"
        yield from lines
    yield from _reasons(table)
    left = len(table.rows) - len(rows)
    if left > 0:
        yield say("… and {count} more in the full report.", count=left).in_(lang)


def _plain(runs: d.Line, column: d.Column) -> str:
    """Return the text of a cell; the reason for a missing number goes below the table, where there is room."""
    return "".join(r.text for r in runs if not (column.numeric and r.muted)).strip(" ")


def _reasons(table: d.Table) -> Iterator[str]:
    for row in table.rows[:MOST_ROWS]:
        for column, runs in zip(table.columns, row, strict=True):
            if column.numeric and any(r.muted for r in runs):
                yield from _wrapped(f"{d.plain(row[0])}: {_reason(runs)}", "* ", "  ")


def _reason(runs: d.Line) -> str:
    return "".join(r.text for r in runs if r.muted)


def _widths(columns: Sequence[d.Column], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Give each column what it needs; what is too much is taken from the widest text, which then wraps."""
    needed = [max([_width(c.label), *(_width(r[i]) for r in rows)]) for i, c in enumerate(columns)]
    floors = [min(n, LEAST_WIDE if c.wide else LEAST) for c, n in zip(columns, needed, strict=True)]
    excess = sum(needed) + GAP * (len(columns) - 1) - room
    for _ in range(max(0, excess)):
        widest = max(range(len(needed)), key=lambda i: needed[i] - floors[i])
        needed[widest] -= 1
    return needed


def _row(cells: Sequence[str], columns: Sequence[d.Column], widths: Sequence[int]) -> Iterator[str]:
    parts = [_cut(c, w) for c, w in zip(cells, widths, strict=True)]
    for n in range(max(len(p) for p in parts)):
        yield "  ".join(
            _pad(p[n] if n < len(p) else "", w, right=c.numeric) for p, c, w in zip(parts, columns, widths, strict=True)
        ).rstrip()


def _cut(text: str, width: int) -> list[str]:
    return wrap(_clean(text), width) or [""]


def _wrapped(text: str, first: str = "", then: str = "") -> Iterator[str]:
    yield from wrap(_clean(text), WIDTH, initial_indent=first, subsequent_indent=then)


def _clean(text: str) -> str:
    """Drop control characters: a name in an inventory must not drive the reader's terminal."""
    return printable(text)


def _width(text: str) -> int:
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def _pad(text: str, width: int, *, right: bool = False) -> str:
    space = " " * max(0, width - _width(text))
    return space + text if right else text + space
