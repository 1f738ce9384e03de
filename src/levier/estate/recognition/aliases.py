"""The user's corrections: a CSV or YAML list of names and what they are."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import yaml

from levier.catalogue.model import Catalogue
from levier.estate.model import Recognition
from levier.estate.recognition.normalise import normalise
from levier.wording.errors import Place, UnusableFile
from levier.wording.text import say

COLUMNS = ("type", "manufacturer", "model", "category", "size", "matched")
NEEDED = COLUMNS[:4]

Aliases = dict[tuple[str, str, str], tuple[str, str, str]]
"""Type, manufacturer and model as they are compared -> category, size, matched."""


def read_aliases(path: Path, catalogue: Catalogue) -> Aliases:
    """Read aliases: columns type, manufacturer, model, category, size, matched; an unknown category is refused."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableFile(
            say("This alias file cannot be read."), place=Place(file=path.name), expected=say("a CSV file in UTF-8")
        ) from error
    rows = _yaml_rows(text, path.name) if path.suffix in (".yaml", ".yml") else _csv_rows(text, path.name)
    found: Aliases = {}
    for line, row in rows:
        category, size = row["category"], row.get("size", "")
        _check(Place(file=path.name, line=line, column="category"), category, tuple(catalogue.categories))
        if size:
            known = tuple(s.id for s in catalogue.categories[category].sizes)
            _check(Place(file=path.name, line=line, column="size"), size, known)
        key = (normalise(row["type"]), normalise(row["manufacturer"]), normalise(row["model"]))
        found[key] = (category, size, row.get("matched", ""))
    return found


def aliased(aliases: Mapping[tuple[str, str, str], tuple[str, str, str]], found: Recognition) -> Recognition | None:
    """Return the recognition that the user's own alias gives to a name, if there is one."""
    alias = aliases.get((normalise(found.type), normalise(found.manufacturer), normalise(found.model)))
    if alias is None:
        return None
    category, size, matched = alias
    same = category == found.category
    return replace(
        found,
        category=category,
        size=size or (found.size if same else ""),
        screen_inches=found.screen_inches if same else None,
        matched=matched,
        declared_id="",
        confidence=1.0,
        alternatives=(),
    )


def _csv_rows(text: str, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    delimiter = ";" if ";" in text.split("\n", 1)[0] else ","
    reader = csv.DictReader(text.splitlines(), delimiter=delimiter)
    _check_columns(tuple(reader.fieldnames or ()), name, 1)
    for row in reader:
        yield reader.line_num, {k: (row.get(k) or "").strip() for k in COLUMNS}


def _yaml_rows(text: str, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    expected = say("a list whose entries have {names}", names=", ".join(NEEDED))
    try:
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        entries = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise UnusableFile(say("This alias file cannot be read."), place=Place(file=name), expected=expected) from error
    if not isinstance(tree, yaml.SequenceNode) or not all(isinstance(e, dict) for e in entries):
        raise UnusableFile(say("This alias file cannot be read."), place=Place(file=name, line=1), expected=expected)
    for node, entry in zip(tree.value, entries, strict=True):
        line = node.start_mark.line + 1
        _check_columns(tuple(entry), name, line)
        yield line, {k: str(entry.get(k) or "").strip() for k in COLUMNS}


def _check_columns(columns: tuple[str, ...], name: str, line: int) -> None:
    missing = [c for c in NEEDED if c not in columns]
    if missing:
        raise UnusableFile(
            say("This alias file lacks columns."),
            place=Place(file=name, line=line),
            expected=say("the columns {names}", names=", ".join(COLUMNS)),
            found=", ".join(missing),
        )


def _check(place: Place, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        what = say("This category is not known.") if place.column == "category" else say("This size is not known.")
        raise UnusableFile(what, place=place, expected=say("one of {names}", names=", ".join(known)), found=value)
