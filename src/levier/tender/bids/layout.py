"""The names that a file of bids may hold: one layout reads it and writes its JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from levier.cost.model import Estimate
from levier.tender.bids import model
from levier.tender.shapes import Choice, Day, Either, Field, Flag, Many, Number, Pairs, Record, Spot, Words
from levier.wording.text import say

TEXT, DAY, FLAG, MONEY, COUNT = Words(), Day(), Flag(), Number(), Number(whole=True)
VAT = ("excluded", "included")
_ESTIMATE = Record(
    Estimate,
    [
        Field("value", MONEY, say("The figure."), True),
        Field("low", MONEY, say("Its 5th percentile.")),
        Field("high", MONEY, say("Its 95th percentile.")),
    ],
)


@dataclass(frozen=True)
class Band:
    """A figure, alone or with its interval."""

    def read(self, spot: Spot) -> Estimate:
        """Read a number, or a value between its bounds."""
        if not isinstance(spot.node, yaml.MappingNode):
            return Estimate(float(MONEY.read(spot)))
        found: Estimate = _ESTIMATE.read(spot)
        low, high = found.low, found.high
        if (low is None) != (high is None) or (low is not None and high is not None and not low <= found.value <= high):
            raise spot.refuse(
                say("An interval cannot be used."),
                expected=say("low, value and high in that order, above zero"),
                mend=say("Give both bounds around the value, or none."),
            )
        return found

    def schema(self) -> dict[str, Any]:
        """Return its JSON Schema."""
        return {"anyOf": [MONEY.schema(), _ESTIMATE.schema()]}


@dataclass(frozen=True)
class Bands:
    """Figures by name."""

    def read(self, spot: Spot) -> Mapping[str, Estimate]:
        """Read each figure."""
        if not isinstance(spot.node, yaml.MappingNode):
            return Pairs().read(spot)  # which refuses it
        inner = [(str(key.value), spot.inside(node, f".{key.value}")) for key, node in spot.node.value]
        return {name: Band().read(at) for name, at in inner if not at.empty}

    def schema(self) -> dict[str, Any]:
        """Return its JSON Schema."""
        return {"type": "object", "additionalProperties": {"anyOf": [Band().schema(), {"type": "null"}]}}


DECLARED = Record(
    model.Declared,
    [
        Field("kgco2e", Band(), say("Carbon of one unit, its use apart, in kgCO2e."), True),
        Field("method", TEXT, say("The method and its version.")),
        Field("verified", FLAG, say("A third party verified it.")),
        Field("years", MONEY, say("The life that the declaration assumes, in years.")),
    ],
)
LABELS = Many(
    Record(
        model.Label,
        [
            Field("name", TEXT, say("The label."), True),
            Field("number", TEXT, say("The number of its certificate.")),
            Field("valid_until", DAY, say("Its last day.")),
        ],
    ),
    most=50,
)
PRODUCTS = Many(
    Record(
        model.Product,
        [
            Field("designation", TEXT, say("What is offered."), True),
            Field("units", MONEY, say("How many units are compared.")),
            Field("id", TEXT, say("A short name of the product.")),
            Field("line", TEXT, say("The line of the price list that it answers.")),
            Field("category", TEXT, say("Its category in Levier: laptop, monitor, smartphone…")),
            Field("manufacturer", TEXT, say("Its maker.")),
            Field("model", TEXT, say("Its exact model.")),
            Field("condition", Choice(model.Condition), say("New, refurbished or used.")),
            Field("price_eur", MONEY, say("Price of one unit.")),
            Field("rent_eur_per_month", MONEY, say("Rent of one unit, a month.")),
            Field("installation_eur", MONEY, say("Installation of one unit")),
            Field("maintenance_eur_per_year", MONEY, say("Maintenance of one unit")),
            Field("consumables_eur_per_year", MONEY, say("Consumables of one unit")),
            Field("failures_per_year", MONEY, say("Failures of one unit")),
            Field("failure_eur", MONEY, say("Cost of one failure")),
            Field("end_of_life_eur", MONEY, say("End of life or return of one unit")),
            Field("buy_back_eur", MONEY, say("Buy-back of one unit")),
            Field("lifetime_years", Band(), say("Years of service")),
            Field("kwh_per_year", Band(), say("Electricity of one unit")),
            Field("footprint", DECLARED, say("The footprint that the bidder declares.")),
            Field("warranty_months", MONEY, say("Warranty in the price, in months.")),
            Field("spare_parts_years", MONEY, say("Years during which spare parts can be had.")),
            Field("labels", LABELS, say("Labels with their certificates.")),
            Field("lot", TEXT, say("The lot that it is offered in; all unless told.")),
            Field("answers", Pairs(words=True), say("Answers that differ from one product to the next.")),
        ],
    )
)
SERVICES = Many(
    Record(
        model.Service,
        [
            Field("label", TEXT, say("What it is."), True),
            Field("price_eur", MONEY, say("What is paid once.")),
            Field("price_eur_per_year", MONEY, say("What is paid each year of the need.")),
            Field("line", TEXT, say("The line of the price list that it answers.")),
            Field("lot", TEXT, say("The lot that it is offered in; all unless told.")),
        ],
    )
)
BID = Record(
    model.Bid,
    [
        Field("bid", TEXT, say("The name of the bid."), True),
        Field("alias", TEXT, say("The name under which assessors see it.")),
        Field("round", Choice(model.Round), say("Initial or final offer: the last one is scored.")),
        Field("lots", Many(TEXT, 100), say("The lots that it is for; those of its products unless told.")),
        Field("price_eur", MONEY, say("The total that is compared, where it is not the sum of the lines.")),
        Field("products", PRODUCTS, say("The products offered.")),
        Field("services", SERVICES, say("What is paid beside the products.")),
        Field("values", Bands(), say("Figures or levels by award criterion.")),
        Field("levels", Pairs(), say("Levels of ambition of a notional discount, by criterion.")),
        Field("answers", Pairs(words=True), say("Answers by criterion of the library and field: BUR-02.years.")),
        Field("evidence", Pairs(words=True), say("The proof named for an answer, by the same names.")),
        Field("claims", Many(TEXT), say("Sentences of the offer about the environment, as written.")),
        Field("rent_months", MONEY, say("Months of rent that the total counts.")),
        Field("file", TEXT, say("The original file.")),
        Field("file_hash", TEXT, say("Its SHA-256.")),
    ],
)
BIDS = Record(
    model.Bids,
    [
        Field("vat", Either(VAT), say("Whether all prices of the file are with or without VAT.")),
        Field("bids", Many(BID, 200), say("The bids."), True),
    ],
)
