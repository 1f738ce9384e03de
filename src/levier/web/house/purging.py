"""What is deleted for good, and when: each app says it for the rules of retention that concern it.

`levier purge` obeys them all. A purge is given the moment before which things go, and returns how many went; it runs
in a transaction of its own, with every organisation in sight.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

Purge = Callable[[datetime], int]

PURGES: dict[str, Purge] = {}


def purges(rule: str) -> Callable[[Purge], Purge]:
    """Register what a rule of retention deletes; called when Django is ready, from `apps.ready`."""

    def register(function: Purge) -> Purge:
        PURGES[rule] = function
        return function

    return register
