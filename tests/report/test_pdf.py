"""The PDF: tagged, in its language, PDF/UA-1, and deaf to markup in names."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from levier.report.pdf import SHORT, _document, write_pdf
from levier.report.story import tell
from levier.wording.text import LANGUAGES, Language
from tests.report.example import bare, carbon_only, example


def opened(lang: Language) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(write_pdf(example(), lang)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_tagged_and_says_its_language_and_standard(lang: Language) -> None:
    with opened(lang) as pdf:
        root = pdf.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang).startswith(lang)
        assert "/StructTreeRoot" in root
        with pdf.open_metadata() as meta:
            assert str(meta["pdfuaid:part"]) == "1"
            assert meta["dc:title"] == pdf.docinfo.get("/Title", meta["dc:title"])


def test_its_tree_has_headings_tables_with_headers_and_figures_with_words() -> None:
    with opened("fr") as pdf:
        kinds: dict[str, int] = {}
        described = []

        def walk(node: pikepdf.Object) -> None:
            if isinstance(node, pikepdf.Array):
                for child in node:
                    walk(child)
            elif isinstance(node, pikepdf.Dictionary):
                kind = str(node.get("/S", ""))
                kinds[kind] = kinds.get(kind, 0) + 1
                if kind == "/Figure":
                    described.append(str(node.get("/Alt", "")))
                if "/K" in node:
                    walk(node["/K"])

        walk(pdf.Root.StructTreeRoot)
        assert kinds["/H1"] == 1
        assert kinds["/H2"] == 14
        assert kinds["/Table"] > 10
        assert kinds["/TH"] > 40
        assert len(described) == 4
        assert all(described)


def test_the_same_result_gives_the_same_bytes() -> None:
    assert write_pdf(example(), "en") == write_pdf(example(), "en")


def test_the_barest_baseline_and_carbon_alone_make_a_pdf() -> None:
    assert write_pdf(bare(), "fr").startswith(b"%PDF")
    assert write_pdf(carbon_only(), "en").startswith(b"%PDF")


def test_a_long_text_beside_long_texts_keeps_a_column_to_be_read_in() -> None:
    """A table whose other texts take all the room would leave the first one a word a line."""
    shares = _document(tell(example(), "fr"))["sections"]
    table = next(b for s in shares if s["id"] == "sources" for b in s["blocks"] if b["kind"] == "table")
    letters = [max(len("".join(r["text"] for r in row[n])) for row in table["rows"]) for n in range(4)]
    assert all(c["share"] > 0 for c, longest in zip(table["columns"], letters, strict=True) if longest > SHORT)
