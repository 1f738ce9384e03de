"""The award criteria of a document: found by their ids, changed one by one, weights added up."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from levier.tender.law.case import serves
from levier.tender.model import Criterion, Tender
from levier.tender.scoring.formulas import FORMULAS, Setting
from levier.web.tender.file.bridge import plain
from levier.wording.text import Text

Document = Mapping[str, Any]
Award = dict[str, Any]
OWN_TEXT = "formula"
"""The parameter that holds the text of a formula of one's own."""
SETTINGS: Mapping[str, Setting] = {
    s.name: s for f in reversed(list(FORMULAS.values())) for s in f.settings if not s.text or s.name == OWN_TEXT
}
"""The parameters of formulas that a form asks for; of two with one name, the first tells what it is."""
LADDER = "quality-ladder"
PERCENT, DIGITS = 100.0, 9


def percent(share: float | None) -> float | None:
    """Return a share in per cent, without the noise of the machine."""
    return None if share is None else round(share * PERCENT, DIGITS)


def share(percent_: float | None) -> float | None:
    """Return per cent as a share."""
    return None if percent_ is None else round(percent_ / PERCENT, DIGITS + 2)


def awards(document: Document) -> list[Award]:
    """Return the award criteria of a document, without their parts."""
    return list(document.get("criteria") or ())


def every(document: Document) -> Iterator[tuple[Award, Award | None]]:
    """Yield each award criterion and sub-criterion with what it is part of."""
    for award in awards(document):
        yield award, None
        for part in award.get("parts") or ():
            yield part, award


def find(document: Document, id_: str) -> Award | None:
    """Return a criterion or sub-criterion by its id."""
    return next((award for award, _ in every(document) if award["id"] == id_), None)


def whole_of(document: Document, id_: str) -> Award | None:
    """Return the criterion that one is a part of."""
    return next((whole for award, whole in every(document) if award["id"] == id_), None)


def changed(document: Document, change: Callable[[Award], Award | None]) -> list[Award]:
    """Return the award criteria once each and each part went through `change`; None takes it away."""
    found = []
    for award in awards(document):
        parts = [new for part in award.get("parts") or () if (new := change(dict(part))) is not None]
        made = change({**award, "parts": parts})
        if made is not None:
            found.append(dict(plain(made)))
    return found


def with_award(document: Document, id_: str, values: Award) -> list[Award]:
    """Return the award criteria once one has other values; what `values` does not name stays."""
    return changed(document, lambda award: {**award, **values} if award["id"] == id_ else award)


def with_new(document: Document, values: Award, whole: str) -> list[Award]:
    """Return the award criteria with one more: a part of `whole`, or the last of all where that is empty."""
    if not whole:
        return [*awards(document), dict(plain(values))]
    return changed(
        document,
        lambda award: {**award, "parts": [*(award.get("parts") or ()), values]} if award["id"] == whole else award,
    )


def without(document: Document, id_: str) -> dict[str, Any]:
    """Return the parts of a document without a criterion, without its clause and its place among ties."""
    found = find(document, id_) or {}
    gone = {a["library"] for a in (found, *(found.get("parts") or ())) if a.get("library")}
    ids = {id_, *(part["id"] for part in found.get("parts") or ())}
    return {
        "criteria": changed(document, lambda award: None if award["id"] == id_ else award),
        "clauses": [clause for clause in document.get("clauses") or () if clause.get("id") not in gone],
        "ties": [tie for tie in document.get("ties") or () if tie not in ids],
    }


@dataclass(frozen=True)
class Sum:
    """What weights add up to: of a lot, of all, or of the parts of a criterion (`whole`)."""

    total: float
    wanted: float
    lot: str = ""
    whole: str = ""

    @property
    def right(self) -> bool:
        """Tell whether they make what they must."""
        return math.isclose(self.total, self.wanted, abs_tol=1e-9)


def sums(tender: Tender) -> list[Sum]:
    """Add weights up: by lot where criteria differ between lots, and of each criterion with parts."""
    by_lot = any(c.lots for c in tender.criteria)
    lots = tender.lots if by_lot and tender.lots else (None,)
    found = [
        Sum(_sum([c for c in tender.criteria if by_lot is False or serves(c.lots, lot)]), 1.0, lot.id if lot else "")
        for lot in lots
    ]
    return found + [
        Sum(_sum(list(c.parts)), c.weight, whole=c.name) for c in tender.criteria if c.parts and c.weight is not None
    ]


def _sum(criteria: list[Criterion]) -> float:
    return round(math.fsum(c.weight or 0.0 for c in criteria), DIGITS)


def formula_label(name: str | None) -> Text | str:
    """Return how a formula is called; `ladder` is another word for the quality ladder."""
    found = FORMULAS.get(LADDER if name == "ladder" else name or "")
    return found.label if found else name or ""
