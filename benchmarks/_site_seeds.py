"""Fill a site for the benchmark: a million lines and their result; then time an upload to its result."""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from pathlib import Path

import django
from django.core.management import call_command


def main(million: Path, upload: Path) -> None:
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    from django.conf import settings
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client
    from django_scopes import scope

    from levier.web.estate.actions import import_inventory, start_import
    from levier.web.estate.models import Import, Inventory
    from levier.web.footprint.actions import ask_for
    from levier.web.footprint.models import Result
    from levier.web.footprint.queries import asked_now
    from levier.web.jobs.actions import do_waiting
    from levier.web.people.models import Membership, Organisation, User
    from levier.web.people.roles import Role

    organisation = Organisation.objects.create(name="Belcombe", is_sample=True)
    person = User.objects.create_user("lead@belcombe.example")

    def imported(file: Path) -> tuple[Import, Inventory]:
        content = SimpleUploadedFile(file.name, file.read_bytes())
        started, _ = start_import(organisation, person, content, file.stem, date(2026, 9, 30))
        do_waiting("bench")
        started.refresh_from_db()
        inventory, _ = import_inventory(started, person, started.version)
        ask_for(inventory, asked_now(organisation, {}), "/", person)
        do_waiting("bench")
        return started, inventory

    with scope(organisation=organisation):
        Membership.objects.create(user=person, organisation=organisation, role=Role.LEAD)
        imported(upload)  # facts are read once a process
        Inventory.objects.all().delete()
        begun = time.perf_counter()
        imported(upload)
        seconds = time.perf_counter() - begun
        _, inventory = imported(million)
        content = SimpleUploadedFile("again.csv", million.read_bytes())
        again, _ = start_import(organisation, person, content, "again", date(2026, 10, 31))
        do_waiting("bench")
        result = Result.objects.filter(inventory=inventory).get()
    client = Client()
    client.force_login(person)
    base = f"/o/{organisation.public_id}/"
    pages = {
        "result": f"{base}results/{result.public_id}/",
        "list of inventories": f"{base}inventories/",
        "inventory": f"{base}inventories/{inventory.public_id}/",
        "review of an import": f"{base}imports/{again.public_id}/review/",
    }
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    print(json.dumps({"seconds": seconds, "session": session, "pages": pages}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
