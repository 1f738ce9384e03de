"""Bids and records as files, doubts that become questions, aliases, rounds: the parts of the story, one by one."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
import yaml

from levier.cost.model import Estimate
from levier.tender.bids.assessing import aliases
from levier.tender.bids.awarding import Case, award
from levier.tender.bids.model import Bid, Bids, Condition, Declared, Label, Product, Round
from levier.tender.bids.plausibility import Doubt, Ground, doubts
from levier.tender.bids.questions import register
from levier.tender.bids.reading import bids_schema, read_award_record, read_bids, record_schema
from levier.tender.bids.record import Asked, AwardRecord
from levier.tender.bids.scoring import Result
from levier.tender.law.facts import load_law
from levier.tender.reading import tender_from
from levier.tender.scoring.rules import rules
from levier.wording.errors import BadOption, LevierError
from tests.tender.bids.story import RECORD, TENDER, world

SCHEMAS = Path(__file__).parents[3] / "docs" / "schemas"
RULES = rules(
    {
        "criteria": [
            {"id": "price", "kind": "price", "weight": 0.6, "formula": "ratio"},
            {"id": "quality", "kind": "technical", "weight": 0.4, "formula": "quality-ladder"},
        ]
    },
    "rules.yaml",
)


def bid(name: str, price: float, quality: float, **more: Any) -> Bid:
    return Bid(name, price_eur=price, values={"quality": Estimate(quality)}, **more)


def scored(*bids: Bid, record: AwardRecord | None = None, case: Case | None = None) -> Result:
    return award(case or Case(RULES), [Bids(bids)], record or AwardRecord(), world(), np.random.default_rng(1))


def test_the_published_schemas_are_those_of_the_readers() -> None:
    for name, schema in (("bids", bids_schema()), ("record", record_schema())):
        assert json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8")) == schema


def test_the_record_of_the_story_passes_its_schema(tmp_path: Path) -> None:
    plain = json.loads(json.dumps(yaml.safe_load(RECORD), default=str))
    jsonschema.Draft202012Validator(record_schema()).validate(plain)
    path = tmp_path / "record.yaml"
    path.write_text(RECORD, encoding="utf-8")
    assert len(read_award_record(path).marks) == 5


def test_a_file_of_bids_is_read_strictly(tmp_path: Path) -> None:
    path = tmp_path / "bids.json"
    path.write_text(json.dumps({"schema": "levier.bids/1", "bids": [{"bid": "A", "price_eur": 10}]}), encoding="utf-8")
    assert read_bids(path).bids[0].price_eur == 10
    for wrong in (
        {"schema": "levier.bids/1", "bids": [{"bid": "A", "prix": 10}]},
        {"schema": "levier.tender/1", "bids": []},
        {"schema": "levier.bids/1", "bids": [{"bid": "A", "values": {"q": {"value": 3, "low": 4, "high": 5}}}]},
    ):
        path.write_text(json.dumps(wrong), encoding="utf-8")
        with pytest.raises(LevierError):
            read_bids(path)


def test_points_come_from_the_published_formulas() -> None:
    found = {s.bid.bid: s for s in scored(bid("A", 100, 2), bid("B", 120, 4)).standings}
    assert found["A"].points == pytest.approx({"price": 60, "quality": 20})
    assert found["B"].points == pytest.approx({"price": 50, "quality": 40})
    assert (found["A"].rank, found["B"].rank) == (2, 1)


def test_only_the_last_offer_of_a_round_is_scored() -> None:
    result = scored(bid("A", 100, 2), bid("A", 80, 2, round=Round.FINAL), bid("B", 90, 2))
    assert [s.costs.price_eur for s in result.standings] == [80, 90]
    with pytest.raises(BadOption):
        scored(bid("A", 100, 2), bid("A", 90, 2))


def test_an_interval_never_moves_a_mark() -> None:
    wide = Bid("A", price_eur=100, values={"quality": Estimate(2, 0, 4)})
    assert (
        scored(wide, bid("B", 120, 4)).standings[0].total
        == scored(bid("A", 100, 2), bid("B", 120, 4)).standings[0].total
    )


def test_prices_on_another_basis_are_refused() -> None:
    tender = tender_from(TENDER.encode(), "tender.yaml")
    with pytest.raises(BadOption):
        scored(bid("A", 100, 2), case=Case(RULES, tender))


def test_aliases_tell_nothing_of_the_order_and_may_be_given() -> None:
    two = (bid("A", 1, 1), bid("B", 1, 1))
    assert aliases(two, AwardRecord(), "k") == aliases(two[::-1], AwardRecord(), "k")
    assert aliases(two, AwardRecord(aliases={"A": "Z"}), "k")["A"] == "Z"
    with pytest.raises(BadOption):
        aliases(two, AwardRecord(aliases={"A": "Z", "B": "Z"}), "k")


NEW = Product("A14", category="laptop", price_eur=800, lifetime_years=Estimate(6), kwh_per_year=Estimate(24))


def doubted(*bids: Bid) -> list[Doubt]:
    tender = tender_from(TENDER.encode(), "tender.yaml")
    return list(doubts(bids, Ground(world(), load_law(), RULES, tender, 48, date(2027, 1, 26))))


def offering(name: str = "A", **change: Any) -> Bid:
    return Bid(name, products=(replace(NEW, **change),))


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"footprint": Declared(Estimate(12), "PAIA 2023")}, "footprint.range"),
        ({"footprint": Declared(Estimate(212))}, "footprint.method"),
        ({"footprint": Declared(Estimate(400), "X"), "condition": Condition.REFURBISHED}, "footprint.reused"),
        ({"footprint": Declared(Estimate(212), "PAIA 2023", years=4)}, "footprint.life"),
        ({"kwh_per_year": Estimate(0.4)}, "kwh.range"),
        ({"lifetime_years": Estimate(25)}, "life.range"),
        ({"spare_parts_years": 2}, "life.parts"),
        ({"warranty_months": 120}, "life.warranty"),
        ({"labels": (Label("EPEAT", "E-1", date(2025, 1, 1)),)}, "label.expired"),
        ({"labels": (Label("EPEAT"),)}, "label.unproven"),
        ({"labels": (Label("Terre Heureuse", "T-1"),)}, "label.unknown"),
    ],
)
def test_what_a_careful_reader_would_ask_is_asked(change: dict[str, Any], kind: str) -> None:
    assert kind in [d.kind for d in doubted(offering(**change))]


def test_a_plain_bid_raises_no_doubt() -> None:
    plain = offering(footprint=Declared(Estimate(212), "PAIA 2023", years=6), labels=(Label("EPEAT", "E-1"),))
    assert doubted(plain) == []


def test_a_claim_with_a_measure_is_no_mere_word() -> None:
    empty, measured = "Un portable respectueux de l’environnement", "Un portable bas carbone : 180 kgCO2e selon PAIA"
    assert [d.about for d in doubted(Bid("A", claims=(empty, measured)))] == [empty]


def test_the_same_doubt_is_asked_in_the_same_words() -> None:
    first, second = doubted(offering("A", spare_parts_years=2), offering("B", spare_parts_years=2))
    assert first.question == second.question
    assert (first.bid, second.bid) == ("A", "B")


def test_a_low_price_is_a_flag_and_a_question_never_a_rejection() -> None:
    bids = (bid("A", 50, 2), bid("B", 100, 2), bid("C", 110, 2))
    assert [(d.bid, d.kind) for d in doubted(*bids)] == [("A", "price.low")]
    assert scored(*bids).first[0].bid.bid == "A"


def test_the_register_keeps_dates_and_gives_all_the_same_time() -> None:
    found = doubted(offering("A", spare_parts_years=2), offering("B", spare_parts_years=2))
    on, until = date(2027, 1, 26), date(2027, 2, 2)
    asked = tuple(Asked(name, "life.parts", on, until) for name in ("A", "B"))
    assert [e.asked for e in register(found, AwardRecord(questions=asked))] == list(asked)
    uneven = (asked[0], replace(asked[1], until=date(2027, 2, 9)))
    with pytest.raises(BadOption):
        register(found, AwardRecord(questions=uneven))
    with pytest.raises(BadOption):
        register(found, AwardRecord(questions=(replace(asked[0], answered_on=date(2027, 1, 1)),)))
