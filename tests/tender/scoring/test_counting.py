"""Nothing is counted twice, and declared footprints are scored under one announced method and version."""

from __future__ import annotations

from typing import Any

import pytest

from levier.tender.finding import Verdict
from levier.tender.scoring.counting import check_counting
from levier.tender.scoring.rules import rules


def found(*criteria: dict[str, Any], **more: Any) -> dict[str, tuple[Verdict, str]]:
    weight = 1 / len(criteria)
    raw = {"criteria": [{"weight": weight, "formula": "ratio", **c} for c in criteria], **more}
    return {f.rule: (f.verdict, f.reason.in_("en")) for f in check_counting(rules(raw, "f"))}


LCC = {"id": "lcc", "kind": "cost", "formula": "life-cycle-cost"}
PRICE = {"id": "price", "kind": "price"}
POWER = {"id": "power", "name": "Energy", "kind": "environment", "counts": ["kwh"]}
CARBON = {"id": "carbon", "name": "Carbon", "kind": "environment", "counts": ["carbon_embodied"]}


def test_electricity_in_the_cost_and_again_in_the_environment_is_found() -> None:
    verdict, reason = found(LCC, POWER, parameters={"electricity_eur_per_kwh": 0.17})["counted_twice"]
    assert verdict is Verdict.NOT_MET
    assert reason == "“lcc” and “Energy” both count electricity."


def test_electricity_is_not_counted_twice_where_the_cost_leaves_it_out() -> None:
    assert found(LCC, POWER)["counted_twice"][0] is Verdict.MET


def test_carbon_in_the_cost_and_again_in_the_environment_is_found() -> None:
    both = found(
        LCC,
        CARBON,
        parameters={"carbon_eur_per_tonne": 256, "footprint_method": "PEF"},
        footprint={"method": "PEF", "version": "3.1"},
    )
    assert both["counted_twice"][0] is Verdict.NOT_MET
    assert "carbon of manufacturing" in both["counted_twice"][1]
    assert both["footprint_method"][0] is Verdict.MET


def test_the_same_electricity_in_kwh_and_in_carbon_is_to_be_justified() -> None:
    verdict, _ = found(LCC, {**POWER, "counts": ["carbon_use"]}, parameters={"electricity_eur_per_kwh": 0.17})[
        "electricity_twice"
    ]
    assert verdict is Verdict.TO_JUSTIFY


def test_the_price_and_a_cost_that_holds_it_are_found() -> None:
    assert "the price" in found(PRICE, LCC)["counted_twice"][1]


def test_a_criterion_that_does_not_say_what_it_counts_is_not_judged() -> None:
    verdict, reason = found(PRICE, {"id": "env", "name": "Environment", "kind": "environment"})["counted_not_told"]
    assert verdict is Verdict.NOT_JUDGED
    assert "Environment" in reason


@pytest.mark.parametrize(
    ("more", "verdict"),
    [({}, Verdict.NOT_MET), ({"footprint": {"method": "PEF", "version": "3.1"}}, Verdict.MET)],
)
def test_declared_footprints_need_one_method_and_version(more: dict[str, Any], verdict: Verdict) -> None:
    assert found(PRICE, CARBON, **more)["footprint_method"][0] is verdict


def test_without_footprints_the_method_does_not_apply() -> None:
    assert found(PRICE, POWER)["footprint_method"][0] is Verdict.NOT_APPLICABLE


def test_findings_speak_both_languages_and_name_their_source() -> None:
    raw = {"criteria": [{"weight": 0.5, "formula": "ratio", **c} for c in (PRICE, CARBON)]}
    for finding in check_counting(rules(raw, "f")):
        told = finding.as_json("fr")
        assert set(told) >= {"rule", "verdict", "reason", "source", "checked_on"}
        assert told["reason"] != finding.as_json("en")["reason"]
        assert told["status"] == "own_judgement"
