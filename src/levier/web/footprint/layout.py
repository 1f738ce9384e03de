"""The layout of a referential of one's own, told from the schema that checks it: a table, an empty folder."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date

from levier.catalogue import schema
from levier.catalogue.bringing import CARD
from levier.report.facts import TABLES

TABLES_TOLD = [(f"{name}.csv", TABLES[name], ", ".join(schema.USER_NEEDED[name])) for name in schema.USER_TABLES]
"""File, what it brings, the columns that it must have."""

FOLDER = "my-referential"
_CARD = """# Whose figures these are. Everything below may be changed; the tables stay beside this file.
id: {folder}
label: {{fr: "Mon référentiel", en: "My referential"}}
description: {{fr: "D'où viennent ces valeurs", en: "Where these figures come from"}}
licence: internal
source: "Title of the source, as reports print it"
checked_on: {today}
review_by: {review}

# For every row that does not tell it itself. Quality, 1 best to 5 worst: reliability;completeness;time;place;technology
page: ""
status: read
scores: "3;3;3;3;3*"
"""


def empty_folder(today: date) -> bytes:
    """Return a zip of a folder to be filled: its card, and each table with its columns and no row."""
    stream = io.BytesIO()
    review = today.replace(year=today.year + 1, day=min(today.day, 28))
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        card = _CARD.format(folder=FOLDER, today=today.isoformat(), review=review.isoformat())
        archive.writestr(f"{FOLDER}/{CARD}", card)
        for name, columns in schema.USER_TABLES.items():
            needed = schema.USER_NEEDED[name]
            header = [*needed, *(c for c in columns if c not in (*needed, "id", "set"))]
            archive.writestr(f"{FOLDER}/{name}.csv", _header(header))
    return stream.getvalue()


def _header(columns: list[str]) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerow(columns)
    return stream.getvalue()
