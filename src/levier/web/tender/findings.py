"""What was found about a tender, whether in its documents or in what is kept of it: as pages and downloads show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from levier.estate.reading.texts import text_from_json, text_to_json
from levier.report.tender_check import where
from levier.tender.finding import Finding, Passage, Verdict
from levier.tender.grouping import Group, Sorted, group, sort
from levier.tender.law.facts import Law, load_law
from levier.tender.library.loading import load_library
from levier.tender.library.model import Library
from levier.tender.library.rendering import write
from levier.web.house.bridge import facts
from levier.web.house.words import language, told
from levier.web.tender.models import Dismissal
from levier.wording.text import Text, say

MOST_PLACES = 5
"""Places of one finding on its page; the downloads hold them all."""
Json = dict[str, Any]


@cache
def law() -> Law:
    """Return the law and the words that its rules look for, read once a process."""
    return load_law()


@cache
def library() -> Library:
    """Return the library of criteria and clauses, read once a process."""
    return load_library(facts())


def clauses_of(findings: Iterable[Finding]) -> Json:
    """Return the clauses that findings name, as the library writes them today, by id."""
    named = sorted({f.clause for f in findings if f.clause})
    return {id_: clause for id_ in named if (clause := _clause_json(id_))}


def _clause_json(id_: str) -> Json | None:
    criterion = library().criteria.get(id_)
    if criterion is None:
        return None
    written = write(criterion)
    return {
        "reference": criterion.reference,
        "title": text_to_json(criterion.title),
        "document": criterion.document.value.upper(),
        "text": text_to_json(written.clause or criterion.summary),
        "complete": written.clause is not None,
        "to_choose": [text_to_json(v.label) for v in criterion.variables if v.id in written.to_choose],
    }


@dataclass(frozen=True)
class Clause:
    """A clause to paste, as the library wrote it on the day of the check. `complete`: its text, else what it asks."""

    id: str
    reference: str
    title: Text
    document: str
    text: Text
    complete: bool


@dataclass(frozen=True)
class ShownSaying:
    """A reason with the first of its places, and how many more there are."""

    reason: Text
    advice: Text | None
    places: list[tuple[Text, str]]
    more: int


@dataclass(frozen=True)
class Mend:
    """The page on which something is mended: the name of its view, and what the link to it says."""

    view: str
    label: Text


@dataclass(frozen=True)
class Shown:
    """A finding as the page shows it."""

    group: Group
    clause: Clause | None
    dismissal: Dismissal | None = None
    mend: Mend | None = None
    puttable: bool = False
    """Whether its clause can be put into the tender."""

    @property
    def title(self) -> str:
        """Return what the rule is about."""
        return told(self.group.main.title) if self.group.main.title else self.group.main.rule

    @property
    def lot(self) -> str | None:
        """Return the lot that it is about, where it is about one."""
        return self.group.main.lot

    @property
    def sayings(self) -> list[ShownSaying]:
        """Return the reasons with their places."""
        return [
            ShownSaying(
                one.reason,
                one.advice,
                [(where(place), place.quote or "") for place in one.places[:MOST_PLACES]],
                max(0, len(one.places) - MOST_PLACES),
            )
            for one in self.group.sayings
        ]

    @property
    def reference(self) -> str:
        """Return where the law says so."""
        return self.group.main.reference or self.group.main.rule

    @property
    def to_verify(self) -> bool:
        """Tell whether the rule was not read at its source."""
        return self.group.main.status == "to_verify"

    @property
    def own(self) -> bool:
        """Tell whether the rule is Levier's own advice and no law."""
        return self.group.main.status == "own_judgement"


@dataclass(frozen=True)
class Answer:
    """What was found, as its page shows it."""

    sorted: Sorted
    missing: list[Shown]
    weak: list[Shown]
    unjudged: list[Shown]
    met: list[Shown]
    aside: list[Shown]
    dismissed: list[Shown]

    @property
    def sentence(self) -> str:
        """Return the answer in one sentence."""
        return self.sorted.answer(language())

    @property
    def rest(self) -> str:
        """Return what follows it, paler."""
        return self.sorted.rest(language(), len(self.dismissed))

    @property
    def read(self) -> list[tuple[str, Text]]:
        """Return the documents that were read, and what each was taken for."""
        pieces = (one for group in self.sorted.read for one in group.findings)
        return [(piece.place.document if piece.place else "", piece.reason) for piece in pieces]


def answer(findings: Sequence[Finding], clauses: Json, dismissals: Sequence[Dismissal] = ()) -> Answer:
    """Return what a page shows of findings."""
    groups = group(findings)
    waived = {d.number: d for d in dismissals}
    kept = sort(g for g in groups if g.number not in waived)

    def shown(some: Sequence[Group]) -> list[Shown]:
        return [Shown(g, clause_of(g, clauses), waived.get(g.number)) for g in some]

    return Answer(
        sorted=kept,
        missing=shown(kept.missing),
        weak=shown(kept.weak),
        unjudged=shown(kept.unjudged),
        met=shown(kept.met),
        aside=shown(kept.aside),
        dismissed=shown([g for g in groups if g.number in waived]),
    )


def clause_of(found: Group, clauses: Json) -> Clause | None:
    """Return the clause that a finding names."""
    id_ = next((f.clause for f in (*found.findings, *found.repeats) if f.clause), None)
    data: Mapping[str, Any] | None = clauses.get(id_) if id_ else None
    if id_ is None or data is None:
        return None
    title, text = text_from_json(data["title"]), text_from_json(data["text"])
    return Clause(id_, data["reference"], title, data["document"], text, data["complete"]) if title and text else None


# To download


def rows(
    findings: Sequence[Finding], clauses: Json, dismissals: Sequence[Dismissal] = ()
) -> tuple[list[str], list[list[str]]]:
    """Return the findings as a table: its columns and its rows, one a finding and place."""
    reasons = reasons_of(findings, dismissals)
    columns = [
        say("Verdict"),
        say("Rule"),
        say("What it is about"),
        say("Reason"),
        say("What to do"),
        say("Document"),
        say("Heading"),
        say("Page"),
        say("Paragraph"),
        say("Words"),
        say("Clause to paste"),
        say("Text of the clause"),
        say("Source"),
        say("Checked on"),
        say("To confirm"),
        say("Dismissed because"),
    ]
    found = [[*_cells(one, clauses), reasons.get(number, "")] for number, one in enumerate(findings)]
    return [told(column) for column in columns], found


def _cells(one: Finding, clauses: Json) -> list[str]:
    lang, place = language(), one.place or Passage("")
    clause = clauses.get(one.clause or "")
    text = text_from_json(clause["text"]) if clause else None
    return [
        told(VERDICTS[one.verdict]),
        one.rule,
        one.title.in_(lang) if one.title else "",
        one.reason.in_(lang),
        one.advice.in_(lang) if one.advice else "",
        place.document,
        place.heading or "",
        "" if place.page is None else str(place.page),
        "" if place.paragraph is None else str(place.paragraph),
        place.quote or "",
        clause["reference"] if clause else "",
        text.in_(lang) if text else "",
        one.source,
        one.checked_on.isoformat(),
        one.note.in_(lang) if one.note else "",
    ]


VERDICTS: Mapping[Verdict, Text] = {
    Verdict.NOT_MET: say("missing or wrong"),
    Verdict.TO_JUSTIFY: say("weak or to be justified"),
    Verdict.NOT_JUDGED: say("not judged"),
    Verdict.MET: say("met"),
    Verdict.NOT_APPLICABLE: say("not applicable"),
}


def reasons_of(findings: Sequence[Finding], dismissals: Sequence[Dismissal]) -> dict[int, str]:
    """Return number of a finding -> why it was dismissed; all findings of a group are dismissed together."""
    waived = {d.number: d.reason for d in dismissals}
    numbers = {id(one): number for number, one in enumerate(findings)}
    return {
        numbers[id(one)]: waived[g.number]
        for g in group(findings)
        if g.number in waived
        for one in (*g.findings, *g.repeats)
    }


def document(findings: Sequence[Finding], clauses: Json, dismissals: Sequence[Dismissal] = ()) -> Json:
    """Return the findings for machines, in the words of `levier tender check`, and the clauses that they name."""
    reasons = reasons_of(findings, dismissals)
    return {
        "findings": [
            one.as_json(language()) | {"dismissed": reasons.get(number)} for number, one in enumerate(findings)
        ],
        "clauses": {
            id_: {"reference": c["reference"], "document": c["document"], "text": text.in_(language())}
            for id_, c in clauses.items()
            if (text := text_from_json(c["text"]))
        },
    }
