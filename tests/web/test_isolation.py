"""Another organisation sees nothing, whoever forgets to ask for it."""

from __future__ import annotations

import pytest
from django.test import Client
from django_scopes import scope
from django_scopes.exceptions import ScopeError

from levier.web.people.models import Membership, Site
from tests.web.conftest import Town


def test_a_question_outside_every_organisation_is_refused(belcombe: Town) -> None:
    with pytest.raises(ScopeError):
        Membership.objects.count()
    with pytest.raises(ScopeError):
        belcombe.organisation.memberships.count()


def test_a_question_inside_one_organisation_never_answers_for_another(belcombe: Town, outsider: Town) -> None:
    with scope(organisation=belcombe.organisation):
        Site.objects.create(organisation=belcombe.organisation, name="Hôtel de ville")
    with scope(organisation=outsider.organisation):
        assert not Site.objects.exists()
        assert not belcombe.organisation.sites.exists()


def test_the_page_of_another_organisation_does_not_exist(belcombe: Town, outsider: Town) -> None:
    page = f"/o/{belcombe.organisation.public_id}/"
    assert belcombe.client("reader").get(page).status_code == 200
    assert outsider.client("administrator").get(page).status_code == 404
    assert Client().get(page).status_code == 404
