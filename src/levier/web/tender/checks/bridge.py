"""Where checks become dossiers and findings of the library, and back."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path

from django.conf import settings

from levier.estate.reading.texts import error_to_json, text_from_json, text_to_json
from levier.report.pdf import print_story
from levier.report.tender_check import Dismissed, tell_check
from levier.tender.dossier.judging import judge
from levier.tender.dossier.model import DossierLimits
from levier.tender.dossier.process import read_dossier
from levier.tender.dossier.wording import BUYERS
from levier.tender.finding import Finding, Passage, Verdict
from levier.tender.grouping import group
from levier.tender.model import BuyerKind
from levier.web.house.files import local
from levier.web.house.words import language
from levier.web.jobs.handlers import Progress
from levier.web.tender import findings
from levier.web.tender.findings import Answer, Json, Shown, clauses_of, law
from levier.web.tender.models import Dismissal, TenderCheck
from levier.wording.errors import LevierError
from levier.wording.text import Text, say

EXAMPLE = "example.zip"
LONGEST_NAME, LONGEST_SUFFIX = 120, 12


def reading_limits() -> DossierLimits:
    """Return the limits of reading documents that were dropped: settings of whoever runs the site."""
    return DossierLimits(
        memory_mb=settings.READING_MEMORY_MB, seconds=settings.READING_SECONDS, file_mb=settings.MOST_UPLOAD_MB
    )


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
    found = judge(dossier, law(), check.on, BuyerKind(check.buyer) if check.buyer else None)
    return Judged([_finding_json(f) for f in found], clauses_of(found))


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


def findings_of(check: TenderCheck) -> list[Finding]:
    """Return the findings of a check, as they were told."""
    return [_finding(data) for data in check.findings]


def answer(check: TenderCheck, dismissals: Sequence[Dismissal]) -> Answer:
    """Return what a page shows of a check."""
    return findings.answer(findings_of(check), check.clauses, dismissals)


DISMISSABLE = frozenset({Verdict.NOT_MET, Verdict.TO_JUSTIFY})


def dismissable(check: TenderCheck, number: int) -> Shown | None:
    """Return the finding of that number, None where it is no alarm."""
    found = next((g for g in group(findings_of(check)) if g.number == number), None)
    return Shown(found, findings.clause_of(found, check.clauses)) if found and found.verdict in DISMISSABLE else None


def buyer_told(check: TenderCheck) -> Text | None:
    """Return the kind of buyer that was told, None where it was left to the documents."""
    return BUYERS[BuyerKind(check.buyer)] if check.buyer else None


# To download


def rows(check: TenderCheck, dismissals: Sequence[Dismissal]) -> tuple[list[str], list[list[str]]]:
    """Return the findings as a table: its columns and its rows, one a finding and place."""
    return findings.rows(findings_of(check), check.clauses, dismissals)


def document(check: TenderCheck, dismissals: Sequence[Dismissal]) -> Json:
    """Return the findings for machines, in the words of `levier tender check` and with what was dismissed."""
    return {
        "label": check.label,
        "buyer": check.buyer or None,
        "on": check.on.isoformat(),
        "on_told": check.on_told,
        "files": [{"name": f["name"], "sha256": f["content"], "size": f["size"]} for f in check.files],
        **findings.document(findings_of(check), check.clauses, dismissals),
    }


def note(check: TenderCheck, dismissals: Sequence[Dismissal]) -> bytes:
    """Return the note for the file, as a PDF dated like the check."""
    found = answer(check, dismissals)
    waived = [Dismissed(one.group, one.dismissal.reason) for one in found.dismissed if one.dismissal]
    names = [name for name, _ in found.read] or [file["name"] for file in check.files]
    return print_story(tell_check(check.label, found.sorted, waived, names, check.on, language()), check.on)
