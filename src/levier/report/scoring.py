"""Pictures and words of the scoring laboratory: marks by price, announced and real weights, what changes the winner.

Each picture comes with the table of its figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from levier.report.charts import narrow, wide
from levier.report.curves import Curve, CurveChart, draw_curves, draw_curves_narrow
from levier.report.document import BandChart, Bar, Column, Line, Mark, Table, line
from levier.report.plain import plain_table
from levier.tender.finding import Finding
from levier.tender.scoring.formulas import Chosen
from levier.tender.scoring.laboratory import Answer, Report, Weight
from levier.tender.scoring.points import Pointed
from levier.tender.scoring.stability import Margin
from levier.wording.numbers import write_number, write_share
from levier.wording.text import Language, Text, say

SHORT: Mapping[str, Text] = {
    "ratio": say("Ratio to the lowest"),
    "anchored-linear": say("Anchored line"),
    "min-max": say("Lowest to highest"),
    "mean-of-offers": say("By the mean of bids"),
    "own": say("Your formula"),
}
"""Names that stand at the end of a line."""
PERCENT = 100.0
"""The axes of shares are in per cent."""
PROBES = (1.0, 1.1, 1.25, 1.5, 2.0, 2.5, 3.0)
"""Prices, as multiples of the lowest, that the table of marks tells."""
FINE = 97
"""Points of a line: enough for the eye at any size."""


@dataclass(frozen=True)
class Picture:
    """A drawing in its two forms, the same standing alone, and the table of its figures."""

    id: str
    wide: str
    narrow: str
    alone: str
    table: Table


def marks_by_price(chosen: Sequence[Chosen], maximum: float, lang: Language) -> Picture:
    """Draw how the mark of one bid falls as its price rises, the lowest price being that of another bid.

    Formulas that look at all bids are drawn with the bids of the table, whose dearest is three times the cheapest.
    """
    rows = np.array(PROBES)
    curves, columns = [], []
    for formula in chosen:
        grid = np.linspace(PROBES[0], PROBES[-1], FINE)
        curves.append(Curve(_named(formula, lang), tuple(zip(grid, _alone(formula, grid, maximum), strict=True))))
        columns.append(_alone(formula, rows, maximum))
    title = say("Mark by price").in_(lang)
    chart = CurveChart(
        "marks-by-price",
        title,
        say("How many points a bid gets as its price rises above the lowest one, formula by formula.").in_(lang),
        say("price, as a multiple of the lowest").in_(lang),
        say("points of {n}", n=maximum).in_(lang),
        PROBES[0],
        tuple(curves),
        lang,
    )
    table = Table(
        title,
        (
            Column(say("price ÷ lowest price").in_(lang), numeric=True),
            *(Column(_named(f, lang), numeric=True) for f in chosen),
        ),
        tuple(
            (
                line(write_number(x, lang, 3, zeros=True)),
                *(line(write_number(float(c[i]), lang, 4, zeros=True)) for c in columns),
            )
            for i, x in enumerate(rows)
        ),
    )
    return Picture(
        chart.id,
        draw_curves(chart),
        draw_curves_narrow(chart),
        draw_curves(chart, alone=True),
        table,
    )


def _alone(chosen: Chosen, grid: np.ndarray, maximum: float) -> list[float]:
    """Return the mark of each price beside the lowest and, for formulas that need it, the dearest of the table."""
    ends = np.array([PROBES[0], PROBES[-1]])
    return [float(chosen.mark(np.array([*ends, x]), maximum)[-1]) for x in grid]


def _named(chosen: Chosen, lang: Language) -> str:
    name, n = SHORT.get(chosen.formula.name, chosen.formula.label), chosen.settled.get("n")
    return name.in_(lang) if n is None else say("{formula}, n = {n}", formula=name, n=float(n)).in_(lang)


def weights_picture(weights: Sequence[Weight], names: dict[str, str], lang: Language) -> Picture:
    """Draw what each criterion weighs in fact, with a stroke at what was announced."""
    announced = say("announced").in_(lang)
    bars = tuple(
        Bar(
            label=names[w.criterion],
            note=say("announced: {share}", share=write_share(w.announced, lang)).in_(lang),
            written=write_share(w.decided, lang),
            value=w.decided * PERCENT,
            marks=(Mark(announced, w.announced * PERCENT),),
        )
        for w in weights
    )
    title = say("Announced and real weights").in_(lang)
    told = say("The dot is what a criterion decides of the differences between bids, the stroke what was announced.")
    table = Table(
        title,
        (
            Column(say("criterion").in_(lang)),
            Column(announced, numeric=True),
            Column(say("real").in_(lang), numeric=True),
            Column(say("spread of its marks").in_(lang), numeric=True),
        ),
        tuple(_weight_row(w, names, lang) for w in weights),
    )
    return _picture(BandChart("real-weights", title, told.in_(lang), "", bars, lang), table)


def _weight_row(w: Weight, names: dict[str, str], lang: Language) -> tuple[Line, ...]:
    return (
        line(names[w.criterion]),
        line(write_share(w.announced, lang, 1)),
        line(write_share(w.decided, lang, 1)),
        line(write_share(w.spread, lang, 1)),
    )


FLIPS: Mapping[str, Text] = {
    "cheapest_is_best": say("Lowest price not marked best"),
    "gap_flips": say("Winner loses if a bit dearer"),
    "loser_reorders": say("A loser decides who wins"),
    "negative": say("A mark is negative"),
}


def flips_picture(report: Report, lang: Language) -> Picture:
    """Draw in what share of bid sets the winner depends on something that it should not depend on."""
    shares = [(FLIPS[a.id].in_(lang), a.share) for a in report.answers if a.id in FLIPS and a.share is not None]
    if report.decided_by_data is not None:
        shares.append((say("Uncertain data decide who wins").in_(lang), report.decided_by_data))
    title = say("What changes the winner").in_(lang)
    told = say("Share of the invented bid sets, in per cent.").in_(lang)
    bars = tuple(Bar(name, "", write_share(s, lang, 1), s * PERCENT) for name, s in shares)
    table = Table(
        title,
        (Column(say("what happens").in_(lang)), Column(say("share of bid sets").in_(lang), numeric=True)),
        tuple((line(name), line(write_share(s, lang, 1))) for name, s in shares),
    )
    return _picture(BandChart("winner-flips", title, told, "", bars, lang), table)


def _picture(chart: BandChart, table: Table) -> Picture:
    return Picture(chart.id, wide(chart), narrow(chart), wide(chart, 760, alone=True), table)


def pictures(report: Report, lang: Language) -> list[Picture]:
    """Return all pictures of a report."""
    names = {c.id: c.name for c in report.rules.criteria}
    priced = [c for c in report.rules.criteria if not c.chosen.formula.levels and c.kind.value in ("price", "cost")]
    drawn = [c.chosen for c in priced if c.chosen.formula.name not in ("notional-discount", "estimate-distance")]
    found = [marks_by_price(drawn[:1], report.rules.maximum(priced[0]), lang)] if drawn else []
    return [*found, weights_picture(report.weights, names, lang), flips_picture(report, lang)]


# Words


def write_points(prices: Sequence[float], pointed: Pointed, note: Text | None, lang: Language) -> str:
    """Write points and warnings as plain text."""
    heads = [say("price").in_(lang), say("points").in_(lang)]
    if len(prices) == len(pointed.points):
        rows = [
            [write_number(p, lang, 9), write_number(x, lang, 6)] for p, x in zip(prices, pointed.points, strict=True)
        ]
    else:
        heads[0] = say("bid").in_(lang)
        rows = [[str(i), write_number(x, lang, 6)] for i, x in enumerate(pointed.points, 1)]
    out = [*plain_table(heads, rows, right=(0, 1))]
    if note:
        out += ["", note.in_(lang)]
    for warned in pointed.warnings:
        out += ["", warned.reason.in_(lang), say("Source: {source}", source=warned.case.told).in_(lang)]
    return "\n".join(out)


def write_report(report: Report, findings: Sequence[Finding], locked: str, lang: Language) -> str:
    """Write what the laboratory found as plain text."""
    m = report.market
    out = [
        say(
            "{sets} invented sets of {bids} bids; prices spread by {spread}, correlation with quality {correlation}; "
            "seed {seed}. No real bid was looked at.",
            sets=m.sets,
            bids=m.bids,
            spread=write_share(m.price_spread, lang),
            correlation=m.correlation,
            seed=str(report.seed),
        ).in_(lang),
        "",
    ]
    for answer in report.answers:
        out += _answer(answer, lang)
    names = {c.id: c.name for c in report.rules.criteria}
    heads = [t.in_(lang) for t in (say("criterion"), say("announced"), say("real"), say("winner stays between"))]
    margins = {x.criterion: x for x in report.stability}
    rows = [
        [
            names[w.criterion],
            write_share(w.announced, lang),
            write_share(w.decided, lang),
            _between(margins[w.criterion], lang),
        ]
        for w in report.weights
    ]
    out += ["", *plain_table(heads, rows, right=(1, 2))]
    out += ["", _first(report, lang)]
    if report.decided_by_data is not None:
        share = write_share(report.decided_by_data, lang)
        out.append(
            say("The uncertainty of declared data changes the winner in {share} of bid sets.", share=share).in_(lang)
        )
    for warned in report.warnings:
        out += ["", warned.reason.in_(lang), say("Source: {source}", source=warned.case.told).in_(lang)]
    out += ["", *(f.reason.in_(lang) for f in findings)]
    out += ["", say("Hash of these rules: {hash}", hash=locked).in_(lang)]
    return "\n".join(out)


def _answer(answer: Answer, lang: Language) -> list[str]:
    sign = say("fine") if answer.fine else say("look")
    out = [f"[{sign.in_(lang)}] {answer.question.in_(lang)} {answer.told.in_(lang)}"]
    if answer.shown and not answer.fine:
        out.append("    " + answer.shown.note.in_(lang))
        for bid in answer.shown.bids:
            values = ", ".join(f"{k} {write_number(v, lang, 4)}" for k, v in bid["values"].items())
            told = say("bid {bid}: {values}; total {total}", bid=bid["bid"], values=values, total=bid["total"])
            out.append("    " + told.in_(lang))
    for case in answer.cases if not answer.fine else ():
        out.append("    " + case.told.in_(lang))
    return out


def _between(margin: Margin, lang: Language) -> str:
    low, high = (0.0 if margin.low is None else margin.low), (1.0 if margin.high is None else margin.high)
    return say("{low} to {high}", low=write_share(low, lang), high=write_share(high, lang)).in_(lang)


def _first(report: Report, lang: Language) -> str:
    told = " · ".join(f"{name} {write_share(p, lang)}" for name, p in report.probability_first.items())
    if report.first_by == "bid":
        return say("First, over the uncertainty of their data: {list}.", list=told).in_(lang)
    return say("First, by place in the order of prices (1 is the cheapest): {list}.", list=told).in_(lang)
