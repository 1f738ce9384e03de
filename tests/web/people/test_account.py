"""What decides who can sign in: seen, changed with care, told by a letter, kept in the journal."""

from __future__ import annotations

import base64
import json
import logging
import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client
from django.utils import timezone

from levier.web.house.logs import Json
from levier.web.journal.models import Entry
from levier.web.people.models import Session, User
from levier.web.people.retention import keep_for
from levier.web.people.sessions import SINCE, kind_of
from tests.web.conftest import Town, show_factor
from tests.web.people.conftest import SignIn, code_sent_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_counted")]
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def done(user: User) -> list[str]:
    return [entry.action for entry in Entry.objects.filter(object=f"people.user:{user.pk}")]


# Another address


def test_the_code_that_went_to_the_new_address_moves_the_account(
    belcombe: Town, django_capture_on_commit_callbacks: object
) -> None:
    client, other, user = belcombe.client("buyer"), belcombe.client("buyer"), belcombe.people["buyer"]
    asked = client.post("/me/address/", {"email": "Nadia@Belcombe.test"})
    assert asked["Location"] == "/me/address/code/"
    assert [letter.to for letter in mail.outbox] == [["nadia@belcombe.test"]]
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture without a type
        answer = client.post("/me/address/code/", {"code": code_sent_to("nadia@belcombe.test")})
    assert answer["Location"] == "/me/"
    user.refresh_from_db()
    assert user.email == "nadia@belcombe.test"
    addresses = EmailAddress.objects.filter(user=user)
    assert [(a.email, a.verified, a.primary) for a in addresses] == [("nadia@belcombe.test", True, True)]
    letter = mail.outbox[-1]
    assert letter.to == ["buyer@belcombe.example"]
    assert "n’arrivent plus ici" in str(letter.body)
    assert "nadia@belcombe.test" not in str(letter.body)
    assert "nadia@belcombe.test" in client.get("/me/").content.decode()
    assert other.get("/me/").status_code == 302, "other sessions have ended"
    assert done(user) == ["account.address", "session.end"]
    assert "nadia" not in str([vars(entry) for entry in Entry.objects.all()])


def test_whoever_moved_signs_in_with_the_new_address_and_not_with_the_old(belcombe: Town, sign_in: SignIn) -> None:
    client, user = belcombe.client("buyer"), belcombe.people["buyer"]
    client.post("/me/address/", {"email": "nadia@belcombe.test"})
    client.post("/me/address/code/", {"code": code_sent_to("nadia@belcombe.test")})
    again = Client()
    sign_in(again, "nadia@belcombe.test")
    assert int(again.session["_auth_user_id"]) == user.pk
    old = Client()
    sign_in(old, "buyer@belcombe.example")
    assert int(old.session["_auth_user_id"]) != user.pk


def test_nobody_learns_whether_an_address_has_an_account(belcombe: Town) -> None:
    pages = []
    for email in ("lead@belcombe.example", "nobody@belcombe.test"):
        client = belcombe.client("buyer")
        page = client.post("/me/address/", {"email": email}, follow=True).content.decode()
        pages.append(page.replace(email, "ADDRESS"))
    strip = [[line for line in page.splitlines() if "csrf" not in line] for page in pages]
    assert strip[0] == strip[1]
    assert "déjà un compte" in str(mail.outbox[0].subject)
    assert mail.outbox[0].to == ["lead@belcombe.example"]


def test_no_code_gives_an_address_that_is_taken(belcombe: Town) -> None:
    client = belcombe.client("buyer")
    client.post("/me/address/", {"email": "lead@belcombe.example"})
    expected = client.session["new_address"]["code"]
    assert expected not in str(mail.outbox[0].body)
    answer = client.post("/me/address/code/", {"code": expected}, follow=True).content.decode()  # even if it were known
    assert "n’a pas pu" in answer
    assert belcombe.people["buyer"].email == User.objects.get(pk=belcombe.people["buyer"].pk).email


def test_five_wrong_codes_for_a_new_address_and_the_code_is_dead(belcombe: Town) -> None:
    client = belcombe.client("buyer")
    client.post("/me/address/", {"email": "nadia@belcombe.test"})
    right = code_sent_to("nadia@belcombe.test")
    statuses = [client.post("/me/address/code/", {"code": "BCDF-BCDF"}).status_code for _ in range(5)]
    assert statuses == [422] * 4 + [302]
    assert client.post("/me/address/code/", {"code": right})["Location"] == "/me/address/"
    assert User.objects.filter(email="buyer@belcombe.example").exists()


def test_a_code_for_a_new_address_is_too_old_after_a_quarter_of_an_hour(belcombe: Town) -> None:
    client = belcombe.client("buyer")
    client.post("/me/address/", {"email": "nadia@belcombe.test"})
    session = client.session
    session["new_address"]["at"] -= 15 * 60 + 1
    session.save()
    answer = client.post("/me/address/code/", {"code": code_sent_to("nadia@belcombe.test")})
    assert answer["Location"] == "/me/address/"
    assert User.objects.filter(email="buyer@belcombe.example").exists()


def test_the_sixth_letter_to_one_new_address_is_not_sent(belcombe: Town) -> None:
    client = belcombe.client("buyer")
    asked = [client.post("/me/address/", {"email": "nadia@belcombe.test"}).status_code for _ in range(6)]
    assert asked == [302] * 5 + [429]
    assert len(mail.outbox) == 5


def test_ones_own_address_and_what_is_none_are_given_back(belcombe: Town) -> None:
    client = belcombe.client("buyer")
    for typed in ("Buyer@belcombe.example", "nadia@"):
        answer = client.post("/me/address/", {"email": typed})
        assert answer.status_code == 422
        assert 'href="#id_email"' in answer.content.decode()
    assert not mail.outbox


# Sessions


def test_the_browsers_in_which_one_is_signed_in_are_listed_and_one_is_ended(belcombe: Town, sign_in: SignIn) -> None:
    here, there = Client(headers={"user-agent": FIREFOX}), Client(headers={"user-agent": "curl/8"})
    for client in (there, here):
        sign_in(client, "buyer@belcombe.example")
    belcombe.client("lead")
    page = here.get("/me/sessions/").content.decode()
    assert "Firefox, Windows" in page
    assert "Navigateur inconnu" in page
    assert page.count("<tr>") == 3
    assert page.count("Ce navigateur") == 1
    assert str(there.session.session_key) not in page, "a page gives nobody a session"
    name = page.split('action="/me/sessions/')[1].split("/")[0]
    assert here.post(f"/me/sessions/{name}/end/").status_code == 302
    assert there.get("/me/").status_code == 302
    assert here.get("/me/").status_code == 200


def test_all_others_are_ended_at_once_and_the_journal_tells_how_many(belcombe: Town) -> None:
    clients = [belcombe.client("buyer") for _ in range(4)]
    assert "les 3 autres" in clients[0].get("/me/sessions/").content.decode()
    clients[0].post("/me/sessions/end/")
    assert [client.get("/me/").status_code for client in clients] == [200, 302, 302, 302]
    assert Entry.objects.get(action="session.end").details == {"n": 3}


def test_the_session_of_another_person_cannot_be_ended(belcombe: Town) -> None:
    lead = belcombe.client("lead")
    from levier.web.people.views.signed_in import name_of

    name = name_of(str(lead.session.session_key))
    assert belcombe.client("buyer").post(f"/me/sessions/{name}/end/").status_code == 404
    assert lead.get("/me/").status_code == 200


def test_a_session_keeps_the_kind_of_browser_and_no_network_address(belcombe: Town, sign_in: SignIn) -> None:
    client = Client(headers={"user-agent": FIREFOX}, REMOTE_ADDR="203.0.113.9")
    sign_in(client, "buyer@belcombe.example")
    row = Session.objects.get(user=belcombe.people["buyer"])
    assert row.browser == "Firefox, Windows"
    assert row.since is not None
    assert "203.0.113.9" not in json.dumps(row.get_decoded()) + row.browser


@pytest.mark.parametrize(
    ("agent", "told"),
    [
        (FIREFOX, "Firefox, Windows"),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
            "Chrome, Linux",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605 (KHTML, like Gecko) Version/18 Safari/605",
            "Safari, macOS",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 (KHTML, like Gecko) Chrome/140 Safari/537 Edg/140",
            "Edge, Windows",
        ),
        ("<script>alert(1)</script>", ""),
    ],
)
def test_a_browser_is_told_by_its_kind_alone(agent: str, told: str) -> None:
    assert kind_of(agent) == told


def test_a_session_ends_two_weeks_after_signing_in_however_much_it_is_used(belcombe: Town) -> None:
    client = belcombe.client("buyer")
    session = client.session
    begun = timezone.now() - timedelta(days=13)
    session[SINCE] = begun.isoformat()
    session.save()
    client.get("/language/fr/")
    row = Session.objects.get(session_key=session.session_key)
    assert row.expire_date == begun + keep_for("session")
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get("/me/").status_code == 302


def test_a_session_has_a_long_name_that_is_never_the_same(belcombe: Town) -> None:
    names = [str(belcombe.client("buyer").session.session_key) for _ in range(50)]
    assert len(set(names)) == 50
    assert {len(name) for name in names} == {32}
    assert len(set("".join(names))) > 30, "letters and digits: five bits each"


def test_signing_out_leaves_no_page_in_the_browser(belcombe: Town) -> None:
    assert belcombe.client("buyer").post("/account/logout/")["Clear-Site-Data"] == '"cache"'


def test_a_camera_reads_the_picture_for_an_app_on_a_dark_page_too(belcombe: Town) -> None:
    picture = unquote(belcombe.client("buyer").get("/account/2fa/app/").content.decode())
    svg = base64.b64decode(re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', picture)[0]).decode()
    assert re.search(r'<(svg:)?rect [^>]*fill="white"', svg)


# Letters and journal


@pytest.mark.django_db(transaction=True)  # allauth tells of a change once it is there for good
def test_every_change_of_a_second_factor_is_told_by_one_letter(belcombe: Town) -> None:
    client, user = belcombe.client("buyer"), belcombe.people["buyer"]
    client.get("/account/2fa/app/")
    secret = client.session["mfa.totp.secret"]
    counter = next(iter(yield_hotp_counters_from_time()))
    client.post("/account/2fa/app/", {"code": format_hotp_value(hotp_value(secret, counter))})
    assert Authenticator.objects.filter(user=user).count() == 2, "the app and the recovery codes"
    client.post("/account/2fa/codes/renew/")
    answer = client.post("/account/2fa/app/remove/")
    assert answer.status_code == 302, answer.content.decode()
    assert not Authenticator.objects.filter(user=user).exists()
    assert [letter.to for letter in mail.outbox] == [[user.email]] * 3
    bodies = [str(letter.body) for letter in mail.outbox]
    assert ["ajoutée" in bodies[0], "codes de secours" in bodies[1], "retirée" in bodies[2]] == [True] * 3
    assert done(user) == ["factor.add", "factor.add", "factor.renew", "factor.remove", "factor.remove"]


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_cannot_be_sent_stops_no_change(
    belcombe: Town, settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]  # pytest's
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # type: ignore[attr-defined]
    user = belcombe.people["buyer"]
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    client = show_factor(belcombe.client("buyer"), user)
    with heard(caplog):
        assert client.post("/account/2fa/codes/renew/").status_code == 302
    assert "letter not sent" in caplog.text
    assert done(user) == ["factor.renew"]


def test_signing_in_and_out_stands_in_the_journal_by_number_alone(belcombe: Town, sign_in: SignIn) -> None:
    client, user = Client(), belcombe.people["buyer"]
    sign_in(client, user.email)
    client.post("/account/logout/")
    entries = list(Entry.objects.filter(actor=f"user:{user.pk}"))
    assert [(entry.action, entry.details) for entry in entries] == [
        ("account.sign_in", {"ways": ["code"]}),
        ("account.sign_out", {}),
    ]
    assert user.email not in str([vars(entry) for entry in entries])


def test_a_wrong_code_is_kept_for_whom_it_concerns_and_told_to_the_log_without_a_name(
    belcombe: Town, caplog: pytest.LogCaptureFixture
) -> None:
    user = belcombe.people["buyer"]
    with heard(caplog):
        for address in (user.email, "nobody@belcombe.test"):
            client = Client()
            client.post("/account/login/", {"email": address})
            client.post("/account/login/code/confirm/", {"code": "BCDF-BCDF", "action": "verify"})
    entry = Entry.objects.get()
    assert (entry.actor, entry.action, entry.object) == ("anybody", "account.refuse", f"people.user:{user.pk}")
    lines = [Json().format(record) for record in caplog.records if record.msg == "sign-in refused"]
    assert [json.loads(line)["reason"] for line in lines] == ["wrong code"] * 2
    assert "belcombe" not in "".join(lines)


def test_a_wrong_second_factor_is_kept_as_well(belcombe: Town, sign_in: SignIn) -> None:
    user = belcombe.people["lead"]
    TOTP.activate(user, generate_totp_secret())
    client = Client()
    sign_in(client, user.email)
    assert "_auth_user_id" not in client.session
    client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert done(user) == ["account.refuse"]
    assert Entry.objects.get().details == {"way": "totp"}


def test_too_many_codes_are_told_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with heard(caplog):
        for _ in range(6):
            Client().post("/account/login/", {"email": "a@example.org"})
    lines = [Json().format(record) for record in caplog.records if record.msg == "sign-in refused"]
    assert [json.loads(line)["reason"] for line in lines] == ["too many codes"]


def test_a_page_that_a_role_does_not_open_is_kept_once_an_hour(belcombe: Town) -> None:
    client, id_ = belcombe.client("reader"), belcombe.organisation.public_id
    for _ in range(3):
        assert client.get(f"/o/{id_}/settings/").status_code == 403
    entry = Entry.objects.get()
    assert (entry.action, entry.object, entry.organisation) == ("access.refuse", "page:people:describe", id_)
    assert entry.actor == f"user:{belcombe.people['reader'].pk}"
    journal = belcombe.client("administrator").get(f"/o/{id_}/journal/").content.decode()
    assert "le rôle ne le permet pas" in journal


def test_a_refused_page_keeps_the_bar_of_the_organisation(belcombe: Town) -> None:
    id_ = belcombe.organisation.public_id
    page = belcombe.client("reader").get(f"/o/{id_}/settings/").content.decode()
    assert f'href="/o/{id_}/"' in page
    missing = belcombe.client("contributor").get(f"/o/{id_}/sites/4711/")
    assert missing.status_code == 404
    assert f'href="/o/{id_}/"' in missing.content.decode()
    assert "Belcombe" not in Client().get(f"/o/{id_}/settings/").content.decode()


class heard:  # noqa: N801  # reads as a verb
    """Let pytest hear the log of the site, which goes its own way."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        self.handler, self.log = caplog.handler, logging.getLogger("levier")

    def __enter__(self) -> None:
        self.log.addHandler(self.handler)

    def __exit__(self, *_: object) -> None:
        self.log.removeHandler(self.handler)
