"""What the user tells of a file goes before what Levier finds out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from levier.estate.difference import difference
from levier.estate.model import Inventory, ReadOptions
from levier.estate.reading import read_inventory, read_to_snapshot
from levier.estate.reading.process import read_preview
from levier.wording.errors import UnusableFile

CP1252 = "Matériel de la mairie;;;\nType;Modèle;Numéro de série;Acheté le\nÉcran;P2419H;ABC1234;03/04/2021\n"


def written(folder: Path, text: str, encoding: str = "cp1252") -> Path:
    file = folder / "parc.csv"
    file.write_bytes(text.encode(encoding))
    return file


def test_the_first_rows_are_shown_as_they_stand(tmp_path: Path) -> None:
    rows = read_preview(written(tmp_path, CP1252), rows=2)
    assert rows.columns == ["sheet", "line", "0", "1", "2", "3"]
    assert rows["0"].to_list() == ["Matériel de la mairie", "Type"]
    assert rows["line"].to_list() == [1, 2]


def test_an_encoding_and_a_delimiter_told_are_used(tmp_path: Path) -> None:
    file = written(tmp_path, CP1252)
    assert read_preview(file, ReadOptions(encoding="mac_roman"))["0"][0] != "Matériel de la mairie"
    assert read_preview(file, ReadOptions(delimiter=",")).columns == ["sheet", "line", "0"]


def test_a_header_line_told_is_the_header(tmp_path: Path) -> None:
    twice = "Type;Modèle;Site\n" + "Type;Modèle;Numéro de série\nÉcran;P2419H;ABC1234\n"
    file = written(tmp_path, twice)
    assert read_inventory(file).mapping.header_line == 1
    told = read_inventory(file, ReadOptions(header_line=2))
    assert told.mapping.header_line == 2
    assert told.lines["serial_hash"].null_count() == 0
    with pytest.raises(UnusableFile):
        read_inventory(file, ReadOptions(header_line=99))


def test_an_order_of_dates_told_settles_what_the_column_cannot(tmp_path: Path) -> None:
    file = written(tmp_path, CP1252)
    assert read_inventory(file, ReadOptions(date_order="mdy")).lines["acquired_on"][0] == date(2021, 3, 4)
    assert read_inventory(file, ReadOptions(date_order="dmy")).lines["acquired_on"][0] == date(2021, 4, 3)


def test_the_same_content_is_the_same_snapshot_wherever_it_lay_where_its_source_is_told(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    first.mkdir()
    second.mkdir()
    kept = [read_to_snapshot(written(f, CP1252), tmp_path / "kept", source="parc") for f in (first, second)]
    assert kept[0] == kept[1]
    assert read_to_snapshot(written(first, CP1252), tmp_path / "kept") != kept[0], "without it, the path is told"


LINES = (
    "Type;Modèle;Numéro de série;Quantité;Statut\n"
    "Écran;P2419H;ABC1234;1;En service\n"
    "Écran;P2419H;ABC1234;1;En service\n"
    "Écran;P2419H;;beaucoup;En service\n"
    "Écran;P2419H;DEF1234;0;En service\n"
    "Écran;P2419H;GHI1234;2;Réformé\n"
)


@pytest.mark.parametrize(
    ("reason", "devices"),
    [("duplicate_serial", 2), ("unreadable_quantity", 2), ("zero_quantity", 2), ("retired", 3), ("total_line", 1)],
)
def test_lines_that_the_user_knows_better_are_counted(tmp_path: Path, reason: str, devices: int) -> None:
    found = read_inventory(written(tmp_path, LINES), ReadOptions(count_anyway=frozenset({reason})))
    assert found.lines["quantity"].sum() == devices
    assert found.read == found.lines.height + found.set_aside.height == 5


def inventory(folder: Path, *lines: str) -> Inventory:
    return read_inventory(written(folder, "\n".join(["Type;Modèle;Numéro de série;Site;Quantité", *lines, ""])))


def test_two_inventories_tell_what_came_went_changed_and_stayed(tmp_path: Path) -> None:
    old = inventory(
        tmp_path,
        "Portable;Latitude 5420;AAA1111;Mairie;1",
        "Portable;Latitude 5420;BBB2222;Mairie;1",
        "Portable;Latitude 5420;CCC3333;École;1",
        "Écran;P2419H;;Mairie;40",
        "Station d’accueil;WD19;;Mairie;3",
    )
    new = inventory(
        tmp_path,
        "Portable;Latitude 5420;BBB2222;Mairie;1",
        "Portable;Latitude 5420;CCC3333;Mairie;1",
        "Portable;Latitude 5450;DDD4444;Mairie;1",
        "Écran;P2419H;;Mairie;35",
        "Station d’accueil;WD19;;Mairie;3",
    )
    found = difference(old, new)
    assert found.came["model_raw"].to_list() == ["Latitude 5450"]
    assert found.went.height == 1
    assert found.changed.select("site_before", "site").rows() == [("École", "Mairie")]
    assert found.same == 1
    assert found.unmarked.select("type_raw", "before", "after").rows() == [("Écran", 40, 35)]
