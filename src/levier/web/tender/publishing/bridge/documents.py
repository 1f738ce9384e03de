"""Where a stored tender becomes its documents: what there will be, what is left to choose, the files themselves."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from typing import Any

from levier.report.tender_documents.clauses import CODES
from levier.report.tender_documents.dossier import Dossier
from levier.report.tender_documents.writing import Template, write_files
from levier.tender.chosen import criteria, others, taken
from levier.tender.library.codes import Considerations, Proposed, considerations, eforms
from levier.tender.scoring.basis import facts_version, kept
from levier.web.house.files import keep_stream, local
from levier.web.house.words import language
from levier.web.jobs.handlers import Progress
from levier.web.tender.file.bridge import tender_of
from levier.web.tender.findings import library
from levier.web.tender.models import Publication
from levier.web.tender.publishing.bridge.locks import announced_by, locks_of
from levier.wording.errors import LevierError
from levier.wording.text import LANGUAGES, Language, Text, say

BOTH = "both"
FOLDER = "tenders/written"
ALWAYS = ("need", "rc", "parameters")
"""Documents that every tender has; those of clauses come where there is a clause."""
KEPT = ("form", "facts", "used")
"""What of a lock tells the facts that it stands on."""
KEY_LENGTH = 40
"""Letters of the name of a kept archive: not those of a hash of its content, which nobody may check it against."""
WHAT: Mapping[str, Text] = {
    "need": say("For the buyer’s file: what is needed and why, what was chosen, the codes. It does not go to bidders."),
    "rc": say("What is bought, who may bid, the criteria and their weights, how to answer."),
    "cctp": say("The technical clauses, each with the proof that is accepted and how it is verified."),
    "ccap": say("The clauses on performance, each with its follow-up and its penalty."),
    "ccp": say("All clauses of the contract, technical and administrative."),
    "parameters": say("What is locked under which fingerprint, and a worked example of the marks."),
    "answers": say("What bidders fill in, as XLSX and ODS: read back without typing anything again."),
}


@dataclass(frozen=True)
class Expected:
    """A document that will be written: its title and what it is for."""

    title: str
    what: Text


@dataclass(frozen=True)
class LeftOpen:
    """A clause some of whose values nobody chose."""

    reference: str
    title: Text
    values: Sequence[Text]


@dataclass(frozen=True)
class Prepared:
    """What the documents of a tender will be, before they are written."""

    fingerprint: str
    language: Language
    documents: Sequence[Expected]
    left_open: Sequence[LeftOpen]
    codes: Sequence[Proposed]
    """Of the notice (eForms); none for a private buyer."""
    considerations: Considerations | None


def prepared(document: Mapping[str, Any], on: date) -> Prepared:
    """Prepare the documents; raises `LevierError` where a clause or a rule cannot be used."""
    dossier = _dossier(document, on)
    tender, lang = dossier.tender, language()
    codes = [*ALWAYS[:-1], *_clause_codes(dossier), ALWAYS[-1]]
    documents = [Expected(dossier.title(code, lang), WHAT[code]) for code in codes]
    chosen = list(criteria(dossier.taken))
    return Prepared(
        dossier.announced.hash,
        _language(tender.language),
        [*documents, Expected(say("Answer workbook").in_(lang), WHAT["answers"])],
        list(_left_open(dossier)),
        eforms(chosen, library()) if dossier.public else [],
        considerations(chosen, library(), others(tender, dossier.taken)) if dossier.public else None,
    )


def left_open(document: Mapping[str, Any], on: date) -> list[LeftOpen]:
    """Return the clauses whose values are still to be chosen; none where the documents cannot be written anyway."""
    try:
        return list(_left_open(_dossier(document, on)))
    except LevierError:
        return []


def _dossier(document: Mapping[str, Any], on: date, locked: Mapping[str, Any] | None = None) -> Dossier:
    tender = tender_of(document)
    rules = announced_by(document, {lot: kept(content) for lot, content in (locked or {}).items()})
    return Dossier(tender, library(), taken(tender, library()), rules, tender.notice_on or on)


def _clause_codes(dossier: Dossier) -> list[str]:
    return [code for kind, code in CODES.items() if dossier.of_piece(kind)]


def _left_open(dossier: Dossier) -> Iterator[LeftOpen]:
    for one in dossier.taken:
        if one.criterion is None or one.written is None or not one.written.to_choose or one.clause.text:
            continue
        labels = [v.label for v in one.criterion.variables if v.id in one.written.to_choose]
        yield LeftOpen(one.criterion.reference, one.criterion.title, labels)


def _language(code: str) -> Language:
    return "en" if code == "en" else "fr"


# Writing


def order(
    document: Mapping[str, Any], languages: str, template: Mapping[str, str] | None, on: date, facts: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what is to be written, and under which key: the same again is the same file."""
    wanted = {"languages": languages, "template": dict(template or {}), "on": on.isoformat(), "facts": dict(facts)}
    asked = json.dumps([version("levier"), wanted, document], sort_keys=True, ensure_ascii=False)
    return {**wanted, "key": sha256(asked.encode()).hexdigest()[:KEY_LENGTH]}


def facts_of(publication: Publication | None) -> dict[str, Any]:
    """Return the version of the facts, and what the locks of a publication keep of them by lot."""
    if publication is None:
        return {"version": facts_version(), "locked": {}}
    contents = {lot: json.loads(lock.content) for lot, lock in locks_of(publication)}
    locked = {lot: {key: told[key] for key in KEPT if key in told} for lot, told in contents.items()}
    return {"version": next(iter(contents.values()))["facts"], "locked": locked}


def file_name(key: str) -> str:
    """Return the name under which the documents are kept together."""
    return f"{FOLDER}/{key}.zip"


def template_name(content: str) -> str:
    """Return the name under which a buyer's template is kept."""
    return f"tenders/{content}"


def write(document: Mapping[str, Any], wanted: Mapping[str, Any], progress: Progress) -> None:
    """Write all documents and keep them together; nothing is kept unless all could be written."""
    on, asked = date.fromisoformat(wanted["on"]), wanted["languages"]
    dossier = _dossier(document, on, wanted["facts"]["locked"])
    languages = LANGUAGES if asked == BOTH else (_language(asked),)
    total = 2 * (len(languages) * (len(ALWAYS) + len(_clause_codes(dossier))) + 1)
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, data) in enumerate(write_files(dossier, languages, _template(wanted["template"]))):
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
            progress(
                say("Writing the documents: {n} of {total}", n=number + 1, total=total), (number + 1) / (total + 1)
            )
    stream.seek(0)
    keep_stream(stream, file_name(wanted["key"]))


def _template(told: Mapping[str, str]) -> Template | None:
    return Template(told["name"], local(template_name(told["content"])).read_bytes()) if told else None


@dataclass(frozen=True)
class WrittenFile:
    """A file that was written."""

    name: str
    size: int


def written(key: str) -> list[WrittenFile]:
    """Return the files that are kept under a key, none where they are no longer there."""
    try:
        with zipfile.ZipFile(local(file_name(key))) as archive:
            return [WrittenFile(part.filename, part.file_size) for part in archive.infolist()]
    except FileNotFoundError:
        return []


def one_of(key: str, name: str) -> bytes | None:
    """Return one of the files under a key, None where it is not there."""
    if name not in {file.name for file in written(key)}:
        return None
    with zipfile.ZipFile(local(file_name(key))) as archive:
        return archive.read(name)


def all_of(key: str) -> bytes | None:
    """Return all files under a key as one archive, None where it is no longer there."""
    try:
        return local(file_name(key)).read_bytes()
    except FileNotFoundError:
        return None
