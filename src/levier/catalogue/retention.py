"""How long the site keeps what people give it: said on its privacy page, obeyed by its purge."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

from levier.catalogue.model import Provenance, Status
from levier.catalogue.rows import read_csv
from levier.catalogue.schema import RETENTION
from levier.wording.text import Text, label


@dataclass(frozen=True)
class Retention:
    """A kind of thing, and for how many days it is kept after what begins the count."""

    id: str
    days: int
    label: Text
    after: Text
    provenance: Provenance


def retentions() -> tuple[Retention, ...]:
    """Read the shipped rules; refuse a cell that breaks the schema."""
    file = resources.files("levier") / "facts" / "retention.csv"
    with resources.as_file(file) as path:
        return tuple(
            Retention(
                id=row.text("id"),
                days=int(row.positive("days")),
                label=label(row.text("label_fr"), row.text("label_en")),
                after=label(row.text("after_fr"), row.text("after_en")),
                provenance=Provenance(
                    source=row.text("source"),
                    page=row.text("page"),
                    licence="cc0-1.0",
                    valid_from=row.day("valid_from"),
                    checked_on=row.day("checked_on"),
                    review_by=row.day("review_by"),
                    status=row.choice("status", Status),
                    scores=row.scores("scores"),
                    note=row.optional_text("note"),
                ),
            )
            for row in read_csv(path, "retention.csv", RETENTION)
        )
