"""`levier tender criteria`, `clause`, `propose` and `levier agec`, as they are typed."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from levier.cli.main import levier
from levier.wording.errors import BadOption

PURCHASES = Path(__file__).parents[2] / "examples" / "purchases" / "achats-de-belcombe.csv"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(levier, [str(a) for a in arguments])


def test_the_criteria_of_a_segment_are_listed_in_french() -> None:
    done = run("tender", "criteria", "--segment", "leasing", "--lang", "fr")
    assert done.exit_code == 0
    assert "LOCATION" in done.stdout
    assert "LOC-01  clause de prix" in done.stdout
    assert "*LOC-06" in done.stdout
    assert "BUR-01" not in done.stdout


def test_the_whole_library_is_written_as_json_and_nothing_else() -> None:
    done = run("tender", "criteria", "--json", "-")
    found = json.loads(done.stdout)
    assert len(found) == 122
    one = next(c for c in found if c["id"] == "BUR-12")
    assert one["check"].startswith("declared etec_kwh; ladder etec_improvement: > 0.8 -> 1")
    assert set(one["clause"]) == {"fr", "en"}


def test_a_clause_is_written_with_the_values_chosen() -> None:
    done = run("tender", "clause", "bur-01", "--set", "minimum_years=5", "--lang", "fr")
    assert done.exit_code == 0
    assert "d’au moins 5 ans" in " ".join(done.stdout.split())
    assert "À choisir par vous" in done.stdout
    assert "équivalent" in done.stdout


def test_what_was_only_from_memory_says_so() -> None:
    done = run("tender", "clause", "ECR-01", "--lang", "fr")
    assert "à vérifier avant usage" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["clause", "XYZ-01"],
        ["clause", "BUR-01", "--set", "minimum_years=many"],
        ["clause", "BUR-01", "--set", "minimum_years=99"],
        ["criteria", "--segment", "chairs"],
        ["propose", "--segment", "office", "--buyer", "nobody"],
    ],
)
def test_what_cannot_be_used_ends_with_one_message_and_status_two(arguments: list[str]) -> None:
    done = run("tender", *arguments, "--lang", "en")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert not isinstance(done.exception, BadOption)


def test_a_need_gets_five_criteria_with_the_codes_of_the_notice(tmp_path: Path) -> None:
    target = tmp_path / "proposal.json"
    done = run(
        "tender", "propose", "--segment", "office", "--way", "mixed", "--social", "--json", target, "--lang", "fr"
    )
    assert done.exit_code == 0
    assert "un critère d’attribution environnemental" in done.stdout
    told = json.loads(target.read_text(encoding="utf-8"))
    assert len(told["small"]) == 5
    assert told["decp"]["considerationsEnvironnementales"] == ["Clause environnementale", "Critère environnemental"]
    assert {"BT-06", "BT-774"} <= {code["field"] for code in told["eforms"]}


def test_the_purchases_of_the_example_are_declared_and_handed_back_corrected(tmp_path: Path) -> None:
    lines, declaration = tmp_path / "lines.csv", tmp_path / "declaration.csv"
    told = ("--year", "2025", "--on", "2026-06-01", "--lang", "fr", "--siret", "21120046500011", "--name", "Belcombe")
    done = run("agec", PURCHASES, *told, "--lines", lines, "--csv", declaration)
    assert done.exit_code == 0, done.output
    assert "30 juin 2026, dans 29 jours" in done.stdout
    assert "Non classées\u00a0: 1" in done.stdout
    with declaration.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {r["annee"] for r in rows} == {"2025"}
    text = lines.read_text(encoding="utf-8").replace("Réf. KX-2207-B,417.00,,", "Réf. KX-2207-B,417.00,Papier,")
    lines.write_text(text, encoding="utf-8")
    again = run("agec", PURCHASES, *told, "--corrections", lines)
    assert "Non classées" not in again.stdout


def test_the_json_of_the_declaration_stands_alone_on_standard_output() -> None:
    done = run("agec", PURCHASES, "--year", "2025", "--json", "-")
    found = json.loads(done.stdout)
    assert found["due"] == "2026-06-30"
    assert next(r for r in found["declaration"] if r["category"].startswith("Mat"))["recycled_eur"] is None
