"""The contract of the command, on the invented town hall that ships with Levier."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from levier.cli.main import levier
from levier.footprint.trace import recompute

ROOT = Path(__file__).parents[2]
TOWN_HALL = next(p for p in sorted((ROOT / "examples").glob("*.csv")))
DAY = ["--on", "2026-09-30"]


def run(*arguments: str | Path, home: Path | None = None) -> Result:
    environment = {"LEVIER_HOME": str(home or "/nonexistent"), "LANG": "fr_FR.UTF-8"}
    return CliRunner().invoke(levier, [str(a) for a in arguments], env=environment)


def result(*arguments: str | Path) -> dict[str, Any]:
    done = run("baseline", TOWN_HALL, *DAY, *arguments, "--json", "-")
    assert done.exit_code == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def town_hall() -> dict[str, Any]:
    return result("--people", "140")


def test_standard_output_holds_the_json_and_nothing_else(town_hall: dict[str, Any]) -> None:
    assert town_hall["schema"] == "levier.baseline/1"
    schema = json.loads((ROOT / "docs" / "schemas" / "baseline.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(town_hall)


def test_every_line_read_is_counted_or_set_aside(town_hall: dict[str, Any]) -> None:
    lines = town_hall["lines"]
    assert lines["read"] == lines["counted"] + lines["set_aside"]
    assert sum(s["lines"] for s in town_hall["set_aside"]) == lines["set_aside"]
    assert lines["counted"] > 200


def test_most_lines_of_a_messy_inventory_are_recognised(town_hall: dict[str, Any]) -> None:
    assert town_hall["recognition"]["typed_share"] > 0.9


def test_the_trace_recomputes_every_printed_value(tmp_path: Path) -> None:
    found = result("--trace", tmp_path / "trace.json")
    again = recompute(json.loads((tmp_path / "trace.json").read_text(encoding="utf-8")))
    printed = {f"totals/{f['criterion']}": f["value"] for f in found["totals"]}
    printed |= {f"by_stage/{f['criterion']}/{f['stage']}": f["value"] for f in found["by_stage"]}
    printed |= {f"by_category/{f['criterion']}/{f['category']}": f["value"] for f in found["by_category"]}
    known = {k: v for k, v in printed.items() if v is not None}
    assert set(known) == set(again)
    for key, value in known.items():
        assert again[key] == pytest.approx(value, rel=1e-9), key


def test_the_same_inventory_gives_the_same_figures(town_hall: dict[str, Any]) -> None:
    again = result("--people", "140")
    assert again == town_hall


def test_all_forms_of_the_report_are_written(tmp_path: Path) -> None:
    names = {"html": "r.html", "pdf": "r.pdf", "xlsx": "r.xlsx", "json": "r.json", "rejects": "r.csv"}
    asked = [x for kind, name in names.items() for x in (f"--{kind}", str(tmp_path / name))]
    done = run("baseline", TOWN_HALL, *DAY, *asked, "--lang", "en")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("The footprint of your equipment")
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "r.xlsx").read_bytes().startswith(b"PK")
    assert '<html lang="en"' in (tmp_path / "r.html").read_text(encoding="utf-8")
    aside = (tmp_path / "r.csv").read_text(encoding="utf-8-sig")
    assert len(aside.splitlines()) > 3


def test_another_view_and_referential_answer_too() -> None:
    for arguments in (["--view", "accounting", "--year", "2025"], ["--referential", "ademe"], ["--view", "purchase"]):
        assert result(*arguments)["totals"][0]["value"] > 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("header.csv", "Type;Modèle;Quantité\n".encode()),
        ("report.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"),
        ("nul.csv", b"Type;Model\nlaptop;\x00\x00\x00\n" + b"\x00" * 500),
    ],
)
def test_a_file_that_cannot_be_used_ends_with_status_2_and_one_message(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    done = run("baseline", tmp_path / name, *DAY, "--json", "-")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert name in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_file_and_an_unknown_referential_are_told(tmp_path: Path) -> None:
    assert run("baseline", tmp_path / "no.csv").exit_code == 2
    done = run("baseline", TOWN_HALL, *DAY, "--referential", "nowhere")
    assert done.exit_code == 2
    assert "nowhere" in done.stderr


def test_two_results_are_compared(tmp_path: Path) -> None:
    for name, referential in (("old", "pooled"), ("new", "ademe")):
        written = result("--referential", referential)
        (tmp_path / f"{name}.json").write_text(json.dumps(written), encoding="utf-8")
    done = run("baseline", "diff", tmp_path / "old.json", tmp_path / "new.json", "--json", "-")
    assert done.exit_code == 0, done.stderr
    total = json.loads(done.stdout)["moves"][0]
    assert total["estate"] == 0
    assert total["method"] == pytest.approx(total["new"] - total["old"])


def test_recognised_names_are_listed_most_frequent_first() -> None:
    done = run("estate", "recognise", TOWN_HALL, "--json", "-")
    assert done.exit_code == 0, done.stderr
    rows = json.loads(done.stdout)
    assert [r["lines"] for r in rows] == sorted((r["lines"] for r in rows), reverse=True)
    expected = {"type", "manufacturer", "model", "lines", "category", "matched", "confidence", "alternatives"}
    assert set(rows[0]) == expected


def test_a_file_whose_every_line_is_set_aside_is_refused_with_the_reasons_and_written_back(tmp_path: Path) -> None:
    file, rejects = tmp_path / "vms.csv", tmp_path / "rejects.csv"
    file.write_text("type;modèle\nmachine virtuelle;web-1\nmachine virtuelle;web-2\n", encoding="utf-8")
    answer = run("baseline", file, "--lang", "fr", "--rejects", rejects)
    assert answer.exit_code == 2
    assert "Trouvé : machine virtuelle (2)" in answer.stderr.replace("\u00a0", " ").replace("\u202f", " ")
    assert "web-2" in rejects.read_text(encoding="utf-8-sig")


def test_a_country_and_categories_are_named_never_coded(town_hall: dict[str, Any]) -> None:
    texts = [a["text"] for a in town_hall["assumptions"]] + [t.get("reason") for t in town_hall["totals"]]
    words = " ".join(json.dumps(t, ensure_ascii=False) for t in texts)
    assert "France" in words
    assert "docking_station" not in words
    assert "ip_phone" not in words


@pytest.mark.parametrize("country", ["ZZ", "France", ""])
def test_a_country_that_does_not_exist_is_refused(country: str) -> None:
    done = run("baseline", TOWN_HALL, *DAY, "--country", country)
    assert done.exit_code == 2
    assert "code ISO" in done.stderr


def test_a_country_by_three_letters_is_the_same_country() -> None:
    assert result("--country", "deu")["totals"] == result("--country", "DE")["totals"]


@pytest.mark.parametrize("arguments", [["--people", "0"], ["--people", "-4"], ["--year", "99999"]])
def test_numbers_that_make_no_sense_are_refused(arguments: list[str]) -> None:
    assert run("baseline", TOWN_HALL, *DAY, *arguments).exit_code == 2


def test_two_forms_cannot_share_standard_output() -> None:
    done = run("baseline", TOWN_HALL, *DAY, "--json", "-", "--trace", "-")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "sortie standard" in done.stderr


def test_an_inventory_of_retired_devices_alone_has_only_what_an_account_writes_off(tmp_path: Path) -> None:
    gone = "Type;Statut;Date achat;Date de sortie\nOrdinateur portable;Réformé;2023-01-01;2026-02-01\n"
    (tmp_path / "gone.csv").write_text(gone, encoding="utf-8")
    assert run("baseline", tmp_path / "gone.csv", *DAY).exit_code == 2
    done = run("baseline", tmp_path / "gone.csv", *DAY, "--view", "accounting", "--json", "-")
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["totals"][0]["value"] > 0


def test_what_is_told_of_a_file_is_used_and_what_cannot_be_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "parc.csv"
    file.write_bytes("Parc;;\nType;Modèle;Acheté le\nÉcran;P2419H;03/04/2021\n".encode("mac_roman"))
    told = ["--encoding", "mac-roman", "--delimiter", ";", "--header-line", "2", "--date-order", "dmy"]
    assert CliRunner().invoke(levier, ["baseline", str(file), "--json", "-", *told]).exit_code == 0
    for option, value in (("--encoding", "klingon"), ("--delimiter", ";;")):
        refused = CliRunner().invoke(levier, ["baseline", str(file), option, value])
        assert refused.exit_code == 2
        assert value in refused.output
