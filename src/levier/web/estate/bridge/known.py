"""What is known: the facts that ship, and what the organisation in scope says of names."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version

from levier.catalogue.loading import load
from levier.catalogue.model import Catalogue, Category
from levier.estate.recognition.aliases import Aliases
from levier.estate.recognition.normalise import normalise
from levier.footprint import method
from levier.web.estate.models import Alias
from levier.wording.text import Language, Text, say


@cache
def facts() -> Catalogue:
    """Return the facts that ship with this version, read once."""
    return load()


@cache
def code_version() -> str:
    """Return the version of Levier that recognises and computes, with the mark of its method."""
    return method.code_version(version("levier"))


def aliases() -> Aliases:
    """Return the corrections of the organisation in scope."""
    return {(a.type, a.manufacturer, a.model): (a.category, a.size, a.matched) for a in Alias.objects.all()}


def categories() -> list[Category]:
    """Return the categories that a device may be of, by id."""
    return sorted(facts().categories.values(), key=lambda c: c.id)


def category_label(category: str | None) -> Text | None:
    """Return what a category is called; None where nothing was recognised."""
    return facts().categories[category].label if category else None


def category_plural(category: str) -> Text:
    """Return what the devices of a category are called."""
    found = facts().categories.get(category)
    return found.plural if found else say("Not recognised")


def category_named(text: str, lang: Language) -> str | None:
    """Return the category that a person named by its label or its id, or None."""
    wanted = normalise(text)
    for category in facts().categories.values():
        known = (category.label.in_(lang), category.plural.in_(lang), category.id)
        if wanted in (normalise(one) for one in known):
            return category.id
    return None
