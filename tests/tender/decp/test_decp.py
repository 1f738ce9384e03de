"""The data of a contract are what the official schema takes, and what its texts ask beyond the schema."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from levier.catalogue.loading import load
from levier.tender.decp.checking import problems
from levier.tender.decp.model import Contract, Holder, Place
from levier.tender.decp.schema import DecpSchema, load_schema
from levier.tender.decp.writing import write_decp
from levier.tender.library.codes import Considerations, considerations
from levier.tender.library.loading import load_library
from levier.wording.errors import BadOption

LAPTOPS = Contract(
    id="2026-LAP-01",
    buyer_siret="21120046500011",
    nature="Marché",
    subject="Ordinateurs portables neufs et reconditionnés",
    cpv="30213100",
    procedure="Appel d'offres ouvert",
    techniques=("Accord-cadre",),
    execution=("Bons de commande",),
    ccag="Techniques de l'information et de la communication",
    innovative=False,
    bids_received=4,
    place=Place("12000"),
    months=48,
    amount_eur=380_000,
    price_form="Unitaire",
    price_types=("Définitif révisable",),
    advance=False,
    holders=(Holder("55204599900869"),),
    grouping="Pas de groupement",
    subcontracting=False,
    notified_on=date(2026, 11, 2),
    published_on=date(2026, 11, 20),
    considerations=Considerations(("Clause sociale",), ("Clause environnementale", "Critère environnemental")),
)


@cache
def schema() -> DecpSchema:
    return load_schema()


def valid(document: dict[str, Any]) -> bool:
    """Ask a validator that shares nothing with the writer."""
    return bool(jsonschema.Draft7Validator(schema().whole).is_valid(document))


def test_a_contract_is_valid_by_the_official_schema() -> None:
    document = write_decp([LAPTOPS], schema())
    jsonschema.Draft7Validator(schema().whole).validate(document)
    assert document["marches"]["marche"][0]["considerationsEnvironnementales"] == {
        "considerationEnvironnementale": ["Clause environnementale", "Critère environnemental"]
    }


def test_the_outside_validator_can_refuse() -> None:
    document = write_decp([LAPTOPS], schema())
    document["marches"]["marche"][0]["ccag"] = "TIC"
    assert not valid(document)


def test_considerations_come_from_the_criteria_chosen() -> None:
    library = load_library(load())
    chosen = [library.criteria[i] for i in ("BUR-04", "BUR-10", "TRV-08")]
    contract = replace(LAPTOPS, considerations=considerations(chosen, library))
    told = write_decp([contract], schema())["marches"]["marche"][0]
    assert told["considerationsSociales"] == {"considerationSociale": ["Clause sociale"]}
    assert valid(write_decp([contract], schema()))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (
            {
                "considerations": Considerations(
                    ("Clause sociale",), ("Pas de considération environnementale", "Clause environnementale")
                )
            },
            "considerationsEnvironnementales",
        ),
        ({"considerations": Considerations((), ("Clause environnementale",))}, "considerationsSociales"),
        ({"eu_share": 0.2, "france_share": 0.4}, "origineUE"),
        ({"eu_share": 1.2}, "origineUE"),
        ({"buyer_siret": "123"}, "acheteur.id"),
        ({"cpv": "ordinateurs"}, "codeCPV"),
        ({"id": "un identifiant trop long"}, "id"),
        ({"subject": "x" * 1001}, "objet"),
        ({"procedure": "MAPA"}, "procedure"),
        ({"bids_received": 0}, "offresRecues"),
        ({"months": 0}, "dureeMois"),
        ({"amount_eur": 0.0}, "montant"),
        ({"advance_share": 0.05}, "tauxAvance"),
        ({"published_on": date(2026, 10, 1)}, "datePublicationDonnees"),
        ({"execution": ("Marchés subséquents",)}, "idAccordCadre"),
        ({"holders": ()}, "titulaires"),
        ({"holders": (Holder("1"), Holder("2"))}, "typeGroupementOperateurs"),
        ({"holders": (Holder("1", "SIREN"),)}, "titulaires.typeIdentifiant"),
        ({"place": Place("12000", "Commune")}, "lieuExecution.typeCode"),
        ({"price_types": ("Ferme",)}, "typesPrix"),
    ],
)
def test_what_the_texts_refuse_is_told_with_its_field(change: dict[str, Any], field: str) -> None:
    contract = replace(LAPTOPS, **change)
    assert field in [p.place.column for p in problems(contract, schema()) if p.place]
    with pytest.raises(BadOption):
        write_decp([contract], schema())


def test_all_problems_are_told_at_once() -> None:
    contract = replace(LAPTOPS, buyer_siret="1", cpv="2", months=0)
    assert len(problems(contract, schema())) == 3


def test_what_does_not_apply_is_left_out() -> None:
    told = write_decp([LAPTOPS], schema())["marches"]["marche"][0]
    assert not {"origineUE", "origineFrance", "tauxAvance", "idAccordCadre"} & set(told)


def test_shares_of_origin_are_written_where_they_are_known() -> None:
    contract = replace(LAPTOPS, eu_share=0.6, france_share=0.0)
    told = write_decp([contract], schema())["marches"]["marche"][0]
    assert (told["origineUE"], told["origineFrance"]) == (0.6, 0.0)
    assert valid(write_decp([contract], schema()))


SOCIAL = st.lists(
    st.sampled_from(["Clause sociale", "Critère social", "Marché réservé", "Pas de considération sociale"]), max_size=3
)


@given(
    words=SOCIAL,
    months=st.integers(-2, 60),
    amount=st.floats(-10, 1e7),
    eu=st.none() | st.floats(-0.5, 1.5),
    france=st.none() | st.floats(-0.5, 1.5),
    name=st.text(min_size=0, max_size=20),
)
def test_whatever_has_no_problem_is_valid(
    words: list[str], months: int, amount: float, eu: float | None, france: float | None, name: str
) -> None:
    contract = replace(
        LAPTOPS,
        id=name,
        months=months,
        amount_eur=amount,
        eu_share=eu,
        france_share=france,
        considerations=Considerations(tuple(words), ("Clause environnementale",)),
    )
    if not problems(contract, schema()):
        assert valid(write_decp([contract], schema()))
