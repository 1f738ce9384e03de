"""From words to values: statuses, countries, yes and no, ownership, condition."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

import polars as pl

from levier.estate.reading.distinct import contains
from levier.estate.reading.words import countries, plain, raw_words, statuses, words


def read_status(text: str) -> str | None:
    """Read a status word of French or English tools: in_use, stock, repair, lost, retired; None if none is known."""
    simple = plain(text)
    return statuses().get(simple) or _longest_within(simple, "status")


def read_country(text: str) -> str | None:
    """Read the name or code of a country in French or English as its ISO alpha-2 code."""
    return countries().get(plain(text))


def read_yes(text: str) -> bool | None:
    """Read yes or no; None where the text is neither."""
    found = words("yes_no").get(plain(text) or text.lower())
    return None if found is None else found == "true"


def read_datacentre(text: str) -> bool:
    """Read whether a device stands in a data centre: yes, no, or the name of one."""
    answer = read_yes(text)
    return True if answer is None else answer


def word_reader(name: str, label: str) -> Callable[[str], str | None]:
    """Return a reader of a column by the word list `name`; `label` gives "yes" its meaning (`Reconditionné : oui`)."""
    meant = _longest_within(plain(label), name)
    opposite = {"refurbished": "new", "leased": "owned"}

    def read(text: str) -> str | None:
        answer = read_yes(text)
        if answer is not None and meant:
            return meant if answer else opposite.get(meant)
        return _longest_within(plain(text), name)

    return read


def refurbished_by_name(series: pl.Series) -> pl.Series:
    """Tell which names of a type or model say that the device is refurbished."""
    return contains(series, _refurbished_pattern())


@cache
def _refurbished_pattern() -> str:
    return r"(?i)\b(?:" + "|".join(re.escape(word) for word in raw_words("refurbished_name")) + r")\b"


@cache
def _longest_within(simple: str, name: str) -> str | None:
    """Return the meaning of the longest listed phrase that stands in `simple` as whole words."""
    listed: Mapping[str, str] = statuses() if name == "status" else words(name)
    within = [word for word in listed if f" {word} " in f" {simple} "]
    if name == "status":  # short words such as "ok" or "bon" decide only when they are all that is said
        within = [word for word in within if len(word) > 4]
    return listed[max(within, key=len)] if within else None
