"""The invented town hall that `levier serve --sample` shows: made once, whole, and its door is there for it alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from levier.web.estate.models import Inventory
from levier.web.footprint.models import Result
from levier.web.operating.sample import DAYS, found_sample
from levier.web.people.models import Membership
from levier.web.people.roles import Role
from levier.web.tender.queries import tenders


@pytest.mark.django_db(transaction=True)
def test_the_town_hall_has_its_people_its_years_and_a_tender(client: Client, settings: Any) -> None:
    assert client.get(reverse("operating:sample")).status_code == 404, "only a demonstration has the door"
    settings.SAMPLE = True
    town = found_sample()
    assert found_sample() == town, "made once"
    with scope(organisation=town):
        assert {m.role for m in Membership.objects.all()} == set(Role.values)
        assert [i.on for i in Inventory.objects.all()] == list(DAYS)
        assert Result.objects.count() == len(DAYS)
        [tender] = tenders()
    assert client.post(reverse("operating:sample"), {"role": Role.BUYER}).status_code == 302
    page = client.get(reverse("tender:tender", args=[town.public_id, tender.public_id]))
    assert page.status_code == 200
    assert tender.title in page.content.decode()
