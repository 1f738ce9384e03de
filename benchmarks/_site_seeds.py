"""What the benchmark of the site does inside the site: plant an organisation, and tell its pages with their queries."""

from __future__ import annotations

import json
import sys
from datetime import date

import django
from django.core.management import call_command

BEFORE_THE_MILLION = date(2026, 9, 15)


def plant() -> dict[str, str]:
    """Make the database, an organisation and someone in it who is signed in."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    from django.conf import settings
    from django.test import Client
    from django_scopes import scope

    from levier.web.people.models import Membership, Organisation, User
    from levier.web.people.roles import Role

    organisation = Organisation.objects.create(name="Belcombe", is_sample=True)
    person = User.objects.create_user("lead@belcombe.example")
    with scope(organisation=organisation):
        Membership.objects.create(user=person, organisation=organisation, role=Role.LEAD)
    client = Client()
    client.force_login(person)
    return {"session": client.cookies[settings.SESSION_COOKIE_NAME].value, "organisation": organisation.public_id}


def pages() -> dict[str, dict[str, object]]:
    """Tell the pages of the largest inventory and of an import of it, each with how many queries it makes."""
    from django_scopes import scope

    from levier.web.estate.models import Import, Inventory
    from levier.web.estate.work import summarise
    from levier.web.footprint.models import Result
    from levier.web.people.models import Organisation, User

    organisation, person = Organisation.objects.get(), User.objects.get()
    with scope(organisation=organisation):
        million = Inventory.objects.order_by("lines").last()
        assert million is not None
        result = Result.objects.filter(inventory=million).get()
        again = Import.objects.get(inventory=million)  # the same file once more, at its review: it has another day
        again.pk, again.public_id, again.inventory = None, "again2222222", None
        again.state, again.on = Import.State.READ, BEFORE_THE_MILLION
        again.save()
        last = Inventory.objects.filter(on__lte=BEFORE_THE_MILLION).first()
        assert last is not None
        summarise({"snapshot": million.snapshot, "since": last.snapshot, "part": {}}, lambda *_: None)
    base = f"/o/{organisation.public_id}/"
    import_, inventory = f"{base}imports/{again.public_id}/", f"{base}inventories/{million.public_id}/"
    found = {
        "page of a result": f"{base}results/{result.public_id}/",
        "page of an organisation": base,
        "list of inventories": f"{base}inventories/",
        "list of results": f"{base}results/",
        "page of an inventory": inventory,
        "last page of an inventory": f"{inventory}?page=1000000",
        "one site of an inventory": f"{inventory}?entity=Mairie+%3E+Service+7",
        "reading of an import": f"{import_}reading/",
        "columns of an import": f"{import_}columns/",
        "review of an import": f"{import_}review/",
    }
    return {name: {"address": address, "queries": queries(address, person)} for name, address in found.items()}


def queries(address: str, person: object) -> int:
    """Return how many queries a page makes, those of the session and the person included."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(person)  # type: ignore[arg-type]  # the user model is known once Django is set up
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return len(captured)


if __name__ == "__main__":
    django.setup()
    print(json.dumps({"plant": plant, "pages": pages}[sys.argv[1]]()))
