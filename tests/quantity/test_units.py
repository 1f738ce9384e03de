"""Units are converted in one room, and what is not the same thing is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levier.quantity.units import check_unit, convert, factor, registry, yearly_energy_kwh, years_of_days
from levier.wording.errors import BadFact

SAME_DIMENSION = [
    ("gCO2e", "kgCO2e", 0.001),
    ("tCO2e", "kgCO2e", 1000.0),
    ("gCO2e/kWh", "kgCO2e/kWh", 0.001),
    ("gCO2e/kWh", "kgCO2e/MJ", 0.001 / 3.6),
    ("kgCO2e/device", "tCO2e/device", 0.001),
    ("kgCO2e/EUR", "kgCO2e/kEUR", 1000.0),
    ("kgCO2e/g", "kgCO2e/kg", 1000.0),
    ("kWh", "MJ", 3.6),
    ("W*hour", "kWh", 0.001),
    ("gSbeq", "kgSbeq", 0.001),
    ("inch", "cm", 2.54),
    ("month", "year", 1 / 12),
]


@pytest.mark.parametrize(("origin", "target", "expected"), SAME_DIMENSION)
def test_one_unit_is_so_many_of_the_other(origin: str, target: str, expected: float) -> None:
    assert factor(origin, target) == pytest.approx(expected, rel=1e-12)


@given(
    st.sampled_from([(origin, target) for origin, target, _ in SAME_DIMENSION]),
    st.floats(min_value=-1e12, max_value=1e12),
)
def test_there_and_back_is_the_same_value(units: tuple[str, str], value: float) -> None:
    origin, target = units
    assert convert(convert(value, origin, target), target, origin) == pytest.approx(value, rel=1e-12, abs=1e-300)


@pytest.mark.parametrize(
    ("origin", "target"),
    [
        ("kg", "kgCO2e"),  # the mass of a device is not what it emits
        ("kgCO2e", "kgCO2e/device"),
        ("kgCO2e/TB", "kgCO2e/device"),  # per terabyte is another fact than per disk
        ("MJ", "MJprimary"),  # electricity at the plug is not primary energy
        ("L_water", "m3eq"),  # water drawn is not scarcity
        ("kVA_rating", "W"),  # a rating is not a draw
        ("kgSbeq", "kg"),
        ("EUR", "kgCO2e"),
        ("year", "kWh"),
    ],
)
def test_what_is_not_the_same_thing_is_never_converted(origin: str, target: str) -> None:
    with pytest.raises(BadFact) as refusal:
        factor(origin, target)
    assert refusal.value.what.in_("fr") == f"On ne peut pas convertir {origin} en {target}."
    assert refusal.value.expected is not None


@pytest.mark.parametrize("name", ["kgCO2e/device", "kgCO2e/kEUR", "L_water/device", "kWh", "year", "W", "kg", "1"])
def test_a_unit_of_the_facts_is_accepted_as_it_is(name: str) -> None:
    assert check_unit(name) == name


@pytest.mark.parametrize("name", ["", " ", "kgCO2", "KG", "kg+", "3 kg", "kg CO2 eq", "laptop", "__class__"])
def test_a_unit_that_nobody_defined_is_refused(name: str) -> None:
    with pytest.raises(BadFact) as refusal:
        check_unit(name)
    assert f"“{name}”" in refusal.value.what.in_("en")
    assert f"«\u00a0{name}\u00a0»" in refusal.value.what.in_("fr")


def test_an_unknown_unit_is_named_rather_than_the_pair() -> None:
    with pytest.raises(BadFact, match="“furlongCO2e” is not known"):
        factor("furlongCO2e", "kgCO2e")


def test_every_unit_of_ours_keeps_its_own_dimension() -> None:
    """Two impacts that shared a dimension could be added by mistake."""
    impacts = ["kgCO2e", "kgSbeq", "MJprimary", "m3eq", "L_water", "molHeq", "CTUe", "kBqU235eq", "disease_incidence"]
    dimensions = {str(registry().Unit(name).dimensionality) for name in [*impacts, "kg", "MJ", "m**3", "device", "EUR"]}
    assert len(dimensions) == len(impacts) + 5


def test_a_device_always_on_draws_its_watts_all_year() -> None:
    assert yearly_energy_kwh(100.0, 24.0) == pytest.approx(876.0)
    assert yearly_energy_kwh(10.0, 8.0) == pytest.approx(10 * 8 * 365 / 1000)


def test_four_years_with_their_leap_day_are_four_years() -> None:
    assert years_of_days(1461.0) == 4.0
