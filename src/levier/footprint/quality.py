"""Data quality: pedigree scores as a spread, as a letter, and as the PEF data quality rating."""

from __future__ import annotations

import math
from collections.abc import Sequence

from levier.catalogue.model import Catalogue, Pedigree

DIMENSIONS = ("reliability", "completeness", "temporal", "geographical", "technological")
LETTERS = "letter"
WORST = "E"


def pedigree_sigma(catalogue: Catalogue, pedigree: Pedigree) -> float:
    """Return sigma of ln x from the empirical GSDs of each score: sqrt of the sum of ln(GSD) squared."""
    factors = {(f.indicator, f.score): f.gsd for f in catalogue.pedigree}
    total = 0.0
    for dimension in DIMENSIONS:
        total += math.log(factors[dimension, getattr(pedigree, dimension)]) ** 2
    return math.sqrt(total)


def rating(pedigree: Pedigree) -> float:
    """Return the PEF rating: mean of technological, geographical, time representativeness and precision."""
    return (pedigree.technological + pedigree.geographical + pedigree.temporal + pedigree.reliability) / 4


def letter(catalogue: Catalogue, mean_score: float) -> str:
    """Return the letter of a mean pedigree score: the first band whose upper bound holds it."""
    bands = [g for g in catalogue.grades if g.scheme == LETTERS]
    for grade in sorted(bands, key=lambda g: math.inf if g.up_to is None else g.up_to):
        if grade.up_to is None or mean_score <= grade.up_to:
            return grade.grade
    return WORST


def weighted(scores: Sequence[float], weights: Sequence[float]) -> float | None:
    """Return the mean of scores weighted by contribution; None where nothing contributes."""
    total = math.fsum(abs(w) for w in weights)
    if total == 0:
        return None
    return math.fsum(s * abs(w) for s, w in zip(scores, weights, strict=True)) / total
