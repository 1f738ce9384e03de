"""From a row of a facts file to the fact of a device or of electricity that it says: one small function a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from levier.catalogue import schema
from levier.catalogue.model import (
    Boundary,
    DeclaredModel,
    Energy,
    ImpactFactor,
    Intensity,
    Lifetime,
    Mass,
    Mix,
    Provenance,
    SpreadRule,
    Stage,
)
from levier.catalogue.references import Known, provenance
from levier.catalogue.rows import Row
from levier.wording.text import say


def _device(row: Row, known: Known) -> tuple[str, str]:
    """Read category and size."""
    category = row.among("category", known.categories)
    return category, row.among("size", known.sizes[category])


def _within(row: Row, value: float, low: float | None, high: float | None) -> None:
    if (low is not None and low > value) or (high is not None and high < value):
        raise row.refuse(
            say("A value is outside its own bounds."),
            "low" if low is not None and low > value else "high",
            expected=say("low, value and high in rising order"),
            found=f"{low}, {value}, {high}",
            mend=say("Correct the figures."),
        )


def _spread(row: Row, low: float | None, high: float | None) -> tuple[SpreadRule, float | None]:
    """Read the rule of spread with what it needs."""
    rule, spread = row.choice("spread_rule", SpreadRule), row.optional_number("spread")
    if rule is SpreadRule.PERCENTILES and (low is None or high is None):
        missing = "low" if low is None else "high"
    elif rule not in (SpreadRule.PERCENTILES, SpreadRule.NONE) and spread is None:
        missing = "spread"
    else:
        return rule, spread
    raise row.refuse(
        say("A rule of spread lacks its figure."),
        missing,
        expected=say("low and high for percentiles, spread for every other rule"),
        mend=say("Fill the figure, or leave the rule empty: then the pedigree scores give the spread."),
    )


def impact_entry(row: Row, known: Known, licence: str) -> ImpactFactor:
    """Read an impact factor; its unit is turned into that of its criterion."""
    category, size = _device(row, known)
    boundary = row.choice("boundary", Boundary)
    criterion = row.among("criterion", known.criteria)
    unit = f"{known.criteria[criterion].unit}/device"
    value, low, high = row.scaled(("value", "low", "high"), row.unit("unit"), unit)
    row.positive("value")
    assert value is not None
    _within(row, value, low, high)
    rule, spread = _spread(row, low, high)
    stages = schema.SPLIT_STAGES if boundary is Boundary.SPLIT else frozenset({""})
    stage = row.among("stage", stages)
    return ImpactFactor(
        id=row.text("id"),
        set=row.among("set", known.sets),
        family=row.text("family"),
        category=category,
        size=size,
        object=row.text("object"),
        boundary=boundary,
        stage=Stage(stage) if stage else None,
        criterion=criterion,
        unit=unit,
        value=value,
        low=low,
        high=high,
        spread_rule=rule,
        spread=spread,
        sample=row.optional_count("sample"),
        provenance=provenance(row, known, licence),
    )


def lifetime_entry(row: Row, known: Known, licence: str) -> Lifetime:
    """Read years of service."""
    category, size = _device(row, known)
    years, low, high = row.positive("years"), row.optional_number("low"), row.optional_number("high")
    _within(row, years, low, high)
    return Lifetime(
        id=row.text("id"),
        set=row.among("set", known.sets),
        category=category,
        size=size,
        kind=row.among("kind", schema.LIFETIME_KINDS),
        years=years,
        low=low,
        high=high,
        provenance=provenance(row, known, licence),
    )


def energy_entry(row: Row, known: Known, licence: str) -> Energy:
    """Read yearly electricity; only a part fed by its host may say zero."""
    category, size = _device(row, known)
    method = row.among("method", schema.ENERGY_METHODS)
    kwh = row.positive("kwh_per_year", zero=method == "in_host")
    low, high = row.optional_number("low"), row.optional_number("high")
    _within(row, kwh, low, high)
    return Energy(
        id=row.text("id"),
        set=row.among("set", known.sets),
        category=category,
        size=size,
        method=method,
        kwh_per_year=kwh,
        power_w=row.optional_number("power_w"),
        hours_per_day=row.optional_number("hours_per_day"),
        low=low,
        high=high,
        sample=row.optional_count("sample"),
        provenance=provenance(row, known, licence),
    )


def mass_entry(row: Row, known: Known, licence: str) -> Mass:
    """Read the mass of a device."""
    category, size = _device(row, known)
    mass, low, high = row.positive("mass_kg"), row.optional_number("low"), row.optional_number("high")
    _within(row, mass, low, high)
    return Mass(
        id=row.text("id"),
        set=row.among("set", known.sets),
        category=category,
        size=size,
        mass_kg=mass,
        low=low,
        high=high,
        sample=row.optional_count("sample"),
        provenance=provenance(row, known, licence),
    )


def intensity_entry(row: Row, known: Known, licence: str) -> Intensity:
    """Read the carbon of a kilogram or of a thousand euros of a kind of product."""
    basis = row.among("basis", schema.BASES)
    unit = known.criteria["gwp"].unit + ("/kg" if basis == "mass" else "/kEUR")
    value, low, high = row.scaled(("value", "low", "high"), row.unit("unit"), unit)
    row.positive("value")
    assert value is not None
    _within(row, value, low, high)
    rule, spread = _spread(row, low, high)
    return Intensity(
        id=row.text("id"),
        kind=row.text("kind"),
        basis=basis,
        value=value,
        unit=unit,
        boundary=row.choice("boundary", Boundary),
        spread_rule=rule,
        spread=spread,
        low=low,
        high=high,
        provenance=provenance(row, known, licence),
    )


def mix_entry(row: Row, known: Known, licence: str) -> Mix:
    """Read the impact of one kWh; its unit is turned into that of its criterion."""
    criterion = row.among("criterion", known.criteria)
    unit = f"{known.criteria[criterion].unit}/kWh"
    (value,) = row.scaled(("value",), row.unit("unit"), unit)
    row.positive("value")
    assert value is not None
    rule, spread = _spread(row, None, None)
    return Mix(
        id=row.text("id"),
        set=row.among("set", known.sets),
        zone=row.among("zone", known.zones),
        year=int(row.positive("year")),
        criterion=criterion,
        value=value,
        unit=unit,
        scope=row.among("scope", schema.SCOPES),
        spread_rule=rule,
        spread=spread,
        provenance=provenance(row, known, licence),
    )


def model_entry(row: Row, provenance: Provenance) -> DeclaredModel:
    """Read a maker's own footprint of one model."""
    return DeclaredModel(
        id=row.text("id"),
        manufacturer=row.text("manufacturer"),
        model=row.text("model"),
        category=row.text("category"),
        screen_inches=row.optional_number("screen_inches"),
        embodied_gwp_kgco2e=row.positive("embodied_gwp_kgco2e"),
        relative_error=row.optional_number("relative_error"),
        kwh_per_year=row.optional_number("kwh_per_year"),
        lifetime_years=row.optional_number("lifetime_years"),
        mass_kg=row.optional_number("mass_kg"),
        provenance=provenance,
    )


ENTRIES: dict[str, Callable[[Row, Known, str], Any]] = {
    "impact": impact_entry,
    "lifetimes": lifetime_entry,
    "energy": energy_entry,
    "mass": mass_entry,
    "intensity": intensity_entry,
    "electricity": mix_entry,
}
"""Table -> the function that makes its facts."""
