"""What bidders may mend of their offers: who is asked to has the same time as the others."""

from __future__ import annotations

from collections.abc import Iterable

from levier.tender.bids.record import AwardRecord, Qualification
from levier.wording.errors import BadOption
from levier.wording.text import say


def standing(record: AwardRecord) -> tuple[Qualification, ...]:
    """Return the last qualification of each offer, lot by lot where that was told; one of the whole ends those."""
    last: dict[tuple[str, str | None], Qualification] = {}
    for found in record.qualifications:
        if found.lot is None:
            last = {key: kept for key, kept in last.items() if key[0] != found.bid}
        last[found.bid, found.lot] = found
    return tuple(last.values())


def check_same_chance(qualifications: Iterable[Qualification]) -> None:
    """Refuse unequal times: `qualifications` holds the last one of each offer."""
    days = sorted({found.until for found in qualifications if found.until is not None})
    if len(days) > 1:
        raise BadOption(
            say("Bidders who may mend their offers do not have the same time to do so."),
            expected=say("one last day for all concerned: {day}", day=days[0].isoformat()),
            found=", ".join(day.isoformat() for day in days),
            mend=say("Give the day that the others have, or move it for all of them at once."),
        )
