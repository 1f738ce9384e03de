"""What a criterion lacks before a buyer may paste it."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from levier.tender.library.check import variables_of
from levier.tender.library.model import Criterion, Kind
from levier.wording.text import LANGUAGES, Text, say

FEWEST_WORDS = 15
"""A clause of fewer words says too little to be held to."""
EQUIVALENT = {"fr": "équivalent", "en": "equivalent"}


def places(text: Text) -> frozenset[str]:
    """Return the names between braces in both languages of a text."""
    return frozenset(
        name for written in (text.message, text.fr or "") for _, name, _, _ in Formatter().parse(written) if name
    )


def lacking(criterion: Criterion) -> list[Text]:
    """Return what is missing, nothing where the criterion is complete."""
    found = [*_text(criterion), *_variables(criterion)]
    if not criterion.legal_basis:
        found.append(say("a legal basis"))
    return found + (list(_answers(criterion)) if criterion.answered else [])


def _text(criterion: Criterion) -> Iterator[Text]:
    clause = criterion.clause
    if clause is None:
        yield say("the text of the clause")
        return
    for lang in LANGUAGES:
        if len(_written(clause, lang).split()) < FEWEST_WORDS:
            yield say("a clause of {n} words or more in both languages", n=FEWEST_WORDS)


def _variables(criterion: Criterion) -> Iterator[Text]:
    clause = criterion.clause
    if clause is None:
        return
    known = {v.id for v in criterion.variables}
    texts = [t for t in (clause, criterion.verification, criterion.scoring, criterion.penalty) if t is not None]
    if any(_places(text, "fr") != _places(text, "en") for text in texts):
        yield say("the same variables in both languages")
    used = frozenset[str]().union(*(places(text) for text in texts)) | variables_of(criterion.check)
    if unknown := sorted(used - known):
        yield say("the variables {names}", names=", ".join(unknown))
    if idle := sorted(known - used):
        yield say("a place for the variables {names}", names=", ".join(idle))


def _answers(criterion: Criterion) -> Iterator[Text]:
    evidence = criterion.evidence
    if evidence is None or any(EQUIVALENT[lang] not in _written(evidence, lang).lower() for lang in LANGUAGES):
        yield say("the evidence accepted, with “or equivalent” in both languages")
    if criterion.verification is None:
        yield say("how it is verified")
    if not criterion.fields:
        yield say("an answer field")
    if not criterion.check:
        yield say("a check")
    if criterion.indicator is None:
        yield say("an indicator")
    if criterion.kind is Kind.AWARD_CRITERION and criterion.scoring is None:
        yield say("how it is scored")


def _written(text: Text, lang: str) -> str:
    return text.message if lang == "en" else text.fr or ""


def _places(text: Text, lang: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(_written(text, lang)) if name)
