"""Beyond the answer: other referentials, refurbished devices, electricity, export lines, sources, questions."""

from __future__ import annotations

from levier.report import document as d
from levier.report.measure import measure, not_available, unit_words
from levier.report.method import asked
from levier.report.telling import Telling, capital
from levier.report.words import STATUSES
from levier.wording.numbers import write_number
from levier.wording.text import say


def referentials(telling: Telling) -> d.Section | None:
    """Compare the total by all the referentials that could compute it."""
    t, b, total = telling.t, telling.baseline, telling.total
    compared = dict(b.comparisons.get(total.criterion, {}))
    if total.value is not None:
        compared = {b.referential: total.value} | {k: v for k, v in compared.items() if k != b.referential}
    if len(compared) < 2:
        return None
    written = telling.measures[total.criterion]
    bars = tuple(
        d.Bar(
            label=telling.referential(code),
            note=t(say("chosen here")) if code == b.referential else "",
            written=written.amount(value),
            value=written.shown(value),
            low=written.shown(total.low) if code == b.referential and total.low is not None else None,
            high=written.shown(total.high) if code == b.referential and total.high is not None else None,
        )
        for code, value in compared.items()
    )
    chart = d.BandChart(
        "chart-referentials",
        t(say("The same estate by several referentials")),
        t(say("One dot per referential; the interval is that of the one chosen. The table below holds the figures.")),
        written.words,
        bars,
        telling.lang,
    )
    title = t(say("Referentials compared"))
    figure = d.Figure(chart, _compared(telling, compared))
    return d.Section("referentials", title, (figure, asked(telling, "how-referentials", title)))


def _compared(telling: Telling, compared: dict[str, float]) -> d.Table:
    t, written = telling.t, telling.measures[telling.total.criterion]
    others = [c for c in telling.baseline.comparisons if c != telling.total.criterion and c in telling.measures]

    def cell(criterion: str, code: str) -> d.Line:
        value = telling.baseline.comparisons[criterion].get(code)
        return d.line(not_available(telling.lang) if value is None else telling.measures[criterion].number(value))

    def beside(code: str, value: float) -> str:
        if code == telling.baseline.referential or not telling.total.value:
            return "–"
        moved = value / telling.total.value - 1
        return ("+" if moved >= 0 else "−") + telling.share(abs(moved))

    columns = [
        d.Column(t(say("Referential")), wide=True),
        d.Column(written.words, numeric=True),
        d.Column(t(say("Beside the chosen one")), numeric=True),
        *(d.Column(f"{telling.criterion(c)} ({telling.measures[c].words})", numeric=True) for c in others),
    ]
    rows = tuple(
        (
            d.line(telling.referential(code)),
            (d.Run(written.number(value), strong=True),),
            d.line(beside(code, value)),
            *(cell(c, code) for c in others),
        )
        for code, value in compared.items()
    )
    caption = t(say("Total by referential, {view}", view=telling.per_view_text))
    return d.Table(caption, tuple(columns), rows)


def refurbished(telling: Telling) -> d.Section | None:
    """Tell the impact of refurbished devices by both rules; a saving only where both agree."""
    t, r = telling.t, telling.baseline.refurbished
    if r is None:
        return None
    written = measure("kgCO2e", telling.lang, max(r.new, r.cut_off, r.chain))
    rows = (
        (t(say("The same devices bought new")), r.new),
        (t(say("Cut-off: the first life carries its own making, the second only what refurbishing adds")), r.cut_off),
        (t(say("Chain: first and second life share the making by their years")), r.chain),
    )
    table = d.Table(
        t(say("{count} refurbished devices by both rules, {view}", count=r.quantity, view=telling.per_view_text)),
        (d.Column(t(say("Rule")), wide=True), d.Column(written.words, numeric=True)),
        tuple((d.line(label), (d.Run(written.number(value), strong=True),)) for label, value in rows),
        caption_shown=True,
    )
    if r.saving is None:
        said = t(say("The two rules do not agree on a saving: none is claimed."))
    else:
        said = t(say("Both rules agree on a saving of at least {amount}.", amount=written.amount(r.saving)))
    title = t(say("Refurbished devices, by both rules"))
    blocks = (d.Paragraph(d.line(said)), table, asked(telling, "how-refurbished", title))
    return d.Section("refurbished", title, blocks)


def electricity(telling: Telling) -> d.Section | None:
    """Show the published mixes of the main country side by side."""
    t, mixes = telling.t, telling.baseline.electricity
    if not mixes:
        return None
    titles = {s.id: s.title for s in telling.baseline.sources}
    rows = tuple(
        (
            d.line(capital(t(m.label))),
            (d.Run(write_number(m.value, telling.lang), strong=True),),
            d.line(t(say("used here")) if n == 0 else "–"),
            d.line(telling.join(titles.get(s, s) for s in m.sources)),
            d.line(t(STATUSES[m.status]) if m.status in STATUSES else m.status),
        )
        for n, m in enumerate(mixes)
    )
    table = d.Table(
        t(say("Published electricity mixes")),
        (
            d.Column(t(say("Mix")), wide=True),
            d.Column(unit_words(mixes[0].unit, telling.lang), numeric=True),
            d.Column(t(say("Used"))),
            d.Column(t(say("Source")), wide=True),
            d.Column(t(say("Checked"))),
        ),
        rows,
    )
    return d.Section("electricity", t(say("Electricity: the published alternatives")), (table,))


def export_lines(telling: Telling) -> d.Section | None:
    """Give the lines for other accounts, with the warning not to count them twice."""
    t, lines = telling.t, telling.baseline.export_lines
    if not lines:
        return None
    known = [x.value for x in lines if x.value is not None]
    written = measure("kgCO2e", telling.lang, max(known, key=abs, default=None))
    warning = d.Callout(
        t(say("Never add these lines to a spend-based line for the same goods.")),
        d.line(t(say("They replace it: the same devices would be counted twice."))),
    )
    rows = tuple(
        (
            d.line(x.code),
            d.line(t(x.label)),
            d.line(x.beges),
            (d.Run(written.number(x.value), strong=True),)
            if x.value is not None
            else d.line(not_available(telling.lang)),
            d.line(t(x.note)),
        )
        for x in lines
    )
    table = d.Table(
        t(say("Lines for the GHG Protocol and the French BEGES")),
        (
            d.Column(t(say("GHG Protocol"))),
            d.Column(t(say("Line")), wide=True),
            d.Column("BEGES"),
            d.Column(written.words, numeric=True),
            d.Column(t(say("Note")), wide=True),
        ),
        rows,
    )
    title = t(say("Lines for your carbon accounts"))
    return d.Section("export", title, (warning, table, asked(telling, "how-export", title)))


def questions(telling: Telling) -> d.Section | None:
    """List the questions for suppliers, those on which most rests first."""
    t, found = telling.t, telling.baseline.questions
    if not found:
        return None
    table = d.Table(
        t(say("Questions for suppliers, by what rests on them")),
        (
            d.Column(t(say("Supplier"))),
            d.Column(t(say("Subject")), wide=True),
            d.Column(t(say("Question")), wide=True),
            d.Column(t(say("Devices")), numeric=True),
            d.Column(t(say("Share of the impact")), numeric=True),
        ),
        tuple(
            (
                d.line(q.manufacturer),
                d.line(t(q.subject)),
                d.line(t(q.text)),
                d.line(telling.count(q.quantity)),
                d.line(telling.share(q.share)),
            )
            for q in sorted(found, key=lambda q: -q.share)
        ),
    )
    return d.Section("questions", t(say("Questions for your suppliers")), (table,))


def sources(telling: Telling) -> d.Section:
    """List every source used with its licence."""
    t = telling.t
    rows = []
    for s in telling.baseline.sources:
        title = [d.Run(s.title, href=s.url)]
        if s.notice.message:
            title.append(d.Run(" " + t(s.notice), muted=True))
        rows.append(
            (
                tuple(title),
                d.line(s.publisher),
                d.line(d.Run(t(s.licence), href=s.licence_url)),
                d.line(t(STATUSES[s.status]) if s.status in STATUSES else s.status),
            )
        )
    table = d.Table(
        t(say("Sources of the facts used, with their licences")),
        (
            d.Column(t(say("Source")), wide=True),
            d.Column(t(say("Publisher"))),
            d.Column(t(say("Licence"))),
            d.Column(t(say("Checked"))),
        ),
        tuple(rows),
    )
    return d.Section("sources", t(say("Sources and licences")), (table,))
