"""The table of `levier cost`: what each bid costs over a life and a year, and what was taken for granted."""

from __future__ import annotations

from levier.cost.costing import Costed
from levier.cost.facts import COST, parameters, source
from levier.cost.lines import LABELS
from levier.cost.model import Estimate
from levier.report.plain import plain_table
from levier.report.words import STATUSES
from levier.wording.numbers import write_count, write_date, write_number, write_share
from levier.wording.text import Language, say


def write_costs(costed: Costed, lang: Language) -> str:
    """Write the comparison as plain text."""
    p = costed.comparison.parameters
    vat = say("Prices include VAT.") if p.vat == "included" else say("Prices are without VAT.")
    out = [vat.in_(lang), ""]
    heads = [
        say("bid"),
        say("years"),
        say("life-cycle cost, €"),
        say("equivalent annual cost, €"),
        say("5th to 95th percentile"),
        say("over the need, €"),
        say("kg CO₂e a year"),
        say("cheapest a year"),
    ]
    rows = [
        [
            bid.name,
            write_number(bid.lifetime_years, lang, 3),
            _value(bid.lcc, lang),
            _value(bid.eac, lang),
            _band(bid.eac, lang),
            "" if bid.over_need_eur is None else euros(bid.over_need_eur, lang),
            _value(bid.gwp_per_year, lang),
            "" if bid.probability_cheapest is None else write_share(bid.probability_cheapest, lang),
        ]
        for bid in costed.bids
    ]
    out += plain_table([h.in_(lang) for h in heads], rows, right=range(1, len(heads)))
    lines = [
        [LABELS[line].in_(lang), *(_money(bid.lines[line], lang) for bid in costed.bids)] for line in costed.counted
    ]
    heads_of_lines = [say("line, € over one life").in_(lang), *(bid.name for bid in costed.bids)]
    out += ["", *plain_table(heads_of_lines, lines, right=range(1, len(heads_of_lines)))]
    out += ["", *(f"{bid.name}: {text.in_(lang)}" for bid in costed.bids for text in bid.missing)]
    out += [note.text.in_(lang) for note in costed.notes]
    for name, fact in p.sources.items():
        out.append(_fact(name, fact, lang))
    return "\n".join(out)


def _fact(name: str, fact: str, lang: Language) -> str:
    found = parameters(COST)[fact]
    value = write_number(found.value, lang, 3)
    if found.unit != "dimensionless":
        value = f"{value}\u00a0{found.unit}"
    return say(
        "{parameter}: {value}, {label} ({status}). {source}, checked on {day}.",
        parameter=name,
        value=value,
        label=found.label,
        status=STATUSES[found.provenance.status.value],
        source=source(found.provenance.source).title,
        day=write_date(found.provenance.checked_on, lang),
    ).in_(lang)


def euros(value: float, lang: Language) -> str:
    """Write an amount without cents."""
    return write_count(round(value), lang)


def _value(found: Estimate | None, lang: Language) -> str:
    return say("not known").in_(lang) if found is None else euros(found.value, lang)


def _money(value: float | None, lang: Language) -> str:
    return say("not told").in_(lang) if value is None else euros(value, lang)


def _band(found: Estimate | None, lang: Language) -> str:
    if found is None or found.low is None or found.high is None:
        return ""
    return say("{low} to {high}", low=euros(found.low, lang), high=euros(found.high, lang)).in_(lang)
