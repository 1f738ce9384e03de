"""The evidence: where the impact is, at which stage, how old the estate is, what would make the result surer."""

from __future__ import annotations

from levier.footprint.result import Disagreement, Figure
from levier.report import document as d
from levier.report.measure import NBSP, measure, not_available
from levier.report.method import asked
from levier.report.opening import years
from levier.report.telling import Telling, how_id
from levier.wording.numbers import write_number
from levier.wording.text import say

CHART_ROWS = 12
OLDEST = 12
TOP = 3


def hot_spots(telling: Telling) -> d.Section:
    """Tell which categories weigh most, with their band and what other sources say."""
    t, spots = telling.t, telling.hot_spots
    written = telling.measures[telling.total.criterion]
    legend = t(
        say(
            "In {unit}, {view}. The dot is the value retained, the pale bar goes from the 5th to the 95th percentile, "
            "the short strokes are other published sources.",
            unit=written.words,
            view=telling.per_view_text,
        )
    )
    if len(spots) > CHART_ROWS:
        legend += " " + t(say("Drawn: the {count} heaviest of {all} categories.", count=CHART_ROWS, all=len(spots)))
    chart = d.BandChart(
        id="chart-hotspots",
        title=t(say("Impact by category of device")),
        description=t(
            say(
                "{first} weigh most, with {amount}. The table below holds all the figures.",
                first=telling.category(spots[0].category or "") if spots else "",
                amount=telling.amount(spots[0]) if spots else "",
            )
        ),
        unit=written.words,
        bars=tuple(_bar(telling, f) for f in spots[:CHART_ROWS]),
        lang=telling.lang,
    )
    table = d.Table(
        t(say("Impact by category, in {unit}, {view}", unit=written.words, view=telling.per_view_text)),
        (
            d.Column(t(say("Category")), wide=True),
            d.Column(t(say("Devices")), numeric=True),
            d.Column(written.words, numeric=True),
            d.Column(t(say("90% interval")), numeric=True),
            d.Column(t(say("Share")), numeric=True),
            d.Column(t(say("Grade"))),
            d.Column(t(say("Why")), links=True),
        ),
        tuple(_spot_row(telling, f) for f in spots),
    )
    blocks: list[d.Block] = [d.Paragraph(d.line(legend), "note")]
    blocks.append(d.Figure(chart, table) if spots else d.Paragraph(d.line(t(say("No category could be computed.")))))
    blocks += _disagreements(telling)
    return d.Section("hotspots", t(say("Where the impact is")), tuple(blocks), brief=True)


def _bar(telling: Telling, figure: Figure) -> d.Bar:
    written = telling.measure(figure)

    def shown(value: float | None) -> float | None:
        return None if value is None else written.shown(value)

    note = "" if figure.quantity is None else telling.devices(figure.quantity)
    marks = tuple(
        d.Mark(telling.referential(k), written.shown(v))
        for k, v in telling.others(figure)
        if figure.value is None or written.number(v) != written.number(figure.value)
    )
    return d.Bar(
        label=telling.category(figure.category or ""),
        note=note,
        written=telling.amount(figure),
        value=shown(figure.value),
        low=shown(figure.low),
        high=shown(figure.high),
        marks=marks,
    )


def _spot_row(telling: Telling, figure: Figure) -> tuple[d.Line, ...]:
    name = telling.category(figure.category or "")
    links: list[d.Run] = [telling.how(figure.key, name)]
    count = sum(1 for a in telling.baseline.assumptions if a.figure == figure.key)
    if count:
        words = telling.assumptions(count)
        links += [d.Run(" · "), d.Run(words, href="#assumed-" + how_id(figure.key), about=name)]
    return (
        d.line(name),
        d.line("–" if figure.quantity is None else telling.count(figure.quantity)),
        value_cell(telling, figure),
        d.line(telling.band(figure)),
        d.line(share_of_total(telling, figure)),
        d.line(figure.grade or "–"),
        tuple(links),
    )


def value_cell(telling: Telling, figure: Figure) -> d.Line:
    """Write a value without its unit; where there is none, say so with its reason."""
    if figure.value is not None:
        return (d.Run(telling.measure(figure).number(figure.value), strong=True),)
    missing = d.line(not_available(telling.lang))
    return (*missing, d.Run(" "), d.Run(telling.t(figure.reason), muted=True)) if figure.reason else missing


def share_of_total(telling: Telling, figure: Figure) -> str:
    """Write the share of the main total that a figure makes, or a dash."""
    share = telling.of_total(figure)
    return "–" if share is None else telling.share(share)


def _disagreements(telling: Telling) -> list[d.Block]:
    """Call out the disagreements on which most rests; name the others in one paragraph."""
    rank = {f.category: n for n, f in enumerate(telling.hot_spots)}
    found = sorted(telling.baseline.disagreements, key=lambda x: rank.get(x.category, len(rank)))
    blocks: list[d.Block] = [_disagreement(telling, x) for x in found[:TOP]]
    others: list[d.Run] = []
    for x in found[TOP:]:
        times = write_number(x.ratio, telling.lang, 2)
        others.append(
            d.Run(telling.t(say("; ") if others else say("The sources also disagree more than twofold on: ")))
        )
        others.append(d.Run(telling.category(x.category), href="#" + how_id(_key(telling, x))))
        others.append(d.Run(" " + telling.t(say("({ratio} times)", ratio=times)).replace(" ", NBSP)))
    return [*blocks, d.Paragraph((*others, d.Run(".")))] if others else blocks


def _key(telling: Telling, found: Disagreement) -> str:
    return f"by_category/{telling.total.criterion}/{found.category}"


def _disagreement(telling: Telling, found: Disagreement) -> d.Callout:
    ordered = sorted(found.families.items(), key=lambda item: item[1])
    (low_family, low), (high_family, high) = ordered[0], ordered[-1]
    name = telling.category(found.category)
    text = say(
        "Per device, from {low} ({low_family}) to {high} ({high_family}): {ratio} times as much. {ask}",
        low=measure("kgCO2e", telling.lang, low).amount(low),
        low_family=telling.family(low_family),
        high=measure("kgCO2e", telling.lang, high).amount(high),
        high_family=telling.family(high_family),
        ratio=write_number(found.ratio, telling.lang, 2),
        ask=found.ask,
    )
    link = d.Run(telling.t(say("Compare the sources")), href="#" + how_id(_key(telling, found)), about=name)
    title = telling.t(say("{category}: the sources do not agree.", category=name))
    return d.Callout(title, (d.Run(telling.t(text) + " "), link))


def stages(telling: Telling) -> d.Section:
    """Tell at which stage of life the impact arises."""
    t, written = telling.t, telling.measures[telling.total.criterion]
    known = [f for f in telling.stages if f.value]
    table = d.Table(
        t(say("Impact by stage of life, in {unit}, {view}", unit=written.words, view=telling.per_view_text)),
        (
            d.Column(t(say("Stage")), wide=True),
            d.Column(written.words, numeric=True),
            d.Column(t(say("90% interval")), numeric=True),
            d.Column(t(say("Share")), numeric=True),
            d.Column(t(say("Why")), links=True),
        ),
        tuple(
            (
                d.line(telling.stage(f.stage or "")),
                value_cell(telling, f),
                d.line(telling.band(f)),
                d.line(share_of_total(telling, f)),
                d.line(telling.how(f.key, telling.stage(f.stage or ""))),
            )
            for f in telling.stages
        ),
    )
    chart = d.StackChart(
        "chart-stages",
        t(say("Impact by stage of life")),
        t(say("One bar, cut by stage. The table below holds all the figures.")),
        tuple(
            d.Part(f.stage or "", telling.stage(f.stage or ""), share_of_total(telling, f), f.value or 0.0)
            for f in known
        ),
    )
    blocks: tuple[d.Block, ...] = (d.Figure(chart, table),) if known else (table,)
    return d.Section("stages", t(say("At which stage of life")), blocks, brief=True)


def narrowing(telling: Telling) -> d.Section:
    """Tell the three facts that would narrow the result most."""
    t = telling.t
    found = sorted(telling.baseline.narrowing, key=lambda n: -n.share_of_variance)[:TOP]
    table = d.Table(
        t(say("What would narrow the interval most")),
        (
            d.Column(t(say("Information")), wide=True),
            d.Column(t(say("Part of the uncertainty")), numeric=True),
            d.Column(t(say("What to do")), wide=True),
        ),
        tuple((d.line(t(n.label)), d.line(telling.share(n.share_of_variance)), d.line(t(n.action))) for n in found),
    )
    nothing = d.Paragraph(d.line(t(say("Nothing that can be computed would narrow this result."))))
    title = t(say("What would make this result more certain"))
    blocks: tuple[d.Block, ...] = (table, asked(telling, "how-narrowing", title)) if found else (nothing,)
    return d.Section("narrowing", title, blocks, brief=True)


def age(telling: Telling) -> d.Section:
    """Tell how old the estate is, and what buyers need next."""
    t = telling.t
    blocks: list[d.Block] = []
    if telling.baseline.profile.ages:
        blocks.append(_ages(telling))
    blocks.append(_profile(telling))
    by_category = telling.baseline.profile.mean_age_by_category
    if by_category:
        blocks.append(
            d.Table(
                t(say("Mean age by category")),
                (d.Column(t(say("Category")), wide=True), d.Column(t(say("Mean age")), numeric=True)),
                tuple(
                    (d.line(telling.category(c)), d.line(years(telling, a)))
                    for c, a in sorted(by_category.items(), key=lambda item: -item[1])
                ),
                caption_shown=True,
            )
        )
    title = t(say("Age and make-up of the estate"))
    return d.Section("age", title, (*blocks, asked(telling, "how-age", title)))


def _ages(telling: Telling) -> d.Figure:
    t, groups = telling.t, telling.baseline.profile.ages
    known: dict[int, int] = {}
    for g in groups:
        if g.age_years is not None:
            known[min(g.age_years, OLDEST)] = known.get(min(g.age_years, OLDEST), 0) + g.quantity
    unknown = sum(g.quantity for g in groups if g.age_years is None)
    whole = sum(known.values()) + unknown
    classes = [(f"≥\u00a0{a}" if a == OLDEST else str(a), known.get(a, 0)) for a in range(max(known, default=-1) + 1)]
    no_date = t(say("No date"))
    counted = [*classes, (no_date, unknown)] if unknown else classes
    title = t(say("Age of the devices"))
    chart = d.Histogram(
        "chart-age",
        title,
        t(say("One column per year of age. The table below holds all the figures.")),
        tuple((label, n, telling.count(n)) for label, n in classes),
        (no_date, unknown, telling.count(unknown)) if unknown else None,
        t(say("age in whole years")),
    )
    table = d.Table(
        t(say("Devices by age, in whole years")),
        (
            d.Column(t(say("Age in years")), wide=True),
            d.Column(t(say("Devices")), numeric=True),
            d.Column(t(say("Share")), numeric=True),
        ),
        tuple(
            (d.line(label), d.line(telling.count(n)), d.line(telling.share(n / whole) if whole else "–"))
            for label, n in counted
        ),
    )
    return d.Figure(chart, table)


def _profile(telling: Telling) -> d.Table:
    t, p = telling.t, telling.baseline.profile

    def number(value: float | None) -> str:
        return not_available(telling.lang) if value is None else write_number(value, telling.lang, 2)

    def share(value: float | None) -> str:
        return not_available(telling.lang) if value is None else telling.share(value)

    def amount(value: float | None, unit: str) -> str:
        return not_available(telling.lang) if value is None else measure(unit, telling.lang, value).amount(value)

    age_years = not_available(telling.lang) if p.mean_age_years is None else years(telling, p.mean_age_years)
    rows = [
        (t(say("Mean age")), age_years),
        (t(say("Devices whose age is known")), telling.share(p.aged_share)),
        (t(say("Devices per person")), number(p.devices_per_person)),
        (t(say("Impact per person, {view}", view=telling.per_view_text)), amount(p.per_person_kgco2e, "kgCO2e")),
        (t(say("Screens per computer")), number(p.screens_per_computer)),
        (t(say("Refurbished devices")), share(p.refurbished_share)),
        (t(say("Leased devices")), share(p.leased_share)),
        (t(say("Mass of the devices")), amount(p.mass_kg, "kg")),
    ]
    return d.Table(
        t(say("The estate in a few figures")),
        (d.Column(t(say("Measure")), wide=True), d.Column(t(say("Value")), numeric=True)),
        tuple((d.line(a), d.line(b)) for a, b in rows),
        caption_shown=True,
    )


def impacts(telling: Telling) -> d.Section:
    """Tell all criteria, those that are not available with their reason."""
    t = telling.t
    rows = []
    for f in (f for f in telling.baseline.totals if f.value is not None):
        name = telling.criterion(f.criterion)
        dash = "–"
        rating = dash if f.data_quality_rating is None else write_number(f.data_quality_rating, telling.lang, 2)
        median = dash if f.median is None else telling.measure(f).number(f.median)
        rows.append(
            (
                d.line(name),
                (d.Run(telling.amount(f), strong=True),),
                d.line(telling.band(f)),
                d.line(median),
                d.line(f.grade or dash),
                d.line(rating),
                d.line(telling.how(f.key, name)),
            )
        )
    table = d.Table(
        t(say("All the impacts, {view}", view=telling.per_view_text)),
        (
            d.Column(t(say("Impact")), wide=True),
            d.Column(t(say("Value")), numeric=True),
            d.Column(t(say("90% interval")), numeric=True),
            d.Column(t(say("Median")), numeric=True),
            d.Column(t(say("Grade"))),
            d.Column(t(say("PEF rating")), numeric=True),
            d.Column(t(say("Why")), links=True),
        ),
        tuple(rows),
    )
    note = d.Paragraph(
        d.line(
            t(
                say(
                    "What is not available is never taken for zero: it is listed with its reason. PEF ratings go "
                    "from 1, the best, to 5."
                )
            )
        ),
        "note",
    )
    title = t(say("All the impacts"))
    asking = asked(telling, "how-grade", t(say("Grades and ratings")))
    return d.Section("impacts", title, (note, table, *_not_available(telling), asking))


def _not_available(telling: Telling) -> list[d.Block]:
    """List the criteria without a figure, together where the reason is the same; each name asks how."""
    grouped: dict[str, list[d.Run]] = {}
    for f in (f for f in telling.baseline.totals if f.value is None):
        names = grouped.setdefault(telling.t(f.reason) if f.reason else "", [])
        names += [d.Run(telling.t(say("; ")))] if names else []
        names.append(d.Run(telling.criterion(f.criterion), href="#" + how_id(f.key)))
    before, after = telling.t(say("Not available: {names}.", names="\n")).split("\n")
    items = [
        (d.Run(before), *names, d.Run(after), d.Run(" " + reason if reason else "", muted=True))
        for reason, names in grouped.items()
    ]
    return [d.Bullets(tuple(items))] if items else []
