"""What the READMEs promise exists, and both say the same."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from levier.cli.main import levier
from tests.project.repository import ROOT, anchor, code_lines, committed, headings, name_of, without_code

READMES = {"en": ROOT / "README.md", "fr": ROOT / "README.fr.md"}


def text_of(lang: str) -> str:
    return READMES[lang].read_text(encoding="utf-8")


def targets() -> set[str]:
    """Return the commands that the Makefile offers, as its help lists them."""
    return set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))


def variables() -> set[str]:
    """Return what a user may set on the command line of make."""
    return set(re.findall(r"^(\w+) \?=", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))


def code_spans(markdown: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", markdown, flags=re.DOTALL))


@pytest.mark.parametrize("lang", READMES)
def test_the_commands_of_the_readme_are_those_of_the_makefile(lang: str) -> None:
    written = [*code_spans(text_of(lang)), *code_lines(text_of(lang))]
    assert {text.split()[1] for text in written if text.startswith("make ")} == targets() - {"help"}


@pytest.mark.parametrize("lang", READMES)
def test_every_make_line_can_be_typed(lang: str) -> None:
    lines = [shlex.split(line)[1:] for line in code_lines(text_of(lang)) if line.startswith("make ")]
    assert lines
    for words in lines:
        assert words[0] in targets()
        assert {word.split("=")[0] for word in words[1:]} <= variables()


def resolve(words: list[str]) -> click.Command:
    """Walk down the tree of commands as Click does, and parse what is left, running nothing."""
    command: click.Command = levier
    name, parent = "levier", None
    while isinstance(command, click.Group):
        context = command.make_context(name, words, parent=parent)
        found, below, words = command.resolve_command(context, [*context._protected_args, *context.args])
        assert found is not None
        assert below is not None
        name, command, parent = found, below, context
    _, left, _ = command.make_parser(click.Context(command, parent=parent, info_name=name)).parse_args(list(words))
    assert not left, f"{name} does not take {left}"
    return command


@pytest.mark.parametrize("line", [line for line in code_lines(text_of("en")) if "levier " in line])
def test_every_levier_line_can_be_typed(line: str) -> None:
    assert line.startswith(".venv/bin/levier ")
    assert resolve(shlex.split(line)[1:]).help


def test_a_wrong_line_would_be_seen() -> None:
    with pytest.raises(click.UsageError):
        resolve(["baseline", "inventory.csv", "--no-such-option"])
    with pytest.raises(click.UsageError):
        resolve(["no-such-command"])


def test_both_readmes_have_the_same_shape() -> None:
    english, french = headings(text_of("en")), headings(text_of("fr"))
    assert [level for level, _ in english] == [level for level, _ in french]
    assert {title for _, title in english} & {title for _, title in french} <= {"Levier", "Licence"}


def test_both_readmes_give_the_same_commands_and_links() -> None:
    assert code_lines(text_of("en")) == code_lines(text_of("fr"))
    links = {lang: re.findall(r"\]\(([^)]+)\)", text_of(lang)) for lang in READMES}
    assert [x for x in links["en"] if x != "README.fr.md"] == [x for x in links["fr"] if x != "README.md"]


def pages() -> list[Path]:
    return [path for path in committed() if path.suffix == ".md"]


def test_every_link_inside_the_repository_leads_somewhere() -> None:
    broken = []
    for page in pages():
        for link in re.findall(r"\]\(([^)\s]+)\)", without_code(page.read_text(encoding="utf-8"))):
            if re.match(r"[a-z]+:", link):
                continue
            target, _, fragment = link.partition("#")
            file = (page.parent / target).resolve() if target else page
            known = [anchor(title) for _, title in headings(file.read_text(encoding="utf-8"))] if file.is_file() else []
            if not file.exists() or (fragment and fragment not in known):
                broken.append(f"{name_of(page)}: {link}")
    assert broken == []


def reached(start: Path) -> set[Path]:
    """Return the pages to which the links of a page lead, and the links of those; a folder leads to all its pages."""
    found, left = {start}, [start]
    while left:
        page = left.pop()
        for link in re.findall(r"\]\(([^)\s#]+)[^)]*\)", without_code(page.read_text(encoding="utf-8"))):
            target = (page.parent / link).resolve()
            further = set(target.glob("*.md")) if target.is_dir() else {target} & set(pages())
            left += further - found
            found |= further
    return found


@pytest.mark.parametrize("lang", READMES)
def test_a_stranger_who_follows_links_from_the_readme_reaches_every_page_of_the_docs(lang: str) -> None:
    docs = {page for page in pages() if page.is_relative_to(ROOT / "docs")}
    assert sorted(name_of(page) for page in docs - reached(READMES[lang])) == []


def decisions() -> list[Path]:
    return sorted((ROOT / "docs" / "decisions").glob("*.md"))


@pytest.mark.parametrize("page", decisions(), ids=lambda page: page.stem)
def test_the_title_of_a_decision_is_the_decision(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    titles = [title for level, title in headings(text) if level == 1]
    assert text.startswith("# ")
    assert len(titles) == 1
    assert len(titles[0].split()) >= 4, "a title of one or two words names a subject, not a decision"
    assert not titles[0].endswith("?")
    assert len(text.split()) >= 50, "a decision without its reasons will be asked again"


METHOD = sorted((ROOT / "docs" / "method").glob("*.md"))


def test_the_method_speaks_of_names_that_exist() -> None:
    """A name in `docs/method` stands in the code or the facts; a letter with a subscript (`z_life`) is algebra."""
    sources = [p for p in committed() if "src/levier" in p.as_posix() and p.suffix in {".py", ".yaml", ".csv", ".txt"}]
    words = {word for p in sources for word in re.findall(r"\w+", p.read_text(encoding="utf-8"))}
    missing = []
    for page in METHOD:
        names = {
            name
            for span in code_spans(page.read_text(encoding="utf-8"))
            for name in re.findall(r"\b[a-z]{2,}\w*_[a-z]{3,}\w*", span)
        }
        missing += [f"{page.name}: {name}" for name in sorted(names - words)]
    assert METHOD
    assert missing == []
