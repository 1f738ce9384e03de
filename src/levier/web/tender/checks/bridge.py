"""Where checks become dossiers and findings of the library, and back."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from django.conf import settings

from levier.estate.reading.texts import error_to_json, text_from_json, text_to_json
from levier.report.pdf import print_story
from levier.report.tender_check import Dismissed, tell_check, where
from levier.tender.dossier.judging import judge
from levier.tender.dossier.model import DossierLimits
from levier.tender.dossier.process import read_dossier
from levier.tender.dossier.wording import BUYERS
from levier.tender.finding import Finding, Passage, Verdict
from levier.tender.grouping import Group, Sorted, group, sort
from levier.tender.law.facts import Law, load_law
from levier.tender.library.loading import load_library
from levier.tender.library.model import Library
from levier.tender.library.rendering import write
from levier.tender.model import BuyerKind
from levier.web.house.bridge import facts
from levier.web.house.files import local
from levier.web.house.words import language, told
from levier.web.jobs.handlers import Progress
from levier.web.tender.models import Dismissal, TenderCheck
from levier.wording.errors import LevierError
from levier.wording.text import Text, say

MOST_PLACES = 5
"""Places of one finding on its page; the downloads hold them all."""
EXAMPLE = "example.zip"
LONGEST_NAME, LONGEST_SUFFIX = 120, 12
Json = dict[str, Any]


def reading_limits() -> DossierLimits:
    """Return the limits of reading documents that were dropped: settings of whoever runs the site."""
    return DossierLimits(
        memory_mb=settings.READING_MEMORY_MB, seconds=settings.READING_SECONDS, file_mb=settings.MOST_UPLOAD_MB
    )


@cache
def law() -> Law:
    """Return the law and the words that its rules look for, read once a process."""
    return load_law()


@cache
def library() -> Library:
    """Return the library of criteria and clauses, read once a process."""
    return load_library(facts())


def file_name(content: str) -> str:
    """Return the name under which a document is kept."""
    return f"tenders/{content}"


def example() -> bytes:
    """Return the tender file of an invented town, as an archive."""
    return (resources.files("levier.web.tender") / EXAMPLE).read_bytes()


def safe_name(name: str) -> str:
    """Return a name that a folder takes, its ending kept."""
    name = Path("".join(c for c in name if c.isprintable())).name or "document"
    suffix = Path(name).suffix if len(Path(name).suffix) <= LONGEST_SUFFIX else ""
    stem = name.removesuffix(suffix) if suffix else name
    return stem.encode(errors="ignore")[:LONGEST_NAME].decode(errors="ignore") + suffix


@dataclass(frozen=True)
class Judged:
    """What came of a check: findings and the clauses that they name as JSON, or why nothing could be read."""

    findings: list[Json]
    clauses: Json
    error: Json | None = None


def read_and_judge(check: TenderCheck, progress: Progress) -> Judged:
    """Read the documents of a check in a confined process, and judge them."""
    progress(say("Reading the documents…"), 0.1)
    with tempfile.TemporaryDirectory(prefix="levier-") as name:
        paths = []
        for number, file in enumerate(check.files):
            path = Path(name) / str(number) / safe_name(file["name"])
            path.parent.mkdir()
            path.symlink_to(local(file_name(file["content"])))
            paths.append(path)
        try:
            dossier = read_dossier(paths, law().lexicon, reading_limits())
        except LevierError as error:
            return Judged([], {}, error_to_json(error))
    progress(say("Comparing them with the rules…"), 0.6)
    findings = judge(dossier, law(), check.on, BuyerKind(check.buyer) if check.buyer else None)
    named = sorted({f.clause for f in findings if f.clause})
    return Judged([_finding_json(f) for f in findings], {id_: c for id_ in named if (c := _clause_json(id_))})


def _finding_json(found: Finding) -> Json:
    return {
        "rule": found.rule,
        "verdict": found.verdict.value,
        "reason": text_to_json(found.reason),
        "source": found.source,
        "checked_on": found.checked_on.isoformat(),
        "title": text_to_json(found.title),
        "reference": found.reference,
        "status": found.status,
        "note": text_to_json(found.note),
        "advice": text_to_json(found.advice),
        "place": found.place.as_json() if found.place else None,
        "clause": found.clause,
        "lot": found.lot,
        "told_by": found.told_by,
    }


def _finding(data: Json) -> Finding:
    reason = text_from_json(data["reason"])
    assert reason is not None
    return Finding(
        rule=data["rule"],
        verdict=Verdict(data["verdict"]),
        reason=reason,
        source=data["source"],
        checked_on=date.fromisoformat(data["checked_on"]),
        title=text_from_json(data["title"]),
        reference=data["reference"],
        status=data["status"],
        note=text_from_json(data["note"]),
        advice=text_from_json(data["advice"]),
        place=Passage(**data["place"]) if data["place"] else None,
        clause=data["clause"],
        lot=data["lot"],
        told_by=data["told_by"],
    )


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


def findings_of(check: TenderCheck) -> list[Finding]:
    """Return the findings of a check, as they were told."""
    return [_finding(data) for data in check.findings]


@dataclass(frozen=True)
class Clause:
    """A clause to paste, as the library wrote it on the day of the check. `complete`: its text, else what it asks."""

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
class Shown:
    """A finding as the page shows it."""

    group: Group
    clause: Clause | None
    dismissal: Dismissal | None = None

    @property
    def title(self) -> str:
        """Return what the rule is about."""
        return told(self.group.main.title) if self.group.main.title else self.group.main.rule

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
    """A check as its page shows it."""

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


def answer(check: TenderCheck, dismissals: Sequence[Dismissal]) -> Answer:
    """Return what a page shows of a check."""
    groups = group(findings_of(check))
    waived = {d.number: d for d in dismissals}
    kept = sort(g for g in groups if g.number not in waived)

    def shown(some: Sequence[Group]) -> list[Shown]:
        return [Shown(g, _clause(check, g), waived.get(g.number)) for g in some]

    return Answer(
        sorted=kept,
        missing=shown(kept.missing),
        weak=shown(kept.weak),
        unjudged=shown(kept.unjudged),
        met=shown(kept.met),
        aside=shown(kept.aside),
        dismissed=shown([g for g in groups if g.number in waived]),
    )


DISMISSABLE = frozenset({Verdict.NOT_MET, Verdict.TO_JUSTIFY})


def dismissable(check: TenderCheck, number: int) -> Shown | None:
    """Return the finding of that number, None where it is no alarm."""
    found = next((g for g in group(findings_of(check)) if g.number == number), None)
    return Shown(found, _clause(check, found)) if found and found.verdict in DISMISSABLE else None


def _clause(check: TenderCheck, found: Group) -> Clause | None:
    id_ = next((f.clause for f in (*found.findings, *found.repeats) if f.clause), None)
    data: Mapping[str, Any] | None = check.clauses.get(id_) if id_ else None
    if data is None:
        return None
    title, text = text_from_json(data["title"]), text_from_json(data["text"])
    return Clause(data["reference"], title, data["document"], text, data["complete"]) if title and text else None


def buyer_told(check: TenderCheck) -> Text | None:
    """Return the kind of buyer that was told, None where it was left to the documents."""
    return BUYERS[BuyerKind(check.buyer)] if check.buyer else None


# To download


def rows(check: TenderCheck, dismissals: Sequence[Dismissal]) -> tuple[list[str], list[list[str]]]:
    """Return the findings as a table: its columns and its rows, one a finding and place."""
    lang, reasons = language(), _reasons(check, dismissals)
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
    found = []
    for number, one in enumerate(findings_of(check)):
        place = one.place or Passage("")
        clause = check.clauses.get(one.clause or "")
        text = text_from_json(clause["text"]) if clause else None
        cells = [
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
            reasons.get(number, ""),
        ]
        found.append(cells)
    return [told(column) for column in columns], found


VERDICTS: Mapping[Verdict, Text] = {
    Verdict.NOT_MET: say("missing or wrong"),
    Verdict.TO_JUSTIFY: say("weak or to be justified"),
    Verdict.NOT_JUDGED: say("not judged"),
    Verdict.MET: say("met"),
    Verdict.NOT_APPLICABLE: say("not applicable"),
}


def _reasons(check: TenderCheck, dismissals: Sequence[Dismissal]) -> dict[int, str]:
    """Return number of a finding -> why it was dismissed; all findings of a group are dismissed together."""
    waived = {d.number: d.reason for d in dismissals}
    findings = findings_of(check)
    numbers = {id(one): number for number, one in enumerate(findings)}
    return {
        numbers[id(one)]: waived[g.number]
        for g in group(findings)
        if g.number in waived
        for one in (*g.findings, *g.repeats)
    }


def document(check: TenderCheck, dismissals: Sequence[Dismissal]) -> Json:
    """Return the findings for machines, in the words of `levier tender check` and with what was dismissed."""
    reasons = _reasons(check, dismissals)
    return {
        "label": check.label,
        "buyer": check.buyer or None,
        "on": check.on.isoformat(),
        "on_told": check.on_told,
        "files": [{"name": f["name"], "sha256": f["content"], "size": f["size"]} for f in check.files],
        "findings": [
            one.as_json(language()) | {"dismissed": reasons.get(number)}
            for number, one in enumerate(findings_of(check))
        ],
        "clauses": {
            id_: {"reference": c["reference"], "document": c["document"], "text": text.in_(language())}
            for id_, c in check.clauses.items()
            if (text := text_from_json(c["text"]))
        },
    }


def note(check: TenderCheck, dismissals: Sequence[Dismissal]) -> bytes:
    """Return the note for the file, as a PDF dated like the check."""
    found = answer(check, dismissals)
    waived = [Dismissed(one.group, one.dismissal.reason) for one in found.dismissed if one.dismissal]
    names = [name for name, _ in found.read] or [file["name"] for file in check.files]
    return print_story(tell_check(check.label, found.sorted, waived, names, check.on, language()), check.on)
