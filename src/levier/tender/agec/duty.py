"""Who has to declare: what the facts name, and what they leave open."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from levier.tender.law.facts import Law, Rule
from levier.tender.model import PRIVATE_KINDS, BuyerKind

RULE = "AGEC-58"


class Bound(StrEnum):
    """Whether a kind of buyer has to declare."""

    YES = "yes"
    NO = "no"
    """A private buyer, whom the rule does not name."""
    OPEN = "open"
    """A public buyer whom the rule does not name: nothing that was read settles it."""
    NOT_TOLD = "not_told"


@dataclass(frozen=True)
class Duty:
    """The rule, the kinds that it names, and whether it binds the buyer asked about."""

    bound: Bound
    kind: BuyerKind | None
    named: tuple[BuyerKind, ...]
    rule: Rule
    source: str


def duty(kind: BuyerKind | None, law: Law) -> Duty:
    """Tell whether a kind of buyer has to declare, by what the rule names."""
    rule = law.rules[RULE]
    named = tuple(k for k in BuyerKind if {"all", k.value} & set(rule.binds))
    return Duty(_bound(kind, named), kind, named, rule, law.sources[rule.origin.source].title)


def _bound(kind: BuyerKind | None, named: tuple[BuyerKind, ...]) -> Bound:
    if kind is None:
        return Bound.NOT_TOLD
    if kind in named:
        return Bound.YES
    return Bound.NO if kind in PRIVATE_KINDS else Bound.OPEN
