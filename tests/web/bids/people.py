"""Three organisations that buy, each with one buyer who is signed in: `python -m tests.web.bids.people`."""

from __future__ import annotations

import json

import django
from django.core.management import call_command

KINDS = {
    "town": ("Ville de Belcombe", "local_authority", 400),
    "hospital": ("Centre hospitalier de Valbrune", "hospital", 900),
    "company": ("Imprimeurs réunis de l’Aulne", "company", 250),
}


def main() -> None:
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    from django.conf import settings
    from django.test import Client
    from django_scopes import scope

    from levier.web.people.models import Membership, Organisation, User

    found = {}
    for name, (called, kind, people) in KINDS.items():
        organisation = Organisation.objects.create(name=called, kind=kind, people=people)
        with scope(organisation=organisation):
            buyer = User.objects.create_user(f"buyer@{name}.example")
            Membership.objects.create(user=buyer, organisation=organisation, role="buyer")
        client = Client()
        client.force_login(buyer)
        found[name] = [organisation.public_id, client.cookies[settings.SESSION_COOKIE_NAME].value]
    print(json.dumps(found))  # noqa: T201  # read by the one who started this


if __name__ == "__main__":
    main()
