"""What `levier catalogue` says of checks, overdue facts and imports, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from levier.catalogue.checking import CheckReport, Remark
from levier.catalogue.declared import ImportReport
from levier.catalogue.stale import StaleSource
from levier.report.plain import plain_table
from levier.wording.errors import LevierError, Place
from levier.wording.numbers import write_count, write_date
from levier.wording.text import Language, Text, say

MOST = 50
"""Problems and warnings printed in full; the others are counted."""

TABLES = {
    "impact": say("impact factors"),
    "lifetimes": say("years of service"),
    "energy": say("yearly electricity"),
    "mass": say("masses"),
    "intensity": say("carbon by mass or price"),
    "electricity": say("electricity mixes"),
    "models": say("models with their own footprint"),
}


def write_check(report: CheckReport, lang: Language) -> str:
    """Write the outcome of a check."""
    return "\n".join(_check(report, lang)) + "\n"


def _check(report: CheckReport, lang: Language) -> Iterator[str]:
    for error in report.problems[:MOST]:
        yield from _indented(error.in_(lang))
        yield ""
    yield from _more(len(report.problems), lang)
    for remark in report.warnings[:MOST]:
        yield from _indented(_remark(remark, lang))
        yield ""
    yield from _more(len(report.warnings), lang)
    rows = [[TABLES[n].in_(lang) if n in TABLES else n, write_count(c, lang)] for n, c in report.rows.items()]
    if rows:
        headers = [(say("File") if report.referential is None else say("Facts")).in_(lang), say("Rows").in_(lang)]
        yield from plain_table(headers, rows, right=(1,))
        yield ""
    if report.lacking and report.referential is not None:
        lacking = ", ".join(TABLES[name].in_(lang) for name in report.lacking)
        yield say("Not brought, taken from the other sources: {list}.", list=lacking).in_(lang)
    yield _verdict(report).in_(lang)


def _verdict(report: CheckReport) -> Text:
    if report.problems:
        return say(
            "This referential cannot be used yet. Problems: {n}; warnings: {warnings}.",
            n=len(report.problems),
            warnings=len(report.warnings),
        )
    facts = sum(report.rows.values())
    if report.referential is None:
        return say("The facts are sound. Facts: {n}; warnings: {warnings}.", n=facts, warnings=len(report.warnings))
    return say(
        "This referential can be used. Facts: {n}; warnings: {warnings}. levier baseline FILE --referential {folder}",
        n=facts,
        warnings=len(report.warnings),
        folder=report.folder,
    )


def _remark(remark: Remark, lang: Language) -> str:
    lines = [say("Warning: {text}", text=remark.text).in_(lang)]
    if remark.place is not None:
        lines.append(say("Where: {place}", place=remark.place.in_(lang)).in_(lang))
    if remark.meant:
        lines.append(say("Did you mean {name}?", name=remark.meant).in_(lang))
    return "\n".join(lines)


def _indented(text: str) -> Iterator[str]:
    first, *rest = text.splitlines()
    yield f"- {first}"
    yield from (f"  {line}" for line in rest)


def _more(total: int, lang: Language) -> Iterator[str]:
    if total > MOST:
        yield say("… and {n} more.", n=total - MOST).in_(lang)
        yield ""


def check_document(report: CheckReport) -> dict[str, Any]:
    """Return the outcome of a check as `levier.check/1`."""
    return {
        "schema": "levier.check/1",
        "folder": report.folder,
        "referential": report.referential.id if report.referential else None,
        "ok": report.ok,
        "rows": dict(report.rows),
        "lacking": list(report.lacking),
        "problems": [_problem(error) for error in report.problems],
        "warnings": [
            {"text": _both(r.text), **_place(r.place), **({"meant": r.meant} if r.meant else {})}
            for r in report.warnings
        ],
    }


def _problem(error: LevierError) -> dict[str, Any]:
    return {
        "text": _both(error.what),
        **_place(error.place),
        "expected": None if error.expected is None else _both(error.expected),
        "found": error.found,
        "mend": None if error.mend is None else _both(error.mend),
    }


def _place(place: Place | None) -> dict[str, Any]:
    return (
        {"file": None, "line": None, "column": None}
        if place is None
        else {
            "file": place.file,
            "line": place.line,
            "column": place.column,
        }
    )


def _both(text: Text) -> dict[str, str]:
    return {"fr": text.in_("fr"), "en": text.in_("en")}


def write_stale(found: Sequence[StaleSource], on: date, lang: Language) -> str:
    """Write which sources are overdue on a day."""
    day = write_date(on, lang)
    if not found:
        return say("No fact is past its review date on {day}.", day=day).in_(lang) + "\n"
    facts = sum(len(s.facts) for s in found)
    headers = [say("Source"), say("Title"), say("Facts"), say("Checked on"), say("Review by"), say("Where to look")]
    rows = [
        [
            s.source,
            f"{s.publisher}, {s.title}".removeprefix(", "),
            write_count(len(s.facts), lang),
            s.checked_on.isoformat(),
            s.due.isoformat(),
            s.url,
        ]
        for s in found
    ]
    heading = say(
        "Past their review date on {day}: facts {n}, sources {sources}.", n=facts, sources=len(found), day=day
    )
    return "\n".join([heading.in_(lang), "", *plain_table([h.in_(lang) for h in headers], rows, right=(2,))]) + "\n"


def stale_document(found: Sequence[StaleSource], on: date) -> dict[str, Any]:
    """Return overdue sources as `levier.stale/1`."""
    return {
        "schema": "levier.stale/1",
        "on": on.isoformat(),
        "sources": [
            {
                "id": s.source,
                "title": s.title,
                "url": s.url,
                "review_by": s.due.isoformat(),
                "checked_on": s.checked_on.isoformat(),
                "facts": list(s.facts),
            }
            for s in found
        ],
    }


def write_import(report: ImportReport, target: str, lang: Language) -> str:
    """Write what came of the import of a table."""
    lines = [
        say(
            "{kept} of {read} rows of {file} kept, in {target}.",
            kept=report.kept,
            read=report.read,
            file=report.file,
            target=target,
        ).in_(lang)
    ]
    if report.by_category:
        counts = sorted(report.by_category.items(), key=lambda pair: (-pair[1], pair[0]))
        lines += [
            "",
            *plain_table(
                [say("Category").in_(lang), say("Rows").in_(lang)],
                [[k, write_count(n, lang)] for k, n in counts],
                right=(1,),
            ),
        ]
    for skipped in report.skipped:
        text = say(
            "Left out: {n}, {reason} (first lines: {lines}).",
            n=skipped.rows,
            reason=skipped.reason,
            lines=", ".join(str(n) for n in skipped.lines) + ("…" if skipped.rows > len(skipped.lines) else ""),
        )
        lines += ["", text.in_(lang)] if skipped is report.skipped[0] else [text.in_(lang)]
    return "\n".join(lines) + "\n"
