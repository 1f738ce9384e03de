"""Recognition of twenty thousand distinct names against one bare rapidfuzz cdist over the same family words."""

from __future__ import annotations

import json
import time

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process

from levier.catalogue.loading import load
from levier.estate.recognition import recognise
from levier.estate.recognition.facts import recognition_facts
from levier.estate.recognition.normalise import normalise

NAMES = 20_000
NOISE = ("", " PC", " (2021)", " - i5", " 16GB", " Rev. A", " noir")
TYPES = ("Ordinateur", "Ecran", "Imprimante", "", "Switch", "Téléphone")


def made_up() -> pl.DataFrame:
    """Return distinct names: families of the facts with model numbers and noise, a quarter out of any family."""
    rng = np.random.default_rng(3)
    families = [f for group in recognition_facts().families.values() for f in group]
    rows: dict[tuple[str, str, str], None] = {}
    while len(rows) < NAMES:
        family = families[rng.integers(len(families))]
        word = " ".join(family.words) if rng.random() < 0.75 else f"Zq{rng.integers(1000)} unit"
        name = f"{word} {rng.integers(100, 9999)}{NOISE[rng.integers(len(NOISE))]}"
        rows[TYPES[rng.integers(len(TYPES))], family.maker if rng.random() < 0.8 else "", name] = None
    return pl.DataFrame(list(rows), schema=["type_raw", "manufacturer_raw", "model_raw"], orient="row")


def main() -> None:
    """Print one JSON line."""
    names, catalogue = made_up(), load()
    words = [" ".join(f.words) for group in recognition_facts().families.values() for f in group]
    strings = [normalise(f"{m} {n}") for _, m, n in names.iter_rows()]
    start = time.perf_counter()
    recognise(names, catalogue)
    ours = time.perf_counter() - start
    start = time.perf_counter()
    process.cdist(strings, words, scorer=fuzz.token_sort_ratio, dtype=np.uint8, workers=1)
    peer = time.perf_counter() - start
    against = "one bare rapidfuzz cdist (token_sort_ratio) of the same names over the same family words"
    line = {"name": "recognition_of_20000_names", "ratio": round(ours / peer, 2), "against": against}
    print(json.dumps({**line, "value": round(ours, 2), "unit": "s"}))


if __name__ == "__main__":
    main()
