"""From one name to one recognition: family, type, how sure, what else it may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from levier.catalogue.model import Catalogue, DeclaredModel
from levier.estate.model import Alternative, Recognition
from levier.estate.recognition.facts import RecognitionFacts
from levier.estate.recognition.families import Found, find
from levier.estate.recognition.normalise import normalise
from levier.estate.recognition.sizes import ports_class, size_class, told_inches

AGREE, FAMILY, TYPE, CONFLICT, GENERAL, MISSPELT = 0.97, 0.88, 0.85, 0.6, 0.5, 0.7
"""Confidences: family and type agree; family alone; type alone; they conflict; a general word alone; a misspelling."""

THRESHOLD = 0.55
"""Below this only the category stands."""

NEAR = 2
"""Letters by which a family that agrees with the type may explain less of the name."""

MISSPELT_FROM = 7
"""Letters from which a family word may be misspelt."""

ORDINARY = frozenset(
    {"notebook", "pc", "laptop", "desktop", "inch", "series", "computer", "monitor", "new", "portable"}
)


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


class Matcher:
    """Recognises names one by one, over facts indexed once."""

    def __init__(self, catalogue: Catalogue, facts: RecognitionFacts, declared: Sequence[DeclaredModel]) -> None:
        self.catalogue, self.facts = catalogue, facts
        self.declared = {self._declared_key(m): m.id for m in declared}
        long_words = {w for w in facts.families if len(w) >= MISSPELT_FROM and w.isalpha()}
        self.long_words = sorted(long_words)

    def recognise(self, kind: str, manufacturer: str, model: str) -> Recognition:
        """Return what a name is; its category is "" where nothing is known."""
        names = self._names(kind, manufacturer, model)
        found = (
            find(names.tokens, names.maker, self.facts)
            or find(names.whole, names.maker, self.facts)
            or self._from_type(names)
            or self._misspelt(names)
        )
        said, exact = self._type(names)
        machine = self._machine_type(names)
        category, confidence, best = self._decide(found, said, exact)
        maker, matched = names.maker, ""
        if machine is not None and (best is None or said != category):
            family, category = machine
            matched, confidence, maker = f"Lenovo {family}", FAMILY, "Lenovo"
        elif best is not None and category == best.family.category and confidence >= THRESHOLD:
            maker = maker or best.family.maker
            matched = f"{maker} {self._model_name(names.tokens, best.start)}"
        inches, size = self._size(names, category, best)
        return Recognition(
            type=kind,
            manufacturer=manufacturer,
            model=model,
            category=category,
            size=size,
            screen_inches=inches,
            maker=maker,
            matched=matched,
            declared_id=self.declared.get((maker, _model_words(names.tokens)), "") if category else "",
            confidence=round(confidence, 2),
            alternatives=self._alternatives(found, said, category),
        )

    # Reading the name

    def _names(self, kind: str, manufacturer: str, model: str) -> Names:
        words = normalise(manufacturer)
        tokens = () if normalise(model) in self.facts.placeholders else tuple(normalise(model).split())
        maker = "" if words in self.facts.placeholders else self.facts.makers.get(words, "")
        if not maker and words and words not in self.facts.placeholders:
            maker = self._leading_maker(tuple(words.split()))[0]
        whole = tokens
        inside, rest = self._leading_maker(tokens)
        if inside and (not maker or inside == maker or {inside, maker} <= {"HP", "HPE"}):
            maker, tokens = maker or inside, rest
        type_tokens = () if normalise(kind) in self.facts.placeholders else tuple(normalise(kind).split())
        return Names(kind, manufacturer, model, maker, type_tokens, tokens, whole)

    def _leading_maker(self, tokens: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        for length in (4, 3, 2, 1):
            maker = self.facts.makers.get(" ".join(tokens[:length]))
            if maker is not None and len(tokens) >= length:
                return maker, tokens[length:]
        return "", tokens

    def _type(self, names: Names) -> tuple[str, bool]:
        """Return the category that the type says, else words in the model: the longest phrase that is known."""
        for tokens in (names.type_tokens, names.tokens):
            found = self._phrase(tokens)
            if found is not None:
                return found
        return "", False

    def _phrase(self, tokens: tuple[str, ...]) -> tuple[str, bool] | None:
        for length in range(min(len(tokens), 5), 0, -1):
            for start in range(len(tokens) - length + 1):
                found = self.facts.types.get(" ".join(tokens[start : start + length]))
                if found is not None:
                    return found
        return None

    def _from_type(self, names: Names) -> list[Found]:
        """Look for the family in the type cell, where people write maker and model in one."""
        maker, rest = self._leading_maker(names.type_tokens)
        return find(rest, maker or names.maker, self.facts)

    def _misspelt(self, names: Names) -> list[Found]:
        for position, token in enumerate(names.tokens):
            if len(token) >= MISSPELT_FROM and token.isalpha():
                near = process.extractOne(token, self.long_words, scorer=fuzz.ratio, score_cutoff=85)
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

    def _decide(self, found: Sequence[Found], said: str, exact: bool) -> tuple[str, float, Found | None]:
        categories = self.catalogue.categories
        if said and exact and said in categories and not categories[said].counted:
            return said, AGREE, None
        if not found:
            return said, (TYPE if exact else GENERAL) if said else 0.0, None
        agreeing = next((f for f in found if f.family.category == said), None)
        best = found[0]
        if agreeing is not None and agreeing.score >= best.score - NEAR:
            return said, AGREE, agreeing
        if not said:
            return best.family.category, FAMILY, best
        same_group = _group(self.catalogue, said) == _group(self.catalogue, best.family.category)
        if same_group:
            return best.family.category, FAMILY, best
        if not exact or best.score >= MISSPELT_FROM:
            return best.family.category, CONFLICT, best
        return said, CONFLICT, None

    def _alternatives(self, found: Sequence[Found], said: str, category: str) -> tuple[Alternative, ...]:
        others: dict[str, Alternative] = {}
        if said and said != category:
            others[said] = Alternative(said, "", GENERAL)
        for f in found:
            if f.family.category != category and f.family.category not in others:
                others[f.family.category] = Alternative(
                    f.family.category, f"{f.family.maker} {_title(f.family.words)}", 0.4
                )
        return tuple(others.values())[:3]

    def _size(self, names: Names, category: str, best: Found | None) -> tuple[float | None, str]:
        if category not in self.catalogue.categories:
            return None, ""
        entry = self.catalogue.categories[category]
        inches = told_inches(f"{names.model} {names.type}", category, names.tokens)
        size = size_class(entry, inches)
        if category == "switch":
            size = ports_class(entry, names.tokens)
        known = {s.id for s in entry.sizes}
        if not size and best is not None and best.family.category == category and best.family.size in known:
            size = best.family.size
        return inches, size

    def _model_name(self, tokens: tuple[str, ...], start: int) -> str:
        """Return the words from the family to its model number: what tells two models apart."""
        kept: list[str] = []
        for token in tokens[start : start + 6]:
            kept.append(token)
        return _title(tuple(t for t in kept if t not in ORDINARY))

    def _declared_key(self, model: DeclaredModel) -> tuple[str, tuple[str, ...]]:
        maker = self.facts.makers.get(normalise(model.manufacturer), model.manufacturer)
        tokens = tuple(normalise(model.model).split())
        inside, rest = self._leading_maker(tokens)
        return maker, _model_words(rest if inside == maker else tokens)


def _model_words(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words that must all agree for two names to be one model."""
    return tuple(t for t in tokens if t not in ORDINARY)


def _group(catalogue: Catalogue, category: str) -> str:
    entry = catalogue.categories.get(category)
    return "" if entry is None else entry.group


def _title(words: tuple[str, ...]) -> str:
    return " ".join(w.upper() if any(c.isdigit() for c in w) or len(w) <= 2 else w.capitalize() for w in words)


def aliased(aliases: Mapping[tuple[str, str, str], tuple[str, str, str]], found: Recognition) -> Recognition | None:
    """Return the recognition that the user's own alias gives to a name, if there is one."""
    key = (normalise(found.type), normalise(found.manufacturer), normalise(found.model))
    alias = aliases.get(key)
    if alias is None:
        return None
    category, size, matched = alias
    return Recognition(
        found.type,
        found.manufacturer,
        found.model,
        category,
        size or found.size,
        found.screen_inches,
        found.maker,
        matched,
        "",
        1.0,
        (),
    )
