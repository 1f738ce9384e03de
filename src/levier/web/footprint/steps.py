"""The steps by which a figure is computed again, from the kept trace: what a reader with a pencil would write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from levier.footprint.trace import recompute
from levier.report.measure import counted_words
from levier.report.telling import how_id
from levier.wording.numbers import write_number
from levier.wording.text import Language, say

SIGNS = {"*": "×", "/": "÷", "+": "+", "-": "−"}
ORIGINS = {
    "inventory": say("your inventory"),
    "assumption": say("the view chosen"),
    "parameters": say("parameters of the method"),
    "declared model": say("the maker’s declaration"),
}
"""Words for the origins of given values that are no sources."""
DIGITS = 5
MOST_TERMS = 6
"""Terms of a sum that are written out; of a longer one the first and the last."""


@dataclass(frozen=True)
class Step:
    """One step: its number, what it is, how it is made of other steps, its value."""

    number: int
    label: str
    made: str
    value: float
    unit: str
    fact: str
    origin: str
    """Where a given value comes from, in words."""


@dataclass(frozen=True)
class Steps:
    """The steps of one figure, and the value that they give when they are done again, in the unit of the last."""

    key: str
    steps: tuple[Step, ...]
    value: float
    written: str
    unit: str


def steps_of(trace: Mapping[str, Any], anchor: str, titles: Mapping[str, str], lang: Language) -> Steps | None:
    """Return the steps behind the figure of an anchor, in an order in which they can be done; None where none is."""
    figure = next((f for f in trace["figures"] if how_id(f["key"]) == anchor), None)
    if figure is None:
        return None
    needed = _needed(trace["nodes"], figure["node"])
    numbers = {node["id"]: n for n, node in enumerate(needed, start=1)}
    value = recompute({"nodes": needed, "figures": [figure]})[figure["key"]]
    steps = tuple(_step(node, numbers, titles, lang) for node in needed)
    return Steps(figure["key"], steps, value, write_number(value, lang, DIGITS), steps[-1].unit)


def _needed(nodes: list[dict[str, Any]], last: str) -> list[dict[str, Any]]:
    """Return the nodes that one node rests on, itself last; nodes stand after those that they use."""
    by_id = {node["id"]: node for node in nodes}
    found: set[str] = set()
    waiting = [last]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += by_id[name]["args"]
    return [node for node in nodes if node["id"] in found]


def _step(node: Mapping[str, Any], numbers: Mapping[str, int], titles: Mapping[str, str], lang: Language) -> Step:
    unit = node["unit"]
    return Step(
        number=numbers[node["id"]],
        label=node["label"][lang],
        made=_made(node, numbers),
        value=node["value"],
        unit=counted_words(node["value"], unit, lang) if unit else "",
        fact="" if node.get("source", "") in ORIGINS else node.get("fact", ""),
        origin=_origin(node.get("source", ""), titles, lang),
    )


def _origin(source: str, titles: Mapping[str, str], lang: Language) -> str:
    if source in ORIGINS:
        return ORIGINS[source].in_(lang)
    return say("; ").in_(lang).join(titles.get(one, one) for one in source.split(" + "))


def _made(node: Mapping[str, Any], numbers: Mapping[str, int]) -> str:
    if node["op"] == "value":
        return ""
    terms = [f"[{numbers[a]}]" for a in node["args"]]
    if len(terms) > MOST_TERMS:
        terms = [*terms[: MOST_TERMS - 1], "…", terms[-1]]
    return f" {SIGNS[node['op']]} ".join(terms)
