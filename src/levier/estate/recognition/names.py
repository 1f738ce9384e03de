"""A name taken apart: its maker, the words of its type and of its model."""

from __future__ import annotations

from dataclasses import dataclass

from levier.estate.recognition.facts import RecognitionFacts
from levier.estate.recognition.masks import same
from levier.estate.recognition.normalise import normalise

ORDINARY = frozenset(
    {"notebook", "pc", "laptop", "desktop", "inch", "series", "computer", "monitor", "new", "portable"}
)
"""Words that tell no model from another."""

LONGEST_MAKER = 4
PLURAL_FROM = 5
"""Letters from which a word that ends with an s may be the plural of a word of type (laptops, mobile phones)."""

LONGEST_PHRASE = 5


@dataclass(frozen=True)
class Names:
    """One distinct name, and its words without placeholders; `tokens` are the model's without its maker."""

    type: str
    manufacturer: str
    model: str
    maker: str
    type_tokens: tuple[str, ...]
    tokens: tuple[str, ...]
    whole: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """What words of type say: `exact` where they say it for sure, `inside` where they stand in the model's cell."""

    category: str = ""
    exact: bool = False
    inside: bool = False


class Reader:
    """Takes names apart by the facts."""

    def __init__(self, facts: RecognitionFacts) -> None:
        self.facts = facts

    def read(self, kind: str, manufacturer: str, model: str) -> Names:
        """Return the parts of a name."""
        whole = self._words(model)
        maker = self._maker(manufacturer)
        tokens = whole
        inside, rest = self.leading_maker(whole)
        if inside and (not maker or self.kin(inside, maker)):
            maker, tokens = maker or inside, rest
        return Names(kind, manufacturer, model, maker, self._words(kind), tokens, whole)

    def kin(self, one: str, other: str) -> bool:
        """Tell whether two makers sell under each other's names."""
        return one == other or any({one, other} <= makers for makers in self.facts.kin)

    def leading_maker(self, tokens: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        """Return the maker in the first words ("" if none) and the words after it."""
        for length in range(min(LONGEST_MAKER, len(tokens)), 0, -1):
            maker = self.facts.makers.get(" ".join(tokens[:length]))
            if maker is not None:
                return maker, tokens[length:]
        return "", tokens

    def said(self, names: Names) -> Said:
        """Return what words of type say: the type's cell first, unless only the model's is exact."""
        cell = self._phrase(names.type_tokens)
        inside = self._phrase(names.tokens)
        if cell is not None and (cell[1] or inside is None or not inside[1]):
            return Said(*cell[:2])
        return Said(*inside[:2], inside=True) if inside is not None else Said()

    def leads(self, names: Names) -> bool:
        """Tell whether the model begins with its words of type (toner HP 26X), rather than mentions them."""
        inside = self._phrase(names.tokens)
        return inside is not None and inside[2] == 0

    def type_of(self, words: tuple[str, ...]) -> tuple[str, bool] | None:
        """Return what a phrase says of the type, as it is or in the singular: its category and whether exact."""
        return self.facts.types.get(" ".join(words)) or self.facts.types.get(" ".join(map(_singular, words)))

    def model_words(self, tokens: tuple[str, ...], *, computer: bool) -> tuple[str, ...]:
        """Return the words that must all agree for two names to be one model; of computers, not what is inside."""
        kept = tuple(t for t in tokens if t not in ORDINARY)
        if not computer:
            return kept
        return tuple(t for t in kept if t not in self.facts.configuration and not self._is_memory(t))

    def _is_memory(self, token: str) -> bool:
        return token[0].isdigit() and any(same(mask, token) for mask in self.facts.configuration if mask[0] == "#")

    def _words(self, text: str) -> tuple[str, ...]:
        plain = normalise(text)
        return () if plain in self.facts.placeholders else tuple(plain.split())

    def _maker(self, manufacturer: str) -> str:
        words = normalise(manufacturer)
        if words in self.facts.placeholders:
            return ""
        return self.facts.makers.get(words) or self.leading_maker(tuple(words.split()))[0]

    def _phrase(self, tokens: tuple[str, ...]) -> tuple[str, bool, int] | None:
        """Return the longest phrase that is known: its category, whether exact, where it starts."""
        for length in range(min(len(tokens), LONGEST_PHRASE), 0, -1):
            for start in range(len(tokens) - length + 1):
                found = self.type_of(tokens[start : start + length])
                if found is not None:
                    return *found, start
        return None


def _singular(word: str) -> str:
    return word[:-1] if len(word) >= PLURAL_FROM and word.endswith("s") else word
