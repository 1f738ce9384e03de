"""The site as people meet it: `levier serve` in a folder of its own, and a real browser."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.chromium import opened
from tests.web.people.saml_server import ENTITY, usual_pair
from tests.web.serving import Serving

SIGN_IN_SERVER = {
    "LEVIER_SAML_NAME": "Mairie de Belcombe",
    "LEVIER_SAML_ENTITY_ID": ENTITY,
    "LEVIER_SAML_SSO_URL": "https://idp.belcombe.example/sso",
    "LEVIER_SAML_DOMAINS": "belcombe.example",
}
"""A server through which one may sign in, so that its button stands on the page of sign-in; it is never reached."""


@dataclass(frozen=True)
class Site:
    """A site that runs: its address, its folder, what was put into it, and a session for each role."""

    url: str
    home: Path
    things: dict[str, str]
    sessions: dict[str, str]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Start the site with the people and things of `tests.web.seeds`, and stop it after the last test."""
    home = tmp_path_factory.mktemp("site")
    certificate = home / "idp.pem"
    certificate.write_text(usual_pair().certificate, encoding="ascii")
    serving = Serving(home, SIGN_IN_SERVER | {"LEVIER_SAML_CERTIFICATE": str(certificate)})
    serving.environment.pop("COVERAGE_PROCESS_CONFIG", None)  # each page is run by tests of its own app as well
    seeded = subprocess.run(
        [sys.executable, "-m", "tests.web.seeds"], env=serving.environment, check=True, capture_output=True, text=True
    )
    planted = json.loads(seeded.stdout.splitlines()[-1])
    try:
        serving.start()
        yield Site(serving.url, home, planted["things"], planted["sessions"])
    finally:
        serving.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    yield from opened()
