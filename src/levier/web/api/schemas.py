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


class ImportOut(Schema):
    """A file on its way to becoming an inventory. `reading` until it is read; then `read` or `unreadable`."""

    id: str = Field(alias="public_id", examples=["q4t8w2n6k9pr"])
    state: str = Field(examples=["read"])
    file_name: str = Field(examples=["parc-2026.csv"])
    label: str = Field(examples=["Parc 2026"])
    on: date
    estate: str | None = Field(description="The inventory that it became.", examples=["h7m2c9x4v8bd"])
    problem: str | None = Field(description="Why it could not be read, and how to mend it.", examples=[None])
    created_at: datetime


class Imports(Schema):
    """One page of imports. `next` is the number of the page after it, null on the last."""

    items: list[ImportOut]
    count: int = Field(description="Number of items on all pages.")
    page: int
    next: int | None


class ResultOut(Schema):
    """The footprint of an inventory, as it was computed; it never changes. Null where it could not be told."""

    id: str = Field(alias="public_id", examples=["m2p6v9x3t7kd"])
    estate: str = Field(examples=["h7m2c9x4v8bd"])
    value: float | None = Field(description="In `unit`, in the view that `choices` name.", examples=[13900.0])
    low: float | None = Field(description="5th percentile.", examples=[9100.0])
    high: float | None = Field(description="95th percentile.", examples=[27800.0])
    unit: str = Field(examples=["kgCO2e"])
    devices: int = Field(examples=[484])
    choices: dict[str, object] = Field(description="View, year, referential, people, site and entity.")
    facts_version: str
    code_version: str
    created_at: datetime


class Results(Schema):
    """One page of results. `next` is the number of the page after it, null on the last."""

    items: list[ResultOut]
    count: int = Field(description="Number of items on all pages.")
    page: int
    next: int | None


class ReferentialOut(Schema):
    """One version of a referential that the organisation brought. Of one name, one version is in force."""

    id: str = Field(alias="public_id", examples=["t6k2w8n4p9qr"])
    name: str = Field(description="What `choices.referential` of a result says.", examples=["valbrune-2026"])
    version: int = Field(examples=[2])
    label_fr: str = Field(examples=["Valbrune 2026"])
    label_en: str = Field(examples=["Valbrune 2026"])
    in_force: bool = Field(description="Whether it is what the name stands for now.")
    created_at: datetime


class Referentials(Schema):
    """One page of referentials. `next` is the number of the page after it, null on the last."""

    items: list[ReferentialOut]
    count: int = Field(description="Number of items on all pages.")
    page: int
    next: int | None


class Asked(Schema):
    """Work that was asked for. Ask for the result again until it is there."""

    state: str = Field(description="waiting, running, done or failed.", examples=["waiting"])
    result: str | None = Field(description="The result, where it was computed before.", examples=[None])


class Problem(Schema):
    """What went wrong, in one sentence."""

    detail: str
