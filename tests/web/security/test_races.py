"""Two at once do what one would have done."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.urls import reverse
from django_scopes import scope

from levier.web.estate.bridge import summaries
from levier.web.estate.models import Inventory
from levier.web.journal.models import Entry
from levier.web.people import actions
from levier.web.people.models import Membership, Organisation
from tests.web.conftest import Town
from tests.web.matrix import an_import

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all at the same moment, each over a connection of its own; return what each gave or raised."""
    gate, found = threading.Barrier(len(acts)), [None] * len(acts)

    def run(n: int, act: Callable[[], Any]) -> None:
        gate.wait()
        try:
            found[n] = act()
        except Exception as error:
            found[n] = error  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_an_import_that_is_sent_twice_at_once_is_one_inventory(belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        arguments = [belcombe.organisation.public_id, an_import(belcombe.organisation)["started"]]
    address = reverse("estate:review", args=arguments)
    clients = [belcombe.client("contributor") for _ in range(4)]
    answers = at_once(*(lambda c=c: c.post(address, {"version": "1", "import": "1"}) for c in clients))
    assert [answer.status_code for answer in answers] == [302] * 4
    with scope(organisation=belcombe.organisation):
        assert Inventory.objects.count() == 1
    assert Entry.objects.filter(action="import").count() == 1


def test_a_trial_that_two_claim_at_once_has_one_administrator(belcombe: Town) -> None:
    from datetime import timedelta

    from django.utils import timezone

    space = Organisation.objects.create(name="Essai", trial_until=timezone.now() + timedelta(days=1))
    people = [belcombe.people["reader"], belcombe.people["buyer"]]
    at_once(*(lambda p=p: actions.claim_trial(space, p, "Ville") for p in people))
    with scope(organisation=space):
        assert Membership.objects.count() == 1


def test_two_administrators_who_leave_at_once_leave_one_behind(belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        Membership.objects.filter(role="lead").update(role="administrator")
        places = list(Membership.objects.select_related("user", "organisation").filter(role="administrator"))

    def leave(place: Membership) -> None:
        with scope(organisation=belcombe.organisation):
            actions.remove_member(place, place.user)

    answers = at_once(*(lambda p=p: leave(p) for p in places))
    assert sorted(isinstance(a, actions.Refused) for a in answers) == [False, True]
    with scope(organisation=belcombe.organisation):
        assert Membership.objects.filter(role="administrator").count() == 1


def test_nobody_waits_for_a_large_inventory_to_be_counted(belcombe: Town) -> None:
    """The heavy work holds no lock: it runs outside every transaction."""
    with scope(organisation=belcombe.organisation):
        arguments = [belcombe.organisation.public_id, an_import(belcombe.organisation)["started"]]
    inside: list[bool] = []
    count = summaries.summary

    def counted(*arguments: Any) -> Any:
        inside.append(connection.in_atomic_block)
        return count(*arguments)

    with patch.object(summaries, "summary", counted):
        belcombe.client("contributor").post(reverse("estate:review", args=arguments), {"version": "1", "import": "1"})
    assert inside == [False]
    with scope(organisation=belcombe.organisation):
        assert Inventory.objects.count() == 1
