"""What the declaration knows of the world: official fields and labels, words, targets, due date, all of them facts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from levier.catalogue.guards import Guards, HasId
from levier.catalogue.model import Catalogue
from levier.catalogue.rows import Row, read_csv
from levier.estate.reading.words import plain, plain_header
from levier.tender.library.loading import procurement_folder
from levier.tender.provenance import COLUMNS, Origin, origin
from levier.wording.errors import BadFact, Place
from levier.wording.text import Text, label, say

SCHEMA = "licence-ouverte-2.0/schema.json"
USES = frozenset({"category", "service", "rent", "reuse", "gift", "recycled", "new", "negation"})
STRENGTHS = frozenset({"strong", "weak"})
FILE_COLUMNS = frozenset(
    {"description", "amount_excl_vat", "amount", "amount_incl_vat", "unit_price_excl_vat", "quantity", "date"}
    | {"supplier", "condition", "cpv", "category", "recycled"}
)
Entry = TypeVar("Entry", bound=HasId)


@dataclass(frozen=True)
class Category:
    """One of the official labels, exactly as the declaration writes it."""

    id: str
    official: str
    label: Text
    origin: Origin


@dataclass(frozen=True)
class Word:
    """Words in a row that tell something of a purchase; a star stands for the rest of a word."""

    id: str
    tokens: tuple[str, ...]
    use: str
    category: str
    strong: bool
    origin: Origin


@dataclass(frozen=True)
class HeaderWord:
    """A name that people give to a column; rank 1 is the surest."""

    id: str
    column: str
    name: str
    rank: int
    origin: Origin


@dataclass(frozen=True)
class Target:
    """The least shares of a year and after; None where the share is not known, which is never zero."""

    id: str
    category: str
    from_year: int
    reuse_share: float | None
    recycled_share: float | None
    column_confirmed: bool
    origin: Origin


@dataclass(frozen=True)
class GiftValue:
    """The flat value at which a gift counts, of goods that `word` names."""

    id: str
    category: str
    word: tuple[str, ...]
    most_years: int
    value_eur: float
    origin: Origin


@dataclass(frozen=True)
class CpvHint:
    """A code of the common vocabulary that hints at a category."""

    id: str
    cpv: str
    category: str
    origin: Origin


@dataclass(frozen=True)
class Due:
    """The day of the next year by which a year is declared."""

    id: str
    month: int
    day: int
    sent_to: str
    """The platform on which it is published."""
    form: str
    """Address of the form that takes the file."""
    origin: Origin


class Lookup:
    """Finds the words that a token may begin, in the order of the facts, without trying them all."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._exact: dict[str, list[tuple[int, Word]]] = {}
        self._begun: dict[str, list[tuple[int, Word]]] = {}
        for order, word in enumerate(words):
            first = word.tokens[0]
            found, key = (self._begun, first[:-1]) if first.endswith("*") else (self._exact, first)
            found.setdefault(key, []).append((order, word))
        self._lengths = sorted({len(key) for key in self._begun})

    def beginning(self, token: str) -> list[Word]:
        """Return the words whose first token this one is."""
        found = list(self._exact.get(token, ()))
        for length in self._lengths:
            found += self._begun.get(token[:length], ()) if length <= len(token) else ()
        return [word for _, word in sorted(found, key=lambda pair: pair[0])]


@dataclass(frozen=True)
class AgecFacts:
    """All facts of the declaration; `fields` are those of the official schema, in its order."""

    fields: tuple[str, ...]
    required: frozenset[str]
    categories: Mapping[str, Category]
    words: tuple[Word, ...]
    lookup: Lookup
    headers: Mapping[str, HeaderWord]
    targets: tuple[Target, ...]
    gifts: tuple[GiftValue, ...]
    cpv: tuple[CpvHint, ...]
    due: Due
    facts_by_file: Mapping[str, int]

    def due_on(self, year: int) -> date:
        """Return the last day to declare a year."""
        return date(year + 1, self.due.month, self.due.day)

    def target(self, category: str, year: int) -> Target | None:
        """Return the target that holds for a year, None where none is known."""
        mine = [t for t in self.targets if t.category == category and t.from_year <= year]
        return max(mine, key=lambda t: t.from_year, default=None)

    def by_official(self, text: str) -> Category | None:
        """Return the category of an official label, or of its id, whatever the case and accents."""
        wanted = plain(text)
        return next((c for c in self.categories.values() if wanted in (plain(c.official), plain(c.id))), None)


def load_agec(catalogue: Catalogue, folder: Path | None = None) -> AgecFacts:
    """Read and check the facts of the declaration; raises `BadFact` at the first thing that breaks their layout."""
    reading = _Reading(catalogue, (folder or procurement_folder()) / "agec")
    fields, required, labels = reading.schema()
    categories = {c.id: c for c in reading.categories(labels)}
    words = reading.words(categories)
    return AgecFacts(
        fields=fields,
        required=required,
        categories=categories,
        words=tuple(words),
        lookup=Lookup(words),
        headers={h.name: h for h in sorted(reading.headers(), key=lambda h: -h.rank)},
        targets=tuple(reading.targets(categories)),
        gifts=tuple(reading.gifts(categories)),
        cpv=tuple(reading.cpv(categories)),
        due=reading.due()[0],
        facts_by_file=reading.counts,
    )


class _Reading:
    def __init__(self, catalogue: Catalogue, root: Path) -> None:
        self.sources, self.root = catalogue.sources, root
        self.guards = Guards()
        self.counts: dict[str, int] = {}

    def schema(self) -> tuple[tuple[str, ...], frozenset[str], frozenset[str]]:
        """Return the fields of the official schema, those required, and the labels of categories."""
        shown = f"procurement/agec/{SCHEMA}"
        try:
            fields = json.loads((self.root / SCHEMA).read_text(encoding="utf-8"))["fields"]
            required = frozenset(f["name"] for f in fields if f["constraints"]["required"])
            (labels,) = (f["constraints"]["enum"] for f in fields if "enum" in f["constraints"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BadFact(
                say("The official schema cannot be read."), place=Place(file=shown), found=str(error)
            ) from error
        return tuple(f["name"] for f in fields), required, frozenset(labels)

    def read(self, name: str, columns: tuple[str, ...], entry: Callable[[Row], Entry]) -> list[Entry]:
        shown = f"procurement/agec/{name}"
        found = []
        for row in read_csv(self.root / name, shown, (*columns, *COLUMNS)):
            fact = entry(row)
            self.guards.fact(fact, row, kind=name)
            self.counts[shown] = self.counts.get(shown, 0) + 1
            found.append(fact)
        return found

    def categories(self, labels: frozenset[str]) -> list[Category]:
        return self.read(
            "categories.csv",
            ("id", "label", "label_en"),
            lambda r: Category(
                r.text("id"),
                r.among("label", labels),
                label(r.text("label"), r.text("label_en")),
                origin(r, self.sources),
            ),
        )

    def words(self, categories: Mapping[str, Category]) -> list[Word]:
        known = frozenset({"", *categories})
        return self.read(
            "words.csv",
            ("id", "pattern", "use", "category", "strength"),
            lambda r: Word(
                r.text("id"),
                _tokens(r, "pattern"),
                r.among("use", USES),
                r.among("category", known),
                r.among("strength", STRENGTHS) == "strong",
                origin(r, self.sources),
            ),
        )

    def headers(self) -> list[HeaderWord]:
        return self.read(
            "headers.csv",
            ("id", "column", "header", "rank"),
            lambda r: HeaderWord(
                r.text("id"),
                r.among("column", FILE_COLUMNS),
                plain_header(r.text("header")),
                int(r.positive("rank")),
                origin(r, self.sources),
            ),
        )

    def targets(self, categories: Mapping[str, Category]) -> list[Target]:
        return self.read(
            "targets.csv",
            ("id", "category", "from_year", "reuse_share", "recycled_share", "column_confirmed"),
            lambda r: Target(
                r.text("id"),
                r.among("category", categories),
                int(r.positive("from_year")),
                r.optional_number("reuse_share"),
                r.optional_number("recycled_share"),
                r.flag("column_confirmed"),
                origin(r, self.sources),
            ),
        )

    def gifts(self, categories: Mapping[str, Category]) -> list[GiftValue]:
        return self.read(
            "gift_values.csv",
            ("id", "category", "pattern", "most_years", "value_eur"),
            lambda r: GiftValue(
                r.text("id"),
                r.among("category", categories),
                _tokens(r, "pattern"),
                int(r.positive("most_years")),
                r.positive("value_eur"),
                origin(r, self.sources),
            ),
        )

    def cpv(self, categories: Mapping[str, Category]) -> list[CpvHint]:
        return self.read(
            "cpv.csv",
            ("id", "cpv", "category"),
            lambda r: CpvHint(r.text("id"), r.text("cpv"), r.among("category", categories), origin(r, self.sources)),
        )

    def due(self) -> list[Due]:
        return self.read(
            "due.csv",
            ("id", "month", "day", "sent_to", "form"),
            lambda r: Due(
                r.text("id"),
                int(r.positive("month")),
                int(r.positive("day")),
                r.text("sent_to"),
                r.text("form"),
                origin(r, self.sources),
            ),
        )


def _tokens(row: Row, column: str) -> tuple[str, ...]:
    """Return the words of a pattern as descriptions are compared; a star at the end of a word stays."""
    found = tuple(plain(word.rstrip("*")) + ("*" if word.endswith("*") else "") for word in row.text(column).split())
    if not all(word.strip("*") for word in found):
        raise row.refuse(
            say("A pattern has no word."),
            column,
            found=row.text(column),
            mend=say("Write the words that are looked for."),
        )
    return found


def all_origins(facts: AgecFacts) -> Iterable[tuple[str, Origin]]:
    """Yield the id and origin of every fact."""
    for group in (facts.categories.values(), facts.words, facts.headers.values(), facts.targets, facts.gifts):
        yield from ((fact.id, fact.origin) for fact in group)
    yield from ((hint.id, hint.origin) for hint in facts.cpv)
    yield facts.due.id, facts.due.origin
