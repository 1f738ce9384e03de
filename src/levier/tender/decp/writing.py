"""Writes contracts as the JSON that the national portal takes (format 2022, schema v2.0.3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from levier.tender.decp.checking import problems
from levier.tender.decp.model import Contract
from levier.tender.decp.schema import DecpSchema


def write_decp(contracts: Sequence[Contract], schema: DecpSchema) -> dict[str, Any]:
    """Return the document of these contracts; raises the first of their problems where there is any."""
    for contract in contracts:
        for problem in problems(contract, schema):
            raise problem
    return {"marches": {"marche": [_contract(c, schema) for c in contracts], "contrat-concession": []}}


def _contract(c: Contract, schema: DecpSchema) -> dict[str, Any]:
    def listed(name: str, words: Sequence[str]) -> dict[str, list[str]]:
        return {schema.inner(name): list(words)}

    told: dict[str, Any] = {
        "id": c.id,
        "acheteur": {"id": c.buyer_siret},
        "nature": c.nature,
        "objet": c.subject,
        "codeCPV": c.cpv,
        "techniques": listed("techniques", c.techniques),
        "modalitesExecution": listed("modalitesExecution", c.execution),
        "idAccordCadre": c.framework_id,
        "marcheInnovant": c.innovative,
        "ccag": c.ccag,
        "offresRecues": c.bids_received,
        "attributionAvance": c.advance,
        "tauxAvance": c.advance_share,
        "typeGroupementOperateurs": c.grouping,
        "sousTraitanceDeclaree": c.subcontracting,
        "procedure": c.procedure,
        "lieuExecution": {"code": c.place.code, "typeCode": c.place.kind},
        "dureeMois": c.months,
        "dateNotification": c.notified_on.isoformat(),
        "datePublicationDonnees": c.published_on.isoformat(),
        "montant": c.amount_eur,
        "typesPrix": listed("typesPrix", c.price_types),
        "formePrix": c.price_form,
        "origineUE": c.eu_share,
        "origineFrance": c.france_share,
        "titulaires": [{"titulaire": {"typeIdentifiant": h.kind, "id": h.id}} for h in c.holders],
        "considerationsSociales": listed("considerationsSociales", c.considerations.social),
        "considerationsEnvironnementales": listed("considerationsEnvironnementales", c.considerations.environment),
    }
    # The text allows null for what does not apply, the schema does not: it is left out.
    return {name: value for name, value in told.items() if value is not None}
