"""What was taken for granted, told next to the figure that it changed."""

from __future__ import annotations

from dataclasses import dataclass

from levier.wording.text import Text


@dataclass(frozen=True)
class Assumption:
    """One choice made for the user. `figure` is the key of what it changed, such as `by_category/gwp/monitor`."""

    code: str
    text: Text
    lines: int | None = None
    figure: str | None = None
