"""`levier catalogue`, as it is typed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from levier.cli.catalogue import catalogue
from levier.wording.errors import BadOption, LevierError, UnusableFile

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "referential"
TABLE = (
    "manufacturer,name,category,subcategory,gwp_total,gwp_use_ratio,report_date,sources\n"
    "Durandal,Sept 14,Workplace,Laptop,240,0.2,May 2021,https://durandal.example/sept.pdf\n"
    "Durandal,Sept 15,Workplace,Laptop,240,,May 2021,https://durandal.example/sept.pdf\n"
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("LEVIER_HOME", str(folder))
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    return folder


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(catalogue, [str(a) for a in arguments])


def test_the_shipped_facts_are_checked_file_by_file(home: Path) -> None:
    done = run("check", "--lang", "en")
    assert done.exit_code == 0
    assert "impact/mit/ademe.csv" in done.stdout
    assert "The facts are sound." in done.stdout


def test_her_own_folder_is_checked_in_her_language(home: Path) -> None:
    done = run("check", EXAMPLE)
    assert done.exit_code == 0
    assert "Ce référentiel peut servir." in done.stdout


def test_all_problems_are_printed_and_the_status_is_two(home: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(EXAMPLE, tmp_path / "own")
    (folder / "mass.csv").write_text("category,mass_kg\nlaptop,heavy\nlaptps,1\n", encoding="utf-8")
    done = run("check", folder, "--lang", "en")
    assert done.exit_code == 2
    assert "Where: own/mass.csv, line 2, column mass_kg" in done.stdout
    assert "Found: heavy" in done.stdout
    assert "Did you mean laptop?" in done.stdout
    assert "This referential cannot be used yet. Problems: 1; warnings: 1." in done.stdout


def test_the_check_can_be_read_by_a_program(home: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(EXAMPLE, tmp_path / "own")
    (folder / "mass.csv").write_text("category,mass_kg\nlaptop,heavy\n", encoding="utf-8")
    done = run("check", folder, "--json", "-")
    assert done.exit_code == 2
    told = json.loads(done.stdout)
    assert (told["schema"], told["ok"], told["rows"]["mass"]) == ("levier.check/1", False, 0)
    (problem,) = told["problems"]
    assert (problem["file"], problem["line"], problem["column"]) == ("own/mass.csv", 2, "mass_kg")
    assert problem["text"] == {"en": "A number cannot be read.", "fr": "Un nombre est illisible."}


def test_a_folder_that_is_none_is_one_clear_error(home: Path, tmp_path: Path) -> None:
    assert isinstance(run("check", tmp_path).exception, UnusableFile)


def test_a_category_is_shown_with_her_figures_beside_the_others(home: Path) -> None:
    done = run("show", "ordinateur portable", "--referential", EXAMPLE)
    assert done.exit_code == 0
    assert "Valbrune 2026 (valbrune-2026)" in done.stdout
    assert "valbrune-2026" in done.stdout.split("Changement climatique")[1]


def test_show_writes_json_to_a_file_and_still_prints(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "laptop.json"
    done = run("show", "laptop", "--json", target, "--lang", "en")
    assert "What each referential answers" in done.stdout
    assert json.loads(target.read_text(encoding="utf-8"))["category"] == "laptop"


def test_an_unknown_category_or_date_is_a_clear_error(home: Path) -> None:
    assert isinstance(run("show", "abacus").exception, BadOption)
    assert isinstance(run("stale", "--on", "tomorrow").exception, BadOption)


def test_stale_facts_are_listed_on_a_day(home: Path) -> None:
    nothing = run("stale", "--on", "2026-11-24", "--lang", "en")
    assert nothing.stdout == "No fact is past its review date on 24 November 2026.\n"
    later = run("stale", "--on", "2040-01-01", "--json", "-")
    assert len(json.loads(later.stdout)["sources"]) > 10


def test_added_models_are_kept_with_their_licence_and_counted_in_show(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "boavizta-data-us.csv"
    file.write_text(TABLE, encoding="utf-8")
    done = run("add", file, "--lang", "en", "--on", "2026-11-24")
    assert done.exit_code == 0
    assert "1 of 2 rows of boavizta-data-us.csv kept" in done.stdout
    assert "no share of use" in done.stdout
    assert "ODbL" in (home / "declared" / "boavizta.NOTICE.txt").read_text(encoding="utf-8")
    assert "Models with a maker's own footprint: 1." in run("show", "laptop", "--lang", "en").stdout


def test_a_table_of_g4it_becomes_a_folder_where_she_wants_it(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "ref_item_impact.csv"
    file.write_text(
        "criterion;lifecycle_step;name;avg_electricity_consumption;value\n"
        "CLIMATE_CHANGE;MANUFACTURING;laptop-1;26.6;210\n",
        encoding="utf-8",
    )
    assert run("add", file, "--to", tmp_path / "set", "--on", "2026-11-24").exit_code == 0
    assert run("check", tmp_path / "set").exit_code == 0
    assert not home.exists()


def test_a_file_that_is_neither_is_refused(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    assert isinstance(run("add", file).exception, LevierError)
    assert isinstance(run("add", tmp_path / "absent.csv").exception, LevierError)
