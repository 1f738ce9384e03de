"""Published rules do not move: the hash says so, a correction is a new lock, and what moved is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from levier.tender.bids.costing import setting
from levier.tender.scoring.basis import FIRST_FORM, SECOND_FORM, Basis, at_hand, facts_version, settle
from levier.tender.scoring.locking import Lock, canonical, content, lock, prolong, prove, relock, verify
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


def locked(basis: Basis | None = None) -> Lock:
    return lock(ruled(), ON, DEADLINE, basis)


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
        ({"price_basis": "inc_vat"}, "price_basis"),
        ({"months": 48}, "months"),
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


def test_a_lock_of_the_first_form_holds_for_the_facts_of_its_day_alone() -> None:
    """Locks that were made before values were kept are verified as they were then."""
    old = locked(Basis("facts of 2025", form=FIRST_FORM))
    assert "used" not in old.content
    assert [m.at for m in verify(old, ruled())] == ["facts"]
    assert [m.at for m in prove(old, ruled()).moves] == ["facts"]
    same = locked(Basis(facts_version(), form=FIRST_FORM))
    assert verify(same, ruled()) == []
    assert prove(same, ruled()).moves == ()
    assert len(facts_version()) == 16


def test_a_lock_of_the_second_form_holds_neither_the_basis_of_prices_nor_the_duration() -> None:
    """Locks that were made before these two were kept are verified as they were then."""
    old = locked(replace(at_hand(ruled()), form=SECOND_FORM))
    assert "months" not in old.content
    other = ruled(price_basis="inc_vat", months=48)
    assert verify(old, other) == []
    assert prove(old, other).moves == ()
    assert [m.at for m in prove(locked(), other).moves] == ["months", "price_basis"]


def test_another_version_of_the_facts_alone_is_a_remark() -> None:
    older = locked(replace(at_hand(ruled()), version="facts of 2025"))
    assert verify(older, ruled()) == []
    proof = prove(older, ruled())
    assert proof.moves == ()
    (remark,) = proof.remarks
    assert "none that these marks use moved" in remark.in_("en")
    assert "facts of 2025" in remark.in_("fr")
    assert prove(locked(), ruled()).remarks == ()


def of_march(rules: Rules, **values: float) -> Basis:
    """Return what rules stood on when some facts had other values."""
    basis = at_hand(rules)
    facts = {id_: {**fact, "value": values.get(id_, fact["value"])} for id_, fact in basis.facts.items()}
    return replace(basis, version="facts of March", facts=facts)


def test_bids_are_marked_with_the_values_that_were_locked() -> None:
    """n was not told and was 3 in the facts of March; a release says 2 since: the marks of March hold."""
    rules = ruled(price={"name": "anchored-linear"})
    march = of_march(rules, **{"anchored_linear.n": 3.0})
    made = lock(settle(rules, march), ON, DEADLINE, march)
    assert [(m.at, m.locked, m.found) for m in verify(made, rules)] == [("criteria.price.settings.n", 3, 2)]
    proof = prove(made, rules)
    assert proof.moves == ()
    assert proof.rules.criterion("price").chosen.settled["n"] == 3
    (remark,) = proof.remarks
    assert "was 3 when the rules were locked and is 2 in the facts today" in remark.in_("en")
    told = ruled(price={"name": "anchored-linear", "n": 2})
    assert [m.at for m in prove(made, told).moves] == ["criteria.price.settings.n"]


def test_a_parameter_that_names_a_fact_costs_what_was_locked() -> None:
    fact = {"fact": "electricity.price.fr.business"}
    rules = ruled(parameters={**PARAMETERS, "electricity_eur_per_kwh": fact})
    march = of_march(rules, **{"electricity.price.fr.business": 0.2})
    made = lock(rules, ON, DEADLINE, march)
    proof = prove(made, rules)
    assert proof.moves == ()
    assert ["was 0.2 EUR/kWh when" in r.in_("en") for r in proof.remarks] == [True]
    common = setting(proof.rules.costed, "excluded", 48, "", 1.5)
    assert common.parameters is not None
    assert common.parameters.electricity_eur_per_kwh == 0.2
    today = setting(rules.costed, "excluded", 48, "", 1.5)
    assert today.parameters is not None
    assert today.parameters.electricity_eur_per_kwh == 0.172
    assert [m.at for m in verify(made, rules)] == ["used.facts.electricity.price.fr.business.value"]


def test_ladders_and_discounts_that_nobody_told_stay_as_they_were_locked() -> None:
    rules = ruled(price={"name": "notional-discount"})
    march = of_march(rules, **{"ladder.top": 2.0, "co2_ladder.level_3": 0.12})
    proof = prove(lock(settle(rules, march), ON, DEADLINE, march), rules)
    assert proof.moves == ()
    assert list(proof.rules.criterion("price").chosen.settled["discounts"]) == [0.0, 0.05, 0.1, 0.12]
    assert list(proof.rules.criterion("quality").chosen.settled["ladder"]) == [0.0, 0.5, 1.0]
    assert len(proof.remarks) == 2


def test_what_was_kept_cannot_be_forged() -> None:
    rules = ruled(price={"name": "anchored-linear"})
    made = lock(rules, ON, DEADLINE)
    forged = replace(made, content=made.content.replace('"value":2.0', '"value":5.0'))
    assert forged.content != made.content
    assert [m.at for m in prove(forged, rules).moves] == ["hash"]


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
    found = content(ruled())
    assert set(found) == {
        "form", "facts", "used", "order", "criteria", "out_of", "rounding", "ties", "lots", "lot_marks", "footprint",
        "parameters", "price_basis", "months",
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
