"""Facts of the answer workbook: units as people write them, choices, the columns of product rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from levier.catalogue.rows import Row, read_csv
from levier.tender.answers.form import Choice, Field, Kind, ProductField
from levier.wording.text import Text, label

PROVENANCE = ("source", "status", "checked_on")
FIELD_COLUMNS = ("id", "label_fr", "label_en", "kind", "unit", "low", "high", "choices", "required")
PRODUCT_COLUMNS = (*FIELD_COLUMNS, "answers")


@dataclass(frozen=True)
class Unit:
    """A unit of answers: how it is printed, the words (lower case) that people type, its name for conversion."""

    id: str
    label: Text
    words: frozenset[str]
    converts: str


@cache
def units() -> Mapping[str, Unit]:
    """Read the units by their code."""
    columns = ("id", "label_fr", "label_en", "words", "converts")
    return {
        row.text("id"): Unit(
            row.text("id"),
            label(row.text("label_fr"), row.text("label_en")),
            frozenset(row.text("words").split(";")),
            row.optional_text("converts"),
        )
        for row in _rows("units.csv", columns)
    }


@cache
def choices() -> Mapping[str, Choice]:
    """Read the common choices by their code."""
    return {
        row.text("id"): Choice(row.text("id"), label(row.text("label_fr"), row.text("label_en")))
        for row in _rows("choices.csv", ("id", "label_fr", "label_en"))
    }


@cache
def product_fields() -> tuple[ProductField, ...]:
    """Read the columns of the product rows, in order."""
    return tuple(
        replace(_product_field(row), answers=tuple(filter(None, row.optional_text("answers").split(";"))))
        for row in _rows("product_fields.csv", PRODUCT_COLUMNS)
    )


@cache
def bidder_fields() -> tuple[ProductField, ...]:
    """Read what a bidder says of itself, in order."""
    return tuple(_product_field(row) for row in _rows("bidder_fields.csv", FIELD_COLUMNS))


def _product_field(row: Row) -> ProductField:
    codes = row.optional_text("choices")
    return ProductField(
        row.text("id"),
        label(row.text("label_fr"), row.text("label_en")),
        Field(
            kind=row.choice("kind", Kind),
            unit=row.optional_text("unit"),
            low=row.optional_number("low"),
            high=row.optional_number("high"),
            choices=tuple(choices()[code] for code in codes.split(";")) if codes else (),
            required=row.flag("required"),
        ),
    )


def _rows(name: str, columns: tuple[str, ...]) -> Iterator[Row]:
    file = resources.files("levier") / "facts" / "procurement" / "answers" / name
    with resources.as_file(file) as path:
        yield from read_csv(path, f"procurement/answers/{name}", columns + PROVENANCE)
