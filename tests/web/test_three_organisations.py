"""Three organisations work in the same rooms in any order; nobody ever sees a word of another one's tender.

A machine does at random what people do: someone of a town, of a hospital or of a supplier makes something, opens a page
of theirs, or tries an address that they were never given, with the things of one organisation under the name of
another. Addresses come from the matrix, so that a new page of tenders or bids is tried from the day it exists.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.db.models import CharField, Model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django_scopes import scope
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from levier.web.people.archive import paths
from levier.web.people.models import Membership, Organisation, User
from levier.web.people.roles import Role
from levier.web.tender.models import Tender
from tests.web.matrix import MATRIX

KINDS = (Organisation.Kind.LOCAL_AUTHORITY, Organisation.Kind.HOSPITAL, Organisation.Kind.SUPPLIER)
NAMES = sorted(name for name, line in MATRIX.items() if name.partition(":")[0] in ("tender", "bids") and line.right)
"""The addresses of tenders and bids that belong to an organisation."""
STEPS, RUNS = 20, 6


@dataclass
class Party:
    """An organisation with the browser of its buyer, what it made, and the words that are its own."""

    organisation: Organisation
    client: Client
    word: str
    made: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


class Rooms(RuleBasedStateMachine):
    """What happens to three organisations in some order."""

    parties: list[Party]

    @initialize()
    def found(self) -> None:
        """Found a town, a hospital and a supplier, each with its buyer."""
        self.parties = [_party(number, kind) for number, kind in enumerate(KINDS)]

    @rule(who=st.integers(0, 2), name=st.sampled_from(NAMES))
    def make(self, who: int, name: str) -> None:
        """Make what an address names, in one's own organisation."""
        party = self.parties[who]
        with scope(organisation=party.organisation):
            party.made.append((name, dict(MATRIX[name].make(party.organisation))))
        for tender in Tender._base_manager.filter(organisation=party.organisation):
            document = {**tender.document, "title": party.word}
            Tender._base_manager.filter(pk=tender.pk).update(title=party.word, document=document)

    @rule(who=st.integers(0, 2), pick=st.integers(0, 1_000), name=st.sampled_from(NAMES))
    def open_own(self, who: int, pick: int, name: str) -> None:
        """Open a page of one's own: it says nothing of the others."""
        party = self.parties[who]
        own = [arguments for made, arguments in party.made if made == name]
        if not own:
            return
        found = _asked(party, name, party.organisation, own[pick % len(own)])
        assert found.status_code < 500
        self._says_nothing_of_others(party, found)

    @rule(who=st.integers(0, 2), whose=st.integers(0, 2), pick=st.integers(0, 1_000), disguised=st.booleans())
    def try_another(self, who: int, whose: int, pick: int, *, disguised: bool) -> None:
        """Try what another made: under its own organisation, or disguised as a thing of one's own."""
        party, other = self.parties[who], self.parties[whose]
        if who == whose or not other.made:
            return
        name, arguments = other.made[pick % len(other.made)]
        if disguised and not arguments:
            return  # the list of one's own
        found = _asked(party, name, party.organisation if disguised else other.organisation, arguments)
        assert found.status_code == 404, (name, found.status_code)
        self._says_nothing_of_others(party, found, typed=arguments)

    def _says_nothing_of_others(self, party: Party, found: HttpResponse, typed: dict[str, Any] | None = None) -> None:
        text = _text(found)
        echoed = {str(value) for value in (typed or {}).values()}
        for other in self.parties:
            if other is not party:
                assert other.word not in text
                told = [id_ for id_ in _ids(other.organisation) if id_ in text and id_ not in echoed]
                assert told == []


def _party(number: int, kind: str) -> Party:
    organisation = Organisation.objects.create(name=f"Maison {number}", kind=kind)
    person = User.objects.create_user(f"buyer-{number}-{next(COUNT)}@levier.example")
    with scope(organisation=organisation):
        Membership.objects.create(user=person, organisation=organisation, role=Role.BUYER)
    client = Client()
    client.force_login(person)
    return Party(organisation, client, f"Secret-{number}-{organisation.public_id[::-1]}")


COUNT = itertools.count()


def _asked(party: Party, name: str, organisation: Organisation, arguments: dict[str, Any]) -> HttpResponse:
    line = MATRIX[name]
    path = reverse(name, kwargs={**arguments, "organisation": organisation.public_id})
    with transaction.atomic():
        found: HttpResponse = getattr(party.client, line.method)(path, dict(line.data))
    return found


def _text(found: HttpResponse) -> str:
    content = b"".join(found) if found.streaming else found.content
    return content.decode(errors="replace")


def _ids(organisation: Organisation) -> Iterator[str]:
    """Yield the public ids of what belongs to an organisation's tenders and bids."""
    models: list[type[Model]] = [m for m in paths() if m._meta.app_label in ("tender", "bids")]
    for model in models:
        names = {f.name for f in model._meta.concrete_fields if isinstance(f, CharField)}
        if "public_id" in names:
            yield from model._base_manager.filter(organisation=organisation).values_list("public_id", flat=True)


@pytest.mark.django_db
def test_nobody_ever_sees_a_word_of_another_organisation_s_tender() -> None:
    class Run(Rooms):
        """One run, whose rows go with it."""

        def __init__(self) -> None:
            super().__init__()
            self.held = transaction.atomic()
            self.held.__enter__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.held.__exit__(None, None, None)

    chosen = settings(
        max_examples=RUNS,
        stateful_step_count=STEPS,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    run_state_machine_as_test(Run, settings=chosen)
