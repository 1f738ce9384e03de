"""Published rules do not move: the hash says so, a correction is a new lock, and what moved is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from levier.tender.scoring.locking import Lock, canonical, content, facts_version, lock, prolong, relock, verify
from levier.tender.scoring.rules import Rules, rules
from levier.wording.errors import BadOption
from tests.tender.scoring.examples import award

ON, DEADLINE = date(2026, 11, 24), date(2027, 1, 15)
PARAMETERS = {
    "electricity_eur_per_kwh": 0.172,
    "electricity_mix": "FR 2025",
    "discount_rate": 0.032,
    "lifetime_years": {"laptop": 5},
    "carbon_eur_per_tonne": 264,
}


def ruled(**more: Any) -> Rules:
    return rules(award(**{"parameters": PARAMETERS, **more}), "f")


def locked(facts: str | None = None) -> Lock:
    return lock(ruled(), ON, DEADLINE, facts)


def test_rules_that_did_not_move_are_proven() -> None:
    assert verify(locked(), ruled()) == []
    assert len(locked().hash) == 64


def test_the_hash_does_not_depend_on_how_the_same_rules_are_written() -> None:
    shuffled = dict(reversed(award(parameters=dict(reversed(PARAMETERS.items()))).items()))
    shuffled["criteria"] = [dict(reversed(c.items())) for c in shuffled["criteria"]]
    assert lock(rules(shuffled, "other"), ON, DEADLINE).hash == locked().hash
    integers = {**PARAMETERS, "carbon_eur_per_tonne": 264.0}
    assert lock(ruled(parameters=integers), ON, DEADLINE).hash == locked().hash
    composed, decomposed = "\u00c9nergie", "E\u0301nergie"
    assert canonical({composed: composed}) == canonical({decomposed: decomposed})
    assert canonical(-0.0) == canonical(0)
    assert canonical(True) != canonical(1)


def criteria(i: int, **change: Any) -> dict[str, Any]:
    raw = award()["criteria"]
    raw[i] = {**raw[i], **change}
    return {"criteria": raw}


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"parameters": {**PARAMETERS, "electricity_eur_per_kwh": 0.173}}, "parameters.electricity_eur_per_kwh"),
        ({"parameters": {**PARAMETERS, "electricity_mix": "FR 2024"}}, "parameters.electricity_mix"),
        ({"parameters": {**PARAMETERS, "discount_rate": 0.04}}, "parameters.discount_rate"),
        ({"parameters": {**PARAMETERS, "lifetime_years": {"laptop": 6}}}, "parameters.lifetime_years.laptop"),
        ({"parameters": {**PARAMETERS, "carbon_eur_per_tonne": 263}}, "parameters.carbon_eur_per_tonne"),
        ({"parameters": {k: v for k, v in PARAMETERS.items() if k != "discount_rate"}}, "parameters.discount_rate"),
        ({"ties": ["price"]}, "ties"),
        ({"out_of": 20}, "out_of"),
        ({"rounding": {"decimals": 2}}, "rounding"),
        ({"footprint": {"method": "PEF", "version": "3.1"}}, "footprint"),
        ({"price": {"name": "anchored-linear"}}, "criteria.price.equation"),
    ],
)
def test_whatever_moves_is_told(change: dict[str, Any], at: str) -> None:
    moves = verify(locked(), ruled(**change))
    assert at in [m.at for m in moves]
    moved = next(m for m in moves if m.at == at)
    assert moved.locked != moved.found


def test_weights_formulas_and_the_order_of_criteria_are_locked() -> None:
    heavier = ruled(weights=(0.45, 0.30, 0.25))
    assert {m.at for m in verify(locked(), heavier)} == {"criteria.price.weight", "criteria.quality.weight"}
    seven = lock(ruled(price={"name": "anchored-linear", "n": 7}), ON, DEADLINE)
    moves = verify(seven, ruled(price={"name": "anchored-linear"}))
    assert [(m.at, m.locked, m.found) for m in moves] == [("criteria.price.settings.n", 7, 2)]
    turned = ruled(**{"criteria": list(reversed(award()["criteria"]))})
    assert [m.at for m in verify(locked(), turned)] == ["order"]


def test_other_facts_are_told() -> None:
    assert [m.at for m in verify(locked("facts of 2025"), ruled())] == ["facts"]
    assert len(facts_version()) == 16


def test_a_lock_that_was_tampered_with_proves_nothing() -> None:
    forged = replace(locked(), content=locked().content.replace("0.4", "0.5"))
    assert [m.at for m in verify(forged, ruled())] == ["hash"]


def test_a_correction_has_a_new_hash_that_names_the_one_before_and_a_later_deadline() -> None:
    first = locked()
    second = relock(first, ruled(out_of=20), date(2026, 12, 1), date(2027, 1, 25), "The scale was wrong.")
    assert second.hash != first.hash
    assert second.previous == first.hash
    assert verify(second, ruled(out_of=20)) == []
    back = relock(second, ruled(), date(2026, 12, 2), date(2027, 1, 26), "Back to a scale of 100.")
    assert back.content == first.content
    assert back.hash != first.hash


@pytest.mark.parametrize(
    ("more", "deadline", "reason"),
    [
        ({"out_of": 20}, DEADLINE, "Wrong scale."),
        ({"out_of": 20}, date(2026, 11, 1), "Wrong scale."),
        ({"out_of": 20}, date(2027, 2, 1), " "),
        ({}, date(2027, 2, 1), "Nothing moved."),
    ],
)
def test_a_correction_is_refused_without_delay_reason_or_change(
    more: dict[str, Any], deadline: date, reason: str
) -> None:
    with pytest.raises(BadOption):
        relock(locked(), ruled(**more), date(2026, 12, 1), deadline, reason)


def test_rules_are_not_locked_after_their_deadline() -> None:
    with pytest.raises(BadOption):
        lock(ruled(), DEADLINE, DEADLINE)


def test_everything_that_decides_marks_is_in_the_content() -> None:
    found = content(ruled(), "v")
    assert set(found) == {
        "form", "facts", "order", "criteria", "out_of", "rounding", "ties", "lots", "lot_marks", "footprint",
        "parameters",
    }  # fmt: skip
    assert found["criteria"]["quality"]["settings"] == {"ladder": "0.0, 0.25, 0.5, 0.75, 1.0"}


def test_rules_that_stay_keep_their_hash_until_a_later_deadline() -> None:
    later = prolong(locked(), date(2026, 12, 1), date(2027, 2, 1), "A clause was missing.")
    assert (later.hash, later.deadline, later.reason) == (locked().hash, date(2027, 2, 1), "A clause was missing.")
    assert verify(later, ruled()) == []


@pytest.mark.parametrize(("deadline", "reason"), [(DEADLINE, "Enough."), (date(2027, 2, 1), " ")])
def test_more_time_needs_a_later_day_and_a_reason(deadline: date, reason: str) -> None:
    with pytest.raises(BadOption):
        prolong(locked(), date(2026, 12, 1), deadline, reason)
