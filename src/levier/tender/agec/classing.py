"""Classes a line among the official categories by words that are facts; each class says on what it rests.

In a French description the thing comes first and what it is for after: "cartouche pour imprimante" is a cartridge.
So the first word that says something decides, and the longest of those that begin together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from levier.estate.reading.words import plain
from levier.tender.agec.facts import AgecFacts, CpvHint, Lookup, Word
from levier.tender.agec.model import Classed, Condition, Confidence, Purchase
from levier.wording.text import Text, say

KINDS_OF_GOODS = frozenset({"category", "service", "rent"})
NEAR = 2
"""Words between a negation and what it denies, at most."""


@dataclass(frozen=True)
class Hit:
    """A word found: where it begins among the words of the description, and how it was written there."""

    word: Word
    at: int
    written: str


def hits(text: str, words: Lookup) -> list[Hit]:
    """Return the words found in a text, in its order."""
    tokens = plain(text).split()
    found = []
    for at, token in enumerate(tokens):
        for word in words.beginning(token):
            part = tokens[at : at + len(word.tokens)]
            if len(part) == len(word.tokens) and all(map(_matches, part, word.tokens)):
                found.append(Hit(word, at, " ".join(part)))
    return found


def _matches(token: str, pattern: str) -> bool:
    if pattern.endswith("*"):
        return token.startswith(pattern[:-1])
    return token == pattern


def classify_all(purchases: Sequence[Purchase], facts: AgecFacts) -> list[Classed]:
    """Give every line its class; lines that say the same are classed once."""
    known: dict[tuple[str, ...], Classed] = {}
    found = []
    for p in purchases:
        said = (p.description, p.condition, p.cpv, p.category, p.recycled)
        if said not in known:
            known[said] = classify(p, facts)
        found.append(replace(known[said], purchase=p))
    return found


def classify(purchase: Purchase, facts: AgecFacts) -> Classed:
    """Give a line its class, or none with the reason why."""
    found = hits(purchase.description, facts.lookup)
    condition, of_condition = _condition(purchase, found, facts)
    recycled = _recycled(purchase, found)

    def classed(category: str | None, sure: Confidence, reason: Text, *, outside: bool = False) -> Classed:
        kind = facts.categories[category] if category else None
        told = say("{reason}; {condition}", reason=reason, condition=of_condition) if of_condition else reason
        return Classed(purchase, kind, condition, recycled, sure, told, outside=outside)

    if purchase.category and (given := facts.by_official(purchase.category)):
        return classed(given.id, Confidence.TOLD, say("the file says so"))
    first = _first([h for h in found if h.word.use in KINDS_OF_GOODS])
    if first is None:
        hint = _hint(purchase, facts)
        if hint is None:
            return classed(None, Confidence.LOW, say("no word of this description is known"))
        return classed(hint.category, Confidence.LOW, say("the code {cpv}, a hint only", cpv=hint.cpv))
    if first.word.use == "service":
        return classed(
            None, Confidence.HIGH, say("“{word}” is a service or a right, not a good", word=first.written), outside=True
        )
    if first.word.use == "rent":
        return classed(
            None,
            Confidence.MEDIUM,
            say("“{word}”: whether a rent counts is to be settled by a person", word=first.written),
            outside=True,
        )
    return classed(first.word.category, _sure(first, found), say("the word “{word}”", word=first.written))


def _first(found: Sequence[Hit]) -> Hit | None:
    """Return the first strong word, else the first; of those that begin together, the longest."""
    strong = [h for h in found if h.word.strong]
    return min(strong or found, key=lambda h: (h.at, -len(h.word.tokens), -len(h.written)), default=None)


def _sure(first: Hit, found: Sequence[Hit]) -> Confidence:
    if not first.word.strong:
        return Confidence.LOW
    others = [
        h for h in found if h.word.use in KINDS_OF_GOODS and h.word.strong and h.at >= first.at + len(first.word.tokens)
    ]
    return Confidence.MEDIUM if any(h.word.category != first.word.category for h in others) else Confidence.HIGH


def _hint(purchase: Purchase, facts: AgecFacts) -> CpvHint | None:
    digits = "".join(c for c in purchase.cpv if c.isdigit())
    return next((hint for hint in facts.cpv if digits.startswith(hint.cpv)), None)


def _condition(purchase: Purchase, found: Sequence[Hit], facts: AgecFacts) -> tuple[Condition, Text | None]:
    told = [*hits(purchase.condition, facts.lookup), *found]
    for use, condition in (("gift", Condition.GIFT), ("reuse", Condition.REUSE)):
        for hit in told:
            if hit.word.use == use and not _denied(hit, told):
                return condition, say("“{word}”", word=hit.written)
    return Condition.NEW, None


def _denied(hit: Hit, found: Sequence[Hit]) -> bool:
    return any(h.word.use == "negation" and 0 < hit.at - h.at <= NEAR for h in found)


def _recycled(purchase: Purchase, found: Sequence[Hit]) -> bool | None:
    told = plain(purchase.recycled)
    if told in ("oui", "yes", "true", "1", "o", "y", "x"):
        return True
    if told in ("non", "no", "false", "0", "n"):
        return False
    return True if any(h.word.use == "recycled" and not _denied(h, found) for h in found) else None
