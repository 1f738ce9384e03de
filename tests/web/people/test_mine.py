"""What bears my name is mine to take, and goes when I go; what I wrote stays with those I wrote it for."""

from __future__ import annotations

import json
from datetime import date

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import CASCADE, SET_NULL, ManyToManyField
from django.test import Client
from django.utils import timezone
from django_scopes import scope

from levier.web.estate.models import Alias, Inventory
from levier.web.journal.models import Entry
from levier.web.people.models import Invitation, Membership, Organisation, Session, User
from levier.web.people.personal import SECRET, data_of, relations
from tests.web.conftest import Town, show_factor
from tests.web.people.conftest import SignIn

pytestmark = pytest.mark.django_db

GOES_WITH_ME = {
    "account.emailaddress",
    "mfa.authenticator",
    "people.membership",
    "people.session",
    "socialaccount.socialaccount",
}
"""Whatever else bears a name loses it, and stays."""


def test_every_model_that_names_a_person_either_goes_with_them_or_loses_the_name() -> None:
    for model, field in relations():
        name = f"{model._meta.label_lower}.{field.name}"
        if isinstance(field, ManyToManyField):
            continue  # its rows are of nobody else
        rule = field.remote_field.on_delete  # type: ignore[union-attr]  # a foreign key has one
        assert rule is (CASCADE if model._meta.label_lower in GOES_WITH_ME else SET_NULL), name
        assert rule is CASCADE or field.null, name


def test_an_export_covers_every_model_that_names_a_person(belcombe: Town) -> None:
    told = data_of(belcombe.people["administrator"])
    assert {model._meta.label_lower for model, _ in relations()} <= set(told)


def wrote(town: Town, user: User) -> Inventory:
    with scope(organisation=town.organisation):
        Alias.objects.create(organisation=town.organisation, model=user.email, category="laptop", created_by=user)
        return Inventory.objects.create(
            organisation=town.organisation,
            label="2026",
            on=date(2026, 9, 30),
            snapshot=f"{user.pk:064}",
            file_name="parc.csv",
            read=1,
            lines=1,
            devices=1,
            created_by=user,
        )


def test_my_data_is_all_that_bears_my_name_and_nothing_of_others(belcombe: Town, sign_in: SignIn) -> None:
    client = Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"})
    sign_in(client, "buyer@belcombe.example")
    wrote(belcombe, belcombe.people["buyer"])
    wrote(belcombe, belcombe.people["lead"])
    with scope(organisation=belcombe.organisation):
        Invitation.objects.create(
            organisation=belcombe.organisation,
            email="Buyer@belcombe.example",
            token_hash="1" * 64,
            invited_by=belcombe.people["lead"],
            expires_at=timezone.now(),
        )
    answer = client.get("/me/data.json")
    assert answer["Content-Disposition"] == 'attachment; filename="levier-my-data.json"'
    told = json.loads(answer.content)
    assert [session["browser"] for session in told["people.session"]] == ["Firefox, Linux"]
    assert "account.sign_in" in [entry["action"] for entry in told["journal.entry"]]
    assert str(client.session.session_key) not in answer.content.decode()
    assert told["people.user"][0]["email"] == "buyer@belcombe.example"
    assert [len(told[name]) for name in ("estate.inventory", "estate.alias", "people.membership")] == [1, 1, 1]
    assert told["account.emailaddress"][0]["verified"] is True
    assert told["people.invitation"][0]["email"] == "Buyer@belcombe.example"
    assert "lead@belcombe.example" not in answer.content.decode()


def test_no_secret_is_told(belcombe: Town) -> None:
    for rows in data_of(belcombe.people["administrator"]).values():
        for row in rows:
            assert not SECRET & set(row)


def test_whoever_goes_leaves_what_they_wrote_without_a_name(belcombe: Town, sign_in: SignIn) -> None:
    client, person = Client(), belcombe.people["buyer"]
    sign_in(client, person.email)
    Authenticator.objects.create(user=person, type=Authenticator.Type.RECOVERY_CODES, data={})
    show_factor(client, person)
    other = belcombe.client("buyer")
    inventory = wrote(belcombe, person)
    answer = client.post("/me/delete/", {"email": "Buyer@belcombe.example"})
    assert answer["Location"] == "/"
    assert not User.objects.filter(pk=person.pk).exists()
    assert not EmailAddress.objects.filter(email=person.email).exists()
    assert not Authenticator.objects.filter(user_id=person.pk).exists()
    with scope(organisation=belcombe.organisation):
        inventory.refresh_from_db()
        assert inventory.created_by is None
        assert Membership.objects.count() == 4
    assert client.get("/me/").status_code == 302
    assert other.get("/me/").status_code == 302
    assert not Session.objects.exclude(user=None).exists(), "no session outlives its account"
    assert Entry.objects.last().action == "account.delete"  # type: ignore[union-attr]  # there is one
    assert person.email not in str([vars(entry) for entry in Entry.objects.all()])


def test_a_slip_deletes_nothing(belcombe: Town) -> None:
    answer = belcombe.client("buyer").post("/me/delete/", {"email": "lead@belcombe.example"})
    assert answer.status_code == 422
    assert 'href="#email"' in answer.content.decode()
    assert User.objects.filter(email="buyer@belcombe.example").exists()


def test_the_last_administrator_of_others_is_refused_and_told_how_to_mend_it(belcombe: Town) -> None:
    client = show_factor(belcombe.client("administrator"), belcombe.people["administrator"])
    answer = client.post("/me/delete/", {"email": "administrator@belcombe.example"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "la dernière personne à administrer Belcombe" in page
    assert "Confiez-y d’abord" in page
    assert User.objects.filter(email="administrator@belcombe.example").exists()


def test_with_the_last_member_goes_the_organisation(sign_in: SignIn) -> None:
    client = Client()
    sign_in(client, "nadia@belcombe.example")
    client.post("/new/", {"name": "Atelier", "country": "FR"})
    client.post("/me/delete/", {"email": "nadia@belcombe.example"})
    assert not User.objects.exists()
    assert Organisation.objects.get().deleted_at is not None
