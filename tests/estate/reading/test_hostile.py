"""Files that are not what they say, or that mean harm: refused with a clear sentence, in a process that may die."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from levier.estate.model import Inventory, Limits, ReadOptions
from levier.estate.reading import read_inventory, read_snapshot, read_to_snapshot
from levier.estate.reading.read import read_here
from levier.wording.errors import UnusableFile
from levier.wording.text import Text

Reader = Callable[..., Inventory]


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def workbook() -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    for row in (["Type", "Modèle"], ["PC", "A"]):
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, part)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\r\n \n", "is empty"),
        (b"%PDF-1.7 type;model", "PDF document"),
        (b"<!DOCTYPE html><html><table><tr><td>Type</td></tr></table></html>", "web page"),
        (b"<html xmlns:x='urn'><table></table></html>", "web page"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\x1f\x8b\x08\x00", "compressed archive"),
        (b"type;model\nLaptop;\0A\n" * 30, "NUL bytes"),
        (b"MZ\x90\x00", "program"),
        (b"PK\x03\x04 not a zip", "damaged"),
        (zipped({"notes.txt": b"hello"}), "archive, not a workbook"),
        (zipped({"xl/workbook.xml": b"<workbook/>"}), "damaged|names the columns"),
        (with_part(workbook(), "xl/vbaProject.bin", b"macro"), "macros"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook_VBA_PROJECT".encode("utf-16-le"), "macros"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "not a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + bytes(600), "damaged"),
        ((",".join("type" for _ in range(5000)) + "\n").encode(), "more columns"),
        (b"type;model\n", "no line below"),
        (b"type;model\n;\n", "no line below"),
        (b"bonjour\nceci est une lettre\n", "names the columns"),
        (b"PAR1 and then nothing", "not a snapshot|Parquet"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_no_inventory_is_refused_in_one_sentence(read: Reader, content: bytes, sentence: str) -> None:
    with pytest.raises(UnusableFile, match=sentence):
        read(content)


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="not a file"):
        read_here(tmp_path, ReadOptions(), Limits())
    with pytest.raises(UnusableFile, match="does not exist"):
        read_here(tmp_path / "rien.csv", ReadOptions(), Limits())


def test_a_file_above_the_limit_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "big.csv"
    file.write_bytes(b"type;model\n" + b"Laptop;A\n" * 200_000)
    with pytest.raises(UnusableFile, match="larger than 1 MB"):
        read_here(file, ReadOptions(), Limits(file_mb=1))


def test_a_zip_bomb_is_refused_before_it_is_opened(read: Reader) -> None:
    bomb = zipped({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": bytes(300 << 20)})
    assert len(bomb) < 1 << 20
    with pytest.raises(UnusableFile, match="fill the memory"):
        read(bomb, name="bomb.xlsx")


def test_an_xlsx_with_an_external_entity_does_not_read_it(tmp_path: Path, read: Reader) -> None:
    secret = tmp_path / "secret"
    secret.write_text("TOPSECRET")
    stream = io.BytesIO(workbook())
    with zipfile.ZipFile(stream) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    entity = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]>'.encode()
    parts[sheet] = entity + parts[sheet].replace(b"<t>PC</t>", b"<t>&x;</t>")
    try:
        inventory = read(zipped(parts), name="xxe.xlsx")
        told = inventory.lines.write_csv() + inventory.set_aside.write_csv()
    except UnusableFile as error:
        told = str(error)
    assert "TOPSECRET" not in told


def write(folder: Path, content: str) -> Path:
    file = folder / "parc.csv"
    file.write_text(content, encoding="utf-8")
    return file


def test_the_reading_process_gives_the_same_as_reading_here(tmp_path: Path) -> None:
    file = write(tmp_path, "Type;Modèle;Qté\nLaptop;A;1\nTotal;;1\nÉcran;B;x2\n")
    steps: list[Text] = []
    there = read_inventory(file, ReadOptions(), Limits(), progress=steps.append)
    here = read_here(file, ReadOptions(), Limits())
    assert there.lines.equals(here.lines)
    assert there.set_aside.equals(here.set_aside)
    assert (there.read, there.mapping, there.file_hash, there.file) == (3, here.mapping, here.file_hash, file)
    assert [str(step) for step in steps] == ["Opening the file", "Reading its lines", "Keeping what was read"]


def test_errors_of_the_reading_process_arrive_whole_and_in_both_languages(tmp_path: Path) -> None:
    file = write(tmp_path, "bonjour\n")
    with pytest.raises(UnusableFile) as raised:
        read_inventory(file, ReadOptions(), Limits())
    assert "Found: bonjour" in raised.value.in_("en")
    assert "Trouvé" in raised.value.in_("fr")


def test_a_reading_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="more than 0 seconds"):
        read_inventory(write(tmp_path, "Type;Modèle\nLaptop;A\n"), ReadOptions(), Limits(seconds=0))


def test_a_reading_that_takes_too_much_memory_is_ended(tmp_path: Path) -> None:
    file = tmp_path / "huge.xlsx"
    stream = io.BytesIO(workbook())
    with zipfile.ZipFile(stream) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    parts[sheet] = parts[sheet].replace(b"</sheetData>", far)
    file.write_bytes(zipped(parts))
    with pytest.raises(UnusableFile, match=r"of memory, the limit|more columns"):
        read_inventory(file, ReadOptions(), Limits(memory_mb=2048))


def test_a_snapshot_is_read_back_as_it_was(tmp_path: Path) -> None:
    file = write(tmp_path, "Type;Modèle;Qté;Statut;Utilisateur\nLaptop;A;1;Réformé;jd\nTotal;;1;;\nÉcran;B;;;md\n")
    snapshot = read_to_snapshot(file, tmp_path / "snapshots", ReadOptions(), Limits())
    again = read_to_snapshot(file, tmp_path / "snapshots", ReadOptions(), Limits())
    here = read_here(file, ReadOptions(), Limits())
    for inventory in (read_snapshot(snapshot), read_inventory(snapshot, ReadOptions(), Limits())):
        assert inventory.lines.equals(here.lines)
        assert inventory.retired.equals(here.retired)
        assert inventory.set_aside.equals(here.set_aside)
        assert inventory.personal_columns == ("Utilisateur",)
        assert [a.text.in_("fr") for a in inventory.assumptions] == [a.text.in_("fr") for a in here.assumptions]
        assert (inventory.read, inventory.mapping) == (here.read, here.mapping)
    assert again == snapshot
    assert [f.name for f in (tmp_path / "snapshots").iterdir()] == [snapshot.name]
