"""Facts of recognition: makers, product families, words of types, placeholders, machine types, sizes in names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from pathlib import Path

from levier.catalogue.rows import Row, read_csv

PROVENANCE = ("source", "page", "valid_from", "checked_on", "review_by", "status", "scores", "note")


@dataclass(frozen=True)
class Family:
    """A product family: its maker, its words in order, its category and the size class that it tells ("" if none)."""

    maker: str
    words: tuple[str, ...]
    category: str
    size: str


@dataclass(frozen=True)
class NameSize:
    """What words of a name tell of its size, `#` being any digit: inches, ports or volt-amperes, or a size class."""

    maker: str
    category: str
    words: tuple[str, ...]
    number: float | None
    size: str


@dataclass(frozen=True)
class NumberClass:
    """The size class of a category whose number (ports, volt-amperes) is from `low` to `high`."""

    category: str
    low: float
    high: float
    size: str


@dataclass(frozen=True)
class Confidences:
    """How sure each way of recognising is, 0 to 1; below `threshold` only the category stands."""

    agree: float
    family: float
    type: float
    misspelt: float
    conflict: float
    general: float
    other: float
    threshold: float


@dataclass(frozen=True)
class RecognitionFacts:
    """Everything known of names.

    `families` are found by their first word; `types` map a phrase to (category, exact); `kin` are makers that sell
    under each other's names; `inches` are the plausible screens of a category; `forms` the sizes that words tell.
    """

    makers: Mapping[str, str]
    kin: tuple[frozenset[str], ...]
    families: Mapping[str, tuple[Family, ...]]
    types: Mapping[str, tuple[str, bool]]
    placeholders: frozenset[str]
    machine_types: Mapping[str, tuple[str, str]]
    name_sizes: tuple[NameSize, ...]
    number_classes: tuple[NumberClass, ...]
    inches: Mapping[str, tuple[float, float]]
    forms: Mapping[tuple[str, str], str]
    configuration: frozenset[str]
    confidences: Confidences
    facts_by_file: Mapping[str, int]


class _Files:
    """Reads the shipped files strictly and counts their rows, each with a source and a date of review."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}

    def rows(self, name: str, *columns: str) -> list[Row]:
        with resources.as_file(resources.files("levier") / "facts" / "recognition" / name) as path:
            found = list(read_csv(Path(path), f"recognition/{name}", (*columns, *PROVENANCE)))
        for row in found:
            row.text("source")
            row.day("review_by")
        self.counts[f"recognition/{name}"] = len(found)
        return found


@cache
def recognition_facts() -> RecognitionFacts:
    """Read the shipped facts once, strictly."""
    files = _Files()
    return RecognitionFacts(
        makers={r.text("variant"): r.text("maker") for r in files.rows("makers.csv", "maker", "variant")},
        kin=_kin(files.rows("kin_makers.csv", "kin", "maker")),
        families=_families(files.rows("product_families.csv", "maker", "family", "category", "size")),
        types={
            r.text("words"): (r.text("category"), r.text("meaning") == "exact")
            for r in files.rows("type_words.csv", "words", "category", "meaning")
        },
        placeholders=frozenset(r.text("words") for r in files.rows("placeholders.csv", "words")),
        machine_types={
            r.text("machine_type"): (r.text("family"), r.text("category"))
            for r in files.rows("lenovo_machine_types.csv", "machine_type", "family", "category")
        },
        name_sizes=tuple(
            NameSize(
                r.text("maker"),
                r.text("category"),
                tuple(r.text("words").split()),
                r.optional_number("number"),
                r.optional_text("size"),
            )
            for r in files.rows("name_sizes.csv", "maker", "category", "words", "number", "size")
        ),
        number_classes=tuple(
            NumberClass(r.text("category"), r.number("low"), r.number("high"), r.text("size"))
            for r in files.rows("number_classes.csv", "category", "low", "high", "size")
        ),
        inches={
            r.text("category"): (r.number("low"), r.number("high"))
            for r in files.rows("plausible_inches.csv", "category", "low", "high")
        },
        forms={
            (r.text("category"), r.text("words")): r.text("size")
            for r in files.rows("form_words.csv", "words", "category", "size")
        },
        configuration=frozenset(r.text("word") for r in files.rows("configuration_words.csv", "word")),
        confidences=_confidences(files.rows("confidence.csv", "id", "value")),
        facts_by_file=files.counts,
    )


def _families(rows: Iterable[Row]) -> dict[str, tuple[Family, ...]]:
    found: dict[str, list[Family]] = {}
    for r in rows:
        words = tuple(r.text("family").split())
        family = Family(r.text("maker"), words, r.text("category"), r.optional_text("size"))
        found.setdefault(words[0], []).append(family)
    return {word: tuple(families) for word, families in found.items()}


def _kin(rows: Iterable[Row]) -> tuple[frozenset[str], ...]:
    found: dict[str, set[str]] = {}
    for r in rows:
        found.setdefault(r.text("kin"), set()).add(r.text("maker"))
    return tuple(frozenset(makers) for makers in found.values())


def _confidences(rows: Iterable[Row]) -> Confidences:
    values = {r.text("id"): r.number("value") for r in rows}
    return Confidences(**{f.name: values[f.name] for f in fields(Confidences)})
