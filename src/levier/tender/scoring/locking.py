"""Published rules are locked: a hash that the documents print, and the proof, when bids are scored, that nothing moved.

A correction of the documents locks again: a new hash, which names the one before, and a later deadline. A lock keeps
the values of the facts that its marks come from: bids are marked with these, whatever a release changes since.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from levier.tender.scoring.basis import Basis, at_hand, kept, remarks, settle
from levier.tender.scoring.rules import Criterion, Rules
from levier.wording.errors import BadOption
from levier.wording.text import Text, say


@dataclass(frozen=True)
class Lock:
    """Locked rules: `content` is what was hashed, with the hash of the lock before."""

    hash: str
    content: str
    locked_on: date
    deadline: date
    previous: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Move:
    """Something that is not as it was locked; None: it is not there."""

    at: str
    locked: Any
    found: Any


@dataclass(frozen=True)
class Proof:
    """Rules as they were locked, and what moved since: nothing, if bids may be marked with them."""

    rules: Rules
    basis: Basis
    moves: tuple[Move, ...]
    remarks: tuple[Text, ...]
    """What the facts say since: it touches no mark."""


def content(rules: Rules, basis: Basis | None = None) -> dict[str, Any]:
    """Return everything that decides marks, as plain values in one form; on the facts of today unless told."""
    basis = basis or at_hand(rules)
    return {
        "form": basis.form,
        "facts": basis.version,
        **({"used": basis.used} if basis.by_value else {}),
        "order": [c.id for c in rules.criteria],
        "criteria": {c.id: _criterion(c, basis) for c in rules.criteria},
        "out_of": rules.out_of,
        "rounding": {"decimals": rules.rounding.decimals, "of": rules.rounding.of} if rules.rounding else None,
        "ties": list(rules.ties),
        "lots": dict(rules.lots),
        "lot_marks": rules.lot_marks.value if rules.lot_marks else None,
        "footprint": {"method": rules.footprint.method, "version": rules.footprint.version}
        if rules.footprint
        else None,
        "parameters": dict(rules.parameters),
        **({"price_basis": rules.price_basis, "months": rules.months} if basis.of_contract else {}),
    }


def _criterion(c: Criterion, basis: Basis) -> dict[str, Any]:
    judged = {"library": c.library, "variables": dict(c.variables)} if basis.by_value and c.library else {}
    return {
        "name": c.name,
        "kind": c.kind.value,
        "weight": c.weight,
        "formula": c.chosen.formula.name,
        "equation": c.chosen.formula.equation,
        "settings": {k: v for k, v in c.chosen.given.items() if k != "weight"},
        "counts": sorted(x.value for x in c.counts),
        **judged,
    }


def canonical(value: Any) -> str:
    """Write plain values in the one way that is hashed: keys in order, numbers as floats, texts in composed form."""
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {unicodedata.normalize("NFC", str(k)): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value) or 0.0  # never -0.0: it is written otherwise and is the same
    return value


def hash_of(text: str, previous: str | None = None) -> str:
    """Return the hash of a canonical text and of the lock before."""
    return hashlib.sha256(f"{previous or ''}\n{text}".encode()).hexdigest()


def lock(rules: Rules, on: date, deadline: date, basis: Basis | None = None) -> Lock:
    """Lock rules at publication, on the facts of today unless told."""
    _check_deadline(on, deadline)
    text = canonical(content(rules, basis))
    return Lock(hash_of(text, None), text, on, deadline)


def relock(before: Lock, rules: Rules, on: date, deadline: date, reason: str) -> Lock:
    """Lock corrected rules; refuse a correction that moves nothing, gives no reason or leaves the deadline."""
    _check_correction(before, on, deadline, reason)
    text = canonical(content(rules))
    if not verify(before, rules):
        raise BadOption(say("Nothing moved: there is nothing to lock again."), found=before.hash)
    return Lock(hash_of(text, before.hash), text, on, deadline, before.hash, reason)


def prolong(before: Lock, on: date, deadline: date, reason: str) -> Lock:
    """Keep locked rules as they are, under their hash, until a later deadline: something else was corrected."""
    _check_correction(before, on, deadline, reason)
    return replace(before, deadline=deadline, reason=reason)


def _check_correction(before: Lock, on: date, deadline: date, reason: str) -> None:
    _check_deadline(on, deadline)
    if deadline <= before.deadline:
        raise BadOption(
            say("A correction needs a later deadline."),
            expected=say("a day after {day}", day=before.deadline.isoformat()),
            found=deadline.isoformat(),
            mend=say("Give bidders time to take the correction in."),
        )
    if not reason.strip():
        raise BadOption(
            say("A correction needs its reason."), mend=say("Say in one sentence what is corrected and why.")
        )


def _check_deadline(on: date, deadline: date) -> None:
    if deadline <= on:
        raise BadOption(
            say("The deadline does not come after the day of locking."),
            expected=say("a day after {day}", day=on.isoformat()),
            found=deadline.isoformat(),
        )


def verify(locked: Lock, rules: Rules) -> list[Move]:
    """Return what moved since the lock, rules and facts as they stand today. The lock itself is checked first.

    Another version of the facts is no move by itself, but for a lock that does not keep their values.
    """
    if forged := _forged(locked):
        return forged
    then = json.loads(locked.content)
    basis = kept(then)
    today = at_hand(rules)
    since = replace(today, form=basis.form) if basis.by_value else replace(basis, version=today.version)
    now = _read(content(rules, since))
    defaults = {f"used.facts.{id_}" for c in rules.criteria for ids in c.chosen.facts.values() for id_ in ids}
    return [
        move
        for move in _moves("", _compared(then), _compared(now))
        if not any(move.at.startswith(known) for known in defaults)  # told by the settings of their criterion
    ]


def prove(locked: Lock, rules: Rules) -> Proof:
    """Return rules with the values that were locked, what of them moved all the same, and what the facts say since."""
    if forged := _forged(locked):
        return Proof(rules, at_hand(rules), tuple(forged), ())
    then = json.loads(locked.content)
    basis = kept(then)
    if not basis.by_value:
        return Proof(rules, basis, tuple(verify(locked, rules)), ())
    found = settle(rules, basis)
    moves = _moves("", then, _read(content(found, basis)))
    return Proof(found, basis, tuple(moves), tuple(remarks(basis)))


def basis_of(locked: Lock) -> Basis:
    """Return what a lock stands on."""
    return kept(json.loads(locked.content))


def _forged(locked: Lock) -> list[Move]:
    found = hash_of(locked.content, locked.previous)
    return [] if found == locked.hash else [Move("hash", locked.hash, found)]


def _read(written: Mapping[str, Any]) -> Any:
    return json.loads(canonical(written))


def _compared(content: dict[str, Any]) -> dict[str, Any]:
    """Leave out what moves no mark of rules that are locked by value: versions, sources, days."""
    if "used" not in content:
        return content
    used = content["used"]
    facts = {id_: {key: fact[key] for key in ("value", "unit")} for id_, fact in used["facts"].items()}
    criteria = {id_: {key: found[key] for key in ("check", "defaults")} for id_, found in used["criteria"].items()}
    return {**content, "facts": None, "used": {"facts": facts, "criteria": criteria}}


def _moves(at: str, locked: Any, found: Any) -> Iterator[Move]:
    if isinstance(locked, dict) and isinstance(found, dict):
        for key in sorted({*locked, *found}):
            yield from _moves(f"{at}.{key}".lstrip("."), locked.get(key), found.get(key))
    elif locked != found:
        yield Move(at, locked, found)
