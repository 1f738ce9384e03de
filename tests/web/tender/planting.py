"""A check of a tender file as rows, without reading anything."""

from __future__ import annotations

from datetime import date
from typing import Any

from levier.web.people.models import Organisation
from levier.web.tender.models import TenderCheck


def finding(rule: str = "CCP-L2112-2", verdict: str = "not_met", **more: Any) -> dict[str, Any]:
    """Return one finding as a check keeps it."""
    text: dict[str, Any] = {"message": "No clause on the environment binds the supplier.", "arguments": {}, "fr": None}
    told: dict[str, Any] = {
        "rule": rule,
        "verdict": verdict,
        "reason": text,
        "source": "Code de la commande publique",
        "checked_on": "2026-11-23",
        "title": {"message": rule, "arguments": {}, "fr": rule},
        **dict.fromkeys(("reference", "status", "note", "advice", "place", "clause", "lot", "told_by")),
    }
    return told | more


def plant_check(organisation: Organisation, *findings: dict[str, Any]) -> TenderCheck:
    """Plant a check that was judged."""
    return TenderCheck.objects.create(
        organisation=organisation,
        label="RC, CCTP",
        on=date(2026, 10, 5),
        files=[{"name": "RC.docx", "content": "0" * 64, "size": 1}],
        size=1,
        state=TenderCheck.State.JUDGED,
        findings=list(findings) or [finding()],
    )
