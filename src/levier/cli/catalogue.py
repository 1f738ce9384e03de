"""`levier catalogue`: look at the facts, check them, bring your own."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from levier.catalogue.checking import check, check_shipped
from levier.catalogue.declared import import_boavizta, write_declared
from levier.catalogue.g4it import from_g4it, is_g4it
from levier.catalogue.loading import load
from levier.catalogue.showing import show
from levier.catalogue.stale import stale_facts
from levier.cli.output import STANDARD_OUTPUT, day, language, print_text, write_json
from levier.cli.places import DECLARED
from levier.cli.procurement import figures, procurement_rows
from levier.cli.referentials import facts_for
from levier.report.category import category_document, write_category
from levier.report.facts import (
    check_document,
    stale_document,
    write_check,
    write_import,
    write_stale,
)
from levier.web.places import home
from levier.wording.text import Language

UNUSABLE = 2
REFERENTIALS = "referentials"
LANG = click.option("--lang", type=click.Choice(["fr", "en"]), help="Language of the answer.")
JSON = click.option("--json", "json_", metavar="F", help="Write the answer as JSON (- for standard output).")


def _language(lang: str | None) -> Language:
    return language(["--lang", lang] if lang else [], os.environ.get("LANG", ""))


@click.group()
def catalogue() -> None:
    """Look at the facts, check them, bring your own."""


@catalogue.command("check")
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[DIR]")
@JSON
@LANG
def check_command(folder: Path | None, json_: str | None, lang: str | None) -> None:
    """Check a referential of your own in DIR, all problems at once; without DIR, the facts that come with Levier."""
    facts = load()
    report = check_shipped(facts) if folder is None else check(folder, facts)
    if folder is None:  # the facts of procurement are read by their own rooms, as strictly
        report = replace(report, rows={**report.rows, **procurement_rows(facts)})
    if json_:
        write_json(json_, check_document(report))
    if json_ != STANDARD_OUTPUT:
        print_text(write_check(report, _language(lang)), nl=False)
    if not report.ok:
        raise click.exceptions.Exit(UNUSABLE)


@catalogue.command("show")
@click.argument("category")
@click.option("--referential", default="pooled", help="Show a folder of your own, or boavizta, beside the others.")
@JSON
@LANG
def show_command(category: str, referential: str, json_: str | None, lang: str | None) -> None:
    """Show what all sources say of CATEGORY, side by side."""
    facts, _ = facts_for(referential)
    view = show(facts, category)
    if json_:
        write_json(json_, category_document(view, facts))
    if json_ != STANDARD_OUTPUT:
        print_text(write_category(view, facts, _language(lang)), nl=False)


@catalogue.command("stale")
@click.option("--on", "on_", metavar="DATE", help="The day to look from (YYYY-MM-DD); today unless told.")
@JSON
@LANG
def stale_command(on_: str | None, json_: str | None, lang: str | None) -> None:
    """List the facts past the date by which they should have been looked at again."""
    on = day(on_) or date.today()  # noqa: DTZ011  # the command's clock
    found = stale_facts(load(), on, figures())
    if json_:
        write_json(json_, stale_document(found, on))
    if json_ != STANDARD_OUTPUT:
        print_text(write_stale(found, on, _language(lang)), nl=False)


@catalogue.command("add")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--to", type=click.Path(path_type=Path), metavar="DIR", help="Keep it in DIR, not in Levier's folder.")
@click.option("--on", "on_", metavar="DATE", help="Day of the import (YYYY-MM-DD); today unless told.")
@LANG
def add_command(file: Path, to: Path | None, on_: str | None, lang: str | None) -> None:
    """Add FILE to what Levier knows.

    Boavizta's public table of makers' footprints (French or US) gives models their own figure. A table of impacts of
    G4IT or NumEcoEval (ref_item_impact) becomes the folder of a referential of your own.
    """
    on = day(on_) or date.today()  # noqa: DTZ011  # the command's clock
    facts = load()
    if is_g4it(file):
        target = to or home() / REFERENTIALS / file.stem
        report = from_g4it(file, facts, target, on)
    else:
        models, report = import_boavizta(file, facts, on)
        target = (to or home() / DECLARED) / "boavizta.csv"
        write_declared(models, target)
    print_text(write_import(report, str(target), _language(lang)), nl=False)
