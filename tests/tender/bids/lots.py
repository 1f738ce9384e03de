"""A town that buys laptops and screens in two lots, and what its bidders fill in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TWO_LOTS = """\
schema: levier.tender/1
title: Portables et écrans
buyer: {kind: local_authority, name: Ville de Belcombe}
nature: supplies
notice_on: 2026-12-07
deadline: 2027-01-18
procedure: open
segments: [office, displays]
lots:
  - {id: "1", title: Portables, mode: buy, quantities: [{label: Portable, category: laptop, units: 100}]}
  - {id: "2", title: Écrans, mode: buy, quantities: [{label: Écran, category: monitor, units: 300}]}
duration: {months: 48}
price_basis: ex_vat
criteria:
  - {id: price, name: Prix, kind: price, weight: 1, formula: ratio}
clauses:
  - {id: REC-03, version: 1, variables: {warranty_months: 24, penalty: 30}, lots: ["2"]}
"""


def priced(prices: Mapping[str, float], name: str = "Aulne SA", **more: Any) -> dict[tuple[str, ...], Any]:
    """Fill in the prices of some lines, a product on each."""
    told: dict[tuple[str, ...], Any] = {("bidder", "name"): name, ("bidder", "siret"): "11111111100011"}
    for number, (line, price) in enumerate(prices.items(), 1):
        told |= {("price", line): price, ("vat", line): 0.2}
        row = {"line": line, "designation": "Modèle", "manufacturer": "Aulne", "model": "M", "warranty": 36}
        row["condition"] = "Neuf / New"
        told |= {("product", f"P{number}", key): value for key, value in (row | more).items()}
    return told
