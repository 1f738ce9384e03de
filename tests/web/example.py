"""Tells the example anew for the home page: `make measure`. The figures are those of the library, nothing is typed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

from levier.catalogue.accounts import accounts
from levier.catalogue.loading import load
from levier.estate.estate import assemble
from levier.estate.model import ReadOptions
from levier.estate.reading import read_inventory
from levier.estate.recognition import recognise
from levier.footprint.baseline import compute
from levier.footprint.choices import Choices
from levier.report.document import BandChart, Document, Figure, Line, Section
from levier.report.stored import story_to_json
from levier.report.story import tell
from levier.wording.text import LANGUAGES, Language
from tests.project.repository import SOURCE

ON = date(2026, 9, 30)
"""The day of the example, as in `make report`."""
HEAVIEST = 5
INVENTORY = SOURCE / "web" / "estate" / "example.csv"
FOLDER = SOURCE / "web" / "house" / "declared"


def stories() -> dict[Language, dict[str, Any]]:
    """Compute the example and return what the home page keeps of its story, by language."""
    facts = load()
    inventory = read_inventory(INVENTORY, ReadOptions(on=ON))
    estate = assemble(inventory, lambda names: recognise(names, facts, declared=facts.declared), facts, "FR")
    computed = compute(
        estate, facts, Choices(on=ON, facts_on=ON), code_version="", snapshot="example", accounts=accounts()
    )
    return {lang: story_to_json(kept(tell(computed.baseline, lang))) for lang in LANGUAGES}


def kept(story: Document) -> Document:
    """Keep the answer and the heaviest categories: all that the home page shows, and nothing that moves without it."""
    spots = next(section for section in story.sections if section.id == "hotspots")
    figure = next(block for block in spots.blocks if isinstance(block, Figure))
    opening = replace(story.opening, kicker="", keys=(), keys_label="")
    nothing = Section("", "", ())
    section = replace(spots, blocks=(few(figure),), children=())
    return Document(story.lang, "", "", opening, (section,), nothing)


def few(figure: Figure) -> Figure:
    """Keep the heaviest categories of a chart and its table, without links to pages that the home page has not."""
    chart, table = figure.chart, figure.table
    assert isinstance(chart, BandChart)
    told = [n for n, column in enumerate(table.columns) if not column.links]

    def row(cells: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(cells[n] for n in told)

    columns = tuple(table.columns[n] for n in told)
    rows = tuple(row(cells) for cells in table.rows[:HEAVIEST])
    return Figure(replace(chart, bars=chart.bars[:HEAVIEST]), replace(table, columns=columns, rows=rows))


def main() -> None:
    for lang, story in stories().items():
        text = json.dumps(story, ensure_ascii=False, indent=1)
        (FOLDER / f"answer-{lang}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
