"""`levier tender criteria`, `clause` and `propose`: the library of criteria from the terminal."""

from __future__ import annotations

import os

import click

from levier.catalogue.loading import load
from levier.cli.output import STANDARD_OUTPUT, language, print_text, write_json
from levier.report.criteria import (
    criterion_document,
    proposal_document,
    write_clause,
    write_list,
    write_proposal,
)
from levier.tender.library.codes import considerations, eforms
from levier.tender.library.loading import load_library
from levier.tender.library.model import NUMERIC, Criterion, Library, Purchase
from levier.tender.library.proposal import Duties, Need, propose
from levier.tender.library.rendering import write
from levier.wording.errors import BadOption
from levier.wording.text import Language, say

LANG = click.option("--lang", type=click.Choice(["fr", "en"]), help="Language of the answer.")
JSON = click.option("--json", "json_", metavar="F", help="Write the answer as JSON (- for standard output).")


def _language(lang: str | None) -> Language:
    return language(["--lang", lang] if lang else [], os.environ.get("LANG", ""))


def _library() -> Library:
    return load_library(load())


@click.command("criteria")
@click.option("--segment", help="Only the criteria of this segment, such as office or cloud.")
@JSON
@LANG
def criteria_command(segment: str | None, json_: str | None, lang: str | None) -> None:
    """List the criteria and clauses of the library."""
    library = _library()
    known = [id_ for kind, id_ in library.terms if kind == "segment"]
    if segment is not None and segment not in known:
        raise BadOption(
            say("The library does not know {name}.", name=segment),
            expected=say("one of: {words}", words=", ".join(known)),
            found=segment,
        )
    found = [c for c in library.criteria.values() if segment in (None, c.segment)]
    found.sort(key=lambda c: known.index(c.segment))
    if json_:
        write_json(json_, [criterion_document(c, library) for c in found])
    if json_ != STANDARD_OUTPUT:
        print_text(write_list(found, library, _language(lang)), nl=False)


@click.command("clause")
@click.argument("id_", metavar="ID")
@click.option("--set", "chosen", multiple=True, metavar="NAME=VALUE", help="Choose the value of a variable.")
@JSON
@LANG
def clause_command(id_: str, chosen: tuple[str, ...], json_: str | None, lang: str | None) -> None:
    """Write one clause to paste, with your values in it, and all that goes with it."""
    library, spoken = _library(), _language(lang)
    criterion = _criterion(library, id_)
    written = write(criterion, dict(_value(criterion, text) for text in chosen))
    if json_:
        text = None if written.clause is None else {"fr": written.clause.in_("fr"), "en": written.clause.in_("en")}
        write_json(json_, {**criterion_document(criterion, library), "written": text})
    if json_ != STANDARD_OUTPUT:
        print_text(write_clause(criterion, written, library, spoken), nl=False)


def _criterion(library: Library, id_: str) -> Criterion:
    found = library.criteria.get(id_.upper())
    if found is None:
        raise BadOption(
            say("The library has no criterion called {name}.", name=id_),
            expected=say("an id such as BUR-01; levier tender criteria lists them"),
            found=id_,
        )
    return found


def _value(criterion: Criterion, text: str) -> tuple[str, float | str]:
    name, sign, value = text.partition("=")
    numbers = {v.id for v in criterion.variables if v.type in NUMERIC}
    try:
        return name, float(value) if sign and name in numbers else value
    except ValueError:
        raise BadOption(
            say("A value cannot be read."), expected=say("{name}= and a number such as 12.5", name=name), found=text
        ) from None


@click.command("propose")
@click.option("--segment", "segments", multiple=True, required=True, help="What is bought; may be repeated.")
@click.option("--way", "ways", multiple=True, type=click.Choice([p.value for p in Purchase]), help="How it is got.")
@click.option("--buyer", default="local_authority", show_default=True, help="Kind of buyer.")
@click.option("--social/--no-social", default=False, help="A social clause is due (levier tender check tells).")
@JSON
@LANG
def propose_command(
    segments: tuple[str, ...], ways: tuple[str, ...], buyer: str, social: bool, json_: str | None, lang: str | None
) -> None:
    """Propose criteria for a need: five first, then a complete kit, each with its reason."""
    library, spoken = _library(), _language(lang)
    duties = Duties(environmental_award=True, environmental_condition=True, social_condition=social)
    need = Need(segments, frozenset(Purchase(w) for w in ways), buyer, duties)
    found = propose(need, library)
    chosen = [i.criterion for i in found.small]
    if json_:
        told = considerations(chosen, library)
        lists = {"considerationsSociales": told.social, "considerationsEnvironnementales": told.environment}
        write_json(json_, proposal_document(found, eforms(chosen, library), lists, spoken))
    if json_ != STANDARD_OUTPUT:
        print_text(write_proposal(found, spoken), nl=False)
