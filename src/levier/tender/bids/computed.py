"""Criteria that compute themselves: the answers of a bid under the check of the library's criterion."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from levier.tender.bids.model import Bid, Value
from levier.tender.library.check import Best, Ladder, Levels, measures_of
from levier.tender.library.judging import Answer, Outcome, Verdict, judge
from levier.tender.library.model import Criterion, Type
from levier.tender.model import Tender
from levier.wording.errors import BadOption
from levier.wording.text import Text, say

DECIDES = frozenset({Verdict.MET, Verdict.NOT_MET})


@dataclass(frozen=True)
class Computed:
    """The share of the points (0 to 1), or the figure that is compared with other bids; `missing` says why neither."""

    share: float | None = None
    compared: float | None = None
    missing: Text | None = None
    outcomes: tuple[Outcome, ...] = ()


def computes(criterion: Criterion, rungs: Sequence[float]) -> bool:
    """Tell whether a criterion computes itself.

    It does not where assessors give the level, nor where the tender announced a ladder that its check does not have:
    the announced one holds, and people place a bid on it by its words.
    """
    measures = measures_of(criterion.check)
    if any(isinstance(measure, Levels) for measure in measures):
        return False
    if not rungs:
        return True
    steps = [m for m in measures if isinstance(m, Ladder)]
    return len(steps) == len(measures) == 1 and {s.share for s in steps[0].steps} | {0.0} == set(rungs) | {0.0}


def variables(criterion: Criterion, tender: Tender) -> dict[str, float | bool | str]:
    """Return what the buyer chose for a criterion: its clause in the tender, else the library's proposals."""
    chosen: dict[str, float | bool | str] = {v.id: v.default for v in criterion.variables if v.default is not None}
    for clause in tender.clauses:
        if clause.id == criterion.id:
            chosen |= dict(clause.variables)
    return chosen


def answers_of(criterion: Criterion, told: Mapping[str, Value]) -> dict[str, Answer]:
    """Return the answers to the fields of a criterion, yes and no as such."""
    found: dict[str, Answer] = {}
    for field in criterion.fields:
        value = told.get(f"{criterion.id}.{field.id}")
        if value is None:
            continue
        if field.type is Type.YES_NO:
            found[field.id] = {"yes": True, "no": False, "true": True, "false": False}.get(str(value).lower())
        elif isinstance(value, (int, float, str)):
            found[field.id] = value
        else:
            found[field.id] = value.isoformat()
    return found


def compute(criterion: Criterion, bid: Bid, tender: Tender) -> Computed:
    """Judge the answers of a bid, product by product where they differ; products count by their units."""
    mine = [p for p in bid.products if any(key.startswith(f"{criterion.id}.") for key in p.answers)]
    told = [(p.units, {**bid.answers, **p.answers}) for p in mine] or [(1.0, dict(bid.answers))]
    each = [(weight, _compute(criterion, answers_of(criterion, answers), tender)) for weight, answers in told]
    outcomes = tuple(outcome for _, one in each for outcome in one.outcomes)
    missing = next((one.missing for _, one in each if one.missing is not None), None)
    if missing is not None:
        return Computed(missing=missing, outcomes=outcomes)
    whole = math.fsum(weight for weight, _ in each)

    def mean(values: list[float | None]) -> float | None:
        parts = [weight * value for (weight, _), value in zip(each, values, strict=True) if value is not None]
        return math.fsum(parts) / whole if len(parts) == len(each) else None

    return Computed(mean([o.share for _, o in each]), mean([o.compared for _, o in each]), None, outcomes)


def _compute(criterion: Criterion, answers: Mapping[str, Answer], tender: Tender) -> Computed:
    best = [m for m in measures_of(criterion.check) if isinstance(m, Best)]
    outcomes = _judged(criterion, answers, tender)
    lacking = sorted({name for outcome in outcomes for name in outcome.missing})
    if best:
        value = answers.get(best[0].field)
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            return Computed(missing=_unanswered(criterion, [best[0].field]), outcomes=outcomes)
        return Computed(compared=_less_is_better(float(value), best[0], criterion), outcomes=outcomes)
    if lacking:
        return Computed(missing=_unanswered(criterion, lacking), outcomes=outcomes)
    shares = [_share(o) for o in outcomes if o.verdict in DECIDES]
    if not shares:
        return Computed(missing=say("{criterion} does not apply to this bid.", criterion=criterion.id))
    return Computed(share=math.fsum(shares) / len(shares), outcomes=outcomes)


def _judged(criterion: Criterion, answers: Mapping[str, Answer], tender: Tender) -> tuple[Outcome, ...]:
    try:
        return tuple(judge(criterion.check, answers, variables(criterion, tender)))
    except KeyError as error:
        raise BadOption(
            say("The buyer chose no value for a variable of {criterion}.", criterion=criterion.id),
            expected=say("a value for {name} among the variables of its clause", name=str(error.args[0])),
        ) from error
    except TypeError as error:
        raise BadOption(
            say("An answer to {criterion} is not a number.", criterion=criterion.id),
            expected=say("a number"),
            found=str(error),
        ) from error


def _share(outcome: Outcome) -> float:
    if outcome.share is not None:
        return outcome.share
    return 1.0 if outcome.verdict is Verdict.MET else 0.0


def _less_is_better(value: float, best: Best, criterion: Criterion) -> float:
    """Return a figure of which less is better: under a ratio, the reciprocal gives N × value ÷ highest value."""
    if best.direction == "lowest":
        return value
    if value <= 0:
        raise BadOption(
            say("A figure of {criterion} cannot be compared.", criterion=criterion.id),
            expected=say("figures above zero"),
            found=str(value),
        )
    return 1.0 / value


def _unanswered(criterion: Criterion, fields: list[str]) -> Text:
    labels = {field.id: field.label for field in criterion.fields}
    first, *others = (labels.get(field, field) for field in fields)
    listed = reduce(lambda before, after: say("{before}, {after}", before=before, after=after), others, first)
    return say("{criterion}: not answered ({fields})", criterion=criterion.title, fields=listed)


def level(share: float, ladder: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    """Return the level of a ladder, between its rungs, that gives a share of the points."""
    return float(np.interp(share, ladder, np.arange(len(ladder), dtype=float)))
