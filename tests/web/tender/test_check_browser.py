"""A buyer drops a DOCX and a PDF in a real browser, sees what is missing, and dismisses a false alarm."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.tender.dces import OFFICE, TEXTS, convert, read_text, write_docx
from tests.web.browser import Site

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")]
PATIENCE = 60_000


@pytest.fixture
def documents(tmp_path: Path) -> list[Path]:
    """The RC of an invented town as DOCX, its CCTP as PDF."""
    rc, cctp, _ = read_text(TEXTS / "01-ville-postes.txt").sources
    for source in (rc, cctp):
        write_docx(source, tmp_path / source.name)
    convert([tmp_path / "CCTP.docx"], "pdf", tmp_path)
    return [tmp_path / "RC.docx", tmp_path / "CCTP.pdf"]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_buyer_drops_two_documents_and_dismisses_a_false_alarm(
    browser: Any, site: Site, documents: list[Path], script: bool
) -> None:
    context = browser.new_context(locale="fr-FR", java_script_enabled=script)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{site.url}/")
    page.get_by_role("link", name="Vérifier mon dossier de consultation").click()
    page.get_by_label("Documents de la consultation").set_input_files(documents)
    page.get_by_label("Qui achète").select_option("local_authority")
    page.get_by_label("Date de l’avis").fill("2026-10-05")
    page.get_by_role("button", name="Vérifier ces documents").click()
    page.wait_for_url("**/tender-checks/*/", timeout=PATIENCE)
    assert "points manquent ou enfreignent les règles" in page.get_by_role("heading", level=1).inner_text()
    missing = page.locator("#missing")
    before = missing.get_by_role("heading", level=3).all_inner_texts()
    assert "Critère d’attribution environnemental" in before
    assert "CCTP.pdf, page 1" in missing.inner_text()
    assert "Marque sans « ou équivalent »" in [text.replace("\u00a0", " ") for text in before]
    page.get_by_role("link", name="Écarter comme fausse alerte Marque sans").click()
    page.get_by_label("Pourquoi est-ce une fausse alerte").fill("Le parc existant est de cette marque.")
    page.get_by_role("button", name="Écarter ce constat").click()
    assert len(missing.get_by_role("heading", level=3).all()) == len(before) - 1
    assert "Le parc existant est de cette marque." in page.locator("#dismissed").inner_text()
    page.get_by_role("button", name="Compter de nouveau").click()
    assert missing.get_by_role("heading", level=3).all_inner_texts() == before
    assert said == []
    context.close()
