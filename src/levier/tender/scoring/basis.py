"""What rules stand on: the version of the facts and, by value, those that marks come from. A lock keeps it.

So a lock outlives a release: bids are marked with what was locked, and what the facts say since is a remark.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from levier.catalogue.model import Parameter
from levier.cost.facts import COST, parameters, version
from levier.tender.library.check import variables_of
from levier.tender.library.loading import shipped_library
from levier.tender.library.model import Criterion as LibraryCriterion
from levier.tender.library.model import Library
from levier.tender.library.parsing import parse
from levier.tender.scoring.formulas import FACTS, choose
from levier.tender.scoring.rules import Criterion, Rules, fact_of
from levier.wording.text import Text, say

Json = Mapping[str, Any]
FIRST_FORM, SECOND_FORM, FORM = "levier.rules/1", "levier.rules/2", "levier.rules/3"
"""Forms of what is hashed: another form gives another hash.

Locks of the first one keep no values of facts, those of the first two neither the basis of prices nor the duration.
"""


def facts_version() -> str:
    """Return the version of the facts that announced parameters and defaults are taken from."""
    return version(COST, FACTS)


@dataclass(frozen=True)
class Basis:
    """The version of the facts and those that marks come from: figures by id, criteria of the library by theirs."""

    version: str
    facts: Mapping[str, Json] = field(default_factory=lambda: MappingProxyType({}))
    """Id -> value, unit, source, day of the check."""
    criteria: Mapping[str, Json] = field(default_factory=lambda: MappingProxyType({}))
    """Id -> version, check, what its variables are unless the buyer chose."""
    form: str = FORM

    @property
    def by_value(self) -> bool:
        """Tell whether it keeps what marks come from; locks of the first form do not."""
        return self.form != FIRST_FORM

    @property
    def of_contract(self) -> bool:
        """Tell whether what costs take from the contract is locked too: the basis of prices, and the duration."""
        return self.form not in (FIRST_FORM, SECOND_FORM)

    @property
    def used(self) -> dict[str, Any]:
        """Return what is locked by value."""
        return {"facts": dict(self.facts), "criteria": dict(self.criteria)}

    def library(self, library: Library) -> Library:
        """Return the library with the checks and defaults that were locked."""
        there = {id_: kept for id_, kept in self.criteria.items() if id_ in library.criteria}
        found = {id_: _as_locked(library.criteria[id_], kept) for id_, kept in there.items()}
        return replace(library, criteria={**library.criteria, **found}) if found else library


def _as_locked(criterion: LibraryCriterion, kept: Json) -> LibraryCriterion:
    check = criterion.check if kept["check"] == criterion.written_check else parse(kept["check"])
    read, defaults = variables_of(check), kept["defaults"]
    variables = tuple(replace(v, default=defaults.get(v.id)) if v.id in read else v for v in criterion.variables)
    return replace(criterion, check=check, written_check=kept["check"], variables=variables)


def at_hand(rules: Rules) -> Basis:
    """Return what rules stand on today."""
    known = _figures()
    ids = {id_ for c in rules.criteria for taken in c.chosen.facts.values() for id_ in taken}
    ids |= {fact for value in rules.parameters.values() if (fact := fact_of(value)) is not None}
    named = {c.library for c in rules.criteria if c.library is not None}
    criteria = shipped_library().criteria if named else {}
    return Basis(
        facts_version(),
        {id_: _figure(known[id_]) for id_ in sorted(ids) if id_ in known},
        {id_: _criterion(criteria[id_]) for id_ in sorted(named) if id_ in criteria and criteria[id_].check},
    )


def _figures() -> dict[str, Parameter]:
    return {**parameters(COST), **parameters(FACTS)}


def _figure(fact: Parameter) -> Json:
    return {
        "value": fact.value,
        "unit": fact.unit,
        "source": fact.provenance.source,
        "checked_on": fact.provenance.checked_on.isoformat(),
    }


def _criterion(criterion: LibraryCriterion) -> Json:
    read = variables_of(criterion.check)
    defaults = {v.id: v.default for v in criterion.variables if v.id in read and v.default is not None}
    return {"version": criterion.version, "check": criterion.written_check, "defaults": defaults}


def kept(content: Json) -> Basis:
    """Return what a lock stands on, from its content."""
    used = content.get("used", {})
    return Basis(str(content["facts"]), used.get("facts", {}), used.get("criteria", {}), str(content["form"]))


def settle(rules: Rules, basis: Basis) -> Rules:
    """Return rules with the values that a lock keeps, whatever the facts say since."""
    if not basis.by_value:
        return rules
    values = {id_: float(fact["value"]) for id_, fact in basis.facts.items()}
    return replace(rules, criteria=tuple(_settled(c, values) for c in rules.criteria), kept=basis.facts)


def _settled(criterion: Criterion, values: Mapping[str, float]) -> Criterion:
    chosen = criterion.chosen
    if not chosen.facts:
        return criterion
    told = {key: value for key, value in chosen.given.items() if key not in chosen.facts}
    return replace(criterion, chosen=choose(chosen.formula.name, told, values))


def remarks(basis: Basis) -> Iterator[Text]:
    """Tell what the facts say since rules were locked: nothing of it touches a mark."""
    if not basis.by_value:
        return
    moved = [*_moved_figures(basis), *_moved_criteria(basis)]
    yield from moved
    if basis.version != facts_version() and not moved:
        yield say(
            "The facts have another version than when the rules were locked ({locked}, today {found}): none that "
            "these marks use moved.",
            locked=basis.version,
            found=facts_version(),
        )


def _moved_figures(basis: Basis) -> Iterator[Text]:
    known = _figures()
    for id_, fact in basis.facts.items():
        found = known.get(id_)
        if found is not None and float(fact["value"]) == found.value and fact["unit"] == found.unit:
            continue
        yield say(
            "{fact} was {locked} when the rules were locked and is {found} in the facts today: bids are marked with "
            "what was locked.",
            fact=found.label if found else id_,
            locked=_written(fact["value"], fact["unit"]),
            found=_written(found.value, found.unit) if found else say("no longer there"),
        )


def _written(value: float, unit: str) -> float | Text:
    return float(value) if unit in ("1", "dimensionless") else say("{n} {unit}", n=float(value), unit=unit)


def _moved_criteria(basis: Basis) -> Iterator[Text]:
    criteria = shipped_library().criteria if basis.criteria else {}
    for id_, locked in basis.criteria.items():
        found = _criterion(criteria[id_]) if id_ in criteria else {}
        if any(found.get(key) != locked[key] for key in ("check", "defaults")):
            yield say(
                "How answers to {criterion} are judged was changed in the library since the rules were locked: bids "
                "are marked as it was locked.",
                criterion=id_,
            )
