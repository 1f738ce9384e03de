"""All files of an award: the page, the analysis in two versions, letters, register, obligations, published data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from levier.report.tender_documents.docx import write_docx
from levier.report.tender_documents.pdf import write_pdf
from levier.report.tender_documents.piece import Piece
from levier.report.tender_report.analysis import analysis_piece
from levier.report.tender_report.letters import letters
from levier.report.tender_report.notice import decp, lacking
from levier.report.tender_report.obligations import obligations, obligations_csv
from levier.report.tender_report.page import page_piece
from levier.report.tender_report.told import Told
from levier.tender.bids.document import result_document
from levier.tender.bids.questions import register_document
from levier.wording.text import Language


def award_files(told: Told, lang: Language) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of each file in one language."""
    pieces: list[Piece] = [
        page_piece(told, lang),
        analysis_piece(told, lang),
        analysis_piece(replace(told, occulted=True), lang),
        *letters(told, lang),
    ]
    for piece in pieces:
        yield f"{piece.file}.docx", write_docx(piece)
        yield f"{piece.file}.pdf", write_pdf(piece)
    yield "result.json", _json(result_document(told.result, told.opening, lang))
    yield "questions.json", _json(register_document(told.register, lang))
    found = obligations(told, lang)
    yield "obligations.json", _json([asdict(one) for one in found])
    yield "obligations.csv", obligations_csv(found)
    if not lacking(told):
        yield "decp.json", _json(decp(told))


def _json(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
