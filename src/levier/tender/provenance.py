"""Where a fact of procurement comes from, how far it was checked, and until when it may be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from levier.catalogue.model import Source, Status
from levier.catalogue.rows import Row
from levier.wording.text import Text, say

COLUMNS = ("source", "page", "valid_from", "checked_on", "review_by", "status", "note")


@dataclass(frozen=True)
class Origin:
    """The provenance of a fact that is no figure of impact: it has no pedigree scores."""

    source: str
    page: str
    valid_from: date
    checked_on: date
    review_by: date
    status: Status
    note: str = ""


def origin(row: Row, sources: Mapping[str, Source]) -> Origin:
    """Read where a row comes from; its dates must be in order."""
    valid_from, checked_on, review_by = row.day("valid_from"), row.day("checked_on"), row.day("review_by")
    if not checked_on <= review_by or valid_from > review_by:
        raise row.refuse(
            say("The dates of a fact are not in order."),
            "review_by",
            expected=say("checked on, then to be reviewed by"),
            found=f"{checked_on}, {review_by}",
            mend=say("Correct the dates."),
        )
    return Origin(
        source=row.among("source", sources),
        page=row.text("page"),
        valid_from=valid_from,
        checked_on=checked_on,
        review_by=review_by,
        status=row.choice("status", Status),
        note=row.optional_text("note"),
    )


def told(status: Status) -> Text:
    """Tell how far a fact was checked, as a reader should take it."""
    return {
        Status.READ: say("read at its source"),
        Status.DERIVED: say("derived from what was read"),
        Status.OWN_JUDGEMENT: say("proposal of Levier"),
        Status.TO_VERIFY: say("second-hand or from memory: to be checked before use"),
    }[status]
