"""The one page that a committee reads in two minutes: ranks, marks, costs, footprint, what decided, what is unsure."""

from __future__ import annotations

from collections.abc import Iterator

from levier.report.tender_documents.piece import Block, Bullets, Heading, Paragraph, Piece, Table
from levier.report.tender_report.told import DASH, Told, carbon, eur, points
from levier.tender.bids.record import End
from levier.tender.bids.scoring import Standing
from levier.wording.numbers import write_count
from levier.wording.text import Language, Text, say

FILE = say("one-page")


def page_piece(told: Told, lang: Language) -> Piece:
    """Write the page."""
    blocks: list[Block] = [Paragraph(answer(told).in_(lang), kind="callout"), ranks(told, lang), marks(told, lang)]
    if any(s.costs.basis == "catalogue" for s in told.result.standings):
        blocks.append(
            Paragraph(say("* not declared: the category’s, from the catalogue; not scored.").in_(lang), kind="note")
        )
    for title, lines in ((say("What decided"), decided(told)), (say("What is uncertain"), uncertain(told))):
        found = tuple(line.in_(lang) for line in lines)
        if found:
            blocks += [Heading(1, title.in_(lang)), Bullets(found)]
    blocks.append(Paragraph(say("Levier computes and explains; the committee decides.").in_(lang), kind="note"))
    return told.piece(FILE.in_(lang), say("The bids on one page").in_(lang), blocks, lang)


def answer(told: Told) -> Text:
    """Say how it stands in one sentence."""
    decision, winner, first = told.decision, told.winner, told.result.first
    if decision is not None and decision.end is End.UNSUCCESSFUL:
        return say("Declared unsuccessful: {reason}", reason=decision.reason)
    if decision is not None and decision.end is End.ABANDONED:
        return say("Abandoned for a reason of general interest: {reason}", reason=decision.reason)
    if decision is not None and winner is not None:
        return say("Awarded to {bid}: {reason}", bid=winner.bid.bid, reason=decision.reason)
    if not first:
        return say("No bid could be ranked.")
    if winner is None:
        return say("Equal first: {bids}.", bids=", ".join(s.bid.bid for s in first))
    assert winner.total is not None  # what is first was scored
    ranked = told.result.ranked
    if len(ranked) == 1:
        return say("{bid} is the only bid that could be ranked.", bid=winner.bid.bid)
    gap = winner.total - (ranked[1].total or 0.0)
    return say("{bid} stands first, {gap} points ahead of {next}.", bid=winner.bid.bid, gap=gap, next=ranked[1].bid.bid)


def in_order(told: Told) -> tuple[Standing, ...]:
    """Return the bids by rank, then those without."""
    return (*told.result.ranked, *(s for s in told.result.standings if s.rank is None))


def ranks(told: Told, lang: Language) -> Table:
    """Write the table of ranks with costs and footprint."""
    titles = tuple(t.in_(lang) for t in (say("Rank"), say("Bid"), say("Total"), say("Price"), say("LCC"), say("EAC")))
    rows = tuple(
        (
            DASH if s.rank is None else str(s.rank),
            s.bid.bid,
            points(s.total, lang),
            *(eur(amount, lang) for amount in _amounts(told, s)),
            carbon(s, lang),
        )
        for s in in_order(told)
    )
    caption = say("Ranks; life-cycle cost (LCC), equivalent annual cost (EAC), kgCO2e of a year of service").in_(lang)
    return Table(caption, (*titles, say("kgCO2e a year").in_(lang)), rows, frozenset(range(2, 7)), frozenset({1}))


def _amounts(told: Told, standing: Standing) -> tuple[float | None, float | None, float | None]:
    """Return price, life-cycle and annual cost; of the bid that is awarded alone where secrets are left out."""
    if told.occulted and standing is not told.winner:
        return None, None, None
    costs = standing.costs
    return costs.price_eur, costs.lcc.value if costs.lcc else None, costs.eac.value if costs.eac else None


def marks(told: Told, lang: Language) -> Table:
    """Write the points by criterion."""
    criteria = told.result.rules.criteria
    maximum = told.result.rules.maximum
    heads = (
        say("Bid").in_(lang),
        *(say("{name} (of {n})", name=c.name, n=write_count(maximum(c), lang)).in_(lang) for c in criteria),
    )
    rows = tuple((s.bid.bid, *(points(s.points.get(c.id), lang) for c in criteria)) for s in in_order(told))
    caption = say("Points by criterion").in_(lang)
    return Table(caption, heads, rows, frozenset(range(1, len(heads))), frozenset(range(len(heads))))


def decided(told: Told) -> Iterator[Text]:
    """Say which criteria made the gap between the first and the second bid."""
    ranked = told.result.ranked
    if len(ranked) < 2:
        return
    first, second = ranked[0], ranked[1]
    gaps = [(first.points[c.id] - second.points[c.id], c.name) for c in told.result.rules.criteria]
    for gap, name in sorted(gaps, key=lambda pair: -abs(pair[0])):
        if abs(gap) < 0.005:
            continue
        if gap > 0:
            yield say("{name}: {n} points for {bid}", name=name, n=gap, bid=first.bid.bid)
        else:
            yield say("{name}: {n} points for {bid}", name=name, n=-gap, bid=second.bid.bid)


def uncertain(told: Told) -> Iterator[Text]:
    """Say what a careful reader should know; none of it touches a mark."""
    ranked = told.result.ranked
    for standing in told.result.standings:
        if standing.rank is None and not standing.out:
            bid, n = standing.bid.bid, len(standing.missing)
            if n == 1:
                yield say("{bid} is not ranked: one figure is not known. Marks of others may move once it is.", bid=bid)
            else:
                yield say(
                    "{bid} is not ranked: {n} figures are not known. Marks of others may move once they are.",
                    bid=bid,
                    n=n,
                )
    if len(ranked) > 1:
        yield from _overlaps(ranked[0], ranked[1])
    open_ = [e for e in told.register if not (e.asked and e.asked.answer)]
    if open_:
        names = ", ".join(sorted({e.doubt.bid for e in open_}))
        yield say("Doubts without an answer: {n} ({bids}).", n=len(open_), bids=names)
    apart = [a for a in told.result.assessed.values() if a.apart > 0]
    if apart:
        yield say("Marks on which assessors differed before they agreed: {n}.", n=len(apart))
    if told.result.verified is None:
        yield say("The rules were not compared with those that were published: no lock was given.")


def _overlaps(first: Standing, second: Standing) -> Iterator[Text]:
    for label, one, other in (
        (say("Footprint"), first.costs.gwp, second.costs.gwp),
        (say("Equivalent annual cost"), first.costs.eac, second.costs.eac),
    ):
        if one is None or other is None or one.low is None or other.low is None:
            continue
        assert one.high is not None  # bounds come in pairs
        assert other.high is not None
        if one.low < other.high and other.low < one.high and one != other:
            yield say(
                "{label}: the intervals of {first} and {second} overlap; ranks come from the values alone.",
                label=label,
                first=first.bid.bid,
                second=second.bid.bid,
            )
