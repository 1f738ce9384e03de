"""`levier catalogue show`: every source of a category side by side, as the facts have it."""

from __future__ import annotations

import json
from functools import cache

import pytest

from levier.catalogue.loading import load
from levier.catalogue.model import Catalogue, Stage
from levier.catalogue.showing import show
from levier.report.category import category_document, readings, write_category
from levier.wording.errors import BadOption


@cache
def shipped() -> Catalogue:
    return load()


def test_every_fact_of_the_category_is_shown() -> None:
    view = show(shipped(), "laptop")
    factors = {f.id for f in shipped().factors if f.category == "laptop"}
    assert {row.id for value in view.values for row in value.rows} == factors
    assert {x.id for x in view.lifetimes} == {x.id for x in shipped().lifetimes if x.category == "laptop"}
    assert {x.id for x in view.energies} == {x.id for x in shipped().energies if x.category == "laptop"}
    assert {x.id for x in view.masses} == {x.id for x in shipped().masses if x.category == "laptop"}


def test_a_source_that_splits_shows_its_stages_and_their_sum() -> None:
    ademe = next(v for v in show(shipped(), "laptop").values if v.set == "ademe" and v.criterion == "gwp")
    assert ademe.stages[Stage.MANUFACTURING] == 170
    assert ademe.value == pytest.approx(sum(ademe.stages.values()))
    assert ademe.used_by == ("pooled", "ademe")


def test_monitors_are_told_to_differ_and_switches_to_rest_on_their_mass() -> None:
    monitor = show(shipped(), "monitor")
    ratio = monitor.disagreement()
    assert ratio is not None
    assert ratio > 4
    assert "Families differ by a factor of" in write_category(monitor, shipped(), "en")
    assert "taken from its mass: 80.7 kgCO2e/kg" in write_category(show(shipped(), "switch"), shipped(), "en")


def test_one_family_alone_does_not_disagree_with_itself() -> None:
    keyboard = show(shipped(), "monitor")
    one = [v for v in keyboard.values if v.family == "ademe-negaoctet-2022" and v.criterion == "gwp"]
    assert one
    assert type(keyboard)(keyboard.category, tuple(one), (), (), (), (), 0).disagreement() is None


def test_each_referential_answers() -> None:
    found = {r.referential: r for r in readings(shipped(), "laptop")}
    assert set(found) == set(shipped().referentials)
    assert found["ademe"].carbon == pytest.approx(170 + 12.3 + 2.79)
    assert all(r.years and r.kwh_per_year and r.mass_kg for r in found.values())


def test_what_is_not_known_is_left_empty_never_zero() -> None:
    for category in shipped().categories:
        document = category_document(show(shipped(), category), shipped())
        for reading in document["readings"]:
            assert 0 not in (reading["embodied_gwp_kgco2e"], reading["lifetime_years"], reading["mass_kg"])


@pytest.mark.parametrize("category", ["laptop", "virtual_machine", "load_balancer"])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_any_category_can_be_written(category: str, lang: str) -> None:
    text = write_category(show(shipped(), category), shipped(), lang)  # type: ignore[arg-type]  # both are languages
    assert f"({category})" in text
    assert "{" not in text
    assert not any(line != line.rstrip() for line in text.splitlines())


def test_the_json_tells_every_source_with_its_dates() -> None:
    document = json.loads(json.dumps(category_document(show(shipped(), "laptop"), shipped())))
    assert document["schema"] == "levier.category/1"
    used = {v["source"] for v in document["values"]}
    assert used <= {s["id"] for s in document["sources"]}
    assert all(v["checked_on"] < v["review_by"] for v in document["values"])


@pytest.mark.parametrize("word", ["laptop", "Ordinateur portable", "laptops", " ordinateurs portables "])
def test_a_category_is_found_by_its_name_in_both_languages(word: str) -> None:
    assert show(shipped(), word).category.id == "laptop"


def test_an_unknown_category_is_refused_with_the_nearest() -> None:
    with pytest.raises(BadOption, match="Did you mean laptop") as caught:
        show(shipped(), "laptp")
    assert "Vouliez-vous dire laptop" in caught.value.in_("fr")
