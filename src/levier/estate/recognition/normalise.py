"""Names as they are compared: lower case, no accents, words and numbers only."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

OTHER = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=65536)
def normalise(text: str) -> str:
    """Return `text` in lower case without accents, punctuation or doubled spaces."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return OTHER.sub(" ", plain.lower()).strip()
