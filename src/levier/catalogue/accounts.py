"""Lines of other accounts (GHG Protocol, French BEGES) onto which life-cycle stages are written."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib import resources

from levier.wording.text import Text, label


@dataclass(frozen=True)
class Account:
    """One line: GHG Protocol `code`, BEGES item, the stages that it holds, what to mind."""

    code: str
    beges: str
    label: Text
    stages: tuple[str, ...]
    note_fr: str
    note_en: str
    status: str


def accounts() -> tuple[Account, ...]:
    """Read the shipped lines."""
    file = resources.files("levier") / "facts" / "accounts" / "accounts.csv"
    with resources.as_file(file) as path, path.open(encoding="utf-8", newline="") as stream:
        return tuple(
            Account(
                r["code"],
                r["beges"],
                label(r["label_fr"], r["label_en"]),
                tuple(r["stages"].split(";")),
                r["note_fr"],
                r["note_en"],
                r["status"],
            )
            for r in csv.DictReader(stream)
        )
