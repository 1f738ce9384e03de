"""A hospital brings its own referential: a folder with the same columns, ranked before ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from levier.catalogue.loading import load
from levier.wording.errors import BadFact, UnusableFile

REFERENTIAL = """\
id: chu
label: {fr: "CHU de Valmont", en: "Valmont hospital"}
description: "Negotiated figures"
licence: internal
source: "Supplier declarations of 2026"
checked_on: 2026-10-01
review_by: 2027-10-01
"""
PROVENANCE = "chu,declaration,2026-01-01,2026-10-01,2027-10-01,read,1;2;1;1;1,"
IMPACT = (
    "id,set,family,category,size,object,boundary,stage,criterion,unit,value,low,high,spread_rule,spread,sample,"
    "source,page,valid_from,checked_on,review_by,status,scores,note\n"
    f"chu.laptop,chu,chu,laptop,,our laptop,embodied,,gwp,kgCO2e/device,201,,,interval95,0.2,,{PROVENANCE}\n"
)
ELECTRICITY = (
    "id,set,zone,year,criterion,value,unit,scope,spread_rule,spread,"
    "source,page,valid_from,checked_on,review_by,status,scores,note\n"
    f"chu.solar,chu,FR,2026,gwp,32,gCO2e/kWh,consumption,,,{PROVENANCE}\n"
)


@pytest.fixture
def hospital(tmp_path: Path) -> Path:
    folder = tmp_path / "chu"
    folder.mkdir()
    (folder / "referential.yaml").write_text(REFERENTIAL, encoding="utf-8")
    (folder / "impact.csv").write_text(IMPACT, encoding="utf-8")
    (folder / "electricity.csv").write_text(ELECTRICITY, encoding="utf-8")
    return folder


def test_her_figures_stand_beside_ours(hospital: Path) -> None:
    ours, hers = load(), load(extra=[hospital])
    added = [f for f in hers.factors if f not in ours.factors]
    assert [(f.id, f.value, f.provenance.source, f.provenance.licence) for f in added] == [
        ("chu.laptop", 201.0, "chu", "internal")
    ]
    assert [m.value for m in hers.mixes if m.set == "chu"] == [pytest.approx(0.032)]
    assert hers.facts_by_file["chu/impact.csv"] == 1
    assert hers.version != ours.version


def test_her_referential_comes_first_and_what_it_lacks_is_asked_of_ours(hospital: Path) -> None:
    catalogue = load(extra=[hospital])
    hers, pooled = catalogue.referentials["chu"], catalogue.referentials["pooled"]
    assert hers.sets == ("chu",)
    assert hers.fallback == (*pooled.sets, *pooled.fallback)
    assert hers.electricity == ("chu", *pooled.electricity)
    assert hers.label.in_("fr") == "CHU de Valmont"
    assert hers.description.in_("fr") == hers.description.in_("en") == "Negotiated figures"
    assert catalogue.sources["chu"].title == "Supplier declarations of 2026"


def test_she_may_name_what_stands_in_and_only_what_exists(hospital: Path) -> None:
    path = hospital / "referential.yaml"
    path.write_text(REFERENTIAL + "fallback: [ademe]\nelectricity: []\n", encoding="utf-8")
    hers = load(extra=[hospital]).referentials["chu"]
    assert (hers.fallback, hers.electricity) == (("ademe",), ("chu",))
    path.write_text(REFERENTIAL + "fallback: [ademe, negaoctet]\n", encoding="utf-8")
    with pytest.raises(BadFact, match="fallback is not known"):
        load(extra=[hospital])


def test_a_folder_without_its_card_is_no_referential(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="not a referential"):
        load(extra=[tmp_path])


@pytest.mark.parametrize("taken", ["pooled", "ademe", "restart", "levier"])
def test_a_name_that_is_taken_is_refused(hospital: Path, taken: str) -> None:
    (hospital / "referential.yaml").write_text(REFERENTIAL.replace("id: chu", f"id: {taken}"), encoding="utf-8")
    with pytest.raises(BadFact, match="a name that is taken"):
        load(extra=[hospital])


def test_a_key_that_the_layout_does_not_know_is_refused(hospital: Path) -> None:
    (hospital / "referential.yaml").write_text(REFERENTIAL + "colour: blue\n", encoding="utf-8")
    with pytest.raises(BadFact, match="colour"):
        load(extra=[hospital])


def test_her_rows_cannot_enter_our_sets_under_another_licence(hospital: Path) -> None:
    (hospital / "impact.csv").write_text(IMPACT.replace(",chu,declaration", ",base-carbone-23.6,x"), encoding="utf-8")
    with pytest.raises(BadFact, match="licence of a fact"):
        load(extra=[hospital])
