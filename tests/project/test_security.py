"""The list of security requirements is honest: what it calls done names a test that is there."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.project.repository import ROOT, SOURCE, at, committed, trees

LIST = ROOT / "docs" / "security" / "asvs.csv"
MADE_BY_DJANGO = "src/levier/web/operating/rows.py"
"""Runs what Django's own `connection.ops` writes."""
STATUSES = {"done", "not_applicable", "open"}
AT_LEVEL_2 = 253
"""Requirements of levels 1 and 2 of ASVS 5.0.0."""


def rows() -> list[dict[str, str]]:
    with LIST.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def names_in(file: str) -> frozenset[str]:
    path = ROOT / file
    if path not in committed() or not path.name.startswith("test_"):
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(n.name for n in tree.body if isinstance(n, ast.FunctionDef) and n.name.startswith("test_"))


def there(test: str) -> bool:
    file, _, name = test.partition("::")
    return name in names_in(file)


def test_every_requirement_of_level_two_has_one_row() -> None:
    known = rows()
    assert len({row["requirement"] for row in known}) == len(known)
    assert sum(row["level"] in {"1", "2"} for row in known) == AT_LEVEL_2
    assert {row["status"] for row in known} <= STATUSES


def test_what_is_done_names_a_test_that_is_there() -> None:
    assert [row["requirement"] for row in rows() if row["status"] == "done" and not there(row["test"])] == []


def test_what_is_not_done_names_no_test() -> None:
    assert [row["requirement"] for row in rows() if row["status"] != "done" and row["test"]] == []


def test_what_does_not_apply_says_why() -> None:
    assert [row["requirement"] for row in rows() if row["status"] == "not_applicable" and not row["note"]] == []


@pytest.mark.parametrize("test", ["", "tests/web/test_headers.py::test_of_nothing", "tests/web/test_none.py::test_x"])
def test_a_test_that_is_not_there_would_be_seen(test: str) -> None:
    assert not there(test)


# What the sources show by themselves


def called() -> Iterator[tuple[str, ast.Call, str]]:
    """Yield (name of what is called with its last dots, call, where) for each call of the package."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield ast.unparse(node.func), node, at(path, node)


def imported(*names: str, under: Path = SOURCE) -> list[str]:
    found = []
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                modules = [node.module or ""]
            else:
                continue
            if path.is_relative_to(under) and any(module.split(".")[0] in names for module in modules):
                found.append(at(path, node))
    return found


def test_no_text_is_run_as_code() -> None:
    assert [where for name, _, where in called() if name in {"eval", "exec", "compile", "__import__"}] == []


def test_no_command_goes_through_a_shell() -> None:
    shells = [where for name, _, where in called() if name in {"os.system", "os.popen", "subprocess.getoutput"}]
    asked = [where for _, call, where in called() if any(keyword.arg == "shell" for keyword in call.keywords)]
    assert shells + asked == []


def test_a_query_written_by_hand_is_written_out() -> None:
    by_hand = {"execute", "executemany", "executescript", "raw", "extra", "RawSQL"}
    glued = [
        where
        for name, call, where in called()
        if name.rpartition(".")[2] in by_hand and call.args and not isinstance(call.args[0], ast.Constant)
        if not where.startswith(MADE_BY_DJANGO)
    ]
    assert glued == []


def test_nothing_is_unpacked_that_could_be_code() -> None:
    assert imported("pickle", "marshal", "shelve", "dill") == []
    loads = [where for name, call, where in called() if name == "yaml.load" and len(call.args) + len(call.keywords) < 2]
    assert loads + [where for name, _, where in called() if name in {"yaml.unsafe_load", "yaml.full_load"}] == []


def test_no_weak_hash_is_used() -> None:
    weak = [where for name, _, where in called() if name in {"hashlib.md5", "hashlib.sha1", "hashlib.new"}]
    assert weak == []


def test_the_site_draws_no_secret_from_a_weak_source() -> None:
    assert imported("random", under=SOURCE / "web") == []


def test_a_form_names_the_fields_that_it_sets() -> None:
    told = [
        path.name for path in trees() if re.search(r"fields\s*=\s*[\"']__all__|exclude\s*=", path.read_text("utf-8"))
    ]
    assert told == []
