"""All files of an award: the page, the analysis in two versions, letters, register, obligations, published data."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from functools import partial
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
    yield from ((name, write()) for name, write in award_writers(told, lang).items())


def award_writers(told: Told, lang: Language) -> dict[str, Callable[[], bytes]]:
    """Return what writes each file, by its name: a list of files need not wait until they are written."""
    pieces: list[Piece] = [
        page_piece(told, lang),
        analysis_piece(told, lang),
        analysis_piece(replace(told, occulted=True), lang),
        *letters(told, lang),
    ]
    found: dict[str, Callable[[], bytes]] = {}
    for piece in pieces:
        found[f"{piece.file}.docx"] = partial(write_docx, piece)
        found[f"{piece.file}.pdf"] = partial(write_pdf, piece)
    due = obligations(told, lang)
    found["result.json"] = lambda: _json(result_document(told.result, told.opening, lang))
    found["questions.json"] = lambda: _json(register_document(told.register, lang))
    found["obligations.json"] = lambda: _json([asdict(one) for one in due])
    found["obligations.csv"] = lambda: obligations_csv(due)
    if not lacking(told):
        found["decp.json"] = lambda: _json(decp(told))
    return found


def _json(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
