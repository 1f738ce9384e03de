"""What a stranger, a liar and a curious colleague try with accounts; what is kept of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import reverse
from django_scopes import scope

from levier.web.estate.models import Inventory
from levier.web.jobs.actions import do_waiting
from levier.web.journal.models import Entry
from levier.web.people import actions
from levier.web.people.models import Membership
from levier.web.people.personal import data_of
from levier.web.people.roles import Role
from tests.web.conftest import Town
from tests.web.estate.conftest import Visitor

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1"), (1, "9.9.9.9"), (2, "8.8.8.8")])
def test_a_liar_before_the_proxies_does_not_choose_the_address_that_is_counted(
    settings: Any, proxies: int, seen: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "6.6.6.6, 8.8.8.8, 9.9.9.9"})
    assert get_adapter(request).get_client_ip(request) == seen


def test_a_liar_who_changes_the_address_each_time_is_stopped_all_the_same() -> None:
    statuses = [
        Client()
        .post("/account/login/", {"email": "a@b.example"}, headers={"X-Forwarded-For": f"6.6.6.{n}"})
        .status_code
        for n in range(6)
    ]
    assert statuses == [302] * 5 + [429]


def test_a_forged_host_leads_no_letter_elsewhere(belcombe: Town, settings: Any) -> None:
    settings.ALLOWED_HOSTS, settings.SITE_ADDRESS = ["*"], "https://levier.example.org"
    page = reverse("people:invite", args=[belcombe.organisation.public_id])
    sent = {"email": "new@belcombe.example", "role": Role.READER}
    belcombe.client("administrator").post(page, sent, headers={"host": "evil.example"})
    [letter] = mail.outbox
    assert "evil.example" not in str(letter.body)
    assert "https://levier.example.org/invitation/" in str(letter.body)


def test_a_name_adds_no_line_to_the_head_of_a_letter(belcombe: Town) -> None:
    belcombe.organisation.name = "Belcombe\r\nBcc: everybody@example.org"
    belcombe.organisation.save()
    page = reverse("people:invite", args=[belcombe.organisation.public_id])
    belcombe.client("administrator").post(page, {"email": "new@belcombe.example", "role": Role.READER})
    [letter] = mail.outbox
    assert letter.recipients() == ["new@belcombe.example"]
    assert letter.message()["Bcc"] is None


@pytest.mark.parametrize("role", ["owner", "administrator\x00", "Administrator", "", "[]"])
def test_a_role_that_is_none_is_given_to_nobody(belcombe: Town, role: str) -> None:
    with scope(organisation=belcombe.organisation):
        place = Membership.objects.get(role=Role.READER)
    page = reverse("people:role", args=[belcombe.organisation.public_id, place.pk])
    assert belcombe.client("administrator").post(page, {"role": role}).status_code in {200, 422}
    with scope(organisation=belcombe.organisation):
        assert Membership.objects.get(pk=place.pk).role == Role.READER


@pytest.mark.parametrize("role", ["reader", "contributor", "buyer", "lead"])
def test_nobody_but_an_administrator_gives_a_role(belcombe: Town, role: str) -> None:
    with scope(organisation=belcombe.organisation):
        place = Membership.objects.get(role=role)
    page = reverse("people:role", args=[belcombe.organisation.public_id, place.pk])
    assert belcombe.client(role).post(page, {"role": "administrator"}).status_code == 403
    with scope(organisation=belcombe.organisation):
        assert Membership.objects.get(pk=place.pk).role == role


def test_my_data_hold_what_others_did_to_my_place(belcombe: Town) -> None:
    reader, administrator = belcombe.people["reader"], belcombe.people["administrator"]
    with scope(organisation=belcombe.organisation):
        place = Membership.objects.select_related("organisation", "user").get(user=reader)
        actions.change_role(place, Role.BUYER, administrator, {"role": place.role})
    told = data_of(reader)["journal.entry"]
    assert [entry["action"] for entry in told] == ["member.role"]


def test_every_change_of_second_factors_stands_in_the_journal(belcombe: Town, rf: RequestFactory) -> None:
    user, request = belcombe.people["reader"], rf.get("/")
    request.session = {}  # type: ignore[assignment]
    codes = RecoveryCodes.activate(user).instance
    for signal in (authenticator_added, authenticator_reset, authenticator_removed):
        signal.send(Authenticator, request=request, user=user, authenticator=codes)
    kept = Entry.objects.filter(object=f"people.user:{user.pk}").order_by("pk")
    assert [entry.action for entry in kept] == ["factor.add", "factor.renew", "factor.remove"]
    assert {entry.details["kind"] for entry in kept} == {"recovery_codes"}


HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
FORMULA = "=cmd|'/c calc'!A1"


def test_markup_in_a_file_and_in_names_is_shown_as_text_everywhere(contributor: Visitor) -> None:
    cell = '"' + HOSTILE.replace('"', '""') + '"'
    lines = [
        "Type;Marque;Modèle;Quantité;Site;Date d'achat",
        "Écran;Dell;P2419H;4;Mairie;2022-03-14",
        f"Écran;Dell;{cell};4;{cell};2022-03-14",
        f"{cell};{cell};{cell};5;{cell};2022-03-14",
        f"Écran;Dell;P2419H;beaucoup {cell[1:-1].replace(chr(34), '')};{FORMULA};2022-03-14",
    ]
    pages = [contributor.drop("\r\n".join(lines).encode(), "parc.csv", label=HOSTILE)]
    pages += [contributor.get(contributor.step(step)) for step in ("reading", "columns", "review")]
    rejects = contributor.client.get(contributor.step("rejects"))
    assert rejects.headers["Content-Disposition"].startswith("attachment")
    assert rejects.headers["X-Content-Type-Options"] == "nosniff"
    assert not re.search(r"(^|[;,])\"?=", rejects.content.decode(), flags=re.MULTILINE)
    pages.append(contributor.import_it())
    do_waiting("test")
    assert contributor.organisation is not None
    with scope(organisation=contributor.organisation):
        found = Inventory.objects.get()
    arguments = [contributor.organisation.public_id, found.public_id]
    for name in ("inventory", "since"):
        pages.append(contributor.get(reverse(f"estate:{name}", args=arguments)))
    for name in ("latest", "names", "choices", "corrections", "life"):
        pages.append(contributor.get(reverse(f"footprint:{name}", args=arguments)))
    result = pages[-5]
    assert result.status_code == 200
    links = set(re.findall(rf'href="(/o/{contributor.organisation.public_id}/[^"#]*)"', result.content.decode()))
    pages += [contributor.get(link) for link in sorted(links) if "/download" not in link]
    assert {page.status_code for page in pages} == {200}
    assert sum("&lt;script&gt;" in page.content.decode() for page in pages) > 3
    for page in pages:
        text = page.content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text
