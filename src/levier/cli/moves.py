"""The table of `levier baseline diff`."""

from __future__ import annotations

from collections.abc import Sequence

from levier.footprint.comparison import Move
from levier.wording.numbers import write_number
from levier.wording.text import Language, say

WIDTH = 14


def write_moves(moves: Sequence[Move], lang: Language) -> str:
    """Write moves as a plain table, the total first."""
    heads = [say("before"), say("estate"), say("facts"), say("method"), say("after")]
    lines = [" " * 34 + "".join(h.in_(lang).rjust(WIDTH) for h in heads)]
    for move in moves:
        name = say("Total").in_(lang) if move.key.startswith("totals") else move.key.rsplit("/", 1)[-1]
        parts = [write_number(move.old, lang, 4)]
        parts += [_signed(p, lang) for p in (move.estate, move.facts, move.method)]
        parts.append(write_number(move.new, lang, 4))
        lines.append(name.ljust(34) + "".join(p.rjust(WIDTH) for p in parts))
    lines.append(say("In kg of CO₂e. Before + estate + facts + method = after.").in_(lang))
    return "\n".join(lines)


def _signed(value: float, lang: Language) -> str:
    return ("+" if value > 0 else "") + write_number(value, lang, 3)
