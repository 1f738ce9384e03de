"""What is told beside the figures: lines set aside, facts used, sources, disagreements, unknown impacts, questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from levier.catalogue.lookup import parameter
from levier.catalogue.model import Catalogue, Tier
from levier.estate.estate import Estate
from levier.footprint.choices import Choices
from levier.footprint.objects import ObjectFacts, ObjectKey, Single
from levier.footprint.product import OBJECT
from levier.footprint.resolution import Resolver
from levier.footprint.result import (
    Disagreement,
    FactUsed,
    Question,
    SetAside,
    SourceUse,
    UnknownImpact,
)
from levier.footprint.strata import Evaluated, tier_of
from levier.wording.text import Text, say

EXAMPLES = 5

REASONS: Mapping[str, Text] = {
    "total_line": say("total or subtotal"),
    "repeated_header": say("header written again"),
    "title_line": say("title or note"),
    "retired": say("retired or given back"),
    "consumable": say("consumable"),
    "virtual_machine": say("virtual machine"),
    "part_of_host": say("part of another device"),
    "not_a_device": say("not a device"),
    "duplicate_serial": say("serial number seen before"),
    "unreadable_quantity": say("quantity that cannot be read"),
    "zero_quantity": say("quantity of zero"),
    "no_device": say("no type, maker or model"),
    "outside": say("outside the site or entity chosen"),
    "unreadable_line": say("line that cannot be read"),
}


FAMILIES: Mapping[str, Text] = {
    "ademe-negaoctet-2022": say("ADEME, digital set"),
    "base-carbone-2014": say("Base Carbone, figures of 2014"),
    "base-carbone-2018": say("Base Carbone, figures of 2018"),
    "base-carbone-2020": say("Base Carbone, figures of 2020"),
    "makers-declarations": say("makers' declarations"),
    "tcs": say("Technology Carbon Standard"),
    "ecodiag": say("EcoDiag"),
    "hubblo-2025": say("ADEME and Hubblo, teardowns"),
    "canon-jemai-2012": say("Canon, declaration of 2012"),
    "seagate-2025": say("Seagate, report of 2025"),
    "mass:network": say("mass times carbon of network equipment"),
    "mass:dense_electronics": say("mass times carbon of dense electronics"),
    "mass:printing": say("mass times carbon of printing equipment"),
    "mass:power": say("mass times carbon of power equipment"),
    "spend:it": say("price times carbon of spending"),
}
"""Names of the studies behind figures, for people."""


def set_aside(estate: Estate) -> tuple[SetAside, ...]:
    """Return the lines not counted by reason, most frequent first."""
    rows = (
        estate.set_aside.group_by("reason")
        .agg(pl.len().alias("n"), pl.col("line").sort().head(EXAMPLES).alias("examples"))
        .sort(["n", "reason"], descending=[True, False])
    )
    return tuple(
        SetAside(reason, REASONS.get(reason, Text(reason)), n, tuple(examples))
        for reason, n, examples in rows.iter_rows()
    )


def facts_used(evaluated: Evaluated, catalogue: Catalogue) -> tuple[FactUsed, ...]:
    """Return the facts behind each category, one row a kind and object."""
    rows: list[FactUsed] = []
    for facts in evaluated.tables.facts.values():
        if facts.key.category not in catalogue.categories:
            continue
        name = _name(facts, catalogue)
        factor = facts.factors.get("gwp")
        if factor is not None:
            families = {f.family: f.value for f in factor.pooled.families}
            rows.append(
                FactUsed(
                    facts.key.category,
                    "factor",
                    name,
                    factor.value,
                    None,
                    None,
                    factor.unit,
                    factor.tier,
                    factor.sources,
                    _status(factor.facts, catalogue),
                    families,
                )
            )
        for kind, single, unit in (
            ("life", facts.life, "year"),
            ("energy", facts.energy, "kWh/year"),
            ("mass", facts.mass, "kg"),
        ):
            if single is not None:
                rows.append(_fact(facts.key.category, kind, name, single, unit, tier_of(facts)))
    return tuple(rows)


def _name(facts: ObjectFacts, catalogue: Catalogue) -> Text:
    category = catalogue.categories[facts.key.category]
    size = next((s.label for s in category.sizes if s.id == facts.key.size), None)
    return category.label if size is None else say("{category}, {size}", category=category.label, size=size)


def _fact(category: str, kind: str, name: Text, single: Single, unit: str, tier: str) -> FactUsed:
    return FactUsed(
        category, kind, name, single.value, single.low, single.high, unit, tier, (single.source,), single.status
    )


def _status(ids: Iterable[str], catalogue: Catalogue) -> str:
    """Return the weakest status of the rows behind a figure."""
    order = ("read", "derived", "own_judgement", "to_verify")
    wanted = set(ids)
    found = {f.provenance.status.value for f in catalogue.factors if f.id in wanted}
    found |= {m.provenance.status.value for m in catalogue.masses if m.id in wanted}
    found |= {i.provenance.status.value for i in catalogue.intensities if i.id in wanted}
    return max(found, key=order.index, default="read")


def electricity(resolver: Resolver, choices: Choices) -> tuple[FactUsed, ...]:
    """Return every mix published for the main country, the one used first."""
    used = resolver.mix(choices.country, "gwp", choices.reporting_year)
    rows = sorted(resolver.mixes(choices.country, "gwp"), key=lambda m: used is None or m.id != used.fact)
    return tuple(
        FactUsed(
            "electricity",
            "mix",
            say("{zone}, {year}", zone=_zone(m.zone, resolver.catalogue), year=str(m.year)),
            m.value,
            None,
            None,
            m.unit,
            m.scope,
            (m.provenance.source,),
            m.provenance.status,
        )
        for m in rows
    )


def _zone(code: str, catalogue: Catalogue) -> str | Text:
    return catalogue.zones[code].label if code in catalogue.zones else code


def sources(evaluated: Evaluated, catalogue: Catalogue, beside: Iterable[FactUsed]) -> tuple[SourceUse, ...]:
    """Return the sources of every fact used, and of those shown `beside`, with their licences."""
    ids: set[str] = {name for fact in beside for name in fact.sources}
    declared = {m.id: m for m in catalogue.declared}
    second_hand = evaluated.strata.filter(pl.col("condition") == "refurbished").select(OBJECT)
    refurbished = {ObjectKey(*row) for row in second_hand.iter_rows()}
    for facts in evaluated.tables.facts.values():
        model = declared.get(facts.key.declared_id)
        ids |= set() if model is None else {model.provenance.source}
        for factor in facts.factors.values():
            ids |= set(factor.sources)
        ids |= {s.source for s in (facts.life, facts.energy, facts.mass) if s is not None}
        if facts.key in refurbished and facts.second_life is not None:
            ids.add(facts.second_life.source)
    ids |= {m.source for m in evaluated.tables.mix_facts.values()}
    ids |= {parameter(catalogue, name).provenance.source for name in _parameters(evaluated.strata)}
    rows = []
    for name in sorted(ids & set(catalogue.sources)):
        source = catalogue.sources[name]
        licence = catalogue.licences[source.licence]
        rows.append(
            SourceUse(
                name,
                source.title,
                source.publisher,
                licence.name,
                licence.url,
                source.url,
                source.status,
                licence.notice,
            )
        )
    return tuple(rows)


def _parameters(strata: pl.DataFrame) -> set[str]:
    """Return the single figures of the method that decide something in these strata."""
    used = {
        "pue.default": strata["datacentre"].any(),
        "refurbish.share_of_manufacturing": (strata["condition"] == "refurbished").any(),
        "share.byod": (strata["ownership"] == "byod").any(),
        "share.cope": (strata["ownership"] == "shared").any(),
    }
    return {name for name, used_here in used.items() if used_here}


def disagreements(evaluated: Evaluated, catalogue: Catalogue) -> tuple[Disagreement, ...]:
    """Return the categories whose families differ more than the threshold, widest first."""
    limit = parameter(catalogue, "threshold.disagreement").value
    found: dict[str, Disagreement] = {}
    for facts in evaluated.tables.facts.values():
        factor = facts.factors.get("gwp")
        if factor is None or factor.pooled.disagreement <= limit:
            continue
        category = catalogue.categories[facts.key.category]
        ask = (
            say("Give the size or the model of your {devices} before you rank them.", devices=category.plural)
            if category.sizes
            else say("Give the model of your {devices} before you rank them.", devices=category.plural)
        )
        families = {f.family: f.value for f in factor.pooled.families}
        known = found.get(category.id)
        if known is None or factor.pooled.disagreement > known.ratio:
            found[category.id] = Disagreement(category.id, factor.pooled.disagreement, families, ask)
    return tuple(sorted(found.values(), key=lambda d: -d.ratio))


def unknown(estate: Estate, evaluated: Evaluated, catalogue: Catalogue) -> tuple[UnknownImpact, ...]:
    """Return devices counted whose making is unknown: not recognised, or without any figure."""
    unknown_keys = {f.key for f in evaluated.tables.facts.values() if "gwp" not in f.factors}
    rows: list[UnknownImpact] = []
    for category in sorted({k.category for k in unknown_keys}):
        lines = estate.lines.filter(pl.col("category").fill_null("") == category)
        if not lines.height:
            continue
        names = pl.concat_str(
            [pl.col(c).fill_null("") for c in ("type_raw", "manufacturer_raw", "model_raw")], separator=" "
        ).str.strip_chars()
        top = lines.group_by(names.alias("name")).agg(pl.len().alias("n")).sort(["n", "name"], descending=[True, False])
        text = catalogue.categories[category].plural if category else say("Devices that were not recognised")
        rows.append(
            UnknownImpact(text, category, int(lines["quantity"].sum()), lines.height, tuple(top["name"].head(EXAMPLES)))
        )
    return tuple(rows)


def questions(
    estate: Estate, per_category: Mapping[str, float], evaluated: Evaluated, catalogue: Catalogue, most: int = 12
) -> tuple[Question, ...]:
    """Return what to ask of whom: makers and models that weigh most without a declared figure."""
    total = sum(per_category.values())
    quantities: dict[str, int] = dict(estate.lines.group_by("category").agg(pl.col("quantity").sum()).iter_rows())
    rows = (
        estate.lines.filter((pl.col("declared_id").fill_null("") == "") & (pl.col("maker").fill_null("") != ""))
        .group_by("maker", "category", "model")
        .agg(pl.col("quantity").sum(), pl.col("model_raw").mode().sort().first().alias("name"))
    )
    tiers = {f.key.category: tier_of(f) for f in evaluated.tables.facts.values()}
    asked: list[Question] = []
    for maker, category, model, quantity, name in rows.iter_rows():
        if category not in per_category or not total:
            continue
        share = per_category[category] / quantities[category] * quantity / total
        subject = name or model or catalogue.categories[category].label.in_("en")
        asked.append(Question(maker, subject, _question(tiers[category], catalogue, category), quantity, share))
    return tuple(sorted(asked, key=lambda q: (-q.share, q.manufacturer, q.subject))[:most])


def _question(tier: Tier, catalogue: Catalogue, category: str) -> Text:
    device = catalogue.categories[category].label
    if tier in (Tier.MASS, Tier.SPEND):
        return say(
            "No footprint is published for this kind of device ({device}): what is its carbon footprint by stage, "
            "its mass and its typical power, and under which standard?",
            device=device,
        )
    return say(
        "What is the carbon footprint of this model by stage ({device}), its yearly electricity and its planned life, "
        "and under which standard?",
        device=device,
    )
