"""Delimited text as offices really save it: encodings, delimiters, quotes, line ends, ragged lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from levier.estate.model import Inventory

Reader = Callable[..., Inventory]

ROWS = "Type;Marque;Modèle;Quantité\nÉcran;Dell;P2419H;3\nTéléphone;Fairphone;Fairphone 4;2\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "mac_roman", "utf-16", "utf-16-le", "utf-16-be"])
def test_french_accents_survive_every_encoding(read: Reader, encoding: str) -> None:
    text = ROWS.replace("\n", "\r") if encoding == "mac_roman" else ROWS
    inventory = read(text.encode(encoding))
    assert inventory.lines["type_raw"].to_list() == ["Écran", "Téléphone"]
    assert inventory.lines["quantity"].to_list() == [3, 2]


def test_mac_roman_with_new_lines_is_told_from_cp1252(read: Reader) -> None:
    assert read(ROWS.encode("mac_roman")).lines["type_raw"].to_list() == ["Écran", "Téléphone"]


def test_utf8_read_as_cp1252_and_saved_as_mac_roman_is_repaired(read: Reader) -> None:
    damaged = ROWS.replace("É", "é").encode().decode("cp1252").replace("\n", "\r").encode("mac_roman")
    assert read(damaged).lines["type_raw"].to_list() == ["écran", "Téléphone"]


def test_utf8_read_as_cp1252_and_saved_as_utf8_is_repaired(read: Reader) -> None:
    damaged = "Type;Modèle\nTéléphone;Galaxy\n".encode().decode("cp1252").encode()
    inventory = read(damaged)
    assert inventory.lines["type_raw"].to_list() == ["Téléphone"]
    assert inventory.lines["model_raw"].to_list() == ["Galaxy"]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_delimiter_and_line_end_is_found(read: Reader, delimiter: str, end: str) -> None:
    inventory = read(ROWS.replace(";", delimiter).replace("\n", end).encode())
    assert inventory.mapping.delimiter == delimiter
    assert inventory.lines["line"].to_list() == [2, 3]
    assert inventory.lines["model_raw"].to_list() == ["P2419H", "Fairphone 4"]


def test_commas_inside_quotes_do_not_make_a_delimiter(read: Reader) -> None:
    inventory = read(b'type;model\n"Laptop, light, new";"A, B, C"\n"Laptop, old, big";"D, E, F"\n')
    assert inventory.mapping.delimiter == ";"


def test_lines_are_counted_as_an_editor_does_when_a_field_spans_several(read: Reader) -> None:
    inventory = read(b'type;model;notes\nLaptop;A;"one\ntwo\nthree"\nMonitor;B;x\n\nPhone;C;"a\nb"\nTablet;D;\n')
    assert inventory.lines["line"].to_list() == [2, 5, 7, 9]


def test_a_quote_inside_a_field_is_a_sign_like_another(read: Reader) -> None:
    inventory = read('type;model;quantity\nÉcran;Dell 24" large;1\nÉcran;"24"" Dell";2\nÉcran;HP 27";3\n'.encode())
    assert inventory.lines["model_raw"].to_list() == ['Dell 24" large', '24" Dell', 'HP 27"']


def test_a_quote_that_never_closes_swallows_no_line(read: Reader) -> None:
    inventory = read(b'type;model;quantity\nMonitor;"24 inches;1\nLaptop;B;2\nPhone;C;3\n')
    assert inventory.read == 3
    assert inventory.lines["quantity"].to_list() == [1, 2, 3]


def test_a_line_with_more_cells_than_columns_is_set_aside_with_what_overflows(read: Reader) -> None:
    good = "".join(f"Laptop;Model {i};1\n" for i in range(40))
    inventory = read(f"type;model;quantity\n{good}Laptop;Dell; Latitude;1\n".encode())
    assert inventory.set_aside.rows() == [(42, None, "unreadable_line", None, "1")]
    assert inventory.lines.height == 40


def test_shorter_lines_and_a_trailing_delimiter_are_harmless(read: Reader) -> None:
    inventory = read(b"type;model;quantity;\nLaptop;A;1;\nLaptop;B\nLaptop;C;2;\n")
    assert inventory.lines["quantity"].to_list() == [1, 1, 2]
    assert inventory.set_aside.is_empty()


def test_blank_lines_are_not_records(read: Reader) -> None:
    inventory = read("type;model\n\n;\n \u00a0;\t\nLaptop;A\n\n\n".encode())
    assert inventory.read == 1
    assert inventory.lines["line"].to_list() == [5]


def test_a_column_of_one_name_is_an_inventory(read: Reader) -> None:
    inventory = read("Modèle\nLatitude 5420\nP2419H\n".encode())
    assert inventory.lines["model_raw"].to_list() == ["Latitude 5420", "P2419H"]


def test_stray_quotes_on_several_lines_swallow_none_between(read: Reader) -> None:
    text = 'Type;Modèle;Qté\nÉcran;"HP 22;3\nPC;A;1\nPC;B;1\nÉcran;"HP 24;5\nPC;"C";1\nPC;"""D""";1\n'
    inventory = read(text)
    assert inventory.lines["quantity"].to_list() == [3, 1, 1, 5, 1, 1]
    assert read("Type;Modèle\n" + 'PC;"A\n' * 500).read == 500


def test_a_first_field_of_several_lines_is_one_field(read: Reader) -> None:
    inventory = read('Modèle;Type;Qté\n"A\nsuite; fin";PC;2\n"B\nsuite";PC;3\nC;PC;4\n')
    assert inventory.lines["quantity"].to_list() == [2, 3, 4]
    assert inventory.lines["line"].to_list() == [2, 4, 6]
