"""What an action refuses, told to whoever asked."""

from __future__ import annotations

from levier.wording.errors import LevierError


class Refused(LevierError):
    """Something that people asked for and that the rules of the house do not allow."""
