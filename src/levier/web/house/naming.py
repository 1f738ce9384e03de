"""Rows that are called the same are told apart, so that each link says by itself where it leads."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber


def told_apart(rows: QuerySet[Any], field: str) -> QuerySet[Any]:
    """Add how many rows bear the name of each (`namesakes`), and which of them it is, from the oldest (`nth`)."""
    same = F(field)
    numbered: QuerySet[Any] = rows.annotate(
        namesakes=Window(Count("pk"), partition_by=same),
        nth=Window(RowNumber(), partition_by=same, order_by=F("pk").asc()),
    )
    return numbered
