"""Personal data (people's names, logins, e-mails, telephone numbers): found by header and by content, and left out."""

from __future__ import annotations

import re
from functools import cache

import polars as pl

from levier.estate.reading.distinct import contains
from levier.estate.reading.words import bound, raw_words

_ADDRESS = r"(?i)[\w.+-]+@[\w-]+(?:\.\w+)+"
_MARKS = (
    _ADDRESS + r"|(?:^|[^\d.])(?:\+33|\+\d{2}[ .]?|0033|0)\s?[1-9](?:[ .-]?\d{2}){4}(?:$|[^\d])"
    r"|^[a-z][\w-]{1,20}\\[a-z][\w.-]+$"
)
_SIGNS = r"[@\\]|\d{2}[ .-]?\d{2}[ .-]?\d{2}[ .-]?\d{2}"
_BARE_NUMBER = r"^0\d{9}$"
_NAME = r"^(?:\p{Lu}[\p{Lu}' -]+ \p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?|\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)? \p{Lu}[\p{Lu}' -]+)$"
_MOST_NAMES = 0.5
_SAMPLE = 20_000


def leave_out(series: pl.Series) -> tuple[pl.Series | None, bool]:
    """Return the column without personal data (None: the whole column is personal) and whether it held any."""
    if series.null_count() == len(series):
        return series, False
    marked = _marked(series)
    held = int(marked.sum())
    known = len(series) - series.null_count()
    if held and held >= bound("personal_share") * known:
        return None, True
    if known and _names_share(series) >= _MOST_NAMES:
        return None, True
    return (series.set(marked, None), True) if held else (series, False)


def without_addresses(series: pl.Series) -> tuple[pl.Series, bool]:
    """Return texts with "…" for each e-mail in them, and whether there was one; other marks may be models."""
    held = bool(series.str.contains("@", literal=True).any() and series.str.contains(_ADDRESS).any())
    return (series.str.replace_all(_ADDRESS, "…") if held else series), held


def _marked(series: pl.Series) -> pl.Series:
    """Tell which cells hold an e-mail, a telephone number or a login."""
    signs = contains(series, _SIGNS)
    if not signs.any():
        return signs
    suspects = series.filter(signs)
    marked = suspects.str.contains(_MARKS).fill_null(False)
    bare = suspects.str.contains(_BARE_NUMBER).fill_null(False)
    if int(bare.sum()) < bound("personal_share") * max(1, len(series) - series.null_count()):
        marked = marked & ~bare  # ten digits here and there are numbers of orders, not telephones
    return signs.scatter(signs.arg_true(), marked)


def _names_share(series: pl.Series) -> float:
    """Return the share of cells written as `DUPONT Jean` or `Jean DUPONT`, among some hundreds; no companies' names."""
    known = series.drop_nulls().head(_SAMPLE).unique(maintain_order=True).head(500)
    named = known.str.contains(_NAME)
    if not named.any():
        return 0.0
    return float((named & ~known.str.contains(_company())).mean() or 0.0)  # type: ignore[arg-type]


@cache
def _company() -> str:
    """Return the pattern of a name that holds a legal form or a word of trade, as it is written or in capitals."""
    words = {form for word in raw_words("company") for form in (word, word.upper())}
    return rf"(?:^|\s)(?:{'|'.join(sorted(re.escape(word) for word in words))})(?:\s|$)"


def hide(series: pl.Series) -> pl.Series:
    """Return texts to show, those that hold an e-mail, a telephone number or a login replaced by "…"."""
    return series.set(_marked(series), "…")


def hide_text(text: str) -> str:
    """Return one text to show, or "…" where it holds an e-mail, a telephone number or a login."""
    return str(hide(pl.Series([text]))[0])
