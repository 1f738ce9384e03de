"""A column that is wrong by orders of magnitude is caught by what it would make of a whole country."""

from __future__ import annotations

from dataclasses import replace

import pytest

from levier.catalogue.loading import load
from levier.catalogue.sanity import impossible_mixes


def test_no_shipped_mix_makes_a_country_weigh_more_than_the_world() -> None:
    assert impossible_mixes(load()) == ()


@pytest.mark.parametrize(("zone", "per_kwh"), [("US", 0.0000119869)])
def test_the_particulate_column_that_was_left_out_would_be_caught(zone: str, per_kwh: float) -> None:
    """1.2e-5 cases of disease per kWh make 51 million a year in the United States; the world has about 4 million."""
    catalogue = load()
    ours = next(m for m in catalogue.mixes if m.zone == zone and m.criterion == "gwp" and m.set == "digital4better")
    given = replace(ours, criterion="pm", value=per_kwh, unit="disease_incidence/kWh")
    (caught,) = impossible_mixes(catalogue, [given])
    assert caught.national == pytest.approx(per_kwh * 4270e9)
    assert caught.national > 10 * caught.world
    assert "more than the whole world" in caught.text.in_("en")
    assert "plus que le monde entier" in caught.text.in_("fr")


def test_grams_taken_for_kilograms_are_caught_in_a_large_country() -> None:
    catalogue = load()
    china = next(m for m in catalogue.mixes if m.zone == "CN" and m.criterion == "gwp")
    assert impossible_mixes(catalogue, [replace(china, value=china.value * 1000)])


def test_a_country_whose_consumption_is_not_known_is_not_judged() -> None:
    catalogue = load()
    monaco = replace(catalogue.mixes[0], zone="MC", value=1e9)
    assert impossible_mixes(catalogue, [monaco]) == ()


def test_the_world_totals_cover_every_criterion_of_the_mixes() -> None:
    catalogue = load()
    worlds = {f.criterion for f in catalogue.sanity if f.kind == "world"}
    assert {m.criterion for m in catalogue.mixes} <= worlds
