"""`levier baseline`: from an inventory to an explained footprint; `levier baseline diff`: what moved and why."""

from __future__ import annotations

import codecs
import json
import os
import tempfile
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click

from levier.catalogue.accounts import accounts
from levier.catalogue.lookup import zone
from levier.catalogue.model import Catalogue
from levier.cli.moves import write_moves
from levier.cli.output import STANDARD_OUTPUT, code_version, day, language, print_text, tell, write, write_json
from levier.cli.referentials import facts_for
from levier.estate.estate import Estate, assemble
from levier.estate.model import Limits, ReadOptions
from levier.estate.reading import load_mapping, read_inventory, write_rejects
from levier.estate.recognition import read_aliases, recognise
from levier.footprint.baseline import Computed, compute
from levier.footprint.choices import Choices, View
from levier.footprint.comparison import compare
from levier.footprint.document import document
from levier.footprint.engine import Engine, PolarsEngine, SparkEngine, spark_session
from levier.footprint.telling import set_aside
from levier.footprint.trace import trace
from levier.report.html import write_html
from levier.report.pdf import write_pdf
from levier.report.terminal import write_terminal
from levier.report.xlsx import write_xlsx
from levier.wording.errors import BadOption, Place, UnusableFile
from levier.wording.text import Language, Text, say


class DefaultGroup(click.Group):
    """A group whose first argument may be a file: then it is the command `compute`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Insert the default command where the first word is none of the group's."""
        if args and args[0] not in self.commands and args[0] not in ("--help", "-h"):
            args.insert(0, "compute")
        return super().parse_args(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show the options of the default command, then the other commands."""
        default = self.commands["compute"]
        default.format_help(click.Context(default, info_name=ctx.info_name, parent=ctx.parent), formatter)
        self.format_commands(ctx, formatter)


@click.group(cls=DefaultGroup)
def baseline() -> None:
    """Compute the footprint of an inventory: levier baseline FILE [OPTIONS]; compare two: levier baseline diff."""


@dataclass(frozen=True)
class Outputs:
    """Where each form of the result goes."""

    json: str | None
    html: str | None
    pdf: str | None
    xlsx: str | None
    trace: str | None
    rejects: str | None

    @property
    def to_standard_output(self) -> bool:
        """Tell whether some form takes standard output, so that the table must not."""
        return self._on_standard_output() > 0

    def _on_standard_output(self) -> int:
        return (self.json, self.html, self.pdf, self.xlsx, self.trace, self.rejects).count(STANDARD_OUTPUT)

    def check(self) -> None:
        """Refuse two forms on one standard output: neither could be read."""
        if self._on_standard_output() > 1:
            raise BadOption(
                say("Only one form of the result can go to standard output."),
                expected=say("- once at most"),
                mend=say("Give the others a file."),
            )


@baseline.command("compute", hidden=True)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--preset", help="How the file is laid out; found out by itself unless told.")
@click.option("--mapping", type=click.Path(path_type=Path), help="A mapping saved before: their columns to ours.")
@click.option("--sheet", help="The sheet to read; all that look like inventories unless told.")
@click.option("--encoding", help="Encoding of a text file, such as cp1252; found out unless told.")
@click.option("--delimiter", help="Delimiter of a text file; found out unless told.")
@click.option("--header-line", type=click.IntRange(min=1), help="Line of the header, from 1; found out unless told.")
@click.option("--date-order", type=click.Choice(["dmy", "mdy"]), help="Order of ambiguous dates.")
@click.option("--aliases", type=click.Path(path_type=Path), help="A file of corrections: names to categories.")
@click.option("--country", default="FR", show_default=True, help="Country of lines that do not tell (ISO code).")
@click.option("--on", "on_", metavar="DATE", help="Date of the inventory (YYYY-MM-DD); today unless told.")
@click.option("--facts-on", metavar="DATE", help="Use the facts as they were known on this date.")
@click.option("--referential", default="pooled", show_default=True, help="Set of factors, or a folder of your own.")
@click.option("--declared", is_flag=True, help="Take a model's declared figure as its value.")
@click.option("--view", type=click.Choice([v.value for v in View]), default="annual", show_default=True)
@click.option("--year", type=click.IntRange(1970, 2999), help="Year of the result; that of --on unless told.")
@click.option("--people", type=click.IntRange(min=1), help="Number of people, for figures per person.")
@click.option("--engine", type=click.Choice(["polars", "spark"]), default="polars", show_default=True)
@click.option("--lang", type=click.Choice(["fr", "en"]), help="Language of the report.")
@click.option("--json", "json_", metavar="F", help="Write the result as JSON (- for standard output).")
@click.option("--html", metavar="F", help="Write one self-contained page.")
@click.option("--pdf", metavar="F", help="Write a tagged PDF.")
@click.option("--xlsx", metavar="F", help="Write a workbook.")
@click.option("--trace", "trace_", metavar="F", help="Write the trace of every figure as JSON.")
@click.option("--rejects", metavar="F", help="Write back the lines set aside, for repair.")
def compute_command(file: Path, **options: Any) -> None:
    """Read FILE and print what its equipment costs the planet each year."""
    lang: Language = options["lang"] or language([], os.environ.get("LANG", ""))
    today = day(options["on_"]) or date.today()  # noqa: DTZ011  # the only clock of the command
    outputs = Outputs(
        options["json_"], options["html"], options["pdf"], options["xlsx"], options["trace_"], options["rejects"]
    )
    outputs.check()
    facts, chosen = facts_for(options["referential"])
    country = zone(facts, options["country"]).code
    choices = Choices(
        on=today,
        facts_on=day(options["facts_on"]) or today,
        referential=chosen,
        declared=options["declared"],
        view=View(options["view"]),
        year=options["year"],
        country=country,
        people=options["people"],
    )
    tell(say("Reading {file}…", file=file.name), lang)
    estate = read_estate(file, facts, today, country, options)
    if outputs.rejects:
        _write_rejects(estate, outputs.rejects)
    written_off = choices.view is View.ACCOUNTING and estate.retired.height > 0
    if not estate.devices and not written_off:
        _nothing_counts(estate)
    several = say("Computing {n} devices…", n=estate.devices)
    tell(say("Computing one device…") if estate.devices == 1 else several, lang)
    computed = _with_engine(options["engine"], estate, facts, choices)
    _write(computed, outputs, lang)


def read_estate(file: Path, facts: Catalogue, on: date, country: str, options: dict[str, Any]) -> Estate:
    """Read and recognise an inventory; a file without one device line cannot be used."""
    mapping = load_mapping(options["mapping"]) if options.get("mapping") else None
    read = ReadOptions(
        preset=options.get("preset"),
        mapping=mapping,
        sheet=options.get("sheet"),
        on=on,
        encoding=_encoding(options.get("encoding")),
        delimiter=_delimiter(options.get("delimiter")),
        header_line=options.get("header_line"),
        date_order=options.get("date_order"),
    )
    inventory = read_inventory(file, read, Limits())
    if inventory.read == 0:
        raise UnusableFile(say("This file holds a header and no line below it."))
    aliases = read_aliases(options["aliases"], facts) if options.get("aliases") else None
    return assemble(
        inventory, lambda names: recognise(names, facts, declared=facts.declared, aliases=aliases), facts, country
    )


def _encoding(told: str | None) -> str | None:
    if told is None:
        return None
    try:
        return codecs.lookup(told).name
    except LookupError as error:
        raise BadOption(
            say("There is no encoding of that name."), expected=say("such as utf-8, cp1252 or mac-roman"), found=told
        ) from error


def _delimiter(told: str | None) -> str | None:
    if told in ("tab", "\\t"):
        return "\t"
    if told is not None and len(told) != 1:
        raise BadOption(say("A delimiter is one sign."), expected=say("such as ; or , or tab"), found=told)
    return told


def _with_engine(name: str, estate: Estate, facts: Catalogue, choices: Choices) -> Computed:
    def run(engine: Engine) -> Computed:
        return compute(
            estate,
            facts,
            choices,
            code_version=code_version(),
            snapshot=estate.inventory.file_hash,
            accounts=accounts(),
            engine=engine,
        )

    if name == "polars":
        return run(PolarsEngine())
    session = spark_session()
    with tempfile.TemporaryDirectory() as folder:
        try:
            return run(SparkEngine(session, Path(folder)))
        finally:
            session.stop()


def _write(computed: Computed, outputs: Outputs, lang: Language) -> None:
    result = computed.baseline
    if not outputs.to_standard_output:
        click.echo(write_terminal(result, lang))
    if outputs.json:
        write_json(outputs.json, document(computed))
    if outputs.trace:
        write_json(outputs.trace, trace(result, computed.evaluated, computed.catalogue, computed.choices))
    if outputs.html:
        write(outputs.html, write_html(result, lang))
    if outputs.pdf:
        tell(say("Writing the PDF…"), lang)
        write(outputs.pdf, write_pdf(result, lang))
    if outputs.xlsx:
        write(outputs.xlsx, write_xlsx(result, lang))


def _write_rejects(estate: Estate, target: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "rejects.csv"
        write_rejects(replace(estate.inventory, set_aside=estate.set_aside), kept)
        write(target, kept.read_bytes())


def _nothing_counts(estate: Estate) -> NoReturn:
    """Refuse a file whose every line was set aside, and say why each was."""
    raise UnusableFile(
        say("No line of this file counts as a device: all were set aside."),
        place=Place(file=estate.inventory.file.name),
        expected=say("at least one device that is not retired, virtual, a consumable or a part of another"),
        found=_reasons(estate),
        mend=say("Write the lines set aside with --rejects FILE, mend them there, and read that file."),
    )


def _reasons(estate: Estate) -> Text:
    """Return the reasons for which lines were set aside, each with its count of lines."""
    found = set_aside(estate)
    places = ", ".join(f"{{reason{i}}} ({{lines{i}}})" for i in range(len(found)))
    labels: dict[str, str | int | float | Text] = {f"reason{i}": s.label for i, s in enumerate(found)}
    return Text(places, labels | {f"lines{i}": s.lines for i, s in enumerate(found)})


@baseline.command("diff")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(["fr", "en"]), help="Language of the table.")
@click.option("--json", "json_", metavar="F", help="Write the moves as JSON (- for standard output).")
def diff_command(old: Path, new: Path, lang: str | None, json_: str | None) -> None:
    """Tell what moved between two results (JSON), and whether the estate, the facts or the method moved it."""
    moves = compare(_result(old), _result(new))
    if json_:
        write_json(json_, {"schema": "levier.diff/1", "moves": [vars(m) for m in moves]})
    if json_ != "-":
        print_text(write_moves(moves, language(["--lang", lang] if lang else [], os.environ.get("LANG", ""))))


def _result(file: Path) -> dict[str, Any]:
    """Read a result written before."""
    try:
        found = json.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        raise UnusableFile(
            say("This result cannot be read."),
            place=Place(file=file.name),
            expected=say("the JSON that levier baseline writes, whole"),
            found=str(error),
            mend=say("Write it again with levier baseline FILE --json RESULT."),
        ) from error
    return found if isinstance(found, dict) else {}
