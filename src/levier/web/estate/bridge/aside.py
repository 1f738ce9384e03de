"""Lines set aside: for which reasons, how many, and which may be counted all the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from levier.estate.estate import Estate
from levier.estate.model import MENDABLE, Reason
from levier.estate.reading.rejects import REASONS
from levier.wording.text import Text, say

EXAMPLES = 5
"""How many lines of each reason are shown."""


@dataclass(frozen=True)
class Problem:
    """Lines set aside for one reason: how many, and which."""

    reason: str
    lines: int
    examples: tuple[int, ...]

    @property
    def label(self) -> Text:
        """Return the reason, in words."""
        return reason_label(self.reason)

    @property
    def mendable(self) -> bool:
        """Tell whether these lines may be counted all the same."""
        return self.reason in MENDABLE

    @property
    def shown(self) -> str:
        """Return some of the lines, as a list."""
        return ", ".join(str(line) for line in self.examples) + ("…" if self.lines > len(self.examples) else "")


def problems(estate: Estate) -> list[Problem]:
    """Return the lines set aside, by reason, most first."""
    groups = estate.set_aside.group_by("reason").agg(pl.len().alias("n"), pl.col("line").sort().head(EXAMPLES))
    rows = groups.sort(["n", "reason"], descending=[True, False]).iter_rows()
    return [Problem(reason, n, tuple(examples)) for reason, n, examples in rows]


def reason_label(reason: str) -> Text:
    """Return why a line is set aside, in words."""
    return REASONS.get(reason, say("unreadable line"))


def mendable(reason: str) -> bool:
    """Tell whether lines set aside for a reason may be counted all the same."""
    return reason in {r.value for r in MENDABLE} and reason in {r.value for r in Reason}


def with_reason(row: dict[str, Any]) -> dict[str, Any]:
    """Return a line set aside with its reason in words."""
    return {**row, "label": reason_label(row["reason"])}
