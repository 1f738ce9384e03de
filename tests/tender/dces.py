"""Writes tender files of our own making as Word, LibreOffice and PDF files, from texts with known gaps.

A text begins with `buyer KIND`, `on DATE`, then `gap RULE` for what is missing or weak in it, `unread RULE` for what
cannot be judged; then its documents, each under `=== NAME MANNER`. Manner `word` is as python-docx writes, `writer` as
LibreOffice does, `scan` a page that is a picture.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import docx
import pikepdf

TEXTS = Path(__file__).parent / "dces"
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
SUFFIXES = {".docx", ".odt", ".pdf"}


@dataclass(frozen=True)
class Source:
    """One document to write."""

    name: str
    manner: str
    lines: tuple[str, ...]

    @property
    def suffix(self) -> str:
        return Path(self.name).suffix


@dataclass
class Dce:
    """A tender file to write, and what is known of it."""

    name: str
    buyer: str
    on: date
    gaps: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    sources: list[Source] = field(default_factory=list)


def read_text(path: Path) -> Dce:
    """Read one text."""
    lines = path.read_text(encoding="utf-8").splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith("=== "))
    told = [line.split() for line in lines[:first] if line.strip()]
    dce = Dce(path.stem, next(w[1] for w in told if w[0] == "buyer"), date.fromisoformat(told[1][1]))
    dce.gaps = {words[1] for words in told if words[0] == "gap"}
    dce.unread = {words[1] for words in told if words[0] == "unread"}
    for part in "\n".join(lines[first:]).split("=== ")[1:]:
        head, *body = part.splitlines()
        name, _, manner = head.rpartition(" ")
        dce.sources.append(Source(name, manner, tuple(line for line in body if line.strip())))
    return dce


def write_docx(source: Source, target: Path) -> None:
    """Write a document with real styles, lists and tables; words are cut into runs, as Word does."""
    document = docx.Document()
    rows: list[list[str]] = []
    for line in (*source.lines, ""):
        if line.startswith("| "):
            rows.append([cell.strip() for cell in line.strip("| ").split(" | ")])
            continue
        if rows:
            _table(document, rows)
            rows = []
        if line.startswith("#"):
            marks, _, text = line.partition(" ")
            document.add_heading(text, level=len(marks) if len(marks) > 1 else 0)
        elif line.startswith("- "):
            document.add_paragraph(line[2:], style="List Bullet")
        elif line:
            paragraph = document.add_paragraph()
            cut = len(line) // 2
            paragraph.add_run(line[:cut])
            paragraph.add_run(line[cut:])
    document.save(str(target))


def _table(document: docx.document.Document, rows: list[list[str]]) -> None:
    table = document.add_table(rows=0, cols=max(len(row) for row in rows))
    table.style = "Table Grid"
    for row in rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=False):
            cell.text = text


def write_scan(target: Path) -> None:
    """Write a page that holds a picture and no word."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    picture = pikepdf.Stream(
        pdf,
        bytes(64),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=8,
        Height=8,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
    )
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
    page.Contents = pikepdf.Stream(pdf, b"q 500 0 0 700 40 60 cm /Im0 Do Q")
    pdf.save(target)


def convert(files: list[Path], suffix: str, folder: Path) -> None:
    """Turn documents into another format with LibreOffice, all in one run."""
    if files:
        assert OFFICE, "LibreOffice is not installed"
        with tempfile.TemporaryDirectory() as home:
            settings = f"-env:UserInstallation={Path(home).as_uri()}"
            command = [
                OFFICE,
                settings,
                "--headless",
                "--convert-to",
                suffix,
                "--outdir",
                str(folder),
                *map(str, files),
            ]
            subprocess.run(command, check=True, capture_output=True, timeout=300)


def build(texts: list[Path], folder: Path) -> dict[str, list[Path]]:
    """Write all documents of all texts under `folder`; return name of the tender file -> what would be given to us."""
    stages = {name: folder / name for name in ("plain", "writer", "odt", "pdf", "docx")}
    for stage in stages.values():
        stage.mkdir(parents=True)
    plain: list[tuple[Dce, Source, str]] = []
    for path in texts:
        dce = read_text(path)
        for number, source in enumerate(dce.sources):
            key = f"{dce.name}-{number}"
            plain.append((dce, source, key))
            if source.manner != "scan":
                write_docx(source, stages["plain"] / f"{key}.docx")
    wanted = {
        suffix: [stages["plain"] / f"{k}.docx" for _, s, k in plain if s.suffix == suffix and s.manner != "scan"]
        for suffix in (".odt", ".pdf")
    }
    convert(wanted[".odt"], "odt", stages["odt"])
    convert(wanted[".pdf"], "pdf", stages["pdf"])
    writer = [k for _, s, k in plain if s.suffix == ".docx" and s.manner == "writer"]
    convert([stages["plain"] / f"{k}.docx" for k in writer], "odt", stages["writer"])
    convert([stages["writer"] / f"{k}.odt" for k in writer], "docx", stages["docx"])
    found: dict[str, list[Path]] = {}
    for dce, source, key in plain:
        target = folder / "dce" / dce.name / source.name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.manner == "scan":
            write_scan(target)
        else:
            plain_word = source.suffix == ".docx" and source.manner != "writer"
            stage_name = "plain" if plain_word else source.suffix[1:]
            shutil.copy(stages[stage_name] / f"{key}{source.suffix}", target)
        found.setdefault(dce.name, []).append(target)
    return {name: _packed(name, files, folder) for name, files in found.items()}


def _packed(name: str, files: list[Path], folder: Path) -> list[Path]:
    """Put a tender file whose documents stand in a folder into one archive."""
    root = folder / "dce" / name
    if all(file.parent == root for file in files):
        return files
    archive = folder / f"{name}.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in files:
            packed.write(file, file.relative_to(root).as_posix())
    return [archive]
