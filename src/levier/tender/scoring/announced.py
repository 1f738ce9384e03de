"""The rules of an award as a tender announces them, by lot where lots have criteria of their own, and their hash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from levier.tender.law.case import serves
from levier.tender.model import Criterion, Lot, Tender
from levier.tender.scoring.basis import Basis, at_hand, settle
from levier.tender.scoring.locking import canonical, content, hash_of
from levier.tender.scoring.rules import Rules, of_tender, rules

ALL_LOTS = ""


@dataclass(frozen=True)
class Announced:
    """Rules by the id of a lot, or under `ALL_LOTS` where all lots share them, and what each stands on."""

    rules: Mapping[str, Rules]
    bases: Mapping[str, Basis]

    @property
    def facts(self) -> str:
        """Return the version of the facts."""
        return next(iter(self.bases.values())).version

    @cached_property
    def hash(self) -> str:
        """Return what the documents print: for common rules, the same hash as the laboratory shows and `lock` makes."""
        contents = {lot: content(of_lot, self.bases[lot]) for lot, of_lot in self.rules.items()}
        return hash_of(canonical(contents[ALL_LOTS] if list(contents) == [ALL_LOTS] else contents))


def announced(tender: Tender, file: str, locked: Mapping[str, Basis] | None = None) -> Announced:
    """Return the rules of a tender; raises `UnusableFile` or `BadOption` for rules that could not mark a bid.

    They stand on the facts of today, or on what was `locked`, by lot where lots have rules of their own.
    """
    of_a_lot = any(criterion.lots for criterion in tender.criteria) and tender.lots
    found = (
        {lot.id: rules(_award(tender, lot), file) for lot in tender.lots}
        if of_a_lot
        else {ALL_LOTS: rules(_award(tender, None), file)}
    )
    bases = {lot: _basis(lot, of_lot, locked or {}) for lot, of_lot in found.items()}
    return Announced({lot: settle(of_lot, bases[lot]) for lot, of_lot in found.items()}, bases)


def _basis(lot: str, rules: Rules, locked: Mapping[str, Basis]) -> Basis:
    """Return what the rules of a lot stand on; where the lock at hand is that of another lot, its version and form."""
    if lot in locked or not locked:
        return locked.get(lot) or at_hand(rules)
    other = next(iter(locked.values()))
    return replace(at_hand(rules), version=other.version, form=other.form)


def _award(tender: Tender, lot: Lot | None) -> dict[str, Any]:
    """Write the tender as its file has it, so that an object and a file never give two sets of rules."""
    written: dict[str, Any] = {
        "criteria": [_criterion(c) for c in tender.criteria if lot is None or serves(c.lots, lot)],
        "out_of": tender.out_of,
        "rounding": _rounding(tender),
        "ties": list(tender.ties) or None,
        "lot_marks": tender.lot_marks.value if tender.lot_marks else None,
        "lots": [{"id": x.id, "title": x.title, "value_eur_ex_vat": x.value_eur_ex_vat} for x in tender.lots],
        "footprint": vars(tender.footprint) if tender.footprint else None,
        "price_basis": tender.price_basis.value if tender.price_basis else None,
        "duration": vars(tender.duration) if tender.duration else None,
        "parameters": [vars(parameter) for parameter in tender.parameters] or None,
        "clauses": [{"id": c.id, "variables": dict(c.variables)} for c in tender.clauses if c.id and c.variables],
    }
    return of_tender({key: value for key, value in written.items() if value is not None})


def _rounding(tender: Tender) -> dict[str, Any] | None:
    if tender.rounding is None:
        return None
    of = {"of": tender.rounding.of.value} if tender.rounding.of else {}
    return {"decimals": tender.rounding.decimals, **of}


def _criterion(criterion: Criterion) -> dict[str, Any]:
    written: dict[str, Any] = {
        "id": criterion.id,
        "name": criterion.name,
        "kind": criterion.kind.value,
        "weight": criterion.weight,
        "formula": criterion.formula,
        "parameters": dict(criterion.parameters),
        "ladder": [{"points": rung.points} for rung in criterion.ladder] or None,
        "parts": [_criterion(part) for part in criterion.parts] or None,
        "covers": [part.value for part in criterion.covers] or None,
        "counts": [counted.value for counted in criterion.counts] or None,
        "library": criterion.library,
    }
    return {key: value for key, value in written.items() if value is not None}
