from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from levier.catalogue.loading import load
from levier.tender.agec.facts import AgecFacts, load_agec
from levier.tender.agec.model import Purchases
from levier.tender.agec.reading import read_purchases
from tests.project.repository import ROOT

EXAMPLE = ROOT / "examples" / "purchases" / "achats-de-belcombe.csv"


@cache
def shipped() -> AgecFacts:
    return load_agec(load())


@cache
def belcombe() -> Purchases:
    return read_purchases(EXAMPLE, shipped())


@pytest.fixture
def agec() -> AgecFacts:
    return shipped()


@pytest.fixture
def purchases() -> Purchases:
    return belcombe()


@pytest.fixture
def example() -> Path:
    return EXAMPLE
