"""The rules of an award as announced: criteria with weights and formulas, rounding, ties, lots, the footprint method.

`rules` reads the `award` part of a tender (docs/schemas/rules.schema.json), on its own or inside a tender.yaml.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from levier.cost.files import Cells, read_yaml
from levier.tender.model import Counted, CriterionKind, Duration, LotMarks, PriceBasis
from levier.tender.scoring.formulas import FORMULAS, Chosen, choose
from levier.wording.errors import BadOption
from levier.wording.text import say

TOLERANCE = 1e-9
"""By how much weights may miss one: the rounding of the machine, not of people."""
OUT_OF = 100.0
AWARD = (
    *("criteria", "out_of", "rounding", "ties", "lots", "lot_marks", "footprint", "parameters"),
    *("price_basis", "months", "example"),
)
COVERS: Mapping[str, str] = {
    "acquisition": "price",
    "use": "kwh",
    "maintenance": "maintenance",
    "end_of_life": "end_of_life",
    "externalities": "carbon_use",
}
"""Parts of a cost as a tender.yaml names them -> what they count."""
CRITERION = ("id", "name", "kind", "weight", "formula", "counts", "library", "variables")


@dataclass(frozen=True)
class Criterion:
    """One award criterion; `weight` is a share of the whole."""

    id: str
    name: str
    kind: CriterionKind
    weight: float
    chosen: Chosen
    counts: frozenset[Counted] = frozenset()
    library: str | None = None
    """Id of the criterion of the library by which answers are marked."""
    variables: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """What the buyer chose in it."""


@dataclass(frozen=True)
class Rounding:
    """A rounding that the RC (règlement de la consultation) announces; without one nothing is rounded."""

    decimals: int
    of: str
    """`points` of each criterion, or `total`."""


@dataclass(frozen=True)
class FootprintRule:
    """The one method and version under which declared footprints are scored."""

    method: str
    version: str


@dataclass(frozen=True)
class Rules:
    """Everything that decides how bids are marked. `parameters` are locked with it: electricity, discounting, lives…"""

    criteria: tuple[Criterion, ...]
    out_of: float = OUT_OF
    rounding: Rounding | None = None
    ties: tuple[str, ...] = ()
    """Ids of the criteria that decide between equal totals, first one first; without them equal bids share a rank."""
    lots: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    lot_marks: LotMarks | None = None
    footprint: FootprintRule | None = None
    parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    price_basis: str | None = None
    """Whether prices are compared before VAT or with it; None where it is not told."""
    months: float | None = None
    """How long the contract runs, with all its renewals: costs are counted over it."""
    kept: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))
    """Facts that a lock keeps by value: they stand before those of today."""

    @property
    def costed(self) -> dict[str, Any]:
        """Return the parameters as costs are computed from them: a fact that a lock keeps is its value."""
        return {name: self.kept.get(fact_of(value) or "", value) for name, value in self.parameters.items()}

    def criterion(self, name: str) -> Criterion:
        """Return a criterion by its id."""
        return next(c for c in self.criteria if c.id == name)

    def maximum(self, criterion: Criterion) -> float:
        """Return the most points that a criterion can give."""
        return criterion.weight * self.out_of


def fact_of(value: object) -> str | None:
    """Return the fact that a parameter names instead of a value."""
    return str(value["fact"]) if isinstance(value, Mapping) and set(value) == {"fact"} else None


def read_award(path: Path) -> tuple[Rules, dict[str, Any], str]:
    """Read a file of rules or a tender: the rules, the whole `award` part, and the name of the file."""
    content = read_yaml(path)
    award = content["award"] if isinstance(content.get("award"), Mapping) else of_tender(content)
    return rules(award, path.name), dict(award), path.name


def of_tender(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rules of a tender.yaml, whose criteria stand at its root: only what marks depend on is taken."""
    found = {key: content[key] for key in AWARD if key in content and key not in ("criteria", "lots")}
    written = content.get("criteria")
    if isinstance(written, list):
        chosen = _chosen(content.get("clauses"))
        found["criteria"] = [_with(chosen, c) for raw in written for c in _leaves(raw)]
    elif written is not None:
        found["criteria"] = written
    if isinstance(content.get("lot_marks"), str) and "lots" in content:
        found["lots"] = [_lot(lot) for lot in content["lots"]] if isinstance(content["lots"], list) else content["lots"]
    if (months := _months(content.get("duration"))) is not None:
        found["months"] = months
    if isinstance(content.get("parameters"), list):
        found["parameters"] = {str(p["id"]): _parameter(p) for p in content["parameters"] if isinstance(p, Mapping)}
    return found


def _chosen(clauses: object) -> dict[str, Mapping[str, Any]]:
    """Return what the buyer chose in clauses of the library, by their id."""
    found = [c for c in clauses if isinstance(c, Mapping)] if isinstance(clauses, list) else []
    return {str(c["id"]): c["variables"] for c in found if c.get("id") and isinstance(c.get("variables"), Mapping)}


def _with(chosen: Mapping[str, Mapping[str, Any]], criterion: object) -> object:
    variables = chosen.get(str(criterion.get("library"))) if isinstance(criterion, Mapping) else None
    return {**criterion, "variables": dict(variables)} if variables and isinstance(criterion, Mapping) else criterion


def _months(raw: object) -> int | None:
    """Return how long a contract runs, from the duration that a tender tells."""
    if not isinstance(raw, Mapping):
        return None
    told = {key: raw[key] for key in ("months", "renewals", "renewal_months") if isinstance(raw.get(key), int)}
    return Duration(**told).total_months


def _lot(raw: object) -> object:
    """Return what marks depend on in a lot: its id, and its weight or value."""
    if not isinstance(raw, Mapping):
        return raw
    found = {key: raw[key] for key in ("id", "name", "weight", "value_eur") if raw.get(key) is not None}
    if raw.get("value_eur_ex_vat") is not None:
        found.setdefault("value_eur", raw["value_eur_ex_vat"])
    return found


def _parameter(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is locked of a parameter: its value with its unit and source, where they are told."""
    return {key: raw[key] for key in ("value", "unit", "source") if raw.get(key) is not None}


def _leaves(raw: object) -> list[object]:
    """Return a criterion as rules have it, or its sub-criteria, which are what is marked."""
    if not isinstance(raw, Mapping):
        return [raw]
    if isinstance(raw.get("parts"), list) and raw["parts"]:
        return [leaf for part in raw["parts"] for leaf in _leaves(part)]
    found = {key: raw[key] for key in CRITERION if raw.get(key) is not None}
    if isinstance(raw.get("formula"), str) or (raw.get("formula") is None and isinstance(raw.get("ladder"), list)):
        settings = raw.get("parameters")
        name = {"ladder": "quality-ladder", None: "quality-ladder"}.get(raw.get("formula"), raw.get("formula"))
        found["formula"] = {"name": name, **(settings if isinstance(settings, Mapping) else {})}
        if isinstance(raw.get("ladder"), list) and all(isinstance(rung, Mapping) for rung in raw["ladder"]):
            found["formula"]["ladder"] = [rung.get("points") for rung in raw["ladder"]]
    if isinstance(raw.get("covers"), list) and "counts" not in found:
        found["counts"] = [COVERS.get(str(part), str(part)) for part in raw["covers"]]
    return [found]


def rules(award: object, file: str) -> Rules:
    """Make rules from the `award` part of a tender; raises `UnusableFile` or `BadOption` where it cannot be used."""
    cells = Cells(award, file, "award", AWARD)
    criteria = tuple(_criterion(part) for part in cells.parts("criteria", CRITERION))
    ids = [c.id for c in criteria]
    if len(set(ids)) < len(ids):
        raise cells.refuse("criteria", say("an id of its own for each criterion"), ", ".join(ids))
    _check_weights(criteria)
    return Rules(
        criteria=criteria,
        out_of=cells.needed("out_of", least=1.0) if "out_of" in cells.cells else OUT_OF,
        rounding=_rounding(cells),
        ties=_ties(cells, ids),
        lots=_lots(cells),
        lot_marks=LotMarks(cells.among("lot_marks", [m.value for m in LotMarks]))
        if "lot_marks" in cells.cells
        else None,
        footprint=_footprint(cells),
        parameters=_mapping(cells, "parameters"),
        price_basis=cells.among("price_basis", [b.value for b in PriceBasis]) if "price_basis" in cells.cells else None,
        months=cells.number("months"),
    )


def _check_weights(criteria: tuple[Criterion, ...]) -> None:
    whole = math.fsum(c.weight for c in criteria)
    if abs(whole - 1.0) > TOLERANCE:
        raise BadOption(
            say("The weights of the criteria do not add up to one."),
            expected=say("shares that add up to 1, such as 0.4, 0.35 and 0.25"),
            found=f"{whole:g} ({', '.join(f'{c.id} {c.weight:g}' for c in criteria)})",
            mend=say("Correct a weight. Shares are written from 0 to 1, not in per cent."),
        )


def _criterion(cells: Cells) -> Criterion:
    raw = cells.cells.get("formula")
    if isinstance(raw, str):
        raw = {"name": raw}
    if not isinstance(raw, Mapping) or not isinstance(raw.get("name"), str):
        raise cells.refuse("formula", say("a formula: {words}", words=", ".join(FORMULAS)), raw)
    counts = cells.cells.get("counts", [])
    words = [c.value for c in Counted]
    if not isinstance(counts, list) or any(c not in words for c in counts):
        raise cells.refuse("counts", say("a list of: {words}", words=", ".join(words)), counts)
    name = cells.text("id")
    return Criterion(
        id=name,
        name=cells.text("name", name),
        kind=CriterionKind(cells.among("kind", [k.value for k in CriterionKind])),
        weight=cells.needed("weight", least=0.0, most=1.0),
        chosen=choose(raw["name"], {str(k): v for k, v in raw.items() if k != "name"}),
        counts=frozenset(Counted(c) for c in counts),
        library=cells.text("library", "") or None,
        variables=_mapping(cells, "variables"),
    )


def _rounding(cells: Cells) -> Rounding | None:
    if "rounding" not in cells.cells:
        return None
    part = cells.part("rounding", ("decimals", "of"))
    decimals = part.needed("decimals", least=0, most=9)
    if decimals != int(decimals):
        raise part.refuse("decimals", say("a whole number such as 2"), decimals)
    return Rounding(int(decimals), part.among("of", ("points", "total"), "total"))


def _ties(cells: Cells, ids: list[str]) -> tuple[str, ...]:
    found = cells.cells.get("ties", [])
    if not isinstance(found, list) or any(name not in ids for name in found):
        raise cells.refuse("ties", say("a list of: {words}", words=", ".join(ids)), found)
    return tuple(found)


def _lots(cells: Cells) -> Mapping[str, float]:
    if "lots" not in cells.cells:
        return {}
    parts = cells.parts("lots", ("id", "name", "weight", "value_eur"))
    return {part.text("id"): part.needed("weight" if "weight" in part.cells else "value_eur") for part in parts}


def _footprint(cells: Cells) -> FootprintRule | None:
    if "footprint" not in cells.cells:
        return None
    part = cells.part("footprint", ("method", "version"))
    return FootprintRule(part.text("method"), part.text("version"))


def _mapping(cells: Cells, key: str) -> Mapping[str, Any]:
    found = cells.cells.get(key, {})
    if not isinstance(found, Mapping):
        raise cells.refuse(key, say("keys and values"), found)
    return dict(found)
