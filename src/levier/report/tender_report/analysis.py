"""The analysis report: how bids were opened, qualified, computed, marked, doubted; in full, or without secrets."""

from __future__ import annotations

from collections.abc import Iterator

from levier.report.tender_documents.method import equation
from levier.report.tender_documents.piece import Block, Bullets, Heading, Paragraph, Piece, Table
from levier.report.tender_report.page import answer, in_order, marks, ranks, uncertain
from levier.report.tender_report.told import DASH, HIDDEN, Told, points
from levier.report.words import parameter_name
from levier.tender.bids.model import Product
from levier.tender.bids.questions import Entry
from levier.tender.bids.record import End
from levier.tender.bids.scoring import STATUSES, Origin, Standing
from levier.tender.provenance import told as how_far
from levier.wording.numbers import write_count, write_date, write_number, write_share
from levier.wording.text import Language, Text, say

FILE = say("analysis-report")
FILE_OCCULTED = say("analysis-report-occulted")
ORIGINS: dict[Origin, Text] = {
    Origin.TOLD: say("told for the criterion"),
    Origin.PRICE: say("price compared"),
    Origin.LIFE_CYCLE_COST: say("life-cycle cost"),
    Origin.ANNUAL_COST: say("equivalent annual cost"),
    Origin.FOOTPRINT: say("declared carbon of making, a year of service"),
    Origin.COMPUTED: say("computed from the answers"),
    Origin.ASSESSED: say("level agreed by the assessors"),
}


def analysis_piece(told: Told, lang: Language) -> Piece:
    """Write the analysis report."""
    blocks: list[Block] = [
        Paragraph(answer(told).in_(lang), kind="callout"),
        *_opening(told, lang),
        *_bids(told, lang),
        *_rules(told, lang),
        Heading(1, say("Results").in_(lang)),
        ranks(told, lang),
        marks(told, lang),
        *_figures(told, lang),
        *_assessed(told, lang),
        *_offers(told, lang),
        *_questions(told, lang),
        *_uncertain(told, lang),
        *_decision(told, lang),
    ]
    file = FILE_OCCULTED if told.occulted else FILE
    return told.piece(file.in_(lang), say("Analysis of the bids").in_(lang), blocks, lang)


def _opening(told: Told, lang: Language) -> Iterator[Block]:
    yield Heading(1, say("Opening and originals").in_(lang))
    rows = tuple((s.bid.bid, s.bid.file or DASH, s.bid.file_hash or DASH) for s in told.result.standings)
    heads = tuple(t.in_(lang) for t in (say("Bid"), say("File"), say("SHA-256 of the original")))
    yield Table(say("Bids received").in_(lang), heads, rows, wide=frozenset({0, 1, 2}))


def _bids(told: Told, lang: Language) -> Iterator[Block]:
    yield Heading(1, say("Candidatures and qualification of offers").in_(lang))
    rows = []
    for s in told.result.standings:
        candidature, offer = told.record.candidature(s.bid.bid), told.record.qualification(s.bid.bid)
        admitted = DASH
        if candidature is not None:
            verdict = say("candidature admitted") if candidature.admitted else say("candidature rejected")
            admitted = verdict.in_(lang)
        status = DASH if offer is None else STATUSES[offer.status].in_(lang)
        reasons = [text.in_(lang) for text in s.out]
        if offer is not None and offer.may_mend:
            reasons.append(say("May be regularised: {what}", what=offer.may_mend).in_(lang))
        if offer is not None and offer.mended_on:
            reasons.append(say("Regularised on {day}", day=write_date(offer.mended_on, lang)).in_(lang))
        rows.append((s.bid.bid, admitted, status, told.secret(" ".join(reasons) or DASH, s.bid.bid, lang)))
    heads = tuple(t.in_(lang) for t in (say("Bid"), say("Candidature"), say("Offer"), say("Reason")))
    yield Table(say("As the buyer decided").in_(lang), heads, tuple(rows), wide=frozenset({0, 3}))
    for s in told.result.standings:
        if s.rank is None and (s.missing or s.bid.lacks):
            yield Paragraph(say("Not known of {bid}", bid=s.bid.bid).in_(lang), kind="note")
            yield Bullets(tuple(text.in_(lang) for text in (*s.missing, *s.bid.lacks)))


def _rules(told: Told, lang: Language) -> Iterator[Block]:
    yield Heading(1, say("Rules as published").in_(lang))
    rows = tuple(
        (c.name, write_share(c.weight, lang, 1), c.chosen.formula.label.in_(lang), equation(c, lang))
        for c in told.result.rules.criteria
    )
    heads = tuple(t.in_(lang) for t in (say("Criterion"), say("Weight"), say("Formula"), say("Equation")))
    yield Table(say("Criteria and weights").in_(lang), heads, rows, frozenset({1}), frozenset({0, 2, 3}))
    parameters = told.result.rules.costed
    if parameters:
        listed = tuple((parameter_name(name).in_(lang), parameter(value, lang)) for name, value in parameters.items())
        yield Table(
            say("Parameters, the same for all bids").in_(lang),
            (say("Parameter").in_(lang), say("Value").in_(lang)),
            listed,
            wide=frozenset({0, 1}),
        )
    for text in told.result.since:
        yield Paragraph(text.in_(lang), kind="note")
    ties = told.result.rules.ties
    if ties:
        names = ", ".join(told.result.rules.criterion(name).name for name in ties)
        yield Paragraph(say("Equal totals are decided by: {names}.", names=names).in_(lang))


def parameter(value: object, lang: Language) -> str:
    """Write a parameter of the rules with its unit and source."""
    if isinstance(value, dict):
        number = value.get("value")
        written = write_number(number, lang) if isinstance(number, (int, float)) else str(number)
        return " ".join(
            str(part)
            for part in (written, value.get("unit"), f"({value['source']})" if value.get("source") else None)
            if part
        )
    return write_number(value, lang) if isinstance(value, (int, float)) else str(value)


def _figures(told: Told, lang: Language) -> Iterator[Block]:
    for criterion in told.result.rules.criteria:
        rows = []
        for s in in_order(told):
            found = s.figures[criterion.id]
            value = DASH if found.value is None else write_number(found.value, lang, 6)
            if (
                told.occulted
                and s is not told.winner
                and found.origin in (Origin.PRICE, Origin.LIFE_CYCLE_COST, Origin.ANNUAL_COST)
            ):
                value = HIDDEN.in_(lang)
            why = found.missing.in_(lang) if found.missing else ORIGINS[found.origin].in_(lang)
            rows.append((s.bid.bid, value, why, points(s.points.get(criterion.id), lang)))
        heads = tuple(t.in_(lang) for t in (say("Bid"), say("Figure"), say("From"), say("Points")))
        yield Table(criterion.name, heads, tuple(rows), frozenset({1, 3}), frozenset({0, 2}))


def _assessed(told: Told, lang: Language) -> Iterator[Block]:
    if not told.result.assessed:
        return
    yield Heading(1, say("Marks of the assessors").in_(lang))
    names = ", ".join(d.assessor for d in told.record.no_conflict if d.none)
    text = say(
        "Assessors who declared no conflict of interest: {names}. They marked alone, under aliases.", names=names
    )
    yield Paragraph(text.in_(lang))
    rows = []
    for (criterion, bid), found in sorted(told.result.assessed.items()):
        for mark in found.given:
            reason = told.secret(mark.reason, bid, lang)
            rows.append(
                (told.result.rules.criterion(criterion).name, bid, mark.assessor, write_count(mark.level, lang), reason)
            )
        if found.agreed:
            reason = told.secret(found.agreed.reason, bid, lang)
            agreed = say("agreed").in_(lang)
            rows.append(
                (
                    told.result.rules.criterion(criterion).name,
                    bid,
                    agreed,
                    write_count(found.agreed.level, lang),
                    reason,
                )
            )
    heads = tuple(t.in_(lang) for t in (say("Criterion"), say("Bid"), say("Assessor"), say("Level"), say("Reason")))
    yield Table(
        say("Levels on the published ladder").in_(lang), heads, tuple(rows), frozenset({3}), frozenset({0, 1, 2, 4})
    )


def _offers(told: Told, lang: Language) -> Iterator[Block]:
    yield Heading(1, say("Products offered").in_(lang))
    for s in in_order(told):
        if not s.bid.products:
            continue
        if told.occulted:
            yield Paragraph(HIDDEN.in_(lang), label=s.bid.bid)
            continue
        heads = tuple(
            t.in_(lang)
            for t in (
                say("Product"),
                say("Units"),
                say("Unit price or rent"),
                say("Years"),
                say("kWh a year"),
                say("kgCO2e declared"),
            )
        )
        rows = tuple(product_row(p, lang) for p in s.bid.products)
        yield Table(s.bid.bid, heads, rows, frozenset(range(1, 6)), frozenset({0}))


def product_row(p: Product, lang: Language) -> tuple[str, ...]:
    """Return a product as a row: name, units, price or rent, years, kWh, declared footprint."""

    def told(value: float | None) -> str:
        return DASH if value is None else write_number(value, lang)

    price = DASH
    if p.price_eur is not None:
        price = f"{write_count(p.price_eur, lang)}\u00a0€"
    elif p.rent_eur_per_month is not None:
        price = say("{n} € a month", n=write_count(p.rent_eur_per_month, lang)).in_(lang)
    name = " ".join(x for x in (p.designation, p.manufacturer, p.model) if x)
    return (
        f"{name} ({CONDITIONS[p.condition.value].in_(lang)})",
        write_count(p.units, lang),
        price,
        told(p.lifetime_years.value if p.lifetime_years else None),
        told(p.kwh_per_year.value if p.kwh_per_year else None),
        told(p.footprint.kgco2e.value if p.footprint else None),
    )


CONDITIONS: dict[str, Text] = {"new": say("new"), "refurbished": say("refurbished"), "used": say("used")}


def _questions(told: Told, lang: Language) -> Iterator[Block]:
    yield Heading(1, say("Questions and answers").in_(lang))
    if not told.register:
        yield Paragraph(say("No doubt was raised.").in_(lang))
        return
    yield Paragraph(say("A doubt is a question to that bidder alone; it never lowers a mark.").in_(lang))
    rows = []
    for entry in told.register:
        asked = entry.asked
        when = DASH if asked is None or asked.asked_on is None else write_date(asked.asked_on, lang)
        answer_ = DASH if asked is None or not asked.answer else asked.answer
        if asked is not None and asked.answered_on is not None:
            answer_ = f"{answer_} ({write_date(asked.answered_on, lang)})"
        bid = entry.doubt.bid
        hidden = HIDDEN.in_(lang)
        question = hidden if told.occulted else _asked_in(entry, lang)
        rows.append((bid, question, when, hidden if told.occulted and answer_ != DASH else answer_))
    heads = tuple(t.in_(lang) for t in (say("Bid"), say("Question"), say("Asked on"), say("Answer")))
    yield Table(say("Register").in_(lang), heads, tuple(rows), wide=frozenset({0, 1, 3}))
    for low in told.record.low_prices:
        verdict = say("admitted") if low.admitted else say("rejected")
        text = say(
            "Low price of {bid}: asked in writing on {asked}, {verdict} on {day}. {reason}",
            bid=low.bid,
            asked=write_date(low.asked_on, lang),
            verdict=verdict,
            day=write_date(low.decided_on, lang),
            reason=told.secret(low.reason, low.bid, lang),
        )
        yield Paragraph(text.in_(lang))


def _asked_in(entry: Entry, lang: Language) -> str:
    """Write a question as it was sent, by whom, and why its words are not those of others."""
    asked = entry.asked
    told = [entry.words(lang)]
    if asked is not None and asked.by:
        told.append(say("Asked by {who}.", who=asked.by).in_(lang))
    if asked is not None and asked.why:
        told.append(say("Other words than for the others: {why}", why=asked.why).in_(lang))
    return " ".join(told)


def _uncertain(told: Told, lang: Language) -> Iterator[Block]:
    found = tuple(text.in_(lang) for text in (*uncertain(told), *told.result.notes))
    if found:
        yield Heading(1, say("What is uncertain").in_(lang))
        yield Bullets(found)


def _decision(told: Told, lang: Language) -> Iterator[Block]:
    yield Heading(1, say("Decision").in_(lang))
    decision = told.decision
    if decision is None:
        yield Paragraph(say("Not decided yet.").in_(lang))
    else:
        yield Paragraph(say("Decided on {day}.", day=write_date(decision.day, lang)).in_(lang))
        yield Paragraph(answer(told).in_(lang))
    if decision is None or decision.end is End.AWARD:
        yield from standstill(told, lang)


def standstill(told: Told, lang: Language) -> Iterator[Block]:
    """Write the standstill with how far the fact was checked."""
    found = told.standstill
    if found is None:
        return
    days = write_count(found.fact.value, lang)
    if found.until is None:
        text = say(
            "The contract is not signed before {days} days have passed since the rejected bidders were told.", days=days
        )
    else:
        text = say(
            "The contract is not signed before {days} days have passed since the rejected bidders were told: not "
            "before the end of {day}.",
            days=days,
            day=write_date(found.until, lang),
        )
    yield Paragraph(text.in_(lang))
    origin = found.fact.origin
    note = say("{page}: {status}.", page=origin.page, status=how_far(origin.status))
    yield Paragraph(note.in_(lang), kind="note")


def reasons(standing: Standing) -> tuple[Text, ...]:
    """Return why a bid has no rank."""
    return (*standing.out, *standing.missing)
