"""Performance conditions become obligations to follow: what, how verified, what a breach costs, which indicator."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict, dataclass

from levier.report.tender_report.told import Told
from levier.tender.chosen import Taken, taken
from levier.tender.library.model import Criterion, Kind
from levier.tender.model import ClauseType
from levier.wording.text import Language, Text, say


@dataclass(frozen=True)
class Obligation:
    """One obligation of the contract, in one language; an empty text is not told."""

    id: str
    lots: str
    what: str
    text: str
    evidence: str
    verified: str
    penalty: str
    indicator: str
    promised: str
    """What the bid that is awarded answered."""


def obligations(told: Told, lang: Language) -> list[Obligation]:
    """Return the obligations of the contract: conditions of performance, and specifications that answers bind to."""
    found = taken(told.tender, told.world.library)
    return [_obligation(told, number, one, lang) for number, one in enumerate(found, start=1) if _binds(one)]


def _binds(one: Taken) -> bool:
    if one.criterion is not None:
        return one.criterion.kind in (Kind.PERFORMANCE_CONDITION, Kind.TECHNICAL_SPECIFICATION)
    return one.clause.type in (ClauseType.CONDITION, ClauseType.SPECIFICATION, None)


def _obligation(told: Told, number: int, one: Taken, lang: Language) -> Obligation:
    def write(text: Text | None) -> str:
        return text.in_(lang) if text is not None else ""

    criterion, written = one.criterion, one.written
    return Obligation(
        id=criterion.reference if criterion else say("clause {n}", n=number).in_(lang),
        lots=", ".join(one.lots),
        what=write(criterion.title) if criterion else "",
        text=one.text.in_(lang),
        evidence=write(criterion.evidence) if criterion else "",
        verified=write(written.verification) if written else "",
        penalty=write(written.penalty) if written else "",
        indicator=write(criterion.indicator) if criterion else "",
        promised=_promised(told, criterion, lang) if criterion else "",
    )


def _promised(told: Told, criterion: Criterion, lang: Language) -> str:
    if told.winner is None:
        return ""
    bid = told.winner.bid
    labels = {f"{criterion.id}.{field.id}": field.label.in_(lang) for field in criterion.fields}
    answers = [(labels[key], value) for key, value in bid.answers.items() if key in labels]
    answers += [
        (f"{p.designation}, {labels[key]}", value)
        for p in bid.products
        for key, value in p.answers.items()
        if key in labels
    ]
    written = ((what, f"{value:g}" if isinstance(value, float) else str(value)) for what, value in answers)
    return "; ".join(say("{what}: {value}", what=what, value=value).in_(lang) for what, value in written)


def obligations_csv(found: list[Obligation]) -> bytes:
    """Write obligations as CSV; what a spreadsheet could take for a formula is quoted."""
    stream = io.StringIO()
    names = list(Obligation.__dataclass_fields__)
    writer = csv.DictWriter(stream, names, lineterminator="\n")
    writer.writeheader()
    for one in found:
        writer.writerow({name: _safe(value) for name, value in asdict(one).items()})
    return ("\ufeff" + stream.getvalue()).encode()


def _safe(value: str) -> str:
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t") else value
