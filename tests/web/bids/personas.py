"""A town, a hospital and a company that buy: what each needs."""

from __future__ import annotations

from collections.abc import Mapping

from tests.web.bids.bidding import Bidder
from tests.web.bids.walking import Line, Persona

PERSONAS: Mapping[str, Persona] = {
    "town": Persona(
        name="town",
        title="Ordinateurs portables neufs et reconditionnés",
        nature="supplies",
        segments=("office",),
        procedure="open",
        mode="mixed",
        lines=(
            Line("Portable neuf", "ordinateur portable", 250, "buy"),
            Line("Portable reconditionné", "ordinateur portable", 150, "refurbished"),
        ),
        estimate=260_000,
        months=24,
        ccag="TIC",
    ),
    "hospital": Persona(
        name="hospital",
        title="Location d’écrans pour les services de soins",
        nature="supplies",
        segments=("displays", "leasing"),
        procedure="open",
        mode="rent",
        lines=(Line("Écran de 24 pouces en location", "écran", 600, "rent"),),
        estimate=180_000,
        months=48,
        ccag="TIC",
    ),
    "company": Persona(
        name="company",
        title="Contrat d’impression",
        nature="services",
        segments=("printing",),
        procedure="consultation",
        mode="service",
        lines=(Line("Impression des ateliers", "imprimante", 40, "service"),),
        estimate=90_000,
        months=36,
        public=False,
    ),
}

QUICK, SLOW = "intervention sous deux jours ouvrés, avec prêt", "intervention sous cinq jours ouvrés"
LAPTOP = {"warranty": 36, "lifetime": 5, "annual_kwh": 25, "repairability": 8, "gwp_manufacturing": 180}
SCREEN = {"warranty": 60, "lifetime": 7, "annual_kwh": 30, "spare_parts": 7}
PRINTER = {"warranty": 36, "lifetime": 6, "annual_kwh": 60}
BIDDERS: Mapping[str, tuple[Bidder, ...]] = {
    "town": (
        Bidder("Rebond SCIC", "22222222200022", (760, 340), QUICK, LAPTOP),
        Bidder("Neuf SA", "11111111100011", (780, 420), SLOW, LAPTOP | {"repairability": 6}),
        Bidder("Vite SARL", "44444444400044", (820, 430), SLOW, LAPTOP | {"repairability": 5.5}),
    ),
    "hospital": (
        Bidder("Loc SAS", "33333333300033", (6.5,), QUICK, SCREEN),
        Bidder("Écrans et Cie", "55555555500055", (7.2,), SLOW, SCREEN),
    ),
    "company": (
        Bidder("Page juste SA", "66666666600066", (410,), QUICK, PRINTER),
        Bidder("Tout imprimé SARL", "77777777700077", (450,), SLOW, PRINTER),
    ),
}
"""Who bids; the first one stands first at the end."""
