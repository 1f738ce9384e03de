"""Tells a comparison of quotes: the answer, cost and carbon of a year, what to ask, what was taken from where.

The page and the note for the file are this one story. It names a first offer only where the draws carry it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from levier.catalogue.model import Catalogue, Parameter
from levier.cost.costing import PAID_UNTOLD
from levier.cost.facts import COST, parameters, source
from levier.cost.model import Estimate
from levier.cost.quotes.comparing import DISCOUNT, PRICE, Compared
from levier.cost.quotes.completing import REFURBISHING, UNITS, Completed, Taken, what
from levier.cost.quotes.model import Condition
from levier.quantity.units import convert
from levier.report import document as d
from levier.report.document import line
from levier.report.words import STATUSES
from levier.wording.numbers import write_count, write_date, write_number, write_share
from levier.wording.text import Language, Text, say

LONGEST = 60
"""Letters of the name of an offer."""
SMALL = 100
"""Amounts below are written with three digits, others to the unit."""
CONDITIONS = {
    Condition.NEW: say("new"),
    Condition.REFURBISHED: say("refurbished"),
    Condition.SECOND_HAND: say("second-hand"),
}


@dataclass(frozen=True)
class _Teller:
    """One comparison in one language."""

    found: Compared
    catalogue: Catalogue
    lang: Language

    def t(self, text: Text) -> str:
        return text.in_(self.lang)

    def name(self, i: int) -> str:
        told = self.found.completed[i].quote.name.strip() or self.t(say("Offer {n}", n=i + 1))
        return told if len(told) <= LONGEST else told[: LONGEST - 1].rstrip() + "…"

    @property
    def all(self) -> range:
        return range(len(self.found.completed))

    def each(self, value: float) -> float:
        """Return what of a whole need falls to one device."""
        return value / self.found.need.quantity

    def number(self, value: float) -> str:
        return write_number(value, self.lang, 3) if abs(value) < SMALL else write_count(round(value), self.lang)

    def euros(self, value: float) -> str:
        return self.t(say("{n} €", n=self.number(value)))

    def kg(self, value: float) -> str:
        return self.t(say("{n} kg CO₂e", n=self.number(value)))

    def between(self, low: float | None, high: float | None) -> str:
        if low is None or high is None or self.number(low) == self.number(high):
            return ""
        return self.t(say("{low} to {high}", low=self.number(low), high=self.number(high)))

    def share(self, value: float | None) -> str:
        return "" if value is None else write_share(value, self.lang)


def tell_quotes(found: Compared, catalogue: Catalogue, lang: Language) -> d.Document:
    """Tell a comparison as a story of one page."""
    teller = _Teller(found, catalogue, lang)
    return _document(teller, (_costs(teller), _carbon(teller), _ask(teller)), _assumptions(teller))


def tell_note(found: Compared, catalogue: Catalogue, lang: Language) -> d.Document:
    """Tell the same comparison on a page for the file: one table, what to ask, figures with their sources."""
    teller = _Teller(found, catalogue, lang)
    whole = _document(teller, (_both(teller), _ask(teller)), _brief_assumptions(teller))
    return replace(whole, opening=replace(whole.opening, keys=()))


def _document(teller: _Teller, sections: tuple[d.Section, ...], appendix: d.Section) -> d.Document:
    t, found = teller.t, teller.found
    return d.Document(
        lang=teller.lang,
        title=t(say("Comparison of offers")),
        cover=t(
            say("Comparison of {n} offers, {date}", n=len(teller.all), date=write_date(found.need.on, teller.lang))
        ),
        opening=_opening(teller),
        sections=sections,
        appendix=appendix,
        colophon=(
            (t(say("Facts")), teller.catalogue.version),
            (t(say("Draws")), t(say("{n}, seed {seed}", n=found.costed.draws, seed=str(found.seed)))),
            (
                t(say("What this is")),
                t(say("An aid to compare, from what the offers say. It decides nothing and gives no legal opinion.")),
            ),
        ),
    )


# The answer


def _opening(teller: _Teller) -> d.Opening:
    found, t = teller.found, teller.t
    need = found.need
    return d.Opening(
        kicker=t(
            say(
                "{n} offers · devices: {quantity} · years of need: {years}",
                n=len(teller.all),
                quantity=write_count(need.quantity, teller.lang),
                years=write_number(need.years, teller.lang),
            )
        ),
        answer=t(answer(teller)),
        band="",
        lead=line(" ".join(t(text) for text in _lead(teller))),
        carbon_only="",
        keys=tuple(_keys(teller)),
        keys_label=t(say("Key figures")),
    )


def answer(teller: _Teller) -> Text:
    """Return the answer in one sentence, no more than the draws carry."""
    found = teller.found
    i, j = found.cheapest, found.lightest
    cheap = i is not None and found.cost_decided(i)
    light = j is not None and found.carbon_decided(j)
    a = "" if i is None else teller.name(i)
    b = "" if j is None else teller.name(j)
    if cheap and light:
        if i == j:
            return say("“{name}” costs least and emits least per year of service", name=a)
        return say("“{cheap}” costs least per year of service, “{light}” emits least", cheap=a, light=b)
    if cheap:
        if j is None:
            return say("“{name}” costs least per year of service; the carbon of some offers is not known", name=a)
        return say("“{name}” costs least per year of service; carbon does not tell the offers apart", name=a)
    if light:
        return say("“{name}” emits least per year of service; cost does not tell the offers apart", name=b)
    if j is None:
        return say("Cost does not tell these offers apart, and the carbon of some is not known")
    return say("Neither cost nor carbon tells these offers apart: what to ask decides")


def _lead(teller: _Teller) -> Iterator[Text]:
    found = teller.found
    i, j = found.cheapest, found.lightest
    if i is not None and (bid := found.costed.bids[i]).eac is not None:
        yield say(
            "“{name}” comes to {amount} a year for each device; it is the cheapest in {share} of the draws.",
            name=teller.name(i),
            amount=teller.euros(teller.each(bid.eac.value)),
            share=teller.share(bid.probability_cheapest),
        )
    if j is not None and (carbon := found.carbon[j]) is not None:
        yield say(
            "“{name}” emits {amount} a year for each device; it is the lowest in {share} of the draws.",
            name=teller.name(j),
            amount=teller.kg(carbon.estimate.value),
            share=teller.share(carbon.probability_lowest),
        )
    yield say("Below {share}, nothing is said to be decided.", share=teller.share(found.sure))


def _keys(teller: _Teller) -> Iterator[d.Key]:
    found, t = teller.found, teller.t
    costs = [bid.eac.value for bid in found.costed.bids if bid.eac]
    if costs:
        low, high = (teller.each(x) for x in (min(costs), max(costs)))
        label = t(say("Cost of a year, each device"))
        yield d.Key(label, t(say("{low} to {high} €", low=teller.number(low), high=teller.number(high))), "")
    known = [c.estimate.value for c in found.carbon if c]
    if known:
        label = t(say("Carbon of a year, each device"))
        value = t(say("{low} to {high} kg", low=teller.number(min(known)), high=teller.number(max(known))))
        yield d.Key(label, value, "CO₂e")
    over = [bid.over_need_eur for bid in found.costed.bids if bid.over_need_eur is not None]
    if over:
        label = t(say("Gap over the whole need"))
        note = t(say("between the dearest and the cheapest"))
        yield d.Key(label, teller.euros(max(over) - min(over)), note)


# Cost and carbon


def _costs(teller: _Teller) -> d.Section:
    found, t = teller.found, teller.t
    bids = found.costed.bids
    title = t(say("What a year of service costs"))
    bars = tuple(_bar(teller, i, bids[i].eac, teller.each(1.0), "€", bids[i].probability_cheapest) for i in teller.all)
    told = t(say("Dot: cost of a year for one device. Pale bar: from the 5th to the 95th percentile."))
    chart = d.BandChart("quotes-cost", title, told, "€", bars, teller.lang)
    columns = (
        d.Column(t(say("offer")), wide=True),
        d.Column(t(say("condition"))),
        d.Column(t(say("years of use")), numeric=True),
        d.Column(t(say("a year, each device (€)")), numeric=True),
        d.Column(t(say("all devices, whole need (€)")), numeric=True),
        d.Column(t(say("cheapest in")), numeric=True),
    )
    rows = tuple(_cost_row(teller, i) for i in teller.all)
    note = say(
        "Equivalent annual cost: purchase or rent{electricity}, spread over the years of use at a real rate of {rate}.",
        electricity=say(" and electricity") if found.electricity_counted else "",
        rate=write_share(found.costed.comparison.parameters.discount_rate, teller.lang, 1),
    )
    blocks = (d.Figure(chart, d.Table(title, columns, rows)), d.Paragraph(line(t(note)), "note"))
    return d.Section("costs", title, blocks)


def _cost_row(teller: _Teller, i: int) -> tuple[d.Line, ...]:
    bid, c = teller.found.costed.bids[i], teller.found.completed[i]
    eac = bid.eac
    return (
        line(teller.name(i)),
        line(_condition(teller, c)),
        line(write_number(c.life.value, teller.lang)),
        line("" if eac is None else _spread(teller, eac, teller.each(1.0))),
        line("" if bid.over_need_eur is None else teller.number(bid.over_need_eur)),
        line(teller.share(bid.probability_cheapest)),
    )


def _condition(teller: _Teller, c: Completed) -> str:
    condition = CONDITIONS[c.quote.condition]
    return teller.t(say("{condition}, rented", condition=condition) if c.quote.rented else condition)


def _bar(teller: _Teller, i: int, found: Estimate | None, scale: float, unit: str, chance: float | None) -> d.Bar:
    note = "" if chance is None else teller.t(say("first in {share}", share=teller.share(chance)))
    if found is None:
        return d.Bar(teller.name(i), note, teller.t(say("not known")), None)
    low, high = (None if x is None else x * scale for x in (found.low, found.high))
    value = found.value * scale
    return d.Bar(teller.name(i), note, f"{teller.number(value)}\u00a0{unit}", value, low, high)


def _carbon(teller: _Teller) -> d.Section:
    found, t = teller.found, teller.t
    title = t(say("What a year of service emits"))
    bars = tuple(
        _bar(teller, i, c.estimate if c else None, 1.0, "kg", c.probability_lowest if c else None)
        for i, c in enumerate(found.carbon)
    )
    told = t(say("Dot: carbon of a year for one device. Pale bar: from the 5th to the 95th percentile."))
    chart = d.BandChart("quotes-carbon", title, told, "kg", bars, teller.lang)
    same = len({c.category for c in found.completed}) == 1
    columns = (
        d.Column(t(say("offer")), wide=True),
        *(() if same else (d.Column(t(say("taken for"))),)),
        d.Column(t(say("a year, each device (kg CO₂e)")), numeric=True),
        d.Column(t(say("declared, without use (kg)")), numeric=True),
        d.Column(t(say("a year of carbon valued (€)")), numeric=True),
        d.Column(t(say("lowest in")), numeric=True),
    )
    rows = tuple(_carbon_row(teller, i, named=not same) for i in teller.all)
    blocks = [d.Figure(chart, d.Table(title, columns, rows))]
    notes = [d.Paragraph(line(t(text)), "note") for text in _carbon_notes(found)]
    if same:
        notes.insert(
            0,
            d.Paragraph(line(t(say("All offers taken for: {kind}.", kind=_kind(teller, found.completed[0])))), "note"),
        )
    return d.Section("carbon", title, (*blocks, *notes))


def _carbon_row(teller: _Teller, i: int, *, named: bool) -> tuple[d.Line, ...]:
    found = teller.found
    c, carbon, value = found.completed[i], found.carbon[i], found.value_of_carbon
    told = c.quote.embodied_kgco2e
    valued = ""
    if carbon is not None and value is not None:
        valued = teller.number(convert(carbon.estimate.value, "kgCO2e", "tCO2e") * value.value)
    return (
        line(teller.name(i)),
        *((line(_kind(teller, c)),) if named else ()),
        line("" if carbon is None else _spread(teller, carbon.estimate, 1.0)),
        line("" if told is None else teller.number(told)),
        line(valued),
        line("" if carbon is None else teller.share(carbon.probability_lowest)),
    )


def _kind(teller: _Teller, c: Completed) -> str:
    category = teller.catalogue.categories.get(c.category)
    return teller.t(say("not recognised") if category is None else category.label)


def _carbon_notes(found: Compared, *, valued: bool = True) -> Iterator[Text]:
    told = [c.quote.embodied_kgco2e is not None for c in found.completed]
    if found.by_declared:
        yield say(
            "Manufacturing is what each seller declares. Methods of makers differ: ask for them before you rely on it."
        )
    else:
        yield say("Manufacturing is what the catalogue says of such devices, the same way for all offers.")
        if any(told):
            yield say("Some offers declare a footprint and others do not: declared figures are shown, not compared.")
    if any(c.used and not found.by_declared for c in found.completed):
        yield say(
            "A used device is counted by two rules: over both its lives, or from its refurbishing on. "
            "It is compared by the rule that favours it less."
        )
    if any(c.quote.rented for c in found.completed):
        yield say(
            "A rented device carries its whole manufacturing over the rent: "
            "ask what becomes of it afterwards, a second life would lower this."
        )
    if valued and found.value_of_carbon is not None:
        yield say(
            "Valued carbon is shown beside the cost and is not added to it: {value} € a tonne.",
            value=found.value_of_carbon.value,
        )


def _both(teller: _Teller) -> d.Section:
    """Tell cost and carbon in one table."""
    t = teller.t
    title = t(say("What a year of service costs and emits"))
    columns = (
        d.Column(t(say("offer")), wide=True),
        d.Column(t(say("a year, each device (€)")), numeric=True),
        d.Column(t(say("cheapest in")), numeric=True),
        d.Column(t(say("a year, each device (kg CO₂e)")), numeric=True),
        d.Column(t(say("lowest in")), numeric=True),
    )
    table = d.Table(title, columns, tuple(_both_row(teller, i) for i in teller.all))
    notes = " ".join(t(text) for text in _carbon_notes(teller.found, valued=False))
    return d.Section("both", title, (table, d.Paragraph(line(notes), "note")))


def _both_row(teller: _Teller, i: int) -> tuple[d.Line, ...]:
    c, bid, carbon = teller.found.completed[i], teller.found.costed.bids[i], teller.found.carbon[i]
    said = " · ".join(_terms(teller, c))
    eac = "" if bid.eac is None else _spread(teller, bid.eac, teller.each(1.0))
    return (
        (d.Run(teller.name(i), strong=True), d.Run(" – " + said, muted=True)),
        line(eac),
        line(teller.share(bid.probability_cheapest)),
        line("" if carbon is None else _spread(teller, carbon.estimate, 1.0)),
        line("" if carbon is None else teller.share(carbon.probability_lowest)),
    )


def _terms(teller: _Teller, c: Completed) -> Iterator[str]:
    """Yield what an offer tells, in a few words."""
    t, q = teller.t, c.quote
    yield t(CONDITIONS[q.condition])
    if q.price_eur is not None:
        yield teller.euros(q.price_eur)
    elif q.rent_eur_per_month is not None:
        yield t(say("{amount} a month", amount=teller.euros(q.rent_eur_per_month)))
    yield t(say("years of use: {n}", n=write_number(c.life.value, teller.lang)))
    if q.warranty_years is not None:
        yield t(say("years of warranty: {n}", n=write_number(q.warranty_years, teller.lang)))
    if q.embodied_kgco2e is not None:
        yield t(say("declared: {amount}", amount=teller.kg(q.embodied_kgco2e)))


def _spread(teller: _Teller, found: Estimate, scale: float) -> str:
    """Write a figure with its interval."""
    value = teller.number(found.value * scale)
    if found.low is None or found.high is None:
        return value
    interval = teller.between(found.low * scale, found.high * scale)
    return teller.t(say("{value} ({interval})", value=value, interval=interval)) if interval else value


def _brief_assumptions(teller: _Teller) -> d.Section:
    """Tell what was taken for granted in a few lines, each figure with its source."""
    t = teller.t
    title = t(say("What was taken for granted"))
    runs: list[d.Run] = []
    for what_, value, _, sources, status in chain(_taken_rows(teller), _parameter_rows(teller, valued=False)):
        said = t(say("{what}: {value}", what=d.plain(what_), value=d.plain(value)))
        runs += [d.Run(f"{said} ({d.plain(status)}, "), *sources, d.Run("). ")]
    notes = " ".join(t(text) for text in _notes(teller))
    return d.Section("assumptions", title, (d.Paragraph(line(notes)), d.Paragraph(tuple(runs))))


# What to ask


def _ask(teller: _Teller) -> d.Section:
    t = teller.t
    asked = [tuple(questions(c)) for c in teller.found.completed]
    shared = [text for text in asked[0] if all(text in each for each in asked)]
    items = [_asked(t(say("To all")), [t(x) for x in (*shared, PARTS, TAKE_BACK)])]
    for i in teller.all:
        own = [t(x) for x in asked[i] if x not in shared]
        if own:
            items.append(_asked(teller.name(i), own))
    return d.Section("ask", t(say("What to ask before deciding")), (d.Bullets(tuple(items)),))


def _asked(whom: str, said: Sequence[str]) -> d.Line:
    return (d.Run(whom, strong=True), d.Run(" – " + " ".join(said)))


PARTS = say("For how many years are spare parts and security updates supplied, and at which price?")
TAKE_BACK = say("Who takes the devices back at the end, at which price, and what becomes of them?")


def questions(c: Completed) -> Iterator[Text]:
    """Yield what to ask of one offer: what it does not tell, and what its kind calls for."""
    q = c.quote
    if q.embodied_kgco2e is None:
        yield say("What is the footprint of this very model, by stage, and under which method?")
    else:
        yield say("Under which method and version is the footprint declared, and who verified it?")
    if q.kwh_per_year is None:
        yield say("How many kWh a year, under which test?")
    if q.warranty_years is None:
        yield say("How long is the warranty, and does it cover the battery and the journey?")
    elif q.warranty_years < c.life.value:
        yield say(
            "The warranty covers fewer years ({n}) than the use ({life}): what does an extension cost?",
            n=q.warranty_years,
            life=c.life.value,
        )
    if q.condition is Condition.REFURBISHED:
        yield say("Which parts were replaced, what health is left to the battery, and who tested it?")
    if q.condition is Condition.SECOND_HAND:
        yield say("Who tested these devices, how old are they, and which guarantee of conformity is given?")
    if q.rented:
        yield say("What do damage, a late return and the purchase at the end cost?")


# What was taken for granted


def _assumptions(teller: _Teller) -> d.Section:
    t = teller.t
    columns = (
        d.Column(t(say("what")), wide=True),
        d.Column(t(say("value")), numeric=True),
        d.Column(t(say("interval")), numeric=True),
        d.Column(t(say("source")), wide=True),
        d.Column(t(say("how far checked"))),
    )
    rows = tuple(chain(_taken_rows(teller), _parameter_rows(teller)))
    table = d.Table(t(say("Figures taken from published facts")), columns, rows)
    notes = tuple(line(t(text)) for text in _notes(teller))
    return d.Section("assumptions", t(say("What was taken for granted")), (d.Bullets(notes), table))


def _taken_rows(teller: _Teller) -> Iterator[tuple[d.Line, ...]]:
    """Yield each figure taken once, though several offers took it."""
    seen: set[tuple[str, str, tuple[str, ...], float]] = set()
    for taken in (x for c in teller.found.completed for x in c.taken):
        if taken.what == "embodied" and teller.found.by_declared:
            continue
        key = (taken.what, taken.category, taken.facts, taken.estimate.value)
        if key not in seen:
            seen.add(key)
            yield _taken_row(teller, taken)


def _taken_row(teller: _Teller, taken: Taken) -> tuple[d.Line, ...]:
    label = teller.catalogue.categories[taken.category].label
    value = f"{teller.number(taken.estimate.value)}\u00a0{_unit(teller, UNITS[taken.what])}"
    return (
        line(teller.t(say("{what}: {category}", what=what(taken), category=label))),
        line(value),
        line(teller.between(taken.estimate.low, taken.estimate.high)),
        tuple(_sources(taken.sources)),
        line(teller.t(STATUSES[taken.status])),
    )


UNIT_WORDS = {"year": say("years"), "kWh/year": say("kWh a year"), "kgCO2e": say("kg CO₂e")}


def _unit(teller: _Teller, unit: str) -> str:
    return teller.t(UNIT_WORDS[unit]) if unit in UNIT_WORDS else unit


def _sources(names: Sequence[str]) -> Iterator[d.Run]:
    for n, name in enumerate(names):
        if n:
            yield d.Run("; ")
        found = source(name)
        yield d.Run(found.title, href=found.url)


def _parameter_rows(teller: _Teller, *, valued: bool = True) -> Iterator[tuple[d.Line, ...]]:
    found, facts = teller.found, parameters(COST)
    kept: list[Parameter] = [facts[DISCOUNT]]
    if found.electricity_counted and found.need.electricity_eur_per_kwh is None:
        kept.append(facts[PRICE])
    if valued and found.value_of_carbon is not None:
        kept.append(found.value_of_carbon)
    if any(c.quote.condition is Condition.REFURBISHED for c in found.completed) and not found.by_declared:
        kept.append(teller.catalogue.parameters[REFURBISHING])
    for fact in kept:
        yield _parameter_row(teller, fact)
    if found.mix is not None:
        yield (
            line(teller.t(say("Carbon of electricity in France"))),
            line(f"{write_number(found.mix.value, teller.lang)}\u00a0kg/kWh"),
            line(""),
            tuple(_sources((found.mix.source,))),
            line(teller.t(STATUSES[found.mix.status])),
        )


def _parameter_row(teller: _Teller, fact: Parameter) -> tuple[d.Line, ...]:
    if fact.unit == "dimensionless":
        value = write_share(fact.value, teller.lang, 1)
    else:
        unit = {"EUR/kWh": "€/kWh", "EUR/tCO2e": "€/t CO₂e"}.get(fact.unit, fact.unit)
        value = f"{write_number(fact.value, teller.lang)}\u00a0{unit}"
    return (
        line(teller.t(fact.label)),
        line(value),
        line(""),
        tuple(_sources((fact.provenance.source,))),
        line(teller.t(STATUSES[fact.provenance.status.value])),
    )


def _notes(teller: _Teller) -> Iterator[Text]:
    found = teller.found
    need = found.need
    included = need.vat == "included"
    yield say("Prices include VAT, for all offers.") if included else say("Prices are without VAT, for all offers.")
    if included and found.electricity_counted and need.electricity_eur_per_kwh is None:
        yield say("The published price of electricity is without VAT: give your own to count it with VAT.")
    if need.electricity_eur_per_kwh is not None and found.electricity_counted:
        yield say("Electricity at your own price: {price} € per kWh.", price=need.electricity_eur_per_kwh)
    if not found.electricity_counted:
        yield say("Electricity is counted for no offer: the kWh of one of them are not known.")
    for i in teller.all:
        if found.completed[i].life_of_need:
            yield say("“{name}”: used as long as the need lasts.", name=teller.name(i))
    if found.costed.comparison.parameters.paid is None:
        yield PAID_UNTOLD
    yield say("Not counted, for no offer: maintenance, failures, consumables, buy-back, end of life.")
    yield say("The same hours of use and the same habits of keeping devices apply to all offers.")
