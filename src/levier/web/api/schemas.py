"""What the interface answers. A value that is not known is null, never zero. Each field says its unit in its name."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Field, Schema


class OrganisationOut(Schema):
    """The organisation of the token."""

    id: str = Field(alias="public_id", examples=["k3n8w2p7q4rt"])
    name: str = Field(examples=["Mairie de Belcombe"])
    kind: str = Field(examples=["local_authority"])
    people: int | None = Field(examples=[140])
    country: str = Field(examples=["FR"])


class EstateOut(Schema):
    """An inventory that was imported: the equipment on a day."""

    id: str = Field(alias="public_id", examples=["h7m2c9x4v8bd"])
    label: str = Field(examples=["Parc 2026"])
    on: date
    file_name: str = Field(examples=["parc-2026.csv"])
    snapshot: str = Field(description="Hash of the content: the same content has the same hash.")
    read: int = Field(description="Lines read below the header.")
    lines: int = Field(description="Lines counted.")
    devices: int = Field(description="Devices counted: the sum of quantities.")
    created_at: datetime


class Estates(Schema):
    """One page of inventories. `next` is the number of the page after it, null on the last."""

    items: list[EstateOut]
    count: int = Field(description="Number of items on all pages.")
    page: int
    next: int | None


class Problem(Schema):
    """What went wrong, in one sentence."""

    detail: str
