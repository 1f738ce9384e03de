"""Every address of the site, tried by everybody: who may open it, who is told no, for whom it does not exist."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django_scopes import scope

from levier.web.people.access import TRIAL
from levier.web.people.models import Organisation
from levier.web.people.roles import Right
from tests.web.conftest import Founder, Town
from tests.web.matrix import ANYBODY, MATRIX
from tests.web.registry import Line


def addresses(
    resolver: URLResolver | None = None, before: str = "", spaces: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Yield every address of the site by its name, or by its route where it has none."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            space = f"{spaces}{entry.namespace}:" if entry.namespace else spaces
            yield from addresses(entry, route, space)
        else:
            yield (spaces + entry.name if entry.name else route), entry


def test_every_address_has_its_line_in_the_matrix_and_no_line_is_left_over() -> None:
    names = [name for name, _ in addresses()]
    assert sorted(set(names) - set(MATRIX)) == [], "add a line to tests/web/matrix.py"
    assert sorted(set(MATRIX) - set(names)) == [], "remove the line from tests/web/matrix.py"


def test_every_page_of_an_organisation_says_which_right_it_needs() -> None:
    said = {
        name: getattr(p.callback, "right", None) for name, p in addresses() if "<str:organisation>" in str(p.pattern)
    }
    assert said == {name: line.right for name, line in MATRIX.items() if line.right is not None}


SECRET = "Saint-Secret-sur-Aure"
"""A name that no page says by itself."""


@pytest.fixture
def trial(db: None) -> Organisation:
    """A trial space that some browser opened."""
    from datetime import timedelta

    from django.utils import timezone

    return Organisation.objects.create(name="Essai", trial_until=timezone.now() + timedelta(days=3))


@pytest.fixture
def other_trial(db: None) -> Organisation:
    from datetime import timedelta

    from django.utils import timezone

    return Organisation.objects.create(name="Autre essai", trial_until=timezone.now() + timedelta(days=3))


def client_of(who: str, belcombe: Town, outsider: Town, trial: Organisation) -> Client:
    """Return the browser of someone."""
    if who == "outsider":
        return outsider.client("administrator")
    if who in belcombe.people:
        return belcombe.client(who)
    client = Client()
    if who.endswith("trial"):
        session = client.session
        session[TRIAL] = trial.public_id
        session.save()
        client.cookies["levier"] = session.session_key or ""
    return client


def made(line: Line, organisation: Organisation) -> dict[str, Any]:
    """Make the object of an address in an organisation; return what the address names."""
    with scope(organisation=organisation):
        arguments = dict(line.make(organisation))
    return arguments if line.right is None else arguments | {"organisation": organisation.public_id}


@contextmanager
def undone() -> Iterator[None]:
    """Undo in the database whatever is done within."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def answer(name: str, line: Line, client: Client, arguments: dict[str, Any]) -> HttpResponse:
    """Ask for an address, and undo whatever that did."""
    with undone():
        ask = getattr(client, line.method)
        response: HttpResponse = ask(reverse(name, kwargs=arguments), dict(line.data))
        if response.streaming:
            list(response)
            closed(response)
    return response


def closed(response: Any) -> None:
    """Close the file of a response, as a server does, but for the connection to the database."""
    for close in response._resource_closers:
        close()


def text_of(response: HttpResponse) -> str:
    """Return what a page says; a file that only members get is not read here."""
    return "" if response.streaming else response.content.decode(errors="replace")


@pytest.mark.django_db
@pytest.mark.parametrize("name", MATRIX)
def test_everybody_gets_what_is_due_and_no_more(
    name: str, belcombe: Town, outsider: Town, trial: Organisation, other_trial: Organisation
) -> None:
    line = MATRIX[name]
    Organisation.objects.filter(pk=belcombe.organisation.pk).update(name=SECRET)
    everybody = ANYBODY if line.right is None else (*ANYBODY, "foreign trial")
    wrong = {}
    for place, whose in ((trial, ("own trial",)), (belcombe.organisation, set(everybody) - {"own trial"})):
        with undone():
            arguments = made(line, place)
            for who in whose:
                browser = client_of(who, belcombe, outsider, other_trial if who == "foreign trial" else trial)
                got = answer(name, line, browser, arguments)
                if got.status_code != line.expected(who):
                    wrong[who] = (got.status_code, line.expected(who))
                if who not in belcombe.people and not line.tells_the_name:
                    assert SECRET not in text_of(got), who
    assert wrong == {}, "someone: (got, expected)"


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name, line in MATRIX.items() if line.method == "post" and line.right])
def test_an_address_that_writes_is_not_moved_by_a_link(name: str, belcombe: Town) -> None:
    arguments = made(MATRIX[name], belcombe.organisation)
    assert belcombe.client("administrator").get(reverse(name, kwargs=arguments)).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", [n for n, line in MATRIX.items() if line.method == "get" and line.expected("anonymous") == 200]
)
def test_a_page_without_a_form_sets_no_cookie(name: str, belcombe: Town) -> None:
    client = Client()
    got = answer(name, MATRIX[name], client, made(MATRIX[name], belcombe.organisation))
    assert "<form" in got.content.decode() or not client.cookies, client.cookies


@pytest.mark.django_db
def test_an_administrator_without_a_second_factor_is_led_to_set_one_up(
    belcombe: Town, found_organisation: Founder
) -> None:
    pages = [name for name, line in MATRIX.items() if line.right is Right.ADMINISTER]
    belcombe.people["administrator"].authenticator_set.all().delete()  # type: ignore[attr-defined]  # allauth has no types
    client = belcombe.client("administrator")
    for name in pages:
        with undone():
            got = answer(name, MATRIX[name], client, made(MATRIX[name], belcombe.organisation))
        assert got.status_code == 302
        assert got["Location"].startswith("/account/2fa/"), name


UNCHANGED = ("name", "kind", "people", "inhabitants", "purchases_eur", "country")
NAMES_OR_DELETES = {"people:keep", "people:delete_trial"}
"""A trial that is kept gets the name that is asked for; one that is deleted has none any more."""


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [n for n, line in MATRIX.items() if line.right not in (None, Right.ADMINISTER) and n not in NAMES_OR_DELETES],
)
def test_only_an_administrator_changes_what_an_organisation_is(name: str, belcombe: Town, trial: Organisation) -> None:
    """Look whether kind, size and country stay, on which the law's duties depend, whatever is posted."""
    told = {"name": "X", "kind": "company", "people": "3", "inhabitants": "3", "purchases_eur": "3", "country": "DE"}
    told |= {"view": "annual", "referential": "pooled"}
    line = MATRIX[name]
    for place, whose in ((trial, ("own trial",)), (belcombe.organisation, ("contributor", "buyer", "lead"))):
        with undone():
            page = reverse(name, kwargs=made(line, place))
            row = Organisation.objects.filter(pk=place.pk).values(*UNCHANGED)
            before = row.get()
            for who in whose:
                with undone():
                    client_of(who, belcombe, belcombe, trial).post(page, {**told, **line.data})
                    assert row.get() == before, who
