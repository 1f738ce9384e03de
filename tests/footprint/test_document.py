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
