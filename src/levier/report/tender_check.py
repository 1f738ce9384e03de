"""What the check of a tender found, for a terminal, for machines and as a note for the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from levier.report import document as d
from levier.tender.finding import Finding, Passage, Verdict
from levier.tender.grouping import Group, Sorted
from levier.wording.numbers import write_date
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


@dataclass(frozen=True)
class Dismissed:
    """What somebody took for a false alarm, and why."""

    group: Group
    reason: str


def where(passage: Passage) -> Text:
    """Write where a passage stands, without the heading where there is none."""
    if passage.heading:
        return place(passage)
    if passage.page is not None:
        return say("{document}, page {page}", document=passage.document, page=str(passage.page))
    if passage.paragraph is not None:
        return say("{document}, paragraph {n}", document=passage.document, n=str(passage.paragraph))
    return say("{document}", document=passage.document)


def tell_check(
    name: str, found: Sorted, dismissed: Sequence[Dismissed], documents: Sequence[str], on: date, lang: Language
) -> d.Document:
    """Tell a check as a note for the file: the answer, what is to be mended, what was dismissed and why."""
    judged = say("Judged as a notice of {day}.", day=write_date(on, lang)).in_(lang)
    sections = [
        _section("missing", say("Missing or wrong"), [_item(g, lang) for g in found.missing], lang),
        _section("weak", say("Weak, or to be justified"), [_item(g, lang) for g in found.weak], lang),
        _section("unjudged", say("Could not be read or judged"), [_item(g, lang) for g in found.unjudged], lang),
        _section("dismissed", say("Dismissed as false alarms"), [_waived(one, lang) for one in dismissed], lang),
    ]
    opening = d.Opening(
        kicker=say("Check of a tender file: {name}", name=name).in_(lang),
        answer=found.answer(lang) + ",",
        band=" " + found.rest(lang, len(dismissed)),
        lead=d.line(judged),
        carbon_only="",
        keys=(),
        keys_label="",
    )
    fine = "; ".join(_title(g, lang) for g in found.met)
    read = say("Documents read: {list}.", list=", ".join(documents))
    appendix = d.Section(
        "met",
        say("Met").in_(lang),
        (
            *((d.Paragraph(d.line(fine + ".")),) if fine else ()),
            *((d.Paragraph(d.line(read.in_(lang)), "note"),) if documents else ()),
            d.Paragraph(d.line(say("Levier explains what it found; it gives no legal opinion.").in_(lang)), "note"),
        ),
    )
    title = say("Check of a tender file: {name}", name=name).in_(lang)
    return d.Document(lang, title, judged, opening, tuple(s for s in sections if s.blocks), appendix)


def _section(id_: str, title: Text, items: Sequence[d.Line], lang: Language) -> d.Section:
    return d.Section(id_, title.in_(lang), (d.Bullets(tuple(items)),) if items else ())


def _title(found: Group, lang: Language) -> str:
    return found.main.title.in_(lang) if found.main.title else found.main.rule


def _item(found: Group, lang: Language) -> d.Line:
    parts: list[str | d.Run] = [d.Run(_title(found, lang) + ". ", strong=True)]
    for one in found.sayings:
        parts.append(one.reason.in_(lang) + " ")
        if one.advice:
            parts.append(one.advice.in_(lang) + " ")
        if one.places:
            parts.append(d.Run("; ".join(where(p).in_(lang) for p in one.places) + ". ", muted=True))
    main = found.main
    read = say(
        "{reference}, checked on {day}.", reference=main.reference or main.rule, day=write_date(main.checked_on, lang)
    )
    parts.append(d.Run(f"{read.in_(lang)} {main.note.in_(lang) if main.note else ''}".strip(), muted=True))
    return d.line(*parts)


def _waived(one: Dismissed, lang: Language) -> d.Line:
    return d.line(d.Run(_title(one.group, lang) + ". ", strong=True), one.reason)
