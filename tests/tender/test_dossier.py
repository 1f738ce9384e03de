"""Documents of a tender are read with their places, whoever wrote them; hostile ones end in one clear sentence."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest

from levier.tender.dossier.building import Blocks, looks_like_heading
from levier.tender.dossier.figures import amounts_eur, dates, renewed_months, spans_months, weights
from levier.tender.dossier.judging import guess_buyer, judge
from levier.tender.dossier.model import BlockKind, Dossier, DossierLimits, excerpt
from levier.tender.dossier.pdf import read_pdf
from levier.tender.dossier.process import read_dossier
from levier.tender.finding import Finding, Verdict
from levier.tender.law.facts import Law, load_law
from levier.tender.model import BuyerKind, DocumentKind
from levier.wording.errors import UnusableFile
from tests.tender.dces import OFFICE, TEXTS, Dce, Source, build, convert, read_text, write_docx, write_scan

ALARMS = {Verdict.NOT_MET, Verdict.TO_JUSTIFY}
KNOWN = sorted(TEXTS.glob("*.txt"))
UNSEEN = sorted((TEXTS / "unseen").glob("*.txt"))
office = pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")


@cache
def law() -> Law:
    return load_law()


def read(*paths: Path, **limits: Any) -> Dossier:
    return read_dossier(paths, law().lexicon, DossierLimits(**limits) if limits else None)


def write(folder: Path, name: str, *lines: str) -> Path:
    target = folder / name
    write_docx(Source(name, "word", lines), target)
    return target


def alarms(findings: list[Finding]) -> set[str]:
    return {f.rule for f in findings if f.verdict in ALARMS}


def compare(dce: Dce, findings: list[Finding]) -> tuple[set[str], set[str]]:
    """Return the gaps that were missed and the alarms that are false."""
    return dce.gaps - alarms(findings), alarms(findings) - dce.gaps


@office
def test_ten_tender_files_have_their_known_gaps_found_and_nothing_else(tmp_path: Path) -> None:
    """Word's manner, LibreOffice's, PDF, and an archive with a scan; eight of them French and public."""
    files = build(KNOWN, tmp_path)
    told = {path.stem: read_text(path) for path in KNOWN}
    assert len(files) == len(KNOWN) == 10
    found = {name: judge(read(*paths), law(), told[name].on) for name, paths in files.items()}
    assert {name: compare(told[name], findings) for name, findings in found.items()} == dict.fromkeys(
        found, (set(), set())
    )
    unread = {f.rule for f in found["10-syndicat-scan"] if f.verdict is Verdict.NOT_JUDGED}
    assert unread >= told["10-syndicat-scan"].unread
    assert sum(len(dce.gaps) for dce in told.values()) == 74


ENGLISH = {
    "open": (
        "# Town of Belcombe",
        "# Invitation to tender: laptops",
        "## 1. Procedure",
        "The contract is awarded under an open procedure. Its estimated value is 300,000 euros excluding VAT.",
        "## 2. Lots",
        "The contract is divided into two lots: new laptops, and refurbished laptops.",
        "## 3. Award criteria",
        "| Criterion | Weight |",
        "| Price | 50% |",
        "| Environmental performance: electricity in kWh a year | 50% |",
        "Tender prices are compared exclusive of VAT, the lowest gets all points; the other is marked 0 to 4.",
        "## 4. Variants",
        "Variants are allowed.",
    ),
    "adapted": (
        "# University of Belcombe",
        "# Rules of the consultation: screens",
        "This public contract is awarded under an adapted procedure. Its estimated value is 60,000 euros before VAT.",
        "The contract is not divided into lots, because the screens are identical and delivered together.",
        "## Award criteria",
        "| Criterion | Weight |",
        "| Price | 60% |",
        "| Environment: repairability of the screens | 40% |",
        "Prices including VAT are assessed: the lowest gets all the points. The environment is marked from 0 to 4.",
    ),
    "too big": (
        "# Hospital of Belcombe",
        "# Invitation to tender",
        "This framework agreement is concluded under an adapted procedure, with a maximum of 500,000 euros before VAT.",
        "It is not divided into lots.",
        "## Award criteria",
        "| Criterion | Weight |",
        "| Cost over the life of the equipment | 60% |",
        "| Environment: energy label | 40% |",
        "The lowest gets all the points; the environment is marked from 0 to 4.",
    ),
}
MET, NOT_MET, ASIDE = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("name", "buyer", "expected"),
    [
        (
            "open",
            BuyerKind.LOCAL_AUTHORITY,
            {"CCP-L2124-1": MET, "CCP-R2152-12": MET, "TTC": MET, "CCP-L2113-10": MET, "CCP-R2151-8": NOT_MET},
        ),
        (
            "adapted",
            BuyerKind.ACADEMIC,
            {"CCP-L2124-1": MET, "CCP-R2152-12": ASIDE, "TTC": MET, "CCP-L2113-10": MET, "CCP-R2162-4": ASIDE},
        ),
        (
            "too big",
            BuyerKind.HOSPITAL,
            {"CCP-L2124-1": NOT_MET, "TTC": NOT_MET, "CCP-L2113-10": NOT_MET, "CCP-R2162-4": MET},
        ),
    ],
)
def test_an_english_file_of_a_public_buyer_tells_its_procedure_and_the_basis_of_its_prices(
    name: str, buyer: BuyerKind, expected: dict[str, Verdict], tmp_path: Path
) -> None:
    dossier = read(write(tmp_path, "rules.docx", *ENGLISH[name]))
    assert guess_buyer(dossier, law()) is buyer
    found = {f.rule: f.verdict for f in judge(dossier, law(), date(2026, 10, 1))}
    assert {rule: found[rule] for rule in expected} == expected


@office
def test_five_later_tender_files_stay_read(tmp_path: Path) -> None:
    """Written after the rules; docs/method/tender-checks.md tells what was found when they were first read."""
    files = build(UNSEEN, tmp_path)
    told = {path.stem: read_text(path) for path in UNSEEN}
    for name, paths in files.items():
        assert (name, *compare(told[name], judge(read(*paths), law(), told[name].on))) == (name, set(), set())


@pytest.mark.parametrize("path", [*KNOWN[:9], *UNSEEN], ids=lambda path: path.stem)
def test_the_same_gaps_are_found_in_word_files_alone(path: Path, tmp_path: Path) -> None:
    dce = read_text(path)
    paths = []
    for number, source in enumerate(dce.sources):
        target = tmp_path / f"{number} {Path(source.name).stem}.docx"
        write_docx(source, target)
        paths.append(target)
    assert compare(dce, judge(read(*paths), law(), dce.on)) == (set(), set())


def test_a_finding_tells_the_document_the_heading_the_paragraph_and_the_words(tmp_path: Path) -> None:
    cctp = write(
        tmp_path, "CCTP.docx", "# CCTP", "## Article 1 – Postes", "Mémoire de 16 Go.", "Postes de marque Dell."
    )
    found = next(f for f in judge(read(cctp), law(), date(2026, 9, 1)) if f.rule == "DRAFT-BRAND")
    assert found.verdict is Verdict.NOT_MET
    assert found.place is not None
    assert (found.place.document, found.place.heading) == ("CCTP.docx", "Article 1 – Postes")
    assert found.place.paragraph == 4
    assert found.place.quote == "Postes de marque Dell."
    assert found.clause == "REC-08"


def test_what_is_absent_is_not_judged(tmp_path: Path) -> None:
    cctp = write(tmp_path, "CCTP.docx", "# CCTP", "Mémoire de 16 Go.")
    found = {f.rule: f for f in judge(read(cctp), law(), date(2026, 9, 1), BuyerKind.LOCAL_AUTHORITY)}
    for rule in ("CCP-L2152-7", "CCP-R2152-7", "CCAG-DEROG", "TTC"):
        assert found[rule].verdict is Verdict.NOT_JUDGED, rule


def test_before_august_2026_nothing_is_asked_of_the_criteria(tmp_path: Path) -> None:
    rc = write(tmp_path, "RC.docx", "# Règlement de la consultation", "## Critères d'attribution", "Prix : 100 %")
    verdicts = {
        day: {f.rule: f.verdict for f in judge(read(rc), law(), day, BuyerKind.STATE)}
        for day in (date(2026, 8, 20), date(2026, 8, 21))
    }
    assert verdicts[date(2026, 8, 20)]["CCP-R2152-7"] is Verdict.NOT_APPLICABLE
    assert verdicts[date(2026, 8, 21)]["CCP-R2152-7"] is Verdict.NOT_MET


def test_deleted_words_are_not_read_and_inserted_ones_are(tmp_path: Path) -> None:
    path = write(tmp_path, "CCTP.docx", "# CCTP", "ICI")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts["word/document.xml"].decode()
    assert "<w:t>I</w:t>" in text
    changed = (
        '<w:del w:id="1"><w:r><w:delText>Marque Dell</w:delText></w:r></w:del>'
        '<w:ins w:id="2"><w:r><w:t>Marque Lenovo</w:t></w:r></w:ins><w:r><w:t>I</w:t>'
    )
    parts["word/document.xml"] = text.replace("<w:r><w:t>I</w:t>", changed, 1).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    words = " ".join(b.text for _, b in read(path).blocks())
    assert "Lenovo" in words
    assert "Dell" not in words


def test_a_table_is_read_line_by_line(tmp_path: Path) -> None:
    path = write(tmp_path, "RC.docx", "# RC", "| Critère | Poids |", "| Prix | 60 % |")
    rows = [b for _, b in read(path).blocks() if b.kind is BlockKind.ROW]
    assert [row.cells for row in rows] == [("Critère", "Poids"), ("Prix", "60 %")]


@office
def test_a_page_of_pdf_is_told(tmp_path: Path) -> None:
    lines = ["# CCTP", *(f"Paragraphe {n}. Le titulaire livre." for n in range(120)), "Écrans de marque Dell."]
    write_docx(Source("a.docx", "word", tuple(lines)), tmp_path / "CCTP.docx")
    convert([tmp_path / "CCTP.docx"], "pdf", tmp_path)
    found = next(f for f in judge(read(tmp_path / "CCTP.pdf"), law(), date(2026, 9, 1)) if f.rule == "DRAFT-BRAND")
    assert found.place is not None
    assert found.place.page is not None
    assert found.place.page > 1


def test_an_archive_gives_each_of_its_documents(tmp_path: Path) -> None:
    write(tmp_path, "CCTP.docx", "# CCTP", "Texte.")
    write_scan(tmp_path / "RC.pdf")
    target = tmp_path / "dce.zip"
    with zipfile.ZipFile(target, "w") as archive:
        archive.write(tmp_path / "CCTP.docx", "pieces/CCTP.docx")
        archive.write(tmp_path / "RC.pdf", "RC.pdf")
        archive.writestr("plan.png", b"\x89PNG\r\n")
        archive.writestr("inside.zip", b"PK\x05\x06" + bytes(18))
        archive.writestr("__MACOSX/._CCTP.docx", b"junk")
    dossier = read(target)
    assert {p.name: p.kind for p in dossier.pieces} == {
        "pieces/CCTP.docx": DocumentKind.CCTP,
        "RC.pdf": DocumentKind.RC,
    }
    assert {name for name, _ in dossier.unread} == {"plan.png", "inside.zip"}
    scan = next(p for p in dossier.pieces if p.name == "RC.pdf")
    assert "1" in scan.unread[0].in_("fr")


def zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return stream.getvalue()


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
HOSTILE: list[tuple[str, bytes, str]] = [
    ("entities.docx", zipped(word__document_xml=BOMB), "damaged"),
    ("outside.docx", zipped(word__document_xml=OUTSIDE), "damaged"),
    ("bomb.docx", zipped(word__document_xml=b"<a>" + b" " * 60_000_000 + b"</a>"), "memory"),
    ("cut.docx", zipped(word__document_xml=b"<a><b>"), "damaged"),
    ("half.docx", zipped(word__document_xml=b"<a/>")[:60], "neither"),
    ("broken.pdf", b"%PDF-1.7\n" + bytes(200), "damaged"),
    ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "DOC"),
    ("note.rtf", b"{\\rtf1 hello}", "RTF"),
    ("page.html", b"<html><body>RC</body></html>", "neither"),
    ("photo.png", b"\x89PNG\r\n\x1a\n", "picture"),
    ("prices.xlsx", zipped(xl__workbook_xml=b"<a/>"), "table"),
    ("empty.docx", b"", "empty"),
    ("nothing.zip", zipped(), "No document"),
]


@pytest.mark.parametrize(("name", "data", "told"), HOSTILE, ids=[h[0] for h in HOSTILE])
def test_a_hostile_or_wrong_file_ends_in_one_clear_sentence(name: str, data: bytes, told: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnusableFile) as caught:
        read(path, unpacked_mb=40)
    assert told in caught.value.what.in_("en"), caught.value.what.in_("en")
    assert "/etc" not in str(caught.value)


def test_a_locked_pdf_says_so(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(tmp_path / "RC.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(UnusableFile, match="password"):
        read(tmp_path / "RC.pdf")


def test_a_file_that_is_not_there_or_too_large_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="does not exist"):
        read(tmp_path / "RC.docx")
    (tmp_path / "big.pdf").write_bytes(bytes(2 << 20))
    with pytest.raises(UnusableFile, match="larger than 1 MB"):
        read(tmp_path / "big.pdf", file_mb=1)


def test_a_reading_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    path = write(tmp_path, "CCTP.docx", "# CCTP", "Texte.")
    with pytest.raises(UnusableFile, match="limit"):
        read(path, seconds=0)


def test_more_paragraphs_than_a_tender_has_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "CCTP.docx", "# CCTP", *(f"Ligne {n}." for n in range(50)))
    with pytest.raises(UnusableFile, match="more paragraphs"):
        read(path, blocks=20)


def test_pages_beyond_the_limit_are_told(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    for _ in range(5):
        pdf.add_blank_page()
    pdf.save(tmp_path / "a.pdf")
    told = read_pdf((tmp_path / "a.pdf").read_bytes(), Blocks(100), 3)
    assert [t.in_("en") for t in told] == ["Pages without words, such as scans: 1-3.", "Pages beyond the limit: 2."]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Article 5 – Critères d'attribution", 2),
        ("5.2 Pondération", 3),
        ("4 – Classement des offres", 2),
        ("RÈGLEMENT DE LA CONSULTATION", 1),
        ("22 collèges sont équipés", 0),
        ("Le titulaire livre les postes.", 0),
        ("1. Coût global : 45 %", 0),
    ],
)
def test_the_title_of_an_article_is_told_from_a_sentence(text: str, level: int) -> None:
    assert looks_like_heading(text) == level


def test_figures_are_read_as_people_write_them() -> None:
    assert [(w.value, w.unit) for w in weights("Prix (60,5 %), technique : 30 points, sur 100 points")] == [
        (60.5, "%"),
        (30.0, "points"),
    ]
    assert amounts_eur("un maximum de 1 200 000,50 € HT, 140 k€ et 2 M€, 500 euros") == [1_200_000.5, 140_000, 2e6, 500]
    assert spans_months("quatre ans, 36 mois, 2 years") == [48, 36, 24]
    assert renewed_months("reconductible deux fois par période de 12 mois") == 24
    assert renewed_months("conclu pour 12 mois") is None
    assert list(dates("le 1er décembre 2026, le 07/12/2026, 31 février 2026, 6 November 2026")) == [
        date(2026, 12, 1),
        date(2026, 12, 7),
        date(2026, 11, 6),
    ]


def test_a_long_quote_is_cut_around_its_words() -> None:
    text = "a " * 300 + "Dell" + " b" * 300
    cut = excerpt(text, 600, 604)
    assert "Dell" in cut
    assert len(cut) <= 222


def test_python_docx_reads_what_we_read(tmp_path: Path) -> None:
    path = write(tmp_path, "RC.docx", "# RC", "Un paragraphe.", "- un point", "Fin.")
    theirs = [p.text for p in docx.Document(str(path)).paragraphs if p.text]
    assert [b.text for _, b in read(path).blocks()] == theirs
