"""`levier tender documents`: what goes onto the platform, written from a tender.yaml."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from levier.catalogue.loading import load
from levier.cli.output import STANDARD_OUTPUT, day, language, print_text, tell, write_json
from levier.report.tender_documents.dossier import Dossier
from levier.report.tender_documents.writing import Template, write_files
from levier.tender.library.loading import load_library
from levier.tender.reading import read_tender
from levier.wording.errors import BadOption, Place, UnusableFile
from levier.wording.text import LANGUAGES, Language, say


@click.command("documents")
@click.argument("file", type=click.Path(path_type=Path), metavar="TENDER")
@click.option(
    "--out", "folder", required=True, type=click.Path(path_type=Path), metavar="DIR", help="Write them there."
)
@click.option(
    "--lang", type=click.Choice([*LANGUAGES, "both"]), help="Language of the documents; the tender’s unless told."
)
@click.option("--template", type=click.Path(path_type=Path), metavar="F.docx", help="Your own template for the DOCX.")
@click.option("--on", "on_", metavar="DATE", help="The day of the documents where the tender tells none; else today.")
@click.option("--json", "json_", metavar="F", help="Write the list of files as JSON (- for standard output).")
def documents_command(
    file: Path, folder: Path, lang: str | None, template: Path | None, on_: str | None, json_: str | None
) -> None:
    """Write the documents of TENDER: need sheet, rules, clauses, locked parameters with their method, answer workbook.

    Each as DOCX and PDF, the workbook as XLSX and ODS. Levier prepares them; you publish them on your platform.
    """
    tender = read_tender(file)
    languages: Sequence[Language] = (
        LANGUAGES if lang == "both" else ("en",) if (lang or tender.language) == "en" else ("fr",)
    )
    on = tender.notice_on or day(on_) or date.today()  # noqa: DTZ011  # the command's clock
    dossier = Dossier.of(tender, load_library(load()), file.name, on)
    written = _written(dossier, languages, folder, _template(template))
    spoken = language(["--lang", lang] if lang and lang != "both" else [], os.environ.get("LANG", ""))
    places = {f"{one.clause.id}.{name}" for one in dossier.taken if one.written for name in one.written.to_choose}
    if places:
        tell(say("Values left to choose: {names}.", names=", ".join(sorted(places))), spoken)
    if json_:
        write_json(json_, {"hash": dossier.announced.hash, "files": written, "to_choose": sorted(places)})
    if json_ != STANDARD_OUTPUT:
        told = say("Fingerprint of the published rules: {hash}.", hash=dossier.announced.hash)
        print_text("\n".join([*(str(folder / name) for name in written), told.in_(spoken)]))


def _template(path: Path | None) -> Template | None:
    if path is None:
        return None
    try:
        return Template(path.name, path.read_bytes())
    except OSError as error:
        raise UnusableFile(
            say("This file cannot be opened."),
            place=Place(file=path.name),
            found=error.strerror,
            mend=say("Check its name and that you may read it."),
        ) from error


def _written(dossier: Dossier, languages: Sequence[Language], folder: Path, template: Template | None) -> list[str]:
    """Write nothing unless all can be: half a tender file would be mistaken for a whole one."""
    files = list(write_files(dossier, languages, template))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files:
            (folder / name).write_bytes(data)
    except OSError as error:
        raise BadOption(
            say("This folder cannot be written to."),
            place=Place(file=folder.name),
            found=error.strerror,
            mend=say("Choose a folder that you may write to."),
        ) from error
    return [name for name, _ in files]
