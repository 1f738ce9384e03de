"""The workbook that a tender asks for: nothing twice, one unit for one thing, and back again as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from levier.report.tender_documents.writing import workbook
from levier.tender.answers.asking import Place, equivalent, places
from levier.tender.answers.facts import units
from levier.tender.answers.form import AnswerForm, Kind
from levier.tender.answers.layout import choice_shown
from levier.tender.answers.reading import read_back
from levier.tender.model import PriceBasis
from levier.wording.errors import BadOption
from levier.wording.text import label
from tests.tender.answers.bidders import SOFFICE, filled, resaved
from tests.tender.belcombe import changed, dossier, library


def form() -> AnswerForm:
    return workbook(dossier())


def answered() -> dict[tuple[str, ...], object]:
    """Answer everything that must be, as a bidder would."""
    told: dict[tuple[str, ...], object] = {("bidder", "name"): "Atelier Rebond", ("bidder", "siret"): "12345678900011"}
    shown = {Kind.TEXT: "voir annexe 1", Kind.COUNT: 2, Kind.SHARE: 0.9, Kind.NUMBER: 3, Kind.MONEY: 10}
    for question in form().questions:
        choices = question.field.choices
        told["answer", question.id] = choice_shown(form(), choices[0].label) if choices else shown[question.field.kind]
    for line in form().prices:
        told["price", line.id], told["vat", line.id] = 850.5, 0.2
    return told


def test_every_unit_of_the_library_is_one_that_a_bidder_can_type() -> None:
    of_fields = {f.unit for c in library().criteria.values() for f in c.fields if f.unit}
    assert of_fields <= set(units())
    assert {id_ for kind, id_ in library().terms if kind == "unit"} <= set(units())


def test_each_field_of_each_criterion_chosen_has_its_place_in_the_workbook() -> None:
    asked = {("answer", q.id) for q in form().questions} | {("product", p.id) for p in form().products} | {("price",)}
    found = places(dossier().taken)
    assert len(found) == sum(len(t.criterion.fields) for t in dossier().taken if t.criterion and t.criterion.answered)
    assert {place.key for place in found.values()} <= asked


def test_what_two_criteria_ask_alike_is_asked_once_in_one_unit() -> None:
    found = places(dossier().taken)
    new, refurbished = found["BUR-01", "warranty_years"], found["REC-03", "warranty_months"]
    assert new == refurbished == Place(("product", "warranty"), "month")
    years, months = (library().criteria[c].fields[0] for c in ("BUR-01", "REC-03"))
    assert new.value(36, years) == pytest.approx(3)
    assert refurbished.value(24, months) == 24
    (column,) = [p for p in form().products if p.id == "warranty"]
    assert column.label.in_("en") == "Warranty included in the price (BUR-01, REC-03)"


def test_no_price_is_asked_for_outside_the_price_lines() -> None:
    assert not [p.id for p in form().products if "price" in p.id]
    assert [(p.id, p.lot, p.quantity) for p in form().prices] == [
        ("L1-1", "1", 200),
        ("L1-2", "1", 50),
        ("L2-1", "2", 150),
    ]


def test_a_criterion_judged_in_words_is_asked_in_words_and_a_price_is_not() -> None:
    ids = {q.id for q in form().questions}
    assert "service" in ids
    assert not {"cost", "repair"} & ids


def test_prices_are_compared_on_the_basis_of_the_tender() -> None:
    assert dossier().tender.price_basis is PriceBasis.INC_VAT
    assert form().prices_with_vat
    assert not workbook(dossier(changed(("price_basis: inc_vat", "price_basis: ex_vat")))).prices_with_vat


def test_the_workbook_carries_the_hash_of_the_rules_and_moves_with_them() -> None:
    assert form().parameters == dossier().announced.hash
    other = workbook(dossier(changed(("value: 0.172", "value: 0.2"))))
    assert other.parameters != form().parameters
    assert other.fingerprint != form().fingerprint


def test_a_line_without_quantity_is_refused_rather_than_counted_as_nothing() -> None:
    with pytest.raises(BadOption, match="no quantity"):
        workbook(dossier(changed((", units: 150", ""))))


def test_an_equivalent_proof_is_accepted_whether_the_text_says_it_or_not() -> None:
    told = equivalent(label("Fiche du fabricant", "Data sheet of the maker"))
    assert told is not None
    assert told.in_("fr") == "Fiche du fabricant, ou tout document équivalent"
    assert told.in_("en") == "Data sheet of the maker, or any equivalent document"
    same = label("Relevé ou mesure équivalente", "Reading or equivalent measure")
    assert equivalent(same) == label("Relevé ou mesure équivalente", "Reading or equivalent measure")


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(("origin", "target"), [("xlsx", "ods"), ("ods", "xlsx")])
def test_the_workbook_of_the_town_comes_back_complete_from_libreoffice(
    origin: str, target: str, tmp_path: Path
) -> None:
    back = read_back("bid", resaved(filled(answered(), form(), origin), origin, target, tmp_path), form())
    assert back.complete, (back.changes, back.missing, back.wrong)
    assert {key for key in back.answers if key[0] == "price"} == {("price", line.id) for line in form().prices}
