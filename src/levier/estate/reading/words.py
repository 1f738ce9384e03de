"""The facts that the reader needs, from `facts/inventory/`: header names, words, bounds. Read once."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import yaml
from babel import Locale

from levier.wording.text import Text, label

_SMALL_WORDS = frozenset({"d", "de", "du", "des", "l", "la", "le", "les", "of", "the"})
_NOT_WORD = re.compile(r"[^a-z0-9#€$%]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True)
class HeaderName:
    """One name of a column: `preset` "" is any file; a lower `rank` is preferred where several stand in a file."""

    column: str
    preset: str
    header: str
    rank: int
    status: str


@dataclass(frozen=True)
class Preset:
    """A tool whose files are recognised by their headers: at least `at_least` of `signature`."""

    id: str
    label: Text
    signature: frozenset[str]
    at_least: int
    date_order: str
    status: str


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (resources.files("levier") / "facts" / "inventory" / name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


@cache
def plain(text: str) -> str:
    """Write `text` without case, accents, punctuation and articles, as names are compared."""
    stripped = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    words = _NOT_WORD.sub(" ", stripped.lower().replace("œ", "oe").replace("n°", "numero ")).split()
    return " ".join(w for w in words if w not in _SMALL_WORDS) or " ".join(words)


def plain_header(text: str) -> str:
    """Write a header as headers are compared: camelCase opened, `n°` spelt out."""
    spelt = re.sub(r"\b[nN](?:[°º]\s?|o[.\s]\s?)(?=[a-zA-Z])", "numero ", _CAMEL.sub(" ", text))
    return plain(spelt.replace("_", " ").replace("№", "numero "))


@cache
def headers() -> Mapping[tuple[str, str], HeaderName]:
    """Return the names of columns by (preset, plain header)."""
    found: dict[tuple[str, str], HeaderName] = {}
    for row in _rows("headers.csv"):
        name = HeaderName(row["column"], row["preset"], row["header"], int(row["rank"]), row["status"])
        found.setdefault((name.preset, plain_header(name.header)), name)
    return MappingProxyType(found)


@cache
def presets() -> tuple[Preset, ...]:
    """Return the tools whose files are recognised, in the order in which they are tried."""
    return tuple(
        Preset(
            row["id"],
            label(row["label_fr"], row["label_en"]),
            frozenset(plain_header(h) for h in row["signature"].split("|")),
            int(row["at_least"]),
            row["date_order"],
            row["status"],
        )
        for row in _rows("presets.csv")
    )


@cache
def words(name: str) -> Mapping[str, str]:
    """Return one list of words: plain word -> value ("" where the list has none)."""
    found = {plain(row["word"]): row["value"] for row in _rows("words.csv") if row["list"] == name}
    return MappingProxyType(found)


@cache
def raw_words(name: str, value: str | None = None) -> tuple[str, ...]:
    """Return one list of words as they are written; only those of one `value` if given."""
    return tuple(r["word"] for r in _rows("words.csv") if r["list"] == name and value in (None, r["value"]))


@cache
def statuses() -> Mapping[str, str]:
    """Return plain word -> status of a device."""
    return MappingProxyType({plain(row["word"]): row["status"] for row in _rows("statuses.csv")})


@cache
def bound(name: str) -> float:
    """Return one bound of `reading.yaml`."""
    text = (resources.files("levier") / "facts" / "inventory" / "reading.yaml").read_text(encoding="utf-8")
    bounds: dict[str, Any] = yaml.safe_load(text)
    return float(bounds[name])


@cache
def countries() -> Mapping[str, str]:
    """Return plain name or code of a country in French or English -> ISO 3166-1 alpha-2."""
    found: dict[str, str] = {}
    for locale in ("fr", "en"):
        names: Mapping[str, str] = dict(Locale(locale).territories)
        found |= {plain(name): code for code, name in names.items() if len(code) == 2 and code.isalpha()}
        found |= {code.lower(): code for code in names if len(code) == 2 and code.isalpha()}
    zones = resources.files("levier") / "facts" / "zones.csv"
    if zones.is_file():
        rows = csv.DictReader(zones.read_text(encoding="utf-8").splitlines())
        found |= {r["alpha3"].lower(): r["code"] for r in rows if r.get("alpha3") and len(r["code"]) == 2}
    return MappingProxyType(found)


@cache
def month_names() -> Mapping[str, int]:
    """Return plain French and English names of months, long and short -> number."""
    found: dict[str, int] = {}
    for locale in ("fr", "en"):
        months = Locale(locale).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                names: Mapping[int, str] = months[context][width]
                found |= {plain(name): number for number, name in names.items()}
    # French abbreviations are of three or four letters; people write three of any.
    found |= {name[:3]: number for name, number in found.items() if name[:3] != "jui"}
    return MappingProxyType(found)
