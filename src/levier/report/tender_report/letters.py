"""What a rejected bidder is told: its rank and marks, those of the bid awarded, and why; no secret of another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from levier.report.tender_documents.piece import Block, Bullets, Heading, Paragraph, Piece, Table
from levier.report.tender_report.analysis import reasons, standstill
from levier.report.tender_report.told import DASH, Told, points
from levier.tender.bids.record import End
from levier.tender.bids.scoring import Standing
from levier.wording.numbers import write_count
from levier.wording.text import Language, say


def letters(told: Told, lang: Language) -> Iterator[Piece]:
    """Write one letter a rejected bidder, or one a bidder where nothing is awarded."""
    for standing in told.rejected:
        title = say("Reasons for the rejection of {bid}", bid=standing.bid.bid).in_(lang)
        file = f"{say('reasons').in_(lang)}-{_file(standing.bid.bid)}"
        yield told.piece(file, title, list(_blocks(told, standing, lang)), lang)


def _file(name: str) -> str:
    plain = unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "bid"


def _blocks(told: Told, standing: Standing, lang: Language) -> Iterator[Block]:
    decision = told.decision
    if decision is not None and decision.end is not End.AWARD:
        yield Paragraph(ENDS[decision.end].in_(lang))
        yield Paragraph(decision.reason, label=say("Reason").in_(lang))
        return
    winner = told.winner
    if standing.rank is None:
        yield Paragraph(say("Your bid was not ranked, for these reasons:").in_(lang))
        yield Bullets(tuple(text.in_(lang) for text in reasons(standing)) or (DASH,))
    elif winner is not None:
        text = say("Your bid stands at rank {rank} of {n}.", rank=standing.rank, n=len(told.result.ranked))
        yield Paragraph(text.in_(lang))
    if winner is not None:
        yield Paragraph(winner.bid.bid, label=say("Awarded to").in_(lang))
        if decision is not None:
            yield Paragraph(decision.reason, label=say("Reason").in_(lang))
        if standing.rank is not None:
            yield from _compared(told, standing, winner, lang)
    yield from standstill(told, lang)
    yield Paragraph(say("Draft prepared with Levier, to be checked and signed by the buyer.").in_(lang), kind="note")


ENDS = {
    End.UNSUCCESSFUL: say("The procedure was declared unsuccessful."),
    End.ABANDONED: say("The buyer gives no further course to the procedure, for a reason of general interest."),
}


def _compared(told: Told, standing: Standing, winner: Standing, lang: Language) -> Iterator[Block]:
    rules = told.result.rules
    rows = [
        (
            c.name,
            write_count(rules.maximum(c), lang),
            points(standing.points[c.id], lang),
            points(winner.points[c.id], lang),
        )
        for c in rules.criteria
    ]
    whole = (
        say("Total").in_(lang),
        write_count(rules.out_of, lang),
        points(standing.total, lang),
        points(winner.total, lang),
    )
    heads = tuple(t.in_(lang) for t in (say("Criterion"), say("Points at most"), say("Your bid"), say("Bid awarded")))
    yield Table(say("Points").in_(lang), heads, (*rows, whole), frozenset({1, 2, 3}), frozenset({0}))
    told_of = [
        (rules.criterion(criterion).name, found.agreed.reason)
        for (criterion, bid), found in sorted(told.result.assessed.items())
        if bid == standing.bid.bid and found.agreed is not None
    ]
    if told_of:
        yield Heading(1, say("What the assessors wrote of your bid").in_(lang))
        yield Bullets(tuple(f"{name} – {reason}" for name, reason in told_of))
