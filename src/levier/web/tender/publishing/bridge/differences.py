"""What of a draft differs from what was published: first what marks depend on, then the other parts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from levier.report.tender_documents.dossier import PRICE_BASES
from levier.tender.model import PriceBasis
from levier.tender.scoring.announced import ALL_LOTS, Announced
from levier.tender.scoring.formulas import FORMULAS
from levier.tender.scoring.locking import Move, canonical, content, verify
from levier.web.house.words import language, told
from levier.web.tender.file.bridge import FIELDS
from levier.web.tender.models import Publication, Tender
from levier.web.tender.publishing.bridge.locks import locks_of
from levier.wording.numbers import write_number, write_share
from levier.wording.text import Text, say

PARTS: Mapping[str, Text] = {
    "facts": say("Version of the facts"),
    "order": say("Order of the criteria"),
    "out_of": say("Points of the best possible bid"),
    "rounding": say("Rounding"),
    "ties": say("Equal totals"),
    "lots": say("Size of the lots"),
    "lot_marks": say("Marks of several lots"),
    "footprint": say("Method of declared footprints"),
    "parameters": say("Parameters"),
    "price_basis": say("Basis of prices"),
    "months": say("Months of the contract, renewals included"),
    "name": say("name"),
    "kind": say("kind"),
    "weight": say("weight"),
    "formula": say("formula"),
    "equation": say("equation"),
    "settings": say("settings"),
    "counts": say("what it counts"),
    "library": say("criterion of the library"),
    "variables": say("what was chosen in the criterion of the library"),
}
RULES = frozenset(("criteria", "out_of", "rounding", "ties", "lot_marks", "footprint", "parameters", "price_basis"))
"""Parts of a document that the lock holds: they are told one by one."""
NOTHING = "–"


@dataclass(frozen=True)
class Difference:
    """Something that marks depend on: as it was published, and as it stands in the draft."""

    what: str
    published: str
    draft: str


@dataclass(frozen=True)
class Differences:
    """What differs: rules one by one, other parts by what they are for."""

    rules: Sequence[Difference]
    parts: Sequence[Text]

    def __bool__(self) -> bool:
        return bool(self.rules or self.parts)


def differences(publication: Publication, tender: Tender, rules: Announced | None) -> Differences:
    """Compare a draft with its publication; `rules` are those of the draft, None where they could not be locked."""
    moved = [] if rules is None else list(_rules(publication, rules))
    then, now = publication.document, tender.document
    others = [name for name in FIELDS if then.get(name) != now.get(name)]
    unread = {"criteria"} if rules is None else set()
    return Differences(moved, [FIELDS[name].help for name in others if name not in RULES - unread])


def _rules(publication: Publication, rules: Announced) -> Iterator[Difference]:
    kept = dict(locks_of(publication))
    for lot in sorted({*kept, *rules.rules}):
        if lot not in kept or lot not in rules.rules:
            name = told(say("Rules of lot {id}", id=lot) if lot != ALL_LOTS else say("Rules common to all lots"))
            here, gone = told(say("there")), NOTHING
            yield Difference(name, here if lot in kept else gone, here if lot in rules.rules else gone)
            continue
        names = _names(kept[lot].content, canonical(content(rules.rules[lot], rules.bases[lot])))
        for move in _telling(verify(kept[lot], rules.rules[lot])):
            what = told(_what(move.at, names))
            what = what if lot == ALL_LOTS else told(say("{what}, lot {lot}", what=what, lot=lot))
            yield Difference(what, _value(move.at, move.locked), _value(move.at, move.found))


def _names(*contents: str) -> dict[str, str]:
    return {id_: c["name"] for text in contents for id_, c in json.loads(text)["criteria"].items()}


def _telling(moves: Sequence[Move]) -> list[Move]:
    """Leave out what follows from another move: the equation of another formula, the order of other criteria."""
    at = {move.at for move in moves}
    come_or_gone = any(name.count(".") == 1 and name.startswith("criteria.") for name in at)
    return [
        move
        for move in moves
        if not (move.at.endswith(".equation") and move.at.removesuffix("equation") + "formula" in at)
        and not (move.at == "order" and come_or_gone)
    ]


def _what(at: str, names: Mapping[str, str]) -> Text:
    first, *rest = at.split(".")
    if first == "criteria" and rest:
        name = names.get(rest[0], rest[0])
        if len(rest) == 1:
            return say("Criterion “{name}”", name=name)
        part = PARTS.get(rest[1])
        return say("“{name}”: {what}", name=name, what=part or rest[1])
    if first == "used" and rest:
        of_facts = at.removeprefix("used.facts.")
        if of_facts == at:
            return say("How answers to {criterion} are judged", criterion=rest[1])
        return say("Fact {id}", id=of_facts.removesuffix(".value").removesuffix(".unit"))
    if first in ("parameters", "lots") and rest:
        return say("{what}: {name}", what=PARTS[first], name=" ".join(rest))
    return PARTS.get(first) or Text(at)


def _value(at: str, value: Any) -> str:
    lang = language()
    if value is None or value in ("", [], {}):
        return NOTHING
    if isinstance(value, float):
        if at.endswith(".weight"):
            return write_share(value, lang, 0 if round(value, 2) == value else 2)
        return write_number(value, lang, 6)
    if at == "price_basis":
        return told(PRICE_BASES[PriceBasis(value)])
    if isinstance(value, str):
        return told(FORMULAS[value].label) if at.endswith(".formula") and value in FORMULAS else value
    if isinstance(value, Mapping):
        return str(value["name"]) if "name" in value else ", ".join(f"{k} {_value('', v)}" for k, v in value.items())
    return ", ".join(_value("", one) for one in value)
