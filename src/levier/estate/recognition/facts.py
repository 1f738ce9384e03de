"""Facts of recognition: makers, product families, words of types, placeholders, machine types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
class RecognitionFacts:
    """Everything known of names. `families` are found by the first word; `types` map a phrase to (category, exact)."""

    makers: Mapping[str, str]
    families: Mapping[str, tuple[Family, ...]]
    types: Mapping[str, tuple[str, bool]]
    placeholders: frozenset[str]
    machine_types: Mapping[str, tuple[str, str]]
    facts_by_file: Mapping[str, int]


@cache
def recognition_facts() -> RecognitionFacts:
    """Read the shipped facts once, strictly."""
    counts: dict[str, int] = {}

    def rows(name: str, *columns: str) -> list[Row]:
        with resources.as_file(resources.files("levier") / "facts" / "recognition" / name) as path:
            found = list(read_csv(Path(path), f"recognition/{name}", (*columns, *PROVENANCE)))
        for row in found:
            row.text("source")
            row.day("review_by")
        counts[f"recognition/{name}"] = len(found)
        return found

    families: dict[str, list[Family]] = {}
    for r in rows("product_families.csv", "maker", "family", "category", "size"):
        words = tuple(r.text("family").split())
        families.setdefault(words[0], []).append(
            Family(r.text("maker"), words, r.text("category"), r.optional_text("size"))
        )
    return RecognitionFacts(
        makers={r.text("variant"): r.text("maker") for r in rows("makers.csv", "maker", "variant")},
        families={word: tuple(found) for word, found in families.items()},
        types={
            r.text("words"): (r.text("category"), r.text("meaning") == "exact")
            for r in rows("type_words.csv", "words", "category", "meaning")
        },
        placeholders=frozenset(r.text("words") for r in rows("placeholders.csv", "words")),
        machine_types={
            r.text("machine_type"): (r.text("family"), r.text("category"))
            for r in rows("lenovo_machine_types.csv", "machine_type", "family", "category")
        },
        facts_by_file=counts,
    )
