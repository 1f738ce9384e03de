"""Isolation by structure: rows of an organisation can only be asked for inside its scope.

`django_scopes` keeps the scope (`with scope(organisation=…)`) and turns its guard off for the few questions that span
organisations (`scopes_disabled()`); this manager obeys it, and mypy understands it.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models
from django.db.models import QuerySet
from django_scopes.exceptions import ScopeError
from django_scopes.state import get_scope

M = TypeVar("M", bound=models.Model)


class Scoped(models.Manager[M]):
    """Asks only for rows of the organisation in scope; raises ScopeError outside every scope."""

    def get_queryset(self) -> QuerySet[M]:
        """Return the rows of the organisation in scope."""
        current: dict[str, Any] = get_scope()
        if not current.get("_enabled", True):
            return super().get_queryset()
        if "organisation" not in current:
            raise ScopeError(f"{self.model.__name__} was asked for outside the scope of an organisation")
        return super().get_queryset().filter(organisation=current["organisation"])
