"""Writes what the page checks measured into the table that the declaration of eco-design shows: `make measure`."""

from __future__ import annotations

import csv
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.project.repository import SOURCE

PAGES = SOURCE / "web" / "house" / "declared" / "pages.csv"
COLUMNS = ("page", "bytes", "requests", "elements", "measured_on")


def main(measures: Path) -> None:
    found = [json.loads(line) for line in measures.read_text(encoding="utf-8").splitlines()]
    today = datetime.now(tz=UTC).date().isoformat()
    with PAGES.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([measure["view"], *measure["measured"], today] for measure in found)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
