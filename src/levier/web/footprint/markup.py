"""A kept story as the markup of pages: which part stands where, and to which page each link leads.

Charts and texts are escaped by the builders of the report; what they give is markup and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe

from levier.report.charts import narrow, wide
from levier.report.document import Block, Callout, Chart, Figure, Paragraph, Section, Table
from levier.report.html import write_answer, write_section
from levier.report.links import Linker, relinked
from levier.report.paging import page_of, paged, shortened
from levier.web.footprint.keeping import story

ROWS = 25
"""Rows of a page."""
FIRST_ROWS = 6
"""Rows of a table on the page of the result; all of them stand on its own page."""
FIRST = ("hotspots", "stages")
"""Sections on the page of the result, before what would narrow it."""
REST = ("age",)
"""Sections after it."""
OWN = ("narrowing",)
"""Sections that the page of the result tells in its own way, with links to where each fact can be given."""
BRIEF = '<table class="brief folds'
"""On a narrow screen such a row runs on like a sentence: the chart above it shows the same figures."""
HOW = "how-"
KEPT = 256


def linker(name: str, base: str) -> Linker:
    """Return where the links of a story lead on the site; `base` is the address of the result, with its last `/`."""
    told = story(name)
    sections = {s.id: s for s in told.sections}
    explained = {c.id for c in told.appendix.children}

    def link(anchor: str) -> str:
        if anchor in explained:
            return f"{base}how/{anchor.removeprefix(HOW)}/"
        if anchor in sections:
            return f"{base}{anchor}/"
        for section in sections.values():
            page = page_of(paged(section, ROWS), anchor)
            if page is not None:
                return f"{base}{section.id}/{f'?page={page}' if page > 1 else ''}#{anchor}"
        return f"{base}how/" if anchor == told.appendix.id else ""

    return link


@lru_cache(maxsize=KEPT)
def answer(name: str, base: str) -> SafeString:
    """Write the answer of a story with its key figures."""
    told = story(name)
    opening = relinked(told.opening, linker(name, base))
    return mark_safe(write_answer(replace(told, opening=opening)))


@lru_cache(maxsize=KEPT)
def first_parts(name: str, base: str, names: tuple[str, ...]) -> tuple[tuple[SafeString, str, str], ...]:
    """Write the sections of the first page, shortened: markup, identity, title where more stands elsewhere."""
    found = []
    for section in story(name).sections:
        if section.id in names:
            if names == REST and isinstance(section.blocks[0], Figure):  # its chart says all its figures
                chart = drawn(section.blocks[0].chart)
                heading = _section(replace(section, blocks=(), children=()), name, base)
                whole = mark_safe(heading.removesuffix("</section>\n") + chart + "</section>\n")
                found.append((whole, section.id, section.title))
                continue
            brief = replace(section, blocks=tuple(_first_of_each(section)), children=())
            short, left = shortened(brief, FIRST_ROWS)
            more = left or len(brief.blocks) < len(section.blocks) or section.children
            brief_rows = mark_safe(_section(short, name, base).replace('<table class="folds', BRIEF))
            found.append((brief_rows, section.id, section.title if more else ""))
    return tuple(found)


def _first_of_each(section: Section) -> Iterator[Block]:
    """Yield the first callout and the first chart or table of a section, and its paragraphs up to there."""
    seen: set[type[Block]] = set()
    for block in section.blocks:
        kind = Figure if isinstance(block, Table) else type(block)
        if kind in seen or (isinstance(block, Paragraph) and Callout in seen):
            continue
        if not isinstance(block, Paragraph):
            seen.add(kind)
        yield block


@lru_cache(maxsize=KEPT)
def part(name: str, base: str, identity: str, number: int) -> tuple[str, SafeString, int] | None:
    """Write one page of a section: its title, its markup, how many pages it has; None where there is no such page."""
    section = next((s for s in story(name).sections if s.id == identity), None)
    if section is None:
        return None
    pages = paged(section, ROWS)
    if not 1 <= number <= len(pages):
        return None
    return section.title, _body(pages[number - 1], name, base), len(pages)


@lru_cache(maxsize=KEPT)
def explanation(name: str, base: str, slug: str) -> tuple[str, SafeString] | None:
    """Write how one figure is made: its title and its markup; None where there is no such figure."""
    section = next((c for c in story(name).appendix.children if c.id == HOW + slug), None)
    return None if section is None else (section.title, _body(section, name, base))


def explanations(name: str, base: str) -> list[tuple[str, str]]:
    """Return the titles and addresses of every explanation."""
    link = linker(name, base)
    return [(c.title, link(c.id)) for c in story(name).appendix.children]


def parts(name: str, base: str) -> list[tuple[str, str, str]]:
    """Return identity, title and address of every section."""
    return [(s.id, s.title, f"{base}{s.id}/") for s in story(name).sections]


def drawn(chart: Chart) -> SafeString:
    """Draw a chart in both its forms; the stylesheet shows the one that fits."""
    return mark_safe(f'<div class="plot">{wide(chart)}{narrow(chart)}</div>')


def _section(section: Section, name: str, base: str) -> SafeString:
    return mark_safe(write_section(relinked(section, linker(name, base)), 2))


def _body(section: Section, name: str, base: str) -> SafeString:
    """Write a section without its heading: its page bears it."""
    markup = write_section(relinked(section, linker(name, base)), 1)
    return mark_safe(markup.partition("</h1>\n")[2].removesuffix("</section>\n"))
