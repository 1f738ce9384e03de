"""Rules on what a tender does for the planet and for people: need, criteria, clauses, indices, reuse, accessibility."""

from __future__ import annotations

from collections.abc import Iterator

from levier.tender.law.case import (
    Answer,
    Case,
    aside,
    check,
    every,
    justify,
    leaves,
    looks_at,
    met,
    missing,
    unknown,
)
from levier.tender.model import (
    About,
    ClauseType,
    CostPart,
    Criterion,
    CriterionKind,
    Lot,
    Mode,
    Nature,
    Quantity,
    SocialException,
)
from levier.wording.text import say

COUNTED = frozenset(
    {"laptop", "desktop", "workstation", "thin_client", "monitor", "smartphone", "tablet", "server"}
) | {
    "phone",
    "projector",
    "all_in_one",
}
INDEXED = frozenset({"laptop"})
MOBILE = frozenset({"smartphone", "tablet"})
REUSE = frozenset({Mode.REFURBISHED, Mode.SECOND_HAND, Mode.MIXED})
IT_SEGMENTS = frozenset({"office", "displays", "mobile", "infrastructure"})
"""Segments of the library whose goods are of the category of digital equipment."""
CLOUD = frozenset({"cloud"})
SOFTWARE = frozenset({"software", "cloud"})


def _name(lot: Lot | None) -> str | None:
    return lot.id if lot else None


def takes_environment(criterion: Criterion) -> bool:
    """Tell whether a criterion takes the environment into account: by its kind, or by a cost with externalities."""
    if looks_at(criterion, CriterionKind.ENVIRONMENT):
        return True
    return any(c.kind is CriterionKind.COST and CostPart.EXTERNALITIES in c.covers for c in every([criterion]))


@check("CCP-L2111-1")
def need_has_objectives(case: Case) -> Iterator[Answer]:
    """The need tells objectives of sustainable development, or why it has none."""
    need = case.tender.need
    if need and need.objectives:
        yield met(say("The need tells its sustainable-development objectives, or why it has none."))
    else:
        yield missing(
            say("The need states no sustainable-development objective."),
            say("Write which objectives were looked at, environmental, social and economic, or why there are none."),
        )


@check("NEED-SOBRIETY")
def sobriety_comes_first(case: Case) -> Iterator[Answer]:
    """The need tells what is not bought."""
    asked = case.tender.need.sobriety if case.tender.need else ()
    answered = [s for s in asked if s.answer]
    if answered:
        avoided = [s.units_avoided for s in answered if s.units_avoided is not None]
        yield met(
            say("Questions of sobriety answered: {n}; units not bought: {units}.", n=len(answered), units=sum(avoided))
            if avoided
            else say("Questions of sobriety answered: {n}.", n=len(answered))
        )
    else:
        yield justify(
            say("No question of sobriety is answered."),
            say("Say what is kept, repaired or shared instead of bought, and why the rest must be bought."),
        )


@check("NEED-SOURCING")
def all_get_the_same_information(case: Case) -> Iterator[Answer]:
    """What one supplier was told, all are told."""
    sourcing = case.tender.need.sourcing if case.tender.need else None
    if sourcing is None or not sourcing.done:
        yield aside(say("No supplier was met beforehand."))
    elif sourcing.same_information:
        yield met(say("All bidders get the same information."))
    else:
        yield missing(
            say("Suppliers were met, and the file does not say that all bidders get the same information."),
            say("Add what was asked and answered to the tender file."),
        )


@check("CCP-L2111-2")
def specifications_take_objectives(case: Case) -> Iterator[Answer]:
    """Technical specifications take the environment or social matters into account."""
    wanted = (About.ENVIRONMENT, About.SOCIAL, About.ACCESSIBILITY)
    for lot in case.lots:
        if any(case.clauses(about, ClauseType.SPECIFICATION, lot) for about in wanted):
            yield met(say("A technical specification takes sustainable development into account."), _name(lot))
        elif case.unknown_clauses:
            yield unknown(say("what the clauses of the library are about"))
        else:
            yield missing(
                say("No technical specification takes sustainable development into account."),
                say("Add one, such as repair, spare parts or energy."),
                _name(lot),
                "BUR-03",
            )


@check("CCP-L2112-2")
def every_contract_has_an_environmental_clause(case: Case) -> Iterator[Answer]:
    """Each lot has a condition of performance on the environment."""
    for lot in case.lots:
        found = case.clauses(About.ENVIRONMENT, ClauseType.CONDITION, lot)
        if found:
            yield met(say("Environmental clauses of performance: {n}.", n=len(found)), _name(lot))
        elif case.unknown_clauses:
            yield unknown(say("what the clauses of the library are about"))
        else:
            yield missing(
                say("No condition of performance takes the environment into account."),
                say("Add at least one clause that can be followed during the contract, with its penalty."),
                _name(lot),
                "TRV-12",
            )


@check("CCP-L2112-2-1")
def social_clause_above_the_thresholds(case: Case) -> Iterator[Answer]:
    """From the European threshold on, a social clause or one of the four cases."""
    formal, value = case.formal, case.tender.estimate_eur_ex_vat
    if any(case.clauses(About.SOCIAL, ClauseType.CONDITION, lot) for lot in case.lots):
        yield met(say("A condition of performance takes social matters or employment into account."))
    elif formal is None:
        yield unknown(say("the European threshold on that day"))
    elif value is None:
        yield unknown(say("the estimated value of the contract"))
    elif value < formal.value:
        yield aside(say("{value} € stays below the threshold of {limit} €.", value=value, limit=formal.value))
    elif case.unknown_clauses:
        yield unknown(say("what the clauses of the library are about"))
    else:
        yield from _waiver(case, value, formal.value)


def _waiver(case: Case, value: float, limit: float) -> Iterator[Answer]:
    waiver = case.tender.social_waiver
    if waiver is None:
        yield missing(
            say(
                "{value} € reaches the threshold of {limit} € and there is no social clause.", value=value, limit=limit
            ),
            say("Add a social clause, or name which of the four cases allows to do without, with its reasons."),
            clause="TRV-08",
        )
    elif waiver.case is SocialException.SHORT_WORKS and case.tender.nature is not Nature.WORKS:
        yield missing(
            say("The case of short contracts is for works only."), say("Choose another case, or add a social clause.")
        )
    elif not waiver.reason:
        yield justify(
            say("The case is named without its reasons."), say("Write the reasons: they are kept in the file.")
        )
    else:
        yield met(say("One of the four cases is named, with its reasons."))


@check("CCP-L2152-7")
def an_award_criterion_takes_the_environment(case: Case) -> Iterator[Answer]:
    """Each lot has a criterion on the environment, with a weight."""
    for lot in case.lots:
        criteria = case.criteria(lot)
        if not criteria:
            yield unknown(say("the award criteria"))
        elif any(takes_environment(c) for c in criteria):
            yield met(say("An award criterion takes the environment into account."), _name(lot))
        else:
            yield missing(
                say("No award criterion takes the environmental characteristics of the bid into account."),
                say("Add one that can be measured on what is bought, with its weight and its ladder."),
                _name(lot),
                "BUR-04",
            )


@check("CCP-R2152-7")
def never_price_alone(case: Case) -> Iterator[Answer]:
    """Price alone decides nothing; a single criterion is a global cost."""
    for lot in case.lots:
        criteria = [c for c in case.criteria(lot) if c.weight != 0]
        if not criteria:
            yield unknown(say("the award criteria"))
        elif all(c.kind is CriterionKind.PRICE for c in criteria):
            yield missing(
                say("Price is the only criterion."),
                say("Add an environmental criterion, or take a global cost that counts the environment."),
                _name(lot),
            )
        elif len(criteria) == 1 and not (criteria[0].kind is CriterionKind.COST and takes_environment(criteria[0])):
            yield missing(
                say("The only criterion is not a global cost that counts the environment."),
                say("Say what the cost counts, externalities included, or take several criteria."),
                _name(lot),
            )
        elif not any(looks_at(c, k) for c in criteria for k in (CriterionKind.PRICE, CriterionKind.COST)):
            yield missing(say("Neither price nor cost is a criterion."), say("Add the price or the cost."), _name(lot))
        else:
            yield met(say("Price is not the only criterion."), _name(lot))


@check("CCP-R2152-9")
def life_cycle_cost_is_announced(case: Case) -> Iterator[Answer]:
    """A criterion of cost tells what it counts, and its parameters are locked."""
    costs = [c for c in every(case.tender.criteria) if c.kind is CriterionKind.COST]
    if not costs:
        yield aside(say("No criterion is a cost."))
    for criterion in costs:
        if not criterion.covers:
            yield missing(
                say("The criterion {name} does not tell what its cost counts.", name=criterion.name),
                say("Tell the parts of the cost, the data asked of bidders and the method."),
            )
        elif CostPart.USE in criterion.covers and not case.tender.parameters:
            yield missing(
                say("The criterion {name} counts use, and no parameter is locked.", name=criterion.name),
                say("Lock the price of electricity, the lives and the rate before publication."),
            )
        else:
            yield met(say("The criterion {name} tells what its cost counts.", name=criterion.name))


@check("DRAFT-WEIGHT-10")
def the_environment_weighs_something(case: Case) -> Iterator[Answer]:
    """The official advice on the weight of the environment."""
    advised = case.figure("environment_weight")
    found = [c for c in leaves(case.tender.criteria) if c.kind is CriterionKind.ENVIRONMENT]
    weights = [c.weight for c in found if c.weight is not None]
    if not found:
        yield aside(say("No criterion is on the environment."))
    elif advised is None or len(weights) < len(found):
        yield unknown(say("the weight of the environmental criterion"))
    elif sum(weights) >= advised.value:
        yield met(say("The environment weighs {share}.", share=_percent(sum(weights))))
    else:
        yield justify(
            say("The environment weighs {share}: little.", share=_percent(sum(weights))),
            say("The guide advises at least {share}; it is advice.", share=_percent(advised.value)),
        )


def _percent(share: float) -> str:
    return f"{share:.4%}".rstrip("%").rstrip("0").rstrip(".") + "\u00a0%"


def _lines(case: Case) -> list[Quantity]:
    return list(case.tender.quantities)


def _buys_it(case: Case) -> bool:
    named = {q.category for q in _lines(case)} & COUNTED
    return bool(named or IT_SEGMENTS & {*case.tender.segments, *(s for lot in case.tender.lots for s in lot.segments)})


@check("AGEC-58")
def reuse_has_its_share(case: Case) -> Iterator[Answer]:
    """Something comes from reuse, or the yearly share is reached elsewhere."""
    need = case.tender.need
    modes = {q.mode for q in _lines(case)} | {lot.mode for lot in case.tender.lots} | {need.mode if need else None}
    if not _buys_it(case):
        yield aside(say("No product of the category of digital equipment is told."))
    elif modes & REUSE:
        yield met(say("A part of the need is met by refurbished or second-hand equipment."))
    else:
        yield justify(
            say("Nothing comes from reuse here; the share is counted by category and by calendar year."),
            say("Open a lot of refurbished equipment, or note where the yearly share is reached."),
            clause="REC-01",
        )


@check("AGEC-58-list")
def products_of_the_category_are_told(case: Case) -> Iterator[Answer]:
    """The lines of the need have a category, so that the yearly declaration can be made."""
    lines = _lines(case)
    if not lines:
        yield unknown(say("the lines of the need"))
    elif all(q.category for q in lines):
        yield met(say("Each line of the need has its category."))
    else:
        yield justify(
            say("Lines of the need without category: {n}.", n=sum(1 for q in lines if not q.category)),
            say("Name the category of each: the yearly declaration is made from it."),
        )


@check("AGEC-55")
def the_index_is_taken_into_account(case: Case) -> Iterator[Answer]:
    """New laptops: the repairability index counts in the need, in a criterion or as a proof."""
    bought = [q for q in _lines(case) if q.category in INDEXED and q.mode not in (Mode.REFURBISHED, Mode.SECOND_HAND)]
    if not bought:
        yield aside(say("No new product with an index is told."))
        return
    told = " ".join(
        [
            *(c.text or "" for c in case.tender.clauses),
            *(f"{c.name} {c.text or ''}" for c in every(case.tender.criteria)),
        ]
    )
    ids = {c.id for c in case.tender.clauses} | {c.library for c in every(case.tender.criteria)}
    if "BUR-04" in ids or case.law.lexicon.has("repair_index", told):
        yield met(say("The repairability index is taken into account."))
    elif all(q.consumer_product is False for q in bought):
        yield aside(say("The products are sold to professionals alone and carry no index."))
    else:
        yield missing(
            say("Nothing takes the repairability index of the laptops into account."),
            say("Ask for it in a criterion or as a proof, and accept an equivalent."),
            clause="BUR-04",
        )


@check("ECODES-MOB")
@check("LABEL-MOB")
def mobiles_have_their_sheet(case: Case) -> Iterator[Answer]:
    """New smartphones and tablets have an EPREL sheet that can be asked for."""
    bought = [q for q in _lines(case) if q.category in MOBILE and q.mode not in REUSE]
    told = " ".join(
        [*(c.text or "" for c in case.tender.clauses), *(c.text or "" for c in every(case.tender.criteria))]
    )
    if not bought:
        yield aside(say("No new smartphone nor tablet is told."))
    elif case.law.lexicon.has("eprel", told) or any((c.id or "").startswith("MOB-") for c in case.tender.clauses):
        yield met(say("The label or its EPREL sheet is asked for."))
    else:
        yield justify(
            say("Nothing asks for the EPREL sheet of the smartphones or tablets."),
            say("Ask for the number of the sheet: it proves battery, repair and updates."),
            clause="MOB-01",
        )


@check("CCP-R2111-6")
def specifications_take_accessibility(case: Case) -> Iterator[Answer]:
    """Accessibility stands in the specifications, or there is a reason."""
    if any(case.clauses(About.ACCESSIBILITY, ClauseType.SPECIFICATION, lot) for lot in case.lots):
        yield met(say("A technical specification takes accessibility into account."))
    elif case.unknown_clauses:
        yield unknown(say("what the clauses of the library are about"))
    else:
        yield justify(
            say("No technical specification takes accessibility into account."),
            say("Add one, or keep the reason why there is none."),
            clause="LOG-02" if _segments(case) & SOFTWARE else None,
        )


def _segments(case: Case) -> set[str]:
    return {*case.tender.segments, *(s for lot in case.tender.lots for s in lot.segments)}


@check("A11Y")
def digital_services_are_accessible(case: Case) -> Iterator[Answer]:
    """A digital service names RGAA or EN 301 549."""
    if not _segments(case) & SOFTWARE:
        yield aside(say("No software nor online service is told."))
    elif any(c.id == "LOG-02" for c in case.tender.clauses) or any(
        case.law.lexicon.has("accessibility", c.text or "") for c in case.tender.clauses
    ):
        yield met(say("Digital accessibility is asked for."))
    else:
        yield missing(
            say("Nothing asks for digital accessibility."),
            say("Ask for the conformity to RGAA or EN 301 549, or equivalent."),
            clause="LOG-02",
        )


@check("SREN")
def sensitive_data_are_protected(case: Case) -> Iterator[Answer]:
    """A service of the State looks at its data before a commercial cloud."""
    if not _segments(case) & CLOUD:
        yield aside(say("No cloud is told."))
    else:
        yield justify(
            say("Data entrusted to a commercial cloud are to be looked at case by case."),
            say("Keep the analysis of their sensitivity in the file."),
            clause="CLD-08",
        )


@check("DATAACT")
def the_cloud_can_be_left(case: Case) -> Iterator[Answer]:
    """A cloud contract tells how it is left."""
    if not _segments(case) & CLOUD:
        yield aside(say("No cloud is told."))
    elif any(c.id == "CLD-09" or case.law.lexicon.has("reversibility", c.text or "") for c in case.tender.clauses):
        yield met(say("The contract tells how it is left."))
    else:
        yield missing(
            say("Nothing tells how the provider is left."),
            say("Add a clause on reversibility and portability."),
            clause="CLD-09",
        )


@check("PRIVATE-ENV")
def a_private_buyer_chooses_too(case: Case) -> Iterator[Answer]:
    """The same criteria serve a private buyer."""
    criterion = any(takes_environment(c) for c in case.tender.criteria)
    clause = bool(case.clauses(About.ENVIRONMENT, ClauseType.CONDITION))
    if criterion and clause:
        yield met(say("The environment counts in the choice and in the contract."))
    else:
        yield justify(
            say("The environment counts neither in the choice nor in the contract.")
            if not criterion and not clause
            else say("The environment counts in the contract and not in the choice.")
            if clause
            else say("The environment counts in the choice and not in the contract."),
            say("Add a criterion and a clause that can be followed."),
            clause="TRV-12",
        )
