"""Rules of drafting over a tender: words that close it, what is asked twice, weights that do not add up."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from levier.tender.law.case import Answer, Case, aside, check, every, justify, leaves, met, missing, unknown
from levier.tender.model import FORMAL, Clause, ClauseType, Criterion, CriterionKind, Procedure
from levier.wording.text import Text, say

TOLERANCE = 1e-9


@dataclass(frozen=True)
class Written:
    """A text of the tender with its name; `award` for what is scored."""

    name: Text
    text: str
    award: bool = False
    asked: bool = False


def texts(case: Case) -> list[Written]:
    """Return all that the tender writes in words, with where."""
    tender = case.tender
    found = [Written(say("line {name}", name=q.label), q.label) for q in tender.quantities]
    found += [
        Written(say("clause {name}", name=c.id or str(n)), c.text) for n, c in enumerate(tender.clauses, 1) if c.text
    ]
    for criterion in every(tender.criteria):
        rungs = " ".join(r.text for r in criterion.ladder)
        words = f"{criterion.name}. {criterion.text or ''} {rungs}"
        found.append(Written(say("criterion {name}", name=criterion.id), words, award=True))
    if tender.candidates:
        found += [
            Written(say("proof {name} of candidates", name=str(n)), text, asked=True)
            for n, text in enumerate(tender.candidates.asked, 1)
        ]
    return found


def _told(found: Sequence[tuple[Written, str]], advice: Text) -> Iterator[Answer]:
    for written, words in found:
        yield missing(say("{place} names “{words}”.", place=written.name, words=words), advice)
    if not found:
        yield met(say("No such words were found."))


def _without_equivalent(case: Case, use: str) -> list[tuple[Written, str]]:
    lexicon = case.law.lexicon
    return [
        (written, found.words)
        for written in texts(case)
        if (found := lexicon.first(use, written.text)) and not lexicon.has("equivalent", written.text)
    ]


@check("DRAFT-BRAND")
def no_brand_closes_the_tender(case: Case) -> Iterator[Answer]:
    """No brand without "or equivalent"."""
    found = _without_equivalent(case, "brand")
    yield from _told(found, say("Describe the function, or add “or equivalent”."))


@check("CCP-R2111-7")
def no_brand_by_law(case: Case) -> Iterator[Answer]:
    """The rule of law behind DRAFT-BRAND, told once."""
    if _without_equivalent(case, "brand"):
        yield missing(
            say("A brand is named without “or equivalent”: see DRAFT-BRAND."),
            say("Describe the function instead."),
            told_by="DRAFT-BRAND",
        )
    else:
        yield met(say("No brand is named without “or equivalent”."))


@check("DRAFT-GENERATION")
def no_generation_closes_the_tender(case: Case) -> Iterator[Answer]:
    """No processor generation."""
    lexicon = case.law.lexicon
    found = [(w, f.words) for w in texts(case) if (f := lexicon.first("generation", w.text))]
    yield from _told(found, say("Tell what the device must do, or a test result that older models may reach too."))


@check("DRAFT-EQUIVALENT")
def standards_have_their_equivalent(case: Case) -> Iterator[Answer]:
    """Each standard comes with "or equivalent"."""
    yield from _told(_without_equivalent(case, "standard"), say("Add “or equivalent”, and accept any proof."))


@check("CCP-R2111-9")
def standards_by_law(case: Case) -> Iterator[Answer]:
    """The rule of law behind DRAFT-EQUIVALENT, told once."""
    if _without_equivalent(case, "standard"):
        yield missing(
            say("A standard or label stands without “or equivalent”: see DRAFT-EQUIVALENT."),
            say("Add “or equivalent”."),
            told_by="DRAFT-EQUIVALENT",
        )
    else:
        yield met(say("Each standard that is named comes with “or equivalent”."))


@check("DRAFT-COMPANY")
def criteria_judge_the_bid(case: Case) -> Iterator[Answer]:
    """No award criterion on the company."""
    lexicon = case.law.lexicon
    found = [(w, f.words) for w in texts(case) if w.award and (f := lexicon.first("company", w.text))]
    yield from _told(found, say("Judge what is delivered under this contract; the company is judged as a candidate."))


@check("DRAFT-LOCAL")
def no_local_preference(case: Case) -> Iterator[Answer]:
    """No preference for local companies."""
    lexicon = case.law.lexicon
    found = [(w, f.words) for w in texts(case) if (f := lexicon.first("local", w.text))]
    yield from _told(
        found, say("Ask for a delay or a presence on site that the contract needs, wherever they come from.")
    )


@check("DRAFT-LABEL")
def labels_speak_of_the_subject(case: Case) -> Iterator[Answer]:
    """No label of a company."""
    lexicon = case.law.lexicon
    found = [(w, f.words) for w in texts(case) if not w.asked and (f := lexicon.first("company_label", w.text))]
    yield from _told(found, say("Ask for what the label would prove of the product or service, or leave it out."))


@check("CCP-R2111-12")
def labels_by_law(case: Case) -> Iterator[Answer]:
    """The rule of law behind DRAFT-LABEL, told once."""
    if any(case.law.lexicon.has("company_label", w.text) for w in texts(case)):
        yield missing(
            say("A label of a company is named: see DRAFT-LABEL."),
            say("Ask only for labels linked to the subject."),
            told_by="DRAFT-LABEL",
        )
    else:
        yield met(say("No label without link to the subject was found."))


@check("DRAFT-SMALL")
def small_suppliers_can_answer(case: Case) -> Iterator[Answer]:
    """No demand that only large companies can answer."""
    lexicon = case.law.lexicon
    found = [
        (w, f.words)
        for w in texts(case)
        if (f := lexicon.first("too_much", w.text)) and not lexicon.has("size_filter", w.text)
    ]
    yield from _told(found, say("Ask it of those who owe it by law, or ask for data on the product."))


@check("CSRD")
def the_cap_on_data_holds(case: Case) -> Iterator[Answer]:
    """The rule of law behind DRAFT-SMALL, told once."""
    lexicon = case.law.lexicon
    if any(lexicon.has("too_much", w.text) and not lexicon.has("size_filter", w.text) for w in texts(case)):
        yield justify(
            say("Something is asked that small companies may refuse: see DRAFT-SMALL."),
            say("Ask small suppliers for no more than the voluntary standard."),
            told_by="DRAFT-SMALL",
        )
    else:
        yield met(say("Nothing beyond the voluntary standard is asked of all."))


@check("DRAFT-EVIDENCE")
def proofs_exist(case: Case) -> Iterator[Answer]:
    """No proof that nobody can give."""
    lexicon = case.law.lexicon
    found = [(w, f.words) for w in texts(case) if (f := lexicon.first("impossible", w.text))]
    yield from _told(found, say("Ask for a proof that exists for this product, or for an equivalent."))


def _sum(criteria: Sequence[Criterion]) -> float | None:
    weights = [c.weight for c in criteria]
    known = [w for w in weights if w is not None]
    return math.fsum(known) if known and len(known) == len(weights) else None


@check("DRAFT-WEIGHTS")
def weights_add_up(case: Case) -> Iterator[Answer]:
    """Weights add up to one, and sub-criteria to their criterion."""
    if not case.tender.criteria:
        yield unknown(say("the award criteria"))
        return
    wrong = False
    for lot in case.lots:
        total = _sum(case.criteria(lot))
        if total is None:
            yield unknown(say("the weight of each criterion"))
            return
        if abs(total - 1) > TOLERANCE:
            wrong = True
            reason = say("Weights add up to {total} instead of 1.", total=total)
            yield missing(reason, say("Correct the weights."), lot.id if lot else None)
    for criterion in case.tender.criteria:
        part = _sum(criterion.parts)
        if not criterion.parts or criterion.weight is None or part is None:
            continue
        if abs(part - criterion.weight) > TOLERANCE:
            wrong = True
            reason = say(
                "The parts of {name} add up to {total} instead of {weight}.",
                name=criterion.name,
                total=part,
                weight=criterion.weight,
            )
            yield missing(reason, say("Correct the weights."))
    if not wrong:
        yield met(say("Weights add up."))


@check("CCP-R2152-12")
def formal_criteria_are_weighted(case: Case) -> Iterator[Answer]:
    """In a formal procedure each criterion has a weight."""
    if case.tender.procedure is None:
        yield unknown(say("the procedure"))
    elif case.tender.procedure not in FORMAL:
        yield aside(say("The procedure is not a formal one."))
    elif not case.tender.criteria:
        yield unknown(say("the award criteria"))
    elif all(c.weight is not None for c in case.tender.criteria):
        yield met(say("Each criterion has its weight."))
    else:
        yield missing(say("A criterion has no weight."), say("Give each criterion its weight."))


@check("CCP-R2152-11")
def criteria_and_their_use_are_told(case: Case) -> Iterator[Answer]:
    """Each criterion tells its formula or its ladder."""
    if not case.tender.criteria:
        yield unknown(say("the award criteria"))
        return
    silent = [c.name for c in leaves(case.tender.criteria) if not (c.formula or c.ladder or c.text)]
    if silent:
        yield missing(
            say("Nothing tells how these are judged: {names}.", names=", ".join(silent)),
            say("Tell the formula or the ladder of each."),
        )
    else:
        yield met(say("Each criterion tells how it is judged."))


@check("DRAFT-LADDER")
def quality_has_a_ladder(case: Case) -> Iterator[Answer]:
    """A criterion without figures has levels in words."""
    judged = [c for c in leaves(case.tender.criteria) if c.kind not in (CriterionKind.PRICE, CriterionKind.COST)]
    if not judged:
        yield aside(say("No criterion of quality is told."))
        return
    silent = [c.name for c in judged if not c.ladder and c.formula in (None, "ladder")]
    if silent:
        yield justify(
            say("No written levels for: {names}.", names=", ".join(silent)),
            say("Write what earns each mark: two assessors then agree, and a loser understands."),
        )
    else:
        yield met(say("Criteria of quality have written levels."))


@check("DRAFT-TWICE")
def nothing_counts_twice(case: Case) -> Iterator[Answer]:
    """What the cost counts, or a clause imposes, is not scored again."""
    lexicon = case.law.lexicon
    criteria = leaves(case.tender.criteria)
    costs = [c for c in criteria if c.kind is CriterionKind.COST]
    found = []
    for criterion in criteria:
        words = f"{criterion.name} {criterion.text or ''} {' '.join(r.text for r in criterion.ladder)}"
        for cost in costs:
            if criterion is cost:
                continue
            for part, use in (("use", "lcc_use"), ("externalities", "lcc_co2")):
                if any(p.value == part for p in cost.covers) and (hit := lexicon.first(use, words)):
                    found.append((criterion.name, cost.name, hit.words))
    for name, cost_name, hit_words in found:
        yield missing(
            say("“{words}” counts in {cost} and again in {name}.", words=hit_words, cost=cost_name, name=name),
            say("Count it once: in the cost or in the mark."),
        )
    ids = {c.id for c in case.tender.clauses if c.id and not _marked(case, c)}
    both = [c.name for c in criteria if c.library and c.library in ids]
    if both:
        yield justify(
            say("Imposed by a clause and scored too: {names}.", names=", ".join(both)),
            say("Score only what goes beyond what is imposed."),
        )
    if not found and not both:
        yield met(say("Nothing was found that counts twice."))


def _marked(case: Case, clause: Clause) -> bool:
    """Tell whether a clause is the text of an award criterion: it imposes nothing."""
    entry = case.entry(clause)
    return entry is not None and entry.type is ClauseType.AWARD


@check("DRAFT-CONTRADICTION")
def the_file_agrees_with_itself(case: Case) -> Iterator[Answer]:
    """Dates, lots and clauses of one file agree."""
    tender = case.tender
    wrong = []
    if tender.notice_on and tender.deadline and tender.deadline <= tender.notice_on:
        wrong.append(say("The last day for offers is not after that of the notice."))
    lots = {lot.id for lot in tender.lots}
    named = {lot for c in tender.criteria for lot in c.lots} | {lot for c in tender.clauses for lot in c.lots}
    if named - lots:
        wrong.append(say("Lots that are named and are not there: {names}.", names=", ".join(sorted(named - lots))))
    sums = [lot.value_eur_ex_vat for lot in tender.lots]
    told = tender.value.estimate_eur_ex_vat if tender.value else None
    if told is not None and sums and None not in sums and abs(told - sum(v or 0 for v in sums)) > 1:
        wrong.append(say("The lots do not add up to the estimate."))
    if tender.procedure is Procedure.SUBSEQUENT and tender.framework is None:
        wrong.append(say("A subsequent contract without its framework."))
    for reason in wrong:
        yield missing(reason, say("Correct one of the two."))
    if not wrong:
        yield met(say("No contradiction was found in the file."))
