"""What is committed can be given to anyone: no address of ours, no path of a machine, every package pinned."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.project.repository import ROOT, committed, committed_text, name_of

REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))
# Written so that this file is not found by its own search.
MACHINE = re.compile(
    r"(?<![\w.~-])/(?:ro[o]t|ho[m]e|Us[e]rs|wo[r]k|tm[p]|mn[t])/[\w.]|[A-Z]:\\Us[e]rs|fil[e]:///(?!etc/)"
)  # a test of hostile files may ask for what every machine has
INDEX = re.compile(r"pyp[i]\.org|pythonhoste[d]|/simpl[e]/?\b|(?:index-ur[l]|find-link[s])[ =]+\S*://|truste[d]-host")


def found(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in committed_text()
        for number, line in enumerate(text.split("\n"), 1)
        if pattern.search(line)
    ]


def test_no_committed_file_names_a_path_of_a_machine() -> None:
    assert found(MACHINE) == []


def test_no_committed_file_names_the_address_of_a_package_index() -> None:
    assert found(INDEX) == []


def test_what_must_not_be_committed_would_be_seen() -> None:
    assert MACHINE.search("/ho" + "me/anne/levier")
    assert INDEX.search("--index" + "-url https://packages.example")
    assert INDEX.search("https://py" + "pi.org/x")
    assert not MACHINE.search("https://example.org/work/page")


def requirements(path: Path) -> dict[str, str]:
    """Return each requirement of a file -> all that stands behind it."""
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.split("\n") if line.strip() and not line.startswith("#")]
    return {line.split(" --hash")[0].strip(): line for line in lines}


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.stem)
def test_every_package_is_pinned_by_version_and_hash(path: Path) -> None:
    pinned = requirements(path)
    assert pinned
    loose = [
        name for name, line in pinned.items() if "==" not in name or not re.search(r"--hash=sha256:[0-9a-f]{64}", line)
    ]
    assert loose == []


def test_the_library_is_tested_with_the_versions_that_people_get() -> None:
    run, dev = (
        {pin.partition(" ;")[0] for pin in requirements(ROOT / "requirements" / f"{name}.txt")}
        for name in ("run", "dev")
    )
    assert run
    assert run <= dev


def test_every_dependency_of_the_package_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[<>=\[ ]", name)[0].lower() for name in project["dependencies"]}
    extras = {
        re.split(r"[<>=\[ ]", name)[0].lower() for names in project["optional-dependencies"].values() for name in names
    }
    run, dev = (
        {name.split("==")[0] for name in requirements(ROOT / "requirements" / f"{file}.txt")} for file in ("run", "dev")
    )
    assert wanted <= run
    assert extras <= dev


def test_the_licence_is_the_whole_licence() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert "13. Remote Network Interaction" in text


def test_every_folder_of_facts_carries_its_licence() -> None:
    facts = ROOT / "src" / "levier" / "facts"
    folders = {p.parent for p in committed() if p.is_relative_to(facts) and len(p.relative_to(facts).parts) == 3}
    assert folders
    bare = [
        name_of(folder)
        for folder in folders
        if not any(f.name.startswith(("NOTICE", "LICENCE")) for f in folder.iterdir())
    ]
    assert bare == []


def test_the_package_holds_no_empty_room() -> None:
    rooms = [path for path in (ROOT / "src" / "levier").iterdir() if path.is_dir() and path.name != "__pycache__"]
    assert [
        room.name for room in rooms if not any(f.name != "__init__.py" for f in room.rglob("*.*") if f.suffix != ".pyc")
    ] == []
