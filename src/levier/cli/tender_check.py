"""`levier tender new` and `levier tender check`: a tender to fill in, and what is missing or weak in one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from levier.catalogue.loading import load
from levier.cli.output import STANDARD_OUTPUT, day, language, print_text, tell, write_json
from levier.report.tender_check import findings_document, write_findings
from levier.tender.dossier.judging import judge
from levier.tender.dossier.process import read_dossier
from levier.tender.finding import Finding
from levier.tender.law.checking import check_tender
from levier.tender.law.facts import load_law
from levier.tender.library.entry import entries
from levier.tender.library.loading import load_library
from levier.tender.model import BuyerKind
from levier.tender.reading import read_tender
from levier.tender.template import template
from levier.wording.text import Language, say

TENDERS = frozenset({".yaml", ".yml"})
KIND = click.Choice([kind.value for kind in BuyerKind])
LANG = click.option("--lang", type=click.Choice(["fr", "en"]), help="Language of the answer.")


def _language(lang: str | None) -> Language:
    return language(["--lang", lang] if lang else [], os.environ.get("LANG", ""))


@click.command("new")
@click.option("--kind", type=KIND, required=True, help="Who buys: the duties of the law depend on it.")
@LANG
def new_command(kind: str, lang: str | None) -> None:
    """Write a commented tender.yaml to be filled in, on standard output."""
    questions = [question.label for question in load_law().questions]
    print_text(template(BuyerKind(kind), _language(lang), questions), nl=False)


@click.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--on", "on_", metavar="DATE", help="The day of the notice where it is not told; today unless told.")
@click.option("--buyer", type=KIND, help="Who buys, where documents are given without a tender.yaml.")
@click.option("--json", "json_", metavar="F", help="Write the answer as JSON (- for standard output).")
@LANG
def check_command(
    files: tuple[Path, ...], on_: str | None, buyer: str | None, json_: str | None, lang: str | None
) -> None:
    """Tell what is missing or weak before a tender is published.

    FILE is a tender.yaml, or documents as they go onto the platform: RC, CCTP, CCAP as DOCX, ODT or PDF with text, or
    an archive of them. Levier explains what it found; it gives no legal opinion.
    """
    on = day(on_) or date.today()  # noqa: DTZ011  # the command's clock
    chosen = _language(lang)
    findings = _findings(files, on, BuyerKind(buyer) if buyer else None, chosen)
    if json_:
        write_json(json_, findings_document(findings, chosen))
    if json_ != STANDARD_OUTPUT:
        print_text(write_findings(findings, chosen), nl=False)


def _findings(files: Sequence[Path], on: date, buyer: BuyerKind | None, lang: Language) -> list[Finding]:
    law = load_law()
    ask = entries(load_library(load()))
    found: list[Finding] = []
    for file in files:
        if file.suffix.lower() in TENDERS:
            tender = read_tender(file)
            buyer, on = buyer or tender.buyer.kind, tender.notice_on or on
            found += check_tender(tender, law, on, ask)
    documents = [file for file in files if file.suffix.lower() not in TENDERS]
    if documents:
        tell(say("Reading {file}…", file=", ".join(file.name for file in documents)), lang)
        found += judge(read_dossier(documents, law.lexicon), law, on, buyer)
    return found
