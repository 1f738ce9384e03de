"""An estate of one site, and an estate whose organisation knows how long it keeps its devices."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from levier.catalogue.loading import load
from levier.catalogue.model import Catalogue
from levier.estate.choosing import with_lives, within
from levier.estate.estate import Estate, assemble
from levier.estate.model import Inventory, ReadOptions, Reason
from levier.estate.reading import read_inventory
from levier.estate.recognition import recognise
from levier.footprint.baseline import Computed, compute
from levier.footprint.choices import Choices

ON = date(2026, 10, 1)


@pytest.fixture(scope="module")
def facts() -> Catalogue:
    return load()


@pytest.fixture(scope="module")
def belcombe() -> Inventory:
    return read_inventory(Path("examples/mairie-de-belcombe.csv"), ReadOptions(on=ON))


def estate(inventory: Inventory, facts: Catalogue) -> Estate:
    return assemble(inventory, lambda names: recognise(names, facts, declared=facts.declared), facts, "FR")


def computed(found: Estate, facts: Catalogue) -> Computed:
    return compute(found, facts, Choices(on=ON, facts_on=ON, draws=50), code_version="0", snapshot="")


def gwp(found: Estate, facts: Catalogue, category: str | None = None) -> float:
    b = computed(found, facts).baseline
    figures = b.totals if category is None else b.by_category
    return next(f.value or 0.0 for f in figures if f.criterion == "gwp" and f.category == category)


def test_nothing_asked_changes_nothing(belcombe: Inventory, facts: Catalogue) -> None:
    assert within(belcombe) is belcombe
    whole = estate(belcombe, facts)
    assert with_lives(whole, {}, facts) is whole


def test_the_sites_add_up_to_the_whole(belcombe: Inventory, facts: Catalogue) -> None:
    sites = belcombe.lines["site"].drop_nulls().unique().to_list()
    nowhere = belcombe.lines.filter(belcombe.lines["site"].is_null()).height
    parts = [within(belcombe, site=site) for site in sites]
    assert len(sites) > 1
    assert sum(p.lines.height for p in parts) + nowhere == belcombe.lines.height
    assert sum(estate(p, facts).devices for p in parts) == estate(belcombe, facts).devices
    assert nowhere == 0


def test_lines_of_other_sites_are_set_aside_and_said(belcombe: Inventory, facts: Catalogue) -> None:
    part = within(belcombe, site="Médiathèque")
    assert 0 < part.lines.height < belcombe.lines.height
    assert part.read == part.lines.height + part.set_aside.height
    outside = part.set_aside.filter(part.set_aside["reason"] == Reason.OUTSIDE)
    assert outside.height == belcombe.lines.height - part.lines.height
    assert "Médiathèque" not in outside["found"].to_list()
    b = computed(estate(part, facts), facts).baseline
    assert "Only the lines of the site Médiathèque are counted." in [a.text.in_("en") for a in b.assumptions]
    assert "outside the site or entity chosen" in [s.label.in_("en") for s in b.set_aside]


def test_a_site_and_an_entity_meet(belcombe: Inventory) -> None:
    both = within(belcombe, site="Mairie", entity="Finances")
    assert set(both.lines["site"]) == {"Mairie"}
    assert set(both.lines["entity"]) == {"Finances"}


def test_a_site_that_does_not_exist_counts_nothing(belcombe: Inventory) -> None:
    assert within(belcombe, site="Atlantide").lines.height == 0


def test_devices_kept_longer_weigh_less_and_only_theirs_move(belcombe: Inventory, facts: Catalogue) -> None:
    whole = estate(belcombe, facts)
    longer = with_lives(whole, {"monitor": 14.0}, facts)
    assert gwp(longer, facts, "monitor") < gwp(whole, facts, "monitor")
    assert gwp(longer, facts, "laptop") == gwp(whole, facts, "laptop")
    told = [a for a in longer.assumptions if a.code == "life_told"]
    assert [a.figure for a in told] == ["by_category/gwp/monitor"]
    assert told[0].lines == longer.lines.filter(longer.lines["category"] == "monitor").height


def test_a_life_told_for_what_is_not_there_is_not_said(belcombe: Inventory, facts: Catalogue) -> None:
    whole = estate(belcombe, facts)
    assert with_lives(whole, {"no such thing": 3.0}, facts).assumptions == whole.assumptions
