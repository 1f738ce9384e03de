"""A buyer writes a formula of her own: helped, told from where it cannot be read, tried, tested, locked and marked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_scopes import scope

from levier.tender.scoring.announced import ALL_LOTS, announced
from levier.tender.scoring.points import points_of
from levier.web.tender.file.bridge import document_from, file_of, tender_of
from levier.web.tender.models import Publication
from levier.web.tender.publishing.actions import publish
from tests.web.conftest import Town
from tests.web.reading import markup, words
from tests.web.sending import carried, fill
from tests.web.tender.test_kit import address, english, now, planted

pytestmark = pytest.mark.django_db
OWN = "N * (Pmin / P) ^ 2"
PRICE = {"name": "Prix", "kind": "price", "weight": "50", "formula": "own"}


def test_a_formula_of_ones_own_is_typed_tested_locked_and_marks(belcombe: Town) -> None:
    tender, client = planted(belcombe), english(belcombe)
    page = address("award_criterion", tender, "price")
    assert "the lowest, the highest and the mean of the offers" in words(client.get(page))
    assert fill(client, page, PRICE | {"setting-formula": OWN}).status_code == 302
    assert now(tender)["criteria"][0]["parameters"] == {"formula": OWN}
    assert document_from(file_of(now(tender)), "tender.yaml") == now(tender)
    assert OWN in markup(client.get(page))
    tried = client.get(address("laboratory", tender))
    assert tried.context["tested"].report.rules.criterion("price").chosen.given["formula"] == OWN
    with scope(organisation=belcombe.organisation):
        tender.refresh_from_db()
        publish(tender, None, timezone.localdate() + timedelta(days=30))
        kept = Publication.objects.get(tender=tender)
        assert OWN in kept.lock[""]["content"]
        rules = announced(tender_of(kept.document), "tender.yaml").rules[ALL_LOTS]
    priced = rules.criterion("price")
    assert points_of(priced.chosen, [100, 200], rules.maximum(priced)).points == (50.0, 12.5)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("N * (Pmin / P", "Where: character 14"),
        ("N * (2,5 * Pmin - P)", "Write decimals with a point"),
        ("N * prix", "Found: prix"),
        ("", "Write your formula, such as N * Pmin / P."),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field_and_kept_there(belcombe: Town, text: str, told: str) -> None:
    tender, client = planted(belcombe), english(belcombe)
    answer = fill(client, address("award_criterion", tender, "price"), PRICE | {"setting-formula": text})
    assert answer.status_code == 422
    assert told in " ".join(answer.context["form"].errors["setting-formula"])
    assert answer.context["form"]["setting-formula"].value() == text
    assert now(tender)["criteria"][0]["formula"] == "ratio"


def test_a_text_beside_another_formula_is_told_not_to_be_used(belcombe: Town) -> None:
    tender, client = planted(belcombe), english(belcombe)
    sent = PRICE | {"formula": "ratio", "setting-formula": OWN}
    answer = fill(client, address("award_criterion", tender, "price"), sent)
    assert "The formula that you chose does not use this." in markup(answer)


def test_points_of_sample_prices_stand_beside_a_formula_at_once(belcombe: Town) -> None:
    tender, client = planted(belcombe), english(belcombe)
    page = client.get(address("award_criterion", tender, "price"))
    shown = page.context["form"].tried
    field = next(line for line in markup(page).splitlines() if '<textarea name="prices"' in line)
    assert 'form="criterion"' in field, "it stands below the form and is sent with it"
    assert (shown.maximum, len(shown.rows)) == (50.0, 5)
    prices = [one.price for one in shown.rows]
    assert min(prices) < 240_000 < max(prices)
    assert shown.rows[0].points == 50.0
    assert client.get(address("award_criterion", tender, "repair")).context["form"].tried is None


@pytest.mark.parametrize("page", ["award_criterion", "new_award_criterion"])
def test_prices_are_tried_before_anything_is_kept(belcombe: Town, page: str) -> None:
    tender, client = planted(belcombe), english(belcombe)
    at = address(page, tender, *(["price"] if page == "award_criterion" else []))
    sent = PRICE | {"setting-formula": OWN, "prices": "Alpha;100 000\nBeta;200 000", "try": "1"}
    answer = client.post(at, carried(client, at) | sent)
    assert answer.status_code == 200
    found = answer.context["form"].tried
    assert [(one.name, one.points) for one in found.rows] == [("Alpha", 50.0), ("Beta", 12.5)]
    assert "12.5" in words(answer)
    assert now(tender)["criteria"][0]["formula"] == "ratio"
    assert "parameters" not in now(tender)["criteria"][0]


def test_a_formula_that_has_no_value_or_was_struck_down_is_told_with_the_points(belcombe: Town) -> None:
    tender, client = planted(belcombe), english(belcombe)
    page = address("award_criterion", tender, "price")
    tried = {"prices": "100\n100", "try": "1"}
    divided = fill(client, page, PRICE | tried | {"setting-formula": "N / (Pmax - Pmin)"})
    assert "has no value for these bids" in markup(divided)
    unlawful = fill(client, page, PRICE | {"setting-formula": "N * P / Pmax", "prices": "100\n250", "try": "1"})
    assert "the lowest one does not get the best mark" in words(unlawful)
    assert "A court has already spoken." in words(unlawful)
    missing = fill(client, page, PRICE | {"setting-formula": OWN, "prices": "dear", "try": "1"})
    assert "holds no price" in words(missing)
