"""Which product families a name may be: words in order, the last one free to carry its model number."""

from __future__ import annotations

from dataclasses import dataclass

from levier.estate.recognition.facts import Family, RecognitionFacts

DISTINCT = 5
"""Letters from which a family word tells its maker by itself."""


@dataclass(frozen=True)
class Found:
    """A family found in a name: `start` is where, `score` how much of the name it explains."""

    family: Family
    start: int
    score: float


def find(tokens: tuple[str, ...], maker: str, facts: RecognitionFacts) -> list[Found]:
    """Return the families that the tokens may name, best first."""
    found: list[Found] = []
    for start, token in enumerate(tokens):
        for cut in range(len(token), 0, -1):
            for family in facts.families.get(token[:cut], ()):
                if (cut == len(token) or _continues(family, token, cut)) and _sold_by(family, maker, facts.kin):
                    score = _score(family, tokens[start:], cut == len(token), bool(maker))
                    if score > 0:
                        found.append(Found(family, start, score - 0.1 * start))
    return sorted(found, key=lambda f: (-f.score, f.family.maker, f.family.words))


def _continues(family: Family, token: str, cut: int) -> bool:
    """Tell whether a single family word may go on as a model number (gw24 in gw2480, hl in hl2030)."""
    if len(family.words) > 1:
        return False
    rest = token[cut]
    return rest.isdigit() or (token[cut - 1].isdigit() and rest.isalpha())


def _sold_by(family: Family, maker: str, kin: tuple[frozenset[str], ...]) -> bool:
    """Tell whether the maker sells the family, itself or under the name of its kin."""
    if not maker:
        return sum(c.isalpha() for c in max(family.words, key=len)) >= DISTINCT
    return family.maker == maker or any({family.maker, maker} <= makers for makers in kin)


def _score(family: Family, tokens: tuple[str, ...], whole: bool, known_maker: bool) -> float:
    """Return letters explained, 0 where the words do not follow each other in order."""
    position, letters = 1, float(len(family.words[0]))
    for i, word in enumerate(family.words[1:], start=2):
        last = i == len(family.words)
        while position < len(tokens) and not _fits(word, tokens[position], last):
            position += 1
        if position == len(tokens):
            return 0.0
        letters += len(word)
        position += 1
    return letters + (0.5 if whole else 0.0) + (0.25 if known_maker else 0.0)


def _fits(word: str, token: str, last: bool) -> bool:
    if token == word:
        return True
    if not last or not token.startswith(word):
        return False
    return token[len(word)].isdigit() or (word[-1].isdigit() and token[len(word)].isalpha())
