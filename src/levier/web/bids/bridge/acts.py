"""The acts of a procedure as the library's record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from levier.tender.bids.reading import award_record_from
from levier.tender.bids.record import AwardRecord, Mark
from levier.web.bids.models import Marking, Procedure


def acts_of(document: Mapping[str, Any]) -> AwardRecord:
    """Return the record of a document; raises `UnusableFile`, whose place holds the path such as `questions[2].bid`."""
    return award_record_from(document)


def record_of(procedure: Procedure) -> AwardRecord:
    """Return all acts of a procedure, the levels that each assessor gave among them."""
    marks = (
        Mark(m.function or str(m.assessor or "–"), m.criterion, m.alias, m.level, m.reason)
        for m in Marking.objects.filter(tender=procedure.tender_id).select_related("assessor")
    )
    return replace(acts_of(procedure.record), marks=tuple(marks))
