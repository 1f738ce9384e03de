"""Who may open which address: one line for every address of the site. An address without a line fails the build.

To add an address, add its line under the name by which Django reverses it (`app:name`; the route itself where it has no
name). A page of an organisation needs only its right, and `make` where its address names more than the organisation:
`make` is called inside the scope of the organisation, makes what the address names, and returns its arguments.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils import timezone

from levier.estate.model import ReadOptions
from levier.estate.reading.process import read_to_snapshot
from levier.web.api.models import Token
from levier.web.estate.bridge.files import snapshot_name, upload_name
from levier.web.estate.bridge.limits import reading_limits
from levier.web.estate.models import Alias, Import, Inventory, Naming
from levier.web.footprint.models import Consumption, Lifetime
from levier.web.house.files import keep_stream
from levier.web.jobs.handlers import handles
from levier.web.jobs.models import Job
from levier.web.people.models import Entity, Invitation, Membership, Organisation, Site, User
from levier.web.people.roles import Right, Role
from tests.web.bids import award_pages
from tests.web.bids import pages as bids_pages
from tests.web.footprint.planting import plant_inventory, plant_referential, plant_result
from tests.web.registry import Line, Make, administering, open_to_all, reading, signed_in, signed_out, writing
from tests.web.tender import agec_pages, file_pages, kit_pages, publishing_pages
from tests.web.tender.planting import plant_check

ANYBODY = ("anonymous", "outsider", "own trial", *Role.values)
"""Who is tried: nobody, the administrator of another organisation, the browser of a trial space in its own space, and
one person a role. `foreign trial` is added for pages of an organisation: such a browser where it has no business."""


def site(organisation: Organisation) -> Mapping[str, Any]:
    return {"site": Site.objects.create(organisation=organisation, name="Mairie").pk}


def entity(organisation: Organisation) -> Mapping[str, Any]:
    return {"entity": Entity.objects.create(organisation=organisation, name="Régie").pk}


def member(organisation: Organisation) -> Mapping[str, Any]:
    person = User.objects.create_user("another@belcombe.example")
    return {"member": Membership.objects.create(user=person, organisation=organisation).pk}


TOKEN = "a-token-of-an-invitation"


def invitation(organisation: Organisation) -> Mapping[str, Any]:
    row = Invitation.objects.create(
        organisation=organisation,
        email="invited@belcombe.example",
        token_hash=sha256(TOKEN.encode()).hexdigest(),
        expires_at=timezone.now() + timedelta(days=1),
    )
    return {"invitation": row.pk}


def invitation_link(organisation: Organisation) -> Mapping[str, Any]:
    invitation(organisation)
    return {"token": TOKEN}


@cache
def snapshot() -> tuple[str, bytes]:
    """Read an inventory of one line, and return the name of its snapshot and its content."""
    with TemporaryDirectory() as name:
        file = Path(name) / "parc.csv"
        file.write_text("type;marque;modèle\nOrdinateur portable;Dell;Latitude 5420\n", encoding="utf-8")
        found = read_to_snapshot(file, Path(name), ReadOptions(on=date(2026, 9, 30)), reading_limits())
        return found.stem, found.read_bytes()


def kept() -> str:
    """Keep the snapshot where the site looks for it, and return its name."""
    name, content = snapshot()
    keep_stream(BytesIO(content), snapshot_name(name))
    return name


def an_import(organisation: Organisation) -> Mapping[str, Any]:
    row = Import.objects.create(
        organisation=organisation,
        file_name="parc.csv",
        content="0" * 64,
        size=1,
        label="2026",
        on=date(2026, 9, 30),
        state=Import.State.READ,
        snapshot=kept(),
    )
    keep_stream(BytesIO(b"type;marque\nOrdinateur portable;Dell\n"), upload_name(row.content))
    return {"started": row.public_id}


def an_inventory(organisation: Organisation) -> Mapping[str, Any]:
    row = Inventory.objects.create(
        organisation=organisation,
        label="2026",
        on=date(2026, 9, 30),
        snapshot=kept(),
        file_name="parc.csv",
        read=1,
        lines=1,
        devices=1,
    )
    return {"inventory": row.public_id}


def a_token(organisation: Organisation) -> Mapping[str, Any]:
    row = Token.objects.create(
        organisation=organisation, name="ERP", beginning="lev_", hash="0" * 64, expires_at=timezone.now()
    )
    return {"token": row.public_id}


@handles("test.nothing")
def _nothing(*_: Any) -> None: ...


def job(state: str) -> Make:
    """Return what makes a job in a state."""

    def made(organisation: Organisation) -> Mapping[str, Any]:
        row = Job.objects.create(organisation=organisation, kind="test.nothing", back="/", state=state)
        return {"job": row.public_id}

    return made


def inventory(organisation: Organisation) -> Mapping[str, Any]:
    return {"inventory": plant_inventory(organisation).public_id}


def life(organisation: Organisation) -> Mapping[str, Any]:
    told = Lifetime.objects.create(organisation=organisation, category="monitor", years=9)
    return {**inventory(organisation), "life": told.pk}


def consumption(organisation: Organisation) -> Mapping[str, Any]:
    told = Consumption.objects.create(organisation=organisation, category="monitor", kwh=30)
    return {**inventory(organisation), "told": told.pk}


def naming(organisation: Organisation) -> Mapping[str, Any]:
    told = Naming.objects.create(organisation=organisation, category="monitor", names=2, lines=3)
    return {**inventory(organisation), "naming": told.pk}


def a_referential(organisation: Organisation) -> Mapping[str, Any]:
    return {"referential": plant_referential(organisation).public_id}


def alias(organisation: Organisation) -> Mapping[str, Any]:
    told = Alias.objects.create(organisation=organisation, type="borne", category="monitor")
    return {**inventory(organisation), "alias": told.pk}


def result(**more: str) -> Make:
    """Return what makes a result, with what else an address names."""

    def made(organisation: Organisation) -> Mapping[str, Any]:
        return {"result": plant_result(plant_inventory(organisation)).public_id, **more}

    return made


def two_results(organisation: Organisation) -> Mapping[str, Any]:
    found = plant_inventory(organisation)
    return {"result": plant_result(found, "old").public_id, "other": plant_result(found, "new").public_id}


def a_check(**more: Any) -> Make:
    """Return what makes a check of a tender file, with what else an address names."""

    def made(organisation: Organisation) -> Mapping[str, Any]:
        return {"check": plant_check(organisation).public_id, **more}

    return made


LANGUAGE = {"code": "fr"}
WITH_APP_200 = {"outsider": 200, "administrator": 200}
WITH_APP_302 = {"outsider": 302, "administrator": 302}
"""Administrators have a second factor in these tests, and must show it again before they change it."""

MATRIX: dict[str, Line] = {
    # house
    "house:home": open_to_all(),
    "house:components": open_to_all(),
    "house:eco_design": open_to_all(),
    "house:accessibility": open_to_all(),
    "house:privacy": open_to_all(),
    "house:sources": open_to_all(),
    "house:colours": open_to_all(),
    "house:security_txt": open_to_all(good=404),  # there is no address to write to in these tests
    "house:language": open_to_all(good=302, make=lambda _: LANGUAGE),
    # estate
    "estate:start": open_to_all(),
    "estate:example": open_to_all(),
    "estate:inventories": reading(),
    "estate:new": Line(Right.CONTRIBUTE),
    "estate:import": reading(good=302, make=an_import),
    "estate:reading": Line(Right.CONTRIBUTE, make=an_import),
    "estate:columns": Line(Right.CONTRIBUTE, make=an_import),
    "estate:review": Line(Right.CONTRIBUTE, make=an_import),
    "estate:rejects": Line(Right.CONTRIBUTE, make=an_import),
    "estate:inventory": reading(make=an_inventory),
    "estate:since": reading(make=an_inventory),
    "estate:undo": writing(make=an_inventory),
    "estate:bring_back": writing(make=an_inventory),
    # interface: by token, whoever is signed in
    "api-1:openapi-json": open_to_all(),
    "api-1:api-root": open_to_all(good=404),
    "api-1:organisation": open_to_all(good=401),
    # tender
    "tender:scoring": open_to_all(),
    "tender:check": open_to_all(),
    "tender:checks": reading(),
    "tender:new_check": Line(Right.CONTRIBUTE),
    "tender:checked": reading(make=a_check()),
    "tender:check_again": writing(make=a_check()),
    "tender:dismiss": Line(Right.CONTRIBUTE, make=a_check(number=0)),
    "tender:count_again": writing(make=a_check(number=0)),
    "tender:delete_check": writing(make=a_check()),
    "tender:bring_back_check": writing(make=a_check()),
    "tender:findings": reading(make=a_check(form="json")),
    "tender:compare": open_to_all(),
    "tender:note": open_to_all(method="post", good=422),  # nothing is sent: the form comes back
    "api-1:estates": open_to_all(good=401),
    "api-1:estate": open_to_all(good=401, make=lambda _: {"id": "nowhere"}),
    **{
        f"api-1:{name}": open_to_all(good=401, make=lambda _: {"id": "nowhere"})
        for name in ("an_import", "result", "result_document")
    },
    **{f"api-1:{name}": open_to_all(good=401) for name in ("imports", "referentials", "results")},
    **{
        f"api-1:{name}": open_to_all(good=405, make=lambda _: {"id": "nowhere"})  # a program's POST: see tests/web/api
        for name in ("confirm", "compute")
    },
    "api-1:drop": open_to_all(good=401),
    "api:interface": open_to_all(),
    "api:tokens": administering(),
    "api:revoke": writing(Right.ADMINISTER, make=a_token),
    # operating
    "operating:sample": open_to_all(good=404),  # only a demonstration has it
    "operating:health": open_to_all(good=503),  # no worker gives signs of life during tests
    # sign-in
    "account_login": signed_out(),
    "account_request_login_code": open_to_all(good=302),
    "account_confirm_login_code": signed_out(302),
    "account_with": open_to_all(method="post", good=404, make=lambda _: {"server": "enterprise"}),  # none is named here
    "account_back": open_to_all(good=404, make=lambda _: {"server": "enterprise"}),
    "account_saml": open_to_all(method="post", good=404),
    "account_saml_done": open_to_all(good=404, make=lambda _: {"ticket": "nowhere"}),
    "account_saml_metadata": open_to_all(good=404),
    "account_logout": signed_in(),
    "account_again": signed_in(),
    "account_inactive": open_to_all(),
    "account_passkey": signed_out(),
    "mfa_index": signed_in(),
    "mfa_authenticate": open_to_all(good=302),
    "mfa_reauthenticate": signed_in(403, but={"signed in": 403} | WITH_APP_200),
    "mfa_activate_totp": signed_in(but={"signed in": 200} | WITH_APP_302),
    "mfa_deactivate_totp": signed_in(404, but={"signed in": 404} | WITH_APP_302),
    "mfa_view_recovery_codes": signed_in(404),
    "mfa_generate_recovery_codes": signed_in(but={"signed in": 200} | WITH_APP_302),
    "mfa_download_recovery_codes": signed_in(404),
    "mfa_list_webauthn": open_to_all(good=302),
    "mfa_add_webauthn": signed_in(but={"signed in": 200} | WITH_APP_302),
    "mfa_remove_webauthn": signed_in(404, make=lambda _: {"pk": 0}, but={"signed in": 404} | WITH_APP_302),
    "mfa_reauthenticate_webauthn": signed_in(403, but={"signed in": 403} | WITH_APP_302),
    "mfa_login_webauthn": open_to_all(good=302),
    # people
    "people:home": signed_in(),
    "people:restore": Line(method="post", good=302, make=lambda _: {"deleted": "nowhere"}, but={"signed in": 404}),
    "people:my_data": signed_in(),
    "people:delete_account": signed_in(but={"signed in": 200} | WITH_APP_302),
    "people:address": signed_in(but={"signed in": 200} | WITH_APP_302),
    "people:address_code": signed_in(302),  # nothing is under way
    "people:sessions": signed_in(),
    "people:end_others": Line(method="post", good=302),
    "people:end_one": Line(
        method="post", good=302, make=lambda _: {"session": "nowhere"}, but={"signed in": 404} | WITH_APP_302
    ),
    "people:found": signed_in(),
    "people:invitation": open_to_all(make=invitation_link, tells_the_name=True),
    "people:organisation": reading(),
    "people:keep": reading(good=302, but={"own trial": 200}),
    "people:delete_trial": writing(Right.READ, but=dict.fromkeys(Role.values, 404)),
    "people:describe": administering(),
    "people:delete": administering(),
    "people:journal": administering(),
    "people:archive": administering(),
    "people:take_archive": Line(Right.ADMINISTER, "post"),
    "people:sites": reading(),
    "people:add_site": Line(Right.CONTRIBUTE),
    "people:site": Line(Right.CONTRIBUTE, make=site),
    "people:remove_site": writing(make=site),
    "people:add_entity": Line(Right.CONTRIBUTE),
    "people:entity": Line(Right.CONTRIBUTE, make=entity),
    "people:remove_entity": writing(make=entity),
    "people:members": reading(),
    "people:invite": writing(Right.ADMINISTER, data={"email": "new@belcombe.example", "role": "reader"}),
    "people:role": administering(make=member),
    "people:remove": administering(make=member),
    "people:resend": writing(Right.ADMINISTER, make=invitation),
    "people:withdraw": writing(Right.ADMINISTER, make=invitation),
    "people:leave": reading(but={"own trial": 404}),
    # jobs
    "jobs:job": reading(make=job("running")),
    "jobs:cancel": writing(make=job("waiting")),
    "jobs:retry": writing(make=job("failed")),
    # results
    "footprint:results": reading(),
    "footprint:referentials": reading(),
    "footprint:bring": Line(Right.LEAD),
    "footprint:empty": reading(),
    "footprint:referential": reading(make=a_referential),
    "footprint:take": Line(Right.LEAD, make=a_referential),
    "footprint:remove": writing(Right.LEAD, make=a_referential),
    "footprint:restore": writing(Right.LEAD, make=a_referential),
    "footprint:kwh": Line(Right.CONTRIBUTE, make=inventory),
    "footprint:undo_kwh": writing(make=consumption),
    "footprint:name_some": writing(make=inventory),
    "footprint:undo_some": writing(make=naming),
    "footprint:latest": reading(good=302, make=inventory),
    "footprint:choices": Line(Right.CONTRIBUTE, make=inventory),
    "footprint:corrections": reading(make=inventory),
    "footprint:life": Line(Right.CONTRIBUTE, make=inventory),
    "footprint:undo_life": writing(make=life),
    "footprint:names": reading(make=inventory),
    "footprint:name": Line(Right.CONTRIBUTE, make=inventory, data={"type": "borne"}),
    "footprint:undo_name": writing(make=alias),
    "footprint:result": reading(make=result()),
    "footprint:renew": writing(make=result()),
    "footprint:renewed": reading(good=302, make=result()),
    "footprint:moves": reading(make=two_results),
    "footprint:downloads": reading(make=result()),
    "footprint:download": reading(make=result(form="figures")),
    "footprint:hows": reading(make=result()),
    "footprint:how": reading(make=result(figure="totals-gwp")),
    "footprint:part": reading(make=result(part="known")),
    **file_pages.LINES,
    **kit_pages.LINES,
    **publishing_pages.LINES,
    **agec_pages.LINES,
    **bids_pages.LINES,
    **award_pages.LINES,
}
