"""Reads a file of costs (docs/schemas/cost.schema.json): parameters that are the same for all, then the bids."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from levier.catalogue.model import Parameter
from levier.cost.facts import COST, parameters
from levier.cost.files import Cells, read_yaml
from levier.cost.finance import SHIFT
from levier.cost.model import Bid, Comparison, Estimate, Footprint, Parameters
from levier.quantity.units import convert
from levier.wording.text import say

VAT = ("excluded", "included")
CONDITIONS = ("new", "refurbished")
RATES = 1.0
"""No real rate or growth of a year reaches a hundred per cent."""
PARAMETERS: Mapping[str, tuple[str, float, float]] = {
    "discount_rate": ("1", 0.0, RATES),
    "years": ("year", 0.1, 100.0),
    "electricity_eur_per_kwh": ("EUR/kWh", 0.0, 100.0),
    "electricity_growth": ("1", -0.5, RATES),
    "electricity_kgco2e_per_kwh": ("kgCO2e/kWh", 0.0, 10.0),
    "carbon_eur_per_tonne": ("EUR/tCO2e", 0.0, 1e6),
    "carbon_growth": ("1", -0.5, RATES),
}
"""Parameter -> unit, least, most."""
PLAIN = ("quantity", "paid", "footprint_method")
MONEY: Mapping[str, str] = {
    "price_eur": "EUR",
    "rent_eur_per_year": "EUR/year",
    "installation_eur": "EUR",
    "maintenance_eur_per_year": "EUR/year",
    "consumables_eur_per_year": "EUR/year",
    "failures_per_year": "1/year",
    "failure_eur": "EUR",
    "end_of_life_eur": "EUR",
    "buy_back_eur": "EUR",
}
BID = ("name", "condition", "lifetime_years", "kwh_per_year", "footprint", *MONEY)
FOOTPRINT = ("kgco2e", "method", "verified")
ESTIMATE = ("value", "low", "high")


def read_costs(path: Path) -> Comparison:
    """Read a file of costs; raises `UnusableFile` at the first value that cannot be used."""
    return comparison(read_yaml(path), path.name)


def comparison(content: Mapping[str, Any], file: str) -> Comparison:
    """Make the comparison that a file tells."""
    root = Cells(content, file, "", ("vat", "parameters", "bids"))
    vat = root.among("vat", VAT)
    found = parameters_of(root.part("parameters", (*PARAMETERS, *PLAIN)), vat)
    bids = tuple(_bid(cells) for cells in root.parts("bids", BID))
    names = [bid.name for bid in bids]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise root.refuse("bids", say("a name of its own for each bid"), twice)
    return Comparison(found, bids)


def parameters_of(cells: Cells, vat: str) -> Parameters:
    """Read the parameters that are the same for all bids."""
    numbers: dict[str, float] = {}
    sources: dict[str, str] = {}
    for name, (unit, least, most) in PARAMETERS.items():
        value = cells.cells.get(name)
        if isinstance(value, Mapping):
            fact = _fact(cells, name)
            sources[name] = fact.id
            written = "1" if fact.unit == "dimensionless" else fact.unit
            value = convert(fact.value, written, unit)
        if value is not None:
            numbers[name] = cells.amount(name, value, unit, least, most)
    if "discount_rate" not in numbers:
        raise cells.refuse("discount_rate", say("a real rate, such as 0.032, or a fact"), None)
    return Parameters(
        vat=vat,
        quantity=cells.count("quantity", 1),
        paid=cells.among("paid", tuple(SHIFT)) if cells.cells.get("paid") is not None else None,
        footprint_method=cells.text("footprint_method", ""),
        sources=sources,
        **numbers,
    )


def _fact(cells: Cells, name: str) -> Parameter:
    part = cells.part(name, ("fact",))
    known = parameters(COST)
    return known[part.among("fact", tuple(k for k in known if not k.startswith("shared_variance")))]


def _bid(cells: Cells) -> Bid:
    lifetime = _estimate(cells, "lifetime_years", "year", least=0.1)
    if lifetime is None:
        raise cells.refuse("lifetime_years", say("the years of service, such as 5"), None)
    bid = Bid(
        name=cells.text("name"),
        condition=cells.among("condition", CONDITIONS, "new"),
        lifetime_years=lifetime,
        kwh_per_year=_estimate(cells, "kwh_per_year", "kWh/year"),
        footprint=_footprint(cells) if cells.cells.get("footprint") is not None else None,
        **{name: cells.number(name, unit) for name, unit in MONEY.items()},
    )
    if bid.price_eur is None and bid.rent_eur_per_year is None:
        raise cells.refuse("price_eur", say("a price, or a rent"), None)
    return bid


def _footprint(cells: Cells) -> Footprint:
    part = cells.part("footprint", FOOTPRINT)
    kgco2e = _estimate(part, "kgco2e", "kgCO2e")
    if kgco2e is None:
        raise part.refuse("kgco2e", say("the carbon of one unit but its use, in kgCO2e"), None)
    return Footprint(kgco2e, part.text("method", ""), part.flag("verified"))


def _estimate(cells: Cells, key: str, unit: str, least: float = 0.0) -> Estimate | None:
    value = cells.cells.get(key)
    if not isinstance(value, Mapping):
        number = cells.number(key, unit, least=least)
        return None if number is None else Estimate(number)
    part = cells.part(key, ESTIMATE)
    found = Estimate(part.needed("value", unit, least=least), part.number("low", unit), part.number("high", unit))
    if (found.low is None) != (found.high is None):
        raise part.refuse("low", say("both bounds, or none"), None)
    if found.low is not None and found.high is not None and not 0 < found.low <= found.value <= found.high:
        raise part.refuse("low", say("low, value and high in that order, above zero"), found.low)
    return found
