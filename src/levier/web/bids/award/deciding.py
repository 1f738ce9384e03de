"""How a procedure ends, and what is published of it: asked of the library before it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from levier.report.tender_report.notice import decp
from levier.report.tender_report.told import Told
from levier.tender.bids.record import AwardRecord, End
from levier.tender.decp.schema import DecpSchema, load_schema
from levier.web.bids.award.blind import told_in_workbook
from levier.web.bids.award.bridge import Award
from levier.web.bids.bridge import acts_of
from levier.web.tender.file.bridge import plain

Json = dict[str, Any]


@cache
def schema() -> DecpSchema:
    """Return the official schema of the data of contracts, read once a process."""
    return load_schema()


def acts_with(award: Award, lot: str | None, decision: Json | None) -> Json:
    """Return the part of the record in which a decision stands, with this one instead of what was decided before."""
    decision = plain(decision) if decision else None
    if lot is None:
        return {"decision": decision}
    others = [one for one in award.procedure.record.get("decisions", []) if one.get("lot") != lot]
    return {"decisions": [*others, *([decision | {"lot": lot}] if decision else [])]}


def seen_of(award: Award, lot: str | None) -> Json:
    """Return what stands there now of a decision."""
    name = "decision" if lot is None else "decisions"
    return {name: award.procedure.record.get(name)}


def tried(told: Told, award: Award, lot: str | None, decision: Json) -> Told:
    """Return the award as it would be told with a decision; raises where the library refuses it."""
    read: AwardRecord = acts_of({**award.procedure.record, **acts_with(award, lot, decision)})
    found = replace(told, record=replace(told.record, decision=read.decision, decisions=read.decisions))
    _ = found.winner  # refuses an award to a bid that does not stand first
    return found


def noticed(told: Told, award: Award, notice: Json) -> None:
    """Raise where the official rules refuse the data of a contract."""
    read = acts_of({**award.procedure.record, "notice": plain(notice)})
    decp(replace(told, record=replace(told.record, notice=read.notice)))


def proposed_notice(told: Told, award: Award, today: date) -> Mapping[str, Any]:
    """Return what is known already of the data to publish."""
    known: Json = {"bids_received": len(told.result.standings), "published_on": today}
    winner, decision = told.winner, told.decision
    if decision is not None and decision.notified_on is not None:
        known["notified_on"] = decision.notified_on
    if winner is None:
        return known
    if told.case.vat == "excluded":
        known["amount_eur"] = winner.costs.price_eur
    offer = award.offers_for(told.case.lot).get(winner.bid.bid)
    siret = told_in_workbook(offer).get(("bidder", "siret")) if offer else None
    return known | ({"holders": str(siret)} if siret else {})


def ended_without_award(told: Told) -> bool:
    """Tell whether it was decided to award nothing."""
    return told.decision is not None and told.decision.end is not End.AWARD
