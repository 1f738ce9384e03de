"""What the chosen criteria make of a contract: codes of its notice (eForms), considerations of its data (DECP)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from levier.tender.library.model import Code, Concern, Criterion, Kind, Library
from levier.wording.text import Text, say

SOCIAL, ENVIRONMENT = "decp-social", "decp-environment"
NONE_OF = {SOCIAL: "Pas de considération sociale", ENVIRONMENT: "Pas de considération environnementale"}


@dataclass(frozen=True)
class Considerations:
    """The two lists that the data of a contract must hold, each in the order of the official values."""

    social: tuple[str, ...]
    environment: tuple[str, ...]


@dataclass(frozen=True)
class Other:
    """Something that counts for the data of a contract: its kind, its concern, whether it reserves the contract."""

    kind: Kind
    concern: Concern
    reserved: bool = False


@dataclass(frozen=True)
class Proposed:
    """A code to enter in a notice: field of the form, code, and the criteria that it comes from."""

    field: str
    code: Code
    criteria: tuple[str, ...]
    reason: Text | None = None


FIELDS = {
    "strategic-procurement": "BT-06",
    "environmental-impact": "BT-774",
    "social-objective": "BT-775",
    "innovative-acquisition": "BT-776",
    "gpp-criteria": "BT-805",
    "accessibility": "BT-754",
    "reserved-procurement": "BT-71",
}


def considerations(chosen: Sequence[Criterion], library: Library, others: Iterable[Other] = ()) -> Considerations:
    """Derive the considerations of DECP; "Pas de considération…" stands alone, where nothing else does.

    `others` is what the tender holds besides the criteria of the library: words of its own, reserved lots.
    """
    held = {*others, *(Other(c.kind, concern, _reserves(c)) for c in chosen for concern in c.concerns)}
    found = {rule.consideration for rule in library.decp if Other(rule.kind, rule.concern, rule.reserved) in held}
    return Considerations(_listed(SOCIAL, found, library), _listed(ENVIRONMENT, found, library))


def _reserves(criterion: Criterion) -> bool:
    return criterion.kind is Kind.BUYER_RULE and "reserved-procurement" in criterion.eforms


def _listed(name: str, found: set[str], library: Library) -> tuple[str, ...]:
    mine = tuple(code for kind, code in library.codes if kind == name and code in found)
    return mine or (NONE_OF[name],)


def eforms(chosen: Sequence[Criterion], library: Library) -> list[Proposed]:
    """Propose the codes of a notice, in the order of its fields; nothing is invented where no criterion asks for it."""
    by_code: dict[tuple[str, str], list[str]] = {}
    for criterion in _carrying(chosen):
        for list_, codes in criterion.eforms.items():
            for code in codes:
                by_code.setdefault((list_, code), []).append(criterion.id)
    _strategy(chosen, by_code)
    order = list(FIELDS)
    proposed = [
        Proposed(FIELDS[list_], library.codes[list_, code], tuple(ids), _reason(list_))
        for (list_, code), ids in sorted(by_code.items(), key=lambda kv: (order.index(kv[0][0]), kv[0][1]))
    ]
    return proposed


def _carrying(chosen: Iterable[Criterion]) -> list[Criterion]:
    """Leave out what says nothing of the contract: an exclusion option is no objective of the purchase."""
    return [c for c in chosen if c.kind is not Kind.EXCLUSION_OPTION]


def _strategy(chosen: Sequence[Criterion], by_code: dict[tuple[str, str], list[str]]) -> None:
    """Add what follows from all criteria together: the strategy, and that green criteria are our own."""
    served = _served(_carrying(chosen))
    for concern, code in ((Concern.ENVIRONMENT, "env-imp"), (Concern.SOCIAL, "soc-obj")):
        if served[concern]:
            by_code["strategic-procurement", code] = served[concern]
    if not any(served.values()):
        by_code["strategic-procurement", "none"] = []
    green = served[Concern.ENVIRONMENT]
    by_code["gpp-criteria", "other" if green else "none"] = green
    if not any(list_ == "reserved-procurement" for list_, _ in by_code):
        by_code["reserved-procurement", "none"] = []


def _served(chosen: Sequence[Criterion]) -> Mapping[Concern, list[str]]:
    return {
        concern: [c.id for c in chosen if concern in c.concerns and c.eforms]
        for concern in (Concern.ENVIRONMENT, Concern.SOCIAL)
    }


def _reason(list_: str) -> Text | None:
    if list_ != "gpp-criteria":
        return None
    return say("No criterion of the library is a green procurement criterion of the European Union or of the State.")
