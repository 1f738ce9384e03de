"""A told story is kept as JSON and read back as it was; its links lead where they are told to; it is cut into pages."""

from __future__ import annotations

import json

import pytest

from levier.report import document as d
from levier.report.html import page
from levier.report.links import relinked
from levier.report.paging import page_of, paged, shortened
from levier.report.stored import story_from_json, story_to_json
from levier.report.story import tell
from levier.wording.errors import UnusableFile
from levier.wording.text import LANGUAGES, Language
from tests.report.example import example


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_story_that_was_kept_is_the_story_that_was_told(lang: Language) -> None:
    told = tell(example(), lang)
    kept = json.dumps(story_to_json(told), allow_nan=False)
    assert story_from_json(json.loads(kept)) == told
    assert page(story_from_json(json.loads(kept))) == page(told)


def test_what_a_later_version_no_longer_knows_is_left_unread() -> None:
    told = tell(example(), "en")
    kept = story_to_json(told)
    kept["document"]["mood"] = "cheerful"
    assert story_from_json(kept) == told


@pytest.mark.parametrize("other", [{}, {"schema": "levier.trace/1", "nodes": []}, [], None])
def test_what_is_no_story_is_refused(other: object) -> None:
    with pytest.raises(UnusableFile):
        story_from_json(other)


def test_anchors_become_addresses_and_nothing_else_becomes_a_link() -> None:
    line = d.line(
        d.Run("a", href="#known"), d.Run("b", href="https://a.example/"), d.Run("c", href="javascript:alert(1)"), "d"
    )
    found = relinked(d.Section("s", "S", (d.Paragraph(line),)), lambda anchor: f"/there/{anchor}/")
    paragraph = found.blocks[0]
    assert isinstance(paragraph, d.Paragraph)
    assert [run.href for run in paragraph.runs] == ["/there/known/", "https://a.example/", "", ""]


def table(rows: int) -> d.Table:
    return d.Table("T", (d.Column("A"),), tuple((d.line(str(n)),) for n in range(rows)))


def rows_of(section: d.Section) -> list[str]:
    blocks = [*section.blocks, *(b for c in section.children for b in c.blocks)]
    tables = [b.table if isinstance(b, d.Figure) else b for b in blocks]
    return [d.plain(row[0]) for t in tables if isinstance(t, d.Table) for row in t.rows]


def test_pages_bear_no_more_rows_than_asked_and_every_row_once() -> None:
    child = d.Section("child", "Child", (table(7), d.Bullets((d.line("x"),) * 12)))
    section = d.Section("s", "S", (d.Paragraph(d.line("Intro")), table(23)), (child,))
    pages = paged(section, 10)
    assert [row for p in pages for row in rows_of(p)] == rows_of(section)
    assert all(len(rows_of(p)) <= 10 for p in pages)
    assert sum(len(b.items) for p in pages for c in p.children for b in c.blocks if isinstance(b, d.Bullets)) == 12
    found = page_of(pages, "child")
    assert found is not None
    assert pages[found - 1].children[0].id == "child"
    assert page_of(pages, "elsewhere") is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_section_of_a_real_story_survives_paging(lang: Language) -> None:
    for section in tell(example(), lang).sections:
        pages = paged(section, 5)
        assert [row for p in pages for row in rows_of(p)] == rows_of(section), section.id
        assert {c.id for p in pages for c in p.children} == {c.id for c in section.children if c.blocks}


def test_a_shortened_section_tells_how_many_rows_it_left_out() -> None:
    short, left = shortened(d.Section("s", "S", (table(23), table(3))), 10)
    assert left == 13
    assert len(rows_of(short)) == 13
