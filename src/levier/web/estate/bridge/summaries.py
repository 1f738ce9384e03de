"""What the pages of an import and of an inventory show of its lines, kept small beside the snapshot.

A summary is made once, when a file is read, and never changes: another correction or other facts make another one. The
pages read it and open neither the snapshot nor an estate; where it is gone it is made again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from levier.estate.estate import Estate
from levier.web.estate.bridge.aside import Problem, problems, with_reason
from levier.web.estate.bridge.estates import reading_of, recognised
from levier.web.estate.bridge.files import keep_json, keep_table, kept_json, there
from levier.web.estate.bridge.keys import (
    aside_name,
    decided,
    lines_name,
    names_name,
    places_name,
    summary_key,
    summary_name,
)
from levier.web.estate.bridge.known import category_plural
from levier.web.estate.bridge.names import Name, name_from_json, name_to_json, names_table, unsure_names
from levier.web.estate.bridge.reading import head_of
from levier.wording.text import Text

NOWHERE = ""
"""A summary tells no country, and is the same wherever lines without one are counted."""
FIRST_ROWS = 25
"""Rows of the first page of a table, kept in the summary itself."""
FIRST_NAMES = 15
"""So many names to check at once: a page of columns stays light."""
OFFERED = 60
"""Sites and entities that a field offers while one types."""
FEW_LINES = 50_000
"""A summary of so many lines is made while a page waits, at most about a second; of more, by a worker."""
LINE = (
    *("type_raw", "manufacturer_raw", "model_raw", "category", "quantity"),
    *("acquired_on", "acquired_precision", "site", "entity"),
)
"""What pages show of a line."""


@dataclass(frozen=True)
class Kind:
    """Devices of one category in an estate."""

    category: str
    quantity: int
    lines: int

    @property
    def label(self) -> Text:
        """Return what they are called."""
        return category_plural(self.category)


@dataclass(frozen=True)
class Summary:
    """What pages show of an inventory. `names`: how many names are to be checked, of which the first are here.

    `by`: what decided it beside its lines, as `decided`.
    """

    key: str
    snapshot: str
    by: str
    read: int
    lines: int
    devices: int
    aside: int
    kinds: tuple[Kind, ...]
    problems: tuple[Problem, ...]
    sites: tuple[str, ...]
    entities: tuple[str, ...]
    names: int
    first_names: tuple[Name, ...]
    first_lines: tuple[dict[str, Any], ...]
    first_aside: tuple[dict[str, Any], ...]


def summary(snapshot: str) -> Summary:
    """Return the summary of a snapshot with the corrections of the organisation in scope, made now where it is gone."""
    by = decided()
    if not there(summary_name(summary_key(snapshot, by))):
        _make(snapshot, by)
    return _read(snapshot, by)


def soon_summary(snapshot: str) -> Summary | None:
    """As `summary`, while a page waits; None where making it takes a worker."""
    by = decided()
    if not there(summary_name(summary_key(snapshot, by))):
        head = head_of(snapshot)
        if head.lines + head.set_aside > FEW_LINES:
            return None
        _make(snapshot, by)
    return _read(snapshot, by)


def places(found: Summary) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return all the sites and entities that the counted lines name."""
    sites, entities = kept_json(places_name(found.key))
    return tuple(sites), tuple(entities)


def _read(snapshot: str, by: str) -> Summary:
    key = summary_key(snapshot, by)
    told = kept_json(summary_name(key))
    return Summary(
        key=key,
        snapshot=snapshot,
        by=by,
        **{name: told[name] for name in ("read", "lines", "devices", "aside", "names")},
        kinds=tuple(Kind(*kind) for kind in told["kinds"]),
        problems=tuple(Problem(reason, lines, tuple(examples)) for reason, lines, examples in told["problems"]),
        sites=tuple(told["sites"]),
        entities=tuple(told["entities"]),
        first_names=tuple(name_from_json(name) for name in told["first_names"]),
        first_lines=tuple(told["first_lines"]),
        first_aside=tuple(with_reason(row) for row in told["first_aside"]),
    )


def _make(snapshot: str, by: str) -> None:
    """Recognise the devices of a snapshot and keep what pages show of it."""
    keep_summary(summary_key(snapshot, by), recognised(snapshot, reading_of(snapshot), NOWHERE))


def keep_summary(key: str, estate: Estate) -> None:
    """Keep what pages show of an estate: the tables first, so that they are there where the summary is."""
    keep_table(lines_name(key), estate.lines.select(LINE))
    keep_table(aside_name(key), estate.set_aside)
    keep_table(names_name(key), names_table(estate))
    found = [_named(estate, column) for column in ("site", "entity")]
    keep_json(places_name(key), found)
    unsure = unsure_names(estate)
    lines = estate.lines.head(FIRST_ROWS).select(LINE).with_columns(pl.col("acquired_on").dt.to_string("iso"))
    told = {
        "read": estate.read,
        "lines": estate.lines.height,
        "devices": estate.devices,
        "aside": estate.set_aside.height,
        "kinds": [list(asdict(kind).values()) for kind in _kinds(estate)],
        "problems": [list(asdict(problem).values()) for problem in problems(estate)],
        "sites": found[0][:OFFERED],
        "entities": found[1][:OFFERED],
        "names": len(unsure),
        "first_names": [name_to_json(*pair) for pair in unsure[:FIRST_NAMES]],
        "first_lines": lines.to_dicts(),
        "first_aside": estate.set_aside.head(FIRST_ROWS).to_dicts(),
    }
    keep_json(summary_name(key), told)


def _kinds(estate: Estate) -> list[Kind]:
    """Return the devices of an estate by category, most first."""
    groups = estate.lines.group_by("category").agg(pl.col("quantity").sum(), pl.len().alias("n"))
    counts: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    for category, quantity, n in groups.sort("category", nulls_last=True).iter_rows():
        counts[category or ""] += quantity
        lines[category or ""] += n
    return [Kind(category, n, lines[category]) for category, n in counts.most_common()]


def _named(estate: Estate, column: str) -> list[str]:
    return sorted(value for value in estate.lines[column].unique().to_list() if value)
