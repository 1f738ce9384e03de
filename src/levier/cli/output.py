"""Where results go: a file, or standard output for `-`; messages and progress to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from levier.footprint import method
from levier.wording.errors import BadOption, Place, printable
from levier.wording.text import Language, Text, say

STANDARD_OUTPUT = "-"


def language(arguments: Sequence[str], locale: str) -> Language:
    """Return the language asked for with --lang, else that of the terminal, else French."""
    for position, argument in enumerate(arguments):
        if argument == "--lang" and position + 1 < len(arguments):
            return "en" if arguments[position + 1] == "en" else "fr"
        if argument.startswith("--lang="):
            return "en" if argument.endswith("en") else "fr"
    return "en" if locale.lower().startswith("en") else "fr"


def write(target: str, content: str | bytes) -> None:
    """Write text or bytes to a file, or to standard output for `-`."""
    data = content.encode() if isinstance(content, str) else content
    if target == STANDARD_OUTPUT:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        Path(target).write_bytes(data)
    except OSError as error:
        raise BadOption(
            say("This file cannot be written."),
            place=Place(file=target),
            found=error.strerror,
            mend=say("Choose a folder that exists and that you may write to."),
        ) from error


def write_json(target: str, content: Any) -> None:
    """Write JSON, readable by people, numbers in full."""
    write(target, json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n")


def tell(text: Text, lang: Language) -> None:
    """Tell progress on standard error."""
    click.echo(printable(text.in_(lang)), err=True)


def print_text(text: str, *, nl: bool = True) -> None:
    """Print a table on standard output; nothing that a file holds can drive the terminal."""
    click.echo("\n".join(printable(line) for line in text.split("\n")), nl=nl)


def day(value: str | None) -> date | None:
    """Read a date given as YYYY-MM-DD."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise BadOption(
            say("This date cannot be read."), expected=say("a date written YYYY-MM-DD"), found=value
        ) from error


def code_version() -> str:
    """Return the version of Levier that computes, with the mark of its method."""
    return method.code_version(version("levier"))
