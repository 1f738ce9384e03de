"""From an estate and a catalogue to a baseline: fold, resolve, multiply, draw, tell."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from levier.catalogue.accounts import Account
from levier.catalogue.lookup import as_known_on, parameter, referential
from levier.catalogue.model import Catalogue, Stage
from levier.estate.cells import coarsen
from levier.estate.estate import Estate, coded
from levier.estate.model import Reason
from levier.footprint import telling
from levier.footprint.assuming import assumptions
from levier.footprint.bands import Draws
from levier.footprint.choices import Choices, View
from levier.footprint.engine import Engine, PolarsEngine
from levier.footprint.figures import Figures
from levier.footprint.narrowing import narrowing
from levier.footprint.objects import ObjectKey, Single
from levier.footprint.product import OBJECT, STRATUM, sums
from levier.footprint.profile import observed_lives, profile
from levier.footprint.resolution import Resolver
from levier.footprint.result import Baseline, ExportLine, Figure, LineResult, Refurbished
from levier.footprint.strata import STRATA_ORDER, Evaluated, by_object, defaults, tables
from levier.wording.numbers import significant
from levier.wording.text import label

ADEME = "ademe"
COMPARED = ("pooled", ADEME, "base-carbone", "pcf-medians")


@dataclass(frozen=True)
class Computed:
    """A baseline, and what it was computed from (for the trace and the comparison of baselines)."""

    baseline: Baseline
    evaluated: Evaluated
    catalogue: Catalogue
    choices: Choices


@dataclass(frozen=True)
class Folded:
    """The folded estate: strata, the objects and zones in them, lives observed."""

    strata: pl.DataFrame
    keys: tuple[tuple[ObjectKey, float | None], ...]
    zones: tuple[str, ...]
    observed: Mapping[str, Single]


def compute(
    estate: Estate,
    catalogue: Catalogue,
    choices: Choices,
    *,
    code_version: str,
    snapshot: str,
    accounts: tuple[Account, ...] = (),
    engine: Engine | None = None,
) -> Computed:
    """Compute a baseline."""
    engine = engine or PolarsEngine()
    catalogue = as_known_on(catalogue, choices.facts_on)
    folded = fold_estate(estate, catalogue, choices, engine)
    evaluated = evaluate(folded, catalogue, choices, engine)
    draws = Draws(evaluated, choices)
    figures = Figures(catalogue, evaluated, draws)
    others = {
        name: _other(folded, catalogue, replace(choices, referential=name, declared=False), engine)
        for name in COMPARED
        if name in catalogue.referentials
    }
    totals, by_stage = figures.totals(), figures.by_stage()
    by_category = tuple(_with_others(f, others) for f in figures.by_category())
    ademe = others.get(ADEME)
    profiled = profile(
        estate.lines, evaluated.strata, catalogue, choices.people, figures.total(), _stock_mass(evaluated)
    )
    chosen = referential(catalogue, choices.referential)
    mixes = telling.electricity(Resolver(catalogue, choices.referential, choices.declared), choices)
    typed = estate.lines.filter(pl.col("category").fill_null("") != "").height
    declared = estate.lines.filter(pl.col("declared_id").fill_null("") != "").height
    counted = estate.lines.height
    baseline = Baseline(
        file=estate.inventory.file.name,
        on=choices.on,
        facts_on=choices.facts_on,
        view=choices.view,
        year=choices.reporting_year,
        referential=choices.referential,
        referential_label=chosen.label,
        country=choices.country,
        snapshot=snapshot,
        facts_version=catalogue.version,
        code_version=code_version,
        seed=choices.seed,
        draws=choices.draws,
        read=estate.read,
        counted=counted,
        set_aside=telling.set_aside(estate),
        devices=estate.devices,
        typed_share=typed / counted if counted else 0.0,
        model_share=declared / counted if counted else 0.0,
        totals=totals,
        by_stage=by_stage,
        by_category=by_category,
        ademe=() if ademe is None else tuple(f for f in ademe.totals() if f.value is not None),
        ademe_coverage=0.0 if ademe is None else _coverage(ademe),
        narrowing=narrowing(draws, catalogue, "gwp"),
        disagreements=telling.disagreements(evaluated, catalogue),
        unknown=telling.unknown(estate, evaluated, catalogue),
        assumptions=tuple(assumptions(estate, evaluated, catalogue, choices)),
        sources=telling.sources(evaluated, catalogue, mixes),
        questions=telling.questions(estate, figures.per_category(), evaluated, catalogue),
        profile=profiled,
        facts_used=telling.facts_used(evaluated, catalogue),
        export_lines=_export(by_stage, accounts),
        category_labels={c.id: (c.label, c.plural) for c in catalogue.categories.values()},
        criterion_labels={c.id: c.label for c in catalogue.criteria.values()},
        personal_columns=estate.inventory.personal_columns,
        refurbished=_refurbished(evaluated, catalogue),
        electricity=mixes,
        lines=_lines(evaluated),
        people=choices.people,
        referential_labels={r.id: r.label for r in catalogue.referentials.values()},
        family_labels=telling.FAMILIES,
        comparisons={"gwp": {name: t for name, o in others.items() if (t := o.total()) is not None}},
    )
    return Computed(baseline, evaluated, catalogue, choices)


def fold_estate(estate: Estate, catalogue: Catalogue, choices: Choices, engine: Engine) -> Folded:
    """Fold the counted lines; under `accounting`, those retired in the year too, for what is left to write off."""
    lines = estate.lines
    if choices.view is View.ACCOUNTING:
        written = estate.retired.filter(pl.col("retired_on").dt.year() == choices.reporting_year)
        lines = pl.concat([lines, written.with_columns(pl.col("country").fill_null(choices.country))])
    lines_coded = coded(lines, choices.on)
    rooms = [c.id for c in catalogue.categories.values() if c.datacentre]
    strata = defaults(coarsen(engine.fold(lines_coded), lines_coded.values, STRATUM), rooms)
    objects = sums(strata, OBJECT, ("price_eur", "priced_quantity"))
    keys = tuple((ObjectKey(c, s, d), price / n if n else None) for c, s, d, price, n in objects.iter_rows())
    zones = tuple(strata["country"].unique().sort())
    return Folded(strata, keys, zones, observed_lives(estate.retired, catalogue))


def evaluate(folded: Folded, catalogue: Catalogue, choices: Choices, engine: Engine) -> Evaluated:
    """Resolve the objects under the chosen referential and run the product."""
    resolver = Resolver(catalogue, choices.referential, choices.declared)
    observed = folded.observed if choices.view is View.ANNUAL else {}
    made = tables(folded.keys, folded.zones, resolver, choices, observed)
    return by_object(engine.evaluate(folded.strata, made, choices), made)


def _other(folded: Folded, catalogue: Catalogue, choices: Choices, engine: Engine) -> Figures:
    evaluated = evaluate(folded, catalogue, choices, engine)
    return Figures(catalogue, evaluated, Draws(evaluated, choices))


def _with_others(figure: Figure, others: Mapping[str, Figures]) -> Figure:
    if figure.criterion != "gwp" or figure.category is None:
        return figure
    values = {n: o.per_category().get(figure.category) for n, o in others.items()}
    return replace(figure, others={n: significant(v, 12) for n, v in values.items() if v is not None})


def _coverage(figures: Figures) -> float:
    """Return the share of a referential's total that rests on its own sets."""
    own, whole = 0.0, 0.0
    for category, value in figures.per_category().items():
        objects = [f for f in figures.draws.facts if f.key.category == category]
        answered = [f for f in objects if "gwp" in f.factors and f.factors["gwp"].own_set]
        own += value * len(answered) / len(objects)
        whole += value
    return own / whole if whole else 0.0


def _stock_mass(evaluated: Evaluated) -> float | None:
    """Return the mass of all devices counted whose mass is known, in kg."""
    counted = evaluated.strata.filter(pl.col("status") != Reason.RETIRED)
    rows = counted.join(evaluated.tables.factors, on=list(OBJECT)).filter(pl.col("mass_kg").is_not_null())
    return math.fsum(rows["quantity"] * rows["mass_kg"]) if rows.height else None


def _refurbished(evaluated: Evaluated, catalogue: Catalogue) -> Refurbished | None:
    """Compare refurbished devices with new ones by both rules (docs/method/views.md)."""
    rows = evaluated.strata.filter((pl.col("condition") == "refurbished") & (pl.col("status") != Reason.RETIRED))
    share = parameter(catalogue, "refurbish.share_of_manufacturing").value
    quantity, new, cut_off, chain = 0, 0.0, 0.0, 0.0
    for row in rows.iter_rows(named=True):
        facts = evaluated.tables.facts[ObjectKey(row["category"], row["size"], row["declared_id"])]
        factor = facts.factors.get("gwp")
        if factor is None or facts.life is None or facts.second_life is None:
            continue
        making = factor.stages.get(Stage.MANUFACTURING, factor.stages.get(Stage.EMBODIED, 0.0)) * factor.value
        ending = factor.stages.get(Stage.END_OF_LIFE, 0.0) * factor.value
        first, second, n = facts.life.value, facts.second_life.value, row["quantity"]
        quantity += n
        new += n * factor.value / first
        cut_off += n * (share * making + ending) / second
        chain += n * (factor.value + share * making) / (first + second)
    if not quantity:
        return None
    saving = new - max(cut_off, chain)
    return Refurbished(quantity, new, cut_off, chain, saving if saving > 0 else None)


def _export(by_stage: tuple[Figure, ...], accounts: tuple[Account, ...]) -> tuple[ExportLine, ...]:
    """Write the gwp stages as lines of the GHG Protocol and of the French BEGES."""
    values = {f.stage: f.value for f in by_stage if f.criterion == "gwp" and f.value is not None}
    rows = []
    for account in accounts:
        known = [values[s] for s in account.stages if s in values]
        note = label(account.note_fr, account.note_en)
        rows.append(ExportLine(account.code, account.label, account.beges, sum(known) if known else None, note))
    return tuple(rows)


def _lines(evaluated: Evaluated) -> tuple[LineResult, ...]:
    names = [n for n in evaluated.tables.columns if n.startswith("gwp/")]
    joined = evaluated.strata.join(evaluated.tables.factors, on=list(OBJECT), how="left")
    joined = joined.join(evaluated.tables.mixes, on="country", how="left").sort(STRATA_ORDER, nulls_last=False)
    rows = []
    for row in joined.iter_rows(named=True):
        kept = {k: row[k] for k in ("category", "size", "model", "country", "acquired_year", "condition", "ownership")}
        kept |= {k: row[k] for k in ("status", "quantity", "age_years", "life_years", "kwh")}
        for name in names:
            activity, factor = (row[c] for c in evaluated.tables.columns[name])
            kept[name] = None if activity is None or factor is None else significant(activity * factor, 12)
        rows.append(LineResult(kept))
    return tuple(rows)
