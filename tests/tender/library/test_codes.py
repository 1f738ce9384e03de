"""The chosen criteria give the codes of the notice and the considerations of the contract's data."""

from __future__ import annotations

from levier.tender.library.codes import considerations, eforms
from levier.tender.library.model import Library


def chosen(library: Library, *ids: str) -> list[tuple[str, str]]:
    return [(p.field, p.code.code) for p in eforms([library.criteria[i] for i in ids], library)]


def test_a_clause_and_a_criterion_give_both_environmental_considerations(library: Library) -> None:
    found = considerations([library.criteria["BUR-10"], library.criteria["BUR-04"]], library)
    assert found.environment == ("Clause environnementale", "Critère environnemental")
    assert found.social == ("Pas de considération sociale",)


def test_a_reserved_lot_is_a_reserved_contract_and_no_social_clause(library: Library) -> None:
    found = considerations([library.criteria["FDV-05"]], library)
    assert found.social == ("Marché réservé",)


def test_rules_of_the_buyer_and_exclusions_are_no_consideration(library: Library) -> None:
    found = considerations([library.criteria[i] for i in ("TRV-03", "TRV-04", "TRV-15", "TRV-19")], library)
    assert found.environment == ("Pas de considération environnementale",)
    assert found.social == ("Pas de considération sociale",)


def test_no_consideration_stands_alone_or_not_at_all(library: Library) -> None:
    every = considerations(list(library.criteria.values()), library)
    assert not [value for value in (*every.social, *every.environment) if value.startswith("Pas de")]


def test_the_codes_of_a_notice_come_from_the_criteria(library: Library) -> None:
    assert chosen(library, "BUR-04", "TRV-08") == [
        ("BT-06", "env-imp"),
        ("BT-06", "soc-obj"),
        ("BT-774", "circ-econ"),
        ("BT-775", "opp"),
        ("BT-805", "other"),
        ("BT-71", "none"),
    ]


def test_a_notice_without_any_of_them_says_so(library: Library) -> None:
    assert set(chosen(library)) == {("BT-06", "none"), ("BT-805", "none"), ("BT-71", "none")}


def test_accessibility_and_reservation_have_their_own_fields(library: Library) -> None:
    found = chosen(library, "LOG-02", "TRV-09")
    assert ("BT-754", "inc") in found
    assert ("BT-71", "res-ws") in found
    assert ("BT-71", "none") not in found


def test_a_code_names_the_criteria_that_it_comes_from(library: Library) -> None:
    panel = eforms([library.criteria["BUR-04"], library.criteria["BUR-12"]], library)
    named = {(p.code.list, p.code.code): p.criteria for p in panel}
    assert named["environmental-impact", "circ-econ"] == ("BUR-04",)
    assert named["environmental-impact", "clim-mitig"] == ("BUR-12",)
    assert named["strategic-procurement", "env-imp"] == ("BUR-04", "BUR-12")


def test_no_criterion_is_said_to_be_a_european_one(library: Library) -> None:
    panel = eforms(list(library.criteria.values()), library)
    assert [p.code.code for p in panel if p.code.list == "gpp-criteria"] == ["other"]
