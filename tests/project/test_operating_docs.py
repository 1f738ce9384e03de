"""Whoever runs the site finds every setting documented, and nothing that does not exist."""

from __future__ import annotations

import re

from tests.project.repository import ROOT, SOURCE

SETTINGS = ROOT / "docs" / "operating"


def read_by_the_code() -> set[str]:
    """Return the variables that the code asks the environment for."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    asked = re.findall(r"""ENV\.\w+\(\s*"([A-Z][A-Z0-9_]+)\"""", code)
    return {*asked, *re.findall(r"""os\.environ\.get\("(LEVIER_[A-Z0-9_]+)"\)""", code)}


def documented() -> set[str]:
    pages = "\n".join(page.read_text(encoding="utf-8") for page in SETTINGS.glob("*.md"))
    return set(re.findall(r"^\| `([A-Z][A-Z0-9_]+)` \|", pages, flags=re.MULTILINE))


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    assert read_by_the_code() == documented()


def test_every_setting_named_in_the_operators_files_is_documented() -> None:
    named = set()
    for file in SETTINGS.iterdir():
        named |= set(re.findall(r"\b(LEVIER_[A-Z0-9_]+|DATABASE_URL)\b", file.read_text(encoding="utf-8")))
    assert named <= documented()
