"""The schema is one clean beginning an app, and holds no words: other words are no other schema."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation

import levier.web

FOLDERS = sorted(Path(levier.web.__file__).parent.glob("*/migrations"))


def test_migrations_hold_no_labels() -> None:
    files = [file for folder in FOLDERS for file in folder.glob("0*.py")]
    assert files
    assert [file.name for file in files if "choices=" in file.read_text(encoding="utf-8")] == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en-gb"])
def test_the_models_are_those_of_the_migrations_in_whichever_language(language: str) -> None:
    with translation.override(language):
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)
