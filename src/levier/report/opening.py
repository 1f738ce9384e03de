"""How a report begins: the answer with its band, ADEME's reading beside it, what drives it, the key figures."""

from __future__ import annotations

from collections.abc import Mapping

from levier.footprint.result import Figure
from levier.report.document import Key, Line, Opening, Run
from levier.report.measure import measure
from levier.report.telling import Telling, how_id
from levier.report.words import GRADES
from levier.wording.numbers import write_number
from levier.wording.text import Text, say

MOST = 0.5

ANSWERS: Mapping[str, Text] = {
    "annual": say("The footprint of your equipment is {amount} per year of use"),
    "accounting": say("The footprint of your equipment is {amount} for the financial year {year} (accounting view)"),
    "purchase": say("The footprint of the purchases of {year} is {amount}"),
    "lifetime": say("The footprint of your equipment is {amount} over its whole life"),
}


def opening(telling: Telling) -> Opening:
    """Tell the answer."""
    t, b = telling.t, telling.baseline
    return Opening(
        kicker=t(say("Footprint of digital equipment · {file} · {date}", file=b.file, date=telling.on)),
        answer=answer(telling),
        band=_band(telling),
        lead=_lead(telling),
        carbon_only=t(CARBON_ONLY) if b.carbon_only else "",
        keys=_keys(telling),
        keys_label=t(say("Key figures")),
    )


CARBON_ONLY = say("Carbon only: no other impact could be computed with the facts at hand.")


def title(telling: Telling) -> str:
    """Return the title of the file: carbon only where nothing else stands."""
    name = telling.baseline.file
    if telling.baseline.carbon_only:
        return telling.t(say("Footprint of digital equipment, carbon only: {file}", file=name))
    return telling.t(say("Footprint of digital equipment: {file}", file=name))


def answer(telling: Telling) -> str:
    """Return the first sentence without its band; value and median both where the value lies off its own band."""
    total = telling.total
    if total.value is None:
        return telling.t(say("The footprint of your equipment is not available"))
    arguments: dict[str, str] = {"amount": telling.amount(total), "year": str(telling.baseline.year)}
    text = telling.t(Text(ANSWERS[telling.baseline.view].message, arguments))
    if telling.spread_out(total) and total.median is not None:
        median = telling.measure(total).amount(total.median)
        return telling.t(say("{sentence} by the value retained, {median} at the median", sentence=text, median=median))
    return text


def _band(telling: Telling) -> str:
    total = telling.total
    if total.value is None:
        return ". " + telling.t(total.reason) if total.reason else "."
    if total.low is None or total.high is None:
        return telling.t(say(", interval unknown."))
    return telling.t(say(", 90% interval: {band}.", band=telling.measure(total).band_amount(total.low, total.high)))


def _lead(telling: Telling) -> Line:
    sentences = [s for s in (_ademe(telling), _percentile(telling), _outside(telling), _driver(telling)) if s]
    how = Run(telling.t(say("How is this figure made?")), href="#" + how_id(telling.total.key))
    return (Run(" ".join(sentences) + " "), how)


def _ademe(telling: Telling) -> str:
    figure = next((f for f in telling.baseline.ademe if f.criterion == telling.total.criterion), None)
    if figure is None or figure.value is None:
        return telling.t(say("ADEME’s reading is not available."))
    amount = telling.measure(figure).amount(figure.value)
    coverage = telling.share(telling.baseline.ademe_coverage)
    return telling.t(
        say(
            "With ADEME’s values: {amount}; {share} of that reading rests on ADEME’s own figures.",
            amount=amount,
            share=coverage,
        )
    )


def _percentile(telling: Telling) -> str:
    total = telling.total
    if not telling.spread_out(total) or total.value_percentile is None:
        return ""
    return telling.t(
        say(
            "The value retained is at percentile {p} of its own interval: most draws fall on one side of it.",
            p=write_number(total.value_percentile, telling.lang, 2),
        )
    )


def _outside(telling: Telling) -> str:
    """Tell how many devices the figure leaves out because their impact is unknown."""
    count = sum(u.quantity for u in telling.baseline.unknown)
    if not count or telling.total.value is None:
        return ""
    text = say("Not in this figure: {devices} whose impact is unknown.", devices=telling.devices(count))
    return telling.t(text)


def _driver(telling: Telling) -> str:
    """Tell whether making or using weighs more; nothing where a stage is unknown."""
    stages = telling.stages
    if not telling.total.value or not stages or any(f.value is None for f in stages):
        return ""
    use = sum(f.value or 0.0 for f in stages if f.stage == "use") / telling.total.value
    if use < MOST:
        return telling.t(
            say(
                "{share} comes from making, carrying and discarding the devices: buying less, keeping longer and "
                "choosing refurbished weigh more than saving electricity.",
                share=telling.share(1 - use),
            )
        )
    return telling.t(
        say(
            "{share} come from the electricity used: choosing devices that draw less and switching them off "
            "weigh most.",
            share=telling.share(use),
        )
    )


def _keys(telling: Telling) -> tuple[Key, ...]:
    b, t = telling.baseline, telling.t
    keys = [
        Key(
            t(say("Devices counted")),
            telling.count(b.devices),
            t(say("for {lines} read", lines=telling.lines(b.read))),
            _how(telling, "#known", t(say("Devices counted"))),
        ),
        _per_person(telling) or _mass(telling),
        _age(telling),
        _grade(telling, telling.total),
    ]
    return tuple(k for k in keys if k is not None)


def _per_person(telling: Telling) -> Key | None:
    value = telling.baseline.profile.per_person_kgco2e
    if value is None:
        return None
    written = measure("kgCO2e", telling.lang, value)
    return Key(
        telling.t(say("Per person")),
        f"{written.amount(value)}",
        telling.per_view,
        _how(telling, "#how-per-person", telling.t(say("Per person"))),
    )


def _mass(telling: Telling) -> Key | None:
    value = telling.baseline.profile.mass_kg
    if value is None:
        return None
    label = telling.t(say("Mass of the devices"))
    return Key(label, measure("kg", telling.lang, value).amount(value), "", _how(telling, "#impacts", label))


def _age(telling: Telling) -> Key:
    profile = telling.baseline.profile
    label = telling.t(say("Mean age"))
    if profile.mean_age_years is None:
        return Key(label, "–", telling.t(say("no date of purchase")))
    note = telling.t(say("known for {share}", share=telling.share(profile.aged_share)))
    return Key(label, years(telling, profile.mean_age_years), note, _how(telling, "#how-age", label))


def _grade(telling: Telling, total: Figure) -> Key:
    said = telling.t(GRADES[total.grade]) if total.grade is not None and total.grade in GRADES else ""
    count = len(telling.baseline.assumptions)
    note = " · ".join(filter(None, (said, telling.assumptions(count))))
    label = telling.t(say("Reliability"))
    return Key(label, total.grade or "–", note, _how(telling, "#how-grade", label))


def _how(telling: Telling, href: str, about: str) -> Line:
    return (Run(telling.t(say("How?")), href=href, about=about),)


def years(telling: Telling, value: float) -> str:
    """Write a number of years with its unit."""
    n = write_number(value, telling.lang, 2)
    text = say("{n} years", n=n) if telling.several(value) else say("{n} year", n=n)
    return telling.t(text).replace(" ", "\u00a0")
