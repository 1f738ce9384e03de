"""The charts: named for those who do not see them, text kept text, the same figures as their tables."""

from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring

import pytest

from levier.report.charts import axis, narrow, wide
from levier.report.document import BandChart, Figure, Histogram, StackChart
from levier.report.story import tell
from tests.report.example import example

FIGURES = [b for s in tell(example(), "fr").sections for b in s.blocks if isinstance(b, Figure)]
NAMES = [f.chart.id for f in FIGURES]


def svg(drawn: str) -> Element:
    return fromstring(drawn)  # our own drawing


def inside(element: Element, tag: str) -> list[Element]:
    return element.findall(f".//{{http://www.w3.org/2000/svg}}{tag}")


def texts(element: Element) -> list[str]:
    return [t.text or "" for t in inside(element, "text")]


def test_there_is_a_chart_of_hot_spots_stages_ages_and_referentials() -> None:
    assert NAMES == ["chart-hotspots", "chart-stages", "chart-age", "chart-referentials"]


@pytest.mark.parametrize("figure", FIGURES, ids=NAMES)
@pytest.mark.parametrize("form", [wide, narrow], ids=["wide", "narrow"])
def test_each_form_has_a_role_a_name_and_a_description(figure: Figure, form: object) -> None:
    drawn = svg(form(figure.chart))  # type: ignore[operator]
    assert drawn.attrib["role"] == "img"
    title, description = drawn.attrib["aria-labelledby"].split()
    found = {e.attrib.get("id"): e.text for e in drawn}
    assert found[title] == figure.chart.title
    assert found[description] == figure.chart.description


@pytest.mark.parametrize("figure", FIGURES, ids=NAMES)
def test_the_table_holds_every_figure_of_the_chart(figure: Figure) -> None:
    cells = {"".join(r.text for r in runs) for row in figure.table.rows for runs in row}
    for form in (wide, narrow):
        drawn = texts(svg(form(figure.chart)))
        if isinstance(figure.chart, BandChart):
            values = [b.written.split("\u00a0")[0] for b in figure.chart.bars if b.value is not None]
            assert all(any(text.startswith(v) for text in drawn) for v in values)
        elif isinstance(figure.chart, StackChart):
            values = [p.written for p in figure.chart.parts]
            assert all(any(text.endswith(v) for text in drawn) for v in values)
        else:
            assert isinstance(figure.chart, Histogram)
            values = [written for _, _, written in figure.chart.columns]
            assert all(v in drawn for v in values)
        assert set(values) <= cells


def test_a_band_shows_value_interval_and_other_sources() -> None:
    chart = FIGURES[0].chart
    assert isinstance(chart, BandChart)
    drawn = svg(wide(chart))
    classes = [e.attrib.get("class", "") for e in drawn.iter()]
    assert classes.count("dot") == classes.count("stem") == classes.count("band") == len(chart.bars)
    assert classes.count("mark") == sum(len(b.marks) for b in chart.bars)


def test_a_dot_stands_where_its_value_is() -> None:
    chart = FIGURES[0].chart
    assert isinstance(chart, BandChart)
    drawn = svg(wide(chart))
    dots = [float(c.attrib["cx"]) for c in inside(drawn, "circle")]
    stems = [e for e in inside(drawn, "line") if e.attrib["class"] == "stem"]
    zero = float(stems[0].attrib["x1"])
    values = [b.value for b in chart.bars if b.value is not None]
    assert (dots[0] - zero) / (dots[1] - zero) == pytest.approx(values[0] / values[1], rel=0.01)


def test_colours_are_classes_so_that_dark_and_light_decide() -> None:
    for figure in FIGURES:
        for drawn in (wide(figure.chart), narrow(figure.chart)):
            assert "#" not in drawn.replace("&#x27;", "")
            assert "style=" not in drawn


def test_a_picture_that_stands_alone_carries_its_colours() -> None:
    assert "<style>" in wide(FIGURES[0].chart, 640, alone=True)


def test_the_narrow_form_measures_across_in_percent_and_down_in_em() -> None:
    for figure in FIGURES:
        drawn = svg(narrow(figure.chart))
        assert "viewBox" not in drawn.attrib
        for shape in [*inside(drawn, "rect"), *inside(drawn, "text")]:
            assert shape.attrib["x"] == "0" or shape.attrib["x"].endswith(("%", "em"))
            assert shape.attrib["y"] == "0" or shape.attrib["y"].endswith("em")


@pytest.mark.parametrize(("largest", "last"), [(226.0, 200.0), (1.0, 1.0), (0.03, 0.03), (9_999.0, 10_000.0)])
def test_an_axis_has_round_ticks_from_zero(largest: float, last: float) -> None:
    found = axis(largest)
    assert found.ticks[0] == 0
    assert found.ticks[-1] == pytest.approx(last)
    assert 3 <= len(found.ticks) <= 7
    assert found.at(largest) <= 1
