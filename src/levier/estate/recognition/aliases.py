"""The user's corrections: a CSV of names and what they are."""

from __future__ import annotations

import csv
from pathlib import Path

from levier.catalogue.model import Catalogue
from levier.estate.recognition.normalise import normalise
from levier.wording.errors import Place, UnusableFile
from levier.wording.text import say

COLUMNS = ("type", "manufacturer", "model", "category", "size", "matched")

Aliases = dict[tuple[str, str, str], tuple[str, str, str]]


def read_aliases(path: Path, catalogue: Catalogue) -> Aliases:
    """Read aliases: columns type, manufacturer, model, category, size, matched; an unknown category is refused."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableFile(
            say("This alias file cannot be read."), place=Place(file=path.name), expected=say("a CSV file in UTF-8")
        ) from error
    delimiter = ";" if ";" in text.split("\n", 1)[0] else ","
    reader = csv.DictReader(text.splitlines(), delimiter=delimiter)
    if missing := [c for c in COLUMNS[:4] if c not in (reader.fieldnames or ())]:
        raise UnusableFile(
            say("This alias file lacks columns."),
            place=Place(file=path.name, line=1),
            expected=say("the columns {names}", names=", ".join(COLUMNS)),
            found=", ".join(missing),
        )
    found: Aliases = {}
    for line, row in enumerate(reader, start=2):
        category = (row["category"] or "").strip()
        if category not in catalogue.categories:
            raise UnusableFile(
                say("This category is not known."),
                place=Place(file=path.name, line=line, column="category"),
                expected=say("one of {names}", names=", ".join(catalogue.categories)),
                found=category,
            )
        key = (normalise(row["type"] or ""), normalise(row["manufacturer"] or ""), normalise(row["model"] or ""))
        found[key] = (category, (row.get("size") or "").strip(), (row.get("matched") or "").strip())
    return found
