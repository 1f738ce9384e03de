"""A program sees what its token opens, page by page, and not a word more."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any, cast

import pytest
import schemathesis
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from django_scopes import scope
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import ignored_auth, negative_data_rejection, positive_data_acceptance

from levier.web.api.actions import make_token, revoke_token
from levier.web.api.models import Token
from levier.web.estate.models import Import, Inventory
from levier.web.jobs.actions import do_waiting
from levier.web.journal.models import Entry
from levier.web.wsgi import application
from tests.web.conftest import Town

pytestmark = pytest.mark.django_db


def opened(town: Town, kind: str = Token.Scope.READ, days: int = 30) -> str:
    with scope(organisation=town.organisation):
        return make_token(town.organisation, town.people["administrator"], "ERP", kind, timedelta(days=days))[1]


def inventories(town: Town, count: int) -> None:
    with scope(organisation=town.organisation):
        for n in range(count):
            Inventory.objects.create(
                organisation=town.organisation,
                label=f"Parc de {town.organisation.name} {n}",
                on=date(2026, 1, 1) + timedelta(days=n),
                snapshot=f"{n:064x}",
                file_name="parc.csv",
                read=3,
                lines=2,
                devices=2,
            )


def get(address: str, token: str) -> tuple[int, dict[str, object]]:
    answer = Client().get(f"/api/v1{address}", headers={"authorization": f"Bearer {token}"})
    return answer.status_code, answer.json()


def test_a_token_opens_its_own_organisation(belcombe: Town, outsider: Town) -> None:
    inventories(belcombe, 1)
    inventories(outsider, 1)
    token = opened(belcombe)
    assert get("/organisation", token)[1]["name"] == "Belcombe"
    status, found = get("/estates", token)
    assert (status, found["count"], found["next"]) == (200, 1, None)
    assert "Ailleurs" not in str(found)
    with scope(organisation=outsider.organisation):
        theirs = Inventory.objects.get().public_id
    assert get(f"/estates/{theirs}", token)[0] == 404


def test_a_long_list_comes_in_pages(belcombe: Town) -> None:
    inventories(belcombe, 51)
    token = opened(belcombe)
    _, first = get("/estates", token)
    _, second = get("/estates?page=2", token)
    assert first["next"] == 2
    assert second["next"] is None
    items = [*first["items"], *second["items"]]  # type: ignore[misc]  # lists, as the schema says
    assert len({i["id"] for i in items}) == 51
    assert items[0]["on"] > items[-1]["on"]


def test_what_opens_nothing_is_refused(belcombe: Town) -> None:
    token = opened(belcombe)
    assert get("/estates", "levier_guess")[0] == 401
    assert Client().get("/api/v1/estates").status_code == 401
    assert get("/estates", opened(belcombe, days=-1))[0] == 401
    with scope(organisation=belcombe.organisation):
        revoke_token(Token.objects.filter(expires_at__gt=timezone.now()).get(), belcombe.people["administrator"])
    assert get("/estates", token)[0] == 401


def test_a_session_of_the_site_does_not_open_the_interface(belcombe: Town) -> None:
    assert belcombe.client("administrator").get("/api/v1/estates").status_code == 401


def test_only_the_hash_of_a_token_is_kept_and_the_journal_knows_who_made_it(belcombe: Town) -> None:
    token = opened(belcombe)
    with scope(organisation=belcombe.organisation):
        row = Token.objects.get()
    assert token not in str(vars(row))
    assert token.startswith(row.beginning)
    entry = Entry.objects.get(action="token.make")
    assert entry.organisation == belcombe.organisation.public_id
    assert token not in str(entry.details)


def test_an_administrator_makes_uses_and_revokes_a_token(belcombe: Town) -> None:
    client = belcombe.client("administrator")
    address = f"/o/{belcombe.organisation.public_id}/tokens/"
    assert client.post(address, {"name": "", "scope": "read", "days": "30"}).context["form"].errors
    page = client.post(address, {"name": "ERP", "scope": "read", "days": "30"}).content.decode()
    shown = re.search(r"levier_[\w-]{40,}", page)
    assert shown
    assert shown[0] not in client.get(address).content.decode(), "a token is shown once"
    assert get("/organisation", shown[0])[0] == 200
    with scope(organisation=belcombe.organisation):
        token = Token.objects.get()
    assert client.post(f"{address}{token.public_id}/revoke/").status_code == 302
    assert get("/organisation", shown[0])[0] == 401
    assert belcombe.client("lead").get(address).status_code == 403


def test_the_description_explains_every_operation_and_every_shape() -> None:
    schema = Client().get("/api/v1/openapi.json").json()
    assert schema["openapi"].startswith("3.")
    for name, shape in schema["components"]["schemas"].items():
        assert shape.get("description"), f"{name} is not described"
    for address, methods in schema["paths"].items():
        for method, told in methods.items():
            assert told["summary"], (method, address)
            assert told["description"], (method, address)
    examples = [
        f for s in schema["components"]["schemas"].values() for f in s["properties"].values() if "examples" in f
    ]
    assert examples
    assert "/api/v1/estates" in Client().get("/api/").content.decode()


EXAMPLES = 25
NOT_OURS = [ignored_auth, negative_data_rejection, positive_data_acceptance]
"""The token is not of its making; parameters that nobody asked for are ignored, as is usual, and not refused; and what
it takes for a file has no name and no content that a schema could demand."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_nothing_that_is_sent_breaks_the_interface(belcombe: Town, mode: GenerationMode) -> None:
    """What the description allows, and what it does not, made up by schemathesis from the description itself."""
    inventories(belcombe, 3)
    token = opened(belcombe, Token.Scope.WRITE)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    statuses: set[int] = set()
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        strategy = found.ok().as_strategy(mode)

        @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
        @given(case=strategy)
        def send(case: schemathesis.Case[Any]) -> None:
            answer = case.call(headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"})
            statuses.add(answer.status_code)
            assert answer.status_code < 500, answer.text
            case.validate_response(answer, excluded_checks=NOT_OURS)

        send()
    assert statuses
    assert max(statuses) < 500


CSV = "Type;Fabricant;Modèle;Quantité\nOrdinateur portable;Dell;Latitude 5420;3\nÉcran;Dell;P2419H;5\n"


def posted(address: str, token: str, **form: object) -> tuple[int, dict[str, object]]:
    answer = Client().post(f"/api/v1{address}", form, headers={"authorization": f"Bearer {token}"})
    return answer.status_code, answer.json()


def test_a_program_drops_a_file_imports_it_and_reads_its_result(belcombe: Town) -> None:
    token = opened(belcombe, Token.Scope.WRITE)
    status, dropped = posted("/imports", token, file=ContentFile(CSV.encode(), "parc.csv"), on="2026-09-30")
    assert (status, dropped["state"], dropped["estate"]) == (202, "reading", None)
    assert posted(f"/imports/{dropped['id']}/confirm", token)[0] == 409, "it is not read yet"
    do_waiting("test")
    assert get(f"/imports/{dropped['id']}", token)[1]["state"] == "read"
    status, estate = posted(f"/imports/{dropped['id']}/confirm", token)
    assert (status, estate["devices"], estate["on"]) == (200, 8, "2026-09-30")
    assert posted(f"/imports/{dropped['id']}/confirm", token)[1]["id"] == estate["id"], "sent twice, imported once"
    status, asked = posted(f"/estates/{estate['id']}/results", token)
    assert (status, asked["state"], asked["result"]) == (202, "waiting", None)
    do_waiting("test")
    _, asked = posted(f"/estates/{estate['id']}/results", token)
    assert asked["state"] == "done"
    _, short = get(f"/results/{asked['result']}", token)
    _, whole = get(f"/results/{asked['result']}/document", token)
    assert whole["schema"] == "levier.baseline/1"
    total = next(t for t in cast(list[dict[str, Any]], whole["totals"]) if t["criterion"] == "gwp")
    assert short["value"] == total["value"]
    assert short["estate"] == estate["id"]
    assert get("/results", token)[1]["count"] == 1
    assert {e.actor.partition(":")[0] for e in Entry.objects.filter(action__startswith="import")} == {"token"}


def test_a_token_that_reads_changes_nothing(belcombe: Town) -> None:
    token = opened(belcombe)
    status, problem = posted("/imports", token, file=ContentFile(CSV.encode(), "parc.csv"))
    assert status == 403
    assert "only reads" in str(problem["detail"])
    with scope(organisation=belcombe.organisation):
        assert not Import.objects.exists()


def test_a_file_that_cannot_be_read_says_why(belcombe: Town) -> None:
    token = opened(belcombe, Token.Scope.WRITE)
    _, dropped = posted("/imports", token, file=ContentFile(b"%PDF-1.7 not an inventory", "parc.csv"))
    do_waiting("test")
    _, told = get(f"/imports/{dropped['id']}", token)
    assert told["state"] == "unreadable"
    assert "PDF" in str(told["problem"])


def test_a_program_drops_a_file_larger_than_a_form(belcombe: Town) -> None:
    token = opened(belcombe, Token.Scope.WRITE)
    large = CSV + "Écran;Dell;P2419H;1\n" * 80_000
    assert len(large) > 1_500_000
    assert posted("/imports", token, file=ContentFile(large.encode(), "parc.csv"))[0] == 202


def test_what_cannot_be_is_refused_in_json(belcombe: Town) -> None:
    status, told = get("/estates?page=%00", opened(belcombe))
    assert (status, told["detail"]) == (400, "This request cannot be understood.")
