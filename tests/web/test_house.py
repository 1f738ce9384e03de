"""The house itself: one look, a small script, words for everybody, and declarations that can be proved."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.http import HttpRequest
from django.template.autoreload import reset_loaders
from django.test import Client

from levier.report.look import css_chosen, css_tokens
from levier.report.stored import story_from_json
from levier.web.house import answer, declarations
from levier.web.house.answer import shown
from levier.web.house.declarations import Standing
from levier.web.house.doors import Door, add_door, open_doors
from levier.wording.text import LANGUAGES, Language, Text, say
from tests.project.repository import ROOT, SOURCE, committed
from tests.project.visible import words_in
from tests.web.conftest import Town
from tests.web.example import stories

STATIC = SOURCE / "web" / "house" / "static" / "levier"
STYLESHEET = (STATIC / "levier.css").read_text(encoding="utf-8")
SCRIPT = (STATIC / "levier.js").read_text(encoding="utf-8")
KEYS = (SOURCE / "web" / "people" / "static" / "people" / "keys.js").read_text(encoding="utf-8")
SCRIPTS = SCRIPT + KEYS
OF_DJANGO = {"Ce champ est obligatoire.", "Assurez-vous que cette valeur est supérieure ou égale à 0."}
"""Errors of fields that Django says itself, in both languages."""
TOLD_ONCE = {
    " ".join(text.split())
    for text in re.findall(
        r'"((?:[^"\\\n]|\\.)*)"', (Path(answer.__file__).parent / "declared" / "answer-fr.json").read_text("utf-8")
    )
}
"""The answer to the example was told by the library, in both languages, when it was computed."""
MOST_STYLESHEET, MOST_SCRIPT = 10_000, 6_000


def templates() -> Iterator[tuple[str, str]]:
    for path in committed():
        if "templates" in path.parts and path.suffix == ".html":
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def holding(pattern: str) -> list[str]:
    return [f"{name}: {found[0]}" for name, text in templates() for found in re.finditer(pattern, text)]


def test_the_stylesheet_has_the_colours_of_the_reports() -> None:
    for colours in (css_tokens(), css_chosen()):
        assert colours in STYLESHEET, f"write this into levier.css:\n{colours}"


def test_no_colour_stands_outside_the_tokens() -> None:
    rules = STYLESHEET.replace(css_tokens(), "").replace(css_chosen(), "")
    assert re.findall(r"#[0-9a-f]{3,8}\b(?![^{]*\{)|\brgba?\(|\bhsl\(", rules) == []


def test_the_stylesheet_and_the_script_are_light() -> None:
    assert len(gzip.compress(STYLESHEET.encode(), 9)) <= MOST_STYLESHEET
    assert len(gzip.compress(SCRIPT.encode(), 9)) <= MOST_SCRIPT


def test_the_script_of_keys_is_as_light_as_the_one_that_it_stands_for() -> None:
    assert len(gzip.compress(KEYS.encode(), 9)) <= MOST_SCRIPT
    assert re.findall(r"fetch\(([\w.]+)", KEYS) == ["form.action"]


def test_no_font_is_downloaded() -> None:
    assert "@font-face" not in STYLESHEET
    assert "url(" not in STYLESHEET
    assert "@import" not in STYLESHEET


def test_the_script_asks_the_site_only_for_progress() -> None:
    assert re.findall(r"fetch\(([\w.]+)", SCRIPT) == ["location.href"]
    assert re.findall(r"XMLHttpRequest|WebSocket|EventSource|sendBeacon|import\(", SCRIPT) == []


def test_the_script_never_writes_markup_and_keeps_nothing() -> None:
    assert re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", SCRIPTS) == []
    assert re.findall(r"localStorage|sessionStorage|indexedDB|document\.cookie", SCRIPTS) == []


def test_the_script_says_no_word_of_its_own() -> None:
    code = re.sub(r"//.*", "", SCRIPTS)
    said = [text for text in re.findall(r'"([^"]*)"', code) if re.search(r"[A-Z][a-z]+ [a-z]+", text)]
    assert said == []


def test_nothing_meddles_with_what_is_pasted() -> None:
    assert re.findall(r"paste|clipboard", SCRIPTS) == []
    assert holding(r"onpaste|readonly|\smaxlength=") == []


def test_no_template_plays_shows_or_embeds_media() -> None:
    code = "mfa/totp/activate_form.html"  # the one picture: the code that an authenticator app reads
    held = holding(r"<(video|audio|iframe|object|embed|canvas|img|picture|marquee|blink)\b")
    assert [where for where in held if code not in where] == []
    assert len(held) == 1


def test_no_template_has_style_script_or_handlers_of_its_own() -> None:
    assert holding(r"\sstyle=|<style\b|\son[a-z]+=|<script(?![^>]*(\ssrc=|type=.application/json))|javascript:") == []


def test_nothing_opens_another_window() -> None:
    assert holding(r"\starget=") == []
    assert "window.open" not in SCRIPTS


def test_no_template_asks_to_notify() -> None:
    assert holding(r"Notification|serviceWorker|manifest") == []
    assert re.findall(r"Notification|serviceWorker", SCRIPTS) == []


def test_a_word_escapes_unless_a_template_says_why() -> None:
    assert [
        where for where in holding(r"[\w.]*\|safe\b|autoescape off|\|safeseq") if "help_text|safe" not in where
    ] == []


@pytest.mark.django_db
def test_long_lists_come_in_pages(client: Client) -> None:
    shown = client.get("/components/").content.decode()
    assert 'rel="prev"' in shown
    assert 'rel="next"' in shown


@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["fr", "en-gb"])
def test_the_home_page_has_no_form_and_sets_no_cookie(client: Client, lang: str) -> None:
    answer = client.get("/", headers={"accept-language": lang})
    assert b"<form" not in answer.content
    assert dict(answer.cookies) == {}
    assert f'lang="{lang}"'.encode() in answer.content


def test_the_answer_on_the_home_page_is_what_the_library_tells_today() -> None:
    assert {lang: shown(story_from_json(story)) for lang, story in stories().items()} == {
        lang: answer.answer(lang) for lang in LANGUAGES
    }, "run `make measure`"


@pytest.mark.django_db
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_home_page_shows_the_answer_with_its_band_its_chart_and_the_table_of_it(
    client: Client, lang: Language
) -> None:
    page = client.get("/", headers={"accept-language": lang}).content.decode()
    told = answer.answer(lang)
    assert f"<strong>{told.sentence}</strong>" in page
    assert told.band in page
    assert page.count("<svg") == 2
    assert [bar.label for bar in told.chart.bars if f'<th scope="row">{bar.label}</th>' not in page] == []


@pytest.mark.django_db
def test_the_language_that_was_chosen_is_kept(client: Client) -> None:
    went = client.get("/language/en-gb/?next=/privacy/")
    assert went["Location"] == "/privacy/"
    assert 'lang="en-gb"' in client.get("/privacy/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_the_switch_of_language_leads_nowhere_else(client: Client, address: str) -> None:
    assert client.get("/language/fr/", {"next": address})["Location"] == "/"


@pytest.mark.django_db
def test_whoever_asks_for_dark_pages_gets_them_and_may_leave_it_to_the_machine_again(client: Client) -> None:
    assert "data-scheme" not in client.get("/privacy/").content.decode()
    went = client.post("/colours/?next=/privacy/", {"scheme": "dark"})
    assert went["Location"] == "/privacy/"
    assert went.cookies["levier_scheme"]["httponly"]
    assert '<html lang="fr" data-scheme="dark">' in client.get("/privacy/").content.decode()
    client.post("/colours/", {"scheme": ""})
    assert "data-scheme" not in client.get("/privacy/").content.decode()


@pytest.mark.django_db
def test_colours_that_the_site_has_not_are_not_kept(client: Client) -> None:
    assert client.post("/colours/", {"scheme": "pink"}).status_code == 422
    client.cookies["levier_scheme"] = '"><script>'
    assert "data-scheme" not in client.get("/").content.decode()


def test_only_doors_that_open_are_shown(belcombe: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("levier.web.house.doors.DOORS", [])
    add_door(Door("people:organisation", say("People")))
    add_door(Door("people:organisation", say("Review"), "administer"))
    add_door(Door("people:organisation", say("People")))
    page = f"/o/{belcombe.organisation.public_id}/"

    def doors(role: str) -> list[str]:
        shown = belcombe.client(role).get(page).content.decode()
        return re.findall(r'<a href="[^"]*" aria-current="true">([^<]*)</a>', shown)

    assert doors("reader") == ["Personnes"]
    assert doors("administrator") == ["Personnes", "Contrôler"]


def test_outside_an_organisation_the_bar_has_no_door(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("levier.web.house.doors.DOORS", [Door("people:organisation", say("People"))])
    assert open_doors(HttpRequest()) == []


# Declarations


@pytest.mark.parametrize(("criteria", "number"), [(declarations.eco_design, 78), (declarations.accessibility, 106)])
def test_every_criterion_is_declared_once(criteria: object, number: int) -> None:
    found = criteria()  # type: ignore[operator]  # one of the two functions above
    assert len({c.id for c in found}) == len(found) == number


def test_what_is_declared_met_names_a_proof_that_is_there() -> None:
    declared = [*declarations.eco_design(), *declarations.accessibility()]
    unproved = [c.id for c in declared if c.standing in (Standing.MET, Standing.AUTOMATIC) and not c.proof]
    assert unproved == []
    files = {path.relative_to(ROOT).as_posix() for path in committed()}
    missing = []
    for criterion in declared:
        file, _, test = criterion.proof.partition("::")
        known = file in files or not file
        if not known or (test and f"def {test}(" not in (ROOT / file).read_text(encoding="utf-8")):
            missing.append((criterion.id, criterion.proof))
    assert missing == []


def test_the_score_counts_what_is_met_of_what_applies() -> None:
    def one(standing: Standing, weight: float) -> declarations.Criterion:
        return declarations.Criterion("1.1", say("Criterion"), standing, "", weight)

    some = [
        one(Standing.MET, 1.5),
        one(Standing.PARTLY, 1.25),
        one(Standing.OPERATOR, 0.25),
        one(Standing.NOT_APPLICABLE, 9.0),
    ]
    assert declarations.score(some) == 0.5


@pytest.mark.django_db
def test_the_declaration_shows_the_score_and_the_weights_that_were_measured(client: Client) -> None:
    shown = client.get("/eco-design/").content.decode()
    percent = round(100 * declarations.score(declarations.eco_design()))
    assert f"{percent}\u202f% de ce qui s’applique est respecté" in shown
    assert all(f'<th scope="row" translate="no">{weight.address}</th>' in shown for weight in declarations.weights())
    assert declarations.weight_of("house:home") is not None


@pytest.mark.django_db
def test_every_source_of_the_catalogue_is_listed_with_its_licence(client: Client) -> None:
    from django.utils.html import escape

    from levier.web.house.bridge import sources

    first = client.get("/sources/")
    numbers = first.context["page"].paginator.page_range
    shown = "".join(client.get(f"/sources/?page={n}").content.decode() for n in numbers)
    assert [s.title for s, _ in sources() if escape(s.title) not in shown] == []
    assert [name for _, licence in sources() if escape(name := licence.label.in_("fr")) not in shown] == []


@pytest.mark.django_db
def test_the_page_on_privacy_names_every_cookie(client: Client) -> None:
    from django.conf import settings

    shown = client.get("/privacy/").content.decode()
    names = [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME]
    names.append(settings.SCHEME_COOKIE_NAME)
    assert [name for name in names if f'<dt translate="no">{name}</dt>' not in shown] == []


@pytest.mark.django_db
def test_a_weakness_can_be_told_where_someone_gave_an_address(client: Client, settings: object) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.CONTACT = "security@belcombe.example"  # type: ignore[attr-defined]  # pytest-django's own
    told = client.get("/.well-known/security.txt")
    assert told["Content-Type"] == "text/plain; charset=utf-8"
    assert "Contact: mailto:security@belcombe.example\n" in told.content.decode()
    assert re.search(r"^Expires: \d{4}-\d\d-\d\dT00:00:00Z$", told.content.decode(), flags=re.MULTILINE)


# Words


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/privacy/", "/accessibility/", "/eco-design/", "/components/", "/nowhere/"])
def test_every_word_of_a_page_is_said(client: Client, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a language where every sentence stands between brackets, a word outside them was never said."""
    plain = Text.in_
    monkeypatch.setattr(Text, "in_", lambda text, lang: f"⟦{plain(text, lang)}⟧")
    reset_loaders()  # a sentence in which nothing varies is translated when its template is read
    try:
        shown = client.get(address).content.decode()
    finally:
        reset_loaders()
    known = OF_DJANGO | TOLD_ONCE
    assert [words for words in words_in(shown) if "⟦" not in words and words not in known] == []


def test_the_framework_finds_no_fault_in_the_settings_so_that_the_worker_starts() -> None:
    call_command("check", fail_level="WARNING")
