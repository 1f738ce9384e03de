"""Scoring against the bare NumPy arithmetic of the same marks: simulated bid sets, and many criteria with draws."""

from __future__ import annotations

import math

import numpy as np

from benchmarks.fold import best, report
from levier.cost.finance import Column
from levier.tender.scoring.laboratory import simulate
from levier.tender.scoring.market import Market, invented, market
from levier.tender.scoring.rules import Rules, rules
from levier.tender.scoring.score import Offers, first, probability_first, totals

SETS, FEW = 10_000, 5
BIDS, CRITERIA, DRAWS = 50, 200, 1_000


def three_criteria() -> Rules:
    """Return a price, a ladder and a quantity of which less is better."""
    criteria = [
        {"id": "price", "kind": "price", "weight": 0.4, "formula": "ratio"},
        {"id": "quality", "kind": "quality", "weight": 0.35, "formula": "quality-ladder"},
        {"id": "kwh", "kind": "environment", "weight": 0.25, "formula": "ratio", "counts": ["kwh"]},
    ]
    return rules({"criteria": criteria}, "benchmark")


def ours_simulated(found: Rules, model: Market) -> Column:
    """Invent the sets, mark them, tell who is first."""
    return np.asarray(first(totals(found, invented(found, model, np.random.default_rng(1)))).mean(axis=0))


def bare_simulated(m: Market) -> Column:
    """Do the same with NumPy alone, for these three criteria and nothing else."""
    rng, size = np.random.default_rng(1), (m.sets, m.bids)
    z = rng.standard_normal(size)
    price = m.estimate * np.exp(m.price_spread * z)
    own = math.sqrt(1 - m.correlation**2)
    quality = m.correlation * z + own * rng.standard_normal(size)
    level = np.round(np.clip(m.level_mean + m.level_spread * quality, 0, 1) * 4)
    kwh = np.exp(-m.level_spread * (m.correlation * z + own * rng.standard_normal(size)))
    total = 40 * price.min(1, keepdims=True) / price + 35 * level / 4 + 25 * kwh.min(1, keepdims=True) / kwh
    return np.asarray(np.bincount(total.argmax(1), minlength=m.bids) / m.sets)


def bare_laboratory(m: Market) -> tuple[float, float, list[float]]:
    """Answer by hand the three questions that cost most: a one per cent gap, losers that reorder, real weights."""
    rng, size = np.random.default_rng(1), (m.sets, m.bids)
    z = rng.standard_normal(size)
    price = m.estimate * np.exp(m.price_spread * z)
    own = math.sqrt(1 - m.correlation**2)
    level = np.round(
        np.clip(m.level_mean + m.level_spread * (m.correlation * z + own * rng.standard_normal(size)), 0, 1) * 4
    )
    kwh = np.exp(-m.level_spread * (m.correlation * z + own * rng.standard_normal(size)))

    def marks(p: Column, q: Column, k: Column) -> tuple[Column, Column, Column]:
        return 40 * p.min(1, keepdims=True) / p, 35 * q / 4, 25 * k.min(1, keepdims=True) / k

    points = marks(price, level, kwh)
    total = points[0] + points[1] + points[2]
    winner = total.argmax(1)
    dearer = price.copy()
    dearer[np.arange(m.sets), winner] *= 1.01
    flips = ((marks(dearer, level, kwh)[0] + points[1] + points[2]).argmax(1) != winner).mean()
    changed = np.zeros(m.sets, bool)
    for j in range(m.bids):
        before = np.delete(total, j, 1)
        a, b, c = marks(np.delete(price, j, 1), np.delete(level, j, 1), np.delete(kwh, j, 1))
        changed |= (winner != j) & (before.argsort(1) != (a + b + c).argsort(1)).any(1)
    within = total - total.mean(1, keepdims=True)
    weights = [float((p * within).sum() / (within * within).sum()) for p in points]
    return float(flips), float(changed.mean()), weights


def many_criteria() -> tuple[Rules, Offers]:
    """Return 200 criteria marked by the ratio, and draws of 50 bids."""
    criteria = [{"id": f"c{i}", "kind": "price", "weight": 1 / CRITERIA, "formula": "ratio"} for i in range(CRITERIA)]
    rng = np.random.default_rng(1)
    table = np.exp(0.2 * rng.standard_normal((CRITERIA, DRAWS, BIDS)))
    columns = {f"c{i}": table[i] for i in range(CRITERIA)}
    return rules({"criteria": criteria}, "benchmark"), Offers(tuple(f"bid {i}" for i in range(BIDS)), columns)


def bare_many(offers: Offers) -> Column:
    """Mark and rank with NumPy alone, criterion by criterion."""
    total = np.zeros((DRAWS, BIDS))
    for column in offers.columns.values():
        total += 100 / CRITERIA * (column.min(1, keepdims=True) / column)
    return np.asarray(np.bincount(total.argmax(1), minlength=BIDS) / DRAWS)


def main() -> None:
    """Print one JSON line a measure; refuse to compare what does not give the same answer."""
    found, model = three_criteria(), market(sets=SETS, bids=FEW)
    assert np.allclose(ours_simulated(found, model), bare_simulated(model), atol=1e-3)
    ours, peer = best(lambda: ours_simulated(found, model)), best(lambda: bare_simulated(model))
    report("simulate_10000_bid_sets", ours, peer, "bare NumPy arithmetic of the same sets")
    whole = best(lambda: simulate(found, model, np.random.default_rng(1), seed=1))
    three = best(lambda: bare_laboratory(model))
    report("laboratory_10000_bid_sets", whole, three, "bare NumPy of its three heaviest questions")
    many, offers = many_criteria()
    assert np.allclose(list(probability_first(many, offers).values()), bare_many(offers), atol=1e-3)
    ours, peer = best(lambda: probability_first(many, offers)), best(lambda: bare_many(offers))
    report("score_50_bids_200_criteria_1000_draws", ours, peer, "bare NumPy arithmetic of the same marks")


if __name__ == "__main__":
    main()
