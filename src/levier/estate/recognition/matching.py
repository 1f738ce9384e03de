"""From one name to one recognition: family, type, how sure, what else it may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from levier.catalogue.model import Catalogue, DeclaredModel
from levier.estate.model import Alternative, Recognition
from levier.estate.recognition.facts import RecognitionFacts
from levier.estate.recognition.families import Found, find
from levier.estate.recognition.names import Names, Reader, Said
from levier.estate.recognition.normalise import normalise
from levier.estate.recognition.sizes import Sizer

NEAR = 2
"""Letters by which a family that agrees with the type may explain less of the name."""

MISSPELT_FROM = 7
"""Letters from which a family word may be misspelt, and from which a family outweighs an exact type."""

ALIKE = 85
"""Likeness, of 100, from which a long word is a family word misspelt."""

SHOWN_WORDS = 6
ALTERNATIVES = 3


@dataclass(frozen=True)
class Decision:
    """What a name is held to be: its category, how sure, and the family that says so (None where a type does)."""

    category: str
    confidence: float
    best: Found | None


class Matcher:
    """Recognises names one by one, over facts indexed once."""

    def __init__(self, catalogue: Catalogue, facts: RecognitionFacts, declared: Sequence[DeclaredModel]) -> None:
        self.catalogue, self.facts = catalogue, facts
        self.reader, self.sizer = Reader(facts), Sizer(facts)
        self.declared = {self._declared_key(m): m for m in declared}
        self.long_words = sorted(w for w in facts.families if len(w) >= MISSPELT_FROM and w.isalpha())

    def recognise(self, kind: str, manufacturer: str, model: str) -> Recognition:
        """Return what a name is; its category is "" where nothing is known."""
        names = self.reader.read(kind, manufacturer, model)
        found, mended = self._families(names)
        said = self.reader.said(names)
        decision = self._decide(found, said, self.reader.leads(names))
        category, confidence = decision.category, decision.confidence
        if mended and decision.best is not None:
            confidence = min(confidence, self.facts.confidences.misspelt)
        maker, matched, words = names.maker, "", names.tokens
        machine = self._machine_type(names)
        if machine is not None and (decision.best is None or said.category != category):
            family, category = machine
            maker, confidence = "Lenovo", self.facts.confidences.family
            matched, words = f"Lenovo {family}", tuple(normalise(family).split())
        elif decision.best is not None and confidence >= self.facts.confidences.threshold:
            maker = maker or decision.best.family.maker
            matched = f"{maker} {self._model_name(names.tokens, decision.best, category)}"
        inches, size = self._size(names, words, maker, category, decision.best)
        return Recognition(
            type=kind,
            manufacturer=manufacturer,
            model=model,
            category=category,
            size=size,
            screen_inches=inches,
            maker=maker,
            matched=matched,
            declared_id=self._declared_id(maker, words, category),
            confidence=round(confidence, 2),
            alternatives=self._alternatives(found, said, category),
        )

    # Families

    def _families(self, names: Names) -> tuple[list[Found], bool]:
        """Return the families that a name may be, and whether a word had to be mended for it."""
        found = (
            find(names.tokens, names.maker, self.facts)
            or find(names.whole, names.maker, self.facts)
            or self._from_type(names)
        )
        return (found, False) if found else (self._misspelt(names), True)

    def _from_type(self, names: Names) -> list[Found]:
        """Look for the family in the type cell, where people write maker and model in one.

        A cell that is a type and nothing else (mobile phones) names no family of another kind of device.
        """
        maker, rest = self.reader.leading_maker(names.type_tokens)
        plain = self.reader.type_of(names.type_tokens)
        found = find(rest, maker or names.maker, self.facts)
        return [f for f in found if plain is None or f.family.category == plain[0]]

    def _misspelt(self, names: Names) -> list[Found]:
        for position, token in enumerate(names.tokens):
            if len(token) >= MISSPELT_FROM and token.isalpha():
                near = process.extractOne(token, self.long_words, scorer=fuzz.ratio, score_cutoff=ALIKE)
                if near is not None:
                    mended = (*names.tokens[:position], near[0], *names.tokens[position + 1 :])
                    return find(mended, names.maker, self.facts)
        return []

    def _machine_type(self, names: Names) -> tuple[str, str] | None:
        if names.maker not in ("Lenovo", "IBM"):
            return None
        for token in names.tokens:
            if len(token) in (4, 7, 8, 10) and token[:4] in self.facts.machine_types:
                return self.facts.machine_types[token[:4]]
        return None

    # Deciding

    def _decide(self, found: Sequence[Found], said: Said, leads: bool) -> Decision:
        sure = self.facts.confidences
        if self._is_no_device(said) and (not said.inside or leads or not found):
            return Decision(said.category, sure.agree, None)
        if not found:
            return Decision(said.category, (sure.type if said.exact else sure.general) if said.category else 0.0, None)
        best = found[0]
        agreeing = next((f for f in found if f.family.category == said.category), None)
        near = NEAR if said.exact else 0
        if agreeing is not None and agreeing.score >= best.score - near:
            return Decision(said.category, sure.agree, agreeing)
        if not said.category or self._group(said.category) == self._group(best.family.category):
            return Decision(best.family.category, sure.family, best)
        if not said.exact or said.inside or best.score >= MISSPELT_FROM:
            return Decision(best.family.category, sure.conflict, best)
        return Decision(said.category, sure.conflict, None)

    def _is_no_device(self, said: Said) -> bool:
        entry = self.catalogue.categories.get(said.category)
        return said.exact and entry is not None and not entry.counted

    def _group(self, category: str) -> str:
        entry = self.catalogue.categories.get(category)
        return "" if entry is None else entry.group

    def _alternatives(self, found: Sequence[Found], said: Said, category: str) -> tuple[Alternative, ...]:
        sure, others = self.facts.confidences, dict[str, Alternative]()
        if said.category and said.category != category:
            others[said.category] = Alternative(said.category, "", sure.general)
        for f in found:
            if f.family.category not in (category, *others):
                name = f"{f.family.maker} {_title(f.family.words)}"
                others[f.family.category] = Alternative(f.family.category, name, sure.other)
        return tuple(others.values())[:ALTERNATIVES]

    # Size and model

    def _size(
        self, names: Names, words: tuple[str, ...], maker: str, category: str, best: Found | None
    ) -> tuple[float | None, str]:
        entry = self.catalogue.categories.get(category)
        if entry is None:
            return None, ""
        family = best.family if best is not None else None
        return self.sizer.size(entry, f"{names.model} {names.type}", names.type_tokens, words, maker, family)

    def _model_name(self, tokens: tuple[str, ...], best: Found, category: str) -> str:
        """Return the words from the family to its model number: what tells two models apart."""
        shown = tokens[best.start : best.start + SHOWN_WORDS] or best.family.words
        return _title(self.reader.model_words(shown, computer=self._group(category) == "computer"))

    def _declared_key(self, model: DeclaredModel) -> tuple[str, tuple[str, ...]]:
        names = self.reader.read("", model.manufacturer, model.model)
        computer = self._group(model.category) == "computer"
        return names.maker or model.manufacturer, self.reader.model_words(names.tokens, computer=computer)

    def _declared_id(self, maker: str, words: tuple[str, ...], category: str) -> str:
        """Return the declared model whose maker and words are all the same, of the same kind of device."""
        key = maker, self.reader.model_words(words, computer=self._group(category) == "computer")
        model = self.declared.get(key)
        return model.id if model is not None and self._group(model.category) == self._group(category) else ""


def _title(words: tuple[str, ...]) -> str:
    return " ".join(w.upper() if any(c.isdigit() for c in w) or len(w) <= 2 else w.capitalize() for w in words)
