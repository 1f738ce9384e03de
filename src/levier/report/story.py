"""The story of a baseline, told once for all formats: from a `Baseline` and a language to a `Document`."""

from __future__ import annotations

from levier.footprint.result import Baseline
from levier.report import beyond, evidence, knowledge
from levier.report.appendix import appendix
from levier.report.document import Document
from levier.report.opening import opening, title
from levier.report.telling import Telling
from levier.wording.numbers import write_date
from levier.wording.text import Language, say


def tell(baseline: Baseline, lang: Language) -> Document:
    """Tell a baseline: the answer first, then the evidence, what is not known, and how each figure is made."""
    telling = Telling(baseline, lang)
    sections = (
        evidence.hot_spots(telling),
        evidence.stages(telling),
        evidence.narrowing(telling),
        evidence.age(telling),
        evidence.impacts(telling),
        knowledge.known(telling),
        knowledge.assumptions(telling),
        beyond.referentials(telling),
        beyond.refurbished(telling),
        beyond.electricity(telling),
        beyond.export_lines(telling),
        beyond.sources(telling),
        beyond.questions(telling),
    )
    return Document(
        lang=lang,
        title=title(telling),
        cover=_cover(telling),
        opening=opening(telling),
        sections=tuple(s for s in sections if s is not None),
        appendix=appendix(telling),
        colophon=_colophon(telling),
    )


def _cover(telling: Telling) -> str:
    b = telling.baseline
    return telling.t(
        say(
            "Levier {code} · inventory of {on} · facts of {facts_on}, version {facts}",
            code=b.code_version,
            on=telling.on,
            facts_on=write_date(b.facts_on, telling.lang),
            facts=b.facts_version,
        )
    )


def _colophon(telling: Telling) -> tuple[tuple[str, str], ...]:
    t, b = telling.t, telling.baseline
    rows = [
        (t(say("File")), b.file),
        (t(say("Inventory of")), telling.on),
        (t(say("Facts of")), write_date(b.facts_on, telling.lang)),
        (t(say("Facts version")), b.facts_version),
        (t(say("Code version")), b.code_version),
        (t(say("Referential")), telling.referential(b.referential)),
        (t(say("Country by default")), b.country),
        (t(say("Snapshot")), b.snapshot),
        (t(say("Draws")), t(say("{draws}, seed {seed}", draws=b.draws, seed=str(b.seed)))),
    ]
    if b.currency_note is not None:
        rows.append((t(say("Prices")), t(b.currency_note)))
    return tuple(rows)
