"""The trace: every published value as a small graph that a reader who knows only + - * / can recompute.

Nodes are kept per formula and stratum, never per row. A `value` node says which fact and source it is, or that it
comes from the inventory, or that it is an assumption; every other node is one step of `product.STEPS` or a sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from levier.catalogue.model import Catalogue, Stage
from levier.footprint.choices import Choices, View
from levier.footprint.objects import Factor, ObjectFacts, ObjectKey, Single
from levier.footprint.product import STEPS
from levier.footprint.result import Baseline
from levier.footprint.strata import Evaluated
from levier.wording.text import Text, say

SCHEMA = "levier.trace/1"
GENERATOR = "numpy PCG64 of [seed, crc32 of the stream's name]; low, median and high are percentiles 5, 50 and 95"

LABELS: Mapping[str, tuple[Text, str]] = {
    "quantity": (say("Number of devices"), "device"),
    "embodied_share": (say("Part of a device charged to the organisation, by ownership"), ""),
    "charge": (say("Part of a device charged in this view"), ""),
    "charge_years": (say("Years over which it is spread"), "year"),
    "making": (say("Making, with refurbishment where the device is refurbished"), ""),
    "measured_quantity": (say("Devices whose electricity was given"), "device"),
    "kwh_per_year": (say("Electricity of one device in a year"), "kWh/year"),
    "measured_kwh": (say("Electricity given in the inventory"), "kWh/year"),
    "use_share": (say("Part of use charged: in use, by ownership"), ""),
    "pue": (say("Power usage effectiveness of the room"), ""),
    "use_years": (say("Years of use in this view"), "year"),
    "charged_quantity": (say("Devices charged"), "device"),
    "charged_units": (say("Devices charged in this view"), "device"),
    "activity": (say("Devices per year of service"), "device/year"),
    "making_activity": (say("Devices per year of service, with refurbishment"), "device/year"),
    "unmeasured_quantity": (say("Devices whose electricity was not given"), "device"),
    "default_kwh": (say("Electricity of devices not measured"), "kWh"),
    "all_kwh": (say("Electricity of all devices"), "kWh"),
    "used_kwh": (say("Electricity charged"), "kWh"),
    "site_kwh": (say("Electricity with the room's own"), "kWh"),
    "kwh": (say("Electricity in this view"), "kWh"),
}


VIEWS: Mapping[View, Text] = {
    View.ANNUAL: say("Annual view: the whole making of a device, spread over its years of service."),
    View.ACCOUNTING: say("Accounting view: one year of the planned life, as long as it lasts."),
    View.PURCHASE: say("Purchase view: the whole making of a device in the year it was bought."),
    View.LIFETIME: say("Lifetime view: the whole making of a device and all its years of use."),
}


@dataclass
class Writer:
    """Collects nodes; equal value nodes are written once."""

    nodes: list[dict[str, Any]] = field(default_factory=list)
    _known: dict[tuple[Any, ...], str] = field(default_factory=dict)

    def value(self, name: Text, unit: str, value: float, fact: str, source: str, **more: Any) -> str:
        """Add a given value: `fact` and `source`, or source `inventory`, or `assumption` with its `text`."""
        key = (name.message, unit, value, fact, source)
        if key not in self._known:
            self._known[key] = self._add(name, unit, value, "value", [], fact=fact, source=source, **more)
        return self._known[key]

    def step(self, text: Text, unit: str, op: str, args: Sequence[str], value: float) -> str:
        """Add one operation on nodes already there."""
        return self._add(text, unit, value, op, list(args))

    def sum(self, text: Text, unit: str, args: Sequence[str], value: float) -> str:
        """Add a sum; of one node it is that node."""
        return args[0] if len(args) == 1 else self.step(text, unit, "+", args, value)

    def of(self, node: str) -> float:
        """Return the value of a node."""
        return float(self.nodes[int(node[1:])]["value"])

    def _add(self, name: Text, unit: str, value: float, op: str, args: list[str], **more: Any) -> str:
        node = f"n{len(self.nodes)}"
        label = {"fr": name.in_("fr"), "en": name.in_("en")}
        self.nodes.append({"id": node, "label": label, "unit": unit, "value": value, "op": op, "args": args, **more})
        return node


def trace(baseline: Baseline, evaluated: Evaluated, catalogue: Catalogue, choices: Choices) -> dict[str, Any]:
    """Return the trace of every figure that the baseline prints with a value."""
    writer = Writer()
    units = {c.id: c.unit for c in catalogue.criteria.values()}
    leaves: dict[tuple[str, str], dict[str, list[str]]] = {}
    for row in evaluated.strata.iter_rows(named=True):
        _stratum(writer, row, evaluated, catalogue, choices, leaves)
    figures = _figures(writer, baseline, units, leaves)
    bands = percentiles(baseline, evaluated, choices)
    return {"schema": SCHEMA, "nodes": writer.nodes, "figures": figures, "percentiles": bands}


def _stratum(
    writer: Writer,
    row: Mapping[str, Any],
    evaluated: Evaluated,
    catalogue: Catalogue,
    choices: Choices,
    leaves: dict[tuple[str, str], dict[str, list[str]]],
) -> None:
    """Write the nodes of one stratum, and file its impacts by (criterion, category) and stage."""
    facts = evaluated.tables.facts[ObjectKey(row["category"], row["size"], row["declared_id"])]
    made = _given(writer, row, facts, choices, catalogue)
    for step in STEPS:
        if made.get(step.left) is None or made.get(step.right) is None or row[step.name] is None:
            continue
        text, unit = LABELS[step.name]
        args = [made[step.left], made[step.right]]
        made[step.name] = writer.step(text, unit, step.op, args, _apply(step.op, *(writer.of(a) for a in args)))
    for name, (activity, _) in evaluated.tables.columns.items():
        criterion, stage = name.split("/")
        left = made.get(activity)
        right = _factor(writer, criterion, stage, facts, evaluated, catalogue, row)
        if left is None or right is None:
            continue
        unit = right[1]
        value = writer.of(left) * writer.of(right[0])
        node = writer.step(say("Impact of these devices"), unit, "*", [left, right[0]], value)
        leaves.setdefault((criterion, row["category"]), {}).setdefault(stage, []).append(node)


def _given(
    writer: Writer, row: Mapping[str, Any], facts: ObjectFacts, choices: Choices, catalogue: Catalogue
) -> dict[str, str]:
    """Write what a stratum starts from."""
    made: dict[str, str] = {}

    def give(name: str, fact: str, source: str) -> None:
        if row[name] is not None:
            text, unit = LABELS[name]
            made[name] = writer.value(text, unit, float(row[name]), fact, source)

    def figure(name: str, fact: str) -> None:
        give(name, fact, catalogue.parameters[fact].provenance.source)

    give("quantity", "quantity", "inventory")
    give("measured_quantity", "measured_quantity", "inventory")
    give("measured_kwh", "annual_kwh", "inventory")
    ownership = {"byod": "share.byod", "shared": "share.cope"}.get(row["ownership"])
    if ownership is None:
        give("embodied_share", "ownership", "inventory")
    else:
        figure("embodied_share", ownership)
    give("use_share", "status and ownership", "inventory")
    text, unit = LABELS["charge"]
    if row["charge"] is not None:
        made["charge"] = _by_view(writer, text, unit, float(row["charge"]), choices)
    if row["condition"] == "refurbished":
        figure("making", "refurbish.share_of_manufacturing")
    else:
        give("making", "condition", "inventory")
    if row["datacentre"] and row["pue"]:
        figure("pue", "pue.default")
    else:
        give("pue", "datacentre", "inventory")
    _years(writer, row, facts, choices, made)
    if facts.energy is not None:
        give("kwh_per_year", facts.energy.fact, facts.energy.source)
    else:
        give("kwh_per_year", "every device measured", "inventory")
    return made


def _years(writer: Writer, row: Mapping[str, Any], facts: ObjectFacts, choices: Choices, made: dict[str, str]) -> None:
    life = row["life_years"]
    older = choices.view is View.ANNUAL and row["age_years"] is not None and (life is None or row["age_years"] > life)
    for name in ("charge_years", "use_years"):
        if row[name] is None:
            continue
        text, unit = LABELS[name]
        if (row[name] == 1.0 and choices.view is not View.ANNUAL) or (name == "use_years" and row[name] == 1.0):
            made[name] = _by_view(writer, text, unit, row[name], choices)
        elif older or row["stated_life_quantity"] or facts.life is None:
            made[name] = writer.value(text, unit, row[name], "age or stated life of the devices", "inventory")
        elif row["condition"] == "refurbished" and facts.second_life is not None:
            made[name] = _two_lives(writer, facts.life, facts.second_life)
        else:
            made[name] = writer.value(text, unit, row[name], facts.life.fact, facts.life.source)


def _by_view(writer: Writer, text: Text, unit: str, value: float, choices: Choices) -> str:
    """Write what the chosen view assumes, with its rule in words."""
    rule = VIEWS[choices.view]
    told = {"fr": rule.in_("fr"), "en": rule.in_("en")}
    return writer.value(text, unit, value, f"view {choices.view}", "assumption", text=told)


def _two_lives(writer: Writer, first: Single, second: Single) -> str:
    """Write the life of a refurbished device: its first and second lives."""
    lives = [writer.value(say("Planned life"), "year", s.value, s.fact, s.source) for s in (first, second)]
    return writer.step(say("First and second life"), "year", "+", lives, first.value + second.value)


def _factor(
    writer: Writer,
    criterion: str,
    stage: str,
    facts: ObjectFacts,
    evaluated: Evaluated,
    catalogue: Catalogue,
    row: Mapping[str, Any],
) -> tuple[str, str] | None:
    """Write the factor of a stage: pooled value x declared / median x share of the stage; or a mass; or a mix."""
    if criterion in ("mass", "weee"):
        return None if facts.mass is None else _single(writer, say("Mass of one device"), "kg", facts.mass)
    if stage == Stage.USE:
        mix = evaluated.tables.mix_facts.get((row["country"], criterion))
        unit = catalogue.criteria[criterion].unit
        return None if mix is None else _single(writer, say("Impact of one kWh"), unit, mix)
    factor = facts.factors.get(criterion)
    share = None if factor is None else factor.stages.get(Stage(stage))
    if factor is None or share is None:
        return None
    return _share(writer, factor, share, stage, facts, catalogue), catalogue.criteria[criterion].unit


def _single(writer: Writer, text: Text, unit: str, single: Single) -> tuple[str, str]:
    return writer.value(text, unit, single.value, single.fact, single.source), unit


def _share(writer: Writer, factor: Factor, share: float, stage: str, facts: ObjectFacts, catalogue: Catalogue) -> str:
    unit = factor.unit
    plain = factor.value / factor.scale
    families = [
        {"family": f.family, "value": f.value, "weight": w, "facts": list(f.facts), "sources": list(f.sources)}
        for f, w in zip(factor.pooled.families, factor.pooled.weights, strict=True)
    ]
    node = writer.value(
        say("Impact of making and ending one device"),
        unit,
        plain,
        " + ".join(factor.facts),
        " + ".join(factor.sources),
        families=families,
    )
    if factor.scale != 1.0:
        name = facts.key.declared_id
        model = next(m for m in catalogue.declared if m.id == name)
        scale = writer.value(
            say("Maker's declared figure over the makers' median"), "", factor.scale, name, model.provenance.source
        )
        node = writer.step(
            say("Impact of making and ending one device of this model"),
            unit,
            "*",
            [node, scale],
            writer.of(node) * factor.scale,
        )
    if share != 1.0:
        part = writer.value(
            say("Share of the stage {stage}", stage=stage),
            "",
            share,
            " + ".join(factor.facts),
            " + ".join(factor.sources),
        )
        node = writer.step(say("Impact of the stage for one device"), unit, "*", [node, part], writer.of(node) * share)
    return node


def _apply(op: str, left: float, right: float) -> float:
    if op == "+":
        return left + right
    if op == "-":
        return left - right
    return left * right if op == "*" else left / right


def _figures(
    writer: Writer,
    baseline: Baseline,
    units: Mapping[str, str],
    leaves: Mapping[tuple[str, str], Mapping[str, Sequence[str]]],
) -> list[dict[str, str]]:
    """Write the sums behind totals, stages and categories."""
    figures: list[dict[str, str]] = []
    by_category: dict[str, dict[str, dict[str, str]]] = {}
    for (criterion, category), stages in leaves.items():
        unit = units[criterion]
        for stage, nodes in stages.items():
            text = say("Sum over the devices of a category")
            node = writer.sum(text, unit, nodes, sum(writer.of(n) for n in nodes))
            by_category.setdefault(criterion, {}).setdefault(category, {})[stage] = node
    for figure in (*baseline.totals, *baseline.by_stage, *baseline.by_category):
        if figure.value is None:
            continue
        parts = by_category.get(figure.criterion, {})
        nodes = [
            node
            for category, stages in parts.items()
            for stage, node in stages.items()
            if figure.stage in (None, stage) and figure.category in (None, category)
        ]
        if nodes:
            value = sum(writer.of(n) for n in nodes)
            node = writer.sum(say("Sum of its parts"), figure.unit, nodes, value)
            figures.append({"key": figure.key, "node": node})
    return figures


def percentiles(baseline: Baseline, evaluated: Evaluated, choices: Choices) -> dict[str, Any]:
    """Return what the percentiles of every figure were drawn from: number of draws, seed, streams, spreads of ln x."""
    spreads: dict[str, float] = {}
    for key, facts in evaluated.tables.facts.items():
        name = "/".join(part for part in (key.category, key.size, key.declared_id) if part)
        for criterion, factor in facts.factors.items():
            spreads |= {f"family:{criterion}/{name}/{f.family}": f.sigma for f in factor.pooled.families}
            spreads[f"model:{criterion}/{name}"] = factor.model_sigma
        singles = {"life": facts.life, "hours": facts.energy, "mass": facts.mass}
        spreads |= {f"{kind}:{name}": single.sigma for kind, single in singles.items() if single is not None}
    for (zone, criterion), mix in evaluated.tables.mix_facts.items():
        spreads[f"mix:{criterion}/{zone}"] = mix.sigma
    return {
        "draws": choices.draws,
        "seed": choices.seed,
        "generator": GENERATOR,
        "method": "docs/method/bands.md",
        "spreads": dict(sorted(spreads.items())),
        "figures": [
            {"key": f.key, "low": f.low, "median": f.median, "high": f.high}
            for f in (*baseline.totals, *baseline.by_stage, *baseline.by_category)
            if f.value is not None
        ],
    }


def recompute(document: Mapping[str, Any]) -> dict[str, float]:
    """Recompute every figure of a trace from its value nodes, knowing only + - * /: key -> value."""
    values: dict[str, float] = {}
    for node in document["nodes"]:
        if node["op"] == "value":
            values[node["id"]] = float(node["value"])
            continue
        result = values[node["args"][0]]
        for name in node["args"][1:]:
            result = _apply(node["op"], result, values[name])
        values[node["id"]] = result
    return {figure["key"]: values[figure["node"]] for figure in document["figures"]}
