"""Rules and bids that the tests of scoring share."""

from __future__ import annotations

from typing import Any

import numpy as np

from levier.tender.scoring.rules import Rules, rules
from levier.tender.scoring.score import Offers


def award(price: Any = "ratio", weights: tuple[float, float, float] = (0.4, 0.35, 0.25), **more: Any) -> dict[str, Any]:
    return {
        "criteria": [
            {"id": "price", "name": "Prix", "kind": "price", "weight": weights[0], "formula": price},
            {
                "id": "quality",
                "name": "Technique",
                "kind": "quality",
                "weight": weights[1],
                "formula": "quality-ladder",
            },
            {
                "id": "kwh",
                "name": "Énergie",
                "kind": "environment",
                "weight": weights[2],
                "formula": {"name": "ratio"},
                "counts": ["kwh"],
            },
        ],
        **more,
    }


def ruled(price: Any = "ratio", **more: Any) -> Rules:
    return rules(award(price, **more), "rules.yaml")


def bids(price: list[float], quality: list[float], kwh: list[float]) -> Offers:
    given = {"price": price, "quality": quality, "kwh": kwh}
    names = tuple("ABCDEFGHIJ"[: len(price)])
    return Offers(names, {k: np.array(v, dtype=float) for k, v in given.items()})
