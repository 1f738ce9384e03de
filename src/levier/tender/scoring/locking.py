"""Published rules are locked: a hash that the documents print, and the proof, when bids are scored, that nothing moved.

A correction of the documents locks again: a new hash, which names the one before, and a later deadline.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from levier.cost.facts import COST, version
from levier.tender.scoring.formulas import FACTS
from levier.tender.scoring.rules import Criterion, Rules
from levier.wording.errors import BadOption
from levier.wording.text import say

FORM = "levier.rules/1"
"""The form of what is hashed: another form gives another hash."""


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


def facts_version() -> str:
    """Return the version of the facts that announced parameters and defaults are taken from."""
    return version(COST, FACTS)


def content(rules: Rules, facts: str) -> dict[str, Any]:
    """Return everything that decides marks, as plain values in one form."""
    return {
        "form": FORM,
        "facts": facts,
        "order": [c.id for c in rules.criteria],
        "criteria": {c.id: _criterion(c) for c in rules.criteria},
        "out_of": rules.out_of,
        "rounding": {"decimals": rules.rounding.decimals, "of": rules.rounding.of} if rules.rounding else None,
        "ties": list(rules.ties),
        "lots": dict(rules.lots),
        "lot_marks": rules.lot_marks.value if rules.lot_marks else None,
        "footprint": {"method": rules.footprint.method, "version": rules.footprint.version}
        if rules.footprint
        else None,
        "parameters": dict(rules.parameters),
    }


def _criterion(c: Criterion) -> dict[str, Any]:
    return {
        "name": c.name,
        "kind": c.kind.value,
        "weight": c.weight,
        "formula": c.chosen.formula.name,
        "equation": c.chosen.formula.equation,
        "settings": {k: v for k, v in c.chosen.given.items() if k != "weight"},
        "counts": sorted(x.value for x in c.counts),
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


def lock(rules: Rules, on: date, deadline: date, facts: str | None = None) -> Lock:
    """Lock rules at publication."""
    _check_deadline(on, deadline)
    text = canonical(content(rules, facts or facts_version()))
    return Lock(hash_of(text, None), text, on, deadline)


def relock(before: Lock, rules: Rules, on: date, deadline: date, reason: str, facts: str | None = None) -> Lock:
    """Lock corrected rules; refuse a correction that moves nothing, gives no reason or leaves the deadline."""
    _check_correction(before, on, deadline, reason)
    text = canonical(content(rules, facts or facts_version()))
    if text == before.content:
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


def verify(locked: Lock, rules: Rules, facts: str | None = None) -> list[Move]:
    """Return what moved since the lock: nothing, if bids may be scored. The lock itself is checked first."""
    if hash_of(locked.content, locked.previous) != locked.hash:
        return [Move("hash", locked.hash, hash_of(locked.content, locked.previous))]
    now = json.loads(canonical(content(rules, facts or facts_version())))
    return list(_moves("", json.loads(locked.content), now))


def _moves(at: str, locked: Any, found: Any) -> Iterator[Move]:
    if isinstance(locked, dict) and isinstance(found, dict):
        for key in sorted({*locked, *found}):
            yield from _moves(f"{at}.{key}".lstrip("."), locked.get(key), found.get(key))
    elif locked != found:
        yield Move(at, locked, found)
