"""`levier estate`: what an inventory holds, before any footprint."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import click

from levier.cli.baseline import read_estate
from levier.cli.output import language, print_text, write_json
from levier.cli.referentials import facts_for


@click.group()
def estate() -> None:
    """Read an inventory and look at it."""


@estate.command("recognise")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--aliases", type=click.Path(path_type=Path), help="A file of corrections: names to categories.")
@click.option("--mapping", type=click.Path(path_type=Path), help="A mapping saved before.")
@click.option("--preset", help="How the file is laid out; found out by itself unless told.")
@click.option("--sheet", help="The sheet to read.")
@click.option("--lang", type=click.Choice(["fr", "en"]))
@click.option("--json", "json_", metavar="F", help="Write the list as JSON (- for standard output).")
def recognise_command(
    file: Path,
    aliases: Path | None,
    mapping: Path | None,
    preset: str | None,
    sheet: str | None,
    lang: str | None,
    json_: str | None,
) -> None:
    """List what was and was not recognised in FILE, most frequent first."""
    from levier.cli.recognised import rows, table

    on = date.today()  # noqa: DTZ011  # the command's clock: only the age of lines depends on it
    facts, _ = facts_for("pooled")
    options = {"mapping": mapping, "preset": preset, "sheet": sheet, "aliases": aliases}
    found = rows(read_estate(file, facts, on, "FR", options))
    if json_:
        write_json(json_, found)
    if json_ != "-":
        print_text(table(found, language(["--lang", lang] if lang else [], os.environ.get("LANG", ""))))
