"""A sample organisation, invented and saying so: three years of inventories, a tender, one person in each role.

It is made by the same actions as any other, from the example that the site ships. Its people sign in without a code, on
the page `/sample/`, which exists only where the site was started with `--sample`.
"""

from __future__ import annotations

from datetime import date
from importlib import resources

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django_scopes import scope

from levier.web.estate.actions import import_inventory, start_import
from levier.web.estate.bridge.estates import reading_of
from levier.web.estate.models import Import, Inventory
from levier.web.footprint.actions import ask_for
from levier.web.footprint.queries import asked_now
from levier.web.jobs.actions import do_waiting
from levier.web.people.models import Membership, Organisation, Site, User
from levier.web.people.roles import Role
from levier.web.tender.file.actions import begin
from levier.web.tender.file.bridge import document_from

NAME = "Mairie de Belcombe (exemple inventé)"
PEOPLE = 140
DAYS = (date(2026, 9, 30), date(2023, 9, 30), date(2022, 9, 30))
"""The example is an inventory of the first of these days; those before it are the lines that were there by then."""
SITES = ("Hôtel de ville", "École Jules-Ferry", "Médiathèque", "Centre technique")
NAMES = {
    Role.READER: "Lucie Ferrand",
    Role.CONTRIBUTOR: "Karim Benali",
    Role.BUYER: "Anne Delorme",
    Role.LEAD: "Hugo Marchetti",
    Role.ADMINISTRATOR: "Claire Vasseur",
}


def found_sample() -> Organisation:
    """Return the sample organisation, made now where there is none."""
    there = Organisation.objects.filter(is_sample=True, deleted_at=None).first()
    if there is not None:
        return there
    organisation = _people()
    with scope(organisation=organisation):
        content = (resources.files("levier.web.estate") / "example.csv").read_bytes()
        buyer = Membership.objects.get(role=Role.CONTRIBUTOR).user
        newest, first = _imported(organisation, buyer, content, DAYS[0])
        made = [first] + [_imported(organisation, buyer, _lines_by(newest, content, day), day)[1] for day in DAYS[1:]]
        for inventory in made:
            ask_for(inventory, asked_now(organisation, {}), "/", buyer)
        do_waiting("sample")
        _tender(organisation)
    return organisation


def _tender(organisation: Organisation) -> None:
    """Begin the tender of the example: the town's own words for who buys, all else as the file has it."""
    content = (resources.files("levier.web.tender") / "example.yaml").read_bytes()
    told = document_from(content, "example.yaml")
    buyer = told["buyer"] | {"name": NAME, "people": PEOPLE}
    begin(organisation, Membership.objects.get(role=Role.BUYER).user, told | {"buyer": buyer})


@transaction.atomic
def _people() -> Organisation:
    organisation = Organisation.objects.create(
        name=NAME, kind=Organisation.Kind.LOCAL_AUTHORITY, people=PEOPLE, is_sample=True
    )
    with scope(organisation=organisation):
        for role, name in NAMES.items():
            email = f"{role}@belcombe.example"
            person = User.objects.filter(email=email).first() or User.objects.create_user(email, name=name)
            Membership.objects.create(user=person, organisation=organisation, role=role)
        for site in SITES:
            Site.objects.create(organisation=organisation, name=site)
    return organisation


def _imported(organisation: Organisation, by: User, content: bytes, day: date) -> tuple[Import, Inventory]:
    """Import the example as anybody would: drop it, have it read, import it."""
    upload = SimpleUploadedFile(f"parc-{day.year}.csv", content)
    started, _ = start_import(organisation, by, upload, f"Parc {day.year}", day)
    do_waiting("sample")
    started.refresh_from_db()
    inventory, _ = import_inventory(started, by, started.version)
    return started, inventory


def _lines_by(newest: Import, content: bytes, day: date) -> bytes:
    """Return the file with the lines that were there on a day: those acquired later are left out."""
    reading = reading_of(newest.snapshot)
    later = set(reading.lines.filter(reading.lines["acquired_on"] > day)["line"])
    lines = content.split(b"\n")
    return b"\n".join(line for number, line in enumerate(lines, start=1) if number not in later)
