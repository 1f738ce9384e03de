"""`levier tender documents` and `levier tender decp`, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from levier.cli.main import levier
from levier.tender.decp.schema import load_schema

EXAMPLES = Path(__file__).parents[2] / "examples"
TENDER, AWARD = EXAMPLES / "belcombe-laptops.yaml", EXAMPLES / "belcombe-award.yaml"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(levier, ["tender", *map(str, arguments)])


def test_the_documents_of_the_example_are_written_and_levier_finds_no_duty_missing_in_them(tmp_path: Path) -> None:
    done = run("documents", TENDER, "--out", tmp_path, "--json", "-")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert set(told["files"]) == {path.name for path in tmp_path.iterdir()}
    assert len(told["hash"]) == 64
    files = [tmp_path / name for name in ("rc.docx", "cctp.docx", "ccap.docx")]
    checked = run("check", *files, "--buyer", "local_authority", "--on", "2026-12-07", "--json", "-", "--lang", "fr")
    assert [f["rule"] for f in json.loads(checked.stdout) if f["verdict"] == "not_met"] == []


def test_the_laboratory_prints_the_hash_of_the_documents(tmp_path: Path) -> None:
    told = json.loads(run("documents", TENDER, "--out", tmp_path, "--json", "-", "--lang", "en").stdout)
    simulated = json.loads(run("simulate", TENDER, "--sets", "20", "--json", "-").stdout)
    assert simulated["rules_hash"] == told["hash"]


def test_a_template_that_is_no_document_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "lettre.docx").write_bytes(b"no archive")
    done = run("documents", TENDER, "--out", tmp_path / "out", "--template", tmp_path / "lettre.docx")
    assert done.exit_code == 2
    assert not (tmp_path / "out").exists()


def test_the_data_of_the_contract_are_valid_by_the_official_schema() -> None:
    document = json.loads(run("decp", TENDER, "--award", AWARD, "--json", "-").stdout)
    jsonschema.Draft7Validator(load_schema().whole).validate(document)
    (contract,) = document["marches"]["marche"]
    assert contract["considerationsSociales"] == {"considerationSociale": ["Clause sociale"]}
    assert contract["procedure"] == "Appel d'offres ouvert"
    assert contract["dureeMois"] == 48


def test_before_the_award_only_what_follows_from_the_clauses_is_told() -> None:
    told = json.loads(run("decp", TENDER, "--json", "-").stdout)
    assert told["considerationsEnvironnementales"] == ["Clause environnementale", "Critère environnemental"]
    assert {"BT-06", "BT-774", "BT-775"} <= {code["field"] for code in told["eforms"]}
    assert "marches" not in told


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('cpv: "30213100"', "cpv: laptops"),
        ("grouping: Pas de groupement", "grouping: Seul"),
        ("bids_received: 5\n", ""),
    ],
)
def test_an_award_that_the_schema_would_refuse_is_refused_here(old: str, new: str, tmp_path: Path) -> None:
    text = AWARD.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "award.yaml").write_text(text.replace(old, new), encoding="utf-8")
    done = run("decp", TENDER, "--award", tmp_path / "award.yaml", "--json", "-")
    assert done.exit_code == 2
    assert done.stdout == ""


def test_own_words_and_reserved_lots_count_in_the_data_too(tmp_path: Path) -> None:
    text = TENDER.read_text(encoding="utf-8")
    for old, new in (
        ("    mode: refurbished\n", "    mode: refurbished\n    reserved: both\n"),
        ("  - {id: TRV-08", "  - {id: TRV-12"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    start = text.index("  - {id: TRV-12", text.index("  - {id: TRV-12") + 1)
    text = (
        text[:start]
        + "  - {text: 300 heures d’insertion., type: condition, about: [social]}\n"
        + text[text.index("\n", start) + 1 :]
    )
    (tmp_path / "t.yaml").write_text(text, encoding="utf-8")
    told = json.loads(run("decp", tmp_path / "t.yaml", "--json", "-").stdout)
    assert told["considerationsSociales"] == ["Clause sociale", "Marché réservé"]
