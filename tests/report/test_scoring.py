"""Pictures of the laboratory: named for those who do not see them, the same figures as their tables, whole on paper."""

from __future__ import annotations

from itertools import pairwise
from xml.etree.ElementTree import Element, fromstring

import numpy as np
import pytest

from levier.report.document import plain
from levier.report.scoring import PROBES, Picture, marks_by_price, pictures
from levier.tender.scoring.formulas import choose
from levier.tender.scoring.laboratory import simulate
from levier.tender.scoring.market import market
from levier.wording.text import LANGUAGES, Language
from tests.tender.scoring.examples import ruled

SVG = "{http://www.w3.org/2000/svg}"
CHOSEN = [choose("ratio", {}), choose("anchored-linear", {"n": 7}), choose("min-max", {})]


def drawn(lang: Language) -> list[Picture]:
    report = simulate(ruled(), market(sets=300), np.random.default_rng(1), seed=1)
    return [marks_by_price(CHOSEN, 20, lang), *pictures(report, lang)]


def texts(svg: Element) -> list[str]:
    return [t.text or "" for t in svg.findall(f".//{SVG}text")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_form_has_a_role_a_name_and_a_description(lang: Language) -> None:
    for picture in drawn(lang):
        for form in (picture.wide, picture.narrow, picture.alone):
            svg = fromstring(form)
            named = {e.attrib.get("id"): e.text for e in svg}
            assert svg.attrib["role"] == "img"
            assert all(named[i] for i in svg.attrib["aria-labelledby"].split())
            assert "style=" not in form


def test_the_table_of_marks_is_what_the_formulas_give() -> None:
    table = marks_by_price(CHOSEN, 20, "en").table
    cells = [[plain(c) for c in row] for row in table.rows]
    assert len(cells) == len(PROBES)
    at_two = next(row for row in cells if row[0] == "2.00")
    assert [float(x) for x in at_two[1:]] == pytest.approx([10, 20 * 5 / 6, 10], abs=0.01)
    assert [c.label for c in table.columns][2] == "Anchored line, n = 7"


def test_lines_are_told_apart_without_colour() -> None:
    lines = fromstring(marks_by_price(CHOSEN, 20, "fr").wide).findall(f".//{SVG}polyline")
    assert len({line.attrib.get("stroke-dasharray", "") for line in lines}) == len(CHOSEN)


def test_names_of_lines_are_not_written_over_each_other() -> None:
    flat = [choose("anchored-linear", {"n": n}) for n in (2.0, 2.1, 2.2, 2.3)]
    svg = fromstring(marks_by_price(flat, 20, "fr").wide)
    heights = sorted(float(t.attrib["y"]) for t in svg.findall(f".//{SVG}text") if "n = " in (t.text or ""))
    assert len(heights) == 4
    assert min(b - a for a, b in pairwise(heights)) >= 15


def test_the_figures_of_the_weights_stand_in_their_table() -> None:
    picture = next(p for p in drawn("fr") if p.id == "real-weights")
    shown = texts(fromstring(picture.wide))
    assert {"Prix", "Technique", "Énergie"} <= set(shown)
    cells = {plain(c) for row in picture.table.rows for c in row}
    assert "40,0\u202f%" in cells
    assert any("40\u202f%" in text for text in shown)
