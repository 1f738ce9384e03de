"""Two people change one thing at once: whoever sends second is shown both texts, and nothing is overwritten unseen.

Every address that takes a form stands in one of two lists here; one that stands in neither fails the build.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from levier.web.estate.bridge.reading import head_of, header_hash
from levier.web.estate.models import Alias, ColumnMemory, Import, Naming
from levier.web.footprint.models import Consumption, Lifetime, Preference
from levier.web.people.models import Entity, Invitation, Membership, Organisation, Site
from levier.web.tender.models import ClassCorrection, Dismissal, OwnClause, PurchaseDeclaration, Tender
from tests.web.checks import views
from tests.web.conftest import Town
from tests.web.matrix import MATRIX, a_check, an_import, entity, inventory, member, site
from tests.web.reading import words
from tests.web.registry import Make, nothing_more
from tests.web.sending import carried, fill
from tests.web.tender.agec_pages import a_declaration
from tests.web.tender.file_pages import a_tender
from tests.web.tender.kit_pages import an_own_clause

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Edit:
    """One thing that two people change: what the first sends, what the second sends, and how each text is shown."""

    make: Make = nothing_more
    first: Mapping[str, Any] = field(default_factory=dict)
    second: Mapping[str, Any] = field(default_factory=dict)
    now: str = ""
    """What stands there after the first, as the page tells it in French."""
    sent: str = ""
    """What the second sent, as the page tells it."""
    query: str = ""
    page: str = ""
    """The view that shows the form, where it is another one."""


def nobody_named(organisation: Organisation) -> Mapping[str, Any]:
    return an_import(organisation)


TOLD = {"name": "Belcombe", "kind": "local_authority", "people": "140", "country": "FR"}
CHOSEN = {"view": "annual", "year": "", "referential": "pooled", "people": "140", "country": "FR"}

CHOSEN_FIRST = "?category=monitor"
NAMED = {"nature": "supplies", "language": "fr", "buyer-kind": "local_authority"}

EDITS: dict[str, Edit] = {
    "people:describe": Edit(
        first=TOLD | {"people": "150"}, second=TOLD | {"people": "160", "kind": "state"}, now="150", sent="160"
    ),
    "people:site": Edit(site, {"name": "Hôtel de ville"}, {"name": "Mairie annexe"}, "Hôtel de ville", "Mairie annexe"),
    "people:entity": Edit(entity, {"name": "Eau"}, {"name": "Régie des eaux"}, "Eau", "Régie des eaux"),
    "people:role": Edit(member, {"role": "buyer"}, {"role": "lead"}, "Achats", "Pilotage RSE"),
    "people:invite": Edit(
        first={"email": "new@belcombe.example", "role": "buyer"},
        second={"email": "new@belcombe.example", "role": "lead"},
        now="Achats",
        sent="Pilotage RSE",
        page="people:members",
    ),
    "footprint:choices": Edit(inventory, CHOSEN | {"people": "150"}, CHOSEN | {"people": "160"}, "150", "160"),
    "footprint:life": Edit(
        inventory, {"category": "monitor", "years": "9"}, {"category": "monitor", "years": "7"}, "9", "7", CHOSEN_FIRST
    ),
    "footprint:kwh": Edit(
        inventory, {"category": "monitor", "kwh": "90"}, {"category": "monitor", "kwh": "70"}, "90", "70", CHOSEN_FIRST
    ),
    "tender:dismiss": Edit(
        a_check(number=0),
        {"reason": "It stands in annex 3."},
        {"reason": "The lots have another document."},
        "It stands in annex 3.",
        "The lots have another document.",
    ),
    "tender:segments": Edit(
        a_tender(), {"segments": "displays"}, {"segments": "mobile"}, "écrans", "téléphones et tablettes"
    ),
    "tender:weigh": Edit(
        a_tender(),
        {"weight-price": "60", "weight-repair": "40"},
        {"weight-price": "70", "weight-repair": "50"},
        "60",
        "70",
        page="tender:award",
    ),
    "tender:award_criterion": Edit(
        a_tender(criterion="price"),
        {"name": "Prix des offres", "kind": "price", "formula": "ratio", "weight": "50"},
        {"name": "Montant des offres", "kind": "price", "formula": "ratio", "weight": "50"},
        "Prix des offres",
        "Montant des offres",
    ),
    "tender:clause": Edit(
        a_tender(clause="BUR-01", clauses=[{"id": "BUR-01", "version": 1}]),
        {"var-minimum_years": "4"},
        {"var-minimum_years": "5"},
        "4",
        "5",
    ),
    "tender:own_clause": Edit(
        an_own_clause,
        {"name": "Correctifs", "fr": "Sans frais.", "en": "Free of charge."},
        {"name": "Correctifs", "fr": "Sans frais du tout.", "en": "Free of charge."},
        "Sans frais.",
        "Sans frais du tout.",
    ),
    "tender:parameters": Edit(a_tender(), {"value-discount_rate": "3"}, {"value-discount_rate": "4"}, "3", "4"),
    "tender:ranking": Edit(a_tender(), {"out_of": "20"}, {"out_of": "50"}, "20", "50"),
    "tender:need": Edit(
        a_tender(),
        {"need-objectives": "Deux ans de plus"},
        {"need-objectives": "Moitié reconditionnés"},
        "Deux ans de plus",
        "Moitié reconditionnés",
    ),
    "tender:frame": Edit(
        a_tender(),
        NAMED | {"title": "Portables reconditionnés"},
        NAMED | {"title": "Portables et écrans"},
        "Portables reconditionnés",
        "Portables et écrans",
    ),
    "tender:lots": Edit(a_tender(), {"duration-months": "36"}, {"duration-months": "48"}, "36", "48"),
    "tender:lot": Edit(
        a_tender(number=1), {"id": "1", "title": "Postes"}, {"id": "1", "title": "Portables"}, "Postes", "Portables"
    ),
    "tender:conditions": Edit(
        a_tender(), {"penalties-cap_share": "5"}, {"penalties-cap_share": "7"}, "5\u00a0%", "7\u00a0%"
    ),
    "tender:declarant": Edit(
        a_declaration(),
        {"year": "2025", "name": "Ville de Belcombe"},
        {"year": "2025", "name": "Régie de Belcombe"},
        "Ville de Belcombe",
        "Régie de Belcombe",
    ),
    "tender:declared_amounts": Edit(a_declaration(), {"it-gift_eur": "50"}, {"it-gift_eur": "70"}, "50", "70"),
    "tender:class_line": Edit(
        a_declaration(number=1),
        {"category": "toys"},
        {"category": "paper"},
        "Jeux et jouets",
        "Papier",
        page="tender:purchase_line",
    ),
    "footprint:name": Edit(
        inventory, {"category": "monitor"}, {"category": "laptop"}, "Écran", "Ordinateur portable", "?type=Borne"
    ),
}
"""Things that people change by a form of which both texts are shown field by field."""

OTHERWISE = {
    "estate:reading": "tests/web/estate/test_way_in.py: the second of two sees what the first told",
    "estate:columns": "below: columns and names",
    "estate:review": "one button an answer: nothing is typed; a version that is no longer right changes nothing",
    "footprint:undo_name": "below: one that somebody changed is not undone",
    "footprint:undo_life": "below: one that somebody changed is not undone",
    "footprint:undo_kwh": "below: one that somebody changed is not undone",
    "footprint:undo_some": "tests/web/footprint/test_corrections.py: what was corrected since stays",
    "tender:need_estate": "tests/web/tender/test_file_story.py: figures of an inventory overwrite nothing unseen",
    "tender:remove_lot": "tests/web/tender/test_file_story.py: a lot that is no longer the one seen stays",
    "footprint:name_some": "tests/web/footprint/test_corrections.py: names that somebody told meanwhile are shown",
    "tender:hand_back_lines": "tests/web/tender/test_declaring.py: a file taken before somebody corrected its lines",
    "tender:lock_rules": "tests/web/tender/test_publishing.py: a draft that changed since is not locked",
    "bids:enter": "tests/web/bids/test_examined.py: two who enter the same cells see both texts",
    "bids:candidature": "tests/web/bids/test_examined.py: the second to judge it is told",
    **dict.fromkeys(
        ("bids:qualify", "bids:question", "bids:low_price", "bids:secrets", "bids:agree", "bids:notice"),
        "acts of the procedure: tests/web/bids/test_acts.py, two acts on one part are never mixed unseen",
    ),
    **dict.fromkeys(
        ("bids:decision", "bids:obligation"), "tests/web/bids/test_award.py: the second to decide sees both texts"
    ),
    "bids:ask": "tests/web/bids/test_examined.py: who asks second sees the words of the first, and their own",
    "bids:mark": "levels of one's own, which nobody else can change",
    "bids:assessing": "one's own declaration",
}
"""Things that people change otherwise, and where that is tested."""

NO_EDIT = {
    "adds": {"people:found", "people:add_site", "people:add_entity", "estate:start", "estate:new", "estate:example"},
    "adds to a tender, or to the clauses of the organisation": {
        *("tender:take_criteria", "tender:add_price", "tender:new_award_criterion", "tender:new_clause"),
        "tender:fork_clause",
    },
    "adds a check of a tender": {"tender:check", "tender:new_check", "tender:check_again"},
    "adds a tender, its documents or a clause of the library": {
        *("tender:new_tender", "tender:write_documents", "tender:put_clause"),
    },
    "adds a declaration of purchases": {"tender:declare", "tender:new_declaration"},
    "adds offers, the record of their opening, or an inventory": {
        *("bids:receive", "bids:open", "bids:read", "bids:doubts", "bids:import_bought"),
    },
    "adds a version beside those that are there": {"footprint:bring"},
    "makes a secret that is shown once": {"api:tokens"},
    "takes away, gives back or begins anew; twice is once": {
        *("people:delete", "people:restore", "people:delete_trial", "people:remove", "people:leave"),
        *("people:remove_site", "people:remove_entity", "people:withdraw", "people:resend", "api:revoke"),
        *("estate:undo", "estate:bring_back", "jobs:cancel", "jobs:retry", "footprint:renew"),
        *("footprint:remove", "footprint:restore", "tender:remove_award_criterion"),
        *("tender:remove_clause", "tender:renew_clause", "tender:compare_clause", "tender:take_back_clause"),
        *("tender:drop_clause", "tender:bring_back_clause"),
        *("tender:count_again", "tender:delete_check", "tender:bring_back_check"),
        *("tender:take_back_said", "tender:delete_declaration", "tender:bring_back_declaration"),
        *("tender:delete_tender", "tender:bring_back_tender", "tender:bring_back_version"),
        *("bids:delete_offer", "bids:bring_back_offer", "bids:set_aside", "bids:receipt", "bids:close_marking"),
        *("bids:take_back", "bids:undecide"),
    },
    "one's own account, session or browser": {
        *("people:delete_account", "people:keep", "people:invitation"),
        *("people:address", "people:address_code", "people:end_one", "people:end_others"),
    },
    "gives a file": {"people:take_archive"},
    "the door of the invented organisation": {"operating:sample"},
    "only shows": {"people:organisation"},
    "keeps nothing": {"tender:scoring", "tender:compare", "tender:note"},
}


def test_every_address_that_takes_a_form_says_what_becomes_of_a_second_sender(belcombe: Town) -> None:
    known = {*EDITS, *OTHERWISE, *(name for names in NO_EDIT.values() for name in names)}
    assert [name for name in known if name not in views()] == []
    client, open_ = belcombe.client("administrator"), []
    for name in sorted(set(views()) - known):
        if name.startswith(("account_", "mfa_", "api-1:", "house:", "operating:")):
            continue  # one's own account and browser; programs tell the version that they know
        with scope(organisation=belcombe.organisation):
            line = MATRIX[name]
            try:
                with transaction.atomic():  # what fails leaves the others in peace
                    made = line.make(belcombe.organisation)
            except Exception:  # made before: names are unique
                made = {}
        told = {"organisation": belcombe.organisation.public_id, **made}
        pattern = views()[name].pattern
        if set(pattern.converters) <= set(told):
            answer = client.post(reverse(name, kwargs={key: told[key] for key in pattern.converters}))
            if answer.status_code != 405:
                open_.append((name, answer.status_code))
    assert open_ == [], f"takes a form and stands in no list: {open_}"


def seen_pages(town: Town, name: str) -> tuple[str, str]:
    """Return the address of the page of an edit and where its form is sent."""
    edit = EDITS[name]
    with scope(organisation=town.organisation):
        made = edit.make(town.organisation)
    arguments = {"organisation": town.organisation.public_id, **made}
    sent_to = reverse(name, kwargs=arguments) + edit.query
    return (reverse(edit.page, kwargs=arguments) if edit.page else sent_to), sent_to


KINDS = (
    Site,
    Entity,
    Membership,
    Invitation,
    Preference,
    Lifetime,
    Consumption,
    Alias,
    Naming,
    ColumnMemory,
    Dismissal,
    OwnClause,
    Tender,
    PurchaseDeclaration,
    ClassCorrection,
)


def standing(town: Town) -> list[Any]:
    """Return everything that people may change of an organisation, as it stands."""
    with scope(organisation=town.organisation):
        rows: list[Any] = [list(Organisation.objects.filter(pk=town.organisation.pk).values())]
        for kind in KINDS:
            rows.append(list(kind.objects.order_by("pk").values()))
    return rows


@pytest.mark.parametrize("name", EDITS)
def test_the_second_sees_both_texts_and_nothing_is_lost(belcombe: Town, name: str) -> None:
    edit = EDITS[name]
    client = belcombe.client("administrator")
    client.cookies["levier_language"] = "fr"
    page, sent_to = seen_pages(belcombe, name)
    first, second = carried(client, page), carried(client, page)
    assert first, "the form carries what stood there"
    assert client.post(sent_to, first | dict(edit.first)).status_code == 302
    after_first = standing(belcombe)
    answer = client.post(sent_to, second | dict(edit.second))
    assert answer.status_code == 409
    assert standing(belcombe) == after_first, "nothing was overwritten"
    both = re.search(r'id="both".*?</table>', answer.content.decode(), re.DOTALL)
    assert both is not None
    for text in (edit.now, edit.sent):
        assert re.search(rf"<td[^>]*>{text}</td>", both[0]), both[0]
    shown = answer.content.decode()
    for name_, typed in edit.second.items():
        kept = rf'name="{name_}"[^>]*value="{typed}"|value="{typed}"[^>]*(selected|checked)'
        kept += rf'|<textarea[^>]*name="{name_}"[^>]*>\s*{typed}'
        assert not typed or re.search(kept, shown), f"{name_}: what was typed is lost"
    newer = re.search(r'name="seen"[^>]*? value="([^"]*)"', answer.content.decode())
    assert newer is not None
    again = client.post(sent_to, {"seen": html.unescape(newer[1])} | dict(edit.second))
    assert again.status_code == 302, "seen now, it is taken"
    assert standing(belcombe) != after_first


@pytest.mark.parametrize("name", EDITS)
def test_a_form_that_tells_nothing_of_what_it_saw_overwrites_nothing(belcombe: Town, name: str) -> None:
    edit, client = EDITS[name], belcombe.client("administrator")
    page, sent_to = seen_pages(belcombe, name)
    client.post(sent_to, carried(client, page) | dict(edit.first))
    before = standing(belcombe)
    for seen in ({}, {"seen": "["}, {"seen": "[1]"}, {"seen": '{"name": {}}'}):
        assert client.post(sent_to, seen | dict(edit.second)).status_code == 409
        assert standing(belcombe) == before


def test_who_sends_the_same_as_the_first_changes_nothing_and_is_not_bothered(belcombe: Town) -> None:
    client = belcombe.client("administrator")
    page, sent_to = seen_pages(belcombe, "people:describe")
    seen = carried(client, page)
    client.post(sent_to, seen | dict(EDITS["people:describe"].first))
    assert client.post(sent_to, seen | dict(EDITS["people:describe"].first)).status_code == 302


@pytest.mark.parametrize(
    ("name", "added"), [("people:site", "people:add_site"), ("people:entity", "people:add_entity")]
)
def test_what_was_typed_of_a_place_that_somebody_removed_can_be_added_anew(
    belcombe: Town, name: str, added: str
) -> None:
    client = belcombe.client("contributor")
    page, sent_to = seen_pages(belcombe, name)
    seen = carried(client, page)
    client.post(f"{page}remove/")
    answer = client.post(sent_to, seen | {"name": "Hôtel de ville"})
    assert answer.status_code == 404
    assert 'value="Hôtel de ville"' in answer.content.decode()
    address = reverse(added, args=[belcombe.organisation.public_id])
    assert f'action="{address}"' in answer.content.decode()
    assert client.post(address, {"name": "Hôtel de ville"}).status_code == 302


def test_columns_and_names_that_somebody_settled_meanwhile_are_shown_beside_what_was_sent(belcombe: Town) -> None:
    client, other = belcombe.client("contributor"), belcombe.client("buyer")
    with scope(organisation=belcombe.organisation):
        made = an_import(belcombe.organisation)
        found = Import.objects.get(public_id=made["started"])
    page = reverse("estate:columns", args=[belcombe.organisation.public_id, found.public_id])
    key = json.dumps(["Ordinateur portable", "Dell", "Latitude 5420"], ensure_ascii=False)
    seen = carried(client, page) | {"version": "1", "name": key}
    unseen = json.loads(seen["seen"])
    unseen["names"][key] = None
    seen["seen"] = json.dumps(unseen)
    assert other.post(page, seen | {"category-0": "écran"}).status_code == 302
    answer = client.post(page, seen | {"category-0": "smartphone"})
    assert answer.status_code == 409
    assert re.search(r"Ordinateur portable Dell Latitude 5420 Écran smartphone", words(answer), re.IGNORECASE)
    assert re.search(r'name="category-\d+"[^>]*value="smartphone"', answer.content.decode()), "it can be sent again"
    with scope(organisation=belcombe.organisation):
        assert [alias.category for alias in Alias.objects.all()] == ["monitor"]
        memory = ColumnMemory.objects.all()
        memory.delete()
    seen = carried(client, page) | {"version": "1"}
    with scope(organisation=belcombe.organisation):
        header = header_hash(head_of(found.snapshot))
        told = {"type": "type", "marque": "extra", "modèle": "model"}
        ColumnMemory.objects.create(organisation=belcombe.organisation, header=header, columns=told)
    answer = client.post(page, seen | {"label-1": "marque", "column-1": "Fournisseur"})
    assert answer.status_code == 409, "another import settled the columns of this header"
    with scope(organisation=belcombe.organisation):
        assert ColumnMemory.objects.get().columns == told


def test_a_correction_that_somebody_changed_meanwhile_is_not_undone(belcombe: Town) -> None:
    client, other = belcombe.client("contributor"), belcombe.client("buyer")
    with scope(organisation=belcombe.organisation):
        made = inventory(belcombe.organisation)
    base = reverse("footprint:corrections", args=[belcombe.organisation.public_id, made["inventory"]])
    name = reverse("footprint:name", args=[belcombe.organisation.public_id, made["inventory"]]) + "?type=Borne"
    fill(client, name, {"category": "monitor"})
    seen = carried(client, base)
    with scope(organisation=belcombe.organisation):
        alias = Alias.objects.get()
    fill(other, name, {"category": "laptop"})
    undo = reverse("footprint:undo_name", args=[belcombe.organisation.public_id, made["inventory"], alias.pk])
    assert "nothing was undone" in said(client, undo, seen)
    with scope(organisation=belcombe.organisation):
        assert Alias.objects.get().category == "laptop"
    life = reverse("footprint:life", args=[belcombe.organisation.public_id, made["inventory"]]) + CHOSEN_FIRST
    fill(client, life, {"category": "monitor", "years": "9"})
    with scope(organisation=belcombe.organisation):
        told = Lifetime.objects.get()
    fill(other, life, {"category": "monitor", "years": "7"})
    undo = reverse("footprint:undo_life", args=[belcombe.organisation.public_id, made["inventory"], told.pk])
    assert "nothing was undone" in said(client, undo, {})
    with scope(organisation=belcombe.organisation):
        assert Lifetime.objects.get(deleted_at=None).years == 7
    kwh = reverse("footprint:kwh", args=[belcombe.organisation.public_id, made["inventory"]]) + CHOSEN_FIRST
    fill(client, kwh, {"category": "monitor", "kwh": "90"})
    with scope(organisation=belcombe.organisation):
        used = Consumption.objects.get()
    fill(other, kwh, {"category": "monitor", "kwh": "70"})
    undo = reverse("footprint:undo_kwh", args=[belcombe.organisation.public_id, made["inventory"], used.pk])
    assert "nothing was undone" in said(client, undo, {})
    with scope(organisation=belcombe.organisation):
        assert Consumption.objects.get(deleted_at=None).kwh == 70


def said(client: Client, address: str, sent: dict[str, str]) -> str:
    client.cookies["levier_language"] = "en-gb"
    return client.post(address, sent, follow=True).content.decode()
