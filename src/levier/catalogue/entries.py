"""From a row of a facts file to the fact it says: one small function a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from levier.catalogue import schema
from levier.catalogue.model import (
    Boundary,
    Category,
    Criterion,
    DeclaredModel,
    Energy,
    Grade,
    ImpactFactor,
    Intensity,
    Licence,
    Lifetime,
    Mass,
    Mix,
    Parameter,
    PedigreeFactor,
    Provenance,
    Referential,
    SanityFigure,
    Size,
    Source,
    SpreadRule,
    Stage,
    Status,
    Zone,
)
from levier.catalogue.rows import Row
from levier.wording.text import label, say


@dataclass
class Known:
    """What rows may refer to, filled in the order of reading."""

    licences: dict[str, Licence] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    criteria: dict[str, Criterion] = field(default_factory=dict)
    zones: dict[str, Zone] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    referentials: dict[str, Referential] = field(default_factory=dict)
    sets: frozenset[str] = frozenset()
    sizes: dict[str, frozenset[str]] = field(default_factory=dict)


def provenance(row: Row, known: Known, licence: str | None = None) -> Provenance:
    """Read where a fact comes from; `licence` is that of its folder, which must be that of its source."""
    source = known.sources[row.among("source", known.sources)]
    if licence is not None and source.licence != licence:
        raise row.refuse(
            say("The licence of a fact is not that of its folder."),
            "source",
            expected=say("a source under {licence}", licence=licence),
            found=f"{source.id}: {source.licence}",
            mend=say("Move the row to the folder of its licence."),
        )
    valid_from, checked_on, review_by = row.day("valid_from"), row.day("checked_on"), row.day("review_by")
    if not valid_from <= checked_on <= review_by:
        raise row.refuse(
            say("The dates of a fact are not in order."),
            "review_by",
            expected=say("valid from, then checked on, then to be reviewed by"),
            found=f"{valid_from}, {checked_on}, {review_by}",
            mend=say("Correct the dates."),
        )
    return Provenance(
        source=source.id,
        page=row.text("page"),
        licence=source.licence,
        valid_from=valid_from,
        checked_on=checked_on,
        review_by=review_by,
        status=row.choice("status", Status),
        scores=row.scores("scores"),
        note=row.optional_text("note"),
    )


def licence_entry(row: Row) -> Licence:
    """Read a licence."""
    return Licence(
        id=row.text("id"),
        name=row.text("name"),
        url=row.optional_text("url"),
        share_alike=row.flag("share_alike"),
        notice=row.optional_text("notice"),
    )


def source_entry(row: Row, known: Known) -> Source:
    """Read a source."""
    return Source(
        id=row.text("id"),
        title=row.text("title"),
        publisher=row.text("publisher"),
        url=row.optional_text("url"),
        licence=row.among("licence", known.licences),
        year=row.text("year"),
        status=row.choice("status", Status),
        checked_on=row.day("checked_on"),
        review_by=row.day("review_by"),
        note=row.optional_text("note"),
    )


def zone_entry(row: Row) -> Zone:
    """Read a country or territory."""
    return Zone(
        code=row.text("code"), alpha3=row.text("alpha3"), label=label(row.text("label_fr"), row.text("label_en"))
    )


def _size(row: Row, cells: object) -> Size:
    if not isinstance(cells, Mapping) or set(cells) != set(schema.SIZES):
        raise row.refuse(
            say("A size does not have the keys of its schema."),
            "sizes",
            expected=say("exactly these: {columns}", columns=", ".join(schema.SIZES)),
            found=cells,
            mend=say("Correct the keys of the size."),
        )
    size = Row(row.file, row.line, cells)
    return Size(
        id=size.text("id"),
        label=size.label("label"),
        min_inches=size.optional_number("min_inches"),
        max_inches=size.optional_number("max_inches"),
    )


def category_entry(row: Row, known: Known) -> Category:
    """Read a kind of device."""
    sizes = row.cells["sizes"]
    found = tuple(_size(row, cells) for cells in sizes) if isinstance(sizes, list) else ()
    counted, reason = row.flag("counted"), row.optional_text("reason_not_counted")
    if counted == bool(reason):
        raise row.refuse(
            say("A category is either counted or has the reason why it is not."),
            "reason_not_counted",
            found=reason,
            mend=say("Give a reason where counted is false, and none where it is true."),
        )
    return Category(
        id=row.text("id"),
        label=row.label("label"),
        plural=row.label("plural"),
        group=row.text("group"),
        counted=counted,
        sizes=found,
        default_size=row.among("default_size", frozenset({"", *(s.id for s in found)})),
        mass_kind=row.optional_text("mass_kind"),
        datacentre=row.flag("datacentre"),
        in_host=row.flag("in_host"),
        reason_not_counted=reason,
        provenance=provenance(row, known),
    )


def criterion_entry(row: Row, known: Known) -> Criterion:
    """Read an indicator of impact."""
    return Criterion(
        id=row.text("id"),
        unit=row.unit("unit"),
        label=row.label("label"),
        short=row.label("short"),
        provenance=provenance(row, known),
    )


def parameter_entry(row: Row, known: Known) -> Parameter:
    """Read a figure of the method."""
    return Parameter(
        id=row.text("id"),
        value=row.number("value"),
        low=row.optional_number("low"),
        high=row.optional_number("high"),
        unit=row.unit("unit"),
        label=row.label("label"),
        provenance=provenance(row, known),
    )


def referential_entry(row: Row, known: Known) -> Referential:
    """Read a choice of sets."""
    return Referential(
        id=row.text("id"),
        label=row.label("label"),
        description=row.label("description"),
        sets=row.words("sets"),
        fallback=row.words("fallback"),
        electricity=row.words("electricity"),
        pooled=row.flag("pooled"),
        provenance=provenance(row, known),
    )


def pedigree_entry(row: Row, known: Known) -> PedigreeFactor:
    """Read what a pedigree score adds."""
    return PedigreeFactor(
        id=row.text("id"),
        indicator=row.among("indicator", schema.INDICATORS),
        score=int(row.positive("score")),
        gsd=row.positive("gsd"),
        provenance=provenance(row, known),
    )


def grade_entry(row: Row, known: Known) -> Grade:
    """Read a band of grades."""
    return Grade(
        id=row.text("id"),
        scheme=row.text("scheme"),
        grade=row.text("grade"),
        up_to=row.optional_number("up_to"),
        label=label(row.text("label_fr"), row.text("label_en")),
        provenance=provenance(row, known),
    )


def sanity_entry(row: Row, known: Known) -> SanityFigure:
    """Read a figure of the test of national totals."""
    kind = row.among("kind", schema.SANITY_KINDS)
    return SanityFigure(
        id=row.text("id"),
        kind=kind,
        zone=row.among("zone", known.zones) if kind == "consumption" else "",
        criterion=row.among("criterion", known.criteria) if kind == "world" else "",
        value=row.positive("value"),
        unit=row.unit("unit"),
        provenance=provenance(row, known),
    )


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
