"""Cells made comparable: no spare spaces, no "N/A", no HTML entities, no damaged accents."""

from __future__ import annotations

import html
import re
from functools import cache

import polars as pl

from levier.estate.reading.distinct import change_texts, few_distinct
from levier.estate.reading.encoding import looks_damaged, repair
from levier.estate.reading.words import plain, raw_words, words

BLANKS = " \t\r\n\u00a0\u202f\u2009\u200b\ufeff\x00"
_GUARD = re.compile(r"^'(?=[=+@＝＋－＠-])")  # what keeps a spreadsheet from taking a cell for a formula


def clean(series: pl.Series) -> pl.Series:
    """Clean a column: by its distinct texts where they are few, by expressions over all of it where they are many."""
    return change_texts(series, clean_text) if few_distinct(series) else _clean_many(series)


def clean_text(text: str) -> str | None:
    """Clean one cell; None where it says nothing."""
    bare = _GUARD.sub("", " ".join(text.replace("\x00", "").split()).strip(BLANKS))
    if "&" in bare and ";" in bare:
        bare = " ".join(html.unescape(bare).split())
    if looks_damaged(bare):
        bare = repair(bare)
    return None if not bare or says_nothing(bare) else bare


def says_nothing(text: str) -> bool:
    """Tell whether `text` is a way of writing that nothing is known."""
    return text.lower() in _nothing() or plain(text) in words("not_available")


@cache
def _nothing() -> frozenset[str]:
    return frozenset(word.lower() for word in raw_words("not_available"))


@cache
def _nothing_as_written() -> pl.Series:
    """Return the ways of saying nothing in the cases that people write, to compare without changing a whole column."""
    known = raw_words("not_available")
    return pl.Series(sorted({"", *known, *(f(w) for w in known for f in (str.lower, str.upper, str.capitalize))}))


def _clean_many(series: pl.Series) -> pl.Series:
    bare = series.str.strip_chars(BLANKS)
    odd = bare.str.contains("^'|[&ÃÂâ\x00]|\\s\\s|[\n\r\t]").fill_null(False)
    if odd.any():
        mended = change_texts(bare.filter(odd), clean_text)
        bare = bare.scatter(odd.arg_true(), mended)
    return bare.set(bare.is_in(_nothing_as_written()).fill_null(False), None)
