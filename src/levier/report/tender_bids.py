"""Bids in a terminal: what was read of each, and how they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from levier.report.plain import plain_table
from levier.tender.bids.scoring import Result, Standing
from levier.wording.numbers import write_count, write_number
from levier.wording.text import Language, say


def write_result(result: Result, lang: Language) -> str:
    """Write ranks, points and figures, then who is not ranked and why."""
    return "\n".join(_lines(result, lang)) + "\n"


def _lines(result: Result, lang: Language) -> Iterator[str]:
    yield from plain_table(*_table(result, lang), right=range(2, 6 + len(result.rules.criteria)))
    for standing in result.standings:
        if standing.rank is None:
            yield ""
            yield say("Not ranked: {bid}", bid=standing.bid.bid).in_(lang)
            yield from (f"- {text.in_(lang)}" for text in (*standing.out, *standing.missing))
    if result.notes:
        yield ""
        yield from (f"- {text.in_(lang)}" for text in result.notes)
    yield ""
    yield proof(result, lang)
    yield from (text.in_(lang) for text in result.since)


def proof(result: Result, lang: Language) -> str:
    """Say whether the rules were proven to be those that were published."""
    if result.verified:
        return say("Rules verified: nothing moved since publication ({hash}).", hash=result.rules_hash).in_(lang)
    return say("Rules not verified: no lock was given. Their hash is {hash}.", hash=result.rules_hash).in_(lang)


def _table(result: Result, lang: Language) -> tuple[list[str], list[list[str]]]:
    criteria = result.rules.criteria
    heads = [
        say("rank").in_(lang),
        say("bid").in_(lang),
        *(c.name for c in criteria),
        say("total").in_(lang),
        say("LCC €").in_(lang),
        say("EAC €/year").in_(lang),
        say("kgCO2e/year").in_(lang),
    ]
    order: Sequence[Standing] = (*result.ranked, *(s for s in result.standings if s.rank is None))
    return heads, [_row(standing, result, lang) for standing in order]


def _row(standing: Standing, result: Result, lang: Language) -> list[str]:
    costs, gwp = standing.costs, standing.costs.gwp
    carbon = ""
    if gwp is not None and gwp.low is not None and gwp.high is not None:
        carbon = f"{write_number(gwp.value, lang)} ({write_number(gwp.low, lang)} – {write_number(gwp.high, lang)})"
    return [
        "" if standing.rank is None else str(standing.rank),
        standing.bid.bid,
        *(_points(standing.points.get(c.id), lang) for c in result.rules.criteria),
        _points(standing.total, lang),
        written(costs.lcc.value, lang) if costs.lcc else "",
        written(costs.eac.value, lang) if costs.eac else "",
        carbon,
    ]


def _points(value: float | None, lang: Language) -> str:
    return "" if value is None else write_count(value, lang)


def written(value: float, lang: Language) -> str:
    """Write a figure of euros or kilograms without decimals."""
    return write_count(float(round(value)), lang)
