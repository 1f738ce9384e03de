"""The rules that a tender announces: the same from the object and from the file, under the same hash."""

from __future__ import annotations

import json

import numpy as np
import pytest

from levier.tender.scoring.announced import ALL_LOTS, announced
from levier.tender.scoring.locking import canonical, content, hash_of
from levier.tender.scoring.rules import read_award
from levier.tender.scoring.score import Offers, score
from levier.wording.errors import BadOption
from tests.tender.belcombe import FILE, changed, town


def test_the_laboratory_and_the_documents_print_one_hash() -> None:
    rules, _, _ = read_award(FILE)
    assert announced(town(), FILE.name).hash == hash_of(canonical(content(rules)))


def test_ties_rounding_and_parameters_are_locked_with_the_rules() -> None:
    found = announced(town(), FILE.name)
    told = json.loads(canonical(content(found.rules[ALL_LOTS], found.bases[ALL_LOTS])))
    assert told["ties"] == ["repair", "cost"]
    assert told["rounding"] == {"decimals": 2.0, "of": "total"}
    assert told["parameters"]["electricity_eur_per_kwh"]["value"] == 0.172
    assert told["criteria"]["repair"]["settings"]["ladder"] == [0.0, 0.4, 0.7, 1.0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ties: [repair, cost]", "ties: [cost, repair]"),
        ("decimals: 2", "decimals: 3"),
        ("value: 0.172", "value: 0.173"),
        ("points: 0.7", "points: 0.6"),
    ],
)
def test_whatever_decides_marks_moves_the_hash(old: str, new: str) -> None:
    assert announced(changed((old, new)), "t").hash != announced(town(), "t").hash


def test_what_decides_no_mark_leaves_the_hash_alone() -> None:
    other = changed(("people: 900", "people: 950"), ("penalty: 40", "penalty: 45"))
    assert announced(other, "t").hash == announced(town(), "t").hash


def test_lots_with_criteria_of_their_own_have_rules_of_their_own() -> None:
    two = announced(
        changed(
            ("    library: BUR-13\n", '    library: BUR-13\n    lots: ["1"]\n'),
            (
                "criteria:\n  - id: cost",
                "criteria:\n"
                '  - {id: price, name: Prix, kind: price, weight: 0.45, formula: ratio, lots: ["2"]}\n'
                "  - id: cost",
            ),
            ("ties: [repair, cost]\n", ""),
        ),
        "t",
    )
    assert list(two.rules) == ["1", "2"]
    assert [c.id for c in two.rules["2"].criteria] == ["price", "repair", "service"]
    assert two.hash != announced(town(), "t").hash


def test_weights_that_do_not_add_up_make_no_document() -> None:
    with pytest.raises(BadOption, match="do not add up"):
        announced(changed(("weight: 0.45", "weight: 0.5")), "t")


def own(formula: str) -> tuple[str, str]:
    return "formula: life-cycle-cost", f"formula: own\n    parameters: {{formula: '{formula}'}}"


def test_a_formula_of_ones_own_is_announced_locked_and_marks_like_the_one_it_repeats() -> None:
    tender = changed(own("N * Pmin / P"))
    rules = announced(tender, "t").rules[ALL_LOTS]
    told = json.loads(canonical(content(rules)))
    assert told["criteria"]["cost"]["settings"] == {"formula": "N * Pmin / P"}
    assert announced(changed(own("N * Pmin / P ^ 2")), "t").hash != announced(tender, "t").hash
    usual = announced(town(), FILE.name).rules[ALL_LOTS]
    columns = {"cost": np.array([900.0, 1100.0, 1500.0]), "repair": np.zeros(3), "service": np.ones(3)}
    offers = Offers(("a", "b", "c"), columns, {})
    assert score(rules, offers).total.tolist() == score(usual, offers).total.tolist()


def test_a_formula_of_ones_own_that_cannot_be_read_announces_nothing() -> None:
    with pytest.raises(BadOption, match="Where: character 5"):
        announced(changed(own("N * prix")), "t")
