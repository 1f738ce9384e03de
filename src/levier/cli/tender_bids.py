"""`levier tender lock`, `read`, `score` and `report`: rules locked, bids opened, read back, scored and told."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click
import numpy as np

from levier.catalogue.loading import load
from levier.cli.output import STANDARD_OUTPUT, day, language, print_text, tell, write, write_json
from levier.cost.facts import COST, parameters
from levier.cost.files import read_yaml
from levier.report.tender_bids import write_result
from levier.report.tender_reading import Unread, reading_document, write_reading
from levier.report.tender_report.notice import lacking
from levier.report.tender_report.told import Told
from levier.report.tender_report.writing import award_files
from levier.tender.answers.lots import of_lots, offered
from levier.tender.answers.reading import ReadBack, Reader
from levier.tender.bids.awarding import Case, World, award
from levier.tender.bids.catalogued import Known
from levier.tender.bids.document import opening_document, result_document
from levier.tender.bids.locked import lock_document, read_lock
from levier.tender.bids.model import Bids
from levier.tender.bids.opening import opened
from levier.tender.bids.plausibility import Ground, doubts
from levier.tender.bids.questions import register
from levier.tender.bids.reading import read_award_record, read_bids
from levier.tender.bids.record import AwardRecord, Opening
from levier.tender.bids.scoring import Result
from levier.tender.bids.workbook import Asked, asked, bid_of
from levier.tender.law.facts import load_law
from levier.tender.library.loading import load_library
from levier.tender.library.model import Library
from levier.tender.reading import read_tender
from levier.tender.scoring.announced import ALL_LOTS, Announced, announced
from levier.tender.scoring.locking import basis_of, lock, relock
from levier.tender.scoring.rules import Rules, read_award
from levier.wording.errors import BadOption, Place, UnusableFile
from levier.wording.text import Language, say

LANG = click.option("--lang", type=click.Choice(["fr", "en"]), help="Language of the answer.")
JSON = click.option("--json", "json_", metavar="F", help="Write the answer as JSON (- for standard output).")
ON = click.option("--on", "on_", metavar="DATE", help="The day on which bids are read; today unless told.")
RECORD = click.option("--record", type=click.Path(path_type=Path), help="The record of the award (levier.record/1).")
LOCK = click.option(
    "--lock", "lock_file", type=click.Path(path_type=Path), help="The lock of the published rules, to be verified."
)
LOT = click.option("--lot", help="The lot to score, where the tender has several.")
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".ods"})
SEED = 1
"""Draws give intervals only; the same seed gives the same ones."""


def chosen_language(lang: str | None) -> Language:
    """Return the language of an answer."""
    return language(["--lang", lang] if lang else [], os.environ.get("LANG", ""))


def today(on: str | None) -> date:
    """Return the day of the command: as told, else that of its clock."""
    return day(on) or date.today()  # noqa: DTZ011  # the command's clock


def read_case(path: Path, lock_file: Path | None, lot: str | None) -> Case:
    """Read a tender, or a file that holds rules alone."""
    locked = read_lock(lock_file) if lock_file else None
    if "award" in read_yaml(path):
        return Case(read_award(path)[0], None, locked, lot)
    tender = read_tender(path)
    published = announced(tender, path.name, {lot or ALL_LOTS: basis_of(locked)} if locked else None)
    return Case(_rules_of(published, lot), tender, locked, lot, published.hash)


def _rules_of(published: Announced, lot: str | None) -> Rules:
    if ALL_LOTS in published.rules:
        return published.rules[ALL_LOTS]
    if lot is None or lot not in published.rules:
        raise BadOption(
            say("The lots of this tender have criteria of their own."),
            expected=say("one of: {words}", words=", ".join(f"--lot {name}" for name in published.rules)),
            found=lot,
        )
    return published.rules[lot]


def read_record_of(path: Path | None) -> AwardRecord:
    """Read the record of an award, empty where there is none yet."""
    return read_award_record(path) if path else AwardRecord()


def world() -> World:
    """Load what is known beside the tender."""
    catalogue = load()
    return World(Known(catalogue), load_library(catalogue), parameters(COST))


def workbook_reader(case: Case, library: Library) -> tuple[Asked, Reader]:
    """Return what the tender asks, and what reads its workbooks."""
    if case.tender is None or case.published is None:
        raise BadOption(
            say("Answer workbooks are read with the tender that they answer."),
            expected=say("a tender.yaml"),
            mend=say("Give the tender, or the bids as a file of bids (levier.bids/1)."),
        )
    what = asked(case.tender, library, case.published)
    return what, Reader(what.form)


def read_files(case: Case, files: Sequence[Path], library: Library) -> list[Bids]:
    """Read files of bids and answer workbooks."""
    found = []
    books = [file for file in files if file.suffix.lower() in WORKBOOKS]
    what, reader = workbook_reader(case, library) if books else (None, None)
    for file in files:
        if file not in books:
            found.append(read_bids(file))
        elif what is not None and reader is not None:
            found.append(Bids((bid_of(reader.read(file.name, data_of(file)), what),), case.vat))
    return found


def data_of(file: Path) -> bytes:
    """Return the bytes of a file."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise UnusableFile(say("This file cannot be opened."), place=Place(str(file)), found=error.strerror) from error


def scored(
    case: Case, files: Sequence[Path], record: AwardRecord, on: date, lang: Language
) -> tuple[Result, Opening, World]:
    """Open, read and score bids."""
    opening = opened(case.tender, record, on, say("levier tender score").in_(lang))
    known = world()
    bids = read_files(case, files, known.library)
    return award(case, bids, record, known, np.random.default_rng(SEED)), opening, known


@click.command("read")
@click.argument("tender", type=click.Path(path_type=Path))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILES…")
@RECORD
@LOCK
@click.option("--keep", type=click.Path(path_type=Path), metavar="DIR", help="Keep the originals there by their hash.")
@ON
@JSON
@LANG
def read_command(
    tender: Path,
    files: tuple[Path, ...],
    record: Path | None,
    lock_file: Path | None,
    keep: Path | None,
    on_: str | None,
    json_: str | None,
    lang: str | None,
) -> None:
    """Read answer workbooks (XLSX, ODS) back: what is complete, missing, wrong or changed, each with its cell.

    Bids stay closed until the deadline of the tender is over. A changed structure stops the import, never the bid.
    """
    asked_in = chosen_language(lang)
    case = read_case(tender, lock_file, None)
    opening = opened(case.tender, read_record_of(record), today(on_), say("levier tender read").in_(asked_in))
    _, reader = workbook_reader(case, load_library(load()))
    read: list[ReadBack | Unread] = []
    for file in files:
        data = data_of(file)
        digest = hashlib.sha256(data).hexdigest()
        if keep:
            keep.mkdir(parents=True, exist_ok=True)
            write(str(keep / f"{digest}{file.suffix.lower()}"), data)
        try:
            back = reader.read(file.name, data)
            read.append(of_lots(back, reader.form, offered(back, reader.form)))
        except UnusableFile as error:
            read.append(Unread(file.name, digest, error))
    if json_:
        write_json(json_, reading_document(read, opening_document(opening), asked_in))
    if json_ != STANDARD_OUTPUT:
        print_text(write_reading(read, asked_in), nl=False)


@click.command("score")
@click.argument("tender", type=click.Path(path_type=Path))
@click.argument("bids", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="BIDS…")
@RECORD
@LOCK
@LOT
@ON
@JSON
@LANG
def score_command(
    tender: Path,
    bids: tuple[Path, ...],
    record: Path | None,
    lock_file: Path | None,
    lot: str | None,
    on_: str | None,
    json_: str | None,
    lang: str | None,
) -> None:
    """Score BIDS under the rules of TENDER: points, total, rank, costs over a life, footprint of a year of service.

    BIDS are answer workbooks (XLSX, ODS) or files of bids (levier.bids/1, YAML or JSON). Bids stay closed until the
    deadline of the tender is over. Intervals and probabilities alter neither mark nor rank; Levier decides nothing.
    """
    asked = chosen_language(lang)
    case = read_case(tender, lock_file, lot)
    result, opening, _ = scored(case, bids, read_record_of(record), today(on_), asked)
    if json_:
        write_json(json_, result_document(result, opening, asked))
    if json_ != STANDARD_OUTPUT:
        print_text(write_result(result, asked), nl=False)


@click.command("lock")
@click.argument("tender", type=click.Path(path_type=Path))
@click.option("--deadline", metavar="DATE", help="The last day for offers; the tender’s unless told.")
@click.option("--previous", type=click.Path(path_type=Path), help="The lock that this one corrects.")
@click.option("--reason", help="What a correction corrects, and why.")
@LOT
@ON
@click.option("--json", "json_", metavar="F", default=STANDARD_OUTPUT, help="Where the lock is written.")
@LANG
def lock_command(
    tender: Path,
    deadline: str | None,
    previous: Path | None,
    reason: str | None,
    lot: str | None,
    on_: str | None,
    json_: str,
    lang: str | None,
) -> None:
    """Lock the rules of TENDER at publication: `levier tender score --lock` proves later that nothing moved.

    With --previous, lock a correction: it needs a reason and a later deadline.
    """
    case = read_case(tender, None, lot)
    until = day(deadline) or (case.tender.deadline if case.tender else None)
    if until is None:
        raise BadOption(
            say("A lock needs the last day for offers."), expected=say("deadline: in the tender, or --deadline DATE")
        )
    before = read_lock(previous) if previous else None
    made = (
        relock(before, case.rules, today(on_), until, reason or "") if before else lock(case.rules, today(on_), until)
    )
    write_json(json_, lock_document(made))
    tell(say("Locked: {hash}.", hash=made.hash), chosen_language(lang))


@click.command("report")
@click.argument("tender", type=click.Path(path_type=Path))
@click.argument("bids", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="BIDS…")
@click.option(
    "--out", "folder", required=True, type=click.Path(path_type=Path), metavar="DIR", help="Write the files there."
)
@RECORD
@LOCK
@LOT
@ON
@JSON
@LANG
def report_command(
    tender: Path,
    bids: tuple[Path, ...],
    folder: Path,
    record: Path | None,
    lock_file: Path | None,
    lot: str | None,
    on_: str | None,
    json_: str | None,
    lang: str | None,
) -> None:
    """Write what a committee decides from: one page, the analysis in full and without secrets, reasons per bidder.

    Also the register of questions, the obligations to follow and, once decided, the data to publish (DECP).
    """
    asked_in, on = chosen_language(lang), today(on_)
    case, acts = read_case(tender, lock_file, lot), read_record_of(record)
    if case.tender is None:
        raise BadOption(say("A report needs the tender, not its rules alone."), expected=say("a tender.yaml"))
    result, opening, known = scored(case, bids, acts, on, asked_in)
    law = load_law()
    ground = Ground(known, law, case.rules, case.tender, case.months, on, case.lot)
    entries = register(doubts([s.bid for s in result.standings], ground), acts)
    told = Told(case, case.tender, result, opening, acts.of_lot(case.lot), entries, known, law, on)
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for name, data in award_files(told, asked_in):
        write(str(folder / name), data)
        names.append(name)
    missing = lacking(told)
    if json_:
        gaps = [text.in_(asked_in) for text in missing]
        write_json(json_, {"files": names, "decp_lacks": gaps, **result_document(result, opening, asked_in)})
    tell(say("{n} files written to {folder}.", n=len(names), folder=str(folder)), asked_in)
    for text in missing:
        tell(say("No data to publish yet; still needed: {what}.", what=text), asked_in)
    if json_ != STANDARD_OUTPUT:
        print_text(write_result(result, asked_in), nl=False)
