"""What a formula gives for some prices, before any weight is announced: shown beside the criterion, kept nowhere."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from levier.cost.arithmetic import LONGEST
from levier.tender.model import Tender
from levier.tender.scoring.formulas import choose
from levier.tender.scoring.market import Market, typical_prices
from levier.tender.scoring.rules import OUT_OF
from levier.web.house.words import language, told
from levier.web.tender.laboratory.bridge import Priced, Reference, TriedPrice, marked, warned_of
from levier.web.tender.laboratory.forms import PricesField
from levier.wording.errors import LevierError
from levier.wording.numbers import write_count
from levier.wording.text import Text, say

FORM = "criterion"
"""Id of the form of a criterion."""
DIGITS = 3
"""Digits of a sample price that are not zero."""


@dataclass(frozen=True)
class Tried:
    """Points of some prices, the best first, with what courts said of it; or why there are none."""

    maximum: float
    rows: Sequence[TriedPrice] = ()
    warned: Sequence[tuple[Text, Reference]] = ()
    error: Sequence[str] = ()


def estimate_of(tender: Tender) -> float | None:
    """Return what a buyer expects to pay."""
    return tender.value.estimate_eur_ex_vat if tender.value else None


def own_formula() -> forms.CharField:
    """Return the field of the text of a formula of one's own."""
    return forms.CharField(
        required=False,
        max_length=LONGEST,
        label=told(say("The text of a formula of your own")),
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "translate": "no"}),
    )


def sample_prices(model: Market) -> PricesField:
    """Return the field of the prices to try, at first those that the market would bring; it stands below the form."""
    return PricesField(
        widget=forms.Textarea(attrs={"rows": 5, "form": FORM}),
        initial="\n".join(write_count(price, language()) for _, price in samples(model)),
        label=told(say("Prices to try (€)")),
        help_text=told(say("One a line, with a name before it if you like. They are not kept.")),
    )


def samples(model: Market) -> list[Priced]:
    """Return the prices that a market would bring, rounded."""
    found = (round(price, DIGITS - 1 - math.floor(math.log10(price))) for price in typical_prices(model))
    return [(told(say("Offer {n}", n=n)), price) for n, price in enumerate(found, start=1)]


def try_prices(
    formula: str, settings: Mapping[str, Any], weight: float | None, prices: Sequence[Priced]
) -> Tried | None:
    """Mark prices under a formula with a weight in per cent; None where it marks no prices, or there are none."""
    maximum = weight or OUT_OF
    if not formula or not prices:
        return None
    try:
        chosen = choose(formula, settings)
        if chosen.formula.levels or "levels" in {s.name for s in chosen.formula.settings}:
            return None
        rows = marked(chosen, prices, maximum)
        return Tried(maximum, rows, warned_of(chosen, prices, maximum))
    except LevierError as error:
        return Tried(maximum, error=error.in_(language()).split("\n"))
