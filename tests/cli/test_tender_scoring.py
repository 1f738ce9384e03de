"""`levier tender points` and `levier tender simulate`, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import jsonschema
import pytest
import yaml
from click.testing import CliRunner, Result

from levier.cli.tender import tender
from levier.wording.errors import LevierError

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "laptops-award.yaml"
SCHEMA = json.loads((ROOT / "docs" / "schemas" / "rules.schema.json").read_text(encoding="utf-8"))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(tender, [str(a) for a in arguments])


def points(*arguments: str) -> dict[str, Any]:
    done = run("points", *arguments, "--json", "-", "--lang", "en")
    assert done.exit_code == 0, done.exception
    found: dict[str, Any] = json.loads(done.stdout)
    assert set(found) == {"points", "warnings"}
    assert all(set(w) == {"rule", "reason", "source"} for w in found["warnings"])
    return found


def test_points_are_printed_unrounded_and_the_ratio_has_no_warning() -> None:
    found = points("ratio", "--max", "20", "100", "130", "150")
    assert found == {"points": [20.0, 20 * (100 / 130), 20 * (100 / 150)], "warnings": []}


def test_the_formula_of_belleville_is_warned_of_with_its_decision() -> None:
    found = points("anchored-linear", "--max", "20", "--param", "n=7", "100", "200")
    assert found["points"] == pytest.approx([20, 50 / 3])
    assert "373362" in found["warnings"][0]["source"]


def test_the_weight_of_the_price_decides_whether_the_line_between_extremes_is_warned_of() -> None:
    assert points("min-max", "--max", "20", "--param", "weight=0.4", "100", "120", "150")["warnings"] == []
    assert "405787" in points("min-max", "--max", "20", "100", "120", "150")["warnings"][0]["source"]


def test_an_estimate_is_a_parameter() -> None:
    found = points("estimate-distance", "--param", "estimate=120", "100", "120")
    assert "370789" in found["warnings"][0]["source"]


def test_lots_are_averaged_and_warned_of() -> None:
    found = points("ratio", "--max", "20", "--lot", "90:100,110", "--lot", "10:50,20")
    assert found["points"] == pytest.approx([14, 19.0909090909])
    assert "381095" in found["warnings"][0]["source"]


def test_a_formula_of_ones_own_is_computed() -> None:
    found = points("own", "--max", "20", "--param", "formula=N * (2 - P / Pmin)", "100", "250")
    assert found["points"] == pytest.approx([20, -10])
    assert "362532" in found["warnings"][0]["source"]


def test_the_table_is_in_the_language_asked_for() -> None:
    shown = run("points", "mean-of-offers", "--lang", "fr", "100", "120").stdout
    assert "à vérifier" in shown
    shown = run("points", "min-max", "--lot", "2:100,110", "--lot", "1:50,20", "--lang", "en").stdout
    assert "Source: CE (French supreme administrative court)" in shown


@pytest.mark.parametrize(
    "arguments",
    [
        ["ratio"],
        ["ratio", "12,5"],
        ["ratio", "nan"],
        ["ratio", "0"],
        ["ratio", "-5"],
        ["nothing", "10"],
        ["ratio", "--max", "0", "10"],
        ["ratio", "--max", "many", "10"],
        ["ratio", "--param", "n", "10"],
        ["ratio", "--param", "n=2", "10"],
        ["ratio", "--lot", "60:100,120", "10"],
        ["ratio", "--lot", "100,120"],
        ["ratio", "--lot", "0:100,120"],
        ["ratio", "--lot", "1:100,120", "--lot", "1:100"],
    ],
)
def test_what_cannot_be_used_is_one_clear_error(arguments: list[str]) -> None:
    done = run("points", *arguments, "--json", "-")
    assert isinstance(done.exception, LevierError)
    assert done.stdout == ""


def test_the_example_follows_the_schema_and_is_simulated() -> None:
    assert jsonschema.Draft202012Validator(SCHEMA).is_valid(yaml.safe_load(EXAMPLE.read_text(encoding="utf-8")))
    done = run("simulate", EXAMPLE, "--sets", "300", "--json", "-", "--lang", "fr")
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert sum(found["probability_first"].values()) == pytest.approx(1)
    assert set(found["probability_first"]) == {"New", "Refurbished", "Rent"}
    assert {m["criterion"] for m in found["stability"]} == {"cost", "quality", "footprint"}
    assert found["generator"]["seed"] == 1
    assert found["generator"]["sets"] == 300
    assert len(found["answers"]) == 7
    assert len(found["rules_hash"]) == 64
    assert {f["rule"] for f in found["findings"]} == {"counted_twice", "footprint_method"}


def test_the_same_seed_gives_the_same_answer() -> None:
    first, second, other = (
        run("simulate", EXAMPLE, "--sets", "200", "--seed", seed, "--json", "-").stdout for seed in ("5", "5", "6")
    )
    assert first == second != other


def test_the_report_is_told_in_words_and_pictures(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    done = run("simulate", EXAMPLE, "--sets", "200", "--lang", "en", "--pictures", folder)
    assert "No real bid was looked at." in done.stdout
    assert "Hash of these rules" in done.stdout
    drawn = sorted(folder.glob("*.svg"))
    assert [p.stem for p in drawn] == ["marks-by-price", "real-weights", "winner-flips"]
    for path in drawn:
        assert fromstring(path.read_text(encoding="utf-8")).attrib["role"] == "img"


def test_faults_are_told_with_the_bids_and_the_decision(tmp_path: Path) -> None:
    rules = {
        "criteria": [
            {"id": "p", "name": "Price", "kind": "price", "weight": 0.7, "formula": {"name": "min-max"}},
            {"id": "q", "name": "Quality", "kind": "quality", "weight": 0.3, "formula": "quality-ladder"},
        ],
        "lots": [{"id": "1", "weight": 5}, {"id": "2", "weight": 1}],
        "lot_marks": "mean",
    }
    path = tmp_path / "rules.yaml"
    path.write_text(yaml.safe_dump(rules), encoding="utf-8")
    shown = run("simulate", path, "--sets", "500", "--bids", "3", "--lang", "fr").stdout
    assert "405787" in shown
    assert "381095" in shown
    assert "[à voir]" in shown
    assert "offre 1" in shown
