"""The documents of a tender: each clause once, the hash printed, a buyer's template used, LibreOffice asked."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import RGBColor

from levier.report.tender_documents.docx import write_docx
from levier.report.tender_documents.method import invented
from levier.report.tender_documents.pdf import write_pdf
from levier.report.tender_documents.piece import LINE, LONG, Heading, Paragraph, Piece, Table, shares
from levier.report.tender_documents.writing import write_files
from levier.tender.scoring.announced import ALL_LOTS
from levier.tender.scoring.score import score
from levier.wording.errors import BadOption, UnusableFile
from levier.wording.numbers import write_number
from levier.wording.text import LANGUAGES, Language
from tests.tender.belcombe import COMPANY, changed, dossier, library, pieces, town

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def by_file(lang: Language = "fr", **told: Any) -> dict[str, Piece]:
    return {piece.file: piece for piece in pieces(dossier(**told), lang)}


def text_of(piece: Piece) -> str:
    """Return all words of a document."""
    parts = [piece.title, piece.footer, *(f"{a} {b}" for a, b in piece.identity)]
    for block in piece.blocks:
        if isinstance(block, Heading):
            parts.append(block.text)
        elif isinstance(block, Paragraph):
            parts.append(f"{block.label} {block.text}")
        elif isinstance(block, Table):
            parts += [block.caption, *block.heads, *(cell for row in block.rows for cell in row)]
        else:
            parts += block.items
    return "\n".join(parts)


def written(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells, *(p.text for p in foot(document))])


def foot(document: Any) -> list[Any]:
    return list(document.sections[0].footer.paragraphs)


def titles(document: Any) -> list[Any]:
    return [p for p in document.paragraphs if p.style.name == "Heading 1"]


def test_each_clause_chosen_stands_once_in_all_the_documents() -> None:
    for lang in LANGUAGES:
        whole = "\n".join(written(write_docx(piece)) for piece in pieces(dossier(), lang))
        for one in dossier().taken:
            assert whole.count(one.text.in_(lang)) == 1, (lang, one.clause.id)


def test_a_clause_comes_with_its_proof_or_an_equivalent_its_verification_and_its_penalty() -> None:
    cctp = text_of(by_file()["cctp"])
    assert (
        "Preuve acceptée Conditions de garantie écrites du fabricant, ou tout document équivalent qui l’engage." in cctp
    )
    assert "contrôle par sondage" in cctp
    assert "une pénalité de 40\u00a0€ par équipement" in cctp
    for piece in pieces(dossier(), "fr"):
        for block in piece.blocks:
            if isinstance(block, Paragraph) and block.label == "Preuve acceptée":
                assert "équivalent" in block.text


def test_the_hash_of_the_rules_is_on_every_document_and_on_paper() -> None:
    found = dossier()
    for piece in pieces(found, "en"):
        assert found.announced.hash in written(write_docx(piece))
    lesser = dossier(changed(("weight: 0.45", "weight: 0.40"), ("weight: 0.30", "weight: 0.35")))
    assert lesser.announced.hash != found.announced.hash


def test_numbers_of_articles_belong_to_the_styles_so_that_they_survive_pasting() -> None:
    document = Document(io.BytesIO(write_docx(by_file()["cctp"])))
    first = titles(document)[0]
    assert not first.text[0].isdigit()
    properties = document.styles["Heading 1"].element.pPr.numPr
    numbering = document.part.numbering_part.element
    number = next(n for n in numbering.findall(qn("w:num")) if n.numId == properties.numId.val)
    wanted = number.abstractNumId.val
    (levels,) = [a for a in numbering.findall(qn("w:abstractNum")) if a.get(qn("w:abstractNumId")) == str(wanted)]
    texts = [lvl.find(qn("w:lvlText")).get(qn("w:val")) for lvl in levels.findall(qn("w:lvl"))]
    tied = [lvl.find(qn("w:pStyle")).get(qn("w:val")) for lvl in levels.findall(qn("w:lvl"))]
    assert texts == ["%1", "%1.%2", "%1.%2.%3"]
    assert tied == ["Heading1", "Heading2", "Heading3"]


def test_no_column_of_a_table_breaks_its_longest_word() -> None:
    heads = ("Critère", "Pondération", "Points au plus", "Formule", "Réglages")
    row = ("Coût du cycle de vie du poste", "45 %", "45", "Rapport au coût le plus bas : N × LCCmin ÷ LCC", "")
    parts = shares(Table("Critères", heads, (row,), frozenset({1, 2}), frozenset({0, 3})))
    assert sum(parts) == pytest.approx(1.0)
    assert all(part * LINE >= len(word) for part, head in zip(parts, heads, strict=True) for word in head.split())
    crowded = tuple(letter * 40 for letter in "abcde")
    assert shares(Table("Adresses", crowded, (crowded,))) == pytest.approx((0.2,) * 5), "no room for all: all alike"
    amount = "\u00a0".join(("1", "234", "567", "890,00", "€"))
    long = " ".join(["mot"] * 200)
    prices = Table("Prix", ("Prix", *"abcdef"), ((amount, *[long] * 6),))
    assert shares(prices)[0] * LINE >= len(amount), "what is kept together is one word"
    address = "https://example.org/" + "x" * 200
    addresses = Table("Sources", ("Adresse", *"abcdefghi"), ((address, *[long] * 9),))
    assert shares(addresses)[0] * LINE == pytest.approx(LONG), "an address does not push all others aside"


def test_the_same_tender_gives_the_same_bytes() -> None:
    one, two = (dict(write_files(dossier(), ("fr",))) for _ in range(2))
    # odfdo dates its files itself; its workbook is compared by what it asks, elsewhere
    assert [name for name in one if one[name] != two[name] and not name.endswith(".ods")] == []
    assert sorted(one) == sorted(two)


def test_two_languages_make_two_of_each_document_and_one_workbook() -> None:
    names = [name for name, _ in write_files(dossier(), LANGUAGES)]
    assert {"cctp.fr.docx", "cctp.en.pdf", "fiche-besoin.fr.docx", "need-sheet.en.docx"} <= set(names)
    assert [name for name in names if name.endswith((".xlsx", ".ods"))] == [
        "cadre-de-reponse.xlsx",
        "cadre-de-reponse.ods",
    ]


def test_the_worked_example_is_what_the_library_computes() -> None:
    found = dossier()
    rules = found.announced.rules[ALL_LOTS]
    scored = score(rules, invented(rules))
    tables = [b for b in by_file()["parametres-et-methode"].blocks if isinstance(b, Table)]
    points = next(t for t in tables if t.caption == "Points des offres")
    for criterion, row in zip(rules.criteria, points.rows, strict=False):
        assert row[1:] == tuple(write_number(float(x), "fr", 6) for x in scored.points[criterion.id])
    assert points.rows[-2][1:] == tuple(write_number(float(x), "fr", 6) for x in scored.total)


@pytest.mark.parametrize("formula", ["ratio", "min-max", "anchored-linear", "mean-of-offers", "equivalent-annual-cost"])
def test_every_formula_of_prices_has_its_worked_example(formula: str) -> None:
    found = dossier(changed(("formula: life-cycle-cost", f"formula: {formula}")))
    assert "Offre B" in text_of(next(p for p in pieces(found, "fr") if p.file == "parametres-et-methode"))


def test_the_need_sheet_tells_sobriety_first_and_the_codes_that_follow() -> None:
    sheet = by_file()["fiche-besoin"]
    (first, *_) = [b.text for b in sheet.blocks if isinstance(b, Heading)]
    assert first == "Ce qui n’est pas acheté, et pourquoi"
    told = text_of(sheet)
    assert "BT-774" in told
    assert "Clause environnementale, Critère environnemental" in told
    assert "Document interne" in told


def test_what_bidders_read_says_nothing_of_the_estimate() -> None:
    outside = "\n".join(text_of(p) for p in pieces(dossier(), "fr") if p.file != "fiche-besoin")
    assert "300" + "\u202f" + "000" not in outside
    assert "232" + "\u202f" + "500" not in outside


def test_a_private_buyer_reads_no_word_of_public_law_and_nobody_reads_its_target_price() -> None:
    found = pieces(dossier(changed(*COMPANY)), "fr")
    whole = "\n".join(text_of(piece) for piece in found)
    for word in ("CCTP", "CCAP", "CCAG", "DECP", "eForms", "commande publique", "123"):
        assert word not in whole, word
    assert "du marché" not in whole
    assert "mise sur le marché" in whole  # that of goods is no contract
    assert "cahier-des-specifications" in {piece.file for piece in found}


def test_values_that_nobody_chose_are_counted_at_the_head_of_the_document() -> None:
    found = by_file(tender=changed(("variables: {minimum_years: 3, penalty: 40}", "variables: {minimum_years: 3}")))
    first = found["cctp"].blocks[0]
    assert isinstance(first, Paragraph)
    assert first.text == "Valeurs qui restent à choisir\u00a0: 1. Elles figurent entre crochets."
    assert "[à compléter" in text_of(found["cctp"])


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("id: BUR-01, version: 1", "id: BUR-99", "BUR-99"),
        ("id: BUR-01, version: 1", "id: BUR-01, version: 9", "BUR-01"),
        ("minimum_years: 3", "minimum_years: 90", "minimum_years"),
        ("id: REC-05", "id: REC-03", "twice"),
    ],
)
def test_a_clause_that_cannot_be_used_stops_with_its_name(old: str, new: str, word: str) -> None:
    with pytest.raises(BadOption) as error:
        dossier(changed((old, new)))
    assert word in str(error.value)


def template(*paragraphs: str) -> bytes:
    """Make a letterhead as a town has one: its own look of titles, its own words around."""
    document = Document()
    document.styles["Heading 1"].font.color.rgb = RGBColor(0xAA, 0, 0x44)
    document.add_paragraph("VILLE DE BELCOMBE – Direction des achats")
    for text in paragraphs:
        document.add_paragraph(text)
    foot(document)[0].text = "{{ footer }}"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_the_buyers_template_keeps_its_look_and_receives_the_clauses_at_their_place() -> None:
    piece = by_file()["ccap"]
    data = write_docx(piece, template("{{ title }}", "{{ body }}", "Fait à Belcombe"), "lettre.docx")
    document = Document(io.BytesIO(data))
    texts = [p.text for p in document.paragraphs]
    assert texts[0] == "VILLE DE BELCOMBE – Direction des achats"
    assert texts[1] == piece.title
    assert texts[-1] == "Fait à Belcombe"
    assert document.styles["Heading 1"].font.color.rgb == RGBColor(0xAA, 0, 0x44)
    title = titles(document)[0]
    assert title._p.pPr.numPr is not None  # its titles have no numbers of their own: each is put on a list
    assert dossier().announced.hash in foot(document)[0].text


def test_a_template_without_a_place_receives_the_clauses_at_its_end() -> None:
    texts = written(write_docx(by_file()["ccap"], template("Préambule"), "lettre.docx"))
    assert texts.index("Préambule") < texts.index("Livraison groupée")


def test_no_text_of_a_tender_is_read_as_a_template() -> None:
    found = by_file(tender=changed(("Le titulaire remet à chaque livraison", "{{ 7 * 7 }} {% raise %} <w:p/> & remet")))
    assert "{{ 7 * 7 }} {% raise %} <w:p/> & remet" in written(write_docx(found["ccap"]))


def with_program(data: bytes) -> bytes:
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"no archive", "cannot be opened"),
        (template("{{ unknown }}"), "cannot be filled"),
        (template("{{ ''.__class__.__mro__ }}"), "cannot be filled"),
        (template("{% for x in %}"), "cannot be filled"),
        (with_program(template("{{ body }}")), "carries a program"),
    ],
    ids=["no archive", "unknown place", "a way out of the sandbox", "broken", "program"],
)
def test_a_template_that_cannot_be_used_is_refused_with_its_name(data: bytes, told: str) -> None:
    with pytest.raises(UnusableFile) as error:
        write_docx(by_file()["ccap"], data, "lettre.docx")
    assert told in str(error.value)
    assert "lettre.docx" in str(error.value)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_pdf_is_tagged_for_readers_and_dated_like_the_tender(lang: Language) -> None:
    for piece in pieces(dossier(), lang):
        with pikepdf.open(io.BytesIO(write_pdf(piece))) as paper:
            assert paper.Root.MarkInfo.Marked
            assert str(paper.Root.Lang) == lang
            assert str(paper.docinfo["/CreationDate"]).startswith("D:20261207")
            assert town().title in str(paper.docinfo["/Title"])


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("own", [False, True], ids=["Levier's template", "the buyer's"])
def test_libreoffice_opens_the_document_and_numbers_its_articles(own: bool, tmp_path: Path) -> None:
    given = (template("{{ title }}", "{{ body }}"), "lettre.docx") if own else ()
    (tmp_path / "cctp.docx").write_bytes(write_docx(by_file()["cctp"], *given))
    assert SOFFICE is not None
    command = [SOFFICE, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "txt:Text"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(tmp_path / "cctp.docx")], check=True, timeout=120)
    lines = [" ".join(line.split()) for line in (tmp_path / "cctp.txt").read_text(encoding="utf-8-sig").splitlines()]
    assert any(line.startswith("2.1 Garantie du fabricant (lot 1)") for line in lines)
    assert any(line.startswith("2.5 État de santé de la batterie (lot 2)") for line in lines)


def test_the_library_has_what_the_example_takes() -> None:
    assert all(one.criterion is None or one.criterion.id in library().criteria for one in dossier().taken)
