"""The answer to "how?": for every figure a sentence, its formula in words, and its inputs with units and sources."""

from __future__ import annotations

from levier.footprint.result import FactUsed, Figure
from levier.report import document as d
from levier.report.measure import counted_words, measure, not_available
from levier.report.method import rules
from levier.report.telling import Telling, capital, how_id
from levier.report.words import FORMULAS, KINDS, STATUSES, VIEWS_EXPLAINED
from levier.wording.numbers import write_number
from levier.wording.text import Text, say

MASSES = ("mass", "weee")


def appendix(telling: Telling) -> d.Section:
    """Explain every figure of the report."""
    b = telling.baseline
    intro = telling.t(
        say(
            "Intervals go from the 5th to the 95th percentile of {draws} draws (seed {seed}). The trace file of the "
            "same result holds every operation, to be computed again with + − × ÷ alone.",
            draws=b.draws,
            seed=str(b.seed),
        )
    )
    children = [_total(telling, f) for f in b.totals]
    if b.profile.per_person_kgco2e is not None:
        children.append(_per_person(telling))
    children += [_stage(telling, f) for f in telling.stages]
    children += [_category(telling, f) for f in telling.hot_spots]
    children += rules(telling)
    return d.Section("how", telling.t(say("How each figure is made")), (d.Paragraph(d.line(intro)),), tuple(children))


def _formula(telling: Telling, text: Text) -> d.Paragraph:
    return d.Paragraph((d.Run(telling.t(say("Formula:")) + " ", muted=True), d.Run(telling.t(text))))


def _standing(telling: Telling, figure: Figure) -> d.Paragraph:
    """Tell what the figure is, its band, grade and the percentile of its value."""
    t = telling.t
    if figure.value is None:
        reason = " " + capital(t(figure.reason)) if figure.reason else ""
        return d.Paragraph(d.line(t(say("This figure is not available.")) + reason))
    parts = [t(say("{amount} {view}.", amount=telling.amount(figure), view=telling.per_view_text))]
    if figure.low is not None and figure.high is not None:
        parts.append(t(say("90% interval: {band}.", band=telling.measure(figure).band_amount(figure.low, figure.high))))
    if figure.median is not None:
        parts.append(t(say("Median of the draws: {amount}.", amount=telling.measure(figure).amount(figure.median))))
    if figure.grade:
        parts.append(t(say("Grade {grade}.", grade=figure.grade)))
    if figure.tiers:
        rests = telling.join(telling.pair(telling.tier(k), telling.share(v)) for k, v in telling.tiers(figure))
        parts.append(t(say("It rests on: {tiers}.", tiers=rests)))
    return d.Paragraph(d.line(" ".join(parts)))


def _total(telling: Telling, figure: Figure) -> d.Section:
    t = telling.t
    blocks: list[d.Block] = [_standing(telling, figure)]
    if figure.criterion in MASSES:
        blocks.append(_formula(telling, MASS_FORMULAS[figure.criterion]))
    elif figure.value is not None:
        blocks.append(d.Paragraph(d.line(t(VIEWS_EXPLAINED[telling.baseline.view]))))
        blocks.append(_formula(telling, say("sum of the impacts of all categories")))
    if figure.criterion == telling.total.criterion:
        links: list[d.Run] = []
        for f in telling.hot_spots:
            name = telling.category(f.category or "")
            links += [d.Run(t(say("; ")))] if links else []
            links += [d.Run(name, href="#" + how_id(f.key)), d.Run(" " + telling.amount(f))]
        blocks.append(d.Paragraph(tuple(links)))
    title = t(say("{name}: the total", name=telling.criterion(figure.criterion)))
    return d.Section(how_id(figure.key), title, tuple(blocks))


MASS_FORMULAS = {
    "mass": say("quantity × mass of one device, laid over time like the making of the devices"),
    "weee": say(
        "quantity × mass of one device, laid over time like the making of the devices: it will be waste one day"
    ),
}


def _per_person(telling: Telling) -> d.Section:
    t, b = telling.t, telling.baseline
    value = b.profile.per_person_kgco2e or 0.0
    words = say(
        "{amount} for each of {people} persons.",
        amount=measure("kgCO2e", telling.lang, value).amount(value),
        people=b.people or 0,
    )
    blocks = (
        d.Paragraph(d.line(t(words))),
        _formula(telling, say("total ÷ number of persons given with the inventory")),
    )
    return d.Section("how-per-person", t(say("Impact per person")), blocks)


def _stage(telling: Telling, figure: Figure) -> d.Section:
    formula = (
        say("sum over the categories of quantity × yearly kWh × impact of one kWh")
        if figure.stage == "use"
        else say("sum over the categories of the part of the embodied impact that the sources give to this stage")
    )
    blocks: list[d.Block] = [_standing(telling, figure), _formula(telling, formula)]
    if figure.stage == "use":
        mixes = list(telling.baseline.electricity[:1])
        if mixes:
            blocks.append(_inputs(telling, mixes))
    title = telling.t(say("{name}: the stage", name=telling.stage(figure.stage or "")))
    return d.Section(how_id(figure.key), title, tuple(blocks))


def _category(telling: Telling, figure: Figure) -> d.Section:
    t = telling.t
    blocks: list[d.Block] = [_standing(telling, figure)]
    if figure.value is not None:
        blocks.append(_formula(telling, FORMULAS[telling.baseline.view]))
    facts = [f for f in telling.baseline.facts_used if f.category == figure.category]
    if facts:
        blocks.append(_inputs(telling, facts, figure.quantity))
    if telling.others(figure):
        others = telling.join(
            telling.pair(telling.referential(k), telling.measure(figure).amount(v)) for k, v in telling.others(figure)
        )
        blocks.append(d.Paragraph(d.line(t(say("By other referentials: {others}.", others=others)))))
    title = t(say("{name}: the category", name=telling.category(figure.category or "")))
    return d.Section(how_id(figure.key), title, tuple(blocks))


def _inputs(telling: Telling, facts: list[FactUsed], quantity: int | None = None) -> d.Table:
    t = telling.t
    rows = [_input(telling, f) for f in facts]
    if quantity is not None:
        counted = (d.line(t(say("Quantity"))), (d.Run(telling.count(quantity), strong=True),))
        rows.insert(0, (*counted, d.line("–"), d.line(t(say("your inventory")))))
    return d.Table(
        t(say("Inputs")),
        (
            d.Column(t(say("Input")), wide=True),
            d.Column(t(say("Value")), numeric=True),
            d.Column(t(say("Interval")), numeric=True),
            d.Column(t(say("Source")), wide=True),
        ),
        tuple(rows),
    )


def _input(telling: Telling, fact: FactUsed) -> tuple[d.Line, ...]:
    lang = telling.lang
    kind = KINDS.get(fact.kind)
    name = f"{telling.t(kind)} · {telling.t(fact.label)}" if kind else telling.t(fact.label)
    written = f"{write_number(fact.value, lang)}\u00a0{counted_words(fact.value, fact.unit, lang)}"
    band = "–"
    if fact.low is not None and fact.high is not None:
        low, high = write_number(fact.low, lang), write_number(fact.high, lang)
        band = telling.t(say("{low} to {high}", low=low, high=high))
    titles = {s.id: s.title for s in telling.baseline.sources}
    said = [titles.get(s, s) for s in fact.sources] or [not_available(lang)]
    status = telling.t(STATUSES[fact.status]) if fact.status in STATUSES else fact.status
    source = [d.Run(telling.join(said) + ", " + status)]
    if len(fact.families) > 1:
        families = telling.join(
            telling.pair(telling.family(k), write_number(v, lang)) for k, v in fact.families.items()
        )
        source.append(d.Run(" " + telling.t(say("Families: {families}.", families=families)), muted=True))
    return (d.line(name), (d.Run(written, strong=True),), d.line(band), tuple(source))
