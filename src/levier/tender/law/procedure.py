"""Rules on how a tender is run: value, procedure, lots, frameworks, candidates, general conditions, penalties."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from levier.tender.law.case import Answer, Case, aside, check, every, justify, met, missing, unknown
from levier.tender.model import (
    FORMAL,
    Ccag,
    Framework,
    PriceBasis,
    Procedure,
    Reserved,
)
from levier.wording.text import say

DIGITAL = frozenset({Ccag.TIC, Ccag.FCS})


def _needs(case: Case) -> float | None:
    """Return the value of the need: the largest homogeneous category with its other contracts, or the whole."""
    value = case.tender.value
    sums = [c.this_eur_ex_vat + (c.others_eur_ex_vat or 0) for c in value.categories] if value else []
    own = case.tender.estimate_eur_ex_vat
    known = [v for v in (max(sums, default=None), own) if v is not None]
    return max(known) if known else None


@check("CCP-L2124-1")
def the_procedure_fits_the_value(case: Case) -> Iterator[Answer]:
    """From the threshold on, a formal procedure."""
    procedure, value, formal = case.tender.procedure, _needs(case), case.formal
    if procedure is None:
        yield unknown(say("the procedure"))
    elif procedure in FORMAL:
        yield met(say("The procedure is a formal one."))
    elif procedure is Procedure.SUBSEQUENT:
        yield aside(say("The framework was put in competition before."))
    elif value is None:
        yield unknown(say("the estimated value of the need"))
    elif formal is None:
        yield unknown(say("the European threshold on that day"))
    elif value < formal.value:
        yield met(say("{value} € stays below the threshold of {limit} €.", value=value, limit=formal.value))
    elif case.buyers_unsure and (other := case.figure("formal_procedure", "other")) and value < other.value:
        yield justify(
            say("{value} € reaches {limit} €, the threshold of bodies of the State.", value=value, limit=formal.value),
            say("Say with central_authority whether the buyer is one of them."),
        )
    else:
        yield missing(
            say(
                "{value} € reaches the threshold of {limit} € without a formal procedure.",
                value=value,
                limit=formal.value,
            ),
            say("Choose a formal procedure."),
        )


@check("CCP-R2122-8")
def without_competition_stays_small(case: Case) -> Iterator[Answer]:
    """Without competition, below the exemption."""
    if case.tender.procedure is not Procedure.NO_COMPETITION:
        yield aside(say("Bidders are put in competition."))
        return
    value, limit = _needs(case), case.figure("no_procedure")
    if value is None:
        yield unknown(say("the estimated value of the need"))
    elif limit is None:
        yield unknown(say("the threshold of exemption on that day"))
    elif value < limit.value:
        yield met(say("{value} € stays below the threshold of {limit} €.", value=value, limit=limit.value))
    else:
        yield missing(
            say("{value} € reaches the threshold of {limit} € without competition.", value=value, limit=limit.value),
            say("Put suppliers in competition, or name the article that allows not to."),
        )


@check("CCP-R2121-6")
def needs_of_one_kind_are_added_up(case: Case) -> Iterator[Answer]:
    """Homogeneous needs are added up over all contracts."""
    categories = case.tender.value.categories if case.tender.value else ()
    own = case.tender.estimate_eur_ex_vat
    if not categories:
        yield unknown(say("the value by homogeneous category"))
        return
    told = sum(c.this_eur_ex_vat for c in categories)
    if own is not None and told < own:
        yield missing(
            say("Categories add up to {told} €, less than the estimate of {value} €.", told=told, value=own),
            say("Tell each category of the need."),
        )
    for c in categories:
        yield from _split(case, c.category, c.this_eur_ex_vat, c.others_eur_ex_vat)


def _split(case: Case, category: str, this: float, others: float | None) -> Iterator[Answer]:
    if others is None:
        yield justify(
            say("What other contracts spend in the category {name} is not told.", name=category),
            say("Add up the needs of one kind over the whole body before choosing the procedure."),
        )
        return
    for key in ("formal_procedure", "no_procedure"):
        limit = case.formal if key == "formal_procedure" else case.figure(key)
        low = case.tender.procedure not in FORMAL and (
            key == "formal_procedure" or case.tender.procedure is Procedure.NO_COMPETITION
        )
        if limit is not None and low and this < limit.value <= this + others:
            yield missing(
                say(
                    "In the category {name}, {this} € here and {others} € elsewhere reach {limit} € together.",
                    name=category,
                    this=this,
                    others=others,
                    limit=limit.value,
                ),
                say("Choose the procedure of the sum, or say why the needs are not of one kind."),
            )
            return
    yield met(say("The category {name} is counted with the other contracts.", name=category))


@check("CCP-R2123-1")
def small_lots_stay_small(case: Case) -> Iterator[Answer]:
    """Small lots keep below both ceilings."""
    small = [lot for lot in case.tender.lots if lot.small]
    one, share = case.figure("small_lot"), case.figure("small_lots_share")
    if not small:
        yield aside(say("No lot is a small lot."))
        return
    values = [lot.value_eur_ex_vat for lot in small]
    total = case.tender.estimate_eur_ex_vat
    if None in values or not total or one is None or share is None:
        yield unknown(say("the value of each lot"))
        return
    known = [v for v in values if v is not None]
    for lot, value in zip(small, known, strict=True):
        if value >= one.value:
            yield missing(
                say("Lot {lot} is worth {value} €, not less than {limit} €.", lot=lot.id, value=value, limit=one.value),
                say("Award it by the procedure of the whole."),
                lot.id,
            )
    if sum(known) > share.value * total:
        yield missing(
            say("Small lots are worth {value} €, more than their share of the whole.", value=sum(known)),
            say("Award some of them by the procedure of the whole."),
        )
    elif all(value < one.value for value in known):
        yield met(say("Small lots stay below both ceilings."))


@check("CCP-L2113-10")
def there_are_lots_or_reasons(case: Case) -> Iterator[Answer]:
    """Lots, or the reasons for none."""
    if len(case.tender.lots) > 1:
        yield met(say("The contract has {n} lots.", n=len(case.tender.lots)))
    elif case.tender.no_lots_reason:
        yield met(say("The reasons for having no lots are told."))
    elif case.tender.procedure in (Procedure.NO_COMPETITION, Procedure.SUBSEQUENT):
        yield aside(say("Lots were settled before, or are not asked for."))
    else:
        yield missing(
            say("There are no lots, and no reason why."),
            say("Divide the need, or write the considerations of law and fact why not."),
        )


@check("CCP-L2113-12")
def reservations_hold(case: Case) -> Iterator[Answer]:
    """Reserved lots: who they are for fits digital purchases."""
    reserved = [lot for lot in case.tender.lots if lot.reserved]
    if not reserved:
        yield aside(say("No lot is reserved."))
    for lot in reserved:
        if lot.reserved is Reserved.SOCIAL_ECONOMY:
            yield missing(
                say("The reservation for the social economy is for listed social services only."),
                say("Reserve the lot for sheltered workshops or for companies of insertion."),
                lot.id,
            )
        else:
            yield met(say("The lot is reserved; the notice must say so."), lot.id)


def _framework(case: Case) -> Framework | None:
    return case.tender.framework if case.tender.procedure is not Procedure.SUBSEQUENT else None


@check("CCP-L2125-1")
def a_framework_is_not_too_long(case: Case) -> Iterator[Answer]:
    """Four years, eight for an entity."""
    limit, duration = case.figure("framework_months"), case.tender.duration
    months = duration.total_months if duration else None
    if _framework(case) is None:
        yield aside(say("It is no framework."))
    elif months is None or limit is None:
        yield unknown(say("the duration with all renewals"))
    elif months <= limit.value:
        yield met(say("It runs {n} months with all renewals.", n=months))
    elif duration and duration.reason:
        yield justify(
            say("It runs {n} months, more than {limit}, with a reason.", n=months, limit=int(limit.value)),
            say("Check that the case is exceptional: investment, or something as weighty."),
        )
    else:
        yield missing(
            say("It runs {n} months, more than {limit}.", n=months, limit=int(limit.value)),
            say("Shorten it, or give the exceptional reason."),
        )


@check("CCP-R2162-4")
def a_framework_has_a_maximum(case: Case) -> Iterator[Answer]:
    """A maximum in value or in units."""
    framework = _framework(case)
    if framework is None:
        yield aside(say("It is no framework."))
    elif framework.maximum_eur_ex_vat is None and framework.maximum_units is None:
        yield missing(
            say("The framework tells no maximum."), say("Tell a maximum in value or in quantity, in the notice too.")
        )
    elif (
        framework.minimum_eur_ex_vat
        and framework.maximum_eur_ex_vat is not None
        and (framework.minimum_eur_ex_vat > framework.maximum_eur_ex_vat)
    ):
        yield missing(say("The minimum is above the maximum."), say("Correct one of the two."))
    else:
        yield met(say("The framework tells its maximum."))


@check("CCP-SUBSEQUENT")
def a_subsequent_contract_keeps_the_criteria(case: Case) -> Iterator[Answer]:
    """Only the criteria of the framework."""
    if case.tender.procedure is not Procedure.SUBSEQUENT:
        yield aside(say("It is no subsequent contract."))
        return
    framework = case.tender.framework
    if framework is None or not framework.criteria:
        yield unknown(say("the criteria of the framework"))
        return
    new = [c.name for c in every(case.tender.criteria) if c.id not in framework.criteria]
    if new:
        yield missing(
            say("Criteria that the framework did not announce: {names}.", names=", ".join(new)),
            say("Keep to the criteria of the framework."),
        )
    else:
        yield met(say("All criteria are those of the framework."))


@check("CCP-R2142-7")
def turnover_asked_for_is_measured(case: Case) -> Iterator[Answer]:
    """The turnover asked for, beside the value."""
    asked = case.tender.candidates.minimum_turnover_eur if case.tender.candidates else None
    ratio, value = case.figure("turnover_ratio"), case.tender.estimate_eur_ex_vat
    if asked is None:
        yield aside(say("No turnover is asked for."))
    elif value is None or ratio is None:
        yield unknown(say("the estimated value of the contract"))
    elif asked <= ratio.value * value:
        yield met(say("The turnover asked for stays within {n} times the value.", n=ratio.value))
    elif case.tender.candidates and case.tender.candidates.turnover_reason:
        yield justify(
            say("The turnover asked for is more than {n} times the value, with a reason.", n=ratio.value),
            say("The reasons stand in the consultation documents."),
        )
    else:
        yield missing(
            say("The turnover asked for is more than {n} times the value.", n=ratio.value),
            say("Ask for less, or write the reasons in the consultation documents."),
        )


@check("CCP-R2151-8")
def variants_are_told(case: Case) -> Iterator[Answer]:
    """Whether variants are admitted, and on which terms."""
    variants = case.tender.variants
    if variants is None or variants.allowed is None:
        yield justify(
            say("Nothing tells whether variants are admitted."),
            say("Say so: a variant in refurbished equipment may be worth it."),
        )
    elif variants.allowed and not variants.minimum:
        yield missing(
            say("Variants are admitted without what they must satisfy."), say("Tell the minimum that a variant keeps.")
        )
    else:
        yield met(say("The documents tell whether variants are admitted."))


@check("TTC")
def prices_have_one_basis(case: Case) -> Iterator[Answer]:
    """Prices on one basis for all: what the buyer bears."""
    basis, recovered = case.tender.price_basis, case.tender.vat_recovered
    if basis is None:
        yield missing(
            say("Nothing tells whether prices are compared before VAT or with it."),
            say("State one basis, the same for all: what the buyer bears."),
        )
    elif basis is PriceBasis.EX_VAT and recovered is False:
        yield justify(
            say("Prices are compared before VAT, and the buyer does not recover it."),
            say("Compare with VAT where bidders may have different rates."),
        )
    else:
        yield met(say("Prices are compared on one stated basis."))


@check("CCP-L2111-3")
def a_large_buyer_has_its_scheme(case: Case) -> Iterator[Answer]:
    """Above the yearly spend: a scheme, and its indicators every two years."""
    buyer, limit = case.tender.buyer, case.figure("spaser_spend")
    spend, spaser, years = buyer.annual_spend_eur_ex_vat, buyer.spaser, case.figure("spaser_years")
    if spend is None or limit is None or years is None:
        yield unknown(say("what the buyer spends in a year"))
    elif spend <= limit.value:
        yield aside(say("The buyer spends less than the yearly threshold."))
    elif spaser is None or not spaser.published:
        yield missing(
            say("The buyer spends more than the yearly threshold and no scheme is published."),
            say("Adopt and publish a SPASER, alone or with others."),
        )
    elif spaser.indicators_on is None:
        yield justify(
            say("The scheme is published; the day of its indicators is not told."),
            say("Indicators are published every two years."),
        )
    elif _older(spaser.indicators_on, years.value, case.on):
        yield missing(
            say("Indicators of the scheme are older than two years."), say("Publish the indicators of the last years.")
        )
    else:
        yield met(say("The scheme and its indicators are published."))


def _older(day: date, years: float, on: date) -> bool:
    return (day.year + years, day.month, day.day) < (on.year, on.month, on.day)


@check("CCAG-TIC")
def one_set_of_general_conditions(case: Case) -> Iterator[Answer]:
    """One CCAG, of those made for digital purchases."""
    named = case.tender.ccag
    if not named:
        yield justify(
            say("No CCAG is named: it applies only if the contract refers to it."),
            say("Refer to the CCAG TIC or FCS, or write all clauses of your own."),
        )
    elif len(set(named)) > 1:
        yield missing(say("Several CCAG are named: {names}.", names=", ".join(named)), say("Refer to one, TIC or FCS."))
    elif named[0] not in DIGITAL:
        yield justify(
            say("The CCAG {name} is not the one made for digital purchases.", name=named[0].value),
            say("TIC or FCS usually fit; keep the reason if another does."),
        )
    else:
        yield met(say("One CCAG is named: {name}.", name=named[0].value))


@check("CCAG-DEROG")
def derogations_are_listed(case: Case) -> Iterator[Answer]:
    """Each derogation stands in the last article of the CCAP."""
    if not case.tender.derogations:
        yield aside(say("No derogation from the CCAG is told."))
        return
    loose = [d.ccag_article for d in case.tender.derogations if d.listed is False]
    silent = [d.ccag_article for d in case.tender.derogations if d.listed is None]
    if loose:
        yield missing(
            say("Derogations that the last article does not list: {names}.", names=", ".join(loose)),
            say("List them in the last article of the CCAP."),
        )
    elif silent:
        yield unknown(say("whether the last article lists the derogations"))
    else:
        yield met(say("All derogations are listed."))


@check("CCAG-PENALTY")
def penalties_are_capped(case: Case) -> Iterator[Answer]:
    """Penalties within the cap of the CCAG, or a derogation that says so."""
    penalties, cap = case.tender.penalties, case.figure("penalty_cap_share")
    if penalties is None or cap is None:
        yield unknown(say("the penalties and their cap"))
    elif penalties.cap_share is None:
        yield met(say("No other cap is told: that of the CCAG holds."))
    elif penalties.cap_share <= cap.value:
        yield met(say("The cap on penalties stays within that of the CCAG."))
    elif any(d.ccag_article.startswith("14") for d in case.tender.derogations):
        yield justify(
            say("The cap on penalties is above that of the CCAG, with a derogation."),
            say("Keep it in proportion: bidders count it into their price."),
        )
    else:
        yield missing(
            say("The cap on penalties is above that of the CCAG, without a derogation."),
            say("Lower the cap, or derogate from article 14 and list it."),
        )


@check("DRAFT-UNBALANCED")
def terms_are_balanced(case: Case) -> Iterator[Answer]:
    """A private buyer's penalties have a cap."""
    penalties = case.tender.penalties
    if penalties is None or not penalties.lines:
        yield aside(say("No penalty is told."))
    elif penalties.cap_share is None:
        yield justify(say("Penalties have no cap."), say("Cap their sum: bidders count an open risk into their price."))
    else:
        yield met(say("Penalties have a cap."))


@check("DRAFT-TARGET")
def the_target_price_stays_hidden(case: Case) -> Iterator[Answer]:
    """The target price is in no text that suppliers get."""
    private = case.tender.private
    target = private.target_price_eur_ex_vat if private else None
    if target is None:
        yield aside(say("No target price is told."))
        return
    told = [c.text or "" for c in case.tender.clauses] + [c.text or "" for c in every(case.tender.criteria)]
    digits = f"{target:.0f}"
    if any(digits in "".join(ch for ch in text if not ch.isspace()) for text in told):
        yield missing(
            say("The target price stands in a text that suppliers get."), say("Take it out of criteria and clauses.")
        )
    else:
        yield met(say("The target price stands in no text that suppliers get."))
