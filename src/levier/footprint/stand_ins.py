"""The two last tiers: mass x intensity of a kind of product, then price x intensity of spending."""

from __future__ import annotations

import math
from dataclasses import replace

from levier.catalogue.lookup import parameter
from levier.catalogue.model import Boundary, Catalogue, Stage, Tier
from levier.footprint.objects import Factor, ObjectFacts, ObjectKey, Single
from levier.footprint.pooling import FamilyEstimate, pool, spread_of


def by_mass(catalogue: Catalogue, key: ObjectKey, mass: Single | None) -> Factor | None:
    """Return mass x intensity of the kind of product, or None where either is missing."""
    category = catalogue.categories[key.category]
    intensity = next((i for i in catalogue.intensities if i.basis == "mass" and i.kind == category.mass_kind), None)
    if mass is None or intensity is None:
        return None
    spread = spread_of(
        intensity.spread_rule,
        intensity.spread,
        intensity.low,
        intensity.high,
        None,
        math.log(parameter(catalogue, "gsd.mass").value),
    )
    sigma = max(spread.estimate, spread.models or 0.0)
    scores = intensity.provenance.scores
    family = FamilyEstimate(
        f"mass:{intensity.kind}",
        mass.value * intensity.value,
        sigma,
        (mass.fact, intensity.id),
        (mass.source, intensity.provenance.source),
        "mass-rule",
        scores,
    )
    return Factor(
        criterion="gwp",
        unit="kgCO2e/device",
        value=family.value,
        stages={Stage.EMBODIED if intensity.boundary is not Boundary.MANUFACTURING else Stage.MANUFACTURING: 1.0},
        tier=Tier.MASS,
        pooled=pool([family]),
        model_sigma=max(mass.sigma, math.log(parameter(catalogue, "gsd.mass").value)),
        scale=1.0,
        pedigree=scores,
        facts=family.facts,
        sources=family.sources,
        own_set=False,
    )


def by_spend(catalogue: Catalogue, facts: ObjectFacts, price_keur: float) -> ObjectFacts:
    """Return the facts of an object with a factor from its mean price (in kEUR), the last resort."""
    intensity = next((i for i in catalogue.intensities if i.basis == "spend"), None)
    if intensity is None or price_keur <= 0:
        return facts
    default = math.log(parameter(catalogue, "gsd.spend").value)
    sigma = spread_of(intensity.spread_rule, intensity.spread, intensity.low, intensity.high, None, default).estimate
    p = intensity.provenance
    family = FamilyEstimate(
        f"spend:{intensity.kind}",
        price_keur * intensity.value,
        sigma,
        (intensity.id,),
        (p.source,),
        "spend",
        p.scores,
    )
    factor = Factor(
        criterion="gwp",
        unit="kgCO2e/device",
        value=family.value,
        stages={Stage.EMBODIED: 1.0},
        tier=Tier.SPEND,
        pooled=pool([family]),
        model_sigma=0.0,
        scale=1.0,
        pedigree=p.scores,
        facts=family.facts,
        sources=family.sources,
        own_set=False,
    )
    return replace(facts, factors={**facts.factors, "gwp": factor}, tier=Tier.SPEND)
