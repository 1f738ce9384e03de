"""The answer that the home page shows: what Levier told of its example, kept as it was told (`make measure`)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

from levier.report.document import BandChart, Document, Figure, Table
from levier.report.stored import story_from_json
from levier.wording.text import Language


@dataclass(frozen=True)
class Answer:
    """A sentence with its band, one paragraph of why, and the heaviest categories as a chart with its table."""

    sentence: str
    band: str
    why: str
    carbon_only: str
    chart: BandChart
    table: Table


@cache
def answer(lang: Language) -> Answer:
    """Return the answer to the example."""
    file = resources.files("levier.web.house") / "declared" / f"answer-{lang}.json"
    return shown(story_from_json(json.loads(file.read_text(encoding="utf-8"))))


def shown(story: Document) -> Answer:
    """Return what the home page shows of a told story."""
    figure = story.sections[0].blocks[0]
    if not isinstance(figure, Figure) or not isinstance(figure.chart, BandChart):
        raise TypeError
    opening = story.opening
    return Answer(
        opening.answer, opening.band, opening.lead[0].text.strip(), opening.carbon_only, figure.chart, figure.table
    )
