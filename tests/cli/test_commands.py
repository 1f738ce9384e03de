"""The commands of `levier`: each is where its group says, and starting the site imports nothing that it needs not."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from levier.cli.lazy_group import LazyGroup
from levier.cli.main import levier
from levier.cli.tender import tender

HEAVY = ("polars", "numpy", "docx", "odfdo", "typst")


@pytest.mark.parametrize("group", [levier, tender], ids=["levier", "levier tender"])
def test_each_command_is_where_its_group_says(group: LazyGroup) -> None:
    with click.Context(group) as context:
        found = {name: group.get_command(context, name) for name in group.list_commands(context)}
        assert {name: command.name for name, command in found.items() if command} == {name: name for name in found}
        assert group.get_command(context, "nowhere") is None


def test_asking_how_the_site_is_started_imports_no_library_of_tables_or_documents() -> None:
    asked = "import sys; from levier.cli.main import levier; levier(['serve', '--help'], standalone_mode=False)"
    told = f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    ran = subprocess.run([sys.executable, "-c", f"{asked}; {told}"], capture_output=True, text=True, check=True)
    assert ran.stderr.strip() == "[]"
