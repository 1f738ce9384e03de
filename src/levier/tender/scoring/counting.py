"""What rules count twice, and footprints that they score without one announced method: checks before publication."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from levier.cost.facts import source
from levier.tender.finding import Finding, Verdict
from levier.tender.model import Counted
from levier.tender.model import CriterionKind as Kind
from levier.tender.scoring.rules import Criterion, Rules
from levier.wording.text import Text, say

OURS = "levier"
COSTS = frozenset({"life-cycle-cost", "equivalent-annual-cost"})
PRICED: Mapping[str, Counted] = {
    "electricity_eur_per_kwh": Counted.KWH,
    "carbon_eur_per_tonne": Counted.CARBON_USE,
    "footprint_method": Counted.CARBON_EMBODIED,
}
"""Announced parameter -> what a criterion of cost counts by it."""
SAME_ELECTRICITY = frozenset({Counted.KWH, Counted.CARBON_USE})

NAMES: Mapping[Counted, Text] = {
    Counted.PRICE: say("the price"),
    Counted.KWH: say("electricity"),
    Counted.CARBON_USE: say("the carbon of electricity"),
    Counted.CARBON_EMBODIED: say("the carbon of manufacturing"),
    Counted.LIFETIME: say("the length of life"),
    Counted.MAINTENANCE: say("maintenance"),
    Counted.WARRANTY: say("the warranty"),
    Counted.REPAIRABILITY: say("repairability"),
    Counted.END_OF_LIFE: say("the end of life"),
}


def counted(rules: Rules, criterion: Criterion) -> frozenset[Counted]:
    """Return what a criterion counts: what it says, and for a price or a cost what that is made of."""
    found = set(criterion.counts)
    if criterion.kind is Kind.PRICE:
        found.add(Counted.PRICE)
    if criterion.kind is Kind.COST or criterion.chosen.formula.name in COSTS:
        found.add(Counted.PRICE)
        found |= {what for name, what in PRICED.items() if rules.parameters.get(name) is not None}
    return frozenset(found)


def check_counting(rules: Rules) -> list[Finding]:
    """Return what is counted twice, what is not told, and whether declared footprints have their one method."""
    return [*_twice(rules), *_untold(rules), *_footprints(rules)]


def _finding(rule: str, verdict: Verdict, reason: Text, advice: Text | None = None) -> Finding:
    ours = source(OURS)
    return Finding(rule, verdict, reason, ours.title, ours.checked_on, advice=advice, status="own_judgement")


def _twice(rules: Rules) -> Iterator[Finding]:
    found = False
    for a, b in combinations(rules.criteria, 2):
        of_a, of_b = counted(rules, a), counted(rules, b)
        for what in sorted(of_a & of_b):
            found = True
            yield _finding(
                "counted_twice",
                Verdict.NOT_MET,
                say("“{first}” and “{second}” both count {what}.", first=a.name, second=b.name, what=NAMES[what]),
                say("Keep it in one of the two, and say so in the rules."),
            )
        if not of_a & of_b & SAME_ELECTRICITY and of_a & SAME_ELECTRICITY and of_b & SAME_ELECTRICITY:
            found = True
            yield _finding(
                "electricity_twice",
                Verdict.TO_JUSTIFY,
                say(
                    "“{first}” and “{second}” count the same electricity, once in kWh or euros and once in carbon.",
                    first=a.name,
                    second=b.name,
                ),
                say("Keep it in one of the two, or say why both are wanted."),
            )
    if not found:
        yield _finding("counted_twice", Verdict.MET, say("No quantity is counted by two criteria, as far as they say."))


def _untold(rules: Rules) -> Iterator[Finding]:
    for criterion in rules.criteria:
        if criterion.kind is Kind.ENVIRONMENT and not criterion.counts:
            yield _finding(
                "counted_not_told",
                Verdict.NOT_JUDGED,
                say("“{name}” does not say what it counts: counting twice could not be checked.", name=criterion.name),
                say("List what it counts, such as kwh or carbon_embodied."),
            )


def _footprints(rules: Rules) -> Iterator[Finding]:
    scored = [c for c in rules.criteria if Counted.CARBON_EMBODIED in counted(rules, c)]
    if not scored:
        yield _finding("footprint_method", Verdict.NOT_APPLICABLE, say("No declared footprint is scored."))
    elif rules.footprint is None:
        yield _finding(
            "footprint_method",
            Verdict.NOT_MET,
            say("“{name}” scores declared footprints, and no method and version are announced.", name=scored[0].name),
            say("Announce one method and version, or score kWh, length of life, repairability and quality of proof."),
        )
    else:
        yield _finding(
            "footprint_method",
            Verdict.MET,
            say(
                "Declared footprints are scored under one method: {method}, {version}.",
                method=rules.footprint.method,
                version=rules.footprint.version,
            ),
        )
