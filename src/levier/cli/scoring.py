"""`levier tender points` and `levier tender simulate`: mark some prices, test rules before they are published."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np

from levier.cli.output import STANDARD_OUTPUT, language, print_text, write, write_json
from levier.report.scoring import pictures, write_points, write_report
from levier.tender.scoring.counting import check_counting
from levier.tender.scoring.document import points_document, report_document
from levier.tender.scoring.formulas import choose
from levier.tender.scoring.laboratory import simulate
from levier.tender.scoring.locking import canonical, content, hash_of
from levier.tender.scoring.market import announced_estimate, example, market
from levier.tender.scoring.points import Lot, points_of, points_of_lots
from levier.tender.scoring.rules import read_award
from levier.wording.errors import BadOption
from levier.wording.text import Language, say

LANG = click.option("--lang", type=click.Choice(["fr", "en"]), help="Language of the answer.")
JSON = click.option("--json", "json_", metavar="F", help="Write the answer as JSON (- for standard output).")


def _language(lang: str | None) -> Language:
    return language(["--lang", lang] if lang else [], os.environ.get("LANG", ""))


@click.command("points", context_settings={"ignore_unknown_options": True})
@click.argument("formula")
@click.argument("prices", nargs=-1, metavar="PRICE...")
@click.option("--max", "maximum", metavar="N", default="100", show_default=True, help="The most points.")
@click.option("--param", "params", multiple=True, metavar="K=V", help="A parameter of the formula; may be repeated.")
@click.option("--lot", "lots", multiple=True, metavar="WEIGHT:P1,P2,…", help="A lot and its prices; may be repeated.")
@JSON
@LANG
def points_command(
    formula: str,
    prices: Sequence[str],
    maximum: str,
    params: Sequence[str],
    lots: Sequence[str],
    json_: str | None,
    lang: str | None,
) -> None:
    """Mark PRICEs (or costs, or levels) under FORMULA; warn of what a court struck down or limited.

    Formulas: ratio, anchored-linear, min-max, mean-of-offers, estimate-distance, quality-ladder, life-cycle-cost,
    equivalent-annual-cost, notional-discount, own. With --lot, the plain mean of the marks of the lots is printed.
    """
    chosen = choose(formula, dict(_pair(p) for p in params))
    most, values = number(maximum), [number(p) for p in prices]
    if most <= 0:
        raise _no_number(maximum)
    if bool(values) == bool(lots):
        raise BadOption(
            say("Give either prices or lots."),
            expected=say("prices such as 100 120 150, or --lot 60:100,120 --lot 40:80,70"),
        )
    pointed = points_of_lots(chosen, [_lot(x) for x in lots], most) if lots else points_of(chosen, values, most)
    asked = _language(lang)
    if json_:
        write_json(json_, points_document(pointed, asked))
    if json_ != STANDARD_OUTPUT:
        print_text(write_points(values, pointed, chosen.formula.note, asked))


def number(raw: str) -> float:
    """Read a number of the command line."""
    try:
        value = float(raw)
    except ValueError:
        raise _no_number(raw) from None
    if not np.isfinite(value):
        raise _no_number(raw)
    return value


def _no_number(raw: str) -> BadOption:
    return BadOption(
        say("A number cannot be read."),
        expected=say("a number written with a point, such as 12.5"),
        found=raw,
        mend=say("Write the number without spaces, unit nor comma."),
    )


def _pair(raw: str) -> tuple[str, Any]:
    key, sign, value = raw.partition("=")
    if not sign:
        raise BadOption(
            say("A parameter cannot be read."), expected=say("a name, = and a value, such as n=2"), found=raw
        )
    return key.strip(), value.strip()


def _lot(raw: str) -> Lot:
    weight, sign, prices = raw.partition(":")
    if not sign or number(weight) <= 0:
        raise BadOption(
            say("A lot cannot be read."),
            expected=say("its weight above zero, a colon and its prices, such as 60:100,120"),
            found=raw,
        )
    return Lot(number(weight), tuple(number(p) for p in prices.split(",")))


@click.command("simulate")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--sets", type=click.IntRange(1, 1_000_000), help="Bid sets to invent.")
@click.option("--bids", type=click.IntRange(2, 100), help="Bids of a set.")
@click.option(
    "--estimate",
    type=click.FloatRange(0, min_open=True),
    help="The buyer's estimate: invented prices spread around it.",
)
@click.option("--spread", type=click.FloatRange(0.001, 2), help="Spread of prices (standard deviation of ln price).")
@click.option("--correlation", type=click.FloatRange(-1, 1), help="Correlation of price and quality.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Seed of what is drawn.")
@click.option(
    "--pictures", "folder", type=click.Path(path_type=Path), metavar="DIR", help="Write pictures (SVG) there."
)
@JSON
@LANG
def simulate_command(
    file: Path,
    sets: int | None,
    bids: int | None,
    estimate: float | None,
    spread: float | None,
    correlation: float | None,
    seed: int,
    folder: Path | None,
    json_: str | None,
    lang: str | None,
) -> None:
    """Test the award rules of FILE on thousands of invented bid sets, before they are published."""
    rules, award, name = read_award(file)
    asked = _language(lang)
    model = market(
        estimate or announced_estimate(rules), sets=sets, bids=bids, price_spread=spread, correlation=correlation
    )
    imagined = example(award, rules, name)
    report = simulate(rules, model, np.random.default_rng(seed), seed=seed, imagined=imagined)
    findings = check_counting(rules)
    locked = hash_of(canonical(content(rules)))
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        for picture in pictures(report, asked):
            write(str(folder / f"{picture.id}.svg"), picture.alone)
    if json_:
        write_json(json_, report_document(report, findings, locked, asked))
    if json_ != STANDARD_OUTPUT:
        print_text(write_report(report, findings, locked, asked))
