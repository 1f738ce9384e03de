"""The rooms keep their promises: arrows go down, units are converted in one place, nothing reaches for the world."""

from __future__ import annotations

import ast
import math
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.project.repository import ROOT, at, room_of, trees

Finder = Callable[[ast.Module], Iterator[ast.expr | ast.stmt]]

CONVERSIONS = {7, 12, 24, 52, 60, 1000, 1024, 3600, 1_000_000, 1_000_000_000}
"""Divided by or multiplied with, these are a change of unit (in either direction)."""
LAYOUT = {7, 12, 24, 52, 60}
"""What the geometry of a page may also need."""
YEARS = {365, 365.25, 366, 8760, 8766, 8784}
"""Days and hours of a year, which nobody but `quantity` may even name."""


def number(node: ast.expr) -> float | None:
    """Return the value of a literal number, written out or as a power of ten."""
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
        return float(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return number(node.operand)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        base, power = number(node.left), number(node.right)
        return base**power if base and power is not None else None
    return None


def is_conversion(node: ast.expr, allowed: frozenset[float] = frozenset()) -> bool:
    value = number(node)
    if value is None or value == 0:
        return False
    return any(
        math.isclose(value, known) or math.isclose(value, 1 / known) for known in CONVERSIONS - allowed if known != 1
    )


def names_a_year(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return bool({"HOURS_PER_YEAR", "DAYS_PER_YEAR"} & {alias.name for alias in node.names})
    return isinstance(node, ast.Constant) and not isinstance(node.value, bool) and node.value in YEARS


def conversions(tree: ast.Module, allowed: frozenset[float] = frozenset()) -> Iterator[ast.expr | ast.stmt]:
    """Find products and quotients with a number that changes a unit, and any mention of the length of a year."""
    for node in ast.walk(tree):
        operands: list[ast.expr] = []
        if isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, (ast.Mult, ast.Div, ast.FloorDiv)):
            operands = [node.left, node.right] if isinstance(node, ast.BinOp) else [node.value]
            if any(isinstance(operand, (ast.List, ast.Tuple, ast.JoinedStr)) for operand in operands):
                operands = []  # a list repeated is no product
        if any(is_conversion(operand, allowed) for operand in operands) or names_a_year(node):
            assert isinstance(node, (ast.expr, ast.stmt))
            yield node


FORBIDDEN_MODULES = {
    "time": "the clock", "random": "chance", "secrets": "chance", "uuid": "chance",
    "socket": "the network", "ssl": "the network", "urllib.request": "the network", "http": "the network",
    "requests": "the network", "httpx": "the network", "aiohttp": "the network", "ftplib": "the network",
    "smtplib": "the network", "webbrowser": "the network", "django": "Django", "getpass": "the environment",
    "dotenv": "the environment",
}  # fmt: skip
FORBIDDEN_CALLS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "datetime.datetime.now",
    "datetime.datetime.utcnow", "datetime.datetime.today", "datetime.date.today", "os.environ", "os.environb",
    "os.getenv", "os.putenv", "os.urandom", "Path.home", "Path.cwd", "os.getcwd", "os.path.expanduser",
    "os.path.expandvars",
}  # fmt: skip
SEEDED = {"Generator", "SeedSequence", "PCG64", "Philox", "BitGenerator"}


def imported(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def reaches(tree: ast.Module) -> Iterator[ast.expr | ast.stmt]:
    """Find what asks the clock, the network, the environment, chance or Django."""
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and imports_the_world(node):
            yield node
        if isinstance(node, ast.Attribute) and asks_the_world(node):
            yield node
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("default_rng") and not node.args:
            yield node


def imports_the_world(node: ast.stmt) -> bool:
    names = imported(node)
    return bool({"os.environ", "os.getenv", "os.urandom"} & set(names)) or any(
        name == module or name.startswith(f"{module}.") for name in names for module in FORBIDDEN_MODULES
    )


def asks_the_world(node: ast.Attribute) -> bool:
    draws = isinstance(node.value, ast.Attribute) and node.value.attr == "random" and unseeded(node.attr)
    return draws or node.attr == "expanduser" or ast.unparse(node) in FORBIDDEN_CALLS


def unseeded(attribute: str) -> bool:
    return attribute not in SEEDED | {"default_rng"}


def found(finder: Finder, *, outside: set[str]) -> list[str]:
    return [at(path, node) for path, tree in trees().items() if room_of(path) not in outside for node in finder(tree)]


def test_no_unit_is_converted_outside_quantity() -> None:
    assert found(conversions, outside={"quantity", "report"}) == []


def test_the_report_lays_out_but_converts_nothing() -> None:
    layout = frozenset(float(n) for n in LAYOUT)
    assert found(lambda tree: conversions(tree, layout), outside={"quantity", *other_rooms("report")}) == []


def other_rooms(room: str) -> set[str]:
    return {room_of(path) for path in trees()} - {room}


def test_the_library_never_asks_the_clock_the_network_the_environment_or_chance() -> None:
    assert found(reaches, outside={"cli", "web"}) == []


@pytest.mark.parametrize(
    "fault",
    [
        "kwh = wh / 1000",
        "kg = g * 0.001",
        "kg = g * 1e-3",
        "kg = g / 10**3",
        "t /= 1000",
        "hours = 24 * days",
        "years = months / 12",
        "DAYS = 365.25",
        "h = 8760",
        "size = mb * 1024 * 1024",
        "from levier.quantity.units import HOURS_PER_YEAR",
    ],
)
def test_a_conversion_would_be_seen(fault: str) -> None:
    assert list(conversions(ast.parse(fault)))


@pytest.mark.parametrize(
    "sound", ["x = 2 * y", "draws = 1000", "x = True * y", "x = y / 2.0", "s = 'a' * 3", "cells = [''] * 1000"]
)
def test_ordinary_arithmetic_is_left_alone(sound: str) -> None:
    assert not list(conversions(ast.parse(sound)))


@pytest.mark.parametrize(
    "fault",
    [
        "from datetime import date\non = date.today()",
        "import datetime\nd = datetime.datetime.now()",
        "import time",
        "from random import choice",
        "import os\nos.environ['X']",
        "from os import environ",
        "import urllib.request",
        "from urllib import request",
        "import requests",
        "from django.db import models",
        "import numpy as np\nnp.random.normal()",
        "import numpy as np\nrng = np.random.default_rng()",
        "from pathlib import Path\nPath('~').expanduser()",
    ],
)
def test_a_reach_for_the_world_would_be_seen(fault: str) -> None:
    assert list(reaches(ast.parse(fault)))


@pytest.mark.parametrize(
    "sound",
    [
        "import numpy as np\nrng = np.random.default_rng(seed)",
        "def draw(rng: np.random.Generator) -> None: rng.normal()",
        "from datetime import date\non = date(2026, 1, 1)",
        "from urllib.parse import quote",
    ],
)
def test_what_was_handed_in_is_left_alone(sound: str) -> None:
    assert not list(reaches(ast.parse(sound)))


def test_every_room_keeps_to_its_contract() -> None:
    linter = [sys.executable, "-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"]
    outcome = subprocess.run(linter, cwd=ROOT, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_facts_are_data_and_never_code() -> None:
    facts: Path = ROOT / "src" / "levier" / "facts"
    assert facts.is_dir()
    assert not [path.name for path in facts.rglob("*") if path.suffix in {".py", ".pyi", ".so"}]
