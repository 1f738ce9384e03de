"""A reading can be saved and given again; lines set aside can be written back and mended."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from levier.estate.model import Inventory, ReadingMap
from levier.estate.reading import load_mapping, save_mapping, write_rejects
from levier.wording.errors import BadOption, UnusableFile

Reader = Callable[..., Inventory]


def rejects(inventory: Inventory, lang: str = "fr") -> list[list[str]]:
    out = io.BytesIO()
    write_rejects(inventory, out, lang="en" if lang == "en" else "fr")
    return list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_mapping_is_saved_and_given_again(read: Reader, tmp_path: Path) -> None:
    first = read("Truc;Machin;Combien\nLaptop;A;2\n", mapping=ReadingMap(None, {"Truc": "type", "Machin": "model"}))
    assert first.lines.select("type_raw", "model_raw", "quantity").rows() == [("Laptop", "A", 1)]
    edited = ReadingMap(None, {**first.mapping.columns, "Combien": "quantity"}, date_order="dmy")
    save_mapping(edited, tmp_path / "mapping.yaml")
    assert "Combien: quantity" in (tmp_path / "mapping.yaml").read_text(encoding="utf-8")
    assert load_mapping(tmp_path / "mapping.yaml") == edited
    again = read("Truc;Combien;Machin\nLaptop;3;B\n", mapping=load_mapping(tmp_path / "mapping.yaml"))
    assert again.lines.select("type_raw", "model_raw", "quantity").rows() == [("Laptop", "B", 3)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[1, 2]",
        "a: [",
        "schema: levier.mapping/1\ncolumns: {Nom: prix_du_pain}\n",
        "columns: {Nom: name}\n",
        "schema: levier.mapping/1\ncolumns: {Nom: name}\ndate_order: ydm\n",
        "!!python/object:os.system x",
    ],
)
def test_a_mapping_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "mapping.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadOption):
        load_mapping(file)


PARC = 'Type;Modèle;Qté;Note;Utilisateur\nLaptop;A;1;;jd\nLaptop;=cmd|calc;-1;"a;b";Jean\nTotal;;1;;\n'


def test_rejects_are_the_lines_as_they_were_with_their_reason(read: Reader) -> None:
    head, negative, total = rejects(read(PARC))
    assert head == ["motif", "colonne", "trouvé", "feuille", "ligne", "Type", "Modèle", "Qté", "Note"]
    assert negative[1:] == ["Qté", "-1", "", "3", "Laptop", "'=cmd|calc", "-1", "a;b"]
    assert total == ["ligne de total", "Type", "Total", "", "4", "Total", "", "1", ""]


def test_rejects_once_mended_are_read_again(read: Reader) -> None:
    rows = rejects(read(PARC), "en")
    rows[1][rows[0].index("Qté")] = "1"
    mended = "\n".join(";".join(f'"{cell}"' for cell in row) for row in rows[:2])
    inventory = read("\ufeff" + mended)
    assert inventory.lines["quantity"].to_list() == [1]
    assert inventory.lines["model_raw"].to_list() == ["=cmd|calc"]


def test_rejects_of_a_file_that_changed_are_refused(read: Reader) -> None:
    inventory = read(PARC)
    inventory.file.write_text("Type;Modèle\nLaptop;A\n", encoding="utf-8")
    with pytest.raises(UnusableFile, match="has changed"):
        rejects(inventory)


def test_rejects_of_a_file_that_is_gone_are_the_reasons(read: Reader) -> None:
    inventory = read(PARC)
    inventory.file.unlink()
    assert [row[4] for row in rejects(inventory)] == ["ligne", "3", "4"]


def test_no_cell_of_rejects_is_a_formula_and_all_are_read_back(read: Reader) -> None:
    cells = ["=1+1", "+33", "-x", "@SUM(A1)", "\t=2+2", "＝3", "-12,5", "\x1b[31mrouge"]
    parc = "Type;Modèle;Qté\n" + "".join(f'PC;"{cell}";0\n' for cell in cells)
    rows = rejects(read(parc))
    written = [row[rows[0].index("Modèle")] for row in rows[1:]]
    assert written == ["'=1+1", "'+33", "'-x", "'@SUM(A1)", "'=2+2", "'＝3", "-12,5", "[31mrouge"]
    for row in rows[1:]:
        row[rows[0].index("Qté")] = "1"
    again = read("\ufeff" + "\n".join(";".join(f'"{cell}"' for cell in row) for row in rows))
    assert again.lines["model_raw"].to_list() == [
        *("=1+1", "+33", "-x", "@SUM(A1)", "=2+2", "＝3", "-12,5", "[31mrouge"),
    ]
