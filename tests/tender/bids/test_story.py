"""A town, four bidders, from the published workbook to the report: what each act changes, what none may change."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pypdfium2
import pytest
from click.testing import CliRunner

from levier.cli.main import levier
from levier.tender.bids.locked import lock_document
from levier.tender.decp.schema import load_schema
from levier.tender.reading import tender_from
from levier.tender.scoring.announced import ALL_LOTS, announced
from levier.tender.scoring.locking import lock
from tests.tender.bids.story import RECORD, TENDER, written

DECIDED = """\
candidatures:
  - {bid: Vite SARL, admitted: true}
qualifications:
  - bid: Vite SARL
    status: irregular
    reason: ni durée de vie ni empreinte
    day: 2027-02-05
    may_mend: les pièces manquantes, sans toucher au prix
    asked_on: 2027-01-26
    until: 2027-02-02
questions:
  - bid: Rebond SCIC
    doubt: price.low
    asked_on: 2027-01-26
    until: 2027-02-02
    answer: Des flottes d’entreprises.
    answered_on: 2027-01-30
low_prices:
  - {bid: Rebond SCIC, admitted: true, reason: trois contrats le montrent, asked_on: 2027-01-26, decided_on: 2027-02-04}
secrets:
  - {bid: Neuf SA, words: [l’annexe 3]}
decision: {end: award, bid: Rebond SCIC, reason: la mieux notée, day: 2027-02-10, notified_on: 2027-02-11}
notice:
  id: 2027BEL01
  buyer_siret: "21590001100015"
  cpv: "30213100"
  place_code: "59000"
  amount_eur: 136000
  price_form: Unitaire
  price_types: [Définitif ferme]
  holders: [{id: "22222222200022"}]
  bids_received: 4
  notified_on: 2027-02-25
  published_on: 2027-03-10
  grouping: Pas de groupement
  advance: false
  subcontracting: false
"""


def run(*arguments: object, code: int = 0, lang: str = "en") -> str:
    outcome = CliRunner(env={"LANG": lang}).invoke(levier, [*map(str, arguments), "--lang", lang])
    assert outcome.exit_code == code, outcome.output
    return outcome.output if code else outcome.stdout


@pytest.fixture
def town(tmp_path: Path) -> tuple[Path, list[Path]]:
    return tmp_path, written(tmp_path)


def scored(folder: Path, bids: list[Path], *more: object, on: str = "2027-01-26") -> dict[str, dict[str, Any]]:
    told = run(
        "tender",
        "score",
        folder / "tender.yaml",
        *bids,
        "--record",
        folder / "record.yaml",
        "--on",
        on,
        *more,
        "--json",
        "-",
    )
    return {bid["bid"]: bid for bid in json.loads(told)["bids"]}


def test_nobody_reads_a_bid_before_the_opening_date(town: tuple[Path, list[Path]]) -> None:
    folder, bids = town
    for command in ("read", "score"):
        told = run("tender", command, folder / "tender.yaml", *bids, "--on", "2027-01-18", code=2)
        assert "Bids stay closed until the opening date is reached." in told
        assert "2027-01-19 or later" in told
    opened = json.loads(run("tender", "read", folder / "tender.yaml", *bids, "--on", "2027-01-19", "--json", "-"))
    assert opened["opening"]["recorded_on"] == "2027-01-19"


def test_an_opening_that_is_recorded_for_later_is_no_opening(town: tuple[Path, list[Path]]) -> None:
    folder, bids = town
    later = RECORD.replace("recorded_on: 2027-01-19", "recorded_on: 2027-02-01")
    (folder / "record.yaml").write_text(later, encoding="utf-8")
    told = run(
        "tender",
        "score",
        folder / "tender.yaml",
        *bids,
        "--record",
        folder / "record.yaml",
        "--on",
        "2027-01-26",
        code=2,
    )
    assert "opened later" in told


def test_originals_are_kept_under_their_hash(town: tuple[Path, list[Path]]) -> None:
    folder, bids = town
    kept = folder / "kept"
    told = run("tender", "read", folder / "tender.yaml", *bids, "--on", "2027-01-20", "--keep", kept, "--json", "-")
    files = json.loads(told)["files"]
    assert [len(f["file_hash"]) for f in files] == [64] * 4
    for file, original in zip(files, bids, strict=True):
        assert (kept / f"{file['file_hash']}{original.suffix}").read_bytes() == original.read_bytes()


def test_three_bids_are_ranked_and_the_one_that_forgets_half_is_not(town: tuple[Path, list[Path]]) -> None:
    found = scored(*town)
    assert {name: bid["rank"] for name, bid in found.items()} == {
        "Rebond SCIC": 1,
        "Neuf SA": 2,
        "Loc SAS": 3,
        "Vite SARL": None,
    }
    best = found["Rebond SCIC"]
    assert best["points"]["cost"] == pytest.approx(45)
    assert best["points"]["carbon"] == pytest.approx(25)
    assert best["points"]["parts"] == pytest.approx(10 * (7 - 5) / 5)  # the check of BUR-04: evenly from 5 to 10
    assert best["points"]["service"] == pytest.approx(10)  # a single assessor's level 1 of the ladder 0, 0.5, 1
    assert best["total"] == pytest.approx(sum(best["points"].values()))
    gwp = best["gwp_kgco2e_per_year"]
    assert gwp["value"] == pytest.approx(400 * (34 / 4 + 28 * 0.0519))
    assert gwp["low"] < gwp["value"] < gwp["high"]
    vite = found["Vite SARL"]
    assert vite["total"] is None
    assert vite["points"] == {}
    assert any("Years of service of X: not told" in text for text in vite["missing"])


def test_costs_are_those_that_the_formulas_give_by_hand(town: tuple[Path, list[Path]]) -> None:
    found = scored(*town)["Neuf SA"]
    annuity = (1 - 1.032**-6) / 0.032
    assert found["lcc_eur"] == pytest.approx(400 * (780 * 1.2 + 24 * 0.172 * annuity))
    assert found["eac_eur"] == pytest.approx(found["lcc_eur"] / annuity)
    rented = scored(*town)["Loc SAS"]
    assert rented["eac_eur"] == pytest.approx(400 * (17 * 1.2 * 12 + 22 * 0.172))


def test_the_order_of_the_bids_changes_nothing(town: tuple[Path, list[Path]]) -> None:
    folder, bids = town
    assert scored(folder, bids) == scored(folder, bids[::-1])


def test_rules_that_moved_after_publication_are_found(town: tuple[Path, list[Path]]) -> None:
    folder, bids = town
    lock = folder / "lock.json"
    run("tender", "lock", folder / "tender.yaml", "--on", "2026-12-07", "--json", lock)
    record = folder / "record.yaml"
    told = run(
        "tender",
        "score",
        folder / "tender.yaml",
        *bids,
        "--record",
        record,
        "--lock",
        lock,
        "--on",
        "2027-01-26",
        "--json",
        "-",
    )
    assert json.loads(told)["rules_verified"] is True
    moved = folder / "moved.yaml"
    moved.write_text(TENDER.replace("value: 0.172", "value: 0.072"), encoding="utf-8")
    told = run("tender", "score", moved, *bids, "--record", record, "--lock", lock, "--on", "2027-01-26", code=2)
    assert "The rules are not those that were published." in told
    read = json.loads(run("tender", "read", moved, *bids, "--on", "2027-01-26", "--json", "-"))
    assert all(not file["read"] for file in read["files"])  # the workbooks print the hash of other rules


def test_a_tender_of_march_is_scored_after_an_update_in_april_as_it_was_published(tmp_path: Path) -> None:
    """A release moved the floor of the repairability index: bids are marked under the one that was locked."""
    tender = tender_from(TENDER.encode(), "tender.yaml")
    today = announced(tender, "tender.yaml")
    now = today.bases[ALL_LOTS]
    parts = {**now.criteria["BUR-04"], "defaults": {"index_floor": 2.0}}
    march = replace(now, version="march", criteria={**now.criteria, "BUR-04": parts})
    then = announced(tender, "tender.yaml", {ALL_LOTS: march})
    assert then.hash != today.hash
    made = lock(then.rules[ALL_LOTS], date(2026, 12, 7), date(2027, 1, 18), march)
    assert made.hash == then.hash
    kept = tmp_path / "lock.json"
    kept.write_text(json.dumps(lock_document(made)), encoding="utf-8")
    bids = written(tmp_path, published=then.hash)
    there = (tmp_path / "tender.yaml", *bids, "--on", "2027-01-26")
    read = json.loads(run("tender", "read", *there, "--lock", kept, "--json", "-"))
    assert all(file["read"] for file in read["files"])
    told = json.loads(
        run("tender", "score", *there, "--record", tmp_path / "record.yaml", "--lock", kept, "--json", "-")
    )
    assert (told["rules_verified"], told["rules_hash"]) == (True, then.hash)
    (since,) = told["facts_since"]
    assert since.startswith("How answers to BUR-04 are judged was changed in the library since the rules were locked")
    marks = {bid["bid"]: bid["points"].get("parts") for bid in told["bids"]}
    assert marks["Neuf SA"] == pytest.approx(10 * (8 - 2) / (10 - 2))
    assert marks["Loc SAS"] == pytest.approx(10 * (9 - 2) / (10 - 2))


def test_a_criterion_judged_by_other_values_than_were_published_is_found(town: tuple[Path, list[Path]]) -> None:
    """What the buyer chooses in a criterion of the library decides marks: the lock holds it."""
    folder, bids = town
    kept, moved = folder / "lock.json", folder / "moved.yaml"
    run("tender", "lock", folder / "tender.yaml", "--on", "2026-12-07", "--json", kept)
    clause = "  - {id: BUR-04, version: 1, variables: {index_floor: 2}}\n"
    moved.write_text(TENDER.replace("clauses:\n", f"clauses:\n{clause}"), encoding="utf-8")
    told = run("tender", "score", moved, *bids, "--lock", kept, "--on", "2027-01-26", code=2)
    assert "criteria.parts.variables.index_floor: None → 2.0" in told


def test_a_lock_that_was_tampered_with_proves_nothing(town: tuple[Path, list[Path]]) -> None:
    folder, bids = town
    lock = folder / "lock.json"
    run("tender", "lock", folder / "tender.yaml", "--on", "2026-12-07", "--json", lock)
    lock.write_text(lock.read_text(encoding="utf-8").replace("0.172", "0.072"), encoding="utf-8")
    told = run("tender", "score", folder / "tender.yaml", *bids, "--lock", lock, "--on", "2027-01-26", code=2)
    assert "hash" in told


def test_an_assessor_who_declared_nothing_does_not_mark(town: tuple[Path, list[Path]]) -> None:
    folder, bids = town
    silent = "\n".join(line for line in RECORD.split("\n") if "assessor: Acheteur, none" not in line)
    (folder / "record.yaml").write_text(silent, encoding="utf-8")
    told = run(
        "tender",
        "score",
        folder / "tender.yaml",
        *bids,
        "--record",
        folder / "record.yaml",
        "--on",
        "2027-01-26",
        code=2,
    )
    assert "without declaring that they have no conflict of interest" in told


def test_assessors_who_differ_must_agree_before_a_bid_is_ranked(town: tuple[Path, list[Path]]) -> None:
    folder, bids = town
    unagreed = "\n".join(line for line in RECORD.split("\n") if 'alias: C, level: 2, reason: "' not in line)
    (folder / "record.yaml").write_text(unagreed, encoding="utf-8")
    found = scored(folder, bids)
    assert found["Neuf SA"]["rank"] is None
    assert any("have not agreed yet" in text for text in found["Neuf SA"]["missing"])


def test_what_the_buyer_rejects_is_out_whatever_its_marks(town: tuple[Path, list[Path]]) -> None:
    folder, bids = town
    decided = "bid: Rebond SCIC, admitted: false, reason: sans réponse, asked_on: 2027-01-26, decided_on: 2027-02-04"
    out = f"low_prices:\n  - {{{decided}}}\n"
    (folder / "record.yaml").write_text(RECORD + out, encoding="utf-8")
    found = scored(folder, bids, on="2027-02-05")
    assert found["Rebond SCIC"]["rank"] is None
    assert found["Neuf SA"]["rank"] == 1
    assert found["Neuf SA"]["points"]["cost"] == pytest.approx(45)


def test_a_record_that_names_an_unknown_bid_is_refused(town: tuple[Path, list[Path]]) -> None:
    folder, bids = town
    (folder / "record.yaml").write_text(RECORD + "candidatures: [{bid: Nul, admitted: false}]\n", encoding="utf-8")
    told = run(
        "tender",
        "score",
        folder / "tender.yaml",
        *bids,
        "--record",
        folder / "record.yaml",
        "--on",
        "2027-01-26",
        code=2,
    )
    assert "names a bid that is not there" in told


def reported(folder: Path, bids: list[Path], record: str, lang: str = "fr", code: int = 0) -> tuple[Path, str]:
    (folder / "record.yaml").write_text(record, encoding="utf-8")
    out = folder / f"out-{lang}"
    told = run(
        "tender",
        "report",
        folder / "tender.yaml",
        *bids,
        "--record",
        folder / "record.yaml",
        "--on",
        "2027-02-12",
        "--out",
        out,
        code=code,
        lang=lang,
    )
    return out, told


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the award in French, which tests only read."""
    folder = tmp_path_factory.mktemp("town")
    return reported(folder, written(folder), RECORD + DECIDED)[0]


def text_of(path: Path) -> str:
    """Return the text of a PDF."""
    document = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_a_committee_gets_one_page_and_the_detail_behind_it(told: Path) -> None:
    out = told
    assert len(pypdfium2.PdfDocument(out / "page-de-synthese.pdf")) == 1
    page = text_of(out / "page-de-synthese.pdf")
    for words in ("Attribué à Rebond SCIC", "Ce qui a décidé", "Ce qui est incertain", "Vite SARL"):
        assert words in page
    assert {"motifs-neuf-sa.docx", "motifs-loc-sas.pdf", "motifs-vite-sarl.pdf", "rapport-d-analyse.docx"} <= {
        f.name for f in out.iterdir()
    }
    assert "22 février 2027" in text_of(out / "motifs-neuf-sa.pdf")  # eleven days after the 11th, a fact to verify


def test_the_occulted_report_holds_no_secret_and_the_full_one_does(told: Path) -> None:
    out = told
    full, occulted = text_of(out / "rapport-d-analyse.pdf"), text_of(out / "rapport-d-analyse-occulte.pdf")
    assert "annexe 3" in full
    assert "A14-2" in full
    figures = (r"374\s400", r"383\s286", r"71\s223", r"936\s€")  # of a bid that is not awarded
    for figure in figures:
        assert re.search(figure, full), figure
        assert not re.search(figure, occulted), figure
    for words in ("annexe 3", "A14-2", "Des flottes d’entreprises"):
        assert words not in occulted
    letter = text_of(out / "motifs-loc-sas.pdf")
    assert "annexe 3" not in letter  # what is written of one bidder is told to that one alone


def test_conditions_become_obligations_with_what_was_promised(told: Path) -> None:
    out = told
    found = {o["id"]: o for o in json.loads((out / "obligations.json").read_text(encoding="utf-8"))}
    assert "engagement\u00a0: 280" in found["TRV-08 v1"]["promised"]
    assert (out / "obligations.csv").read_text(encoding="utf-8-sig").startswith("id,lots,what")


def test_the_data_of_the_contract_follow_the_official_schema(told: Path) -> None:
    out = told
    data = json.loads((out / "decp.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(load_schema().whole).validate(data)
    assert data["marches"]["marche"][0]["offresRecues"] == 4


def test_an_award_to_another_bid_than_the_first_is_refused(town: tuple[Path, list[Path]]) -> None:
    record = RECORD + DECIDED.replace("end: award, bid: Rebond SCIC", "end: award, bid: Neuf SA")
    _, told = reported(*town, record, code=2, lang="en")
    assert "does not stand first" in told


def test_a_procedure_may_end_without_award(town: tuple[Path, list[Path]]) -> None:
    end = "decision: {end: abandoned, reason: le besoin a disparu, day: 2027-02-10}\n"
    out, told = reported(*town, RECORD + end, lang="en")
    assert "Abandoned for a reason of general interest: le besoin a disparu" in text_of(out / "one-page.pdf")
    assert "no further course" in text_of(out / "reasons-rebond-scic.pdf")
    assert not (out / "decp.json").exists()
    assert told
