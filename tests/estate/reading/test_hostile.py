"""Files that are not what they say, or that mean harm: refused with a clear sentence, in a process that may die."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

import openpyxl
import polars as pl
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
        (with_part(workbook(), "xl/macrosheets/sheet1.xml", b"macro"), "macros"),
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


def test_a_name_of_fifty_thousand_letters_is_cut_and_told(read: Reader) -> None:
    inventory = read("type;model\nLaptop;" + "A" * 50_000 + "\n")
    assert inventory.lines["model_raw"].str.len_chars().to_list() == [1000]
    assert "model" in next(str(a.text) for a in inventory.assumptions if a.code == "cells_cut")


def test_half_a_letter_in_json_is_a_sign_like_another(read: Reader) -> None:
    content = rb'{"itemtype":"Computer","content":{"hardware":{"name":"PC"},"bios":{"smodel":"M\udfff"}}}'
    assert read(content, name="agent.json").lines["model_raw"].to_list() == ["M?"]


@pytest.mark.parametrize(
    "told",
    [
        "[" * 100_000,
        '{"schema": "levier.snapshot/1", "parts": [-5, 6, 0], "read": 1}',
        '{"schema": "levier.snapshot/1", "parts": [1e9, "x", 0], "read": 1}',
        '{"schema": "levier.snapshot/1", "parts": [1, 0, 0], "read": 99}',
        '{"schema": "levier.snapshot/1"}',
        "NaN",
    ],
    ids=lambda told: told[:60],
)
def test_a_parquet_file_with_hostile_metadata_is_no_snapshot(tmp_path: Path, told: str) -> None:
    file = tmp_path / "snapshot.parquet"
    pl.DataFrame({"line": [1]}).write_parquet(file, metadata={"levier": told})
    with pytest.raises(UnusableFile, match="not a snapshot"):
        read_snapshot(file)


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path, "Type;Modèle\nLaptop;A\n")
    opened = Path.open

    def grow(path: Path, mode: str) -> IO[bytes]:
        with opened(path, "a", encoding="utf-8") as stream:
            stream.write("Laptop;B\n")
        return opened(path, "rb")

    monkeypatch.setattr(Path, "open", grow)
    with pytest.raises(UnusableFile, match="grew while it was read"):
        read_here(file, ReadOptions(), Limits())


def test_a_pipe_and_a_device_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path / "pipe.csv", Path("/dev/zero")):
        with pytest.raises(UnusableFile, match="not a file"):
            read_here(path, ReadOptions(), Limits())


def test_what_a_refused_file_holds_can_neither_drive_a_terminal_nor_name_a_person(read: Reader) -> None:
    with pytest.raises(UnusableFile) as raised:
        read("bonjour\x1b[31m\x07;j.dupont@mairie.fr;06 12 34 56 78\n", name="a\x1b]0;b\x07.csv")
    for told in (raised.value.in_("fr"), raised.value.in_("en")):
        assert not [c for c in told if c != "\n" and not c.isprintable() and c not in "\u00a0\u202f"]
        assert "dupont" not in told
        assert "06 12" not in told


STARTED = """
import sys, time
from pathlib import Path
from typing import IO
from levier.cli.main import levier
levier(["estate", "recognise", sys.argv[1]])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_the_reading_process_ends_with_the_one_that_started_it(tmp_path: Path, ending: signal.Signals) -> None:
    temporary, file = tmp_path / "tmp", tmp_path / "parc.csv"
    temporary.mkdir()
    file.write_bytes(b"type;model\n" + b'Laptop;"A\n' * 2_000_000)
    environment = os.environ | {"TMPDIR": str(temporary)}
    started = subprocess.Popen(
        [sys.executable, "-c", STARTED, str(file)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    children = Path(f"/proc/{started.pid}/task/{started.pid}/children")
    try:
        _wait(lambda: bool(children.read_text()) and any(temporary.glob("*/stderr")))
        child = int(children.read_text().split()[0])
        _wait(lambda: b"reading.child" in Path(f"/proc/{child}/cmdline").read_bytes())
        time.sleep(1)  # the child asks for it when it has begun
        started.send_signal(ending)
        started.wait(timeout=20)
        _wait(lambda: not Path(f"/proc/{child}/cmdline").exists() or not Path(f"/proc/{child}/cmdline").read_bytes())
    finally:
        started.kill()
        started.wait()
    if ending == signal.SIGTERM:
        assert list(temporary.iterdir()) == []


def _wait(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)
