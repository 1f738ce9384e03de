"""Numbers as a French buyer and her English colleague write them."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levier.wording.numbers import (
    significant,
    write_argument,
    write_count,
    write_date,
    write_number,
    write_share,
)

NARROW = "\u202f"
"""Narrow no-break space: between thousands and before % in French."""


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (0.0, "0", "0"),
        (-0.0, "0", "0"),
        (-64.6, "-64,6", "-64.6"),
        (0.0519, "0,0519", "0.0519"),
        (0.000123456, "0,000123", "0.000123"),
        (12.0, "12", "12"),
        (248.4, "248", "248"),
        (999.9, f"1{NARROW}000", "1,000"),
        (1_234_567.0, f"1{NARROW}230{NARROW}000", "1,230,000"),
    ],
)
def test_a_figure_is_written_with_three_significant_digits(value: float, french: str, english: str) -> None:
    assert write_number(value, "fr") == french
    assert write_number(value, "en") == english


def test_more_digits_are_written_on_request() -> None:
    assert write_number(1_234_567.89, "fr", digits=8) == f"1{NARROW}234{NARROW}567,9"


def test_a_count_keeps_every_digit_and_no_useless_decimal() -> None:
    assert write_count(1_234_567, "fr") == f"1{NARROW}234{NARROW}567"
    assert write_count(3.0, "en") == "3"
    assert write_count(2.5, "fr") == "2,5"
    assert write_count(-0.001, "fr") == "0"


@pytest.mark.parametrize(
    ("share", "decimals", "french", "english"),
    [
        (0.0, 0, f"0{NARROW}%", "0%"),
        (0.123, 0, f"12{NARROW}%", "12%"),
        (0.123, 1, f"12,3{NARROW}%", "12.3%"),
        (1.0, 0, f"100{NARROW}%", "100%"),
        (1.5, 0, f"150{NARROW}%", "150%"),
        (12.0, 0, f"1{NARROW}200{NARROW}%", "1,200%"),
    ],
)
def test_a_share_is_written_as_a_percentage(share: float, decimals: int, french: str, english: str) -> None:
    assert write_share(share, "fr", decimals) == french
    assert write_share(share, "en", decimals) == english


@pytest.mark.parametrize("share", [0.004, 0.005, 1e-9])
def test_a_small_share_is_never_written_as_nothing(share: float) -> None:
    assert write_share(share, "fr") == f"<\u00a01{NARROW}%"
    assert write_share(share, "en") == "<\u00a01%"


def test_the_smallest_share_follows_the_decimals_asked_for() -> None:
    assert write_share(0.004, "fr", 1) == f"0,4{NARROW}%"
    assert write_share(0.0004, "fr", 1) == f"<\u00a00,1{NARROW}%"


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_figure_is_never_written(value: float) -> None:
    for write in (write_number, write_count, write_share):
        with pytest.raises(ValueError, match="not a figure"):
            write(value, "fr")


def test_a_number_of_a_column_keeps_its_zeros() -> None:
    assert write_number(2.0, "fr", 2, zeros=True) == "2,0"
    assert write_number(0.3, "en", 2, zeros=True) == "0.30"
    assert write_number(200.0, "en", 2, zeros=True) == "200"
    assert write_number(0.0, "en", 2, zeros=True) == "0"


def test_a_date_is_written_in_words() -> None:
    assert write_date(date(2026, 11, 24), "fr") == "24 novembre 2026"
    assert write_date(date(2026, 8, 1), "en") == "1 August 2026"
    assert write_date(date(2026, 8, 1), "fr") == "1er août 2026"
    assert write_date(date(2026, 8, 21), "fr") == "21 août 2026"


def test_an_argument_of_a_sentence_is_written_by_its_kind() -> None:
    assert write_argument("2026", "fr") == "2026"
    assert write_argument(12_345, "fr") == f"12{NARROW}345"
    assert write_argument(12_345.6, "en") == "12,300"


@given(st.floats(min_value=-1e15, max_value=1e15))
def test_what_is_written_reads_back_as_the_rounded_figure(value: float) -> None:
    assert float(write_number(value, "en").replace(",", "")) == pytest.approx(significant(value), rel=1e-12)
    french = write_number(value, "fr").replace(NARROW, "").replace(",", ".")
    assert float(french) == float(write_number(value, "en").replace(",", ""))


@given(st.floats(min_value=1e-12, max_value=1e15), st.integers(min_value=1, max_value=12))
def test_rounding_moves_a_figure_by_half_a_digit_at_most(value: float, digits: int) -> None:
    assert abs(significant(value, digits) - value) <= value * 0.5000001 * 10.0 ** (1 - digits)
