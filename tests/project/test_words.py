"""Whatever people read is said in both languages, and in plain words."""

from __future__ import annotations

import ast
import re

import pytest

from tests.project.repository import SOURCE, at, committed, name_of, trees
from tests.project.test_translations import translations
from tests.project.visible import sentences_of, without_tags, words_in

MOST_WORDS = 25
LONGER: set[str] = set()
"""French sentences that are longer and stay so: say here which, and a reviewer will ask why."""
UNPLAIN = {
    "veuillez": "say what to do",
    "merci de": "say what to do",
    "svp": "say what to do",
    "s’il vous plaît": "say what to do",
    "cliquez ici": "say where the link leads",
    "cliquer ici": "say where the link leads",
    "en savoir plus": "say what one will know",
    "oups": "say what happened",
    "erreur est survenue": "say what happened",
    "afin de": "pour",
    "au niveau de": "say where",
    "dans le cadre de": "pour, pendant",
    "effectuer": "faire, or the verb itself",
    "utilisateurs": "personnes: the words of Levier are for everybody",
}
READ = {"label", "help_text", "verbose_name", "empty_label", "error_message"}
"""Arguments that people read."""


def templates() -> list[tuple[str, str]]:
    return [
        (name_of(path), path.read_text(encoding="utf-8"))
        for path in committed()
        if "templates" in path.parts and path.suffix in {".html", ".txt"}
    ]


def test_no_template_holds_a_word_in_one_language_only() -> None:
    assert [(name, words) for name, text in templates() if (words := words_in(without_tags(text)))] == []


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Bonjour</p>",
        '<a href="{{ x }}">{{ name }} files</a>',
        '<img alt="A chart">',
        '<nav aria-label="Main"></nav>',
        '<input placeholder="Name">',
        "<p translate='no'>a.csv</p> and more",
    ],
)
def test_a_word_in_one_language_would_be_seen(markup: str) -> None:
    assert words_in(without_tags(markup)) != []


@pytest.mark.parametrize(
    "markup",
    [
        '<p>{% say "Hello" %} {{ name }}</p>',
        '<a lang="fr">Français</a>',
        "<title>{% block title %}{% endblock %} · Levier</title>",
        '<td translate="no">asset_tag</td>',
        '<a href="x">cnil.fr</a>',
        "{# a remark #}{% comment %}for us{% endcomment %}",
    ],
)
def test_what_is_said_or_the_same_everywhere_is_let_through(markup: str) -> None:
    assert words_in(without_tags(markup)) == []


def test_no_label_or_hint_of_a_form_is_in_one_language_only() -> None:
    found = [
        at(path, node)
        for path, tree in trees().items()
        if path.is_relative_to(SOURCE / "web")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg in READ
        and isinstance(keyword.value, ast.Constant)
        and isinstance(keyword.value.value, str)
        and re.search(r"\w\s\w|^[A-Z]\w+", keyword.value.value)
        and path.name != "apps.py"
        and "migrations" not in path.parts
    ]
    assert found == []


def test_no_message_is_in_one_language_only() -> None:
    found = [
        at(path, node)
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("messages.")
        if any(isinstance(argument, (ast.Constant, ast.JoinedStr)) for argument in node.args[1:])
    ]
    assert found == []


SAYERS = {"say", "label", "later", "make"}
FOR_PROGRAMS = {"api", "commands", "middleware.py", "settings.py", "environment.py"}
"""Rooms whose bare sentences are read by programs (the interface speaks English) or by whoever runs the machine."""
NO_SENTENCE = {
    "Mairie de Belcombe (exemple inventé)": "the name of the invented organisation, as people would type it",
    "Mairie de Belcombe": "the name of the invented buyer whose purchases are the example",
    "Hôtel de ville": "the name of one of its sites",
    "Centre technique": "the name of one of its sites",
}
READS_AS_A_SENTENCE = re.compile(r"^[A-ZÀ-Ý][a-zà-ÿ’']+ (de |à )?[a-zà-ÿ’']{2,}")


def unsaid(tree: ast.Module) -> list[ast.Constant]:
    """Return the literals of a module that read as sentences and are neither said, nor for those who read the code."""
    silent: set[int] = set()
    for node in ast.walk(tree):
        said = isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in SAYERS
        if said or (isinstance(node, ast.Raise) and not levier_error(node)):
            silent |= {id(inner) for inner in ast.walk(node)}
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            silent.add(id(node.value))
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in silent
        and READS_AS_A_SENTENCE.search(node.value)
    ]


def levier_error(node: ast.Raise) -> bool:
    """Say whether what is raised is shown to people: a fault of a form or an answer, and not one of programming."""
    return bool(
        re.match(r"(\w+\.)*(ValidationError|LevierError|UnusableFile|Http404|TooMuch)\b", ast.unparse(node)[6:])
    )


def test_no_sentence_of_the_site_stands_bare_in_its_code() -> None:
    """A message, a subject of an e-mail, an answer, an error: whatever the argument, it is said or it is found here."""
    found = [
        (at(path, node), node.value)
        for path, tree in trees().items()
        if path.is_relative_to(SOURCE / "web") and not FOR_PROGRAMS & set(path.parts) and "migrations" not in path.parts
        for node in unsaid(tree)
        if node.value not in NO_SENTENCE
    ]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        'messages.success(request, "Import fait avec soin")',
        'send_mail("Votre code est là", body)',
        'return HttpResponse("Nothing was found here")',
        'raise ValidationError("This name is taken")',
        'form.add_error(None, f"Trop long de {n} signes")',
    ],
)
def test_a_bare_sentence_would_be_seen(code: str) -> None:
    assert unsaid(ast.parse(code)) != []


def french_of_the_site() -> list[str]:
    return [str(message.string) for file, message in translations() if file.startswith("web_")]


def faults_of_plainness(text: str) -> list[str]:
    """Return what makes a text hard to read."""
    faults = [f"“{word}”: {why}" for word, why in UNPLAIN.items() if re.search(rf"\b{word}\b", text.lower())]
    long = [s for s in sentences_of(text) if len(s.split()) > MOST_WORDS and s not in LONGER]
    return faults + [f"{len(s.split())} words: {s}" for s in long]


def test_the_french_of_the_site_is_plain() -> None:
    assert [(text, faults) for text in french_of_the_site() if (faults := faults_of_plainness(text))] == []


def test_an_exception_to_plainness_is_still_needed() -> None:
    assert {s for text in french_of_the_site() for s in sentences_of(text)} >= LONGER


@pytest.mark.parametrize("text", ["Veuillez patienter.", "Merci de patienter", " ".join(["mot"] * 26) + "."])
def test_a_sentence_that_is_hard_to_read_would_be_seen(text: str) -> None:
    assert faults_of_plainness(text) != []
