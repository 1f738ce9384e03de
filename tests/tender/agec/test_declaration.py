"""A town's purchases of a year become the declaration of article 58: every line classed, nothing unknown made zero."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from levier.cli.agec import agec as command
from levier.estate.reading.words import plain
from levier.report.agec import answer, rest
from levier.tender.agec.classing import classify, classify_all, hits
from levier.tender.agec.correcting import lines_table, read_corrections
from levier.tender.agec.declaring import days_left, declare
from levier.tender.agec.document import csv_text, document
from levier.tender.agec.duty import Bound, duty
from levier.tender.agec.facts import SCHEMA, AgecFacts
from levier.tender.agec.model import Condition, Confidence, Declaration, Purchase, Purchases, Row, Told
from levier.tender.agec.reading import read_purchases
from levier.tender.law.facts import load_law
from levier.tender.library.loading import procurement_folder
from levier.tender.model import BuyerKind
from levier.wording.errors import BadOption, UnusableFile
from tests.tender.agec.conftest import shipped

SIRET = "21120046500011"


@pytest.fixture
def declaration(purchases: Purchases, agec: AgecFacts) -> Declaration:
    return declare(purchases, 2025, agec, siret=SIRET, name="Mairie de Belcombe")


def line(description: str, **more: Any) -> Purchase:
    told: dict[str, Any] = dict.fromkeys(("supplier", "condition", "cpv", "category", "recycled"), "")
    return Purchase(1, None, description, 100.0, None, 1, **(told | more))


def row(d: Declaration, id_: str) -> Row:
    return next(r for r in d.rows if r.category.id == id_)


def test_the_header_is_found_below_titles_and_the_amount_before_vat_is_taken(purchases: Purchases) -> None:
    assert purchases.columns["amount_excl_vat"] == "Montant HT"
    assert (len(purchases.lines), purchases.unread) == (36, ())
    assert purchases.lines[0].line == 4
    assert purchases.lines[0].amount_eur == 15600


def test_a_line_of_another_year_is_not_declared_and_is_told(declaration: Declaration) -> None:
    assert declaration.other_years == 1
    assert all(c.purchase.on is None or c.purchase.on.year == 2025 for c in declaration.lines)


def test_every_amount_of_the_year_is_in_one_category_or_told_apart(declaration: Declaration) -> None:
    classed = sum(r.total_eur for r in declaration.rows)
    apart = sum(c.purchase.amount_eur or 0 for c in (*declaration.unclassed, *declaration.outside))
    every = sum(c.purchase.amount_eur or 0 for c in declaration.lines if c.condition is not Condition.GIFT)
    assert classed + apart == pytest.approx(every)


def test_the_amounts_of_computers_and_telephony(declaration: Declaration) -> None:
    it = row(declaration, "it")
    assert it.total_eur == pytest.approx(
        15600 + 19750 + 4350 + 3900 + 4485 + 3400 + 6800 + 4950 + 920 - 290 + 1150 + 1050
    )
    assert it.reuse_eur == 15600 + 3400
    assert it.reuse_share == pytest.approx(19000 / it.total_eur)


def test_recycled_matter_that_nothing_tells_is_unknown_and_never_zero(
    declaration: Declaration, agec: AgecFacts
) -> None:
    assert row(declaration, "it").recycled_eur is None
    cells = next(
        r
        for r in csv.DictReader(io.StringIO(csv_text(declaration, agec)))
        if r["type_produit_acquis"].startswith("Mat")
    )
    assert cells["montant_produits_recycles"] == ""
    assert row(declaration, "paper").recycled_eur == 2340


def test_a_gift_without_a_value_leaves_its_amount_to_be_filled_in(declaration: Declaration) -> None:
    assert row(declaration, "it").gift_eur is None
    assert any("value of gifts" in str(t) for t in declaration.to_fill)


def test_what_could_not_be_classed_is_listed_with_its_line(declaration: Declaration) -> None:
    assert [(c.purchase.line, c.purchase.description) for c in declaration.unclassed] == [(35, "Réf. KX-2207-B")]
    outside = {c.purchase.description.split(",")[0] for c in declaration.outside}
    assert {"Licence suite bureautique", "Abonnement mobile mensuel", "Location de tablettes"} <= outside


def test_the_target_is_told_with_its_column_to_be_confirmed(declaration: Declaration) -> None:
    target = row(declaration, "it").target
    assert target is not None
    assert (target.from_year, target.reuse_share, target.recycled_share) == (2024, 0.20, None)
    assert target.column_confirmed is False


@pytest.mark.parametrize(
    ("year", "share"), [(2023, None), (2024, 0.2), (2026, 0.2), (2027, 0.25), (2029, 0.25), (2031, 0.3)]
)
def test_the_target_grows_with_the_years(agec: AgecFacts, year: int, share: float | None) -> None:
    target = agec.target("it", year)
    assert (target.reuse_share if target else None) == share


def test_it_is_due_on_the_thirtieth_of_june_of_the_next_year(declaration: Declaration) -> None:
    assert declaration.due == date(2026, 6, 30)
    assert days_left(declaration, date(2026, 6, 1)) == 29


def official() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((procurement_folder() / "agec" / SCHEMA).read_text(encoding="utf-8"))
    return found


def faults(text: str) -> list[str]:
    """Hold a CSV to the official table schema, field by field, as its validators do."""
    schema, found = official(), []
    rows = list(csv.DictReader(io.StringIO(text)))
    if list(rows[0]) != [f["name"] for f in schema["fields"]]:
        return ["columns"] * (len(rows) * len(schema["fields"]))  # nothing can be told of any cell
    for n, cells in enumerate(rows, 2):
        for field in schema["fields"]:
            value, rules = cells[field["name"]], field["constraints"]
            if not value:
                if rules["required"]:
                    found.append(f"{n} {field['name']} is required")
                continue
            if field["type"] == "number" and not re.fullmatch(r"-?\d+(\.\d+)?", value):
                found.append(f"{n} {field['name']} is no number")
            if field["type"] == "year" and not re.fullmatch(r"\d{4}", value):
                found.append(f"{n} {field['name']} is no year")
            if "pattern" in rules and not re.fullmatch(rules["pattern"], value):
                found.append(f"{n} {field['name']} breaks its pattern")
            if "enum" in rules and value not in rules["enum"]:
                found.append(f"{n} {field['name']} is not in the list")
    return found


def test_the_file_follows_the_official_schema_but_for_what_is_said_to_be_filled_in(
    declaration: Declaration, agec: AgecFacts
) -> None:
    found = faults(csv_text(declaration, agec))
    assert {fault.split(" ", 1)[1] for fault in found} == {
        "montant_produits_recycles is required",
        "montant_produits_issus_don is required",
    }
    assert len(found) == sum(r.recycled_eur is None for r in declaration.rows) + sum(
        r.gift_eur is None for r in declaration.rows
    )


def test_the_validator_of_this_test_can_fail(declaration: Declaration, agec: AgecFacts) -> None:
    text = csv_text(declaration, agec)
    for before, after in (
        (SIRET, "123"),
        ("Papier", "Papiers"),
        ("2340.00", "2340,00 €"),
        ("2025,", "25,"),
        ("annee", "year"),
    ):
        assert len(faults(text.replace(before, after))) > len(faults(text)), before


def test_the_official_example_passes_the_same_validator() -> None:
    fields = [f["name"] for f in official()["fields"]]
    example = [str(f.get("example", "")) for f in official()["fields"]]
    assert faults(",".join(fields) + "\n" + ",".join(example) + "\n") == []


def test_every_official_label_is_a_category(agec: AgecFacts) -> None:
    (labels,) = (f["constraints"]["enum"] for f in official()["fields"] if "enum" in f["constraints"])
    assert [c.official for c in agec.categories.values()] == labels
    assert len(labels) == 17


@pytest.mark.parametrize(
    ("description", "category", "condition", "recycled"),
    [
        ("Cartouche pour imprimante", "printer_supplies", Condition.NEW, None),
        ("Imprimante avec cartouche", "printers", Condition.NEW, None),
        ("Ordinateur de bureau", "it", Condition.NEW, None),
        ("Bureau pour ordinateur", "furniture", Condition.NEW, None),
        ("Ordinateurs portables d’occasion", "it", Condition.REUSE, None),
        ("Ordinateur neuf, non reconditionné", "it", Condition.NEW, None),
        ("SMARTPHONES RECONDITIONNÉS", "it", Condition.REUSE, None),
        ("Papier 100 % recyclé", "paper", Condition.NEW, True),
        ("Papier non recyclé", "paper", Condition.NEW, None),
        ("Don de vélos", "transport_machines", Condition.GIFT, None),
        ("Laptop refurbished", "it", Condition.REUSE, None),
        ("Maintenance de serveurs", None, Condition.NEW, None),
        ("Location d’écrans", None, Condition.NEW, None),
        ("Recyclage de matériel", None, Condition.NEW, None),
        ("Zorglub", None, Condition.NEW, None),
    ],
)
def test_a_description_is_classed_by_the_thing_that_it_names_first(
    agec: AgecFacts, description: str, category: str | None, condition: Condition, recycled: bool | None
) -> None:
    found = classify(line(description), agec)
    assert (found.category.id if found.category else None, found.condition, found.recycled) == (
        category,
        condition,
        recycled,
    )


def test_a_class_says_on_what_word_it_rests(agec: AgecFacts) -> None:
    found = classify(line("Téléphone portable reconditionné"), agec)
    assert found.reason.in_("fr") == "le mot «\u00a0telephone\u00a0»\u202f; «\u00a0reconditionne\u00a0»"
    assert found.confidence is Confidence.HIGH


def test_what_the_file_says_of_a_line_is_taken_first(agec: AgecFacts) -> None:
    found = classify(line("Divers", category="Papier", condition="Occasion", recycled="oui"), agec)
    assert found.category is not None
    assert (found.category.id, found.condition, found.recycled, found.confidence) == (
        "paper",
        Condition.REUSE,
        True,
        Confidence.TOLD,
    )


def test_a_code_of_the_vocabulary_is_a_hint_and_no_more(agec: AgecFacts) -> None:
    found = classify(line("Divers", cpv="30213100-6"), agec)
    assert found.category is not None
    assert (found.category.id, found.confidence) == ("it", Confidence.LOW)


@given(st.text(max_size=80))
def test_any_description_is_classed_or_not_without_failing(description: str) -> None:
    found = classify(line(description), shipped())
    assert found.category is None or found.category.id in shipped().categories


def corrected(tmp_path: Path, declaration: Declaration, agec: AgecFacts, **changes: dict[str, str]) -> Declaration:
    """Correct the file of lines as a person would in a spreadsheet, and declare again."""
    header, *records = lines_table(declaration.lines, "fr")
    rows = [dict(zip(header, record, strict=True)) for record in records]
    for r in rows:
        r |= changes.get(f"l{r['line']}", {})
    path = tmp_path / "corrections.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, header, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    corrections = read_corrections(path, agec)
    return declare(declaration.purchases, 2025, agec, siret=SIRET, name="B", corrections=corrections)


def test_the_file_of_lines_handed_back_unchanged_changes_nothing(
    tmp_path: Path, declaration: Declaration, agec: AgecFacts
) -> None:
    again = corrected(tmp_path, declaration, agec)
    assert again.lines == declaration.lines


def test_a_person_corrects_a_class_and_it_is_told(tmp_path: Path, declaration: Declaration, agec: AgecFacts) -> None:
    it = row(declaration, "it").total_eur
    again = corrected(
        tmp_path,
        declaration,
        agec,
        l35={"category": "Matériel informatique et téléphonie", "condition": "reuse"},
        l32={"category": "-"},
    )
    assert again.unclassed == ()
    assert row(again, "it").total_eur == pytest.approx(it + 417 + 290)
    assert {c.purchase.line for c in again.lines if c.corrected} == {35, 32}


def test_saying_for_each_line_whether_it_holds_recycled_matter_gives_the_amount(
    tmp_path: Path, declaration: Declaration, agec: AgecFacts
) -> None:
    mine = [c.purchase.line for c in declaration.lines if c.category and c.category.id == "sport"]
    again = corrected(tmp_path, declaration, agec, **{f"l{n}": {"recycled": "non"} for n in mine})
    assert row(again, "sport").recycled_eur == 0


@pytest.mark.parametrize(
    ("content", "column"),
    [
        ("line;category;condition\n4;;\n", "recycled"),
        ("line;category;condition;recycled\n4;Ordinateurs;;\n", "category"),
        ("line;category;condition;recycled\n4;;used;\n", "condition"),
        ("line;category;condition;recycled\n4;;;perhaps\n", "recycled"),
        ("line;category;condition;recycled\nfour;;;\n", "line"),
    ],
)
def test_a_correction_that_cannot_be_read_is_told_with_its_cell(
    tmp_path: Path, agec: AgecFacts, content: str, column: str
) -> None:
    path = tmp_path / "c.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnusableFile) as refusal:
        read_corrections(path, agec)
    assert refusal.value.place is not None
    assert refusal.value.place.column == column


def test_a_correction_of_a_line_that_is_not_there_is_refused(
    tmp_path: Path, purchases: Purchases, agec: AgecFacts
) -> None:
    path = tmp_path / "c.csv"
    path.write_text("line;category;condition;recycled\n999;-;;\n", encoding="utf-8")
    with pytest.raises(UnusableFile, match="does not have"):
        declare(purchases, 2025, agec, corrections=read_corrections(path, agec))


def test_the_json_tells_every_line_and_what_it_took_for_granted(declaration: Declaration) -> None:
    told = document(declaration, "en")
    json.dumps(told, allow_nan=False)
    assert len(told["lines"]) == 35
    assert any("taken as new" in a for a in told["assumptions"])
    assert told["declaration"][1]["recycled_eur"] is None


def test_a_siret_of_another_length_is_refused(purchases: Purchases, agec: AgecFacts) -> None:
    with pytest.raises(BadOption):
        declare(purchases, 2025, agec, siret="123")


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "achats.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_amounts_with_vat_alone_are_refused_rather_than_guessed(tmp_path: Path, agec: AgecFacts) -> None:
    with pytest.raises(UnusableFile, match="include VAT"):
        read_purchases(written(tmp_path, "Libellé;Montant TTC\nÉcran;120\n"), agec)


def test_a_file_without_descriptions_is_refused(tmp_path: Path, agec: AgecFacts) -> None:
    with pytest.raises(UnusableFile, match="description"):
        read_purchases(written(tmp_path, "Date;Code\n01/02/2025;12\n"), agec)


def test_a_unit_price_is_multiplied_by_its_quantity_and_told(tmp_path: Path, agec: AgecFacts) -> None:
    found = read_purchases(written(tmp_path, "Désignation;Quantité;PU HT\nÉcran;3;100,50\n"), agec)
    assert found.lines[0].amount_eur == pytest.approx(301.5)
    assert any("unit price" in str(a) for a in found.assumptions)


def test_an_amount_that_cannot_be_read_is_told_and_not_counted(tmp_path: Path, agec: AgecFacts) -> None:
    found = read_purchases(written(tmp_path, "Désignation;Montant HT\nÉcran;cent\nClavier;20\n"), agec)
    assert [(place.line, place.column) for place, _ in found.unread] == [(2, "Montant HT")]
    assert declare(found, 2025, agec).rows[0].total_eur == 20


def test_an_english_file_with_commas_is_read(tmp_path: Path, agec: AgecFacts) -> None:
    found = read_purchases(
        written(tmp_path, 'Date,Description,Amount excl. VAT\n2025-03-01,Refurbished laptop,"1,250.50"\n'), agec
    )
    assert found.lines[0].amount_eur == 1250.5
    assert declare(found, 2025, agec).rows[0].reuse_eur == 1250.5


@given(st.lists(st.sampled_from([*"aeilr", "papier", "recycle", "non", "imprimante", "cartouche", "bureau", "pc"])))
def test_looking_words_up_finds_what_trying_them_all_finds(said: list[str]) -> None:
    tokens = plain(" ".join(said)).split()
    tried = [
        (at, word.id)
        for at in range(len(tokens))
        for word in shipped().words
        if len(tokens) >= at + len(word.tokens)
        and all(
            token.startswith(pattern[:-1]) if pattern.endswith("*") else token == pattern
            for token, pattern in zip(tokens[at:], word.tokens, strict=False)
        )
    ]
    assert [(hit.at, hit.word.id) for hit in hits(" ".join(said), shipped().lookup)] == tried


def test_lines_that_say_the_same_are_classed_alike_each_with_its_own_amount(
    purchases: Purchases, agec: AgecFacts
) -> None:
    assert classify_all(purchases.lines, agec) == [classify(p, agec) for p in purchases.lines]


def test_what_a_person_tells_stands_and_what_they_do_not_stays(purchases: Purchases, agec: AgecFacts) -> None:
    told = {"it": Told(gift_eur=0.0), "paper": Told(recycled_eur=9e9)}
    found = declare(purchases, 2025, agec, told=told)
    assert (row(found, "it").gift_eur, row(found, "it").recycled_eur) == (0.0, None)
    assert (row(found, "paper").gift_eur, row(found, "paper").recycled_eur) == (None, 9e9)
    assert any("more recycled matter is told than was spent" in str(text) for text in found.to_fill)


def test_the_answer_says_how_shares_stand_and_what_is_not_known(
    declaration: Declaration, purchases: Purchases, agec: AgecFacts
) -> None:
    assert str(answer(declaration)).startswith("The share of reuse that is asked is reached in 1 of the 2 categories")
    assert str(rest(declaration)).startswith("lines not classed yet: 1, amounts not known yet: ")
    undated = replace(purchases, lines=tuple(replace(p, on=None) for p in purchases.lines))
    assert "knows no target" in str(answer(declare(undated, 2023, agec)))
    one = replace(purchases, lines=(line("Ordinateur reconditionné"), replace(line("Souris"), line=2)))
    assert str(answer(declare(one, 2025, agec))).endswith("50.0% of what was spent comes from reuse, 20.0% is asked")
    assert "No line of 2025" in str(answer(declare(replace(one, lines=()), 2025, agec)))


@pytest.mark.parametrize(
    ("kind", "bound"),
    [
        (BuyerKind.STATE, Bound.YES),
        (BuyerKind.LOCAL_AUTHORITY, Bound.YES),
        (BuyerKind.COMPANY, Bound.NO),
        (BuyerKind.SUPPLIER, Bound.NO),
        (BuyerKind.HOSPITAL, Bound.OPEN),
        (None, Bound.NOT_TOLD),
    ],
)
def test_who_has_to_declare_is_what_the_rule_names(kind: BuyerKind | None, bound: Bound) -> None:
    assert duty(kind, load_law()).bound is bound


def test_more_lines_than_are_taken_are_refused_and_never_cut_off(tmp_path: Path, agec: AgecFacts) -> None:
    path = written(tmp_path, "Désignation;Montant HT\n" + "Écran;5\n" * 10)
    assert len(read_purchases(path, agec, most=11).lines) == 10
    with pytest.raises(UnusableFile, match="too many lines"):
        read_purchases(path, agec, most=10)


@pytest.mark.parametrize("amount", ["it", "it=", "it=-1", "cheese=5", "it=x"])
def test_an_amount_that_cannot_be_used_is_refused(example: Path, amount: str) -> None:
    ran = CliRunner().invoke(command, [str(example), "--year", "2025", "--gifts", amount])
    assert isinstance(ran.exception, BadOption)
