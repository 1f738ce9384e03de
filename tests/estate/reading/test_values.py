"""Dates, numbers, quantities, serial numbers, statuses: what people write and what it means."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from levier.estate.reading.dates import read_date, read_dates
from levier.estate.reading.fields import read_country, read_status, word_reader
from levier.estate.reading.numbers import read_inch, read_numbers, read_quantity, read_years
from levier.estate.reading.personal import hide, leave_out
from levier.estate.reading.serials import hash_serials, is_real_serial, ruined


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-03-04", (date(2021, 3, 4), "day")),
        ("2021/03/04", (date(2021, 3, 4), "day")),
        ("04/03/2021", (date(2021, 3, 4), "day")),
        ("4.3.21", (date(2021, 3, 4), "day")),
        ("20210304", (date(2021, 3, 4), "day")),
        ("44259", (date(2021, 3, 4), "day")),
        ("44259.5", (date(2021, 3, 4), "day")),
        ("4 mars 2021", (date(2021, 3, 4), "day")),
        ("1er août 2019", (date(2019, 8, 1), "day")),
        ("jeudi 4 mars 2021", (date(2021, 3, 4), "day")),
        ("March 4, 2021", (date(2021, 3, 4), "day")),
        ("4-Mar-21", (date(2021, 3, 4), "day")),
        ("mars 2021", (date(2021, 3, 1), "month")),
        ("févr.-20", (date(2020, 2, 1), "month")),
        ("03/2021", (date(2021, 3, 1), "month")),
        ("2021-03", (date(2021, 3, 1), "month")),
        ("2021", (date(2021, 1, 1), "year")),
        ("année 2021", (date(2021, 1, 1), "year")),
        ("T3 2021", (date(2021, 1, 1), "year")),
        ("2020/02/31", None),
        ("31/04/2021", None),
        ("1899-12-30", None),
        ("bientôt", None),
    ],
)
def test_a_date_is_read_with_the_precision_it_has(text: str, expected: tuple[date, str] | None) -> None:
    assert read_date(text, "dmy") == expected


def test_one_day_above_twelve_decides_the_whole_column() -> None:
    american = read_dates(pl.Series(["1/2/21", "1/23/21"]))
    assert (american.order, american.ambiguous) == ("mdy", False)
    assert american.values.to_list() == [date(2021, 1, 2), date(2021, 1, 23)]
    french = read_dates(pl.Series(["1/2/21", "23/1/21"]))
    assert french.values.to_list() == [date(2021, 2, 1), date(2021, 1, 23)]


def test_a_column_that_proves_nothing_is_ambiguous_and_read_day_first() -> None:
    dates = read_dates(pl.Series(["01/02/2021", "03/04/2020", None]))
    assert (dates.order, dates.ambiguous) == ("dmy", True)
    assert dates.values.to_list() == [date(2021, 2, 1), date(2020, 4, 3), None]


def test_the_hint_of_a_tool_decides_only_where_the_column_does_not() -> None:
    assert read_dates(pl.Series(["01/02/2021"]), "mdy").values.to_list() == [date(2021, 1, 2)]
    assert read_dates(pl.Series(["13/02/2021"]), "mdy").values.to_list() == [date(2021, 2, 13)]


def test_dates_of_both_orders_are_told_and_the_usual_one_is_kept() -> None:
    dates = read_dates(pl.Series(["23/01/2021", "24/01/2021", "01/25/2021"]))
    assert dates.mixed
    assert dates.order == "dmy"
    assert dates.lost.to_list() == [False, False, True]


def test_times_of_day_are_dropped() -> None:
    dates = read_dates(pl.Series(["2021-03-04 10:20:30", "2021-03-04T10:20:30Z", "5/13/2021 12:00:00 AM"]))
    assert dates.values.to_list() == [date(2021, 3, 4), date(2021, 3, 4), date(2021, 5, 13)]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["1 299,00 €", "850,5"], [1299.0, 850.5]),
        (["1\u00a0299,00", "1\u202f299"], [1299.0, 1299.0]),
        (["1.299,00", "12,5"], [1299.0, 12.5]),
        (["1,299.00", "12.5"], [1299.0, 12.5]),
        (["1.299", "2.450"], [1299.0, 2450.0]),
        (["1.299", "12,50"], [1299.0, 12.5]),
        (["0.5", "1.25"], [0.5, 1.25]),
        (["12", "13"], [12.0, 13.0]),
        (["899 EUR", "899 € HT"], [899.0, 899.0]),
        (["$899", "cher"], [None, None]),
        (["inf", "nan"], [None, None]),
    ],
)
def test_numbers_are_read_by_the_signs_that_the_column_uses(texts: list[str], expected: list[float | None]) -> None:
    assert read_numbers(pl.Series(texts)).to_list() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", 3),
        ("3,0", 3),
        ("3.00", 3),
        ("1 200", 1200),
        ("1\u202f200", 1200),
        ("x2", 2),
        ("2x", 2),
        ("3 pcs", 3),
        ("4 unités", 4),
        ("Qté : 5", 5),
        ("deux", 2),
        ("Dix", 10),
        ("two", 2),
        ("trois écrans", 3),
        ("0", 0),
        ("-1", None),
        ("2,5", None),
        ("v", None),
        ("environ 10", None),
        ("99999999999999", None),
    ],
)
def test_a_quantity_is_a_whole_number_or_unreadable(text: str, expected: int | None) -> None:
    assert read_quantity(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [('24"', 24.0), ("23,8 pouces", 23.8), ("60 cm", 23.6), ("15.6-inch", 15.6), ("grand", None)]
)
def test_screen_sizes_are_inches(text: str, expected: float | None) -> None:
    assert read_inch(text) == expected


def test_durations_are_years_whatever_their_unit() -> None:
    assert read_years(pl.Series(["5", "5 ans", "60 mois", "36 months"]), months=False).to_list() == [5, 5, 5, 3]
    assert read_years(pl.Series(["36", "3 ans"]), months=True).to_list() == [3, 3]


@pytest.mark.parametrize(
    "text",
    [
        "To be filled by O.E.M.",
        "N/A",
        "0",
        "None",
        "Default string",
        "12345678",
        "System Serial Number",
        "00000000",
        "XXXXXXX",
        "Sans numéro",
        "-",
        "1,23E+11",
        "1.23457E+17",
        "A1",
    ],
)
def test_placeholders_and_ruined_numbers_identify_nothing(text: str) -> None:
    assert not is_real_serial(text)


@pytest.mark.parametrize("text", ["5CG1234XYZ", "PF2ABCD1", "640HP72", "123456789012", "C02XL0GTJGH5", "1E5432"])
def test_real_serial_numbers_are_real(text: str) -> None:
    assert is_real_serial(text)


def test_a_serial_is_kept_only_as_a_keyed_hash() -> None:
    one, two = pl.Series(["ABC1234", None, "ABC1235"]), pl.Series(["ABC1234"])
    hashed = hash_serials(one, b"key")
    assert hashed[0] == hash_serials(two, b"key")[0]
    assert hashed[0] != hash_serials(two, b"other")[0]
    assert hashed[1] is None
    assert len({*hashed}) == 3
    assert len(str(hashed[0])) == 24


def test_a_number_that_a_spreadsheet_ruined_is_seen() -> None:
    assert ruined(pl.Series(["1,23E+11", "1.23457E+17", "5CG123E45", None])).to_list() == [True, True, False, False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("En service", "in_use"),
        ("EN STOCK", "stock"),
        ("Réformé", "retired"),
        ("HS", "retired"),
        ("volé", "lost"),
        ("In repair", "repair"),
        ("Deployed - HQ", "in_use"),
        ("3 - En stock", "stock"),
        ("Not used", "retired"),
        ("Chez Paul", None),
    ],
)
def test_statuses_are_read_in_both_languages(text: str, expected: str | None) -> None:
    assert read_status(text) == expected


@pytest.mark.parametrize(
    ("text", "code"), [("France", "FR"), ("fr", "FR"), ("Allemagne", "DE"), ("Germany", "DE"), ("Wakanda", None)]
)
def test_countries_are_read_in_both_languages(text: str, code: str | None) -> None:
    assert read_country(text) == code


def test_yes_takes_its_meaning_from_the_column_name() -> None:
    assert word_reader("condition", "Reconditionné")("Oui") == "refurbished"
    assert word_reader("condition", "Reconditionné")("non") == "new"
    assert word_reader("ownership", "Leasing")("non") == "owned"
    assert word_reader("ownership", "BYOD")("yes") == "byod"
    assert word_reader("ownership", "Financement")("Crédit-bail 36 mois") == "leased"


@pytest.mark.parametrize(
    "texts",
    [
        ["jean.dupont@ville.fr", "a.b@c.org", None],
        ["06 12 34 56 78", "+33 6 12 34 56 78"],
        ["0612345678", "0145678901"],
        ["VILLE\\jdupont", "VILLE\\mmartin"],
        ["DUPONT Jean", "MARTIN Marie-Claire"],
    ],
)
def test_columns_of_people_are_left_out_whole(texts: list[str | None]) -> None:
    assert leave_out(pl.Series(texts)) == (None, True)


SUPPLIERS = [
    ["Neuf SA", "Rebond SCIC", "Loc SAS", "Vite SARL"],
    ["Aulne SA", "AULNE Services", "Bouleau GIE", "Charme SASU", "DELL France"],
    ["Kiefer GmbH", "Ahorn AG", "Fichte KG", "LINDE GmbH"],
    ["ALDER Ltd", "Birch PLC", "CEDAR Inc", "Elm LLC"],
    ["Abete SRL", "Olmo SPA", "Haya SL", "Carvalho LDA", "Ek AB", "Koivu OY"],
    ["ORANGE Informatique", "PEUPLIER Groupe", "Hêtre CONSEIL", "SAULE Télécom"],
    ["Neuf SA", "Rebond SCIC", "DUPONT Jean"],
]
PEOPLE = [
    ["DUPONT Jean", "MARTIN Zoé", "LE GALL Anne-Marie", "Petit"],
    ["Inès BENALI", "Paul O'BRIEN", "Chloé DE LA TOUR", "Noé SAINT-MARTIN"],
    ["SA Maria", "TRAN Minh", "SILVA Rosa"],
    ["Maria SA", "Minh TRAN", "Rosa SILVA", "Luc SASSO"],
    ["DURAND Sacha", "GROUPERRIN Luc", "Ana SALES", "Eva INCARDONA"],
    ["MARTIN Zoé", "DUPONT Jean", "Neuf SA"],
]


@pytest.mark.parametrize("names", SUPPLIERS, ids=lambda names: names[0])
def test_names_of_suppliers_are_no_names_of_people(names: list[str]) -> None:
    kept, held = leave_out(pl.Series(names))
    assert not held
    assert kept is not None
    assert kept.to_list() == names


@pytest.mark.parametrize("names", PEOPLE, ids=lambda names: names[0])
def test_names_of_people_are_left_out_whatever_they_resemble(names: list[str]) -> None:
    assert leave_out(pl.Series(names)) == (None, True)


def test_one_phone_number_among_remarks_is_left_out_alone() -> None:
    texts = ["écran rayé"] * 9 + ["appeler le 06 12 34 56 78"]
    kept, held = leave_out(pl.Series(texts))
    assert held
    assert kept is not None
    assert kept.to_list() == [*texts[:9], None]


def test_numbers_of_orders_are_not_taken_for_telephones() -> None:
    orders = pl.Series([f"{n}123456789" for n in "3579468213"] + ["0313117719"])
    kept, held = leave_out(orders)
    assert not held
    assert kept is not None
    assert kept.to_list() == orders.to_list()


def test_what_is_shown_of_a_line_set_aside_holds_no_address() -> None:
    assert hide(pl.Series(["TOTAL", "fait par a.b@ville.fr"])).to_list() == ["TOTAL", "…"]
