"""A buyer drops a year's purchase lines, says what some of them are, and takes away the declaration of article 58."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from levier.cli.agec import agec as command
from levier.web.house.inspection import Severity
from levier.web.jobs.actions import do_waiting
from levier.web.journal.models import Entry
from levier.web.operating.inspecting import inspect
from levier.web.operating.purging import purge
from levier.web.people.archive import tables
from levier.web.people.models import Organisation
from levier.web.people.retention import keep_for
from levier.web.tender.agec.bridge import example
from levier.web.tender.agec.bridge.declared import declared
from levier.web.tender.agec.bridge.keeping import file_name, lines_name
from levier.web.tender.models import ClassCorrection, PurchaseDeclaration
from tests.tender.agec.conftest import EXAMPLE
from tests.web.conftest import Town
from tests.web.reading import markup, words
from tests.web.sending import carried, carried_by

pytestmark = pytest.mark.django_db
SIRET = "21120046500011"
TWINS = (
    "Date;Fournisseur;Désignation;Montant HT\n"
    "14/01/2025;A;Réf. ZX-1;100,00\n"
    "15/01/2025;B;ref. zx-1;50,00\n"
    "16/01/2025;B;Écran 24 pouces;300,00\n"
    "17/01/2024;B;Réf. ZX-1;999,00\n"
)


def upload(text: str | bytes = TWINS, name: str = "achats.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def followed(client: Client, answer: Any) -> Any:
    while answer.status_code == 302:
        do_waiting("here:1")
        answer = client.get(answer["Location"])
    return answer


def last(place: Organisation | None = None) -> PurchaseDeclaration:
    place = place or Organisation.objects.exclude(trial_until=None).latest("pk")
    with scope(organisation=place):
        return PurchaseDeclaration.objects.select_related("organisation").latest("pk")


def at(name: str, kept: PurchaseDeclaration, *more: Any) -> str:
    return reverse(f"tender:{name}", args=[kept.organisation.public_id, kept.public_id, *more])


def given(town: Town, role: str = "buyer", file: SimpleUploadedFile | None = None, **told: Any) -> PurchaseDeclaration:
    """Let someone of a town give a file of purchases of 2025, and wait until it is read."""
    client = town.client(role)
    address = reverse("tender:new_declaration", args=[town.organisation.public_id])
    followed(client, client.post(address, {"file": file or upload(), "year": 2025} | told))
    return last(town.organisation)


def number_of(kept: PurchaseDeclaration, designation: str) -> int:
    with scope(organisation=kept.organisation):
        now = declared(last(kept.organisation)).now
        return next(n for n, c in now.items() if c.purchase.description == designation)


def say_of(client: Client, kept: PurchaseDeclaration, designation: str, **said: str) -> Any:
    """Open the page of a line, say what it is, and send that."""
    number = number_of(kept, designation)
    seen = carried(client, at("purchase_line", kept, number))
    return client.post(at("class_line", kept, number), seen | said)


def saved(client: Client, kept: PurchaseDeclaration, name: str) -> bytes:
    content: bytes = client.get(at("declaration_file", kept, name)).content
    return content


def official(client: Client, kept: PurchaseDeclaration) -> bytes:
    return saved(client, kept, "declaration.csv")


def test_from_the_file_to_the_corrected_declaration_the_site_says_what_the_terminal_says(
    belcombe: Town, tmp_path: Path
) -> None:
    kept = given(belcombe, file=upload(EXAMPLE.read_bytes()), siret="211 200 465 00011", name="Mairie de Belcombe")
    buyer = belcombe.client("buyer")
    page = words(buyer.get(at("declaration", kept)))
    assert "La part de réemploi demandée est atteinte dans 1 des 2 catégories" in page
    assert "lignes non encore classées : 1" in page
    assert page.index("aucun mot de ce libellé") < page.index("Comment le fichier a été lu")
    followed(buyer, say_of(buyer, kept, "Réf. KX-2207-B", category="it", condition="reuse"))
    followed(buyer, say_of(buyer, kept, "Fauteuils de bureau d'occasion", category="-"))
    followed(buyer, say_of(buyer, kept, "Ramettes papier A4 recyclé 80 g", recycled="no"))

    lines = buyer.get(at("declaration_file", kept, "lines.csv"))
    corrected = tmp_path / "lines.csv"
    corrected.write_bytes(lines.content)
    told = ["--siret", SIRET, "--name", "Mairie de Belcombe", "--corrections", str(corrected)]
    out = tmp_path / "declaration.csv"
    ran = CliRunner().invoke(command, [str(EXAMPLE), "--year", "2025", *told, "--csv", str(out)])
    assert ran.exit_code == 0, ran.output
    assert official(buyer, kept) == out.read_bytes()

    everything = tmp_path / "all.json"
    CliRunner().invoke(command, [str(EXAMPLE), "--year", "2025", *told, "--lang", "fr", "--json", str(everything)])
    there, here = json.loads(everything.read_bytes()), json.loads(saved(buyer, kept, "declaration.json"))
    assert {**here, "file": ""} == {**there, "file": "", "corrections": here["corrections"]}

    plain = tmp_path / "plain.csv"
    CliRunner().invoke(command, [str(EXAMPLE), "--year", "2025", *told[:4], "--csv", str(plain)])
    assert plain.read_bytes() != out.read_bytes()


def test_lines_of_one_designation_are_corrected_together_and_undone_together(belcombe: Town) -> None:
    kept = given(belcombe)
    buyer = belcombe.client("buyer")
    page = words(buyer.get(at("purchase_line", kept, number_of(kept, "ref. zx-1"))))
    assert "2 lignes portent cette désignation" in page
    followed(buyer, say_of(buyer, kept, "Réf. ZX-1", category="furniture", which="all"))
    assert b"Mobilier et am\xc3\xa9nagement d'int\xc3\xa9rieur,150.00" in official(buyer, kept)

    trace = words(buyer.get(at("said_of_lines", kept)))
    assert "category" not in trace
    assert "de « non classé » à « Mobilier et aménagement d'intérieur »" in trace
    assert "buyer@belcombe.example" in trace
    with scope(organisation=belcombe.organisation):
        said = ClassCorrection.objects.get()
    followed(buyer, buyer.post(at("take_back_said", kept, said.pk)))
    assert b"Mobilier" not in official(buyer, kept)
    assert "annulée le" in words(buyer.get(at("said_of_lines", kept)))
    with scope(organisation=belcombe.organisation):
        assert ClassCorrection.objects.get().undone_by == belcombe.people["buyer"]


def test_one_line_alone_is_corrected_where_that_is_meant(belcombe: Town) -> None:
    kept = given(belcombe)
    buyer = belcombe.client("buyer")
    followed(buyer, say_of(buyer, kept, "ref. zx-1", category="toys", which="one"))
    assert b"Jeux et jouets,50.00" in official(buyer, kept)
    followed(buyer, say_of(buyer, kept, "Réf. ZX-1", condition="gift", which="all"))
    assert b"Jeux et jouets,0.00,0.00,50.00" in official(buyer, kept)


def test_the_last_word_on_a_field_stands_and_the_first_comes_back_when_it_is_taken_back(belcombe: Town) -> None:
    kept = given(belcombe)
    buyer = belcombe.client("buyer")
    followed(buyer, say_of(buyer, kept, "Écran 24 pouces", condition="reuse"))
    followed(buyer, say_of(buyer, kept, "Écran 24 pouces", category="-", recycled="yes"))
    assert b"informatique" not in official(buyer, kept)
    followed(buyer, say_of(buyer, kept, "Écran 24 pouces", category="found"))
    assert b"300.00,300.00,,300.00" in official(buyer, kept)
    followed(buyer, say_of(buyer, kept, "Écran 24 pouces", recycled="found", condition="found"))
    assert b"300.00,0.00,," in official(buyer, kept)


def test_who_corrects_a_line_second_sees_both_texts_and_overwrites_nothing(belcombe: Town) -> None:
    kept = given(belcombe)
    buyer, colleague = belcombe.client("buyer"), belcombe.client("administrator")
    number = number_of(kept, "Réf. ZX-1")
    before = carried(colleague, at("purchase_line", kept, number))
    followed(buyer, say_of(buyer, kept, "Réf. ZX-1", category="toys"))
    answer = colleague.post(at("class_line", kept, number), before | {"category": "paper", "condition": "reuse"})
    assert answer.status_code == 409
    said = words(answer)
    assert "Jeux et jouets" in said
    assert "Papier" in said
    assert f'href="{at("purchase_line", kept, number)}"' in answer.content.decode()
    assert b"Jeux et jouets" in official(buyer, kept)
    again = colleague.post(at("class_line", kept, number), carried_by(answer) | {"category": "paper"})
    assert again.status_code == 302
    assert b"Papier" in official(buyer, kept)


def test_amounts_that_no_line_tells_are_told_by_a_person_as_in_the_terminal(belcombe: Town, tmp_path: Path) -> None:
    kept = given(belcombe, file=upload(EXAMPLE.read_bytes()), siret=SIRET, name="Mairie de Belcombe")
    buyer = belcombe.client("buyer")
    page = at("declared_amounts", kept)
    stale = carried(buyer, page)
    told = {"it-gift_eur": "1 200,50", "it-recycled_eur": "0", "no_gifts": "on"}
    followed(buyer, buyer.post(page, stale | told))
    rows = {row["type_produit_acquis"]: row for row in csv.DictReader(io.StringIO(official(buyer, kept).decode()))}
    it = rows["Matériel informatique et téléphonie"]
    assert (it["montant_produits_issus_don"], it["montant_produits_recycles"]) == ("1200.50", "0.00")
    assert rows["Papier"]["montant_produits_issus_don"] == "0.00"

    out = tmp_path / "declaration.csv"
    with scope(organisation=belcombe.organisation):
        ids = [row.category.id for row in declared(last(belcombe.organisation)).declaration.rows]
    amounts = [f"--gifts={'it=1200,5' if id_ == 'it' else f'{id_}=0'}" for id_ in ids]
    told_there = ["--siret", SIRET, "--name", "Mairie de Belcombe", *amounts, "--recycled", "it=0", "--csv", str(out)]
    assert CliRunner().invoke(command, [str(EXAMPLE), "--year", "2025", *told_there]).exit_code == 0
    assert official(buyer, kept) == out.read_bytes()

    second = buyer.post(page, stale | {"it-gift_eur": "7"})
    assert second.status_code == 409
    assert "1 200,5" in words(second)
    assert buyer.post(page, carried(buyer, page) | {"it-gift_eur": "-3"}).status_code == 422
    assert buyer.post(page, carried(buyer, page) | {"it-gift_eur": "beaucoup"}).status_code == 422
    followed(buyer, buyer.post(page, carried(buyer, page) | {"it-recycled_eur": "0"}))
    assert b"19000.00,,0.00" in official(buyer, kept)


def test_nothing_said_is_no_correction(belcombe: Town) -> None:
    kept = given(belcombe)
    buyer = belcombe.client("buyer")
    assert say_of(buyer, kept, "Réf. ZX-1", category="", condition="").status_code == 422
    assert say_of(buyer, kept, "Réf. ZX-1", category="cheese").status_code == 422
    followed(buyer, say_of(buyer, kept, "Écran 24 pouces", condition="new"))
    with scope(organisation=belcombe.organisation):
        assert not ClassCorrection.objects.exists()


def test_another_year_is_declared_from_the_same_file(belcombe: Town) -> None:
    kept = given(belcombe)
    buyer = belcombe.client("buyer")
    followed(buyer, say_of(buyer, kept, "Réf. ZX-1", category="toys"))
    page = at("declarant", kept)
    stale = carried(buyer, page)
    told = {"year": 2024, "name": "Ville", "siret": SIRET}
    followed(buyer, buyer.post(page, stale | told))
    assert official(buyer, kept).decode().splitlines()[1:] == []
    assert "999" in words(buyer.get(at("declaration", kept)))
    conflict = buyer.post(page, stale | {"year": 2023, "name": "", "siret": ""})
    assert conflict.status_code == 409
    assert buyer.post(page, carried(buyer, page) | {"year": 2024, "siret": "12"}).status_code == 422


def test_a_visitor_declares_the_example_without_an_account() -> None:
    client = Client()
    page = words(followed(client, client.post(reverse("tender:declare"), {"example": "1"})))
    assert "La part de réemploi demandée est atteinte dans 1 des 2 catégories" in page
    assert "30 juin 2026" in page
    assert "data.gouv.fr" in page
    assert "Vous n’avez pas dit qui achète" in page
    assert "non confirmé" in page
    kept = last()
    followed(client, say_of(client, kept, "Réf. KX-2207-B", category="it"))
    assert "lignes non encore classées" not in words(client.get(at("declaration", kept)))
    assert Client().get(at("declaration", kept)).status_code == 404


def test_lines_pasted_from_a_spreadsheet_are_read_and_english_pages_say_the_same(belcombe: Town) -> None:
    address = reverse("tender:new_declaration", args=[belcombe.organisation.public_id])
    buyer = belcombe.client("buyer")
    pasted = "Description\tAmount excl. VAT\nRefurbished laptop\t1250.50\nZorglub\t10\n"
    answer = followed(buyer, buyer.post(address, {"pasted": pasted, "year": 2025}))
    kept = last(belcombe.organisation)
    assert "Zorglub" in words(answer)
    assert "1 250,50" in words(buyer.get(at("declaration", kept), {"of": "it"}))
    english = belcombe.client("buyer")
    english.cookies["levier_language"] = "en"
    page = words(english.get(at("declaration", kept)))
    assert "IT and telephony equipment: 100.0% of what was spent comes from reuse, 20.0% is asked" in page
    assert "lines not classed yet: 1" in page


def test_the_declarations_are_reached_from_the_page_of_the_organisation_and_from_the_home_page(belcombe: Town) -> None:
    kept = given(belcombe)
    reader = belcombe.client("reader")
    listed = reverse("tender:declarations", args=[belcombe.organisation.public_id])
    assert f'href="{listed}"' in markup(reader.get(f"/o/{belcombe.organisation.public_id}/"))
    assert f'href="{at("declaration", kept)}"' in markup(reader.get(listed))
    assert f'href="{reverse("tender:declare")}"' in markup(Client().get("/"))


def test_the_example_is_the_one_that_the_terminal_documents() -> None:
    assert example.content() == EXAMPLE.read_bytes()


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("local_authority", "La loi nomme votre type d’organisation"),
        ("company", "Rien ne vous oblige à déclarer"),
        ("hospital", "Il n’est pas établi que vous deviez déclarer"),
        ("", "Vous n’avez pas dit qui achète"),
    ],
)
def test_who_has_to_declare_is_said_from_the_facts(belcombe: Town, kind: str, sentence: str) -> None:
    kept = given(belcombe)
    Organisation.objects.filter(pk=belcombe.organisation.pk).update(kind=kind)
    page = words(belcombe.client("reader").get(at("declaration", kept)))
    assert sentence in page
    assert "vérifié le 23 novembre 2026" in page


HOSTILE = {
    "vide.csv": b"\n",
    "ttc.csv": "Libellé;Montant TTC\nÉcran;120\n".encode(),
    "bombe.xlsx": b"PK\x03\x04" + b"\x00" * 200,
    "image.csv": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "../../etc/passwd": b"root:x:0:0\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_cannot_be_read_is_told_and_nothing_else_happens(belcombe: Town, name: str) -> None:
    kept = given(belcombe, file=upload(HOSTILE[name], name))
    assert kept.state == PurchaseDeclaration.State.UNREADABLE
    reader = belcombe.client("reader")
    assert "Aucune ligne n’a pu être lue dans ce fichier" in words(reader.get(at("declaration", kept)))
    assert reader.get(at("declaration_file", kept, "declaration.csv")).status_code == 404
    assert "/" not in kept.file_name


def test_markup_and_formulas_in_a_file_stay_text(belcombe: Town) -> None:
    kept = given(belcombe, file=upload("Désignation;Montant HT\n<script>x</script>;5\n=2+3 écran;7\n"))
    reader = belcombe.client("reader")
    page = reader.get(at("declaration", kept), {"of": "all"}).content.decode()
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page
    lines = reader.get(at("declaration_file", kept, "lines.csv")).content.decode("utf-8-sig")
    assert "'=2+3 écran" in lines


def test_another_organisation_sees_nothing_and_a_reader_changes_nothing(belcombe: Town, outsider: Town) -> None:
    kept = given(belcombe)
    foreign = outsider.client("administrator")
    number = number_of(kept, "Réf. ZX-1")
    mine = given(outsider)
    for name, more in (("declaration", ()), ("declarant", ()), ("purchase_line", (number,)), ("said_of_lines", ())):
        assert foreign.get(at(name, kept, *more)).status_code == 404
        theirs = reverse(f"tender:{name}", args=[outsider.organisation.public_id, kept.public_id, *more])
        assert outsider.client("buyer").get(theirs).status_code == 404
    assert foreign.get(at("declaration_file", kept, "declaration.json")).status_code == 404
    assert belcombe.client("reader").post(at("class_line", kept, number), {"category": "it"}).status_code == 403
    say_of(belcombe.client("buyer"), kept, "Réf. ZX-1", category="toys")
    with scope(organisation=belcombe.organisation):
        said = ClassCorrection.objects.get()
    assert outsider.client("buyer").post(at("take_back_said", mine, said.pk)).status_code == 302
    with scope(organisation=belcombe.organisation):
        assert ClassCorrection.objects.get().undone_at is None


def test_a_declaration_is_deleted_and_brought_back_with_what_was_said(belcombe: Town) -> None:
    kept = given(belcombe)
    buyer = belcombe.client("buyer")
    followed(buyer, say_of(buyer, kept, "Réf. ZX-1", category="toys"))
    page = words(buyer.post(at("delete_declaration", kept), follow=True))
    assert "peut être rétablie" in page
    assert buyer.get(at("declaration", kept)).status_code == 404
    followed(buyer, buyer.post(at("bring_back_declaration", kept)))
    assert b"Jeux et jouets" in official(buyer, kept)
    told = set(Entry.objects.filter(organisation=belcombe.organisation.public_id).values_list("action", flat=True))
    assert {"tender.declare", "tender.reclass", "tender.drop_declaration", "tender.return_declaration"} <= told


def test_the_file_goes_after_its_days_and_the_lines_stay(belcombe: Town) -> None:
    kept = given(belcombe)
    buyer = belcombe.client("buyer")
    assert default_storage.exists(file_name(kept.content))
    with scope(organisation=belcombe.organisation):
        names = {name for name, _ in tables(belcombe.organisation)}
        PurchaseDeclaration.objects.update(created_at=timezone.now() - keep_for("purchase_file") - timedelta(hours=1))
    assert {"tender.purchasedeclaration", "tender.classcorrection"} <= names
    purge(timezone.now() + timedelta(days=1, hours=1))
    assert not default_storage.exists(file_name(kept.content))
    assert default_storage.exists(lines_name(kept.lines))
    assert b"informatique" in official(buyer, kept)


def test_the_json_says_who_said_what(belcombe: Town) -> None:
    kept = given(belcombe)
    buyer = belcombe.client("buyer")
    followed(buyer, say_of(buyer, kept, "Réf. ZX-1", category="toys"))
    told = json.loads(buyer.get(at("declaration_file", kept, "declaration.json")).content)
    (act,) = told["corrections"]
    assert (act["said"], act["by"], act["before"]["category"]) == ({"category": "toys"}, "buyer@belcombe.example", [""])
    assert act["lines"] == [["", 2], ["", 3]]
    assert [line["corrected"] for line in told["lines"]] == [True, True, False]
    rows = list(csv.DictReader(io.StringIO(official(buyer, kept).decode())))
    assert {row["montant_produits_issus_don"] for row in rows} == {""}


def test_lines_that_are_gone_are_found_by_the_check_of_the_site(belcombe: Town) -> None:
    kept = given(belcombe)
    assert [f for f in inspect() if kept.public_id in f.object] == []
    default_storage.delete(lines_name(kept.lines))
    assert [f.severity for f in inspect() if kept.public_id in f.object] == [Severity.ERROR]


def test_a_page_of_many_lines_shows_some_and_asks_the_database_few_times(
    belcombe: Town, django_assert_max_num_queries: Any
) -> None:
    rows = "".join(f"Réf. {n};{n},50\n" for n in range(1, 61))
    kept = given(belcombe, file=upload(f"Désignation;Montant HT\n{rows}Écran;5\n"))
    reader = belcombe.client("reader")
    with django_assert_max_num_queries(12):
        first = reader.get(at("declaration", kept))
    assert first.content.count(b"/lines/") == 25
    assert "Page 1 sur 3" in words(first)
    assert "Réf. 60" in words(first)
    assert "Réf. 1 " in words(reader.get(at("declaration", kept), {"of": "unclassed", "page": "3"}))
    assert "Écran" in words(reader.get(at("declaration", kept), {"of": "it"}))
    assert reader.get(at("purchase_line", kept, 999)).status_code == 404


def handed(client: Client, kept: PurchaseDeclaration, taken: bytes, **changes: str) -> Any:
    """Correct a file of lines as a spreadsheet does, cells by line and column, and hand it back."""
    rows = list(csv.DictReader(io.StringIO(taken.decode("utf-8-sig")), delimiter=";"))
    for where, value in changes.items():
        line, _, column = where.removeprefix("l").partition("_")
        next(row for row in rows if row["line"] == line)[column] = value
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return client.post(at("hand_back_lines", kept), {"file": upload(out.getvalue(), "lignes.csv")})


def test_lines_corrected_in_a_spreadsheet_are_handed_back_and_only_what_changed_is_said(belcombe: Town) -> None:
    kept = given(belcombe)
    buyer = belcombe.client("buyer")
    taken = saved(buyer, kept, "lines.csv")
    followed(buyer, handed(buyer, kept, taken))
    with scope(organisation=belcombe.organisation):
        assert not ClassCorrection.objects.exists()
    followed(buyer, handed(buyer, kept, taken, l2_category="Papier", l3_category="Papier", l4_condition="reuse"))
    assert b"Papier,150.00" in official(buyer, kept)
    with scope(organisation=belcombe.organisation):
        said = list(ClassCorrection.objects.order_by("pk"))
    assert [(act.about, act.said, act.lines) for act in said] == [
        ("lignes.csv", {"category": "paper"}, [["", 2], ["", 3]]),
        ("lignes.csv", {"condition": "reuse"}, [["", 4]]),
    ]
    followed(buyer, buyer.post(at("take_back_said", kept, said[0].pk)))
    assert b"Papier" not in official(buyer, kept)


def test_a_file_taken_before_somebody_corrected_its_lines_overwrites_nothing(belcombe: Town) -> None:
    kept = given(belcombe)
    buyer, colleague = belcombe.client("buyer"), belcombe.client("administrator")
    taken = saved(colleague, kept, "lines.csv")
    followed(buyer, say_of(buyer, kept, "Réf. ZX-1", category="toys"))
    answer = handed(colleague, kept, taken, l2_category="Papier", l4_recycled="oui")
    assert answer.status_code == 409
    assert "Jeux et jouets Papier" in words(answer)
    assert b"Papier" not in official(buyer, kept)
    followed(colleague, handed(colleague, kept, taken, l4_recycled="oui"))
    assert b"Jeux et jouets,150.00" in official(buyer, kept)
    assert b"300.00,0.00,,300.00" in official(buyer, kept)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"line;category;condition;recycled\n999;-;;\n", "absente du fichier"),
        (b"line;category;condition;recycled\n5;-;;\n", "absente du fichier"),
        (b"line;category;condition;recycled\n2;Fromage;;\n", "Une correction est illisible"),
        (b"line;category\n2;-\n", "Il manque une colonne"),
        (b"line;category;condition;recycled\n2;-\n", "même nombre de cellules"),
        ("line;category;condition;recycled\n²;-;;\n".encode(), "ne dit pas sa ligne"),
        (b"\x00\x01", "n’est pas une table de texte"),
    ],
)
def test_a_file_of_corrections_that_cannot_be_used_is_told_and_nothing_is_kept(
    belcombe: Town, content: bytes, sentence: str
) -> None:
    kept = given(belcombe)
    buyer = belcombe.client("buyer")
    answer = buyer.post(at("hand_back_lines", kept), {"file": upload(content, "lignes.csv")})
    assert answer.status_code == 422
    assert sentence in words(answer)
    with scope(organisation=belcombe.organisation):
        assert not ClassCorrection.objects.exists()


def test_an_amount_that_was_not_read_is_told_beside_the_sum_and_is_no_zero(belcombe: Town) -> None:
    lines = "Désignation;Montant HT;Date\nÉcran 27 pouces;200;2025-03-01\nÉcran 27 pouces;;2025-04-01\n"
    kept = given(belcombe, file=upload(lines))
    with scope(organisation=belcombe.organisation):
        [group] = declared(kept).groups_of("all")
    assert (group.lines, group.amount_eur, group.unread) == (2, 200.0, 1)
    assert "200,00 non lus : 1" in words(belcombe.client("buyer").get(at("declaration", kept)))
