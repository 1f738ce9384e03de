from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from levier.footprint.comparison import compare
from levier.footprint.document import document
from levier.wording.errors import UnusableFile
from tests.footprint.estates import computed, device, estate_of, shipped


def result(devices: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return document(computed(estate_of(devices), draws=20, **more))


def test_nothing_moved() -> None:
    same = result([device("laptop", 10)])
    total = compare(same, same)[0]
    assert (total.estate, total.facts, total.method) == (0.0, 0.0, 0.0)
    assert total.old == total.new == same["totals"][0]["value"]


def test_ten_more_laptops_are_the_estate() -> None:
    moves = compare(result([device("laptop", 10)]), result([device("laptop", 20), device("monitor", 3)]))
    total = moves[0]
    assert total.estate == pytest.approx(total.new - total.old)
    assert (total.facts, total.method) == (0.0, 0.0)
    assert {m.key for m in moves} == {"totals/gwp", "by_category/gwp/laptop", "by_category/gwp/monitor"}


def test_a_new_factor_is_the_facts() -> None:
    facts = shipped()
    heavier = replace(
        facts,
        version="newer",
        factors=[replace(f, value=f.value * 2) if f.category == "laptop" else f for f in facts.factors],
    )
    old = result([device("laptop", 10)])
    new = document(computed(estate_of([device("laptop", 10)]), heavier, draws=20))
    total = compare(old, new)[0]
    assert total.facts == pytest.approx(total.new - total.old)
    assert total.facts > 0
    assert (total.estate, total.method) == (0.0, 0.0)


def test_another_referential_and_another_view_are_the_method() -> None:
    old = result([device("laptop", 10)])
    for new in (result([device("laptop", 10)], referential="ademe"), result([device("laptop", 10)], view="lifetime")):
        total = compare(old, new)[0]
        assert total.method == pytest.approx(total.new - total.old)
        assert total.method != 0


def test_estate_facts_and_method_always_add_up() -> None:
    old = result([device("laptop", 10), device("server", 1)], referential="base-carbone")
    new = result([device("laptop", 12), device("tablet", 5)], view="lifetime")
    for move in compare(old, new):
        assert move.old + move.estate + move.facts + move.method == pytest.approx(move.new)


def test_another_kind_of_json_is_refused() -> None:
    with pytest.raises(UnusableFile, match="not a baseline"):
        compare({"schema": "other"}, {"schema": "other"})


def told(old: dict[str, Any], code: str, factor: float) -> dict[str, Any]:
    """Return a result as another code would have told it: every figure by a factor, the inputs as they are."""
    by_category = [{**f, "value": f["value"] * factor if f["value"] else f["value"]} for f in old["by_category"]]
    return {**old, "identity": {**old["identity"], "code": code}, "by_category": by_category}


def test_what_older_code_told_otherwise_is_the_method_and_the_old_figure_stays_what_was_told() -> None:
    now = result([device("laptop", 10)])
    old = told(now, "0.1.0+older", 1.5)
    total = compare(old, now)[0]
    assert total.old == pytest.approx(1.5 * now["totals"][0]["value"])
    assert total.method == pytest.approx(total.new - total.old)
    assert (total.estate, total.facts) == (0.0, 0.0)


def test_facts_and_code_that_change_together_are_told_apart() -> None:
    facts = shipped()
    heavier = [replace(f, value=f.value * 2) if f.category == "laptop" else f for f in facts.factors]
    old = told(result([device("laptop", 10)]), "0.1.0+older", 1.5)
    new = document(computed(estate_of([device("laptop", 10)]), replace(facts, version="n", factors=heavier), draws=20))
    total = compare(old, new)[0]
    assert total.facts > 0
    assert total.method == pytest.approx(-old["by_category"][0]["value"] / 3)
    assert total.estate == 0.0


def test_lives_that_the_estate_shows_are_the_estate() -> None:
    facts = shipped()
    short = [replace(f, years=f.years / 2) if f.category == "laptop" else f for f in facts.lifetimes]
    old = result([device("laptop", 10)])
    new = document(computed(estate_of([device("laptop", 10)]), replace(facts, lifetimes=short), draws=20))
    total = compare(old, new)[0]  # same facts version, other lives: as where the inventory shows when devices left
    assert total.estate == pytest.approx(total.new - total.old)
    assert total.estate > 0
    assert (total.facts, total.method) == (0.0, 0.0)
