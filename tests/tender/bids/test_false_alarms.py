"""Honest, complete bids raise few doubts or none, and what is planted in them is still found.

`published/` holds what a town, a hospital and a company published at the end of tests/web/bids/walking.py.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from levier.cost.model import Estimate
from levier.tender.answers.reading import Reader
from levier.tender.bids.model import Bid, Condition, Declared, Product
from levier.tender.bids.plausibility import Doubt, Ground, doubts
from levier.tender.bids.workbook import bid_of
from levier.tender.law.facts import load_law
from levier.tender.reading import tender_from
from levier.tender.scoring.announced import announced
from tests.tender.answers.bidders import filled
from tests.tender.bids.story import BIDDERS, TENDER, what, world
from tests.tender.bids.test_bids import doubted, offering
from tests.web.bids.bidding import answered
from tests.web.bids.personas import BIDDERS as OF_PERSONAS

PUBLISHED = Path(__file__).parent / "published"


def raised(text: str, workbooks: dict[str, bytes]) -> list[Doubt]:
    asked, tender = what(text), tender_from(text.encode(), "tender.yaml")
    reader = Reader(asked.form)
    bids = [bid_of(reader.read(name, data), asked) for name, data in workbooks.items()]
    rules = next(iter(announced(tender, "tender.yaml").rules.values()))
    months = tender.duration.total_months if tender.duration else None
    return list(doubts(bids, Ground(world(), load_law(), rules, tender, months, date(2027, 2, 1))))


@pytest.mark.parametrize(
    ("persona", "expected"), [("town", {"footprint.method": 3}), ("hospital", {}), ("company", {})]
)
def test_honest_bids_of_the_personas_raise_no_doubt_but_a_real_gap(persona: str, expected: dict[str, int]) -> None:
    """Three laptops of the town are told with a footprint and without its method: once a bid, not once a product."""
    text = (PUBLISHED / f"{persona}.yaml").read_text(encoding="utf-8")
    empty = filled({}, what(text).form)
    books = {f"{bidder.siret}.xlsx": answered(empty, text, bidder) for bidder in OF_PERSONAS[persona]}
    assert Counter(doubt.kind for doubt in raised(text, books)) == expected


def test_of_the_four_bids_of_the_story_only_the_forgetful_one_is_asked() -> None:
    form = what().form
    books = {name: filled(told, form, name.rpartition(".")[2]) for name, told in BIDDERS.items()}
    assert [(doubt.bid, doubt.kind) for doubt in raised(TENDER, books)] == [("Vite SARL", "price.low")]


def test_products_that_raise_the_same_doubt_are_named_in_one_question() -> None:
    one, other = (offering(id=name, spare_parts_years=2).products[0] for name in ("P1", "P2"))
    [found] = doubted(Bid("A", products=(one, other)))
    assert (found.about, found.id) == ("P1 A14, P2 A14", "life.parts:P1 A14, P2 A14")
    assert "P1 A14, P2 A14" in found.question.in_("en")
    assert "P1 A14, P2 A14" in found.reason.in_("fr")
    apart = doubted(Bid("A", products=(one, replace(other, spare_parts_years=3))))
    assert len(apart) == 2, "other figures are another question"


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        ({"kwh_per_year": Estimate(60)}, []),
        ({"kwh_per_year": Estimate(2400)}, ["kwh.range"]),
        ({"footprint": Declared(Estimate(430), "PAIA 2023")}, []),
        ({"footprint": Declared(Estimate(212_000), "PAIA 2023")}, ["footprint.range"]),
        ({"condition": Condition.REFURBISHED, "lifetime_years": Estimate(5)}, []),
        ({"condition": Condition.REFURBISHED, "lifetime_years": Estimate(9)}, ["life.range"]),
    ],
)
def test_a_figure_against_the_bidder_is_asked_only_where_it_looks_like_a_slip(
    change: dict[str, Any], kinds: list[str]
) -> None:
    assert [doubt.kind for doubt in doubted(offering(**change))] == kinds


def test_a_promise_needs_no_proof_and_a_measure_does() -> None:
    promised = {"TRV-08.insertion_hours": 280, "FDV-01.traced_share": 1.0, "LOC-03.term_months": 36}
    measured = {"INF-04.utilisation_target": 0.6, "RES-03.refurb_share": 0.4}
    bid = Bid("A", answers={**promised, **measured}, file="a.xlsx")
    assert [doubt.about for doubt in doubted(bid)] == list(measured)
    shown = replace(bid, evidence=dict.fromkeys(measured, "annexe 2, page 4"))
    assert doubted(shown) == []


def test_a_price_is_held_against_those_that_offer_the_same() -> None:
    def bid(name: str, price: float, condition: Condition) -> Bid:
        return Bid(name, products=(Product("A14", units=10, price_eur=price, condition=condition),))

    new = [bid("N1", 800, Condition.NEW), bid("N2", 780, Condition.NEW)]
    used = [bid("R1", 340, Condition.REFURBISHED), bid("R2", 360, Condition.REFURBISHED)]
    assert doubted(*new, *used) == []
    low = bid("R3", 120, Condition.REFURBISHED)
    assert [(doubt.bid, doubt.kind) for doubt in doubted(*new, *used, low)] == [("R3", "price.low")]
