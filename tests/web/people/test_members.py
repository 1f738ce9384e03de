"""People join by invitation, have one role each, and never leave an organisation without an administrator."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_scopes import scope

from levier.web.journal.models import Entry
from levier.web.people.models import Invitation, Membership, User
from tests.web.conftest import Town, give_second_factor
from tests.web.people.conftest import type_code
from tests.web.sending import carried, fill

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_counted")]


def invite(town: Town, address: str = "nadia@belcombe.example", role: str = "buyer") -> str:
    """Invite someone as an administrator does, and return the path of the link in the letter."""
    page = f"/o/{town.organisation.public_id}/members/invite/"
    client = town.client("administrator")
    seen = carried(client, f"/o/{town.organisation.public_id}/members/")
    assert client.post(page, seen | {"email": address, "role": role}).status_code == 302
    return link_of(address)


def link_of(address: str) -> str:
    body = next(str(m.body) for m in reversed(mail.outbox) if address in m.to)
    found = re.search(r"^ {4}(https?://\S+)$", body, flags=re.MULTILINE)
    assert found, body
    return urlsplit(found[1]).path


def role_of(town: Town, address: str) -> str | None:
    with scope(organisation=town.organisation):
        place = Membership.objects.filter(user__email=address).first()
    return place.role if place else None


def place_of(town: Town, role: str) -> int:
    with scope(organisation=town.organisation):
        return Membership.objects.get(user=town.people[role]).pk


def test_someone_new_joins_with_the_link_and_the_code(belcombe: Town) -> None:
    link, client = invite(belcombe), Client()
    assert "Belcombe" in client.get(link).content.decode()
    client.post(link)
    assert type_code(client, "nadia@belcombe.example", link)["Location"] == link
    joined = client.post(link, follow=True)
    assert joined.status_code == 200
    assert role_of(belcombe, "nadia@belcombe.example") == "buyer"
    assert Client().get(link).status_code == 410, "it works once"
    told = [(e.action, e.details) for e in Entry.objects.filter(organisation=belcombe.organisation.public_id)]
    assert told == [("invitation.send", {"role": "buyer"}), ("member.join", {"role": "buyer"})]


def test_the_letter_bears_the_only_copy_of_the_link(belcombe: Town) -> None:
    token = invite(belcombe).strip("/").split("/")[-1]
    with scope(organisation=belcombe.organisation):
        row = Invitation.objects.get()
    assert token not in (row.token_hash, str(vars(row)))
    assert token not in str([vars(entry) for entry in Entry.objects.all()])


def test_the_link_in_other_hands_opens_nothing(belcombe: Town, outsider: Town) -> None:
    link, other = invite(belcombe), outsider.client("reader")
    page = other.get(link).content.decode()
    assert "nadia@belcombe.example" in page
    other.post(link)
    assert role_of(belcombe, "reader@ailleurs.example") is None


def test_an_invitation_goes_out_of_date_after_fourteen_days(belcombe: Town) -> None:
    link = invite(belcombe)
    with scope(organisation=belcombe.organisation):
        row = Invitation.objects.get()
        assert abs(row.expires_at - timezone.now() - timedelta(days=14)) < timedelta(minutes=1)
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(link).status_code == 410


def test_sending_again_makes_the_first_link_void(belcombe: Town) -> None:
    first = invite(belcombe)
    with scope(organisation=belcombe.organisation):
        row = Invitation.objects.get()
    belcombe.client("administrator").post(f"/o/{belcombe.organisation.public_id}/invitations/{row.pk}/resend/")
    second = link_of("nadia@belcombe.example")
    assert first != second
    assert (Client().get(first).status_code, Client().get(second).status_code) == (410, 200)


def test_inviting_twice_leaves_one_invitation(belcombe: Town) -> None:
    first, second = invite(belcombe), invite(belcombe, role="reader")
    assert (Client().get(first).status_code, Client().get(second).status_code) == (410, 200)
    with scope(organisation=belcombe.organisation):
        assert Invitation.objects.get().role == "reader"


def test_a_withdrawn_invitation_opens_nothing(belcombe: Town) -> None:
    link = invite(belcombe)
    with scope(organisation=belcombe.organisation):
        row = Invitation.objects.get()
    belcombe.client("administrator").post(f"/o/{belcombe.organisation.public_id}/invitations/{row.pk}/withdraw/")
    assert Client().get(link).status_code == 410


def test_a_member_is_not_invited_again(belcombe: Town) -> None:
    page = f"/o/{belcombe.organisation.public_id}/members/invite/"
    data = {"email": "READER@belcombe.example", "role": "administrator"}
    answer = belcombe.client("administrator").post(page, data, follow=True)
    assert "est déjà membre" in answer.content.decode()
    assert not mail.outbox
    assert role_of(belcombe, "reader@belcombe.example") == "reader"


def test_a_member_gets_another_role_and_its_rights_at_once(belcombe: Town) -> None:
    base, reader = f"/o/{belcombe.organisation.public_id}", belcombe.client("reader")
    assert reader.get(f"{base}/sites/add/").status_code == 403
    page = f"{base}/members/{place_of(belcombe, 'reader')}/role/"
    fill(belcombe.client("administrator"), page, {"role": "contributor"})
    assert reader.get(f"{base}/sites/add/").status_code == 200
    entry = Entry.objects.get(action="member.role")
    assert entry.details == {"was": "reader", "is": "contributor", "user": belcombe.people["reader"].pk}


def test_a_member_who_is_removed_is_out_at_once(belcombe: Town) -> None:
    base, reader = f"/o/{belcombe.organisation.public_id}", belcombe.client("reader")
    page = f"{base}/members/{place_of(belcombe, 'reader')}/remove/"
    assert belcombe.client("administrator").get(page).status_code == 200
    assert role_of(belcombe, "reader@belcombe.example") == "reader", "asked first"
    belcombe.client("administrator").post(page)
    assert reader.get(f"{base}/").status_code == 404


def test_a_member_can_leave(belcombe: Town) -> None:
    reader, page = belcombe.client("reader"), f"/o/{belcombe.organisation.public_id}/leave/"
    assert reader.post(page)["Location"] == "/me/"
    assert role_of(belcombe, "reader@belcombe.example") is None
    assert Entry.objects.get().action == "member.leave"


@pytest.mark.parametrize("way", ["leave", "remove", "role"])
def test_the_last_administrator_stays_and_is_told_how_to_mend_it(belcombe: Town, way: str) -> None:
    client, base = belcombe.client("administrator"), f"/o/{belcombe.organisation.public_id}"
    own = place_of(belcombe, "administrator")
    page = {"leave": f"{base}/leave/", "remove": f"{base}/members/{own}/remove/", "role": f"{base}/members/{own}/role/"}
    answer = fill(client, page[way], {"role": "reader"}, follow=True)
    assert "Confiez d’abord l’administration" in answer.content.decode()
    assert role_of(belcombe, "administrator@belcombe.example") == "administrator"
    assert not Entry.objects.exists()


def test_one_of_two_administrators_may_leave(belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        Membership.objects.filter(user=belcombe.people["lead"]).update(role="administrator")
    page = f"/o/{belcombe.organisation.public_id}/leave/"
    assert belcombe.client("administrator").post(page)["Location"] == "/me/"
    give_second_factor(belcombe.people["lead"])
    answer = belcombe.client("lead").post(page, follow=True)
    assert "Confiez" in answer.content.decode()


def test_one_person_belongs_to_several_organisations(belcombe: Town, outsider: Town) -> None:
    person = belcombe.people["buyer"]
    with scope(organisation=outsider.organisation):
        Membership.objects.create(user=person, organisation=outsider.organisation, role="reader")
    page = belcombe.client("buyer").get("/me/").content.decode()
    assert page.index("Ailleurs") < page.index("Belcombe")
    assert "Lecture" in page
    assert "Achats" in page


def test_readers_see_members_but_neither_invitations_nor_their_forms(belcombe: Town) -> None:
    invite(belcombe)
    page = f"/o/{belcombe.organisation.public_id}/members/"
    seen = belcombe.client("reader").get(page).content.decode()
    assert "buyer@belcombe.example" in seen
    assert "nadia@belcombe.example" not in seen
    assert "<form" not in seen
    assert "nadia@belcombe.example" in belcombe.client("administrator").get(page).content.decode()


def test_an_invitation_that_cannot_be_sent_is_not_kept(belcombe: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr("levier.web.people.emails.send_mail", refuse)
    page = f"/o/{belcombe.organisation.public_id}/members/invite/"
    answer = belcombe.client("administrator").post(page, {"email": "n@belcombe.example", "role": "reader"}, follow=True)
    assert "n’est pas partie" in answer.content.decode()
    with scope(organisation=belcombe.organisation):
        assert not Invitation.objects.exists()
    assert not Entry.objects.exists()
    assert User.objects.count() == 5
