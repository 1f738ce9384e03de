"""Serial numbers: those that are none (placeholders, ruined by a spreadsheet) are dropped, the others kept hashed.

The hash is BLAKE2b, keyed, 96 bits. With the default key equal serials have equal hashes across files, so that estates
can be compared; whoever knows a serial can still recognise it. A key of one's own (`serial_key`) closes that door.
"""

from __future__ import annotations

import re
from hashlib import blake2b

import polars as pl

from levier.estate.reading.words import bound, plain, raw_words

SERIAL_KEY = b"levier.estate.serial/1"
_RUINED = r"^\d(?:[.,]\d+)?[eE]\+\d{1,3}$"
_REPEATED = re.compile(r"^(.)\1*$")


def ruined(series: pl.Series) -> pl.Series:
    """Tell which serial numbers a spreadsheet turned into `1,23E+11`: their digits are lost."""
    return series.str.contains(_RUINED).fill_null(False)


def real_serials(series: pl.Series) -> pl.Series:
    """Return serial numbers as compared (no spaces, upper case); null for placeholders and ruined ones."""
    spelt = series.str.to_uppercase()
    if spelt.str.contains(r"[\s\u00a0]").any():
        spelt = spelt.str.replace_all(r"[\s\u00a0]+", "")
    none = spelt.is_in(_placeholders()) | spelt.str.contains(_ONE_SIGN) | ruined(series)
    short = spelt.str.len_chars() < int(bound("shortest_serial"))
    return spelt.set((none | short).fill_null(False), None)


def hash_serials(series: pl.Series, key: bytes) -> pl.Series:
    """Return the keyed BLAKE2b hash of each serial number, 24 hexadecimal digits."""
    known = series.is_not_null()
    start = blake2b(key=key[:64], digest_size=12).copy
    digests = []
    for text in series.filter(known).cast(pl.Binary).to_list():
        each = start()
        each.update(text)
        digests.append(each.digest())
    hashed = pl.Series(digests, dtype=pl.Binary).bin.encode("hex")
    return (
        pl.Series(series.name, [None], dtype=pl.String).new_from_index(0, len(series)).scatter(known.arg_true(), hashed)
    )


def is_real_serial(text: str) -> bool:
    """Tell whether `text` can identify a device."""
    return real_serials(pl.Series([text])).null_count() == 0


_ONE_SIGN = r"^(?:0+|1+|2+|3+|4+|5+|6+|7+|8+|9+|X+|F+|A+|Z+|N/?A|[^0-9A-Z]+)$"


def _placeholders() -> list[str]:
    found = set()
    for name in ("placeholder_serial", "not_available"):
        for word in raw_words(name):
            found |= {re.sub(r"\s+", "", word).upper(), re.sub(r"\s+", "", plain(word)).upper()}
    return sorted(found)
