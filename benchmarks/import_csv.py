"""A messy CSV of a million lines, read into a snapshot, against the bare Polars reading of the same file."""

from __future__ import annotations

import json
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from levier.estate.model import Limits, ReadOptions
from levier.estate.reading import read_to_snapshot

LINES = 1_000_000
RUNS = 3


def write_messy(file: Path, lines: int, seed: int = 1) -> None:
    """Write GLPI-like lines: quotes, decimal commas, day-first dates, people, placeholders, total lines."""
    rng = random.Random(seed)
    makers = ["Dell Inc.", "HP", "Hewlett-Packard", "LENOVO", "Apple"]
    models = [
        f"{name} {n}" for name in ("Latitude", "EliteBook", "ThinkPad", "P24", "OptiPlex") for n in range(100, 180)
    ]
    kinds = ["Ordinateur portable", "Écran", "PC fixe", "Imprimante", "N/A"]
    states = ["En service", "En stock", "Réformé", "en réparation", ""]
    with file.open("w", encoding="utf-8-sig") as out:
        out.write("Inventaire du parc\n\n")
        out.write("Nom;Type;Fabricant;Modèle;Numéro de série;Date d'achat;Entité;Statut;Valeur;Usager;Pays;Quantité;\n")
        for i in range(lines):
            serial = "To be filled by O.E.M." if i % 17 == 0 else f"5CG{i * 7919:010X}"
            out.write(
                f'"PC-{i:06d}";"{rng.choice(kinds)}";"{rng.choice(makers)}";"{rng.choice(models)}";"{serial}";'
                f'"{1 + i % 28:02d}/{1 + i % 12:02d}/{2010 + i % 14}";"Mairie > Service {i % 90}";'
                f'"{rng.choice(states)}";"{500 + i % 900},50 €";"agent{i % 5000}@ville.fr";"France";"{1 + i % 3}";\n'
            )


def fastest(run: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "parc.csv"
        write_messy(file, LINES)
        bare = fastest(lambda: pl.read_csv(file, separator=";", skip_lines=2, truncate_ragged_lines=True))
        value = fastest(lambda: read_to_snapshot(file, folder / "snapshots", ReadOptions(), Limits()))
        measure = {
            "name": "messy CSV of 1,000,000 lines to snapshot",
            "ratio": round(value / bare, 2),
            "against": "pl.read_csv of the same file",
            "value": round(value, 3),
            "unit": "s",
        }
        print(json.dumps(measure))


if __name__ == "__main__":
    main()
