"""What is written for machines follows the published schemas."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from levier.footprint.document import document
from levier.footprint.trace import trace
from tests.footprint.estates import computed, device, estate_of

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((SCHEMAS / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize("view", ["annual", "accounting", "purchase", "lifetime"])
def test_a_baseline_and_its_trace_follow_their_schemas(view: str) -> None:
    estate = estate_of([device("laptop", 3), device("server", datacentre=True), device("badge_reader"), device("")])
    result = computed(estate, view=view, year=2026 if view != "annual" else None, draws=20)
    written = json.loads(json.dumps(document(result), allow_nan=False))
    validator("baseline.schema.json").validate(written)
    told = trace(result.baseline, result.evaluated, result.catalogue, result.choices)
    validator("trace.schema.json").validate(json.loads(json.dumps(told, allow_nan=False)))


def test_what_is_not_available_is_null_with_its_reason_in_both_languages() -> None:
    written = document(computed(estate_of([device("laptop")]), draws=20))
    missing = [t for t in written["totals"] if t["value"] is None]
    assert {t["criterion"] for t in missing} >= {"adpe", "pe"}
    assert all(t["reason"]["fr"] != t["reason"]["en"] for t in missing)
    assert written["carbon_only"] is True


def test_a_schema_that_promises_a_reason_refuses_a_bare_null() -> None:
    written = document(computed(estate_of([device("laptop")]), draws=20))
    written["totals"][0] = {"criterion": "gwp", "unit": "kgCO2e", "value": None}
    assert not validator("baseline.schema.json").is_valid(written)


def dell(category: str, model: str, quantity: int) -> dict[str, object]:
    return device(category, quantity, manufacturer_raw="Dell", model_raw=model)


def test_a_maker_is_asked_once_a_subject_with_the_list_of_its_models() -> None:
    phone = device("smartphone", 5, manufacturer_raw="Fairphone", model_raw="FP5")
    devices = [dell("laptop", "Latitude 5420", 9), dell("laptop", "Latitude 5430", 4), dell("monitor", "P2422H", 9)]
    asked = document(computed(estate_of([*devices, phone, dell("switch", "N1500", 2)]), draws=20))["questions"]
    assert [(q["manufacturer"], "No footprint" in q["text"]["en"]) for q in asked].count(("Dell", False)) == 1
    assert len({(q["manufacturer"], q["text"]["en"]) for q in asked}) == len(asked)
    one = next(q for q in asked if q["manufacturer"] == "Dell" and "No footprint" not in q["text"]["en"])
    assert {m["name"] for m in one["models"]} >= {"Latitude 5420", "Latitude 5430", "P2422H"}
    assert "Latitude 5420, Latitude 5430" in one["subject"]["en"]
    assert "ordinateur portable" in one["subject"]["fr"].lower()
    assert one["quantity"] == sum(m["quantity"] for m in one["models"])
    assert one["share"] == pytest.approx(sum(m["share"] for m in one["models"]))


def test_a_long_list_of_models_is_named_in_part_and_whole_for_programs() -> None:
    many = [dell("laptop", f"Latitude {n}", 1) for n in range(25)]
    (one,) = document(computed(estate_of(many), draws=20))["questions"]
    assert "and 15 more" in one["subject"]["en"]
    assert len(one["models"]) == 25
