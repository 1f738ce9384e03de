"""A buyer of Valbrune brings her own figures, as her spreadsheet saves them, and learns all that is wrong at once."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levier.catalogue.bringing import bring, read_folder
from levier.catalogue.checking import CheckReport, check, check_shipped
from levier.catalogue.loading import load
from levier.catalogue.model import Catalogue, Stage, Tier
from levier.footprint.objects import ObjectKey
from levier.footprint.resolution import Resolver
from levier.wording.errors import BadFact, UnusableFile

EXAMPLE = Path(__file__).parents[2] / "examples" / "referential"


HEADER = b"category,boundary,criterion,unit,value\n"
CELLS = st.sampled_from(
    ["laptop", "embodied", "split", "gwp", "adpe", "kgCO2e/device", "kg", "12", "-1", "nan", "1e999", "", "é", "{x}"]
)


@cache
def shipped() -> Catalogue:
    return load()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the example that a test may change."""
    return shutil.copytree(EXAMPLE, tmp_path / "valbrune")


def told(report: CheckReport) -> list[tuple[str | None, int | None, str | None, str]]:
    return [
        (
            p.place.file if p.place else None,
            p.place.line if p.place else None,
            p.place.column if p.place else None,
            str(p.what),
        )
        for p in report.problems
    ]


def test_the_example_of_the_documentation_can_be_used() -> None:
    report = check(EXAMPLE, shipped())
    assert report.ok
    assert report.warnings == ()
    assert report.lacking == ()
    assert report.rows == {
        "impact": 6,
        "lifetimes": 3,
        "energy": 3,
        "mass": 3,
        "electricity": 2,
        "intensity": 1,
        "models": 1,
    }


def test_what_she_brings_decides_everything() -> None:
    """Factor by stage, life, measured kWh, mass, mix and another criterion: each answer is hers."""
    catalogue = load(extra=[EXAMPLE])
    hers = Resolver(catalogue, "valbrune-2026")
    laptop = hers.object(ObjectKey("laptop"))
    assert laptop.factors["gwp"].value == pytest.approx(192 + 9 + 3)
    assert laptop.factors["gwp"].stages[Stage.MANUFACTURING] == pytest.approx(192 / 204)
    assert laptop.factors["adpe"].value == pytest.approx(0.0081)  # brought in grams
    assert laptop.life is not None
    assert laptop.life.value == 6
    assert laptop.energy is not None
    assert (laptop.energy.value, laptop.energy.kind) == (22, "measured")
    assert laptop.mass is not None
    assert laptop.mass.value == 1.5
    carbon, minerals = hers.mix("FR", "gwp", 2026), hers.mix("FR", "adpe", 2026)
    assert carbon is not None
    assert carbon.value == pytest.approx(0.047)
    assert minerals is not None
    assert minerals.value == pytest.approx(5e-7)
    assert all(single.own_set for single in (laptop.life, laptop.energy, laptop.mass, carbon, minerals))
    assert all(factor.own_set for factor in laptop.factors.values())


def test_what_she_does_not_bring_is_taken_elsewhere_and_said() -> None:
    tablet = Resolver(load(extra=[EXAMPLE]), "valbrune-2026").object(ObjectKey("tablet"))
    assert not tablet.factors["gwp"].own_set
    assert "adpe" not in tablet.factors


def test_her_intensity_answers_for_a_device_without_a_factor() -> None:
    ours, hers = Resolver(shipped(), "pooled"), Resolver(load(extra=[EXAMPLE]), "valbrune-2026")
    network = [ObjectKey(c.id) for c in shipped().categories.values() if c.mass_kind == "network"]
    by_mass = [k for k in network if ours.object(k).tier is Tier.MASS]
    assert by_mass
    theirs = next(i.value for i in shipped().intensities if i.kind == "network")
    for key in by_mass:
        before, after = ours.object(key).factors["gwp"].value, hers.object(key).factors["gwp"].value
        assert after == pytest.approx(before * 62 / theirs)


def test_her_models_get_their_own_figure() -> None:
    model = next(m for m in load(extra=[EXAMPLE]).declared if m.manufacturer == "Durandal")
    assert (model.category, model.embodied_gwp_kgco2e, model.relative_error) == ("laptop", 201.0, 0.2)
    assert (model.provenance.source, model.provenance.licence) == ("valbrune-2026", "internal")


def test_a_french_spreadsheet_is_read_as_well(folder: Path) -> None:
    """Semicolons, decimal commas, French dates, Windows-1252: what Excel makes of the same table."""
    plain = read_folder(folder, shipped())
    rows = [
        "category;years;low;high;page;checked_on;review_by",
        "laptop;6,5;5;7;contrat n° 3, révisé;01/10/2026;01/10/2027",
        ";;;;;;",
        "monitor;9;7;11;contrat;;",
        "server;7;5;8;contrat;;",
    ]
    (folder / "lifetimes.csv").write_bytes("\r\n".join(rows).encode("cp1252"))
    reading = read_folder(folder, shipped())
    assert reading.problems == []
    assert plain.brought is not None
    assert reading.brought is not None
    assert [x.years for x in reading.brought.lifetimes] == [6.5, 9.0, 7.0]
    p = reading.brought.lifetimes[0].provenance
    assert (p.page, p.checked_on.isoformat()) == ("contrat n° 3, révisé", "2026-10-01")


def test_every_problem_is_told_at_once_with_its_line_and_column(folder: Path) -> None:
    (folder / "lifetimes.csv").write_text(
        "category,years,low,high\nlaptop,six,5,7\nmonitor,-9,,\nserver,7,8,9\ntablet,4,,,,5\n", encoding="utf-8"
    )
    (folder / "mass.csv").write_text("category,weight\nlaptop,1.5\n", encoding="utf-8")
    impact = (folder / "impact.csv").read_text(encoding="utf-8")
    impact = impact.replace("gSbeq/device,8.1", "kg,8.1").replace("split,end_of_life", "split,use")
    (folder / "impact.csv").write_text(impact, encoding="utf-8")
    report = check(folder, shipped())
    assert not report.ok
    assert told(report) == [
        ("valbrune/impact.csv", 4, "stage", "stage is not known."),
        ("valbrune/impact.csv", 5, "unit", "kg cannot be turned into kgSbeq/device."),
        ("valbrune/lifetimes.csv", 5, None, "A line does not have as many cells as the header."),
        ("valbrune/lifetimes.csv", 2, "years", "A number cannot be read."),
        ("valbrune/lifetimes.csv", 3, "years", "A figure is not above zero."),
        ("valbrune/lifetimes.csv", 4, "low", "A value is outside its own bounds."),
        ("valbrune/mass.csv", 1, "mass_kg", "A table of the referential does not have the columns of its layout."),
    ]
    assert all(p.expected is not None and p.mend is not None for p in report.problems)


def test_several_bad_cells_of_one_row_are_all_told(folder: Path) -> None:
    (folder / "energy.csv").write_text(
        "category,size,method,kwh_per_year,checked_on,scores\nlaptop,giant,guessed,many,tomorrow,9\n", encoding="utf-8"
    )
    columns = [column for file, _, column, _ in told(check(folder, shipped())) if file == "valbrune/energy.csv"]
    assert sorted(str(c) for c in columns) == ["checked_on", "kwh_per_year", "method", "scores", "size"]


def test_two_answers_to_one_question_are_refused(folder: Path) -> None:
    with (folder / "lifetimes.csv").open("a", encoding="utf-8") as stream:
        stream.write("laptop,4,,,other plan\n")
    assert told(check(folder, shipped())) == [
        ("valbrune/lifetimes.csv", 5, "set", "Two rows of one set answer the same question.")
    ]


def test_a_total_beside_its_own_parts_is_refused(folder: Path) -> None:
    with (folder / "impact.csv").open("a", encoding="utf-8") as stream:
        stream.write("laptop,,laptops of our 2026 contract,embodied,,gwp,kgCO2e/device,204,,,,,\n")
    assert [what for *_, what in told(check(folder, shipped()))] == [
        "One set gives two boundaries or two objects for the same device."
    ]


def test_using_a_folder_with_problems_tells_the_first_and_how_many_more(folder: Path) -> None:
    (folder / "lifetimes.csv").write_text("category,years\nlaptop,six\nmonitor,\nserver,0\n", encoding="utf-8")
    with pytest.raises(BadFact, match=r"A number cannot be read\. Other problems: 2"):
        bring(shipped(), folder)


def test_unknown_names_are_left_out_counted_and_guessed(folder: Path) -> None:
    (folder / "mass.csv").write_text("category,mass_kg\nlaptops,1.5\nlaptops,1.6\nmonitor,5\n", encoding="utf-8")
    (folder / "electricity.csv").write_text(
        "zone,year,criterion,value,unit,scope\nFRA,2026,gwp,47,gCO2e/kWh,consumption\n"
        "XX,2026,gwp,47,gCO2e/kWh,consumption\nFR,2026,odp,1,kg/kWh,consumption\n",
        encoding="utf-8",
    )
    report = check(folder, shipped())
    assert report.ok
    assert [(str(w.text), w.place.line if w.place else None, w.meant) for w in report.warnings] == [
        ("There is no zone XX (lines left out: 1).", 3, None),
        ("Levier does not compute the criterion odp (lines left out: 1).", 4, None),
        ("Levier has no category laptops (lines left out: 2).", 2, "laptop"),
    ]
    assert (report.rows["mass"], report.rows["electricity"]) == (1, 1)
    assert report.catalogue is not None
    assert [m.zone for m in report.catalogue.mixes if m.set == "valbrune-2026"] == ["FR"]


def test_figures_far_from_all_sources_deserve_a_second_look(folder: Path) -> None:
    """A life in months, kWh a day, a factor in tonnes: the unit is right, the figure is not."""
    (folder / "lifetimes.csv").write_text("category,years\nlaptop,72\n", encoding="utf-8")
    (folder / "energy.csv").write_text("category,method,kwh_per_year\nmonitor,measured,0.1\n", encoding="utf-8")
    (folder / "impact.csv").write_text(
        "category,boundary,criterion,unit,value\nserver,embodied,gwp,kgCO2e/device,1.3\n"
        "laptop,grey,gwp,kgCO2e/device,190\n",
        encoding="utf-8",
    )
    report = check(folder, shipped())
    assert report.ok
    places = [(w.place.file, w.place.line) if w.place else None for w in report.warnings]
    assert places == [
        None,  # boundaries mixed
        ("valbrune/impact.csv", 2),
        ("valbrune/lifetimes.csv", 2),
        ("valbrune/energy.csv", 2),
    ]
    assert "Boundaries are mixed" in str(report.warnings[0].text)
    assert "server gwp: 1.3 kgCO2e/device is far" in str(report.warnings[1].text)


def test_a_mix_heavier_than_the_world_is_told(folder: Path) -> None:
    (folder / "electricity.csv").write_text(
        "zone,year,criterion,value,unit,scope\nFR,2026,gwp,470,kgCO2e/kWh,consumption\n", encoding="utf-8"
    )
    assert any("more than the whole world" in str(w.text) for w in check(folder, shipped()).warnings)


def test_a_file_that_the_layout_does_not_name_is_not_passed_over_in_silence(folder: Path) -> None:
    (folder / "lifetimes.csv").rename(folder / "lifetime.csv")
    report = check(folder, shipped())
    assert [(str(w.text), w.meant) for w in report.warnings] == [
        ("lifetime.csv is not read: the layout has no file of that name.", "lifetimes.csv")
    ]
    assert report.lacking == ("lifetimes",)


def test_the_quality_must_be_told_somewhere(folder: Path) -> None:
    card = (folder / "referential.yaml").read_text(encoding="utf-8")
    (folder / "referential.yaml").write_text(card.replace('scores: "2;3;1;1;2*"', ""), encoding="utf-8")
    found = told(check(folder, shipped()))
    assert {column for *_, column, _ in found} == {"scores"}
    assert len(found) == 19


def test_an_empty_folder_is_no_referential_and_a_broken_card_ends_there(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(UnusableFile, match="not a referential"):
        check(tmp_path, shipped())
    (folder / "referential.yaml").write_text("id: [a\n", encoding="utf-8")
    report = check(folder, shipped())
    assert [str(p.what) for p in report.problems] == ["A YAML file cannot be read."]
    assert report.referential is None


def test_bytes_that_are_no_table_are_one_problem_not_a_crash(folder: Path) -> None:
    (folder / "mass.csv").write_bytes(b"PK\x03\x04\0\0\0")
    assert [what for *_, what in told(check(folder, shipped()))] == ["This file is not a table of text."]


def test_a_cell_longer_than_any_fact_is_one_problem(folder: Path) -> None:
    (folder / "mass.csv").write_text("category,mass_kg\nlaptop," + "9" * 200_000 + "\nmonitor,5\n", encoding="utf-8")
    assert [(line, what) for _, line, _, what in told(check(folder, shipped()))] == [
        (2, "A line does not have as many cells as the header.")
    ]


@given(content=st.binary(max_size=300))
def test_no_bytes_whatever_make_it_crash(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(EXAMPLE / "referential.yaml", folder)
        (folder / "impact.csv").write_bytes(HEADER + content)
        report = check(folder, shipped())
        assert report.ok == (report.catalogue is not None)


@given(cells=st.lists(CELLS, min_size=5, max_size=5))
def test_no_cells_whatever_make_it_crash(cells: list[str]) -> None:
    """Words that are right in one column stand in another: each is taken, refused or left out."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(EXAMPLE / "referential.yaml", folder)
        (folder / "impact.csv").write_text(HEADER.decode() + ",".join(cells) + "\n", encoding="utf-8")
        report = check(folder, shipped())
        taken, left = report.rows["impact"], sum(1 for w in report.warnings if "left out" in str(w.text))
        assert taken + left + len(report.problems) >= bool("".join(cells).strip())


def test_the_same_folder_gives_the_same_version_and_another_figure_another(folder: Path) -> None:
    first, again = bring(shipped(), folder).version, bring(shipped(), folder).version
    (folder / "mass.csv").write_text("category,mass_kg\nlaptop,1.4\n", encoding="utf-8")
    assert first == again != shipped().version
    assert bring(shipped(), folder).version != first


def test_the_shipped_facts_are_sound() -> None:
    report = check_shipped(shipped())
    assert report.ok
    assert report.warnings == ()
    assert sum(report.rows.values()) > 1000
