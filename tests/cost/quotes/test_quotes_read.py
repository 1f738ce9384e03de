"""Lines as buyers paste them: what is read stands with its unit, the rest is the name."""

from __future__ import annotations

import pytest

from levier.cost.quotes.model import Condition
from levier.cost.quotes.reading import read_quote, read_quotes


def test_a_line_of_a_spreadsheet_gives_name_price_and_warranty() -> None:
    quote = read_quote('Dell Latitude 5440 14" i5 16 Go\t1\u202f049,00 € HT\tgarantie 3 ans')
    assert (quote.name, quote.price_eur, quote.warranty_years) == ('Dell Latitude 5440 14" i5 16 Go', 1049.0, 3.0)
    assert quote.condition is Condition.NEW


@pytest.mark.parametrize(
    ("written", "euros"),
    [
        ("PC ; 98 500 €", 98500.0),
        ("PC\u00a01\u202f299,90\u00a0€ TTC", 1299.9),
        ("PC 1'049 EUR", 1049.0),
        ("PC 1.049,50 euros HT", 1049.5),
        ("PC;299", 299.0),
    ],
)
def test_prices_are_read_as_people_write_them(written: str, euros: float) -> None:
    quote = read_quote(written)
    assert quote.price_eur == pytest.approx(euros)
    assert quote.name == "PC"


def test_the_number_of_a_model_is_never_a_price() -> None:
    assert read_quote("Dell Latitude 5440").price_eur is None
    assert read_quote("Dell Latitude 5440").name == "Dell Latitude 5440"


def test_a_rent_is_a_month_and_lasts_what_the_line_says() -> None:
    quote = read_quote("Lenovo ThinkPad L14, 24,90 € HT / mois sur 36 mois")
    assert (quote.rent_eur_per_month, quote.price_eur, quote.years) == (24.9, None, 3.0)
    assert quote.rented
    assert quote.name == "Lenovo ThinkPad L14"


def test_an_english_line_tells_a_rent_a_warranty_and_electricity() -> None:
    quote = read_quote(
        "HP ProBook, refurbished, €? 19.50 EUR per month, 36 months warranty, 21 kWh per year, 180 kg CO2e"
    )
    assert quote.rent_eur_per_month == 19.5
    assert quote.warranty_years == 3.0
    assert (quote.kwh_per_year, quote.embodied_kgco2e) == (21.0, 180.0)
    assert quote.condition is Condition.REFURBISHED


@pytest.mark.parametrize(
    ("line", "condition"),
    [
        ("HP EliteBook reconditionné grade A", Condition.REFURBISHED),
        ("Portable Dell d’occasion", Condition.SECOND_HAND),
        ("Portable Dell d'occasion", Condition.SECOND_HAND),
        ("Pre-owned ThinkPad", Condition.SECOND_HAND),
        ("ThinkPad L14", Condition.NEW),
    ],
)
def test_refurbished_is_kept_apart_from_second_hand(line: str, condition: Condition) -> None:
    assert read_quote(line).condition is condition


def test_empty_lines_are_no_offers() -> None:
    assert [quote.name for quote in read_quotes("\nA ; 1 €\n\n  \nB ; 2 €\n")] == ["A", "B"]
