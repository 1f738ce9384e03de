"""Facts of procurement that are figures: all are loaded, with where they come from and how far they were checked."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from levier.catalogue.model import Status
from levier.cli.catalogue import catalogue
from levier.cost.facts import COST, parameters, read_facts, source, version
from levier.tender.scoring.cases import KEYS, _case, cases
from levier.tender.scoring.formulas import FACTS
from levier.wording.errors import BadFact

FOLDER = Path(__file__).parents[2] / "src" / "levier" / "facts"


@pytest.mark.parametrize("name", [COST, FACTS])
def test_every_figure_of_a_file_is_loaded_with_its_provenance(name: str) -> None:
    written = yaml.safe_load((FOLDER / "procurement" / name).read_text(encoding="utf-8"))
    found = parameters(name)
    assert {row["id"]: (row["value"], row["source"], row["status"]) for row in written} == {
        p.id: (p.value, p.provenance.source, p.provenance.status.value) for p in found.values()
    }
    assert all(p.provenance.page and source(p.provenance.source).title for p in found.values())


def test_every_decision_of_the_file_is_loaded() -> None:
    written = yaml.safe_load((FOLDER / "procurement" / "cases.yaml").read_text(encoding="utf-8"))
    assert [row["id"] for row in written] == list(cases())


def test_what_nobody_read_is_not_said_to_be_read() -> None:
    with (FOLDER / "sources.csv").open(encoding="utf-8", newline="") as stream:
        status = {row["id"]: row["status"] for row in csv.DictReader(stream)}
    for case in cases().values():
        assert (case.status is Status.READ) == (status[case.source] == "read")
    assert {p.provenance.status for p in parameters(FACTS).values() if p.provenance.source == "levier"} == {
        Status.OWN_JUDGEMENT
    }


def test_the_published_values_of_carbon_grow_at_the_discount_rate() -> None:
    """France Stratégie, 20 March 2025: 256 in 2025, 300 in 2030, 563 in 2050, in euros of 2023, a tonne."""
    rate = parameters(COST)["discount.rate.fr"].value
    value = {year: parameters(COST)[f"carbon.value.fr.{year}"].value for year in (2025, 2026, 2030, 2040, 2050)}
    assert (value[2025], value[2030], value[2050]) == (256, 300, 563)
    for year, start in ((2026, 2025), (2030, 2025), (2040, 2030), (2050, 2030)):
        assert round(value[start] * (1 + rate) ** (year - start)) == value[year]


def test_the_version_changes_with_the_files_it_names() -> None:
    assert version(COST) != version(FACTS) != version(COST, FACTS)
    assert len(version(COST)) == 16


def test_the_catalogue_checks_them_and_tells_when_they_are_old() -> None:
    run = CliRunner()
    shown = run.invoke(catalogue, ["check", "--lang", "en"]).stdout
    assert "procurement/cost.yaml" in shown
    assert "procurement/cases.yaml" in shown
    old = run.invoke(catalogue, ["stale", "--on", "2027-06-15", "--lang", "en"]).stdout
    assert "Prix du gaz et de l’électricité" in old


def test_an_unknown_key_or_source_is_refused_with_its_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    whole = (FOLDER / "procurement" / "cases.yaml").read_text(encoding="utf-8")
    for broken in (
        whole.replace("court:", "tribunal:", 1),
        whole.replace('source: "ce-373362"', 'source: "nobody"', 1),
        whole.replace("outcome: irregular", "outcome: bad", 1),
        whole.replace("- id: ce-370789", "- id: ce-373362", 1),
        whole.replace("review_by: 2027-11-30", "review_by: 2020-11-30", 1),
    ):
        folder = tmp_path / "levier" / "facts" / "procurement"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "cases.yaml").write_text(broken, encoding="utf-8")
        monkeypatch.setattr("levier.cost.facts.resources.files", lambda _: tmp_path / "levier")
        with pytest.raises(BadFact) as error:
            read_facts("cases.yaml", KEYS, _case)
        assert error.value.place is not None
        assert error.value.place.line is not None
