"""A file of costs as a buyer writes it: units of her own, facts by name, and errors that tell the place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner, Result

from levier.cli.cost import cost_command
from levier.cost.facts import COST, parameters
from levier.cost.reading import comparison, read_costs
from levier.wording.errors import UnusableFile

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "laptops-cost.yaml"
SCHEMA = json.loads((ROOT / "docs" / "schemas" / "cost.schema.json").read_text(encoding="utf-8"))


def content(**bid: Any) -> dict[str, Any]:
    return {
        "vat": "excluded",
        "parameters": {"discount_rate": 0.03},
        "bids": [{"name": "A", "lifetime_years": 5, "price_eur": 900, **bid}],
    }


def valid(found: Any) -> bool:
    return bool(jsonschema.Draft202012Validator(SCHEMA).is_valid(found))


def test_the_example_is_read_and_follows_the_schema() -> None:
    assert valid(yaml.safe_load(EXAMPLE.read_text(encoding="utf-8")))
    found = read_costs(EXAMPLE)
    assert [bid.name for bid in found.bids][2] == "Refurbished"
    assert found.parameters.sources["carbon_eur_per_tonne"] == "carbon.value.fr.2026"
    assert found.parameters.carbon_eur_per_tonne == parameters(COST)["carbon.value.fr.2026"].value == 264


def test_units_are_converted_where_one_is_written() -> None:
    raw = content(rent_eur_per_year="30 EUR/month", price_eur="0.9 kEUR", kwh_per_year="0.03 MWh/year")
    raw["parameters"]["electricity_eur_per_kwh"] = "172 EUR/MWh"
    found = comparison(raw, "f.yaml")
    assert valid(raw)
    assert found.bids[0].rent_eur_per_year == pytest.approx(360)
    assert found.bids[0].price_eur == pytest.approx(900)
    assert found.bids[0].kwh_per_year is not None
    assert found.bids[0].kwh_per_year.value == pytest.approx(30)
    assert found.parameters.electricity_eur_per_kwh == pytest.approx(0.172)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"price_eur": -1}, "bids[1].price_eur"),
        ({"price_eur": "abc"}, "bids[1].price_eur"),
        ({"price_eur": "30 kWh"}, "bids[1].price_eur"),
        ({"price_eur": True}, "bids[1].price_eur"),
        ({"price_eur": float("nan")}, "bids[1].price_eur"),
        ({"price_eur": float("inf")}, "bids[1].price_eur"),
        ({"price_eur": None}, "bids[1].price_eur"),
        ({"lifetime_years": 0}, "bids[1].lifetime_years"),
        ({"lifetime_years": None}, "bids[1].lifetime_years"),
        ({"kwh_per_year": {"value": 30, "low": 40, "high": 50}}, "bids[1].kwh_per_year.low"),
        ({"kwh_per_year": {"value": 30, "low": 20}}, "bids[1].kwh_per_year.low"),
        ({"footprint": {"method": "x"}}, "bids[1].footprint.kgco2e"),
        ({"footprint": {"kgco2e": 200, "verified": "yes"}}, "bids[1].footprint.verified"),
        ({"colour": "red"}, "bids[1].colour"),
        ({"condition": "second-hand"}, "bids[1].condition"),
        ({"name": ""}, "bids[1].name"),
    ],
)
def test_a_value_that_cannot_be_used_is_told_with_its_place(change: dict[str, Any], place: str) -> None:
    with pytest.raises(UnusableFile) as error:
        comparison(content(**change), "costs.yaml")
    assert error.value.place is not None
    assert (error.value.place.file, error.value.place.column) == ("costs.yaml", place)
    assert error.value.expected is not None


def test_two_bids_of_one_name_and_a_fact_that_is_not_known_are_refused() -> None:
    twice = content()
    twice["bids"] *= 2
    unknown = content()
    unknown["parameters"]["carbon_eur_per_tonne"] = {"fact": "carbon.value.mars"}
    for raw in (twice, unknown, {**content(), "vat": "maybe"}, {**content(), "bids": []}):
        with pytest.raises(UnusableFile):
            comparison(raw, "costs.yaml")


@pytest.mark.parametrize(
    "text",
    ["a: [", "- 1", "", "a: &x 1\nb: *x", "a: !!python/object/apply:os.system ['true']", "\0", "a: " + "[" * 3_000],
)
def test_a_file_that_is_no_file_of_costs_is_one_clear_message(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableFile):
        read_costs(path)


def test_a_file_that_is_not_there_or_too_large_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile):
        read_costs(tmp_path / "none.yaml")
    large = tmp_path / "large.yaml"
    large.write_bytes(b"# " + b"x" * 1_000_001)
    with pytest.raises(UnusableFile, match="bytes at most"):
        read_costs(large)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cost_command, [str(a) for a in arguments])


def test_the_command_prints_json_and_nothing_else() -> None:
    done = run(EXAMPLE, "--json", "-", "--lang", "fr")
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert [set(b) >= {"bid", "lcc_eur", "eac_eur", "gwp_kgco2e_per_year"} for b in found["bids"]] == [True] * 4
    assert found["facts"][0]["status"] == "to_verify"
    cheapest = min(found["bids"], key=lambda b: b["eac_eur"])
    assert cheapest["bid"] == "Refurbished"
    assert sum(b["probability_cheapest"] for b in found["bids"]) == pytest.approx(1)


def test_the_command_prints_a_table_in_both_languages() -> None:
    assert "coût annuel équivalent" in run(EXAMPLE, "--lang", "fr").stdout
    shown = run(EXAMPLE, "--lang", "en").stdout
    assert "equivalent annual cost" in shown
    assert "still to be verified" in shown


def test_what_is_missing_is_printed(tmp_path: Path) -> None:
    raw = content(maintenance_eur_per_year=10)
    raw["bids"].append({"name": "B", "lifetime_years": 4, "price_eur": 700})
    path = tmp_path / "costs.yaml"
    path.write_text(yaml.safe_dump(raw), encoding="utf-8")
    shown = run(path, "--lang", "en").stdout
    assert "B: Maintenance: not told by this bid" in shown
    assert "not known" in shown
