"""`levier tender criteria`, `clause` and `propose`: the library of criteria from the terminal."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date

import click

from levier.catalogue.loading import load
from levier.cli.output import STANDARD_OUTPUT, day, language, print_text, write_json
from levier.report.criteria import (
    criterion_document,
    proposal_document,
    write_clause,
    write_list,
    write_proposal,
)
from levier.tender.law.facts import load_law
from levier.tender.library.codes import considerations, eforms
from levier.tender.library.duty import duties_of
from levier.tender.library.loading import load_library
from levier.tender.library.model import NUMERIC, Criterion, Library, Purchase
from levier.tender.library.proposal import Duties, Need, propose
from levier.tender.library.rendering import write
from levier.tender.model import Buyer, BuyerKind, Nature, Tender, Value
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


def _duties(buyer: str, amount: float | None, nature: str, on: date, social: bool | None) -> Duties:
    known = {kind.value for kind in BuyerKind}
    if buyer not in known:
        raise BadOption(
            say("The library does not know {name}.", name=buyer),
            expected=say("one of: {words}", words=", ".join(sorted(known))),
            found=buyer,
        )
    tender = Tender("", Buyer(BuyerKind(buyer)), Nature(nature), value=Value(amount))
    found = duties_of(tender, load_law(), on)
    return found if social is None else replace(found, social_condition=social)


@click.command("propose")
@click.option("--segment", "segments", multiple=True, required=True, help="What is bought; may be repeated.")
@click.option("--way", "ways", multiple=True, type=click.Choice([p.value for p in Purchase]), help="How it is got.")
@click.option("--buyer", default="local_authority", show_default=True, help="Kind of buyer.")
@click.option("--amount", type=click.FloatRange(0), help="Value of the whole contract in euros before VAT.")
@click.option("--nature", type=click.Choice([n.value for n in Nature]), default="supplies", show_default=True)
@click.option("--on", "on_", metavar="DATE", help="The day of the notice; today unless told.")
@click.option("--social/--no-social", default=None, help="Propose a social clause whatever the value, or none.")
@JSON
@LANG
def propose_command(
    segments: tuple[str, ...],
    ways: tuple[str, ...],
    buyer: str,
    amount: float | None,
    nature: str,
    on_: str | None,
    social: bool | None,
    json_: str | None,
    lang: str | None,
) -> None:
    """Propose criteria for a need: five first, then a complete kit, each with its reason.

    What the law asks for on that day, of that buyer and at that amount comes first. Without an amount, a social
    clause is proposed too.
    """
    library, spoken = _library(), _language(lang)
    on = day(on_) or date.today()  # noqa: DTZ011  # the command's clock
    duties = _duties(buyer, amount, nature, on, social)
    need = Need(segments, frozenset(Purchase(w) for w in ways), buyer, duties)
    found = propose(need, library)
    chosen = [i.criterion for i in found.small]
    if json_:
        told = considerations(chosen, library)
        lists = {"considerationsSociales": told.social, "considerationsEnvironnementales": told.environment}
        write_json(json_, proposal_document(found, eforms(chosen, library), lists, spoken))
    if json_ != STANDARD_OUTPUT:
        print_text(write_proposal(found, spoken), nl=False)
