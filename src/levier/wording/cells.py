"""Cells of tables for spreadsheets: a text is never taken for a formula."""

from __future__ import annotations

import re

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What makes a spreadsheet compute a cell, the wide forms of East Asian keyboards included."""
_CONTROL = re.compile("[\x01-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
NEGATIVE = re.compile(r"-\d+(?:[.,]\d+)?")
"""A number below zero computes nothing."""


def safe_cell(text: str | None) -> str:
    """Write a text so that no spreadsheet takes it for a formula: a quote goes before what would start one.

    Blanks around a cell, which the reading ignores, are not written: a tab or a line end may start a formula too.
    Nor are control signs, which drive a terminal.
    """
    told = _CONTROL.sub(" ", (text or "").replace("\x00", "")).strip()
    return "'" + told if told.startswith(FORMULA) and not NEGATIVE.fullmatch(told) else told
