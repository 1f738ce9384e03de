"""Each rule tells what it finds in a tender, by kind of buyer and by date of notice."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from levier.catalogue.loading import shipped_folder
from levier.tender.finding import Finding, Verdict
from levier.tender.grouping import group
from levier.tender.law.case import CHECKS, Entry
from levier.tender.law.checking import CHECKED, check_tender
from levier.tender.law.facts import Law, load_law
from levier.tender.model import About, ClauseType
from levier.tender.reading import tender_from
from levier.wording.errors import BadFact

AFTER = date(2026, 9, 1)
BEFORE = date(2026, 8, 20)
BASE: dict[str, Any] = {
    "schema": "levier.tender/1",
    "title": "Workstations",
    "buyer": {"kind": "local_authority"},
    "nature": "supplies",
}
ENV = {"id": "e", "name": "Environment", "kind": "environment", "weight": 0.2, "text": "See the ladder."}
PRICE = {"id": "p", "name": "Price", "kind": "price", "weight": 0.8, "formula": "ratio"}
ENV_CLAUSE = {"text": "Take back packaging.", "type": "condition", "about": ["environment"]}
SOCIAL_CLAUSE = {"text": "300 hours of insertion.", "type": "condition", "about": ["social"]}


@cache
def law() -> Law:
    return load_law()


def findings(on: date = AFTER, library: Any = None, **told: Any) -> list[Finding]:
    text = yaml.safe_dump(BASE | told, allow_unicode=True)
    return check_tender(tender_from(text.encode(), "t"), law(), on, library)


def verdicts(rule: str, on: date = AFTER, library: Any = None, **told: Any) -> list[str]:
    return [f.verdict.value for f in findings(on, library, **told) if f.rule == rule]


def quantity(label: str, **more: Any) -> dict[str, Any]:
    return {"need": {"quantities": [{"label": label} | more]}}


def value(this: float, others: float | None = None, **more: Any) -> dict[str, Any]:
    category = {"category": "IT", "this_eur_ex_vat": this} | ({} if others is None else {"others_eur_ex_vat": others})
    return {"value": {"estimate_eur_ex_vat": this, "categories": [category]}} | more


LAPTOPS = quantity("laptops", category="laptop", units=100, mode="buy")
REFURBISHED = quantity("laptops", category="laptop", mode="refurbished")

STORIES: list[tuple[str, dict[str, Any], str]] = [
    ("CCP-L2111-1", {}, "not_met"),
    ("CCP-L2111-1", {"need": {"objectives": "Longer lives"}}, "met"),
    ("CCP-L2111-2", {}, "not_met"),
    ("CCP-L2111-2", {"clauses": [ENV_CLAUSE | {"type": "specification"}]}, "met"),
    ("CCP-L2112-2", {}, "not_met"),
    ("CCP-L2112-2", {"clauses": [ENV_CLAUSE]}, "met"),
    ("CCP-L2112-2", {"clauses": [SOCIAL_CLAUSE]}, "not_met"),
    ("CCP-L2112-2", {"clauses": [{"id": "TRV-99"}]}, "not_judged"),
    ("CCP-L2112-2-1", {}, "not_judged"),
    ("CCP-L2112-2-1", value(100_000), "not_applicable"),
    ("CCP-L2112-2-1", value(216_000), "not_met"),
    ("CCP-L2112-2-1", value(216_000, clauses=[SOCIAL_CLAUSE]), "met"),
    ("CCP-L2112-2-1", value(216_000, social_waiver={"case": "off_the_shelf", "reason": "On the shelf"}), "met"),
    ("CCP-L2112-2-1", value(216_000, social_waiver={"case": "off_the_shelf"}), "to_justify"),
    ("CCP-L2112-2-1", value(216_000, social_waiver={"case": "short_works", "reason": "Short"}), "not_met"),
    ("CCP-L2152-7", {}, "not_judged"),
    ("CCP-L2152-7", {"criteria": [PRICE]}, "not_met"),
    ("CCP-L2152-7", {"criteria": [PRICE, ENV]}, "met"),
    ("CCP-L2152-7", {"criteria": [PRICE, ENV | {"weight": 0}]}, "not_met"),
    ("CCP-R2152-7", {"criteria": [PRICE | {"weight": 1}]}, "not_met"),
    ("CCP-R2152-7", {"criteria": [PRICE, ENV]}, "met"),
    ("CCP-R2152-7", {"criteria": [ENV]}, "not_met"),
    ("CCP-R2152-7", {"criteria": [{"id": "c", "name": "Cost", "kind": "cost", "covers": ["acquisition"]}]}, "not_met"),
    (
        "CCP-R2152-7",
        {"criteria": [{"id": "c", "name": "Cost", "kind": "cost", "covers": ["use", "externalities"]}]},
        "met",
    ),
    ("CCP-R2152-9", {"criteria": [PRICE]}, "not_applicable"),
    ("CCP-R2152-9", {"criteria": [{"id": "c", "name": "Cost", "kind": "cost"}]}, "not_met"),
    ("CCP-R2152-9", {"criteria": [{"id": "c", "name": "Cost", "kind": "cost", "covers": ["use"]}]}, "not_met"),
    (
        "CCP-R2152-9",
        {
            "criteria": [{"id": "c", "name": "Cost", "kind": "cost", "covers": ["use"]}],
            "parameters": [{"id": "electricity_eur_per_kwh", "value": 0.2}],
        },
        "met",
    ),
    ("CCP-R2152-11", {"criteria": [PRICE, {"id": "q", "name": "Quality", "kind": "technical"}]}, "not_met"),
    ("CCP-R2152-11", {"criteria": [PRICE, ENV]}, "met"),
    ("CCP-R2152-12", {"procedure": "mapa", "criteria": [PRICE]}, "not_applicable"),
    ("CCP-R2152-12", {"procedure": "open", "criteria": [{"id": "p", "name": "P", "kind": "price"}]}, "not_met"),
    ("CCP-L2111-3", {}, "not_judged"),
    ("CCP-L2111-3", {"buyer": {"kind": "state", "annual_spend_eur_ex_vat": 50_000_000}}, "not_applicable"),
    ("CCP-L2111-3", {"buyer": {"kind": "state", "annual_spend_eur_ex_vat": 50_000_001}}, "not_met"),
    (
        "CCP-L2111-3",
        {
            "buyer": {
                "kind": "hospital",
                "annual_spend_eur_ex_vat": 6e7,
                "spaser": {"published": True, "indicators_on": "2024-08-31"},
            }
        },
        "not_met",
    ),
    (
        "CCP-L2111-3",
        {
            "buyer": {
                "kind": "hospital",
                "annual_spend_eur_ex_vat": 6e7,
                "spaser": {"published": True, "indicators_on": "2024-09-01"},
            }
        },
        "met",
    ),
    ("CCP-L2113-10", {}, "not_met"),
    ("CCP-L2113-10", {"no_lots_reason": "One service only"}, "met"),
    ("CCP-L2113-10", {"lots": [{"id": "1", "title": "a"}, {"id": "2", "title": "b"}]}, "met"),
    ("CCP-L2113-12", {"lots": [{"id": "1", "title": "a", "reserved": "social_economy"}]}, "not_met"),
    ("CCP-L2113-12", {"lots": [{"id": "1", "title": "a", "reserved": "disability"}]}, "met"),
    ("CCP-L2124-1", value(215_999, procedure="mapa"), "met"),
    ("CCP-L2124-1", value(216_000, procedure="mapa"), "not_met"),
    ("CCP-L2124-1", value(140_000, procedure="mapa", buyer={"kind": "state"}), "not_met"),
    ("CCP-L2124-1", value(140_000, procedure="mapa", buyer={"kind": "academic"}), "to_justify"),
    (
        "CCP-L2124-1",
        value(140_000, procedure="mapa", buyer={"kind": "academic", "central_authority": False}),
        "met",
    ),
    (
        "CCP-L2124-1",
        value(431_000, procedure="mapa", buyer={"kind": "local_authority", "contracting_entity": True}),
        "met",
    ),
    ("CCP-R2122-8", value(59_999, procedure="no_competition"), "met"),
    ("CCP-R2122-8", value(60_000, procedure="no_competition"), "not_met"),
    ("CCP-R2121-6", {}, "not_judged"),
    ("CCP-R2121-6", value(150_000, procedure="mapa"), "to_justify"),
    ("CCP-R2121-6", value(150_000, 50_000, procedure="mapa"), "met"),
    ("CCP-R2121-6", value(150_000, 70_000, procedure="mapa"), "not_met"),
    ("CCP-R2121-6", value(40_000, 30_000, procedure="no_competition"), "not_met"),
    (
        "CCP-R2123-1",
        {
            "lots": [
                {"id": "1", "title": "a", "value_eur_ex_vat": 400_000},
                {"id": "2", "title": "b", "value_eur_ex_vat": 79_000, "small": True},
            ]
        },
        "met",
    ),
    (
        "CCP-R2123-1",
        {
            "lots": [
                {"id": "1", "title": "a", "value_eur_ex_vat": 200_000},
                {"id": "2", "title": "b", "value_eur_ex_vat": 79_000, "small": True},
            ]
        },
        "not_met",
    ),
    ("CCP-L2125-1", {"duration": {"months": 60}}, "not_applicable"),
    ("CCP-L2125-1", {"duration": {"months": 48}, "framework": {"kind": "orders"}}, "met"),
    (
        "CCP-L2125-1",
        {"duration": {"months": 36, "renewals": 2, "renewal_months": 12}, "framework": {"kind": "orders"}},
        "not_met",
    ),
    (
        "CCP-L2125-1",
        {"duration": {"months": 60, "reason": "Investment"}, "framework": {"kind": "orders"}},
        "to_justify",
    ),
    ("CCP-R2162-4", {"framework": {"kind": "orders"}}, "not_met"),
    ("CCP-R2162-4", {"framework": {"kind": "orders", "maximum_units": 500}}, "met"),
    ("CCP-R2162-4", {"framework": {"minimum_eur_ex_vat": 9, "maximum_eur_ex_vat": 3}}, "not_met"),
    (
        "CCP-SUBSEQUENT",
        {"procedure": "subsequent", "framework": {"criteria": ["p"]}, "criteria": [PRICE, ENV]},
        "not_met",
    ),
    (
        "CCP-SUBSEQUENT",
        {"procedure": "subsequent", "framework": {"criteria": ["p", "e"]}, "criteria": [PRICE, ENV]},
        "met",
    ),
    ("CCP-R2142-7", value(100_000, candidates={"minimum_turnover_eur": 150_000}), "met"),
    ("CCP-R2142-7", value(100_000, candidates={"minimum_turnover_eur": 150_001}), "not_met"),
    (
        "CCP-R2142-7",
        value(100_000, candidates={"minimum_turnover_eur": 200_000, "turnover_reason": "Risk"}),
        "to_justify",
    ),
    ("CCP-R2151-8", {}, "to_justify"),
    ("CCP-R2151-8", {"variants": {"allowed": False}}, "met"),
    ("CCP-R2151-8", {"variants": {"allowed": True}}, "not_met"),
    ("CCP-R2111-6", {}, "to_justify"),
    ("CCP-R2111-7", quantity("Dell laptops"), "not_met"),
    ("CCP-R2111-7", quantity("Dell laptops or equivalent"), "met"),
    ("CCP-R2111-9", {"clauses": [{"text": "Énergie : ENERGY STAR", "type": "specification"}]}, "not_met"),
    ("CCP-R2111-12", {"criteria": [PRICE, ENV | {"text": "Note EcoVadis"}]}, "not_met"),
    ("TTC", {}, "not_met"),
    ("TTC", {"price_basis": "ex_vat", "vat_recovered": False}, "to_justify"),
    ("TTC", {"price_basis": "inc_vat", "vat_recovered": False}, "met"),
    ("AGEC-58", {}, "not_applicable"),
    ("AGEC-58", LAPTOPS, "to_justify"),
    ("AGEC-58", REFURBISHED, "met"),
    ("AGEC-58", LAPTOPS | {"buyer": {"kind": "hospital"}}, "not_applicable"),
    ("AGEC-58-list", LAPTOPS, "met"),
    ("AGEC-55", LAPTOPS, "not_met"),
    ("AGEC-55", LAPTOPS | {"criteria": [PRICE, ENV | {"name": "Indice de réparabilité"}]}, "met"),
    ("AGEC-55", REFURBISHED, "not_applicable"),
    ("ECODES-MOB", quantity("phones", category="smartphone"), "to_justify"),
    ("A11Y", {"segments": ["software"]}, "not_met"),
    ("A11Y", {"segments": ["software"], "clauses": [{"text": "RGAA ou équivalent"}]}, "met"),
    ("SREN", {"segments": ["cloud"], "buyer": {"kind": "state"}}, "to_justify"),
    ("SREN", {"segments": ["cloud"]}, "not_applicable"),
    ("DATAACT", {"segments": ["cloud"]}, "not_met"),
    ("CCAG-TIC", {}, "to_justify"),
    ("CCAG-TIC", {"ccag": ["TIC"]}, "met"),
    ("CCAG-TIC", {"ccag": ["TIC", "FCS"]}, "not_met"),
    ("CCAG-TIC", {"ccag": ["PI"]}, "to_justify"),
    ("CCAG-DEROG", {"derogations": [{"ccag_article": "14.1", "listed": False}]}, "not_met"),
    ("CCAG-DEROG", {"derogations": [{"ccag_article": "14.1", "listed": True}]}, "met"),
    ("CCAG-PENALTY", {"penalties": {"cap_share": 0.1}}, "met"),
    ("CCAG-PENALTY", {"penalties": {"cap_share": 0.2}}, "not_met"),
    (
        "CCAG-PENALTY",
        {"penalties": {"cap_share": 0.2}, "derogations": [{"ccag_article": "14.1", "listed": True}]},
        "to_justify",
    ),
    ("NEED-SOBRIETY", {}, "to_justify"),
    ("NEED-SOURCING", {"need": {"sourcing": {"done": True}}}, "not_met"),
    ("DRAFT-BRAND", quantity("Portables Lenovo"), "not_met"),
    ("DRAFT-GENERATION", quantity("Core i7 de 13e génération ou équivalent"), "not_met"),
    ("DRAFT-EQUIVALENT", {"clauses": [{"text": "Label Blue Angel."}]}, "not_met"),
    ("DRAFT-EQUIVALENT", {"clauses": [{"text": "Label Blue Angel ou équivalent."}]}, "met"),
    ("DRAFT-COMPANY", {"criteria": [PRICE, ENV | {"text": "Politique RSE du candidat"}]}, "not_met"),
    ("DRAFT-COMPANY", {"candidates": {"asked": ["Politique RSE du candidat"]}}, "met"),
    ("DRAFT-LOCAL", {"criteria": [PRICE, ENV | {"text": "Proximité géographique"}]}, "not_met"),
    ("DRAFT-LABEL", {"criteria": [PRICE, ENV | {"text": "Médaille EcoVadis"}]}, "not_met"),
    ("DRAFT-SMALL", {"candidates": {"asked": ["Bilan carbone scopes 1, 2 et 3"]}}, "not_met"),
    ("DRAFT-SMALL", {"candidates": {"asked": ["Plan de vigilance, pour les entreprises soumises"]}}, "met"),
    ("CSRD", {"candidates": {"asked": ["Rapport CSRD"]}}, "to_justify"),
    ("DRAFT-EVIDENCE", {"criteria": [PRICE, ENV | {"text": "Indice de réparabilité des serveurs"}]}, "not_met"),
    ("DRAFT-WEIGHTS", {"criteria": [PRICE, ENV]}, "met"),
    ("DRAFT-WEIGHTS", {"criteria": [PRICE, ENV | {"weight": 0.15}]}, "not_met"),
    (
        "DRAFT-WEIGHTS",
        {"criteria": [PRICE, ENV | {"parts": [{"id": "x", "name": "x", "kind": "environment", "weight": 0.1}]}]},
        "not_met",
    ),
    (
        "DRAFT-TWICE",
        {
            "criteria": [
                {"id": "c", "name": "Coût complet", "kind": "cost", "weight": 0.8, "covers": ["acquisition", "use"]},
                ENV | {"text": "Consommation électrique en kWh"},
            ]
        },
        "not_met",
    ),
    ("DRAFT-TWICE", {"criteria": [PRICE, ENV | {"library": "BUR-04"}], "clauses": [{"id": "BUR-04"}]}, "to_justify"),
    ("DRAFT-CONTRADICTION", {"notice_on": "2026-09-10", "deadline": "2026-09-01"}, "not_met"),
    ("DRAFT-CONTRADICTION", {"criteria": [PRICE | {"lots": ["7"]}]}, "not_met"),
    ("DRAFT-LADDER", {"criteria": [PRICE, ENV]}, "to_justify"),
    ("DRAFT-LADDER", {"criteria": [PRICE, ENV | {"ladder": [{"points": 1, "text": "All"}]}]}, "met"),
    ("DRAFT-WEIGHT-10", {"criteria": [PRICE, ENV | {"weight": 0.05}]}, "to_justify"),
    ("DRAFT-WEIGHT-10", {"criteria": [PRICE, ENV]}, "met"),
]


@pytest.mark.parametrize(
    ("rule", "told", "expected"), STORIES, ids=[f"{n}-{s[0]}-{s[2]}" for n, s in enumerate(STORIES)]
)
def test_a_rule_finds_what_the_tender_tells(rule: str, told: dict[str, Any], expected: str) -> None:
    found = verdicts(rule, **told)
    assert found, "the rule answered nothing"
    assert expected in found
    assert set(found) <= {expected, "met"}


def test_the_clause_on_accessible_software_is_advised_for_software_alone() -> None:
    for segments, clause in ((["software"], "LOG-02"), (["cloud", "office"], "LOG-02"), (["office"], None)):
        found = next(f for f in findings(segments=segments) if f.rule == "CCP-R2111-6")
        assert (found.verdict.value, found.clause) == ("to_justify", clause)


def test_every_rule_that_is_checked_has_its_story() -> None:
    told = {rule for rule, _, _ in STORIES} | {
        "LABEL-MOB",
        "DRAFT-UNBALANCED",
        "DRAFT-TARGET",
        "PRIVATE-ENV",
        "READING",
    }
    assert {rule.id for rule in law().rules.values() if rule.stage in CHECKED} == told


def test_a_check_stands_under_a_rule_and_each_rule_of_a_tender_has_one() -> None:
    wanted = {rule.id for rule in law().rules.values() if rule.stage in CHECKED} - {"READING"}
    assert set(CHECKS) == wanted


@pytest.mark.parametrize(
    ("rule", "first_day"),
    [
        ("CCP-R2152-7", date(2026, 8, 21)),
        ("CCP-L2152-7", date(2026, 8, 22)),
        ("CCP-L2112-2", date(2026, 8, 22)),
        ("CCP-L2112-2-1", date(2026, 8, 22)),
        ("CCP-L2111-2", date(2026, 8, 22)),
    ],
)
def test_the_rules_of_august_2026_bind_from_their_day_and_not_the_day_before(rule: str, first_day: date) -> None:
    told = value(300_000, criteria=[PRICE | {"weight": 1}])
    day_before = date(first_day.year, first_day.month, first_day.day - 1)
    assert verdicts(rule, day_before, **told) == ["not_applicable"]
    assert verdicts(rule, first_day, **told) == ["not_met"]
    assert verdicts(rule, BEFORE, notice_on=first_day.isoformat(), **told) == ["not_met"]
    note = next(f.note for f in findings(**told) if f.rule == rule)
    assert note is not None
    assert "Légifrance" in note.in_("fr")


def test_the_thresholds_are_those_of_the_day() -> None:
    told = value(218_000, procedure="mapa")
    assert verdicts("CCP-L2124-1", date(2025, 12, 31), **told) == ["met"]
    assert verdicts("CCP-L2124-1", date(2026, 1, 1), **told) == ["not_met"]
    small = value(50_000, procedure="no_competition")
    assert verdicts("CCP-R2122-8", date(2026, 4, 1), **small) == ["met"]
    turnover = value(100_000, candidates={"minimum_turnover_eur": 180_000})
    assert verdicts("CCP-R2142-7", date(2025, 12, 31), **turnover) == ["met"]
    assert verdicts("CCP-R2142-7", date(2026, 1, 1), **turnover) == ["not_met"]


def test_a_threshold_that_nobody_knows_is_not_guessed() -> None:
    assert verdicts("CCP-L2124-1", date(2030, 1, 1), **value(300_000, procedure="mapa")) == ["not_judged"]


def test_defence_contracts_are_left_to_their_own_rules() -> None:
    buyer = {"kind": "state", "defence": True}
    found = [f for f in findings(buyer=buyer, criteria=[PRICE | {"weight": 1}]) if f.rule.startswith("CCP-")]
    assert found
    assert {f.verdict for f in found} == {Verdict.NOT_APPLICABLE}


def test_each_lot_needs_its_own_clause_and_criterion() -> None:
    lots = [{"id": "1", "title": "a"}, {"id": "2", "title": "b"}]
    found = [f for f in findings(lots=lots, clauses=[ENV_CLAUSE | {"lots": ["1"]}]) if f.rule == "CCP-L2112-2"]
    assert [(f.lot, f.verdict.value) for f in found] == [("1", "met"), ("2", "not_met")]


def test_the_library_tells_what_its_clauses_are() -> None:
    library = {"TRV-12": Entry(ClauseType.CONDITION, (About.ENVIRONMENT,))}.get
    assert verdicts("CCP-L2112-2", library=library, clauses=[{"id": "TRV-12"}]) == ["met"]


PUBLIC_WORDS = ("CCP", "CCAG", "Légifrance", "commande publique", "public contracts", "SPASER", "L2112", "MAPA")


@pytest.mark.parametrize("kind", ["company", "association"])
def test_a_private_buyer_reads_no_word_of_public_law(kind: str) -> None:
    found = findings(
        buyer={"kind": kind},
        criteria=[PRICE, ENV | {"text": "Score EcoVadis, Dell, Core i5, CSRD, Blue Angel"}],
        penalties={"lines": [{"what": "Late"}]},
        private={"target_price_eur_ex_vat": 890},
        clauses=[{"text": "Our price is 890 EUR."}],
    )
    assert {f.rule for f in found if f.verdict is Verdict.NOT_MET} >= {"DRAFT-LABEL", "DRAFT-BRAND", "DRAFT-TARGET"}
    assert {f.rule for f in found if f.verdict is Verdict.TO_JUSTIFY} >= {"DRAFT-UNBALANCED", "PRIVATE-ENV"}
    for f in found:
        told = str(f.as_json("en")) + str(f.as_json("fr"))
        assert not [word for word in PUBLIC_WORDS if word in told], told


@pytest.mark.parametrize(
    ("law_says", "drafting_tells", "more"),
    [
        ("CCP-R2111-7", "DRAFT-BRAND", quantity("Dell laptops")),
        ("CCP-R2111-9", "DRAFT-EQUIVALENT", {"clauses": [{"text": "Label Blue Angel.", "type": "specification"}]}),
        ("CCP-R2111-12", "DRAFT-LABEL", {"criteria": [PRICE, ENV | {"text": "Note EcoVadis"}]}),
    ],
)
def test_what_the_law_says_of_words_is_told_once_by_the_rule_that_has_the_places(
    law_says: str, drafting_tells: str, more: dict[str, Any]
) -> None:
    found = findings(**more)
    assert {f.told_by for f in found if f.rule == law_says} == {drafting_tells}
    groups = group(found)
    assert law_says not in {g.main.rule for g in groups if g.verdict is Verdict.NOT_MET}
    (told,) = [g for g in groups if g.main.rule == drafting_tells]
    assert law_says in {f.rule for f in told.repeats}


def test_the_cap_on_data_names_the_rule_that_tells_where_it_is_passed() -> None:
    asked = findings(candidates={"asked": ["Rapport CSRD"]})
    assert [f.told_by for f in asked if f.rule == "CSRD"] == ["DRAFT-SMALL"]


def test_an_association_under_public_law_is_told_all_of_it() -> None:
    assert verdicts("CCP-L2112-2", buyer={"kind": "association", "under_public_law": True}) == ["not_met"]


def test_a_finding_carries_its_source_its_date_and_how_far_it_was_checked() -> None:
    found = {f.rule: f for f in findings()}
    plain = found["CCP-L2112-2"].as_json("fr")
    assert set(plain) >= {"rule", "verdict", "reason", "source", "checked_on"}
    assert plain["checked_on"] == "2026-11-23"
    assert plain["status"] == "read"
    assert "L2112-2" in plain["source"]
    assert found["AGEC-58"].status == "to_verify"


def test_every_row_of_the_facts_of_procurement_law_is_read() -> None:
    """Read here by readers of our own, which share nothing with the loader."""
    root = shipped_folder() / "procurement"
    counted = {
        f"procurement/{path.relative_to(root).as_posix()}": len(yaml.safe_load(path.read_text(encoding="utf-8")))
        if path.suffix == ".yaml"
        else len(list(csv.DictReader(path.read_text(encoding="utf-8").splitlines())))
        for path in (root / name.removeprefix("procurement/") for name in law().rows)
    }
    assert dict(law().rows) == counted
    assert len(law().rules) >= 34
    assert len(law().thresholds) >= 12


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("law/rules.yaml", "source: ccp-legi", "source: nobody", "source is not known"),
        ("law/rules.yaml", "  confirm: false", "  confirms: false", "columns of its schema"),
        ("law/rules.yaml", "stage: publication", "stage: someday", "stage is not known"),
        ("law/rules.yaml", "- public", "- everybody", "binds is not known"),
        ("law/thresholds.csv", ",216000,", ",many,", "number cannot be read"),
        ("law/thresholds.csv", ",central,", ",centre,", "buyers is not known"),
        ("words/words.csv", ",reglement de la consultation,", ",*,", "no word"),
    ],
)
def test_a_fact_of_law_that_breaks_its_layout_is_refused_with_its_line(
    file: str, old: str, new: str, told: str, tmp_path: Path
) -> None:
    shutil.copytree(shipped_folder() / "procurement", tmp_path / "procurement")
    target = tmp_path / "procurement" / file
    text = target.read_text(encoding="utf-8")
    assert old in text
    target.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadFact, match=told) as caught:
        load_law(tmp_path, law().sources)
    assert caught.value.place is not None
    assert caught.value.place.file == f"procurement/{file}"
    assert caught.value.place.line is not None
