"""The small arithmetic: what it reads, what it refuses, and that it never runs anything."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from levier.cost.arithmetic import DEEPEST, LONGEST, parse
from levier.wording.errors import BadOption

NAMES = frozenset({"P", "Pmin", "N"})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("8 / 4 / 2", 1),
        ("7 - 4 - 2", 1),
        ("2 ^ 3 ^ 2", 512),
        ("-2 ^ 2", -4),
        ("2 ^ -1", 0.5),
        ("min(2, 3) + max(2, 3) + abs(-1)", 6),
        ("N × Pmin ÷ P − 1", 9),
        ("1.5e2", 150),
        ("--3", 3),
    ],
)
def test_a_formula_is_read_as_people_read_it(text: str, value: float) -> None:
    assert float(parse(text, NAMES).compute({"N": 20, "Pmin": 50, "P": 100})) == value


@pytest.mark.parametrize(
    "text",
    [
        "", "1 +", "(1", "1)", "1 2", "P P", "min(1)", "abs(1, 2)", "min 1", "Q", "P.real", "__import__('os')",
        "P[0]", "lambda: 1", "P if P else P", "P == P", "1; 2", "'P'", "P\n=2", "max(1,2,3)", "1,2", "%", "1e",
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_what_was_expected(text: str) -> None:
    with pytest.raises(BadOption) as error:
        parse(text, NAMES)
    assert error.value.expected is not None
    assert "la formule" in error.value.in_("fr").lower()


@pytest.mark.parametrize(
    ("text", "character", "told"),
    [
        ("N * (2 Pmin - P)", 8, "a bracket that closes"),
        ("N * Pmax! / P", 9, "a name"),
        ("N * Pmin / ", 11, "the end of the formula"),
        ("N * prix", 5, "prix"),
        ("N * (2,5 * Pmin - P)", 7, "with a point"),
        ("N Pmin", 3, "the end of the formula"),
        ("max P", 5, "a bracket that opens"),
        ("N * max(1, 2, P)", 5, "two parts"),
    ],
)
def test_an_error_tells_the_character_from_which_a_formula_cannot_be_read(text: str, character: int, told: str) -> None:
    with pytest.raises(BadOption) as error:
        parse(text, frozenset({"N", "P", "Pmin", "Pmax"}))
    assert f"Where: character {character}\n" in str(error.value)
    assert told in str(error.value)


def test_a_formula_can_neither_be_endless_nor_bottomless() -> None:
    for text in ("1+" * LONGEST + "1", "(" * (DEEPEST + 5) + "1" + ")" * (DEEPEST + 5), "-" * (DEEPEST + 5) + "1"):
        with pytest.raises(BadOption):
            parse(text, NAMES)


@given(st.text(max_size=60))
def test_no_text_does_anything_but_compute_or_be_refused(text: str) -> None:
    try:
        found = parse(text, NAMES)
    except BadOption:
        return
    assert isinstance(float(found.compute({"N": 1.0, "Pmin": 1.0, "P": 2.0})), float)


@given(st.floats(0.1, 1e6), st.floats(0.1, 1e6), st.floats(0.1, 1e6))
def test_it_computes_as_python_does(n: float, least: float, p: float) -> None:
    found = parse("N * (2 * Pmin - P) / Pmin + P ^ 0.5", NAMES).compute({"N": n, "Pmin": least, "P": p})
    assert float(found) == pytest.approx(n * (2 * least - p) / least + p**0.5)


def test_columns_are_computed_at_once_and_divisions_by_zero_do_not_stop_it() -> None:
    found = parse("N / P", NAMES).compute({"N": 1.0, "Pmin": 1.0, "P": np.array([2.0, 0.0])})
    assert found.tolist() == [0.5, np.inf]
