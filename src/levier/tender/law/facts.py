"""Reads the rules, thresholds and words of procurement, and refuses what breaks their layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from levier.catalogue.guards import Guards
from levier.catalogue.loading import load, shipped_folder
from levier.catalogue.model import Source
from levier.catalogue.rows import Row, read_csv, read_yaml_list
from levier.tender.model import BuyerKind, Nature
from levier.tender.provenance import COLUMNS, Origin, origin
from levier.tender.words import Lexicon, Word
from levier.wording.text import Text, label, say

FOLDER = "procurement"
STAGES = frozenset({"publication", "drafting", "bids", "scoring", "contract", "estate", "plan", "watch"})
"""When a rule is looked at: `publication` and `drafting` are checked on a tender, the others are told elsewhere."""
BUYERS = frozenset({"central", "other", "entity"})
RULES = ("id", "reference", "stage", "binds", "confirm", "title", "demand", *COLUMNS)
THRESHOLDS = ("id", "key", "value", "unit", "buyers", "natures", "until", *COLUMNS)
WORDS = ("id", "use", "lang", "pattern", *COLUMNS)
QUESTIONS = ("id", "label_fr", "label_en", *COLUMNS)


@dataclass(frozen=True)
class Rule:
    """A rule: what it demands, of whom (`binds`: all, public, private or kinds of buyer), from when, read where."""

    id: str
    reference: str
    stage: str
    binds: tuple[str, ...]
    confirm: bool
    title: Text
    demand: Text
    origin: Origin


@dataclass(frozen=True)
class Threshold:
    """A figure of the law in its time: `value` in `unit`, for kinds of buyers and natures of contract."""

    id: str
    key: str
    value: float
    unit: str
    buyers: frozenset[str]
    natures: frozenset[str]
    until: date | None
    origin: Origin

    def holds(self, on: date) -> bool:
        """Tell whether it holds on a day."""
        return self.origin.valid_from <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Question:
    """A question of sobriety."""

    id: str
    label: Text
    origin: Origin


@dataclass(frozen=True)
class Law:
    """All that the checks of a tender know of the world."""

    rules: Mapping[str, Rule]
    thresholds: Sequence[Threshold]
    lexicon: Lexicon
    questions: Sequence[Question]
    sources: Mapping[str, Source]
    rows: Mapping[str, int]
    """File -> number of facts read from it."""

    def threshold(self, key: str, on: date, buyer: str, nature: Nature) -> Threshold | None:
        """Return the figure that holds on a day, None where none is known."""
        found = [
            t for t in self.thresholds if t.key == key and t.holds(on) and buyer in t.buyers and nature in t.natures
        ]
        return max(found, key=lambda t: t.origin.valid_from, default=None)


def load_law(folder: Path | None = None, sources: Mapping[str, Source] | None = None) -> Law:
    """Read and check the facts of procurement law; raises `BadFact` at the first thing that breaks their layout."""
    root = (folder or shipped_folder()) / FOLDER
    reading = _Reading(root, sources if sources is not None else load(folder).sources)
    rules = reading.rules("law/rules.yaml")
    thresholds = reading.thresholds("law/thresholds.csv")
    words = reading.words("words/words.csv")
    questions = reading.questions("need/questions.csv")
    return Law(
        rules={rule.id: rule for rule in rules},
        thresholds=thresholds,
        lexicon=Lexicon(words),
        questions=questions,
        sources=reading.sources,
        rows=reading.rows,
    )


class _Reading:
    def __init__(self, root: Path, sources: Mapping[str, Source]) -> None:
        self.root, self.sources = root, sources
        self.rows: dict[str, int] = {}
        self.guards = Guards()

    def rules(self, name: str) -> list[Rule]:
        return [self._rule(row) for row in self._counted(name, list(self._yaml(name, RULES)))]

    def thresholds(self, name: str) -> list[Threshold]:
        return [self._threshold(row) for row in self._counted(name, list(self._csv(name, THRESHOLDS)))]

    def words(self, name: str) -> list[Word]:
        return [self._word(row) for row in self._counted(name, list(self._csv(name, WORDS)))]

    def questions(self, name: str) -> list[Question]:
        rows = self._counted(name, list(self._csv(name, QUESTIONS)))
        return [
            Question(r.text("id"), label(r.text("label_fr"), r.text("label_en")), origin(r, self.sources)) for r in rows
        ]

    def _yaml(self, name: str, keys: Sequence[str]) -> Sequence[Row]:
        return list(read_yaml_list(self.root / name, f"{FOLDER}/{name}", keys))

    def _csv(self, name: str, keys: Sequence[str]) -> Sequence[Row]:
        return list(read_csv(self.root / name, f"{FOLDER}/{name}", keys))

    def _counted(self, name: str, rows: list[Row]) -> list[Row]:
        for row in rows:
            self.guards.twice((name, row.text("id")), row)
        self.rows[f"{FOLDER}/{name}"] = len(rows)
        return rows

    def _rule(self, row: Row) -> Rule:
        binds = row.words("binds")
        known = {"all", "public", "private", *(k.value for k in BuyerKind)}
        for word in binds:
            if word not in known:
                raise row.unknown("binds", word, sorted(known))
        return Rule(
            id=row.text("id"),
            reference=row.text("reference"),
            stage=row.among("stage", STAGES),
            binds=binds,
            confirm=row.flag("confirm"),
            title=row.label("title"),
            demand=row.label("demand"),
            origin=origin(row, self.sources),
        )

    def _threshold(self, row: Row) -> Threshold:
        return Threshold(
            id=row.text("id"),
            key=row.text("key"),
            value=row.positive("value"),
            unit=row.text("unit"),
            buyers=self._among(row, "buyers", BUYERS),
            natures=self._among(row, "natures", frozenset(n.value for n in Nature)),
            until=row.day("until") if row.optional_text("until") else None,
            origin=origin(row, self.sources),
        )

    def _among(self, row: Row, column: str, known: frozenset[str]) -> frozenset[str]:
        words = frozenset(row.text(column).split(";"))
        if not words <= known:
            raise row.unknown(column, ", ".join(sorted(words - known)), sorted(known))
        return words

    def _word(self, row: Row) -> Word:
        origin(row, self.sources)
        pattern = row.text("pattern")
        if not pattern.strip("*~# "):
            raise row.refuse(
                say("A pattern has no word."),
                "pattern",
                expected=say("a phrase, with * ~ and # where they help"),
                found=pattern,
                mend=say("Write the phrase that is looked for."),
            )
        return Word(row.text("id"), row.text("use"), row.among("lang", frozenset({"fr", "en", "any"})), pattern)
