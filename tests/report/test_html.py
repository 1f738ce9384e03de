"""The HTML report: one file, well formed, safe, in the reader's language, with every figure explained."""

from __future__ import annotations

import ast
import re
from itertools import pairwise
from pathlib import Path

import pytest

import levier.report
from levier.report.html import write_html
from levier.wording.text import LANGUAGES, Language
from tests.report.example import HOSTILE, bare, carbon_only, example, skewed
from tests.report.reading import read_html

PAGES = {lang: write_html(example(), lang) for lang in LANGUAGES}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_well_formed_with_its_language_and_one_heading_one(lang: Language) -> None:
    page = read_html(PAGES[lang])
    assert page.all("html")[0].attributes["lang"] == lang
    assert len(page.all("h1")) == 1
    assert page.all("title")[0].text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_ids_are_unique_and_every_anchor_resolves(lang: Language) -> None:
    page = read_html(PAGES[lang])
    ids = [e.attributes["id"] for e in page.every() if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    wanted = {e.attributes["href"][1:] for e in page.all("a") if e.attributes["href"].startswith("#")}
    named = {i for e in page.every() for i in e.attributes.get("aria-labelledby", "").split()}
    assert wanted | named <= set(ids)


def test_headings_never_skip_a_level() -> None:
    page = read_html(PAGES["fr"])
    levels = [int(e.tag[1]) for e in page.every() if re.fullmatch("h[1-6]", e.tag)]
    assert all(b <= a + 1 for a, b in pairwise(levels))


def test_the_page_holds_no_script_no_inline_style_and_asks_nothing_of_anyone() -> None:
    page = read_html(PAGES["fr"])
    for tag in ("script", "link", "iframe", "img", "form", "object"):
        assert page.all(tag) == []
    for element in page.every():
        assert "style" not in element.attributes
        assert not [name for name in element.attributes if name.startswith("on") or name == "src"]
    assert "url(" not in PAGES["fr"]
    assert "@import" not in PAGES["fr"]


def test_every_link_outside_goes_to_the_web_and_nowhere_else() -> None:
    links = {e.attributes["href"] for e in read_html(PAGES["en"]).all("a")}
    assert all(link.startswith(("#", "https://")) for link in links)
    assert "javascript" not in PAGES["en"]


def test_hostile_names_are_text() -> None:
    page = read_html(PAGES["en"])
    assert HOSTILE in page.text
    assert "<script" not in PAGES["en"]
    assert "<b>Referential of a user</b>" in page.text


def test_every_figure_of_a_table_can_be_asked_how() -> None:
    page = read_html(PAGES["en"])
    for section in ("hotspots", "stages", "impacts"):
        rows = page.by_id(section).all("tbody")[0].all("tr")
        assert rows
        assert all(any("#how-" in a.attributes["href"] for a in row.all("a")) for row in rows)


def test_every_section_with_figures_of_ours_answers_how() -> None:
    page = read_html(PAGES["en"])
    for section in ("narrowing", "age", "impacts", "known", "referentials", "refurbished", "export"):
        links = [a.attributes["href"] for a in page.by_id(section).all("a")]
        assert any(link.startswith("#how-") for link in links), section


def test_the_answer_to_how_gives_formula_inputs_units_and_sources() -> None:
    words = read_html(PAGES["en"]).by_id("how-by_category-gwp-monitor").text.replace("\u00a0", " ")
    assert "quantity × embodied impact ÷ years of service" in words
    assert "154 kg CO₂e/device" in words
    assert "Base Empreinte, jeu numérique" in words
    assert "ADEME 2025 (NegaOctet): 64.6" in words


def test_what_is_not_available_says_why_and_is_never_zero() -> None:
    section = read_html(PAGES["en"]).by_id("impacts")
    assert "Water" not in [r.all("th")[0].text for r in section.all("tbody")[0].all("tr")]
    listed = [item for item in section.all("li") if item.text.startswith("Not available: ")]
    assert [i.text for i in listed] == ["Not available: Water. No open source gives the making of devices."]
    assert listed[0].all("a")[0].attributes["href"].startswith("#how-")


def test_the_devices_that_the_figure_leaves_out_are_told_below_the_answer() -> None:
    unknown = sum(u.quantity for u in example().unknown)
    lead = next(p for p in read_html(PAGES["en"]).all("p") if p.attributes.get("class") == "lead")
    assert f"Not in this figure: {unknown} devices whose impact is unknown." in lead.text.replace("\u00a0", " ")


def test_a_strict_content_policy_would_not_block_the_charts() -> None:
    for chart in re.findall(r"<svg.*?</svg>", PAGES["fr"], re.S):
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script", chart)


def test_the_categories_without_a_figure_are_listed_without_one() -> None:
    rows = read_html(PAGES["en"]).by_id("hotspots").all("tbody")[0].all("tr")
    assert rows[-1].all("th")[0].text == "Badge readers"
    assert "not available No source knows this device." in rows[-1].text


def test_a_long_view_of_one_line_counts_in_the_singular() -> None:
    assert ">1\u00a0hypothèse<" in PAGES["fr"]
    assert ">1\u00a0assumption<" in PAGES["en"]


@pytest.mark.parametrize("baseline", [bare(), carbon_only(), skewed()], ids=["bare", "carbon only", "skewed"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_of_baseline_makes_a_page_that_stands(baseline: object, lang: Language) -> None:
    page = read_html(write_html(baseline, lang))  # type: ignore[arg-type]
    ids = {e.attributes["id"] for e in page.every() if "id" in e.attributes}
    assert {e.attributes["href"][1:] for e in page.all("a") if e.attributes["href"].startswith("#")} <= ids


def english_of_the_room() -> set[str]:
    """Return every English sentence of the room that is more than one word and differs in French."""
    found = set()
    for path in Path(levier.report.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                message = node.args[0]
                if isinstance(message, ast.Constant) and isinstance(message.value, str):
                    found |= {p.strip(" .,:;") for p in re.split(r"\{\w+\}", message.value)}
    return {words for words in found if len(words.split()) > 2}


def test_no_english_is_left_in_the_french_page() -> None:
    words = read_html(PAGES["fr"]).text
    assert [sentence for sentence in english_of_the_room() if sentence in words] == []


def test_french_never_lets_a_sign_begin_a_line() -> None:
    words = read_html(PAGES["fr"]).text.replace(HOSTILE, "")
    assert re.findall(r".{10} [;:!?%»]", words) == []
    assert re.findall(r"\d \d{3}", words) == []
