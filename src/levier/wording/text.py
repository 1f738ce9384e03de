"""Texts that people read: an English sentence is the message id, the French one stands in `locale/fr/<room>.po`.

A sentence is translated as late as possible: errors, assumptions and labels carry a `Text`, and whoever prints it
chooses the language. What varies is a named argument, never glued on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Literal

from levier.wording.numbers import write_argument

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")


@dataclass(frozen=True)
class Text:
    """One sentence or label: `message` is English with `{name}` places; `arguments` fill them.

    `fr` and `en` hold a text that comes with a fact in both languages; then `message` is only its English.
    """

    message: str
    arguments: Mapping[str, str | int | float | Text] = field(default_factory=lambda: MappingProxyType({}))
    fr: str | None = None

    def in_(self, lang: Language) -> str:
        """Return the sentence in `lang`, its numbers written as that language writes them."""
        template = self.message if lang == "en" else (self.fr or french().get(self.message) or self.message)
        if not self.arguments:
            return template
        written = {
            name: value.in_(lang) if isinstance(value, Text) else write_argument(value, lang)
            for name, value in self.arguments.items()
        }
        return template.format_map(written)

    def __str__(self) -> str:
        return self.in_("en")


def say(message: str, **arguments: str | int | float | Text) -> Text:
    """Make a `Text`; the literal `message` is what the test of the catalogue collects."""
    return Text(message, MappingProxyType(dict(arguments)))


def label(fr: str, en: str) -> Text:
    """Make a `Text` from a fact that carries both languages."""
    return Text(en, fr=fr)


@cache
def french() -> Mapping[str, str]:
    """Read the French catalogue once, one file a room: message id -> French sentence."""
    from babel.messages.pofile import read_po  # here: the reading process translates nothing, and starts sooner

    found: dict[str, str] = {}
    folder = resources.files("levier.wording") / "locale" / "fr"
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        with file.open("rb") as stream:
            found |= {str(m.id): str(m.string) for m in read_po(stream, locale="fr") if m.id and m.string}
    return MappingProxyType(found)
