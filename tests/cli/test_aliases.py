"""A file of corrections changes what the list of names and the footprint both say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from levier.cli.main import levier

INVENTORY = "Type;Fabricant;Modèle;Quantité\nZorglub;Acme;ZX-9;4\nPC portable;Dell;Latitude 5420;2\n"
ALIASES = "type;manufacturer;model;category;size;matched\nZorglub;Acme;ZX-9;tablet;;\n"


def answer(*arguments: str | Path) -> Any:
    done = CliRunner().invoke(levier, [*map(str, arguments), "--json", "-"], env={"LEVIER_HOME": "/nonexistent"})
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    inventory, aliases = tmp_path / "parc.csv", tmp_path / "aliases.csv"
    inventory.write_text(INVENTORY, encoding="utf-8")
    aliases.write_text(ALIASES, encoding="utf-8")
    return inventory, aliases


def test_the_list_of_names_follows_the_corrections(files: tuple[Path, Path]) -> None:
    inventory, aliases = files
    before = {r["type"]: r["category"] for r in answer("estate", "recognise", inventory)}
    after = {r["type"]: r["category"] for r in answer("estate", "recognise", inventory, "--aliases", aliases)}
    assert (before["Zorglub"], after["Zorglub"]) == (None, "tablet")
    assert before["PC portable"] == after["PC portable"] == "laptop"


def test_the_footprint_follows_the_corrections(files: tuple[Path, Path]) -> None:
    inventory, aliases = files
    plain = answer("baseline", inventory, "--on", "2026-09-30")
    corrected = answer("baseline", inventory, "--on", "2026-09-30", "--aliases", aliases)
    assert "tablet" not in {c["category"] for c in plain["by_category"]}
    assert {c["quantity"] for c in corrected["by_category"] if c["category"] == "tablet"} == {4}
    assert corrected["recognition"]["typed_share"] == 1
