"""Words and numbers in templates: `{% say "…" n=3 %}`, `{{ text|told }}`, and numbers as people write them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from math import ceil
from typing import Any, cast

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from levier.report.charts import narrow, wide
from levier.report.document import Chart, Table
from levier.report.html import write_table
from levier.web.house import words
from levier.wording.numbers import write_count, write_date, write_euros, write_number, write_share
from levier.wording.text import LANGUAGES, Text
from levier.wording.text import say as make

register = template.Library()


@register.simple_tag
def say(message: str, **arguments: str | int | float | Text) -> str:
    """Write an English sentence in the language of the page; the test of translations collects it."""
    return words.told(make(message, **arguments))


class Sentence(template.Node):
    """A sentence in which nothing varies: most are. It is translated once a language, not at each page."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.written = {lang: (text.in_(lang), str(escape(text.in_(lang)))) for lang in LANGUAGES}

    def render(self, context: Context) -> SafeString:
        """Write it in the language of the page."""
        plain, escaped = self.written[words.language()]
        return mark_safe(escaped if context.autoescape else plain)


_say = register.tags["say"]


@register.tag("say")
def _compiled(parser: Parser, token: Token) -> template.Node:
    node: Any = _say(parser, token)
    if len(node.args) != 1 or node.kwargs or node.target_var:
        return cast(template.Node, node)
    message = node.args[0]
    return Sentence(make(str(message.var))) if isinstance(message.var, str) and not message.filters else node


@register.filter
def told(text: Text | str | None) -> str:
    """Write a text in the language of the page."""
    return words.told(text) if isinstance(text, Text) else text or ""


@register.filter
def count(value: float | None) -> str:
    """Write a count."""
    return "" if value is None else write_count(value, words.language())


@register.filter
def euros(value: float | None, decimals: int = 0) -> str:
    """Write an amount of money in a column."""
    return "" if value is None else write_euros(value, words.language(), decimals)


@register.filter
def number(value: float | None, digits: int = 3) -> str:
    """Write a number with its significant digits."""
    return "" if value is None else write_number(value, words.language(), digits)


@register.filter
def share(value: float | None) -> str:
    """Write a share (0 to 1) as a percentage."""
    return "" if value is None else write_share(value, words.language())


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a date in words."""
    if value is None:
        return ""
    return write_date(timezone.localdate(value) if isinstance(value, datetime) else value, words.language())


@register.filter
def days_left(value: datetime | None) -> int:
    """Return how many days remain until a moment, one begun counted whole."""
    return 0 if value is None else max(0, ceil((value - timezone.now()) / timedelta(days=1)))


@register.filter
def plot(chart: Chart) -> SafeString:
    """Draw a chart in both its forms; the stylesheet shows the one that fits. The charts escape what they write."""
    return mark_safe(f'<div class="plot">{wide(chart)}{narrow(chart)}</div>')


@register.filter
def tabled(table: Table) -> SafeString:
    """Lay out the table of a chart's figures. It escapes what it writes."""
    return mark_safe(write_table(table))
