"""Amounts: one unit a view, no more figures than the band deserves, never a false zero."""

from __future__ import annotations

import pytest

from levier.report.measure import deserved_digits, measure, unit_words


@pytest.mark.parametrize(
    ("value", "low", "high", "digits"),
    [
        (312.0, 205.0, 470.0, 3),  # a band as wide as its value deserves one digit: two more are written
        (31.0, 2.0, 260.0, 2),  # a band ten times wider deserves none
        (4310.0, 4300.0, 4320.0, 3),
        (4310.0, 4309.9, 4310.1, 5),  # a narrow band deserves all its digits and no more
        (312.0, None, None, 3),
    ],
)
def test_digits_follow_the_band(value: float, low: float | None, high: float | None, digits: int) -> None:
    assert deserved_digits(value, low, high) == digits


def test_an_estate_in_tonnes_and_a_person_in_kilograms() -> None:
    assert measure("kgCO2e", "en", 312_004.0).amount(312_004.0) == "312\u00a0t\u00a0CO₂e"
    assert measure("kgCO2e", "en", 260.4).amount(260.4) == "260\u00a0kg\u00a0CO₂e"


def test_a_view_keeps_one_unit_and_one_rounding() -> None:
    view = measure("kgCO2e", "fr", 312_004.0, 205_000.0, 470_000.0)
    assert [view.number(v) for v in (96_240.0, 7_420.0, 412.0)] == ["96", "7,4", "0,41"]


def test_what_is_small_is_never_written_as_nothing() -> None:
    assert measure("kgCO2e", "en", 312_004.0).number(0.3) == "0.00030"
    assert measure("kgCO2e", "en", 312_004.0).number(0.0) == "0"


def test_an_interval_tells_its_unit_once_and_does_not_break() -> None:
    view = measure("kgCO2e", "fr", 312_004.0, 205_000.0, 470_000.0)
    assert view.band_amount(205_000.0, 470_000.0) == "205\u00a0à\u00a0470\u00a0t\u00a0CO₂e"


def test_units_of_facts_are_written_for_people() -> None:
    assert unit_words("kgCO2e/device", "fr") == "kg\u00a0CO₂e/équipement"
    assert unit_words("kWh/year", "fr") == "kWh/an"
    assert unit_words("year", "en") == "years"


def test_a_unit_nobody_knows_stays_as_it_is() -> None:
    assert measure("bananas", "en", 12.0).amount(12.0) == "12.0\u00a0bananas"
