"""How the codes of lines are called."""

from __future__ import annotations

from collections.abc import Mapping

from levier.tender.agec.correcting import NONE
from levier.tender.agec.model import Classed, Condition, Confidence
from levier.web.house.words import told
from levier.web.tender.agec.bridge.keeping import agec
from levier.web.tender.agec.bridge.saying import FOUND, NO, UNKNOWN, YES, stands
from levier.wording.text import Text, say

CONDITIONS: Mapping[str, Text] = {
    Condition.NEW.value: say("bought new"),
    Condition.REUSE.value: say("from reuse: reconditioned or second-hand"),
    Condition.GIFT.value: say("received as a gift"),
}
RECYCLED: Mapping[str, Text] = {
    YES: say("holds recycled matter"),
    NO: say("holds none"),
    UNKNOWN: say("not known"),
}
AMOUNT_NAMES: Mapping[str, Text] = {
    "gift_eur": say("value of gifts, €"),
    "recycled_eur": say("goods holding recycled matter, €"),
}
NO_CATEGORY = say("none of the official categories")
NOT_CLASSED = say("not classed")
AS_FOUND = say("as Levier found it")
CONFIDENCES: Mapping[Confidence, Text] = {
    Confidence.TOLD: say("told"),
    Confidence.HIGH: say("sure"),
    Confidence.MEDIUM: say("rather sure"),
    Confidence.LOW: say("a hint only"),
}


def value_told(name: str, value: str) -> Text:
    """Return a code of a field as people read it."""
    if value == FOUND:
        return AS_FOUND
    if name == "condition":
        return CONDITIONS[value]
    if name == "recycled":
        return RECYCLED[value]
    if value in agec().categories:
        return agec().categories[value].label
    return NO_CATEGORY if value == NONE else NOT_CLASSED


def class_told(c: Classed) -> str:
    """Return what a line is, as people read it: its category, then what is known beyond."""
    there = stands(c)
    parts = [value_told("category", there["category"])]
    if c.category is not None:
        parts += [CONDITIONS[c.condition.value]]
        parts += [] if c.recycled is None else [RECYCLED[there["recycled"]]]
    return ", ".join(told(part) for part in parts)
