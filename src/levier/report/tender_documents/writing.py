"""All documents of a tender as files: name and content of each, in one language or two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from levier.report.answer_form import ods, xlsx
from levier.report.tender_documents.clauses import clause_pieces
from levier.report.tender_documents.docx import write_docx
from levier.report.tender_documents.dossier import Dossier
from levier.report.tender_documents.method import method_piece
from levier.report.tender_documents.need import need_piece
from levier.report.tender_documents.pdf import write_pdf
from levier.report.tender_documents.piece import Piece
from levier.report.tender_documents.rules import rules_piece
from levier.tender.answers.asking import answer_form
from levier.tender.answers.form import AnswerForm
from levier.wording.text import Language


@dataclass(frozen=True)
class Template:
    """The buyer's own template: the name of its file and its content."""

    name: str
    data: bytes


def pieces(dossier: Dossier, lang: Language) -> list[Piece]:
    """Return the documents of a tender in one language."""
    return [
        need_piece(dossier, lang),
        rules_piece(dossier, lang),
        *clause_pieces(dossier, lang),
        method_piece(dossier, lang),
    ]


def workbook(dossier: Dossier) -> AnswerForm:
    """Return what the answer workbook asks: in both languages always, as it is read back."""
    return answer_form(dossier.tender, dossier.taken, dossier.library, dossier.announced.hash)


def write_files(
    dossier: Dossier, languages: Sequence[Language], template: Template | None = None
) -> Iterator[tuple[str, bytes]]:
    """Yield each document as DOCX and PDF, then the answer workbook as XLSX and ODS.

    In two languages each document is written twice, its language in its name. The workbook is one, in both always: its
    fingerprint covers what it asks, and bids are read by that.
    """
    for lang in languages:
        ending = f".{lang}" if len(languages) > 1 else ""
        for piece in pieces(dossier, lang):
            given = (template.data, template.name) if template else ()
            yield f"{piece.file}{ending}.docx", write_docx(piece, *given)
            yield f"{piece.file}{ending}.pdf", write_pdf(piece)
    form = workbook(dossier)
    name = dossier.name("answers", languages[0])
    yield f"{name}.xlsx", xlsx.write_form(form)
    yield f"{name}.ods", ods.write_form(form)
