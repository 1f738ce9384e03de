"""The lines of a life-cycle cost as formulas, and the columns that they are computed from, one number a bid.

Each formula is a text of the small arithmetic: what computes is what the trace shows. NaN inside a column stands for
what a bid does not tell; it never leaves this room.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from levier.cost.arithmetic import Expression, parse
from levier.cost.finance import SHIFT, Column, annuity, growing_annuity, present
from levier.cost.model import Bid, Comparison, Estimate, Parameters
from levier.quantity.units import factor
from levier.wording.text import Text, say

UNTOLD_GROWTH = 0.0
"""What is computed where no growth is told; a note beside the figure says so."""
DECLARED = "declared"
"""Carbon as declared, whether it is priced or not."""
ACQUISITION, RENT, BUY_BACK = "acquisition", "rent", "buy_back"
CARBON_USE, CARBON_EMBODIED = "carbon_use", "carbon_embodied"

FORMULAS: Mapping[str, str] = {
    ACQUISITION: "price + installation",
    RENT: "rent * annuity",
    "electricity": "kwh * kwh_price * electricity_annuity",
    "maintenance": "maintenance * annuity",
    "consumables": "consumables * annuity",
    "failures": "failures * failure_cost * annuity",
    "end_of_life": "end_of_life * present",
    BUY_BACK: "0 - buy_back * present",
    CARBON_USE: "kwh * mix * tonnes_per_kg * carbon_price * carbon_annuity",
    CARBON_EMBODIED: "embodied * tonnes_per_kg * carbon_price",
}
"""Line -> euros of one unit over one life, as worth on the first day."""

LABELS: Mapping[str, Text] = {
    ACQUISITION: say("Purchase and installation"),
    RENT: say("Rent"),
    "electricity": say("Electricity"),
    "maintenance": say("Maintenance"),
    "consumables": say("Consumables"),
    "failures": say("Failures: repair or replacement"),
    "end_of_life": say("End of life or return"),
    BUY_BACK: say("Buy-back (received)"),
    CARBON_USE: say("Carbon of electricity, priced"),
    CARBON_EMBODIED: say("Carbon of manufacturing, priced"),
}
EXTERNALITIES = frozenset({CARBON_USE, CARBON_EMBODIED})

INPUTS: Mapping[str, tuple[Text, str]] = {
    "price": (say("Price of one unit"), "EUR"),
    "installation": (say("Installation of one unit"), "EUR"),
    "rent": (say("Rent of one unit"), "EUR/year"),
    "kwh": (say("Electricity of one unit"), "kWh/year"),
    "maintenance": (say("Maintenance of one unit"), "EUR/year"),
    "consumables": (say("Consumables of one unit"), "EUR/year"),
    "failures": (say("Failures of one unit"), "1/year"),
    "failure_cost": (say("Cost of one failure"), "EUR"),
    "end_of_life": (say("End of life or return of one unit"), "EUR"),
    "buy_back": (say("Buy-back of one unit"), "EUR"),
    "embodied": (say("Carbon of one unit but its use"), "kgCO2e"),
    "lifetime": (say("Years of service"), "year"),
    "rate": (say("Discount rate"), "1/year"),
    "shift": (say("Years by which running costs come before the end of the year"), "year"),
    "kwh_price": (say("Price of electricity"), "EUR/kWh"),
    "electricity_growth": (say("Growth of the price of electricity"), "1/year"),
    "mix": (say("Carbon of electricity"), "kgCO2e/kWh"),
    "carbon_price": (say("Value of carbon"), "EUR/tCO2e"),
    "carbon_growth": (say("Growth of the value of carbon"), "1/year"),
    "tonnes_per_kg": (say("Tonnes in a kilogram"), "tCO2e/kgCO2e"),
    "annuity": (say("What one euro a year is worth on the first day"), "year"),
    "electricity_annuity": (
        say("What a year of electricity is worth on the first day, for one euro of the first"),
        "year",
    ),
    "carbon_annuity": (say("What a year of carbon is worth on the first day, for one euro of the first"), "year"),
    "present": (say("What one euro at the end of life is worth on the first day"), "1"),
}
"""Name in a formula -> what it is, and its unit."""

SINGLE: Mapping[str, Callable[[Bid], float | None]] = {
    "installation": lambda b: b.installation_eur,
    "maintenance": lambda b: b.maintenance_eur_per_year,
    "consumables": lambda b: b.consumables_eur_per_year,
    "failures": lambda b: b.failures_per_year,
    "failure_cost": lambda b: b.failure_eur,
    "end_of_life": lambda b: b.end_of_life_eur,
}
"""What all bids must tell as soon as one does."""


@dataclass(frozen=True)
class Lines:
    """Euros of one unit, line by line: columns one number a bid, or draws x bids. `counted` lines make the total."""

    inputs: Mapping[str, Column]
    euros: Mapping[str, Column]
    counted: tuple[str, ...]
    total: Column
    yearly: Column
    """Equivalent annual cost."""


@cache
def expressions() -> Mapping[str, Expression]:
    """Return the formulas of all lines, read once."""
    return {line: parse(text, frozenset(INPUTS)) for line, text in FORMULAS.items()}


def values(bids: Sequence[Bid], told: Callable[[Bid], float | None]) -> Column:
    """Return a column with NaN where a bid tells nothing."""
    return np.array([np.nan if (v := told(b)) is None else v for b in bids], dtype=float)


def middle(estimate: Estimate | None) -> float | None:
    """Return the value of an estimate."""
    return None if estimate is None else estimate.value


def priceable(bid: Bid, parameters: Parameters) -> bool:
    """Tell whether a declared footprint may be priced: verified, and under the one method that was announced."""
    found = bid.footprint
    return found is not None and found.verified and found.method == parameters.footprint_method


def columns(comparison: Comparison) -> dict[str, Column]:
    """Return what the formulas need, one number a bid."""
    bids, p = comparison.bids, comparison.parameters
    found = {name: values(bids, told) for name, told in SINGLE.items()}
    price, rent = values(bids, lambda b: b.price_eur), values(bids, lambda b: b.rent_eur_per_year)
    # What is rented is not bought, what is bought is not rented: each is nothing where the other is told.
    found["price"] = np.where(np.isnan(price) & ~np.isnan(rent), 0.0, price)
    found["rent"] = np.where(np.isnan(rent) & ~np.isnan(price), 0.0, rent)
    if np.isnan(found["installation"]).all():
        found["installation"] = np.zeros(len(bids))
    found["buy_back"] = np.nan_to_num(values(bids, lambda b: b.buy_back_eur))  # none offered: nothing is received
    found["kwh"] = values(bids, lambda b: middle(b.kwh_per_year))
    found["lifetime"] = values(bids, lambda b: b.lifetime_years.value)
    found[DECLARED] = values(bids, lambda b: b.footprint.kgco2e.value if b.footprint else None)
    return priced(comparison, found | constants(p))


def priced(comparison: Comparison, found: dict[str, Column]) -> dict[str, Column]:
    """Add the carbon that is priced: what is declared, where it may be."""
    may = np.array([priceable(b, comparison.parameters) for b in comparison.bids])
    found["embodied"] = np.where(may, found[DECLARED], np.nan)
    return found


def constants(p: Parameters) -> dict[str, Column]:
    """Return the parameters as the formulas name them."""
    given = {
        "rate": p.discount_rate,
        "shift": SHIFT[p.moment],
        "kwh_price": p.electricity_eur_per_kwh,
        "electricity_growth": UNTOLD_GROWTH if p.electricity_growth is None else p.electricity_growth,
        "mix": p.electricity_kgco2e_per_kwh,
        "carbon_price": p.carbon_eur_per_tonne,
        "carbon_growth": UNTOLD_GROWTH if p.carbon_growth is None else p.carbon_growth,
        "tonnes_per_kg": factor("kgCO2e", "tCO2e"),
    }
    return {name: np.asarray(np.nan if value is None else value, dtype=float) for name, value in given.items()}


def worth(given: Mapping[str, Column], paid: str) -> dict[str, Column]:
    """Return what payments over a life, and at its end, are worth on the first day."""
    rate, life = given["rate"], given["lifetime"]
    return {
        "annuity": annuity(rate, life, paid),
        "electricity_annuity": growing_annuity(rate, given["electricity_growth"], life, paid),
        "carbon_annuity": growing_annuity(rate, given["carbon_growth"], life, paid),
        "present": present(rate, life),
    }


def counted(comparison: Comparison) -> tuple[str, ...]:
    """Return the lines that make the total: announced by the buyer, or told by at least one bid."""
    p, bids = comparison.parameters, comparison.bids
    told = {
        ACQUISITION: any(b.price_eur is not None or b.installation_eur is not None for b in bids),
        RENT: any(b.rent_eur_per_year is not None for b in bids),
        "electricity": p.electricity_eur_per_kwh is not None,
        "maintenance": any(b.maintenance_eur_per_year is not None for b in bids),
        "consumables": any(b.consumables_eur_per_year is not None for b in bids),
        "failures": any(b.failures_per_year is not None or b.failure_eur is not None for b in bids),
        "end_of_life": any(b.end_of_life_eur is not None for b in bids),
        BUY_BACK: any(b.buy_back_eur is not None for b in bids),
        CARBON_USE: p.carbon_eur_per_tonne is not None and p.electricity_kgco2e_per_kwh is not None,
        CARBON_EMBODIED: p.carbon_eur_per_tonne is not None and bool(p.footprint_method),
    }
    return tuple(line for line in FORMULAS if told[line])


def compute(comparison: Comparison, given: Mapping[str, Column]) -> Lines:
    """Compute every line from columns of one number a bid, or of draws x bids."""
    full = dict(given) | worth(given, comparison.parameters.moment)
    kept = counted(comparison)
    shape = np.broadcast_shapes(*(full[name].shape for name in ("lifetime", "kwh", DECLARED)))
    euros = {line: np.broadcast_to(expressions()[line].compute(full), shape) for line in FORMULAS}
    total = np.sum([euros[line] for line in kept], axis=0) if kept else np.full(shape, np.nan)
    return Lines(full, euros, kept, total, total / full["annuity"])
