"""`levier agec`: the declaration of purchases of reused, given and recycled goods (law 2020-105, article 58)."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from levier.catalogue.loading import load
from levier.catalogue.tables import number
from levier.cli.output import STANDARD_OUTPUT, day, language, print_text, write, write_json
from levier.report.agec import write_agec
from levier.tender.agec.correcting import lines_table, read_corrections
from levier.tender.agec.declaring import declare
from levier.tender.agec.document import csv_text, document
from levier.tender.agec.facts import AgecFacts, load_agec
from levier.tender.agec.model import Told
from levier.tender.agec.reading import read_purchases
from levier.wording.errors import BadOption
from levier.wording.text import say


@click.command("agec")
@click.argument("purchases", type=click.Path(path_type=Path))
@click.option("--year", type=click.IntRange(2020, 2100), required=True, help="The civil year to declare.")
@click.option("--siret", help="SIRET of the buyer (14 digits).")
@click.option("--name", help="Name of the buyer.")
@click.option("--sheet", help="The sheet to read.")
@click.option(
    "--corrections", type=click.Path(path_type=Path), help="A file of lines (see --lines) that you corrected."
)
@click.option(
    "--gifts", metavar="CATEGORY=EUR", multiple=True, help="The value of a category's gifts of the year, 0 for none."
)
@click.option(
    "--recycled", metavar="CATEGORY=EUR", multiple=True, help="What a category's goods with recycled matter cost."
)
@click.option("--lines", metavar="F", help="Write every line with its class as CSV, to correct and hand back.")
@click.option("--csv", "csv_", metavar="F", help="Write the declaration as the official CSV (- for standard output).")
@click.option("--json", "json_", metavar="F", help="Write everything as JSON (- for standard output).")
@click.option("--on", "on_", metavar="DATE", help="The day to look from (YYYY-MM-DD); today unless told.")
@click.option("--lang", type=click.Choice(["fr", "en"]), help="Language of the answer.")
def agec(
    purchases: Path,
    year: int,
    siret: str | None,
    name: str | None,
    sheet: str | None,
    corrections: Path | None,
    gifts: tuple[str, ...],
    recycled: tuple[str, ...],
    lines: str | None,
    csv_: str | None,
    json_: str | None,
    on_: str | None,
    lang: str | None,
) -> None:
    """Declare what PURCHASES (CSV, XLSX, ODS) say of a year: class every line, sum them by official category."""
    spoken = language(["--lang", lang] if lang else [], os.environ.get("LANG", ""))
    on = day(on_) or date.today()  # noqa: DTZ011  # the command's clock
    facts = load_agec(load())
    read = read_purchases(purchases, facts, sheet=sheet)
    said = read_corrections(corrections, facts) if corrections else None
    found = declare(read, year, facts, siret=siret, name=name, corrections=said, told=_told(gifts, recycled, facts))
    if lines:
        write(lines, _csv(lines_table(found.lines, spoken)))
    if csv_:
        write(csv_, csv_text(found, facts))
    if json_:
        write_json(json_, document(found, spoken))
    if STANDARD_OUTPUT not in (lines, csv_, json_):
        print_text(write_agec(found, on, spoken), nl=False)


def _told(gifts: Sequence[str], recycled: Sequence[str], facts: AgecFacts) -> dict[str, Told]:
    given, held = (dict(_amount(text, facts) for text in texts) for texts in (gifts, recycled))
    return {id_: Told(given.get(id_), held.get(id_)) for id_ in {*given, *held}}


def _amount(text: str, facts: AgecFacts) -> tuple[str, float]:
    name, _, amount = text.rpartition("=")
    category, value = facts.by_official(name), number(amount, decimal_comma="," in amount)
    if category is None or value is None or value < 0:
        raise BadOption(
            say("This amount of a category cannot be used."),
            expected=say("a category and an amount in euros, for example {example}", example="it=1200"),
            found=text,
            mend=say("The categories are: {names}.", names=", ".join(facts.categories)),
        )
    return category.id, value


def _csv(rows: list[list[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()
