"""`levier tender decp`: codes of a notice, considerations, and the essential data of a contract that was notified."""

from __future__ import annotations

import os
from pathlib import Path

import click

from levier.catalogue.loading import load
from levier.cli.output import STANDARD_OUTPUT, language, print_text, write_json
from levier.report.tender_documents.need import write_codes
from levier.tender.chosen import criteria, others, taken
from levier.tender.decp.deriving import contract_of, read_notified
from levier.tender.decp.schema import load_schema
from levier.tender.decp.writing import write_decp
from levier.tender.library.codes import considerations, eforms
from levier.tender.library.loading import load_library
from levier.tender.reading import read_tender


@click.command("decp")
@click.argument("file", type=click.Path(path_type=Path), metavar="TENDER")
@click.option("--award", type=click.Path(path_type=Path), metavar="F.yaml", help="What the award told.")
@click.option("--json", "json_", metavar="F", help="Write the answer as JSON (- for standard output).")
@click.option("--lang", type=click.Choice(["fr", "en"]), help="Language of the answer.")
def decp_command(file: Path, award: Path | None, json_: str | None, lang: str | None) -> None:
    """Derive the codes of a notice (eForms) and the essential data of a contract (DECP) from TENDER.

    With --award, the JSON is that of the national portal (schema v2.0.3), each value checked against the schema.
    Without it, only what follows from criteria and clauses: a contract that nobody holds yet has no essential data.
    """
    tender, library = read_tender(file), load_library(load())
    found = taken(tender, library)
    chosen = list(criteria(found))
    told = considerations(chosen, library, others(tender, found))
    panel = eforms(chosen, library)
    document = write_decp([contract_of(tender, found, library, read_notified(award))], load_schema()) if award else None
    if json_:
        write_json(
            json_,
            document
            or {
                "considerationsSociales": told.social,
                "considerationsEnvironnementales": told.environment,
                "eforms": [
                    {"field": p.field, "list": p.code.list, "code": p.code.code, "criteria": list(p.criteria)}
                    for p in panel
                ],
            },
        )
    if json_ != STANDARD_OUTPUT:
        spoken = language(["--lang", lang] if lang else [], os.environ.get("LANG", ""))
        print_text(write_codes(panel, told, spoken))
