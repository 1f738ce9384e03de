"""What the tests of the site share: an organisation with people in each role, an outsider, a trial space."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.utils import timezone, translation
from django_scopes import scope

from levier.web.people.models import Membership, Organisation, User
from levier.web.people.roles import Role
from levier.web.people.sessions import SINCE
from tests.web.browser import browser, site

__all__ = ["browser", "site"]  # fixtures that live beside


@pytest.fixture(autouse=True)
def _french_again() -> Iterator[None]:
    """Forget the language of the last page: whatever comes next begins in that of the settings."""
    yield
    translation.deactivate()


def asks_a_database(item: pytest.Item) -> bool:
    """Tell whether a test does anything else on another database."""
    asked = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return bool(asked or item.get_closest_marker("django_db") or item.get_closest_marker("own_database"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out on PostgreSQL what asks no database: it would do the same again."""
    if connection.vendor == "postgresql":
        same = [item for item in items if not asks_a_database(item)]
        config.hook.pytest_deselected(items=same)
        items[:] = [item for item in items if asks_a_database(item)]


@dataclass(frozen=True)
class Town:
    """The town of Belcombe on the site: one person a role."""

    organisation: Organisation
    people: dict[str, User]

    def client(self, role: str) -> Client:
        """Return a browser in which the person of that role signed in just now."""
        client = Client()
        client.force_login(self.people[role])
        session = client.session
        session[SINCE] = timezone.now().isoformat()
        session.save()
        return client


def show_factor(client: Client, user: User) -> Client:
    """Make a browser one in which someone showed their second factor a moment ago."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


Founder = Callable[[str], Town]


def give_second_factor(user: User) -> None:
    """Give someone an authenticator app, without which an administrator's pages stay closed."""
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"})


@pytest.fixture
def found_organisation(db: None) -> Founder:
    """Return what founds an organisation with one person in each role."""

    def found(name: str) -> Town:
        organisation = Organisation.objects.create(name=name, kind=Organisation.Kind.LOCAL_AUTHORITY)
        people = {}
        with scope(organisation=organisation):
            for role in Role.values:
                people[role] = User.objects.create_user(f"{role}@{name.lower()}.example")
                Membership.objects.create(user=people[role], organisation=organisation, role=role)
        give_second_factor(people[Role.ADMINISTRATOR])
        return Town(organisation, people)

    return found


@pytest.fixture
def belcombe(found_organisation: Founder) -> Town:
    return found_organisation("Belcombe")


@pytest.fixture
def outsider(found_organisation: Founder) -> Town:
    """Another organisation, which must never see a word of Belcombe's."""
    return found_organisation("Ailleurs")
