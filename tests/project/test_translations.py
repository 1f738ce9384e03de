"""Every sentence that Levier says stands in French, and no French stands there for nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from tests.project.repository import SOURCE, at, committed, name_of, trees

FRENCH = SOURCE / "wording" / "locale" / "fr"


def calls() -> Iterator[tuple[Path, ast.Call]]:
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                yield path, node


def literal(call: ast.Call) -> str | None:
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def templates_said() -> Iterator[tuple[str, str, set[str]]]:
    """Yield (sentence, where, names of its arguments) of each `{% say %}` of a template."""
    for path in committed():
        if path.suffix in {".html", ".txt"} and "templates" in path.parts:
            for tag in re.finditer(r"{%\s*say\s+(.*?)\s*%}", path.read_text(encoding="utf-8"), flags=re.DOTALL):
                quoted = re.match(r"""("|')(.*?)\1(.*)""", tag[1], flags=re.DOTALL)
                assert quoted, f"{name_of(path)}: {tag[0]} does not begin with a sentence in quotes"
                yield quoted[2], name_of(path), set(re.findall(r"\b(\w+)=", quoted[3]))


def sentences() -> dict[str, str]:
    """Return every sentence said -> where."""
    said = {text: at(path, call) for path, call in calls() if (text := literal(call)) is not None}
    return said | {text: where for text, where, _ in templates_said()}


def translations() -> list[tuple[str, Message]]:
    """Return (file, message) of every entry, fuzzy ones included."""
    entries = []
    for path in sorted(FRENCH.glob("*.po")):
        with path.open("rb") as stream:
            entries += [(path.name, message) for message in read_po(stream, locale="fr") if message.id]
    return entries


def places(text: str) -> set[str]:
    """Return the names between braces."""
    return set(re.findall(r"\{(\w+)[^}]*\}", text))


def test_every_sentence_is_written_out_where_it_is_said() -> None:
    assert [at(path, call) for path, call in calls() if literal(call) is None] == []


def test_every_sentence_stands_in_french() -> None:
    known = {message.id for _, message in translations() if message.string}
    assert {text: where for text, where in sentences().items() if text not in known} == {}


def test_no_french_stands_there_for_nothing() -> None:
    said = sentences()
    assert [(file, message.id) for file, message in translations() if message.id not in said] == []


def test_no_translation_is_left_in_doubt() -> None:
    assert [(file, message.id) for file, message in translations() if message.fuzzy or not message.string] == []


def test_a_sentence_has_one_french_wherever_it_is_said() -> None:
    french: dict[str, set[str]] = {}
    for _, message in translations():
        french.setdefault(str(message.id), set()).add(str(message.string))
    assert {text: ways for text, ways in french.items() if len(ways) > 1} == {}


def test_both_languages_have_the_same_places_to_fill() -> None:
    wrong = [(file, m.id, m.string) for file, m in translations() if places(str(m.id)) != places(str(m.string))]
    assert wrong == []


def templates() -> set[ast.Call]:
    """Return the sentences of a module's own tables, such as one per view: whoever takes one fills it."""
    tops = [node for tree in trees().values() for node in tree.body if isinstance(node, (ast.Assign, ast.AnnAssign))]
    return {node for top in tops for node in ast.walk(top) if isinstance(node, ast.Call) and not node.keywords}


def test_every_place_is_filled_by_the_one_who_says_it() -> None:
    wrong, later = [], templates()
    for path, call in calls():
        given = {keyword.arg for keyword in call.keywords}
        text = literal(call)
        if text is not None and None not in given and call not in later and given != places(text):
            wrong.append(at(path, call))
    assert wrong == []


def test_every_place_of_a_template_is_filled() -> None:
    assert [(where, text) for text, where, given in templates_said() if given != places(text)] == []


def faults_of_french(text: str) -> list[str]:
    """Return what French typography would not print so."""
    rules = {
        "a plain space before ; ! ? or %": r" [;!?%]",
        "a plain space before a colon": r" :",
        "no narrow space before ; ! or ?": r"\w[;!?](?:\s|$)",
        "no narrow space before %": r"[\d}]%",
        "no space that holds before a colon": r"\w:(?:\s|$)",
        "no space that holds inside « »": r"«[^\u00a0\u202f]|[^\u00a0\u202f]»",
        "a straight apostrophe": r"\w'\w",
        "three full stops": r"\.\.\.",
    }
    told = re.sub(r"«[\u00a0\u202f][^»]*:[^»]*[\u00a0\u202f]»", "", text)  # a line of a file, quoted as it is
    return [rule for rule, pattern in rules.items() if re.search(pattern, told)]


def test_french_is_set_as_french_is() -> None:
    found = [
        (file, message.string, faults)
        for file, message in translations()
        if (faults := faults_of_french(str(message.string)))
    ]
    assert found == []


def test_a_fault_of_setting_would_be_seen() -> None:
    for fault in ["Quoi ?", "Quoi?", "12 %", "12%", "Où : ici", "Où: ici", "« ici »", "l'écran", "et puis..."]:
        assert faults_of_french(fault), fault
    for sound in ["Quoi\u202f?", "12\u202f%", "Où\u00a0: ici", "«\u00a0ici\u00a0»", "l’écran", "kg/an", "https://a.fr"]:
        assert faults_of_french(sound) == [], sound


def test_every_file_of_french_names_its_room() -> None:
    rooms = {path.name for path in SOURCE.rglob("*") if path.is_dir()}
    names = [name_of(path) for path in FRENCH.glob("*.po")]
    assert names
    assert [name for name in names if Path(name).stem.split("-")[0].split("_")[0] not in rooms] == []
