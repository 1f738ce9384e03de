"""`levier tender new` and `levier tender check` in the terminal."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from levier.cli.main import levier
from tests.tender.dces import Source, write_docx


def run(*arguments: str, code: int = 0) -> str:
    outcome = CliRunner().invoke(levier, list(arguments))
    assert outcome.exit_code == code, outcome.output
    return outcome.stdout


def test_a_new_tender_can_be_checked_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "tender.yaml"
    file.write_text(run("tender", "new", "--kind", "local_authority", "--lang", "fr"), encoding="utf-8")
    found = json.loads(run("tender", "check", str(file), "--on", "2026-11-24", "--json", "-", "--lang", "fr"))
    assert {"rule", "verdict", "reason", "source", "checked_on"} <= set(found[0])
    by_rule = {f["rule"]: f for f in found}
    assert by_rule["CCP-L2112-2"]["verdict"] == "not_met"
    assert by_rule["CCP-L2112-2"]["reason"] == "Aucune condition d’exécution ne prend en compte l’environnement."


def test_documents_are_checked_and_told_in_words(tmp_path: Path) -> None:
    path = tmp_path / "RC.docx"
    lines = ("# Règlement de la consultation", "## Critères d'attribution", "- Prix : 60 %", "- Technique : 40 %")
    write_docx(Source("RC.docx", "word", lines), path)
    told = run("tender", "check", str(path), "--on", "2026-09-01", "--buyer", "state", "--lang", "en")
    assert "No award criterion takes the environmental characteristics of the bid into account." in told
    assert "RC.docx, paragraph 2" in told
    assert "no legal opinion" in told
    before = run("tender", "check", str(path), "--on", "2026-08-01", "--buyer", "state", "--lang", "en")
    assert "No award criterion takes" not in before


def test_a_tender_and_its_documents_are_checked_together(tmp_path: Path) -> None:
    file, path = tmp_path / "tender.yaml", tmp_path / "CCTP.docx"
    file.write_text(run("tender", "new", "--kind", "company", "--lang", "en"), encoding="utf-8")
    write_docx(Source("CCTP.docx", "word", ("# CCTP", "Laptops of brand Dell.")), path)
    found = json.loads(run("tender", "check", str(file), str(path), "--json", "-", "--lang", "en"))
    assert any(f["rule"] == "DRAFT-BRAND" and f["place"] for f in found)
    assert not any(f["rule"].startswith("CCP-") for f in found)


def test_a_file_that_is_no_tender_ends_with_status_2(tmp_path: Path) -> None:
    file = tmp_path / "tender.yaml"
    file.write_text("a: 1\n", encoding="utf-8")
    run("tender", "check", str(file), code=2)
