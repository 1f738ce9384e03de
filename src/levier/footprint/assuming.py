"""What was taken for granted, said beside the figures that it changed: dates, rooms, shares, lives, electricity."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from levier.catalogue.lookup import parameter
from levier.catalogue.model import Catalogue, Tier
from levier.estate.estate import Estate
from levier.footprint.choices import Choices, View
from levier.footprint.objects import ObjectFacts
from levier.footprint.strata import POWER, Evaluated, tier_of
from levier.quantity.assumption import Assumption
from levier.wording.text import Text, say


def assumptions(estate: Estate, evaluated: Evaluated, catalogue: Catalogue, choices: Choices) -> list[Assumption]:
    """Return what was taken for granted, the reading's own first."""
    told = list(estate.assumptions)
    for column, code, text in (
        ("condition", "condition_new", say("Devices whose condition is not told are counted as new.")),
        ("ownership", "ownership_owned", say("Devices whose ownership is not told are counted as owned.")),
        ("status", "status_in_use", say("Devices whose status is not told are counted as in use.")),
    ):
        missing = estate.lines[column].null_count()
        if missing:
            told.append(Assumption(code, text, missing, "totals/gwp"))
    told += _about_dates(estate, choices)
    told += _about_rooms(evaluated, catalogue)
    told += _about_objects(evaluated, catalogue)
    told += _about_unmade(evaluated)
    return told


def _about_dates(estate: Estate, choices: Choices) -> Iterable[Assumption]:
    undated = estate.lines["acquired_on"].null_count()
    if not undated:
        return
    if choices.view is View.PURCHASE:
        text = say(
            "Lines without a purchase date are not counted as bought in {year}.", year=str(choices.reporting_year)
        )
    elif choices.view is View.ACCOUNTING:
        text = say("Lines without a purchase date are taken to be within their planned life.")
    else:
        text = say("Lines without a purchase date are taken to be no older than their planned life.")
    yield Assumption("undated", text, undated, "totals/gwp")


def _about_rooms(evaluated: Evaluated, catalogue: Catalogue) -> Iterable[Assumption]:
    rooms = evaluated.strata.filter(pl.col("datacentre"))
    if rooms.height:
        pue = parameter(catalogue, "pue.default")
        yield Assumption(
            "pue_default",
            say(
                "Devices in a data centre use {pue} times their own electricity, cooling and power included.",
                pue=pue.value,
            ),
            int(rooms["lines"].sum()),
            "by_stage/gwp/use",
        )
        powering = [c.id for c in catalogue.categories.values() if c.mass_kind == POWER]
        fed = rooms.filter(pl.col("category").is_in(powering))
        if fed.height:
            yield Assumption(
                "power_in_pue",
                say("The electricity of UPS units and power strips in a data centre is counted with what they feed."),
                int(fed["lines"].sum()),
                "by_stage/gwp/use",
            )
    for ownership, name in (("byod", "share.byod"), ("shared", "share.cope")):
        rows = evaluated.strata.filter(pl.col("ownership") == ownership)
        if rows.height:
            share = parameter(catalogue, name)
            yield Assumption(
                name.replace(".", "_"),
                say("{what}: {share} of each device is charged to you.", what=share.label, share=share.value),
                int(rows["lines"].sum()),
                "totals/gwp",
            )


def _about_objects(evaluated: Evaluated, catalogue: Catalogue) -> Iterable[Assumption]:
    lines: dict[str, int] = dict(evaluated.strata.group_by("category").agg(pl.col("lines").sum()).iter_rows())
    told: set[tuple[str, str]] = set()
    for facts in evaluated.tables.facts.values():
        category = facts.key.category
        if category not in catalogue.categories:
            continue
        for code, text in _of_object(facts):
            if (code, category) not in told:
                told.add((code, category))
                yield Assumption(code, text, lines.get(category), f"by_category/gwp/{category}")


def _about_unmade(evaluated: Evaluated) -> Iterable[Assumption]:
    rows = evaluated.strata.filter(pl.col("known").is_null() & (pl.col("measured_quantity") > 0))
    if rows.height:
        yield Assumption(
            "unknown_with_electricity",
            say("Devices whose making is unknown add nothing to the result, though their electricity was given."),
            int(rows["lines"].sum()),
            "by_stage/gwp/use",
        )


def _of_object(facts: ObjectFacts) -> Iterable[tuple[str, Text]]:
    if facts.life is not None and facts.life.kind == "observed":
        yield (
            "life_observed",
            say("Kept {years} years, the median age at retirement in this inventory.", years=facts.life.value),
        )
    if facts.life is not None and facts.life.kind == "class_default":
        yield (
            "life_class_default",
            say(
                "A life of {years} years, taken from the class of device for want of a source.",
                years=facts.life.value,
            ),
        )
    if facts.energy is None:
        yield "use_unknown", say("No electricity figure stands: the electricity used is left out.")
    elif facts.energy.kind == "household_hours":
        yield (
            "household_hours",
            say("{kwh} kWh a year each, from the hours of use of a household.", kwh=facts.energy.value),
        )
    elif facts.energy.kind == "class_default":
        yield (
            "kwh_class_default",
            say("{kwh} kWh a year each, taken from the class of device.", kwh=facts.energy.value),
        )
    tier = tier_of(facts)
    if tier is Tier.MASS:
        yield (
            "mass_rule",
            say("No published footprint: mass times the carbon content of this kind of product."),
        )
    if tier is Tier.SPEND:
        yield (
            "spend_rule",
            say("No published footprint: price times the carbon content of this kind of purchase."),
        )
