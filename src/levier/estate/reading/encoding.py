"""From bytes to text: the encoding is found, and text that was damaged by two wrong decodings is repaired."""

from __future__ import annotations

import codecs
import re

import polars as pl

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 1 << 16
_LETTERS = "éèêëàâäçîïôöùûüÉÈÊËÀÂÄÇÎÏÔÖÙÛÜœŒæÆ°’–"
_DAMAGED = re.compile("[ÃÂ][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€")


def find_encoding(data: bytes) -> str:
    """Return the name of the encoding of `data`; never fails, since every byte is a letter of some encoding."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name
    head = data[:_SAMPLE]
    if b"\0" in head:
        return _utf16_without_bom(head)
    if data.isascii() or (_is_utf8(data) and not _is_twice_damaged(data)):
        return "utf-8"
    return _one_byte_encoding(data)


def decode(data: bytes, encoding: str) -> str:
    """Decode `data`; bytes that `encoding` does not know become U+FFFD."""
    return data.decode(encoding, errors="replace").removeprefix("\ufeff")


def repair(text: str) -> str:
    """Undo a UTF-8 text that was read as cp1252, and perhaps saved as MacRoman: `TÃ©lÃ©phone` -> `Téléphone`."""
    if not _DAMAGED.search(text):
        return text
    for wrong in ("cp1252", "latin-1", "mac_roman"):
        try:
            mended = text.encode(wrong).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        return mended
    return _repair_by_pieces(text)


def looks_damaged(text: str) -> bool:
    """Tell whether `text` bears the marks of a wrong decoding."""
    return bool(_DAMAGED.search(text))


def damaged(series: pl.Series) -> bool:
    """Tell whether any text of `series` bears the marks of a wrong decoding."""
    return bool(series.str.contains("[ÃÂâ]").any()) and any(looks_damaged(t) for t in series.drop_nulls().unique())


def _repair_by_pieces(text: str) -> str:
    def mend(found: re.Match[str]) -> str:
        try:
            return found.group().encode("cp1252").decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            return found.group()

    return _DAMAGED.sub(mend, text)


def _is_twice_damaged(data: bytes) -> bool:
    """Tell whether what passes for UTF-8 accents without letters is `Ã` and `Â` of cp1252 in MacRoman (CC, E5)."""
    found = re.search(b"[\xcc\xcd][\x80-\xbf]", data)
    return found is not None and looks_damaged(data[found.start() : found.start() + _SAMPLE].decode("mac_roman"))


def _is_utf8(data: bytes) -> bool:
    # Polars checks a large text several times faster than Python decodes it
    try:
        pl.Series([data], dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.PolarsError:
        return False
    return True


def _utf16_without_bom(head: bytes) -> str:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 4 * even and odd > len(head) / 8:
        return "utf-16-le"
    if even > 4 * odd and even > len(head) / 8:
        return "utf-16-be"
    return "utf-8"


def _one_byte_encoding(data: bytes) -> str:
    """Choose by what the text becomes: French letters and no control or odd sign is right."""
    if b"\r" in data and b"\n" not in data:
        return "mac_roman"  # only the old Macintosh ended lines so
    odd = bytes(b for b in data[: 1 << 20] if b >= 0x80)
    scores = {name: _french(odd, name) for name in ("cp1252", "mac_roman")}
    return "mac_roman" if scores["mac_roman"] > scores["cp1252"] else "cp1252"


def _french(odd: bytes, encoding: str) -> int:
    text = odd.decode(encoding, errors="replace")
    return sum(1 if c in _LETTERS else -1 if not c.isalpha() else 0 for c in text)
