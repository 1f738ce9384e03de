"""What would narrow the result most: the share of the variance that each fact explains, computed from the draws.

For each fact i alone left free, T_i is the total; its share is cov(T_i, T) / var(T) (docs/method/bands.md). Shares of
independent facts add up to about one; the method effect of a family is shared, and so are its covariances.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from levier.catalogue.model import Catalogue
from levier.footprint.bands import ALL, Array, Draws, Freed
from levier.footprint.result import Narrowing
from levier.wording.text import Text, say

NONE = Freed(False, False, False, False, False)
EMBODIED_FACTS: Mapping[str, Freed] = {
    "factor": Freed(True, False, False, False, False),
    "model": Freed(False, True, False, False, False),
    "life": Freed(False, False, True, False, False),
}
USE_FACTS: Mapping[str, Freed] = {
    "energy": Freed(False, False, False, True, False),
    "mix": Freed(False, False, False, False, True),
}


def shares(draws: Draws, criterion: str) -> dict[str, float]:
    """Return fact (`kind/category`, or `mix`) -> share of the variance of the total, largest first."""
    total = draws.embodied(criterion, ALL).sum(axis=1) + draws.use(criterion, ALL).sum(axis=1)
    variance = float(np.var(total))
    if variance == 0.0:
        return {}
    categories = np.array([key.category for key in draws.keys])
    found: dict[str, float] = {}
    for kind, freed in EMBODIED_FACTS.items():
        _add(found, kind, draws.embodied(criterion, freed), categories, total, variance)
    _add(found, "energy", draws.use(criterion, USE_FACTS["energy"]), categories, total, variance)
    mixes = draws.use(criterion, USE_FACTS["mix"]).sum(axis=1)
    found["mix"] = _covariance(mixes, total) / variance
    return dict(sorted(((k, v) for k, v in found.items() if v > 0), key=lambda kv: (-kv[1], kv[0])))


def _add(
    found: dict[str, float], kind: str, varied: Array, categories: np.ndarray, total: Array, variance: float
) -> None:
    for category in sorted(set(categories.tolist()) - {""}):
        alone = varied[:, categories == category].sum(axis=1)
        found[f"{kind}/{category}"] = _covariance(alone, total) / variance


def _covariance(a: Array, b: Array) -> float:
    return float(np.mean((a - a.mean()) * (b - b.mean())))


def narrowing(draws: Draws, catalogue: Catalogue, criterion: str, most: int = 12) -> tuple[Narrowing, ...]:
    """Return the facts that would narrow the total most, with what to do about each."""
    ranked = list(shares(draws, criterion).items())[:most]
    return tuple(Narrowing(fact, *_words(fact, catalogue), min(share, 1.0)) for fact, share in ranked)


def _words(fact: str, catalogue: Catalogue) -> tuple[Text, Text]:
    kind, _, category = fact.partition("/")
    if kind == "mix":
        return (
            say("The carbon content of the electricity used"),
            say("Give the country of each site, and the year of the report."),
        )
    what = catalogue.categories[category].plural
    if kind == "factor":
        return (
            say("Which published figure holds for your {devices}", devices=what),
            _ask(bool(catalogue.categories[category].sizes), what),
        )
    if kind == "model":
        return (
            say("Which models your {devices} are", devices=what),
            say("Give the model of each of your {devices}, and the footprint that its maker declares.", devices=what),
        )
    if kind == "life":
        return (
            say("How long you keep your {devices}", devices=what),
            say(
                "Keep your retired {devices} in the inventory, with the dates of purchase and of retirement.",
                devices=what,
            ),
        )
    return (
        say("The electricity that your {devices} use", devices=what),
        say("Measure the yearly kWh of your {devices}, or ask their makers for it.", devices=what),
    )


def _ask(sized: bool, devices: Text) -> Text:
    """Say how to learn which published figure holds: the size decides only where the facts know sizes."""
    if sized:
        return say(
            "Give the size or the model of your {devices} in the inventory, and ask their makers for the footprint of "
            "each model.",
            devices=devices,
        )
    return say(
        "Give the model of your {devices} in the inventory, and ask their makers for the footprint of each model.",
        devices=devices,
    )
