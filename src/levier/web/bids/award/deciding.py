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


def lots_won(told: Told, award: Award) -> list[str]:
    """Return the lots that are awarded to the bid of this one, this one among them; none where there are no lots."""
    winner = told.winner
    ends = {lot.id: told.record.decided(lot.id) for lot in award.lots}
    won = [lot for lot, end in ends.items() if end and end.end is End.AWARD and winner and end.bid == winner.bid.bid]
    return won if told.case.lot in won else []


def notice_of(award: Award, lot: str | None) -> Json | None:
    """Return what was told of the contract that covers a lot."""
    if lot is None:
        told: Json | None = award.procedure.record.get("notice")
        return told
    return next((dict(one) for one in _notices(award) if lot in one.get("lots", [])), None)


def acts_noticing(award: Award, notice: Json) -> Json:
    """Return the part of the record in which data of a contract stand; a lot is covered by one contract alone."""
    if not notice.get("lots"):
        return {"notice": notice}
    others = [one | {"lots": [lot for lot in one["lots"] if lot not in notice["lots"]]} for one in _notices(award)]
    return {"notices": [*(one for one in others if one["lots"]), notice]}


def _notices(award: Award) -> list[Json]:
    return list(award.procedure.record.get("notices", []))


def noticed(told: Told, award: Award, notice: Json) -> None:
    """Raise where the official rules refuse the data of a contract."""
    read = acts_of(plain({**award.procedure.record, **acts_noticing(award, notice)}))
    decp(replace(told, record=replace(told.record, notice=read.notice, notices=read.notices)))


def proposed_notice(told: Told, award: Award, today: date) -> Mapping[str, Any]:
    """Return what is known already of the data to publish."""
    lot = told.case.lot
    known: Json = {"bids_received": len(told.result.standings), "published_on": today, "lots": [lot] if lot else []}
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
