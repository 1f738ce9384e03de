"""Where a tender stands: the answer in a sentence, and the way as steps with what is told and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import NoReverseMatch, reverse

from levier.report.tender_documents.dossier import PROCEDURES
from levier.tender.finding import Verdict
from levier.tender.grouping import group
from levier.tender.law.checking import check_tender
from levier.tender.library.entry import entries
from levier.tender.model import Tender
from levier.web.house.words import language, told
from levier.web.tender import models
from levier.web.tender.findings import law, library
from levier.web.tender.models import Publication
from levier.web.tender.queries import last_written, outdated
from levier.wording.numbers import write_count, write_date
from levier.wording.text import Text, say


@dataclass(frozen=True)
class Step:
    """One step of the way: its name, what is told of it, what is missing, and where it is told, if anywhere."""

    title: Text
    told: str
    missing: str = ""
    address: str = ""
    view: str = ""

    @property
    def asks(self) -> bool:
        """Tell whether its page is a form, which only those open who may buy."""
        return self.view in ASKING


@dataclass(frozen=True)
class Standing:
    """Where a tender stands, as a heading and one more sentence; how many rules ask what."""

    heading: Text
    lead: Text
    verdicts: Counter[Verdict]

    @property
    def lacking(self) -> int:
        """Return how many rules are not met, or not judged as something is not told."""
        return self.verdicts[Verdict.NOT_MET] + self.verdicts[Verdict.NOT_JUDGED]


def standing(tender: Tender, published: Publication | None, on: date) -> Standing:
    """Tell where a tender stands on a day."""
    findings = check_tender(tender, law(), on, entries(library()))
    verdicts = Counter(found.main.verdict for found in group(findings))
    if published is not None:
        sent, last = write_date(published.created_at.date(), language()), write_date(published.deadline, language())
        if published.deadline < on:
            return Standing(
                say("Published on {day}; offers were due until {last}", day=sent, last=last),
                say("Bids are opened and compared by the rules that were published."),
                verdicts,
            )
        heading = say("Published on {day}; offers may come until {last}", day=sent, last=last)
        return Standing(
            heading, say("Its rules are locked: a correction locks them anew, with a later deadline."), verdicts
        )
    missing = verdicts[Verdict.NOT_MET] + verdicts[Verdict.NOT_JUDGED]
    if missing == 0:
        heading = say("Nothing is missing that Levier knows of: this tender can be published")
    elif missing == 1:
        heading = say("One thing is missing before it can be published")
    else:
        heading = say("{n} things are missing before it can be published", n=missing)
    lead = say("By the rules that Levier holds today. It explains them and gives no legal opinion.")
    return Standing(heading, lead, verdicts)


def written(tender: models.Tender) -> Text:
    """Tell whether documents of a tender are kept, which they are for some days, and from what they were written."""
    order = last_written(tender)
    if order is None:
        return say("No documents are kept.")
    if outdated(tender, order):
        return say("Written before the tender changed: write them anew.")
    return say("Written from what was published.") if order["published"] else say("Written from the draft.")


def steps(
    tender: Tender, place: tuple[str, str], stands: Standing, published: Publication | None, documents: Text
) -> list[Step]:
    """Return the way of a tender, in its order; `place` are the public ids of organisation and tender."""

    def step(title: Text, view: str, said: str, missing: Iterator[Text] | None = None) -> Step:
        lacks = [told(text) for text in missing or ()]
        return Step(title, said, ", ".join(lacks), _address(view, place), view)

    return [
        step(say("Need"), "tender:need", _need(tender), _need_missing(tender)),
        step(say("Frame"), "tender:frame", _frame(tender), _frame_missing(tender)),
        step(say("Value and lots"), "tender:lots", _value(tender), _value_missing(tender)),
        step(say("Criteria"), "tender:criteria", _criteria(tender), _criteria_missing(tender)),
        step(say("Clauses"), "tender:clauses", _counted(len(tender.clauses), *CLAUSES), _clauses_missing(tender)),
        step(say("Locked parameters"), "tender:parameters", _parameters(tender), _parameters_missing(tender)),
        step(say("Conditions"), "tender:conditions", _conditions(tender)),
        step(say("Checks"), "tender:judged", _checks(stands.verdicts)),
        step(say("Scoring laboratory"), "tender:laboratory", told(say("Try the scoring before it is published."))),
        step(say("Documents"), "tender:documents", told(documents)),
        step(say("Publication"), "tender:publish", _publication(published)),
        step(say("Bids"), "bids:bids", told(say("They stay closed until the day of opening."))),
    ]


def next_step(way: list[Step], stands: Standing, published: Publication | None) -> Step | None:
    """Return the first step where something is missing, else the checks, else the publication, else None."""
    if published is not None:
        return None
    last = "tender:judged" if stands.lacking else "tender:publish"
    return next((step for step in way if step.address and (step.missing or step.view == last)), None)


ASKING = frozenset(("tender:need", "tender:frame", "tender:lots", "tender:conditions"))
RATE = "discount_rate"
CLAUSES = (say("No clause yet."), say("One clause."), "{n} clauses.")
PARAMETERS = (say("Nothing beside the rules will be locked."), say("One parameter."), "{n} parameters.")


def _counted(count: int, none: Text, one: Text, many: str) -> str:
    if count == 0:
        return told(none)
    said = {
        "{n} clauses.": say("{n} clauses.", n=count),
        "{n} parameters.": say("{n} parameters.", n=count),
    }
    return told(one if count == 1 else said[many])


def _address(view: str, place: tuple[str, str]) -> str:
    """Return where a step is told; nothing where its room is not there."""
    try:
        return reverse(view, args=place)
    except NoReverseMatch:
        return ""


def _need(tender: Tender) -> str:
    need, asked = tender.need, len(law().questions)
    answered = sum(1 for line in need.sobriety if line.answer) if need else 0
    units = [q.units for q in tender.quantities if q.units is not None]
    parts = [say("Questions before buying answered: {n} of {total}", n=answered, total=max(asked, answered))]
    if units:
        parts.append(say("units needed: {n}", n=write_count(sum(units), language())))
    if need and need.estate and need.estate.units is not None:
        parts.append(say("in service: {n}", n=write_count(need.estate.units, language())))
    return " · ".join(told(part) for part in parts)


def _need_missing(tender: Tender) -> Iterator[Text]:
    if not tender.quantities:
        yield say("what is needed")
    if tender.need is None or not tender.need.objectives:
        yield say("the objectives")


def _parameters(tender: Tender) -> str:
    return _counted(len(tender.parameters), *PARAMETERS)


def _parameters_missing(tender: Tender) -> Iterator[Text]:
    if all(parameter.id != RATE for parameter in tender.parameters):
        yield say("a discount rate, without which bids are not compared over their life")


def _frame(tender: Tender) -> str:
    parts = [PROCEDURES[tender.procedure]] if tender.procedure else []
    if tender.notice_on:
        parts.append(say("notice on {day}", day=write_date(tender.notice_on, language())))
    if tender.deadline:
        parts.append(say("offers until {day}", day=write_date(tender.deadline, language())))
    said = " · ".join(told(part) for part in parts)
    return f"{said[:1].upper()}{said[1:]}" if said else told(say("Nothing is told yet."))


def _frame_missing(tender: Tender) -> Iterator[Text]:
    if tender.procedure is None:
        yield say("the procedure")
    if tender.notice_on is None:
        yield say("the day of the notice")
    if tender.deadline is None:
        yield say("the last day for offers")


def _value(tender: Tender) -> str:
    parts = []
    if tender.estimate_eur_ex_vat is not None:
        parts.append(say("{value} € before VAT", value=write_count(tender.estimate_eur_ex_vat, language())))
    if tender.duration and tender.duration.total_months is not None:
        parts.append(say("{n} months, renewals included", n=tender.duration.total_months))
    if tender.lots:
        parts.append(say("one lot") if len(tender.lots) == 1 else say("{n} lots", n=len(tender.lots)))
    said = " · ".join(told(part) for part in parts)
    return said or told(say("Nothing is told yet."))


def _value_missing(tender: Tender) -> Iterator[Text]:
    if tender.estimate_eur_ex_vat is None:
        yield say("the value")
    if tender.duration is None or tender.duration.total_months is None:
        yield say("the duration")
    if tender.buyer.public and not tender.lots and not tender.no_lots_reason:
        yield say("lots, or why there are none")


def _criteria(tender: Tender) -> str:
    count = len(tender.criteria)
    if not count:
        return told(say("No criterion yet."))
    total = round(sum(c.weight or 0 for c in tender.criteria) * 100, 6)
    if count == 1:
        return told(say("One criterion; the weights add up to {total}%.", total=total))
    return told(say("{n} criteria; the weights add up to {total}%.", n=count, total=total))


def _criteria_missing(tender: Tender) -> Iterator[Text]:
    if not tender.criteria:
        yield say("the award criteria")
    if any(c.weight is None for c in tender.criteria):
        yield say("the weight of a criterion")


def _clauses_missing(tender: Tender) -> Iterator[Text]:
    if not tender.clauses:
        yield say("the clauses")


def _conditions(tender: Tender) -> str:
    parts = []
    if tender.ccag:
        parts.append(say("CCAG {names}", names=", ".join(ccag.value for ccag in tender.ccag)))
    if tender.penalties and tender.penalties.cap_share is not None:
        parts.append(say("penalties up to {n}%", n=round(tender.penalties.cap_share * 100, 6)))
    if tender.private and tender.private.rounds is not None:
        parts.append(say("rounds of offers: {n}", n=tender.private.rounds))
    said = " · ".join(told(part) for part in parts)
    return f"{said[:1].upper()}{said[1:]}" if said else told(say("Nothing is told yet."))


def _checks(verdicts: Counter[Verdict]) -> str:
    return told(
        say(
            "Rules not met: {wrong}; to justify: {weak}; not judged, as something is not told: {unjudged}; met: {met}.",
            wrong=verdicts[Verdict.NOT_MET],
            weak=verdicts[Verdict.TO_JUSTIFY],
            unjudged=verdicts[Verdict.NOT_JUDGED],
            met=verdicts[Verdict.MET],
        )
    )


def _publication(published: Publication | None) -> str:
    if published is None:
        return told(say("Not published: nothing is locked yet."))
    day = write_date(published.created_at.date(), language())
    return told(say("Published on {day}, fingerprint {hash}.", day=day, hash=published.hash[:12]))
