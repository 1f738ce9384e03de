"""What is known and what is not: lines set aside, devices unknown, and what was assumed for which figure."""

from __future__ import annotations

from collections import defaultdict

from levier.quantity.assumption import Assumption
from levier.report import document as d
from levier.report.method import asked
from levier.report.telling import Telling, capital, how_id
from levier.wording.text import say


def known(telling: Telling) -> d.Section:
    """Tell what was read, counted, set aside, recognised, and on what the result rests."""
    t, b = telling.t, telling.baseline
    aside = sum(s.lines for s in b.set_aside)
    blocks: list[d.Block] = [
        d.Paragraph(
            d.line(
                t(
                    say(
                        "Read: {read}. Counted: {counted}. Set aside: {aside}. The lines counted stand for {devices}.",
                        read=telling.lines(b.read),
                        counted=b.counted,
                        aside=aside,
                        devices=telling.devices(b.devices),
                    )
                )
            )
        ),
        d.Paragraph(
            d.line(
                t(
                    say(
                        "The category of device is recognised for {typed} of the lines counted, and the figure "
                        "declared for the model is known for {model}.",
                        typed=telling.share(b.typed_share),
                        model=telling.share(b.model_share),
                    )
                )
            )
        ),
    ]
    if b.set_aside:
        blocks.append(_set_aside(telling))
    if telling.total.tiers:
        blocks.append(_tiers(telling))
        blocks.append(asked(telling, "how-tiers", t(say("On what the result rests"))))
    blocks.append(_unknown(telling) if b.unknown else d.Paragraph(d.line(t(NONE_UNKNOWN))))
    blocks.append(_personal(telling))
    return d.Section("known", t(say("What is known, and what is not")), tuple(blocks), brief=True)


NONE_UNKNOWN = say("No device counted has an unknown impact.")


def _set_aside(telling: Telling) -> d.Table:
    t = telling.t
    return d.Table(
        t(say("Lines set aside, and why")),
        (
            d.Column(t(say("Reason")), wide=True),
            d.Column(t(say("Lines")), numeric=True),
            d.Column(t(say("For example, lines"))),
        ),
        tuple(
            (d.line(capital(t(s.label))), d.line(telling.count(s.lines)), d.line(", ".join(str(n) for n in s.examples)))
            for s in telling.baseline.set_aside
        ),
        caption_shown=True,
    )


def _tiers(telling: Telling) -> d.Table:
    t = telling.t
    return d.Table(
        t(say("On what the result rests")),
        (d.Column(t(say("Rests on")), wide=True), d.Column(t(say("Share of the impact")), numeric=True)),
        tuple((d.line(capital(telling.tier(k))), d.line(telling.share(v))) for k, v in telling.tiers(telling.total)),
        caption_shown=True,
    )


def _unknown(telling: Telling) -> d.Table:
    t = telling.t
    return d.Table(
        t(say("Devices counted whose impact is unknown")),
        (
            d.Column(t(say("Device")), wide=True),
            d.Column(t(say("Devices")), numeric=True),
            d.Column(t(say("Lines")), numeric=True),
            d.Column(t(say("As written in the file")), wide=True),
        ),
        tuple(
            (
                d.line(capital(t(u.label))),
                d.line(telling.count(u.quantity)),
                d.line(telling.count(u.lines)),
                d.line(", ".join(u.examples)),
            )
            for u in telling.baseline.unknown
        ),
        caption_shown=True,
    )


def _personal(telling: Telling) -> d.Paragraph:
    columns = telling.baseline.personal_columns
    if not columns:
        return d.Paragraph(d.line(telling.t(say("No column with personal data was found."))))
    text = say("Columns with personal data, left out: {columns}.", columns=", ".join(columns))
    return d.Paragraph(d.line(telling.t(text)))


def assumptions(telling: Telling) -> d.Section:
    """Tell what was taken for granted, next to the figure that it changed."""
    t = telling.t
    grouped: dict[str, list[Assumption]] = defaultdict(list)
    for a in telling.baseline.assumptions:
        grouped[a.figure or ""].append(a)
    title = t(say("What was assumed, and for which figure"))
    if not grouped:
        return d.Section("assumptions", title, (d.Paragraph(d.line(t(say("Nothing was assumed.")))),), brief=True)
    order = {f.key: n for n, f in enumerate((*telling.baseline.totals, *telling.hot_spots, *telling.stages), start=1)}
    keys = sorted(grouped, key=lambda key: (order.get(key, len(order) + 1) if key else 0, key))
    children = tuple(_assumed(telling, key, grouped[key]) for key in keys)
    return d.Section("assumptions", title, (), children, brief=True)


def _assumed(telling: Telling, key: str, found: list[Assumption]) -> d.Section:
    t = telling.t
    items = []
    for a in found:
        runs = [d.Run(capital(t(a.text)))]
        if a.lines is not None:
            runs.append(d.Run(" " + f"({telling.lines(a.lines)})", muted=True))
        items.append(tuple(runs))
    name = telling.figure_name(key)
    figures = {f.key: f for f in (*telling.baseline.totals, *telling.baseline.by_stage, *telling.baseline.by_category)}
    title = f"{name} · {telling.amount(figures[key])}" if key in figures else name
    identity = how_id(key) if key else "how-all"
    return d.Section("assumed-" + identity, title, (d.Bullets(tuple(items)),))
