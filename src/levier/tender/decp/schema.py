"""The official schema, from which every closed list and bound is taken."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from levier.tender.library.loading import procurement_folder
from levier.wording.errors import BadFact, Place
from levier.wording.text import say

SCHEMA = "unlicense/schema_decp_v2.0.3.json"


@dataclass(frozen=True)
class DecpSchema:
    """The schema of a contract (`marche`)."""

    whole: Mapping[str, Any]

    @property
    def contract(self) -> Mapping[str, Any]:
        """Return the definition of a contract."""
        found: Mapping[str, Any] = self.whole["definitions"]["marche"]
        return found

    def rules(self, name: str) -> Mapping[str, Any]:
        """Return the rules of a field of a contract, its reference followed."""
        return self._followed(self.contract["properties"][name])

    def listed(self, name: str) -> tuple[str, ...]:
        """Return the values that a field, or each item of a list, may take."""
        rules = self.rules(name)
        if "properties" in rules:
            (inner,) = rules["properties"].values()
            rules = self._followed(inner)
        return tuple(rules["items"]["enum"] if "items" in rules else rules["enum"])

    def inner(self, name: str) -> str:
        """Return the single field within a field that holds a list."""
        (found,) = self.rules(name)["properties"]
        return str(found)

    def part(self, name: str, key: str) -> tuple[str, ...]:
        """Return the values of a key within a field."""
        return tuple(self.rules(name)["properties"][key]["enum"])

    def holder_kinds(self) -> tuple[str, ...]:
        """Return the kinds of identifiers of holders."""
        return tuple(self.contract["definitions"]["Titulaire"]["properties"]["typeIdentifiant"]["enum"])

    def pattern(self, name: str) -> str:
        """Return the pattern of a field."""
        return str(self.rules(name)["pattern"])

    def _followed(self, rules: Mapping[str, Any]) -> Mapping[str, Any]:
        if "$ref" not in rules:
            return rules
        found: Mapping[str, Any] = self.whole
        for step in str(rules["$ref"]).removeprefix("#/").split("/"):
            found = found[step]
        return found


def load_schema(folder: Path | None = None) -> DecpSchema:
    """Read the official schema that comes with Levier."""
    path = (folder or procurement_folder()) / "decp" / SCHEMA
    try:
        return DecpSchema(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise BadFact(
            say("The official schema cannot be read."), place=Place(file=f"procurement/decp/{SCHEMA}"), found=str(error)
        ) from error
