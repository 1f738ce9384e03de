"""The mark of the method changes with the code that computes, and only with it."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import numpy
import pytest

from levier.footprint import method


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the code that computes, marked instead of the real one."""
    source = Path(str(resources.files("levier")))
    for room in method.ROOMS:
        for path in (source / room).rglob("*.py"):
            target = tmp_path / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    monkeypatch.setattr(resources, "files", lambda _package: tmp_path)
    return tmp_path


def mark() -> str:
    return method.method.__wrapped__()


def test_the_mark_of_a_copy_is_the_mark_of_the_code(installed: Path) -> None:
    assert mark() == method.method()


@pytest.mark.parametrize("room", method.ROOMS)
def test_a_change_of_any_room_that_computes_changes_the_mark(installed: Path, room: str) -> None:
    before = mark()
    file = max((installed / room).rglob("*.py"), key=lambda path: path.stat().st_size)
    file.write_text(file.read_text(encoding="utf-8") + "\nHALF = 0.5\n", encoding="utf-8")
    assert mark() != before


def test_a_comment_or_a_blank_line_changes_nothing(installed: Path) -> None:
    before = mark()
    file = installed / "footprint" / "bands.py"
    file.write_text("# a remark\n\n" + file.read_text(encoding="utf-8") + "\n\n    # another\n", encoding="utf-8")
    assert mark() == before


def test_another_generator_of_draws_changes_the_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    before = mark()
    monkeypatch.setattr(numpy, "__version__", "9.9.9")
    assert mark() != before


def test_results_carry_the_release_and_the_mark() -> None:
    assert re.fullmatch(r"1\.2\.3\+[0-9a-f]{10}", method.code_version("1.2.3"))
