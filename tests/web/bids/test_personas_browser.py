"""A town, a hospital and a company walk the whole way in a real browser: from the need to what was bought."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.web.bids import walking
from tests.web.bids.personas import BIDDERS, PERSONAS
from tests.web.bids.walking import Walk
from tests.web.serving import Serving

pytestmark = pytest.mark.browser
PARIS = ZoneInfo("Europe/Paris")
ROOT = Path(__file__).parents[3]
CLOCK = {"DJANGO_SETTINGS_MODULE": "tests.web.clock", "PYTHONPATH": str(ROOT)}
DAYS_LATER = 4
PUBLIC_WORDS = ("CCTP", "CCAP", "CCAG", "marché public", "commande publique", "profil d’acheteur")
"""Words that a company does not know."""
WALKS = [("town", True), ("town", False), ("hospital", True), ("company", True)]
NAMES = ["a town", "a town without script", "a hospital", "a company"]


@pytest.fixture(scope="module")
def buyers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Serving, dict[str, list[str]]]]:
    """Start a site with a clock of its own, and return the organisation and the session of each buyer."""
    serving = Serving(tmp_path_factory.mktemp("personas"), CLOCK)
    command = [sys.executable, "-m", "tests.web.bids.people"]
    told = subprocess.run(command, env=serving.environment, check=True, capture_output=True, text=True)
    try:
        serving.start()
        yield serving, json.loads(told.stdout.splitlines()[-1])
    finally:
        serving.stop()


@pytest.mark.parametrize(("name", "script"), WALKS, ids=NAMES)
def test_from_the_need_to_what_was_bought(name: str, script: bool, browser: Any, buyers: Any) -> None:
    serving, people = buyers
    organisation, session = people[name]
    context = browser.new_context(locale="fr-FR", java_script_enabled=script)
    context.add_cookies([{"name": "levier", "value": session, "url": serving.url}])
    walk = Walk(context.new_page(), f"{serving.url}/o/{organisation}/", PERSONAS[name], datetime.now(PARIS).date())
    walk.forbidden = () if walk.persona.public else PUBLIC_WORDS
    walk.listen()
    days = serving.home / "days"
    days.write_text("0", encoding="ascii")
    prepare(walk)
    days.write_text(str(DAYS_LATER), encoding="ascii")
    award(walk)
    assert walk.said == [], "said in the console"
    context.close()


def prepare(walk: Walk) -> None:
    """Go from the need to the rules that are locked, and take what bidders send."""
    walking.begins(walk)
    walking.tells_the_need(walk)
    walking.tells_the_frame(walk)
    walking.takes_the_kit(walk)
    walking.adds_a_criterion(walk)
    walking.weighs(walk)
    walking.sets_parameters(walk)
    walking.reads_the_checks(walk)
    walking.chooses_values(walk)
    walking.tries_the_rules(walk)
    walking.takes_the_documents(walk)
    walking.publishes(walk)
    walking.receives(walk, BIDDERS[walk.persona.name])


def award(walk: Walk) -> None:
    """Go from the opening to the inventory that grows by what was bought."""
    bidders = BIDDERS[walk.persona.name]
    winner = bidders[0].name
    walking.opens(walk, bidders)
    walking.admits(walk, bidders)
    walking.marks(walk, bidders)
    walking.compares(walk, bidders, winner)
    walking.decides(walk, winner)
    walking.takes_the_report(walk)
    walking.follows(walk)
    walking.imports(walk, winner)
