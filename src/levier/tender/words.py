"""Words looked for in documents: facts, in a small grammar, found whatever the accents and capitals.

A pattern is a phrase. `*` ends a word of any ending, `~` stands for at most eight words, `#` for a number. Nothing else
is special: no pattern is a program.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

GAP = r"(?:[^\s.;:!?]+\s+){0,8}?"
NUMBER = r"\d+(?:[.,]\d+)?"
MOST_KNOWN = 200_000
"""Answers that are remembered: rules ask the same of the same paragraph."""
SAME = {"’": "'", "‘": "'", "ʼ": "'", "–": "-", "‑": "-", "—": "-", "\u00a0": " ", "\u202f": " ", "\t": " ", "\n": " "}


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Return `text` without accents nor capitals, as many characters long: a place in one is a place in the other."""
    return "".join(_folded(c) for c in text)


@cache
def _folded(character: str) -> str:
    if character in SAME:
        return SAME[character]
    bare = unicodedata.normalize("NFD", character)[0].lower()
    return bare if len(bare) == 1 else character


def expression(pattern: str) -> str:
    """Return the regular expression of a pattern, between the edges of words."""
    parts = []
    for word in fold(pattern).split():
        if word == "~":
            parts.append(GAP)
        else:
            written = re.escape(word.rstrip("*")).replace(re.escape("#"), NUMBER)
            parts.append(written + (r"[\w'-]*" if word.endswith("*") else "") + r"\s+")
    joined = "".join(parts).removesuffix(r"\s+")
    return joined


@dataclass(frozen=True)
class Found:
    """Words found: what they are for, which fact found them, and where in the text."""

    use: str
    fact: str
    words: str
    start: int
    end: int


@dataclass(frozen=True)
class Word:
    """One fact: a phrase to look for, what it tells, in which language (`any` for names)."""

    id: str
    use: str
    lang: str
    pattern: str


class Lexicon:
    """All words, by what they tell."""

    def __init__(self, words: Sequence[Word]) -> None:
        by_use: dict[str, list[Word]] = {}
        for word in words:
            by_use.setdefault(word.use, []).append(word)
        self._words: Mapping[str, Sequence[Word]] = by_use
        self._ready: dict[str, re.Pattern[str]] = {}
        self._known: dict[tuple[str, str], bool] = {}

    @property
    def uses(self) -> frozenset[str]:
        """Return all that words may tell."""
        return frozenset(self._words)

    def words(self, use: str) -> Sequence[Word]:
        """Return the words of a use."""
        return self._words[use]

    def find(self, use: str, text: str) -> Iterator[Found]:
        """Yield the words of `use` in a text, in its order, the longest where several begin at one place."""
        words = self._words[use]
        for match in self._pattern(use).finditer(fold(text)):
            number = int((match.lastgroup or "w0")[1:])
            yield Found(use, words[number].id, text[match.start() : match.end()], match.start(), match.end())

    def first(self, use: str, text: str) -> Found | None:
        """Return the first words of `use`, None where there are none."""
        return next(self.find(use, text), None)

    def has(self, use: str, text: str) -> bool:
        """Tell whether words of `use` stand in a text."""
        known = self._known.get((use, text))
        if known is None:
            if len(self._known) > MOST_KNOWN:
                self._known.clear()
            known = self._known[use, text] = self._pattern(use).search(fold(text)) is not None
        return known

    def _pattern(self, use: str) -> re.Pattern[str]:
        if use not in self._ready:
            numbered = sorted(enumerate(self._words[use]), key=lambda pair: -len(pair[1].pattern))
            one = "|".join(f"(?P<w{n}>{expression(w.pattern)})" for n, w in numbered)
            # At the beginning of a word only, asked once for all: most places of a text are spared the list.
            self._ready[use] = re.compile(rf"(?<!\w)(?:{one})(?!\w)")
        return self._ready[use]
