"""`levier catalogue show`: one category with all that its sources say, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from levier.catalogue.model import Boundary, Catalogue, Energy, Lifetime, Mass, Provenance, SpreadRule, Stage
from levier.catalogue.showing import CARBON, CategoryView, SourceValue
from levier.footprint.objects import ObjectKey
from levier.footprint.resolution import Resolver
from levier.report.plain import plain_table
from levier.report.words import STAGES, STATUSES
from levier.wording.numbers import write_count, write_number, write_share
from levier.wording.text import Language, Text, say

TWOFOLD = 2.0
"""METHOD: a category whose families differ more than this asks for size or model before it is ranked."""

COVERS: Mapping[Boundary, Text] = {
    Boundary.SPLIT: say("all but use, by stage"),
    Boundary.EMBODIED: say("all but use"),
    Boundary.GREY: say("making and delivery"),
    Boundary.MANUFACTURING: say("making only"),
}
SPLIT = (Stage.MANUFACTURING, Stage.DISTRIBUTION, Stage.END_OF_LIFE)
METHODS: Mapping[str, Text] = {
    "measured": say("measured"),
    "declared_tec": say("declared typical consumption"),
    "allocated": say("allotted power"),
    "typical": say("typical use"),
    "household_hours": say("hours of a household"),
    "class_default": say("default of its class"),
    "in_host": say("in its host"),
    "planned": say("planned life"),
    "second_life": say("second life"),
}


@dataclass(frozen=True)
class Reading:
    """What a referential answers for one device of the category; None where it has no answer, even by fallback."""

    referential: str
    label: Text
    carbon: float | None
    tier: str
    own: bool
    years: float | None
    kwh_per_year: float | None
    mass_kg: float | None


def readings(catalogue: Catalogue, category: str) -> tuple[Reading, ...]:
    """Return what each referential answers for the category as a whole."""
    found = []
    for referential in catalogue.referentials.values():
        facts = Resolver(catalogue, referential.id).object(ObjectKey(category))
        carbon = facts.factors.get(CARBON)
        found.append(
            Reading(
                referential=referential.id,
                label=referential.label,
                carbon=carbon.value if carbon else None,
                tier=facts.tier.value,
                own=carbon is not None and carbon.own_set,
                years=facts.life.value if facts.life else None,
                kwh_per_year=facts.energy.value if facts.energy else None,
                mass_kg=facts.mass.value if facts.mass else None,
            )
        )
    return tuple(found)


def write_category(view: CategoryView, catalogue: Catalogue, lang: Language) -> str:
    """Write the category as text."""
    return "\n".join(line.rstrip() for line in _lines(view, catalogue, lang)) + "\n"


def _lines(view: CategoryView, catalogue: Catalogue, lang: Language) -> Iterator[str]:
    category = view.category
    yield f"{category.label.in_(lang)} ({category.id})".capitalize()
    if not category.counted:
        yield say("Not counted as a device of its own.").in_(lang)
    yield ""
    yield say("What each referential answers, per device").in_(lang)
    yield from _readings(readings(catalogue, category.id), lang)
    for criterion in dict.fromkeys(v.criterion for v in view.values):
        yield from _criterion(view, catalogue, criterion, lang)
    sizes = _sizes(view, lang)
    yield from _facts(say("Years of service").in_(lang), say("Years").in_(lang), view.lifetimes, sizes, lang)
    yield from _facts(say("Electricity of one year").in_(lang), "kWh", view.energies, sizes, lang)
    yield from _facts(say("Mass").in_(lang), "kg", view.masses, sizes, lang)
    for intensity in view.intensities:
        yield ""
        yield say(
            "Without a figure of its own, its carbon is taken from its mass: {value} {unit} ({kind}, {source}).",
            value=intensity.value,
            unit=intensity.unit,
            kind=intensity.kind,
            source=intensity.provenance.source,
        ).in_(lang)
    yield ""
    yield say("Models with a maker's own footprint: {n}.", n=view.declared).in_(lang)
    yield ""
    yield from _sources(view, catalogue, lang)


def _readings(found: Sequence[Reading], lang: Language) -> Iterator[str]:
    headers = [
        say("Referential"),
        say("Embodied, kg CO₂e"),
        say("rests on"),
        say("Years"),
        say("kWh per year"),
        say("Mass, kg"),
    ]
    tiers = {
        "category": say("the category"),
        "model": say("the model"),
        "mass": say("the mass"),
        "spend": say("the price"),
        "unknown": say("unknown"),
    }
    rows = [
        [
            f"{r.label.in_(lang)} ({r.referential})",
            _number(r.carbon, lang),
            tiers[r.tier].in_(lang)
            + (" " + say("(another set's)").in_(lang) if r.tier == "category" and not r.own else ""),
            _number(r.years, lang),
            _number(r.kwh_per_year, lang),
            _number(r.mass_kg, lang),
        ]
        for r in found
    ]
    yield from plain_table([h.in_(lang) for h in headers], rows, right=(1, 3, 4, 5))


def _criterion(view: CategoryView, catalogue: Catalogue, criterion: str, lang: Language) -> Iterator[str]:
    values = [v for v in view.values if v.criterion == criterion]
    known = catalogue.criteria[criterion]
    yield ""
    yield say("{criterion}, embodied, in {unit}", criterion=known.label, unit=values[0].unit).in_(lang)
    headers = [
        say("Size"),
        say("Set"),
        say("Family"),
        say("Covers"),
        say("Value"),
        say("Source's spread"),
        *(STAGES[stage] for stage in SPLIT),
        say("Object"),
    ]
    sizes = _sizes(view, lang)
    rows = [
        [
            sizes[v.size],
            v.set,
            v.family,
            COVERS[v.boundary].in_(lang),
            _number(v.value, lang),
            _spread(v, lang),
            *(_number(v.stages.get(stage), lang) for stage in SPLIT),
            v.object,
        ]
        for v in values
    ]
    yield from plain_table([h.in_(lang) for h in headers], rows, right=(4, 6, 7, 8))
    ratio = view.disagreement(criterion)
    if ratio is not None and ratio > TWOFOLD:
        yield say(
            "Families differ by a factor of {ratio}: tell the size or the model before ranking on it.", ratio=ratio
        ).in_(lang)


def _sizes(view: CategoryView, lang: Language) -> Mapping[str, str]:
    return {"": "", **{size.id: size.label.in_(lang) for size in view.category.sizes}}


def _spread(value: SourceValue, lang: Language) -> str:
    bounds = (
        "" if value.low is None or value.high is None else f"{_number(value.low, lang)}–{_number(value.high, lang)}"
    )
    if value.spread is not None and value.spread_rule in (SpreadRule.INTERVAL95, SpreadRule.RELATIVE_SD):
        bounds = bounds or f"±{write_share(value.spread, lang)}"
    elif value.spread is not None and value.spread_rule is SpreadRule.GSD:
        bounds = bounds or f"×/÷{_number(value.spread, lang)}"
    return " ".join([bounds, f"(n={write_count(value.sample, lang)})" if value.sample else ""]).strip()


def _facts(
    title: str,
    unit: str,
    facts: Sequence[Lifetime] | Sequence[Energy] | Sequence[Mass],
    sizes: Mapping[str, str],
    lang: Language,
) -> Iterator[str]:
    yield ""
    yield title
    if not facts:
        yield say("None: nothing is made up.").in_(lang)
        return
    headers = [say("Size"), say("Set"), say("Kind"), None, say("Range"), say("Source"), say("Status")]
    rows = [_fact_cells(f, sizes, lang) for f in facts]
    yield from plain_table([unit if h is None else h.in_(lang) for h in headers], rows, right=(3,))


def _fact_cells(fact: Lifetime | Energy | Mass, sizes: Mapping[str, str], lang: Language) -> list[str]:
    if isinstance(fact, Lifetime):
        kind, value = METHODS[fact.kind].in_(lang), fact.years
    elif isinstance(fact, Energy):
        kind, value = METHODS[fact.method].in_(lang), fact.kwh_per_year
    else:
        kind, value = "", fact.mass_kg
    bounds = "" if fact.low is None or fact.high is None else f"{_number(fact.low, lang)}–{_number(fact.high, lang)}"
    p = fact.provenance
    return [sizes[fact.size], fact.set, kind, _number(value, lang), bounds, p.source, STATUSES[p.status].in_(lang)]


def _sources(view: CategoryView, catalogue: Catalogue, lang: Language) -> Iterator[str]:
    yield say("Sources").in_(lang)
    headers = [
        say("Source"),
        say("Title"),
        say("Year"),
        say("Licence"),
        say("Checked on"),
        say("Review by"),
        say("Status"),
    ]
    rows = []
    for source_id, facts in _by_source(view).items():
        source = catalogue.sources[source_id]
        rows.append(
            [
                source_id,
                f"{source.publisher}, {source.title}".removeprefix(", "),
                source.year,
                source.licence,
                min(p.checked_on for p in facts).isoformat(),
                min(p.review_by for p in facts).isoformat(),
                ", ".join(dict.fromkeys(STATUSES[p.status].in_(lang) for p in facts)),
            ]
        )
    yield from plain_table([h.in_(lang) for h in headers], rows)


def _by_source(view: CategoryView) -> dict[str, list[Provenance]]:
    found: dict[str, list[Provenance]] = {}
    provenances = [row.provenance for v in view.values for row in v.rows]
    for facts in (view.lifetimes, view.energies, view.masses, view.intensities):
        provenances += [fact.provenance for fact in facts]
    for provenance in provenances:
        found.setdefault(provenance.source, []).append(provenance)
    return found


def _number(value: float | None, lang: Language) -> str:
    return "" if value is None else write_number(value, lang)


def category_document(view: CategoryView, catalogue: Catalogue) -> dict[str, Any]:
    """Return the category as `levier.category/1`."""
    category = view.category
    return {
        "schema": "levier.category/1",
        "category": category.id,
        "label": _both(category.label),
        "counted": category.counted,
        "sizes": [{"id": s.id, "label": _both(s.label)} for s in category.sizes],
        "facts_version": catalogue.version,
        "readings": [
            {
                "referential": r.referential,
                "label": _both(r.label),
                "embodied_gwp_kgco2e": r.carbon,
                "tier": r.tier,
                "own": r.own,
                "lifetime_years": r.years,
                "use_kwh_per_year": r.kwh_per_year,
                "mass_kg": r.mass_kg,
            }
            for r in readings(catalogue, category.id)
        ],
        "values": [_value_document(v) for v in view.values],
        "disagreement": {c: view.disagreement(c) for c in dict.fromkeys(v.criterion for v in view.values)},
        "lifetimes": [_fact_document(f, years=f.years, kind=f.kind) for f in view.lifetimes],
        "energies": [
            _fact_document(
                f, kwh_per_year=f.kwh_per_year, method=f.method, power_w=f.power_w, hours_per_day=f.hours_per_day
            )
            for f in view.energies
        ],
        "masses": [_fact_document(f, mass_kg=f.mass_kg) for f in view.masses],
        "intensities": [
            {"id": i.id, "kind": i.kind, "value": i.value, "unit": i.unit, **_provenance(i.provenance)}
            for i in view.intensities
        ],
        "declared": view.declared,
        "sources": [
            {"id": s, "title": catalogue.sources[s].title, "licence": catalogue.sources[s].licence}
            for s in _by_source(view)
        ],
    }


def _value_document(v: SourceValue) -> dict[str, Any]:
    return {
        "set": v.set,
        "family": v.family,
        "size": v.size,
        "object": v.object,
        "boundary": v.boundary.value,
        "criterion": v.criterion,
        "unit": v.unit,
        "value": v.value,
        "low": v.low,
        "high": v.high,
        "spread_rule": v.spread_rule.value,
        "spread": v.spread,
        "sample": v.sample,
        "stages": {stage.value: value for stage, value in v.stages.items()},
        "used_by": list(v.used_by),
        "facts": [row.id for row in v.rows],
        **_provenance(v.rows[0].provenance),
    }


def _fact_document(fact: Lifetime | Energy | Mass, **own: Any) -> dict[str, Any]:
    return {
        "id": fact.id,
        "set": fact.set,
        "size": fact.size,
        **own,
        "low": fact.low,
        "high": fact.high,
        **_provenance(fact.provenance),
    }


def _provenance(p: Provenance) -> dict[str, str]:
    return {
        "source": p.source,
        "page": p.page,
        "licence": p.licence,
        "valid_from": p.valid_from.isoformat(),
        "checked_on": p.checked_on.isoformat(),
        "review_by": p.review_by.isoformat(),
        "status": p.status.value,
    }


def _both(text: Text) -> dict[str, str]:
    return {"fr": text.in_("fr"), "en": text.in_("en")}
