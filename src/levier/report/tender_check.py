"""What the check of a tender found, for a terminal and for machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from levier.tender.finding import Finding, Passage, Verdict
from levier.wording.text import Language, Text, say

TITLES: tuple[tuple[Verdict, Text], ...] = (
    (Verdict.NOT_MET, say("Missing or closing the tender")),
    (Verdict.TO_JUSTIFY, say("Weak, or to be justified")),
    (Verdict.NOT_JUDGED, say("Not judged")),
)
ASIDE: tuple[tuple[Verdict, Text], ...] = (
    (Verdict.MET, say("Met")),
    (Verdict.NOT_APPLICABLE, say("Not applicable")),
)


def findings_document(findings: Sequence[Finding], lang: Language) -> list[dict[str, Any]]:
    """Return findings as plain values."""
    return [found.as_json(lang) for found in findings]


def write_findings(findings: Sequence[Finding], lang: Language) -> str:
    """Write findings: first what has to be mended, then what needs reasons, then the rest in one line a verdict."""
    lines: list[str] = []
    for verdict, title in TITLES:
        found = [f for f in findings if f.verdict is verdict]
        if found:
            lines += [f"{title.in_(lang)} ({len(found)})", ""]
            for one in found:
                lines += [*_finding(one, lang), ""]
    for verdict, title in ASIDE:
        rules = list(dict.fromkeys(f.rule for f in findings if f.verdict is verdict))
        if rules:
            told = say("{title} ({n}): {list}", title=title, n=len(rules), list=", ".join(rules))
            lines.append(told.in_(lang))
    lines += ["", say("Levier explains what it found; it gives no legal opinion.").in_(lang)]
    return "\n".join(lines) + "\n"


def _finding(found: Finding, lang: Language) -> Iterator[str]:
    title = found.title.in_(lang) if found.title else found.rule
    lot = say("lot {name}", name=found.lot).in_(lang) if found.lot else ""
    yield f"- {title} [{', '.join(part for part in (found.rule, lot) if part)}]"
    yield f"  {found.reason.in_(lang)}"
    if found.place:
        yield f"  {place(found.place).in_(lang)}"
        if found.place.quote:
            yield f"  {say('“{quote}”', quote=found.place.quote).in_(lang)}"
    if found.advice:
        yield f"  → {found.advice.in_(lang)}"
    if found.clause:
        yield f"  {say('Clause to paste: {id}', id=found.clause).in_(lang)}"
    day = found.checked_on.isoformat()
    yield f"  {say('Source: {source}; checked on {day}.', source=found.source, day=day).in_(lang)}"
    if found.status == "to_verify":
        yield f"  {say('Second-hand or from memory: to be checked before use.').in_(lang)}"
    if found.note:
        yield f"  {found.note.in_(lang)}"


def place(passage: Passage) -> Text:
    """Write where a passage stands in one phrase."""
    heading = passage.heading or ""
    if passage.page is not None:
        return say(
            "{document}, page {page}, {heading}", document=passage.document, page=str(passage.page), heading=heading
        )
    if passage.paragraph is not None:
        return say(
            "{document}, paragraph {n}, {heading}",
            document=passage.document,
            n=str(passage.paragraph),
            heading=heading,
        )
    return say("{document}", document=passage.document)
