"""What the browser tests find in their site. Each app adds what its pages show; `things` names it for the registry."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import django
from django.core.management import call_command

from tests.web.bids import award_pages
from tests.web.bids import pages as bids_pages
from tests.web.tender import agec_pages, file_pages, kit_pages, publishing_pages

Things = dict[str, str]
"""Name, as a page of the registry calls it -> public id or address part."""


def organisation(things: Things) -> dict[str, str]:
    """Found Belcombe with one person in each role, and return a session for each."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.conf import settings
    from django.test import Client
    from django_scopes import scope

    from levier.web.people.models import Membership, Organisation, User
    from levier.web.people.roles import Role

    town = Organisation.objects.create(name="Mairie de Belcombe", kind=Organisation.Kind.LOCAL_AUTHORITY)
    things["organisation"] = town.public_id
    sessions = {}
    with scope(organisation=town):
        for role in Role.values:
            person = User.objects.create_user(f"{role}@belcombe.example")
            Membership.objects.create(user=person, organisation=town, role=role)
            if role == Role.ADMINISTRATOR:
                TOTP.activate(person, generate_totp_secret())
            client = Client()
            client.force_login(person)
            sessions[role] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return sessions


def jobs(things: Things) -> None:
    """Leave one job at work, one that failed and one that was cancelled."""
    from datetime import timedelta

    from django.utils import timezone
    from django_scopes import scope

    from levier.estate.reading.texts import error_to_json, text_to_json
    from levier.web.jobs.models import Job
    from levier.web.people.models import Organisation
    from levier.wording.errors import LevierError
    from levier.wording.text import say

    town = Organisation.objects.get(public_id=things["organisation"])
    common = {"organisation": town, "kind": "estate.read", "back": "/"}
    fault = LevierError(say("Something broke on our side. The fault was noted."))
    with scope(organisation=town):
        at_work = Job.objects.create(
            **common,
            state=Job.State.RUNNING,
            held_until=timezone.now() + timedelta(days=1),
            step=text_to_json(say("Waiting for its turn…")),
            done_share=0.4,
        )
        failed = Job.objects.create(**common, state=Job.State.FAILED, error=error_to_json(fault))
        cancelled = Job.objects.create(**common, state=Job.State.CANCELLED)
    things |= {"job": at_work.public_id, "failed_job": failed.public_id, "cancelled_job": cancelled.public_id}


def inventories(things: Things) -> None:
    """Read the example: one import waits for its review, one is an inventory, one was taken away, one is never read."""
    from datetime import date
    from importlib import resources

    from django.core.files.uploadedfile import SimpleUploadedFile
    from django_scopes import scope

    from levier.web.estate import actions
    from levier.web.estate.models import Import
    from levier.web.jobs.actions import do_waiting
    from levier.web.people.models import Organisation

    town = Organisation.objects.get(public_id=things["organisation"])
    content = (resources.files("levier.web.estate") / "example.csv").read_bytes()
    names = ("import", "inventory", "undone_inventory")
    with scope(organisation=town):
        for month, name in enumerate(names, 1):
            started, _ = actions.start_import(
                town, None, SimpleUploadedFile("parc.csv", content), name, date(2026, month, 1)
            )
            things[name] = started.public_id
    do_waiting("seeds")
    with scope(organisation=town):
        for name in names[1:]:
            read = Import.objects.select_related("organisation").get(public_id=things[name])
            kept, _ = actions.import_inventory(read, None, read.version)
            things[name] = kept.public_id
        actions.undo(kept, None)
        unread = Import.objects.get(public_id=things["import"])
        unread.pk, unread.public_id, unread.state = None, "unread", Import.State.READING
        unread.save(force_insert=True)
        things["unread_import"] = unread.public_id


def places(things: Things) -> None:
    """Give the town a site, an entity, and somebody who was invited."""
    from datetime import timedelta
    from hashlib import sha256

    from django.utils import timezone
    from django_scopes import scope

    from levier.web.people.models import Entity, Invitation, Membership, Organisation, Site

    town = Organisation.objects.get(public_id=things["organisation"])
    things["invitation"] = "a-token-of-an-invitation"
    with scope(organisation=town):
        things["site"] = str(Site.objects.create(organisation=town, name="Mairie").pk)
        things["member"] = str(Membership.objects.get(role="buyer").pk)
        things["entity"] = str(Entity.objects.create(organisation=town, name="Régie").pk)
        Invitation.objects.create(
            organisation=town,
            email="new@belcombe.example",
            token_hash=sha256(things["invitation"].encode()).hexdigest(),
            expires_at=timezone.now() + timedelta(days=7),
        )


def visitors(things: Things) -> dict[str, str]:
    """Open a trial space without an account, and ask for a code: return the session of each."""
    from django.conf import settings
    from django.test import Client

    from levier.web.jobs.actions import do_waiting

    trial, code, second = Client(), Client(), Client()
    things["trial"] = trial.post("/example/", headers={"host": "127.0.0.1"})["Location"].split("/")[2]
    do_waiting("seeds")
    code.post("/account/login/", {"email": "reader@belcombe.example"}, headers={"host": "127.0.0.1"})
    second.post("/account/login/", {"email": "administrator@belcombe.example"}, headers={"host": "127.0.0.1"})
    expected = second.session["account_login"]["state"]["stages"]["login_by_code"]["data"]["code"]
    second.post("/account/login/code/confirm/", {"code": expected}, headers={"host": "127.0.0.1"})
    named = {"trial": trial, "code": code, "second": second}
    return {name: client.cookies[settings.SESSION_COOKIE_NAME].value for name, client in named.items()}


PARTS = (
    *("hotspots", "stages", "narrowing", "age", "impacts", "known", "assumptions"),
    *("referentials", "electricity", "export", "sources", "questions"),
)
"""Sections of a result that have a page of their own."""


def results(things: Things) -> None:
    """Compute the example, correct it and compute it again, once more for a site, and for the year before."""
    from datetime import date

    from django_scopes import scope

    from levier.web.estate.bridge.summaries import places, summary
    from levier.web.estate.models import Inventory
    from levier.web.footprint import actions, bridge
    from levier.web.footprint.asked import Asked
    from levier.web.footprint.models import Result
    from levier.web.people.models import Organisation
    from tests.web.footprint.planting import zipped

    town = Organisation.objects.get(public_id=things["organisation"])

    def computed(inventory: Inventory, asked: Asked) -> Result:
        return actions.compute_result(inventory, asked, None, lambda _step, _share=None: None)

    with scope(organisation=town):
        found = Inventory.objects.select_related("organisation").get(public_id=things["inventory"])
        first = computed(found, Asked())
        actions.tell_life(town, None, "monitor", 9.0)
        actions.name_category(town, None, ("terminal de verbalisation", "", ""), "smartphone", "")
        brought, _, _ = bridge.dropped(zipped(), "valbrune.zip", date(2026, 11, 24))
        assert brought is not None
        things["referential"] = actions.bring_referential(town, None, brought)[0].public_id
        actions.tell_kwh(town, None, "laptop", 24.0)  # the results below hold with it: their page is no work under way
        before = Inventory.objects.get(pk=found.pk)
        before.pk, before.public_id, before.on, before.label = None, "yearbefore22", date(2025, 2, 1), "2025"
        before.save()
        results = [computed(i, Asked()) for i in (before, found)]
        site = places(summary(found.snapshot))[0][0]
        part = computed(found, Asked(site=site))
        broken = Result.objects.get(pk=part.pk)  # one whose files are gone, which the site cannot show
        broken.pk, broken.public_id, broken.key, broken.asked = None, "brokenresult", "0" * 64, "0" * 64
        broken.files = dict.fromkeys(part.files, f"results/{'0' * 64}")
        broken._state.adding = True
        broken.save()
    things |= {
        "result": results[1].public_id,
        "old_result": first.public_id,
        "site_result": part.public_id,
        "broken_result": broken.public_id,
        "figure": "by_category-gwp-monitor",
        "total": "totals-gwp",
        **{name: name for name in PARTS},
    }


def second_factors(things: Things) -> None:
    """Give recovery codes to the buyer and a key to the lead."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    from levier.web.people.models import User

    lead, buyer = (User.objects.get(email=f"{role}@belcombe.example") for role in ("lead", "buyer"))
    RecoveryCodes.activate(buyer)
    key = Authenticator.objects.create(user=lead, type=Authenticator.Type.WEBAUTHN, data={"name": "Clé du bureau"})
    things |= {"key": str(key.pk), "nowhere": "nowhere"}


def just_seen(role: str, session: str) -> None:
    """Make the session of someone one in which a second factor was shown a moment ago."""
    import time

    from levier.web.people.models import User
    from levier.web.people.sessions import BROWSER, SINCE

    store = stored(session)
    store["account_authentication_methods"] = [{"method": "mfa", "at": time.time(), "reauthenticated": True}]
    store["account_authentication_methods_user"] = str(User.objects.get(email=f"{role}@belcombe.example").pk)
    store[SINCE], store[BROWSER] = datetime.now(UTC).isoformat(), "Firefox, Linux"
    store.save()


def stored(session: str) -> Any:
    """Return what the site keeps of a session."""
    from importlib import import_module

    from django.conf import settings

    return import_module(settings.SESSION_ENGINE).SessionStore(session)


MOMENTS = {"at", "initiated_at", "signed_in_at"}
"""What names, in a session, the moment from which minutes are counted: of a code, of a sign-in, of a second factor."""


def lasting(kept: Any) -> Any:
    """Return what a session keeps with its moments a day later: the minutes do not pass while the tests go on."""
    if isinstance(kept, list):
        return [lasting(part) for part in kept]
    if not isinstance(kept, dict):
        return kept
    return {name: _a_day_later(value) if name in MOMENTS else lasting(value) for name, value in kept.items()}


def _a_day_later(moment: str | float) -> str | float:
    """Return a moment as it was written, as a text or in seconds, of the next day."""
    day = timedelta(days=1)
    return (
        (datetime.fromisoformat(moment) + day).isoformat() if isinstance(moment, str) else moment + day.total_seconds()
    )


def make_lasting(session: str) -> None:
    """Make a session one whose minutes do not pass while the tests go on."""
    store = stored(session)
    store.update(lasting(dict(store.items())))
    store.save()


def moving(role: str, session: str) -> None:
    """Leave someone at the page that asks for the code that went to a new address."""
    from django.conf import settings
    from django.test import Client

    client = Client(headers={"host": "127.0.0.1"})
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    client.post("/me/address/", {"email": f"{role}@belcombe.test"})


def elsewhere(role: str) -> None:
    """Sign someone in on two other machines."""
    from django.test import Client

    from levier.web.people.models import User
    from levier.web.people.sessions import BROWSER, SINCE

    for machine in ("Safari, iOS", "Edge, Windows"):
        client = Client()
        client.force_login(User.objects.get(email=f"{role}@belcombe.example"))
        session = client.session
        session[SINCE], session[BROWSER] = datetime.now(UTC).isoformat(), machine
        session.save()


def tender_checks(things: Things) -> None:
    """Check the example, with one finding dismissed; a scan in which nothing can be read; one that was deleted."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django_scopes import scope

    from levier.web.jobs.actions import do_waiting
    from levier.web.people.models import Organisation
    from levier.web.tender.checks import actions, bridge

    town = Organisation.objects.get(public_id=things["organisation"])
    kept = [SimpleUploadedFile("saint-aubin.zip", bridge.example())]
    with scope(organisation=town):
        check, _ = actions.start_check(town, None, kept, "", None)
        unread, _ = actions.start_check(town, None, [SimpleUploadedFile("RC.doc", b"\xd0\xcf\x11\xe0")], "", None)
        deleted, _ = actions.start_check(town, None, [SimpleUploadedFile("CCAP.docx", b"PK")], "", None)
    do_waiting("seeds")
    with scope(organisation=town):
        check.refresh_from_db()
        missing = bridge.answer(check, ()).missing
        group = missing[-1].group
        reason = "La marque est celle du parc que l’on garde."
        actions.dismiss(check, None, group.number, group.main.rule, reason, {})
        actions.delete(deleted, None)
    things |= {"check": check.public_id, "unread_check": unread.public_id, "alarm": str(missing[0].group.number)}


PLANTED: list[Callable[[Things], None]] = [
    places,
    second_factors,
    inventories,
    results,
    tender_checks,
    file_pages.plant,
    kit_pages.plant,
    publishing_pages.plant,
    agec_pages.plant,
    bids_pages.plant,
    award_pages.plant,
    jobs,
]
"""What each app plants, in the order of the chain; jobs that are left undone come last."""


def main() -> None:
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    things: Things = {}
    sessions = organisation(things)
    sessions |= visitors(things)
    for plant in PLANTED:
        plant(things)
    for role in ("administrator", "lead", "buyer", "reader", "contributor"):
        just_seen(role, sessions[role])
    moving("lead", sessions["lead"])
    elsewhere("reader")
    for session in sessions.values():
        make_lasting(session)
    print(json.dumps({"things": things, "sessions": sessions}))  # noqa: T201  # read by the one who started this


if __name__ == "__main__":
    main()
