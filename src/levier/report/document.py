"""The shape of a report, whatever its format: sections of paragraphs, tables, charts and call-outs.

`story` makes a `Document` from a `Baseline` once; HTML, PDF and the terminal only lay it out. All texts are already in
the reader's language and are plain text: whoever writes markup escapes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from levier.wording.text import Language


@dataclass(frozen=True)
class Run:
    """A piece of a line. `href` is `#id` inside the report or an https address; `about` completes a short link."""

    text: str
    href: str = ""
    strong: bool = False
    muted: bool = False
    about: str = ""


Line = tuple[Run, ...]


def line(*parts: str | Run) -> Line:
    """Make a line of runs; plain strings become plain runs, separated as written."""
    return tuple(Run(p) if isinstance(p, str) else p for p in parts)


def plain(runs: Line) -> str:
    """Return the text of a line, for formats without links and for comparison."""
    return "".join(r.text for r in runs)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `kind` is "" (plain), note (muted) or asked (only the link "how?")."""

    runs: Line
    kind: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list of lines."""

    items: tuple[Line, ...]


@dataclass(frozen=True)
class Callout:
    """What deserves attention: a title and its explanation."""

    title: str
    runs: Line


@dataclass(frozen=True)
class Column:
    """A column of a table. `wide`: takes the room that is left; `links`: only links, so that paper leaves it out."""

    label: str
    numeric: bool = False
    wide: bool = False
    links: bool = False


@dataclass(frozen=True)
class Table:
    """A table; the first cell of each row is its header."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Line, ...], ...]
    caption_shown: bool = False


@dataclass(frozen=True)
class Mark:
    """A short stroke on a band: what another source says, with its name."""

    name: str
    value: float


@dataclass(frozen=True)
class Bar:
    """One row of a chart, in the unit shown: dot at `value`, band from `low` to `high`, strokes for other sources."""

    label: str
    note: str
    written: str
    value: float | None
    low: float | None = None
    high: float | None = None
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class BandChart:
    """Bars on one axis that starts at zero: the signature of Levier."""

    id: str
    title: str
    description: str
    unit: str
    bars: tuple[Bar, ...]
    lang: Language


@dataclass(frozen=True)
class Part:
    """One part of a whole: `code` chooses its colour."""

    code: str
    label: str
    written: str
    value: float


@dataclass(frozen=True)
class StackChart:
    """A whole and its parts, one bar."""

    id: str
    title: str
    description: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Histogram:
    """Columns by class: label, count, count as written; `muted` classes (unknown) stand apart."""

    id: str
    title: str
    description: str
    columns: tuple[tuple[str, int, str], ...]
    apart: tuple[str, int, str] | None
    axis: str


Chart = BandChart | StackChart | Histogram


@dataclass(frozen=True)
class Figure:
    """A chart and, below it, the table of its figures."""

    chart: Chart
    table: Table


@dataclass(frozen=True)
class Key:
    """One key figure: a label, its value, what stands small beside it."""

    label: str
    value: str
    note: str
    how: Line = ()


Block = Paragraph | Bullets | Callout | Table | Figure


@dataclass(frozen=True)
class Section:
    """A section with its anchor; `children` are one level down. `brief`: belongs in the terminal too."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    children: tuple[Section, ...] = ()
    brief: bool = False


@dataclass(frozen=True)
class Opening:
    """The answer: a sentence with its figure, then its band; one paragraph of why; the key figures."""

    kicker: str
    answer: str
    band: str
    lead: Line
    carbon_only: str
    keys: tuple[Key, ...]
    keys_label: str


@dataclass(frozen=True)
class Document:
    """A whole report. `cover`: date, facts version and the like, one line; `title` is that of the file."""

    lang: Language
    title: str
    cover: str
    opening: Opening
    sections: tuple[Section, ...]
    appendix: Section
    colophon: tuple[tuple[str, str], ...] = field(default=())

    def every_section(self) -> Iterator[Section]:
        """Yield all sections with their children, in order."""
        for section in (*self.sections, self.appendix):
            yield section
            yield from section.children
