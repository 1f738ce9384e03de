"""What is locked at publication: prices of energy, rates, lives, the value of carbon; each proposed from a fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from levier.catalogue.model import Parameter
from levier.cost.facts import COST, source
from levier.cost.facts import parameters as facts_of
from levier.cost.reading import PARAMETERS
from levier.footprint.resolution import Resolver
from levier.quantity.units import convert
from levier.tender.model import Mode, Tender
from levier.web.house.bridge import facts
from levier.web.house.words import told
from levier.web.people.bridge import country_name
from levier.wording.text import Text, say

Document = Mapping[str, Any]
LIFE = "lifetime_years"
MIX, REFERENTIAL = "electricity_kgco2e_per_kwh", "pooled"
RATIO = "1"
PERCENT = "%"
LONGEST_SOURCE = 300
UNITS: Mapping[str, Text] = {
    "year": say("years"),
    "EUR/kWh": say("€ per kWh"),
    "kgCO2e/kWh": say("kg CO₂e per kWh"),
    "EUR/tCO2e": say("€ per tonne of CO₂e"),
}
LABELS: Mapping[str, Text] = {
    "discount_rate": say("Discount rate a year, without inflation"),
    "years": say("Years that the need lasts"),
    "electricity_eur_per_kwh": say("Price of electricity"),
    "electricity_growth": say("Growth of that price a year, without inflation"),
    "electricity_kgco2e_per_kwh": say("Carbon of electricity"),
    "carbon_eur_per_tonne": say("Value of carbon"),
    "carbon_growth": say("Growth of that value a year, without inflation"),
}
FACTS: Mapping[str, str] = {
    "discount_rate": "discount.rate.fr",
    "electricity_eur_per_kwh": "electricity.price.fr.business",
    "carbon_eur_per_tonne": "carbon.value.fr.{year}",
}
"""Parameter -> the fact that is proposed for it, by the year of the notice."""


@dataclass(frozen=True)
class Proposal:
    """A value proposed for a parameter, in the unit of its line, and where it comes from."""

    value: float
    label: Text
    source: str
    checked_on: date | None
    note: str


@dataclass(frozen=True)
class Line:
    """A parameter that may be locked: its unit as the page shows it, and what is proposed."""

    id: str
    label: Text | str
    unit: str
    proposal: Proposal | None = None

    @property
    def written_unit(self) -> str:
        """Return its unit as people write it."""
        return told(UNITS[self.unit]) if self.unit in UNITS else self.unit


def lines(tender: Tender, country: str, today: date) -> list[Line]:
    """Return the parameters that a tender may lock, and those that it locks already."""
    on = tender.notice_on or today
    proposals = {name: _proposal(name, unit, on) for name, (unit, _, _) in PARAMETERS.items()}
    proposals[MIX] = _mix(country, on)
    found = [Line(name, LABELS[name], _unit(unit), proposals[name]) for name, (unit, _, _) in PARAMETERS.items()]
    found += [Line(f"{LIFE}.{category}", _life(category), "year") for category in _kinds(tender)]
    known = {line.id for line in found}
    return found + [Line(p.id, p.id, p.unit or "") for p in tender.parameters if p.id not in known]


def _kinds(tender: Tender) -> list[str]:
    """Return the kinds of things whose years of service may be locked: categories, and refurbished where there are."""
    categories = dict.fromkeys(q.category for q in tender.quantities if q.category)
    modes = {q.mode for q in tender.quantities} | {lot.mode for lot in tender.lots}
    modes.add(tender.need.mode if tender.need else None)
    return [*categories, *(["refurbished"] if modes & {Mode.REFURBISHED, Mode.MIXED} else [])]


def _life(kind: str) -> Text:
    if kind == "refurbished":
        return say("Years of service of what is refurbished")
    known = facts().categories.get(kind)
    return say("Years of service: {kind}", kind=known.label if known else kind)


def _unit(unit: str) -> str:
    return PERCENT if unit == RATIO else unit


def _proposal(name: str, unit: str, on: date) -> Proposal | None:
    known: Mapping[str, Parameter] = facts_of(COST)
    fact = known.get(FACTS.get(name, "").format(year=on.year))
    if fact is None:
        return None
    value = convert(fact.value, RATIO if fact.unit == "dimensionless" else fact.unit, unit)
    origin = fact.provenance
    return Proposal(
        value=round(value * 100, 9) if unit == RATIO else value,
        label=fact.label,
        source=f"{source(origin.source).title}, {origin.page}",
        checked_on=origin.checked_on,
        note=origin.note,
    )


def _mix(country: str, on: date) -> Proposal | None:
    """Propose the carbon of a kWh of the country's electricity, as footprints are computed with."""
    mix = Resolver(facts(), REFERENTIAL).mix(country, "gwp", on.year)
    if mix is None:
        return None
    fact = next((m for m in facts().mixes if m.id == mix.fact), None)
    origin = f", {fact.provenance.page}" if fact and fact.provenance.page else ""
    return Proposal(
        value=round(mix.value, 6),
        label=say("Electricity in {country}, losses and upstream included", country=country_name(country)),
        source=f"{facts().sources[mix.source].title}{origin}",
        checked_on=fact.provenance.checked_on if fact else None,
        note="",
    )


def shown(document: Document) -> dict[str, Any]:
    """Return what the form shows of a document, by parameter."""
    found: dict[str, Any] = {}
    for locked in document.get("parameters") or ():
        value = locked.get("value")
        ratio = PARAMETERS.get(locked["id"], ("",))[0] == RATIO and locked.get("unit") != PERCENT
        found[f"value-{locked['id']}"] = round(value * 100, 9) if ratio and value is not None else value
        found[f"source-{locked['id']}"] = locked.get("source") or ""
    return found


def with_values(document: Document, values: Mapping[str, Any], units: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the parameters of a document with other values; one without value and source is no longer locked."""
    there = {p["id"]: dict(p) for p in document.get("parameters") or ()}
    for id_, unit in units.items():
        value, origin = values.get(f"value-{id_}"), values.get(f"source-{id_}")
        if value is None and not origin:
            there.pop(id_, None)
            continue
        ratio = unit == PERCENT and id_ in PARAMETERS
        kept = round(value / 100, 11) if ratio and value is not None else value
        written = None if ratio else there.get(id_, {}).get("unit") or unit or None
        there[id_] = {"id": id_, "value": kept, "unit": written, "source": origin or None}
    return list(there.values())


def prefilled(known: list[Line], now: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form shows once the proposals stand where nothing is told."""
    found = dict(now)
    for line in known:
        if line.proposal and now.get(f"value-{line.id}") is None:
            found[f"value-{line.id}"] = line.proposal.value
            found[f"source-{line.id}"] = line.proposal.source[:LONGEST_SOURCE]
    return found


def label_of(line: Line) -> str:
    """Return how a parameter is called, with its unit."""
    name = line.label if isinstance(line.label, str) else told(line.label)
    return f"{name} ({line.written_unit})" if line.unit else name
