"""CCTP and CCAP: each clause of the tender once, its text, the proof it takes, how it is verified, what it costs."""

from __future__ import annotations

from collections.abc import Iterator

from levier.report.tender_documents.dossier import MODES, Dossier
from levier.report.tender_documents.piece import Block, Heading, Paragraph, Piece, Table, paragraphs
from levier.tender.answers.asking import equivalent
from levier.tender.chosen import Taken
from levier.tender.model import DocumentKind, Mode, Quantity
from levier.wording.numbers import write_count, write_date, write_number, write_share
from levier.wording.text import Language, Text, say

CODES = {DocumentKind.CCTP: "cctp", DocumentKind.CCAP: "ccap", DocumentKind.ONE: "ccp"}


def clause_pieces(dossier: Dossier, lang: Language) -> Iterator[Piece]:
    """Write the documents in which clauses of the contract stand; one without a clause is not written."""
    for kind, code in CODES.items():
        found = dossier.of_piece(kind)
        if found:
            blocks: list[Block] = []
            if kind is not DocumentKind.CCAP:
                blocks += needed(dossier, lang)
            blocks += _clauses(dossier, found, lang)
            if kind is not DocumentKind.CCTP:
                blocks += _contract(dossier, lang)
            yield dossier.piece(code, lang, blocks)


def needed(dossier: Dossier, lang: Language) -> Iterator[Block]:
    """Tell what is needed, lot by lot, and what is in service: the same facts for all bidders."""
    tender = dossier.tender
    if not tender.quantities and not (tender.need and tender.need.estate):
        return
    yield Heading(1, say("What is needed").in_(lang))
    lines = [("", q, tender.need.mode) for q in tender.need.quantities] if tender.need else []
    lines += [(lot.id, q, lot.mode) for lot in tender.lots for q in lot.quantities]
    if lines:
        heads = (say("Lot"), say("Need"), say("Quantity"), say("How"))
        rows = tuple((lot, q.label, _units(q, lang), _mode(q.mode or mode, lang)) for lot, q, mode in lines)
        caption = say("What is needed, lot by lot").in_(lang)
        yield Table(caption, tuple(h.in_(lang) for h in heads), rows, frozenset({2}), frozenset({1}))
    yield from _estate(dossier, lang)


def _units(line: Quantity, lang: Language) -> str:
    parts = [] if line.units is None else [write_count(line.units, lang)]
    if line.maximum_units is not None:
        parts.append(say("at most {n}", n=line.maximum_units).in_(lang))
    return ", ".join(parts)


def _mode(mode: Mode | None, lang: Language) -> str:
    return MODES[mode].in_(lang) if mode else ""


def _estate(dossier: Dossier, lang: Language) -> Iterator[Block]:
    estate = dossier.tender.need.estate if dossier.tender.need else None
    if estate is None:
        return
    yield Heading(2, say("What is in service today").in_(lang))
    told: list[tuple[Text, str | None]] = [
        (say("Equipment in service"), None if estate.units is None else write_count(estate.units, lang)),
        (
            say("Mean age, in years"),
            None if estate.mean_age_years is None else write_number(estate.mean_age_years, lang),
        ),
        (say("Condition"), estate.condition),
        (say("Counted on"), None if estate.counted_on is None else write_date(estate.counted_on, lang)),
    ]
    for text, value in told:
        if value is not None:
            yield Paragraph(value, text.in_(lang))
    yield Paragraph(say("All bidders get the same facts.").in_(lang), kind="note")


def _clauses(dossier: Dossier, found: list[Taken], lang: Language) -> Iterator[Block]:
    yield Heading(1, say("Clauses").in_(lang))
    for number, one in enumerate(found, start=1):
        yield from clause(dossier, one, lang, number)


def clause(dossier: Dossier, one: Taken, lang: Language, number: int) -> Iterator[Block]:
    """Write one clause: its title, its text, then what goes with it."""
    criterion, written = one.criterion, one.written
    title = dossier.words(criterion.title, lang) if criterion else say("Clause of the buyer ({n})", n=number).in_(lang)
    lots = dossier.lots(one.lots, lang)
    yield Heading(2, f"{title} ({lots})" if lots else title)
    own = one.clause.text is not None
    yield from paragraphs(one.text.in_(lang) if own else dossier.words(one.text, lang))
    if criterion is None or written is None:
        return
    beside: tuple[tuple[Text, Text | None], ...] = (
        (say("Accepted proof"), equivalent(criterion.evidence)),
        (say("How it is verified"), written.verification),
        (say("How it is scored"), written.scoring if one.award is None or not one.award.ladder else None),
        (say("Penalty"), written.penalty),
    )
    for text, value in beside:
        if value is not None:
            yield from paragraphs(_full(dossier.words(value, lang)), text.in_(lang))
    if criterion.answered and criterion.fields:
        asked = say("Answered in the answer workbook, under {id}.", id=criterion.id).in_(lang)
        yield Paragraph(asked, kind="note")
    else:
        yield Paragraph(say("Library of Levier, {id}.", id=criterion.id).in_(lang), kind="note")


def _full(text: str) -> str:
    return text if text.rstrip().endswith((".", "!", "?")) else f"{text.rstrip()}."


def _contract(dossier: Dossier, lang: Language) -> Iterator[Block]:
    """Write what the tender tells of the contract itself: how long, general conditions, cap of penalties."""
    tender = dossier.tender
    told: list[tuple[Text, str | None]] = [(say("Duration"), duration(dossier, lang))]
    if dossier.public:
        told.append((say("General conditions"), ", ".join(f"CCAG-{c.value}" for c in tender.ccag) or None))
    cap = tender.penalties.cap_share if tender.penalties else None
    if cap is not None:
        text = say(
            "The penalties together stay within {share} of the contract before VAT.", share=write_share(cap, lang)
        )
        told.append((say("Cap of the penalties"), text.in_(lang)))
    if any(value for _, value in told):
        yield Heading(1, say("The contract").in_(lang))
        for name, value in told:
            if value:
                yield Paragraph(value, name.in_(lang))
    if dossier.public and tender.derogations:
        yield Heading(1, say("Derogations from the general conditions").in_(lang))
        heads = (say("Article of this document").in_(lang), say("Article of the CCAG").in_(lang))
        rows = tuple((d.ccap_article or "", d.ccag_article) for d in tender.derogations)
        yield Table(say("Derogations from the general conditions").in_(lang), heads, rows)


def duration(dossier: Dossier, lang: Language) -> str | None:
    """Say how long the contract runs."""
    told = dossier.tender.duration
    if told is None or told.months is None:
        return None
    if not told.renewals or told.renewal_months is None:
        return say("{n} months", n=told.months).in_(lang)
    return say(
        "{n} months, renewable {times} times for {more} months",
        n=told.months,
        times=told.renewals,
        more=told.renewal_months,
    ).in_(lang)
