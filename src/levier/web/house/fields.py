"""Columns as the house writes them."""

from __future__ import annotations

from typing import Any

from django.db import models


class Code(models.CharField):  # type: ignore[type-arg]  # takes no argument at run time
    """A column that holds one code of a list; how the codes are called is no business of the database."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Leave labels out of migrations: other words are no other schema, in whichever language they were written."""
        name, _, arguments, told = super().deconstruct()
        told.pop("choices", None)
        return name, "django.db.models.CharField", list(arguments), told
