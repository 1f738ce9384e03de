"""`levier cost`: life-cycle cost and equivalent annual cost of bids under the same parameters."""

from __future__ import annotations

import os
from pathlib import Path

import click
import numpy as np

from levier.cli.output import STANDARD_OUTPUT, language, print_text, write_json
from levier.cost.costing import cost
from levier.cost.document import cost_document
from levier.cost.draws import DRAWS
from levier.cost.facts import COST, parameters
from levier.cost.reading import read_costs
from levier.report.costs import write_costs


@click.command("cost")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--draws", type=click.IntRange(10, 1_000_000), default=DRAWS, show_default=True, help="Draws of the bands."
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Seed of what is drawn.")
@click.option("--json", "json_", metavar="F", help="Write the answer as JSON (- for standard output).")
@click.option("--lang", type=click.Choice(["fr", "en"]), help="Language of the answer.")
def cost_command(file: Path, draws: int, seed: int, json_: str | None, lang: str | None) -> None:
    """Compare what bids cost over their life and per year of service; FILE is YAML (docs/method/cost.md)."""
    asked = language(["--lang", lang] if lang else [], os.environ.get("LANG", ""))
    found = cost(read_costs(file), parameters(COST), np.random.default_rng(seed), draws=draws, seed=seed)
    if json_:
        write_json(json_, cost_document(found, asked))
    if json_ != STANDARD_OUTPUT:
        print_text(write_costs(found, asked))
