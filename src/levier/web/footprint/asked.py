"""What is asked of a result: choices as plain values, kept with it and part of its identity."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any


@dataclass(frozen=True)
class Asked:
    """Choices of one result; None where nothing is asked."""

    view: str = "annual"
    year: int | None = None
    referential: str = "pooled"
    people: int | None = None
    country: str = "FR"
    site: str | None = None
    entity: str | None = None

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Asked:
        """Read back what `kept` wrote; what an older version did not ask is not asked."""
        return cls(**{name: kept[name] for name in cls.__dataclass_fields__ if name in kept})

    def kept(self) -> dict[str, Any]:
        """Write as plain data for JSON."""
        return asdict(self)

    @property
    def filtered(self) -> bool:
        """Tell whether only a part of the estate is asked for."""
        return self.site is not None or self.entity is not None


@dataclass(frozen=True)
class Identity:
    """What makes two results the same one."""

    asked: str
    corrections: str
    facts: str
    code: str

    @property
    def key(self) -> str:
        """Return the hash of it all."""
        return digest([self.asked, self.corrections, self.facts, self.code])


def digest(value: Any) -> str:
    """Return the hash of plain data."""
    return sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
