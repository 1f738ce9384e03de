"""The laboratory of a stored tender: the same answers as the open door, lot by lot, without changing anything."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from levier.web.tender.models import Tender
from tests.web.conftest import Town
from tests.web.reading import words
from tests.web.tender.planting import laptops, plant_tender
from tests.web.tender.test_publishing import by_lot

pytestmark = pytest.mark.django_db


def at(name: str, tender: Tender) -> str:
    return reverse(f"tender:{name}", args=[tender.organisation.public_id, tender.public_id])


@pytest.fixture
def buyer(belcombe: Town) -> Client:
    client = belcombe.client("buyer")
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def planted(belcombe: Town, **more: Any) -> Tender:
    with scope(organisation=belcombe.organisation):
        return plant_tender(belcombe.organisation, **more)


def test_a_formula_that_a_court_struck_down_is_warned_of_before_publication(buyer: Client, belcombe: Town) -> None:
    price, repair = laptops()["criteria"]
    criteria = [{**price, "weight": 0.6, "formula": "min-max"}, {**repair, "weight": 0.4}]
    page = buyer.get(at("laboratory", planted(belcombe, criteria=criteria)))
    assert "405787" in words(page)
    assert "A court has already spoken." in words(page)
    assert page.content.decode().count("<svg") >= 3


def test_the_winner_s_steadiness_is_told_with_bounds_around_each_weight(buyer: Client, belcombe: Town) -> None:
    page = buyer.get(at("laboratory", planted(belcombe)))
    tested = page.context["tested"]
    assert [one.name for one in tested.margins] == ["Prix", "Réparabilité"]
    chances = tested.report.probability_first
    assert sum(chances.values()) == pytest.approx(1)
    assert len(tested.firsts) == len(chances)
    assert "They never alter a mark or a rank of real offers." in words(page)


def test_lots_with_rules_of_their_own_are_tried_one_by_one(buyer: Client, belcombe: Town) -> None:
    tender = planted(belcombe, **by_lot())
    first, second = buyer.get(at("laboratory", tender)), buyer.get(at("laboratory", tender) + "?lot=2")
    assert [c.name for c in first.context["tested"].report.rules.criteria] == ["Prix", "Réparabilité"]
    assert [c.name for c in second.context["tested"].report.rules.criteria] == ["Prix", "Garantie"]
    assert buyer.get(at("laboratory", tender) + "?lot=3").status_code == 404


def test_rules_without_a_price_are_tried_without_another_formula(buyer: Client, belcombe: Town) -> None:
    _, repair = laptops()["criteria"]
    criteria = [{**repair, "weight": 0.5}, {**repair, "id": "second", "name": "Garantie", "weight": 0.5}]
    page = buyer.get(at("laboratory", planted(belcombe, criteria=criteria)))
    assert page.status_code == 200
    assert page.context["tested"].beside is None


@pytest.mark.parametrize("formula", ["life-cycle-cost", "mean-of-offers", "anchored-linear"])
def test_every_formula_of_price_can_be_tried(buyer: Client, belcombe: Town, formula: str) -> None:
    price, repair = laptops()["criteria"]
    kind = "cost" if formula == "life-cycle-cost" else "price"
    tender = planted(belcombe, criteria=[{**price, "kind": kind, "formula": formula}, repair])
    assert buyer.get(at("laboratory", tender)).context["tested"].beside is not None


def test_rules_that_could_not_mark_are_told_and_lead_to_what_is_missing(buyer: Client, belcombe: Town) -> None:
    page = buyer.get(at("laboratory", planted(belcombe, criteria=None)))
    assert "These rules cannot be tried yet" in words(page)


def test_nobody_else_sees_what_rules_do(outsider: Town, belcombe: Town) -> None:
    assert outsider.client("buyer").get(at("laboratory", planted(belcombe))).status_code == 404


LOTS = [
    {"id": "1", "title": "Neufs", "value_eur_ex_vat": 200000},
    {"id": "2", "title": "Reconditionnés", "value_eur_ex_vat": 40000},
]


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ("mean", "Yes: 2 lots, the largest 5 times the smallest."),
        ("by_value", "No: the marks are weighted by the value of each lot."),
        ("summed_prices", "No: the prices of the lots are added up before they are marked."),
        (None, "No: each lot is judged by itself"),
    ],
)
def test_lots_of_different_size_are_told_where_their_marks_are_averaged(
    buyer: Client, belcombe: Town, how: str | None, told: str
) -> None:
    tender = planted(belcombe, lots=LOTS, lot_marks=how)
    page = buyer.get(at("laboratory", tender))
    assert f"Are the marks of lots of different size averaged? {told}" in words(page)
    looked_at = words(page).partition("As it should be")[0]
    assert ("Weight the marks of lots by their value, or sum their prices." in looked_at) == (how == "mean")


def test_averaged_lots_without_a_value_are_asked_for_it(buyer: Client, belcombe: Town) -> None:
    lots = [{"id": "1", "title": "Neufs"}, {"id": "2", "title": "Reconditionnés"}]
    page = buyer.get(at("laboratory", planted(belcombe, lots=lots, lot_marks="mean")))
    for lot in ("1", "2"):
        assert f"Lot {lot} has no value: the marks of several lots become one" in words(page)


def test_a_formula_of_ones_own_in_euros_is_tried_around_the_estimate(buyer: Client, belcombe: Town) -> None:
    price, repair = laptops()["criteria"]
    own = price | {"formula": "own", "parameters": {"formula": "N * (1 - P / 1000000)"}}
    page = buyer.get(at("laboratory", planted(belcombe, criteria=[own, repair])))
    assert page.context["tested"].report.market.estimate == 240000
    broken = price | {"formula": "own", "parameters": {"formula": "N * (1 - P"}}
    told = words(buyer.get(at("laboratory", planted(belcombe, criteria=[broken, repair]))))
    assert "These rules cannot be tried yet" in told
    assert "Where: character 11" in told
