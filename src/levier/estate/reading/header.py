"""Find the header line below any title lines, the tool that made the file, and what each column is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from levier.estate.reading.encoding import repair
from levier.estate.reading.table import Table
from levier.estate.reading.words import HeaderName, Preset, bound, headers, plain, plain_header, presets, words

CHAINED = frozenset(
    {"type", "model", "acquired_on", "acquired_estimate", "status", "lease", "person", "ignored", "virtual", "extra"}
)
"""Columns that several of theirs may feed: the first one with a value, by rank, or all of them."""

DEVICE = frozenset({"type", "manufacturer", "model", "name", "asset_id", "serial", "virtual_name"})
_SHORTEST_MISSPELT = 6
_LONGEST = 200
"""No column has a longer name; what is longer costs time and is no header."""


@dataclass(frozen=True)
class Header:
    """A header: its row in the table, the labels made distinct, label -> column of ours, ranks of chained columns."""

    row: int
    labels: tuple[str, ...]
    preset: str | None
    columns: Mapping[str, str]
    ranks: Mapping[str, int]

    def theirs(self, column: str) -> list[int]:
        """Return the positions of the labels that feed `column`, best rank first."""
        found = [i for i, label in enumerate(self.labels) if self.columns.get(label) == column]
        return sorted(found, key=lambda i: self.ranks.get(self.labels[i], 1))


def find_header(
    table: Table, wanted: str | None, given: Mapping[str, str] | None, at_line: int | None = None
) -> Header | None:
    """Return the header on `at_line`, or else among the first rows of `table`; None where no row can be one."""
    row = _best_row(table, wanted, given) if at_line is None else _row_of_line(table, at_line)
    if row is None:
        return None
    labels = _distinct_labels(table.cells.row(row))
    preset = wanted or find_preset(labels)
    columns, ranks = (_given(labels, given), dict[str, int]()) if given else name_columns(labels, preset)
    return Header(row, labels, preset, columns, ranks)


def _best_row(table: Table, wanted: str | None, given: Mapping[str, str] | None) -> int | None:
    best: tuple[float, int] = (0.0, 0)
    for i, row in enumerate(table.cells.head(int(bound("header_search_rows"))).rows()):
        score = _score(row, wanted, given)
        if score > best[0]:
            best = (score, i)
    return best[1] if best[0] else None


def _row_of_line(table: Table, line: int) -> int | None:
    """Return the row of a line; the one that follows where the line itself is blank."""
    found = (table.lines >= line).arg_max()
    return found if found is not None and table.lines[found] >= line else None


def how_sure(labels: Iterable[str], preset: str | None) -> dict[str, str]:
    """Tell for each label whether its column is known by its name, by a misspelling of it, or not at all."""
    sure = {}
    for label in labels:
        known = _known(label, preset)
        sure[label] = "known" if known else "misspelt" if _misspelt(label, preset) else "unknown"
    return sure


def find_preset(labels: Iterable[str]) -> str | None:
    """Return the tool whose signature these labels bear, if any."""
    spelt = {plain_header(label): label for label in labels}

    def hits(preset: Preset) -> int:
        found = spelt.keys() & preset.signature
        if preset.id in {"levier", "servicenow"} and not any("_" in spelt[h] for h in found):
            return 0
        return len(found) if len(found) >= preset.at_least else 0

    best = max(presets(), key=hits)
    return best.id if hits(best) else None


def name_columns(labels: Iterable[str], preset: str | None) -> tuple[dict[str, str], dict[str, int]]:
    """Say for each label which column of ours it is ("extra" where none)."""
    labels = list(labels)
    found = {label: name for label in labels if (name := _known(label, preset))}
    for label in labels:
        if label not in found and (name := _misspelt(label, preset)):
            found[label] = name
    columns = dict.fromkeys(labels, "extra")
    taken: dict[str, str] = {}
    for label in sorted(found, key=lambda each: found[each].rank):
        column = found[label].column
        if column in CHAINED or column not in taken:
            taken.setdefault(column, label)
            columns[label] = column
    types = [label for label, column in columns.items() if column == "type"]
    if len(types) > 1 and "model" not in taken:  # "Equipment" beside "Type" names the thing itself
        columns |= {label: "model" for label in types if plain_header(label) in words("type_or_model")}
    if any(plain_header(label) in words("given_name") for label in labels):
        columns |= {label: "person" for label in labels if plain_header(label) in words("family_name")}
    return columns, {label: name.rank for label, name in found.items()}


def _known(label: str, preset: str | None) -> HeaderName | None:
    for text in _spellings(label):
        key = plain_header(text)
        found = (headers().get((preset, key)) if preset else None) or headers().get(("", key))
        if found:
            return found
    return None


def _spellings(label: str) -> list[str]:
    """Return the label; it without brackets, without the section before a dash, without a unit at the end."""
    found = [label, re.sub(r"[(\[].*?[)\]]", " ", label)]
    section, dash, rest = label.rpartition(" - ")
    if dash and any(plain(section).startswith(prefix) for prefix in words("financial_section")):
        found.append(rest)
    found.append(re.sub(r"(?i)\s*[:*€$]+\s*$|\s+(ht|ttc|€|eur|euros?|kwh|ans|years)\s*$", "", found[1]))
    return found


def _misspelt(label: str, preset: str | None) -> HeaderName | None:
    text = plain_header(label)
    if len(text) < _SHORTEST_MISSPELT:
        return None
    keys = [key for key in headers() if key[0] in ("", preset) and len(key[1]) >= _SHORTEST_MISSPELT]
    from rapidfuzz import fuzz, process  # here: most files have no unknown header, and the import takes its time

    cutoff = bound("header_similarity")
    match = process.extractOne(text, [key[1] for key in keys], scorer=fuzz.ratio, score_cutoff=cutoff)
    return headers()[keys[match[2]]] if match else None


def _score(row: tuple[str | None, ...], wanted: str | None, given: Mapping[str, str] | None) -> float:
    """Count the columns that a row names; 0 where it cannot be the header of an inventory."""
    labels = [repair(" ".join(cell.split())) for cell in row if cell and len(cell) <= _LONGEST and cell.strip()]
    if given is not None:
        spelt = {plain_header(label) for label in given}
        return float(sum(1 for label in set(labels) if plain_header(label) in spelt))
    named = {name.column for label in labels if (name := _known(label, wanted or "g4it") or _known(label, "levier"))}
    useful = len(named - {"extra", "ignored", "person"})
    if not named & DEVICE and "quantity" not in named:
        return 0.0
    if useful < 2 and len(labels) > 1:
        return 0.0
    return useful + 0.1 * len(named)


def _given(labels: tuple[str, ...], given: Mapping[str, str]) -> dict[str, str]:
    spelt = {plain_header(theirs): ours for theirs, ours in given.items()}
    return {label: given.get(label) or spelt.get(plain_header(label)) or "extra" for label in labels}


def _distinct_labels(row: tuple[str | None, ...]) -> tuple[str, ...]:
    """Return labels without line breaks; a missing one is "", a repeated one gets its number."""
    seen: dict[str, int] = {}
    labels = []
    for cell in row:
        label = repair(" ".join((cell or "")[:_LONGEST].split()))
        seen[label] = seen.get(label, 0) + 1
        labels.append(label if seen[label] == 1 or not label else f"{label} ({seen[label]})")
    return tuple(labels)
