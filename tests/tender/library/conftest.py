from __future__ import annotations

from functools import cache

import pytest

from levier.catalogue.loading import load
from levier.catalogue.model import Catalogue
from levier.tender.library.loading import load_library
from levier.tender.library.model import Library


@cache
def shipped_catalogue() -> Catalogue:
    return load()


@cache
def shipped_library() -> Library:
    return load_library(shipped_catalogue())


@pytest.fixture
def facts() -> Catalogue:
    return shipped_catalogue()


@pytest.fixture
def library() -> Library:
    return shipped_library()
