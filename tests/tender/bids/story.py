"""A town that has 400 laptops to replace, and four bidders: new, refurbished, rented, and one who forgets half."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from levier.catalogue.loading import load
from levier.cost.facts import COST, parameters
from levier.tender.bids.awarding import World
from levier.tender.bids.catalogued import Known
from levier.tender.bids.workbook import Asked, asked
from levier.tender.library.loading import load_library
from levier.tender.reading import tender_from
from levier.tender.scoring.announced import announced
from tests.tender.answers.bidders import filled

TENDER = """\
schema: levier.tender/1
title: Ordinateurs portables, neufs, reconditionnés ou loués
buyer: {kind: local_authority, name: Ville de Belcombe}
nature: supplies
notice_on: 2026-12-07
deadline: 2027-01-18
procedure: open
segments: [office]
need:
  mode: mixed
  quantities:
    - {label: Portable acheté, category: laptop, units: 400, mode: buy}
    - {label: Portable loué, category: laptop, units: 400, mode: rent}
duration: {months: 48}
price_basis: inc_vat
criteria:
  - {id: cost, name: Coût annuel équivalent, kind: cost, weight: 0.45, formula: equivalent-annual-cost}
  - id: service
    name: Service après-vente
    kind: service
    weight: 0.2
    formula: ladder
    ladder:
      - {points: 0, text: ne répond pas}
      - {points: 0.5, text: sous cinq jours ouvrés}
      - {points: 1, text: sous deux jours ouvrés et prêt}
  - {id: parts, name: Pièces détachées, kind: environment, weight: 0.1, formula: ladder, library: BUR-04}
  - id: carbon
    name: Carbone de fabrication
    kind: environment
    weight: 0.25
    formula: ratio
    counts: [carbon_embodied]
footprint: {method: PAIA, version: "2023"}
ties: [carbon]
clauses:
  - {id: TRV-08, version: 1, variables: {hours: 280, facilitator: maison de l’emploi, penalty: 30}}
  - {id: FDV-01, version: 1, variables: {penalty: 45}}
parameters:
  - {id: electricity_eur_per_kwh, value: 0.172, unit: EUR/kWh, source: contrat de la ville}
  - {id: electricity_kgco2e_per_kwh, value: 0.0519, unit: kgCO2e/kWh, source: Base Carbone}
  - {id: discount_rate, value: 0.032, unit: par an, source: taux public}
  - {id: years, value: 5, unit: ans, source: objectif de la ville}
"""
LINES = {"buy": "P-1", "rent": "P-2"}
COMMON: Mapping[tuple[str, ...], Any] = {
    ("answer", "TRV-08.insertion_hours"): 280,
    ("answer", "TRV-08.insertion_path"): "Un parcours avec la maison de l’emploi",
    ("answer", "FDV-01.traced_share"): 1,
    ("answer", "service"): "Intervention sous deux jours ouvrés",
}


def bidder(name: str, siret: str, way: str, price: float, product: Mapping[str, Any]) -> dict[tuple[str, ...], Any]:
    """Fill in what one bidder answers."""
    line = LINES[way]
    told = {"line": line, "manufacturer": "Aulne", "gwp_method": "PAIA 2023", **product}
    return {
        ("bidder", "name"): name,
        ("bidder", "siret"): siret,
        **COMMON,
        ("price", line): price,
        ("vat", line): 0.2,
        **{("product", "P1", key): value for key, value in told.items()},
    }


NEW = bidder(
    "Neuf SA",
    "11111111100011",
    "buy",
    780,
    {
        "designation": "A14",
        "model": "A14-2",
        "condition": "Neuf / New",
        "warranty": 36,
        "gwp_manufacturing": 200,
        "gwp_distribution": 12,
        "lifetime": 6,
        "annual_kwh": 24,
        "repairability": 8,
        "BUR-04.index_published": "Oui / Yes",
    },
)
REFURBISHED = bidder(
    "Rebond SCIC",
    "22222222200022",
    "buy",
    340,
    {
        "designation": "R14",
        "model": "A14-1",
        "condition": "Reconditionné / Refurbished",
        "warranty": 24,
        "gwp_manufacturing": 34,
        "lifetime": 4,
        "annual_kwh": 28,
        "repairability": 7,
        "BUR-04.index_published": "Non / No",
    },
)
RENTED = bidder(
    "Loc SAS",
    "33333333300033",
    "rent",
    17,
    {
        "designation": "L14",
        "model": "A14-3",
        "condition": "Neuf / New",
        "warranty": 48,
        "gwp_manufacturing": 190,
        "lifetime": 4,
        "annual_kwh": 22,
        "repairability": 9,
        "BUR-04.index_published": "Oui / Yes",
    },
)
INCOMPLETE = bidder(
    "Vite SARL", "44444444400044", "buy", 150, {"designation": "X", "model": "X1", "condition": "Neuf / New"}
)
BIDDERS = {"neuf.xlsx": NEW, "rebond.ods": REFURBISHED, "loc.xlsx": RENTED, "vite.xlsx": INCOMPLETE}

RECORD = """\
schema: levier.record/1
opening: {recorded_on: 2027-01-19, by: Commission d’appel d’offres}
aliases: {Neuf SA: C, Rebond SCIC: A, Loc SAS: B, Vite SARL: D}
no_conflict:
  - {assessor: Cheffe du parc, none: true, day: 2027-01-19}
  - {assessor: Acheteur, none: true, day: 2027-01-19}
marks:
  - {assessor: Cheffe du parc, criterion: service, alias: C, level: 2, reason: deux jours et prêt}
  - {assessor: Acheteur, criterion: service, alias: C, level: 1, reason: le prêt est soumis à condition}
  - {assessor: Cheffe du parc, criterion: service, alias: A, level: 1, reason: cinq jours}
  - {assessor: Cheffe du parc, criterion: service, alias: B, level: 2, reason: deux jours et prêt}
  - {assessor: Acheteur, criterion: service, alias: B, level: 2, reason: deux jours et prêt}
agreed:
  - {criterion: service, alias: C, level: 2, reason: "l’annexe 3 promet le prêt sans condition", day: 2027-01-25}
  - {criterion: service, alias: B, level: 2, reason: deux jours et prêt, day: 2027-01-25}
"""


@cache
def world() -> World:
    """Load what is known beside the tender, once."""
    catalogue = load()
    return World(Known(catalogue), load_library(catalogue), parameters(COST))


def what(text: str = TENDER, published: str | None = None) -> Asked:
    """Return what the tender asks; `published` is the hash of its rules unless they stand on the facts of today."""
    tender = tender_from(text.encode(), "tender.yaml")
    return asked(tender, world().library, published or announced(tender, "tender.yaml").hash)


def written(folder: Path, text: str = TENDER, published: str | None = None) -> list[Path]:
    """Write the tender, the record and the workbooks that the bidders filled in; return the workbooks."""
    form = what(text, published).form
    (folder / "tender.yaml").write_text(text, encoding="utf-8")
    (folder / "record.yaml").write_text(RECORD, encoding="utf-8")
    found = []
    for name, told in BIDDERS.items():
        path = folder / name
        path.write_bytes(filled(told, form, path.suffix[1:]))
        found.append(path)
    return found
