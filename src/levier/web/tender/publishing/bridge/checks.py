"""Where a stored tender is judged by the rules of law and of drafting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from levier.report.pdf import print_story
from levier.report.tender_check import tell_check
from levier.report.tender_documents.dossier import without_public_words
from levier.tender.finding import Finding
from levier.tender.law.case import Library as Ask
from levier.tender.law.checking import check_tender
from levier.tender.library.entry import entries
from levier.tender.library.model import Kind
from levier.web.house.words import language
from levier.web.tender import findings
from levier.web.tender.file.bridge import tender_of
from levier.web.tender.findings import Answer, Json, Mend, Shown, clauses_of, law, library
from levier.web.tender.models import Tender
from levier.wording.text import LANGUAGES, Text, label, say

NEED = Mend("tender:need", say("Mend this in the need"))
FRAME = Mend("tender:frame", say("Mend this in the frame"))
LOTS = Mend("tender:lots", say("Mend this in the value and the lots"))
CRITERIA = Mend("tender:criteria", say("Mend this in the criteria"))
CLAUSES = Mend("tender:clauses", say("Mend this in the clauses"))
CONDITIONS = Mend("tender:conditions", say("Mend this in the conditions"))
PLACES: Sequence[tuple[Mend, Sequence[str]]] = (
    (NEED, ("CCP-L2111-1", "NEED-SOBRIETY", "NEED-SOURCING", "AGEC-58", "AGEC-58-list")),
    (
        LOTS,
        (
            *("CCP-L2113-10", "CCP-L2113-12", "CCP-R2123-1", "CCP-R2121-6", "CCP-L2125-1", "CCP-R2162-4"),
            *("CCP-R2151-8", "TTC"),
        ),
    ),
    (
        CRITERIA,
        (
            *("CCP-L2152-7", "CCP-R2152-7", "CCP-R2152-9", "CCP-R2152-11", "CCP-R2152-12", "CCP-SUBSEQUENT"),
            *("DRAFT-WEIGHTS", "DRAFT-LADDER", "DRAFT-WEIGHT-10", "DRAFT-TWICE", "DRAFT-COMPANY", "DRAFT-LOCAL"),
        ),
    ),
    (
        CLAUSES,
        (
            *(
                "CCP-L2111-2",
                "CCP-L2112-2",
                "CCP-L2112-2-1",
                "CCP-R2111-6",
                "CCP-R2111-7",
                "CCP-R2111-9",
                "CCP-R2111-12",
            ),
            *("DRAFT-BRAND", "DRAFT-GENERATION", "DRAFT-EQUIVALENT", "DRAFT-LABEL", "DRAFT-SMALL", "DRAFT-EVIDENCE"),
            *("AGEC-55", "CSRD", "ECODES-MOB", "LABEL-MOB", "A11Y", "SREN", "DATAACT", "PRIVATE-ENV"),
        ),
    ),
    (
        CONDITIONS,
        (
            "CCP-R2142-7",
            "DRAFT-CONTRADICTION",
            "DRAFT-TARGET",
            "CCAG-TIC",
            "CCAG-DEROG",
            "CCAG-PENALTY",
            "DRAFT-UNBALANCED",
        ),
    ),
)
"""Where what a rule finds is mended; all others in the frame."""
MENDED: Mapping[str, Mend] = {rule: place for place, rules in PLACES for rule in rules}


@dataclass(frozen=True)
class Judged:
    """What was found in a stored tender; `on` is the day of its notice, today where it is not told."""

    label: str
    on: date
    on_told: bool
    findings: Sequence[Finding]
    taken: frozenset[str]
    """Ids of the clauses of the library that the tender holds."""
    public: bool
    """Whether public law binds the buyer: a private one is spared its words."""

    @cached_property
    def clauses(self) -> Json:
        """Return the clauses that the findings name."""
        return clauses_of(self.findings)

    @cached_property
    def answer(self) -> Answer:
        """Return what the page shows, each finding with where it is mended."""
        found = findings.answer(self.findings, self.clauses)
        return replace(
            found,
            missing=[self._led(one) for one in found.missing],
            weak=[self._led(one) for one in found.weak],
            unjudged=[self._led(one) for one in found.unjudged],
        )

    def _led(self, shown: Shown) -> Shown:
        clause = shown.clause
        fits = clause is not None and clause.complete and clause.id not in self.taken and puttable(clause.id)
        marks = clause is not None and clause.id in library().criteria and _marks(clause.id)
        mend = CRITERIA if marks else MENDED.get(shown.group.main.rule, FRAME)
        if clause is not None and not self.public:
            clause = replace(clause, document="", title=_private(clause.title), text=_private(clause.text))
        return replace(shown, mend=mend, puttable=fits, clause=clause)

    def rows(self) -> tuple[list[str], list[list[str]]]:
        """Return the findings as a table."""
        return findings.rows(self.findings, self.clauses)

    def document(self) -> Json:
        """Return the findings for machines."""
        told = {"label": self.label, "on": self.on.isoformat(), "on_told": self.on_told}
        return told | findings.document(self.findings, self.clauses)

    def note(self) -> bytes:
        """Return the note for the file, as a PDF dated like the notice."""
        return print_story(tell_check(self.label, self.answer.sorted, (), (), self.on, language()), self.on)


def judge(tender: Tender, today: date) -> Judged:
    """Judge a tender; raises `UnusableFile` where its document is none any more."""
    told = tender_of(tender.document)
    on = told.notice_on or today
    held = frozenset(clause.id for clause in told.clauses if clause.id)
    found = check_tender(told, law(), on, _ask())
    return Judged(tender.title, on, told.notice_on is not None, found, held, told.buyer.public)


def _private(text: Text) -> Text:
    """Write a text of the library without the words of public law, in both languages."""
    return label(*(without_public_words(text.in_(lang), lang) for lang in LANGUAGES))


def _ask() -> Ask:
    return entries(library())


def puttable(clause: str) -> bool:
    """Tell whether a clause of the library can stand among the clauses: it has a text, and marks no offer."""
    found = library().criteria.get(clause)
    return found is not None and found.clause is not None and not _marks(clause)


def _marks(criterion: str) -> bool:
    """Tell whether a criterion of the library marks offers: it stands among the award criteria."""
    return library().criteria[criterion].kind is Kind.AWARD_CRITERION


def put(clauses: Sequence[Json], clause: str) -> list[Json]:
    """Return the clauses of a document with one more of the library; the same where it stands there."""
    if any(one.get("id") == clause for one in clauses):
        return list(clauses)
    return [*clauses, {"id": clause, "version": library().criteria[clause].version}]
