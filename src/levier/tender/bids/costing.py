"""What each bid costs over its life and emits a year, all bids under the parameters that were locked.

A bid is the sum of its products and services; each is costed as `levier cost` does, and drawn with the others.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.random import Generator

from levier.catalogue.model import Parameter
from levier.cost import model as cost
from levier.cost.costing import BAND, told
from levier.cost.draws import BAND_SIGMAS, DRAWS, drawn
from levier.cost.files import Cells
from levier.cost.finance import Column
from levier.cost.lines import DECLARED, LABELS, Lines, columns, compute
from levier.cost.model import Comparison, Estimate, Parameters
from levier.cost.reading import PARAMETERS, PLAIN, parameters_of
from levier.quantity.units import convert
from levier.tender.answers.facts import units
from levier.tender.bids.model import Bid, Product, Service
from levier.wording.text import Text, say

NO_UNIT = frozenset({"1", "dimensionless", "per year", "a year", "par an", "1/year", "sans dimension"})
"""Words that stand beside a rate."""
StandIn = Callable[[Product], Estimate | None]
"""What the catalogue says of a product whose footprint is not declared: shown, never scored nor priced."""
LIFE = "lifetime_years"
SINGLE = (
    "installation_eur",
    "maintenance_eur_per_year",
    "consumables_eur_per_year",
    "failures_per_year",
    "failure_eur",
    "end_of_life_eur",
)
"""Figures that all products must tell as soon as one does: nothing of a service."""


@dataclass(frozen=True)
class Costs:
    """What one bid costs and emits; None where something that counts was not told: `missing` says what."""

    price_eur: float | None
    lcc: Estimate | None
    eac: Estimate | None
    gwp: Estimate | None
    """Carbon of a year of service of all units, kgCO2e."""
    embodied_per_year: float | None
    """Declared carbon of making, by year of service, of all units."""
    basis: str | None
    """Where the carbon of making comes from: `declared` by the bidder for all products, or `catalogue` for some."""
    missing: tuple[Text, ...]


@dataclass(frozen=True)
class _Part:
    bid: str
    units: float
    device: bool
    unit: cost.Bid


@dataclass(frozen=True)
class Setting:
    """What is the same for all bids: the parameters, the months of the contract, the lives that were locked."""

    parameters: Parameters | None
    months: float | None
    locked: Mapping[str, Any]
    """All parameters as locked, under their names."""
    spread: float
    """Geometric standard deviation of a declared figure without interval: a fact of the catalogue."""


def setting(locked: Mapping[str, Any], vat: str, months: float | None, method: str, spread: float) -> Setting:
    """Make the setting from the parameters that were locked; without a discount rate no cost over a life is told."""
    values = {key: plain(value) for key, value in locked.items() if value is not None}
    wanted = (*PARAMETERS, *(key for key in PLAIN if key != "quantity"))
    given = {key: value for key, value in values.items() if key in wanted}
    if "discount_rate" not in given:
        return Setting(None, months, values, spread)
    if method:
        given.setdefault("footprint_method", method)
    found = parameters_of(Cells(given, "", "parameters", (*PARAMETERS, *PLAIN)), vat)
    return Setting(found, months, values, spread)


def plain(value: Any) -> Any:
    """Return a locked parameter as a file of costs would write it: a number, or a number with a unit that converts."""
    unit = ""
    if isinstance(value, Mapping) and "value" in value:
        value, unit = value["value"], str(value.get("unit") or "")
    elif isinstance(value, str) and value.partition(" ")[2]:
        value, _, unit = value.partition(" ")
        try:
            value = float(value)
        except ValueError:  # a name, such as that of a method
            return f"{value} {unit}"
    known = next((u for u in units().values() if unit.strip().lower() in u.words), None)
    if not unit.strip() or unit.strip().lower() in NO_UNIT or not isinstance(value, (int, float)):
        return value
    if known is not None and known.id == "share":
        return value / 100
    return f"{value} {known.converts if known is not None and known.converts else unit.strip()}"


def price(bid: Bid, months: float | None) -> float | None:
    """Return the total that is compared: as told, else the sum of products, rents over the contract and services."""
    if bid.price_eur is not None:
        return bid.price_eur
    if not bid.products and not bid.services:
        return None
    months = bid.rent_months if bid.rent_months is not None else months
    parts = [_product_price(p, months) for p in bid.products] + [_service_price(s, months) for s in bid.services]
    known = [p for p in parts if p is not None]
    return math.fsum(known) if len(known) == len(parts) else None


def _product_price(product: Product, months: float | None) -> float | None:
    bought = product.price_eur
    if product.rented:
        assert product.rent_eur_per_month is not None  # what rented means
        bought = None if months is None else product.rent_eur_per_month * months
    return None if bought is None else product.units * (bought + (product.installation_eur or 0.0))


def _service_price(service: Service, months: float | None) -> float | None:
    yearly = service.price_eur_per_year
    if yearly is None:
        return service.price_eur
    if months is None:
        return None
    return (service.price_eur or 0.0) + yearly * convert(months, "month", "year")


def life(product: Product, locked: Mapping[str, Any]) -> Estimate | None:
    """Return the years of service: those that were locked for its kind, else those that the bidder declares."""
    kinds = [*(["rented"] if product.rented else []), product.condition.value, product.category or ""]
    plain = locked.get(LIFE)
    for kind in kinds:
        found = plain.get(kind) if isinstance(plain, Mapping) else locked.get(f"{LIFE}.{kind}")
        if found is not None:
            return Estimate(_years(found))
    return product.lifetime_years if plain is None or isinstance(plain, Mapping) else Estimate(_years(plain))


def _years(value: Any) -> float:
    if isinstance(value, (int, float)):
        return float(value)
    number, _, unit = str(value).partition(" ")
    return convert(float(number), unit or "year", "year")


def cost_bids(
    bids: Sequence[Bid],
    common: Setting,
    shares: Mapping[str, Parameter],
    rng: Generator,
    stand_in: StandIn,
    draws: int = DRAWS,
) -> dict[str, Costs]:
    """Cost all bids at once, so that what they share is drawn once."""
    parts, missing = _parts(bids, common, stand_in)
    plain = {bid.bid: _without(bid, common, missing[bid.bid]) for bid in bids}
    if common.parameters is None or not parts:
        return plain
    comparison = Comparison(replace(common.parameters, quantity=1), tuple(part.unit for part in parts))
    lines = compute(comparison, columns(comparison))
    many = compute(comparison, drawn(comparison, shares, rng, draws))
    return {
        bid.bid: _costs(plain[bid.bid], bid, parts, comparison, lines, many) if not missing[bid.bid] else plain[bid.bid]
        for bid in bids
    }


def _without(bid: Bid, common: Setting, missing: Sequence[Text]) -> Costs:
    found = list(missing)
    if common.parameters is None:
        found.append(say("No discount rate was locked: costs over a life are not told."))
    return Costs(price(bid, common.months), None, None, None, None, None, tuple(found))


def _parts(bids: Sequence[Bid], common: Setting, stand_in: StandIn) -> tuple[list[_Part], dict[str, list[Text]]]:
    parts: list[_Part] = []
    missing: dict[str, list[Text]] = {bid.bid: [] for bid in bids}
    told_by_one = {name for name in SINGLE for b in bids for p in b.products if getattr(p, name) is not None}
    for bid in bids:
        for product in bid.products:
            years = life(product, common.locked)
            if years is None or years.value <= 0:
                missing[bid.bid].append(say("Years of service of {name}: not told", name=product.designation))
                continue
            parts.append(_Part(bid.bid, product.units, True, _unit(bid, product, years, common, stand_in)))
        for service in bid.services:
            need = _need_years(common)
            if need is None:
                missing[bid.bid].append(say("How many years the need lasts was not locked."))
                continue
            parts.append(_Part(bid.bid, 1.0, False, _service(bid, service, need, told_by_one, common)))
        if not bid.products and not bid.services:
            missing[bid.bid].append(say("No product nor service is told."))
    return parts, missing


def _need_years(common: Setting) -> float | None:
    if common.parameters is not None and common.parameters.years is not None:
        return common.parameters.years
    return None if common.months is None else convert(common.months, "month", "year")


def _unit(bid: Bid, product: Product, years: Estimate, common: Setting, stand_in: StandIn) -> cost.Bid:
    rent = product.rent_eur_per_month if product.rented else None
    return cost.Bid(
        name=f"{bid.bid}: {product.designation}",
        lifetime_years=years,
        condition=product.condition.value,
        price_eur=product.price_eur,
        rent_eur_per_year=None if rent is None else convert(rent, "EUR/month", "EUR/year"),
        kwh_per_year=product.kwh_per_year,
        buy_back_eur=product.buy_back_eur,
        footprint=_footprint(product, common.spread, stand_in),
        **{name: getattr(product, name) for name in SINGLE},
    )


def _footprint(product: Product, spread: float, stand_in: StandIn) -> cost.Footprint | None:
    declared = product.footprint
    if declared is not None:
        return cost.Footprint(with_band(declared.kgco2e, spread), declared.method, declared.verified)
    found = stand_in(product)
    return None if found is None else cost.Footprint(found)


def with_band(estimate: Estimate, spread: float) -> Estimate:
    """Give a figure without interval that of declared figures of models."""
    if estimate.low is not None or estimate.value <= 0:
        return estimate
    reach = math.exp(BAND_SIGMAS / 2 * math.log(spread))
    return Estimate(estimate.value, estimate.value / reach, estimate.value * reach)


def _service(bid: Bid, service: Service, years: float, told_by_one: set[str], common: Setting) -> cost.Bid:
    """Return a service as something that lasts as long as the need: it runs on no electricity and no device is made."""
    method = common.parameters.footprint_method if common.parameters else ""
    nothing: dict[str, Any] = {name: 0.0 for name in SINGLE if name in told_by_one}
    return cost.Bid(
        name=f"{bid.bid}: {service.label}",
        lifetime_years=Estimate(years),
        price_eur=service.price_eur,
        rent_eur_per_year=service.price_eur_per_year,
        kwh_per_year=Estimate(0.0),
        footprint=cost.Footprint(Estimate(0.0), method, verified=True) if method else None,
        **nothing,
    )


def _costs(plain: Costs, bid: Bid, parts: Sequence[_Part], comparison: Comparison, lines: Lines, many: Lines) -> Costs:
    mine = [i for i, part in enumerate(parts) if part.bid == bid.bid]
    devices = [i for i in mine if parts[i].device]
    counts = np.array([part.units for part in parts])

    def summed(column: Column, at: Sequence[int]) -> Column:
        wide = np.broadcast_to(column, (*column.shape[:-1], len(parts)))
        return np.asarray((wide[..., list(at)] * counts[list(at)]).sum(axis=-1), dtype=float)

    def carbon(found: Lines) -> Column:
        given = found.inputs
        return np.asarray(given[DECLARED] / given["lifetime"] + given["kwh"] * given["mix"], dtype=float)

    def both(of: Callable[[Lines], Column], at: Sequence[int]) -> Estimate | None:
        value = float(summed(of(lines), at)) if at else math.nan
        if not math.isfinite(value):
            return None
        low, high = np.percentile(summed(of(many), at), BAND)
        return Estimate(value, float(low), float(high))

    embodied = summed(lines.inputs[DECLARED] / lines.inputs["lifetime"], devices) if devices else np.array(math.nan)
    declared = all(p.footprint is not None for p in bid.products)
    missing = [text for line in lines.counted for text in _missing(line, lines, parts, mine)]
    return replace(
        plain,
        lcc=both(lambda found: found.total, mine),
        eac=both(lambda found: found.yearly, mine),
        gwp=both(carbon, devices),
        embodied_per_year=told(float(embodied)) if declared else None,
        basis=None if not math.isfinite(float(embodied)) else "declared" if declared else "catalogue",
        missing=(*plain.missing, *missing, *_no_carbon(comparison, lines, devices)),
    )


def _missing(line: str, lines: Lines, parts: Sequence[_Part], mine: Sequence[int]) -> list[Text]:
    unknown = [parts[i].unit.name for i in mine if not np.isfinite(lines.euros[line][i])]
    return [say("{line}: not told by {name}", line=LABELS[line], name=name) for name in unknown]


def _no_carbon(comparison: Comparison, lines: Lines, devices: Sequence[int]) -> list[Text]:
    if comparison.parameters.electricity_kgco2e_per_kwh is None:
        return [say("Footprint: the carbon of electricity was not locked")]
    found = []
    for name, text in ((DECLARED, say("Footprint: not declared")), ("kwh", say("Footprint: electricity not told"))):
        if any(not np.isfinite(lines.inputs[name][i]) for i in devices):
            found.append(text)
    return found
