"""Words of a name in which `#` stands for any digit: Latitude #4## is a Latitude of 14 inches."""

from __future__ import annotations

from collections.abc import Sequence

from levier.estate.recognition.facts import NameSize

GAP = 3
"""Words that may stand between two words of a mask."""


def fits(mask: str, word: str) -> bool:
    """Tell whether a word is the mask, or the mask and then letters after a digit (840 in 840g8, never in 8405)."""
    if len(word) < len(mask):
        return False
    if not all(c == m or (m == "#" and c.isdigit()) for m, c in zip(mask, word, strict=False)):
        return False
    return len(word) == len(mask) or (mask[-1] in "#0123456789" and not word[len(mask)].isdigit())


def same(mask: str, word: str) -> bool:
    """Tell whether a word is the mask and nothing more."""
    return len(word) == len(mask) and fits(mask, word)


class Masks:
    """Finds the longest mask of a maker and category in a name, without trying them all."""

    def __init__(self, rows: Sequence[NameSize]) -> None:
        self._rows: dict[tuple[str, str, str], list[NameSize]] = {}
        for row in rows:
            self._rows.setdefault((row.maker, row.category, self._key(row.words[0])), []).append(row)

    @staticmethod
    def _key(word: str) -> str:
        return word[0] if "#" in word else word

    def find(self, maker: str, category: str, tokens: tuple[str, ...]) -> NameSize | None:
        """Return the row that explains most letters of the name, None where there is none."""
        best: NameSize | None = None
        for start, token in enumerate(tokens):
            for key in dict.fromkeys((token, token[0])):
                for row in self._rows.get((maker, category, key), ()):
                    if _follows(row.words, tokens[start:]) and (best is None or _letters(row) > _letters(best)):
                        best = row
        return best


def _letters(row: NameSize) -> tuple[int, int]:
    written = "".join(row.words)
    return len(written), -written.count("#")


def _follows(words: tuple[str, ...], tokens: tuple[str, ...]) -> bool:
    position = 0
    for i, word in enumerate(words):
        end = len(tokens) if i == 0 else position + GAP
        start = position
        while position < min(end, len(tokens)) and not fits(word, tokens[position]):
            position += 1
            if i == 0 and position > start:
                return False
        if position >= min(end, len(tokens)):
            return False
        position += 1
    return True
