"""Words that stand in markup for people to read, and are not said by `say`: the seeds of a page half translated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

READ_ALOUD = {"alt", "aria-label", "aria-description", "title", "placeholder", "label", "content-label"}
SILENT = {"script", "style"}
EMPTY = {"br", "hr", "img", "input", "link", "meta", "wbr", "source", "col"}
NAMES = re.compile(r"\bLevier\b|\b[a-z0-9-]+(\.[a-z]{2,})+\b|\b[A-Z0-9-]{3,}\b|\bkWh\b")
"""What is the same in every language: our name, addresses, acronyms."""
LETTERS = re.compile(r"[^\W\d_]{2,}")


class Words(HTMLParser):
    """Collects what people read outside elements marked `translate="no"` or written in a language of their own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        exempt = told.get("translate") == "no" or tag in SILENT or (tag != "html" and "lang" in told)
        for name, value in attrs:
            if name in READ_ALOUD and value and not exempt:
                self.tell(value)
        if tag not in EMPTY:
            self.open.append((tag, exempt))

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if not any(exempt for _, exempt in self.open):
            self.tell(data)

    def tell(self, text: str) -> None:
        if LETTERS.search(NAMES.sub("", text)):
            self.found.append(" ".join(text.split()))


def words_in(markup: str) -> list[str]:
    """Return what people read in a piece of markup."""
    reader = Words()
    reader.feed(markup)
    reader.close()
    return reader.found


def without_tags(template: str) -> str:
    """Return a template without what Django fills in."""
    bare = re.sub(r"{%\s*comment\s*%}.*?{%\s*endcomment\s*%}|{#.*?#}", "", template, flags=re.DOTALL)
    return re.sub(r"{%.*?%}|{{.*?}}", "", bare, flags=re.DOTALL)


def sentences_of(text: str) -> Iterator[str]:
    """Yield the sentences of a text."""
    for sentence in re.split(r"(?<=[.!?…])\s+", text):
        if sentence.strip():
            yield sentence
