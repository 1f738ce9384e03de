"""The steps of reading, told to whoever waits."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from levier.wording.text import Text, say

STEPS: Mapping[str, Text] = MappingProxyType(
    {
        "open": say("Opening the file"),
        "build": say("Reading its lines"),
        "write": say("Keeping what was read"),
    }
)
