"""Recognise devices from the distinct strings of an inventory: type, maker, model. Refuses to guess a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from levier.catalogue.model import Catalogue, DeclaredModel
from levier.estate.model import Recognition
from levier.estate.recognition.aliases import aliased, read_aliases
from levier.estate.recognition.facts import recognition_facts
from levier.estate.recognition.matching import Matcher

__all__ = ["read_aliases", "recognise"]


def recognise(
    names: pl.DataFrame,
    catalogue: Catalogue,
    *,
    declared: Sequence[DeclaredModel] = (),
    aliases: Mapping[tuple[str, str, str], tuple[str, str, str]] | None = None,
) -> list[Recognition]:
    """Recognise distinct names (type_raw, manufacturer_raw, model_raw), in their order; aliases go before all else."""
    matcher = Matcher(catalogue, recognition_facts(), declared)
    found = []
    for kind, maker, model in names.select("type_raw", "manufacturer_raw", "model_raw").iter_rows():
        one = matcher.recognise(kind or "", maker or "", model or "")
        found.append((aliased(aliases, one) or one) if aliases else one)
    return found
