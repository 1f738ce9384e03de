"""The words of a report for the codes of a result: views, stages, tiers, statuses, kinds of facts."""

from __future__ import annotations

from collections.abc import Mapping

from levier.wording.text import Text, label, say

VIEWS: Mapping[str, Text] = {
    "annual": say("per year of use"),
    "accounting": say("for the financial year {year} (accounting view)"),
    "purchase": say("from the purchases of {year}"),
    "lifetime": say("over their whole life"),
}
"""After an amount: `312 t CO₂e per year of use`."""

VIEWS_EXPLAINED: Mapping[str, Text] = {
    "annual": say(
        "The impact of making each device is spread over its years of service; one year of electricity is added."
    ),
    "accounting": say(
        "The impact of making each device is written down in equal yearly shares until its planned life is over, then "
        "counts for nothing; what is left at an early exit is charged that year. The electricity of the year is added."
    ),
    "purchase": say(
        "The whole impact of making the devices bought in the year is counted at once. One year of electricity of the "
        "estate is added."
    ),
    "lifetime": say(
        "The whole impact of making each device is counted, with its electricity over all its years of service."
    ),
}

FORMULAS: Mapping[str, Text] = {
    "annual": say("quantity × embodied impact ÷ years of service + quantity × yearly kWh × impact of one kWh"),
    "accounting": say(
        "quantity × embodied impact × share still to be written down ÷ planned life + quantity × yearly kWh × impact "
        "of one kWh"
    ),
    "purchase": say("quantity bought × embodied impact + quantity × yearly kWh × impact of one kWh"),
    "lifetime": say("quantity × embodied impact + quantity × yearly kWh × years of service × impact of one kWh"),
}

STAGES: Mapping[str, Text] = {
    "manufacturing": say("Manufacturing"),
    "distribution": say("Distribution"),
    "use": say("Use"),
    "end_of_life": say("End of life"),
    "embodied": say("All but use, stages not told apart"),
}
STAGE_ORDER = tuple(STAGES)

TIERS: Mapping[str, Text] = {
    "model": say("the figure declared for the model"),
    "category": say("the category of device"),
    "mass": say("the mass"),
    "spend": say("the price paid"),
    "unknown": say("nothing: unknown"),
}

KINDS: Mapping[str, Text] = {
    "factor": say("Embodied impact"),
    "life": say("Life"),
    "energy": say("Electricity of one device"),
    "mass": say("Mass of one device"),
    "mix": say("Electricity mix"),
    "intensity": say("Intensity"),
}

STATUSES: Mapping[str, Text] = {
    "read": say("read in the source"),
    "derived": say("derived from the source"),
    "own_judgement": say("own judgement"),
    "to_verify": say("still to be verified"),
}

GRADES: Mapping[str, Text] = {
    "A": say("very good"),
    "B": say("good"),
    "C": say("fair"),
    "D": say("poor"),
    "E": say("very poor"),
}

PARAMETERS: Mapping[str, Text] = {
    "discount_rate": say("Discount rate"),
    "years": say("Years of service needed"),
    "electricity_eur_per_kwh": say("Price of electricity"),
    "electricity_growth": say("Yearly rise of the price of electricity"),
    "electricity_kgco2e_per_kwh": say("Carbon of electricity"),
    "carbon_eur_per_tonne": say("Value of a tonne of CO₂e"),
    "carbon_growth": say("Yearly rise of the value of carbon"),
    "quantity": say("Units compared"),
    "paid": say("When in the year running costs are paid"),
    "footprint_method": say("Method of declared footprints"),
}
"""Parameters that are locked at publication."""


def parameter_name(id_: str) -> Text:
    """Return what a parameter is called; one that is not Levier's bears the name that the buyer gave it."""
    return PARAMETERS.get(id_) or label(id_, id_)
