"""A town buys laptops and screens in two lots: who offers for one of them is complete, compared and decided there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import jsonschema
import numpy as np
import pytest

from levier.report.tender_report.notice import decp
from levier.report.tender_report.told import Told
from levier.tender.answers.lots import lots_of, of_lots, offered
from levier.tender.answers.reading import ReadBack, Reader
from levier.tender.bids.awarding import Case, award, of_lot
from levier.tender.bids.model import Bid, Bids, Product
from levier.tender.bids.plausibility import Ground, doubts
from levier.tender.bids.record import AwardRecord, Decision, End, Opening, Qualification, Status
from levier.tender.bids.scoring import Result
from levier.tender.bids.workbook import Asked, bid_of
from levier.tender.chosen import taken
from levier.tender.decp.deriving import Notified, contract_of
from levier.tender.decp.model import Holder
from levier.tender.decp.schema import load_schema
from levier.tender.decp.writing import write_decp
from levier.tender.law.facts import load_law
from levier.tender.model import LotMarks
from levier.tender.reading import tender_from
from levier.tender.scoring.announced import ALL_LOTS, announced
from levier.wording.errors import BadOption
from tests.tender.answers.bidders import filled
from tests.tender.bids.lots import TWO_LOTS, priced
from tests.tender.bids.story import what, world

CASE = tender_from(TWO_LOTS.encode(), "tender.yaml")


def read(prices: Mapping[str, float]) -> tuple[ReadBack, Asked]:
    asked = what(TWO_LOTS)
    return Reader(asked.form).read("aulne.xlsx", filled(priced(prices), asked.form)), asked


def selling(name: str, prices: Mapping[str, float], **more: Any) -> Bid:
    products = (Product(lot, units=100, lot=lot, price_eur=price) for lot, price in prices.items())
    return Bid(name, products=tuple(products), **more)


def scored(lot: str, *bids: Bid, record: AwardRecord | None = None) -> Result:
    case = Case(announced(CASE, "tender.yaml").rules[ALL_LOTS], CASE, lot=lot)
    return award(case, [Bids(bids)], record or AwardRecord(), world(), np.random.default_rng(1))


def test_what_another_lot_asks_is_not_missing() -> None:
    back, asked = read({"L1-1": 800})
    assert lots_of(asked.form) == ("1", "2")
    assert offered(back, asked.form) == ("1",)
    assert {note.key for note in back.missing} >= {("price", "L2-1"), ("vat", "L2-1")}
    missing = {note.key for note in of_lots(back, asked.form, ("1",)).missing}
    assert missing.isdisjoint({("price", "L2-1"), ("vat", "L2-1"), ("answer", "REC-03.warranty_months")})
    bid = bid_of(back, asked)
    assert (bid.lots, [p.lot for p in bid.products]) == (("1",), ["1"])


def test_the_receipt_says_for_which_lots_where_the_file_does_not() -> None:
    back, asked = read({})
    assert offered(back, asked.form) == ()
    assert bid_of(back, asked, ["2"]).lots == ("2",)
    both, _ = read({"L1-1": 800, "L2-1": 150})
    assert bid_of(both, asked).lots == ("1", "2")
    assert [p.lot for p in bid_of(both, asked, ["1"]).products] == ["1"]


def test_a_bid_stands_in_the_lots_that_it_is_for_at_the_price_of_each() -> None:
    bids = (selling("A", {"1": 800, "2": 150}), selling("B", {"2": 140}), Bid("C", price_eur=90, lots=("1",)))
    assert [bid.bid for bid in of_lot(bids, "2")] == ["A", "B"]
    assert [bid.bid for bid in of_lot(bids, "1")] == ["A", "C"]
    assert {s.bid.bid: s.costs.price_eur for s in scored("2", *bids).standings} == {"A": 15_000, "B": 14_000}


def test_two_files_of_one_bidder_stand_each_in_its_lot() -> None:
    bids = (selling("A", {"1": 800}, lots=("1",)), selling("A", {"2": 150}, lots=("2",)))
    assert [s.costs.price_eur for s in scored("2", *bids).standings] == [15_000]
    with pytest.raises(BadOption):
        scored("2", *bids, selling("A", {"2": 149}, lots=("2",)))


def test_a_lot_for_which_nobody_offers_ends_without_a_bid() -> None:
    assert scored("2", selling("A", {"1": 800}, lots=("1",))).standings == ()


def test_an_offer_may_be_irregular_for_one_lot_alone() -> None:
    bid = selling("A", {"1": 800, "2": 150})
    acts = (Qualification("A", Status.REGULAR, "complète"), Qualification("A", Status.IRREGULAR, "écran", lot="2"))
    record = AwardRecord(qualifications=acts)
    assert [s.rank for s in scored("1", bid, record=record).standings] == [1]
    assert scored("2", bid, record=record).standings[0].out


def test_prices_look_low_within_their_lot_only() -> None:
    ground = Ground(world(), load_law(), announced(CASE, "t").rules[ALL_LOTS], CASE, 48, date(2027, 1, 26))
    bids = (selling("A", {"1": 800, "2": 150}), selling("B", {"1": 790}), selling("C", {"1": 780, "2": 40}))
    in_lot = {
        lot: [d.about for d in doubts(of_lot(bids, lot), replace(ground, lot=lot)) if d.kind == "price.low"]
        for lot in ("1", "2")
    }
    assert in_lot == {"1": [], "2": ["C (2)"]}


NOTICE = Notified(
    id="2027-PE-01",
    buyer_siret="21120046500011",
    cpv="30213100",
    place_code="12000",
    amount_eur=125_000,
    price_form="Unitaire",
    price_types=("Définitif ferme",),
    holders=(Holder("55204599900869"),),
    bids_received=2,
    notified_on=date(2027, 3, 15),
    published_on=date(2027, 4, 2),
    grouping="Pas de groupement",
    advance=False,
    subcontracting=False,
)


def contract(*lots: str) -> dict[str, Any]:
    """Return the data of the contract that covers these lots, as they are published."""
    library = world().library
    told = contract_of(CASE, taken(CASE, library), library, replace(NOTICE, lots=lots))
    document = write_decp([told], load_schema())
    jsonschema.Draft7Validator(load_schema().whole).validate(document)
    found: dict[str, Any] = document["marches"]["marche"][0]
    return found


def test_the_data_of_a_contract_speak_of_the_lots_that_it_covers() -> None:
    subjects = {lots: contract(*lots)["objet"] for lots in ((), ("2",), ("1", "2"))}
    assert subjects == {
        (): "Portables et écrans",
        ("2",): "Portables et écrans – lot 2\u00a0: Écrans",
        ("1", "2"): "Portables et écrans – lot 1\u00a0: Portables; lot 2\u00a0: Écrans",
    }
    asked = "considerationEnvironnementale"
    assert contract("1")["considerationsEnvironnementales"] == {asked: ["Pas de considération environnementale"]}
    assert "Clause environnementale" in contract("1", "2")["considerationsEnvironnementales"][asked]
    with pytest.raises(BadOption):
        contract("3")


def test_titles_too_long_for_the_official_schema_give_way_to_the_ids_of_the_lots() -> None:
    lots = tuple(replace(lot, title=lot.title * 100) for lot in CASE.lots)
    library = world().library
    told = contract_of(replace(CASE, lots=lots), (), library, replace(NOTICE, lots=("1", "2")))
    assert told.subject == "Portables et écrans – lot 1; lot 2"


def test_where_lots_are_announced_to_make_one_mark_it_is_told_that_each_is_marked_by_itself() -> None:
    bid = selling("A", {"1": 800, "2": 150})
    alone = scored("1", bid)
    rules = replace(announced(CASE, "tender.yaml").rules[ALL_LOTS], lot_marks=LotMarks.MEAN)
    together = award(Case(rules, CASE, lot="1"), [Bids((bid,))], AwardRecord(), world(), np.random.default_rng(1))
    [more] = [note for note in together.notes if note not in alone.notes]
    assert "by itself" in more.in_("en")


def test_one_contract_covers_only_lots_of_one_winner() -> None:
    bids = (selling("A", {"1": 800, "2": 150}), selling("B", {"2": 100}))
    won = {"1": "A", "2": "B"}
    ends = tuple(Decision(End.AWARD, "first", date(2027, 2, 1), bid, lot=lot) for lot, bid in won.items())
    both = AwardRecord(decisions=ends, notices=(replace(NOTICE, lots=("1", "2")),))
    with pytest.raises(BadOption):
        decp(told("1", bids, both))
    alone = replace(both, notices=(replace(NOTICE, lots=("1",), bids_received=1), replace(NOTICE, lots=("2",))))
    assert decp(told("1", bids, alone))["marches"]["marche"][0]["offresRecues"] == 1
    same = replace(both, decisions=(ends[0], replace(ends[1], bid="A")))
    dearer = (bids[0], selling("B", {"2": 190}))
    assert decp(told("1", dearer, same)) == decp(told("2", dearer, same)), "one contract, told alike in both lots"


def told(lot: str, bids: tuple[Bid, ...], record: AwardRecord) -> Told:
    case = Case(announced(CASE, "tender.yaml").rules[ALL_LOTS], CASE, lot=lot)
    result = award(case, [Bids(bids)], record, world(), np.random.default_rng(1))
    opening = Opening(date(2027, 1, 19), "Commission d’appel d’offres")
    return Told(case, CASE, result, opening, record, (), world(), load_law(), date(2027, 4, 1))
