"""The site as people meet it: `levier serve` in a folder of its own, and a real browser."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Site:
    """A site that runs: its address, its folder, what was put into it, and a session for each role."""

    url: str
    home: Path
    things: dict[str, str]
    sessions: dict[str, str]


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Start the site with the people and things of `tests.web.seeds`, and stop it after the last test."""
    home = tmp_path_factory.mktemp("site")
    seeded = subprocess.run(
        [sys.executable, "-m", "tests.web.seeds"], env=environment(home), check=True, capture_output=True, text=True
    )
    planted = json.loads(seeded.stdout.splitlines()[-1])
    for url in served(home, {}):
        yield Site(url, home, planted["things"], planted["sessions"])


def environment(home: Path) -> dict[str, str]:
    """Return the surroundings of a site of its own, whatever database the other tests use."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return kept | {"LEVIER_HOME": str(home), "DJANGO_SETTINGS_MODULE": "levier.web.settings"}


def served(home: Path, settings: Mapping[str, str]) -> Iterator[str]:
    """Serve the site of a folder, give its address, and stop it afterwards."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("levier")), "serve", "--port", str(port)]
    with (home / "serve.log").open("wb") as log:
        server = subprocess.Popen(command, env={**environment(home), **settings}, stdout=log, stderr=subprocess.STDOUT)
    try:
        wait_for(f"http://127.0.0.1:{port}/", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(PATIENCE_SECONDS)


class Unfollowing(urllib.request.HTTPRedirectHandler):
    """Goes nowhere else: a site that wants HTTPS sends its visitors to an address that is not served here."""

    def redirect_request(self, *_: Any) -> None:
        return None


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the site answers."""
    until = time.monotonic() + PATIENCE_SECONDS
    plain = urllib.request.build_opener(Unfollowing)
    while True:
        try:
            plain.open(address, timeout=PATIENCE_SECONDS).close()
            return
        except urllib.error.HTTPError as refused:  # it answers, if only that it wants HTTPS
            refused.close()
            return
        except (urllib.error.URLError, ConnectionError):
            assert server.poll() is None, "the site did not start"
            assert time.monotonic() < until, "the site does not answer"
            time.sleep(0.1)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Open Chromium. For one module only: Playwright's loop would make Django refuse its database in later tests."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as p:
        opened = p.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield opened
        opened.close()


def chromium() -> str:
    return next(path for d in os.environ["PATH"].split(":") if (path := f"{d}/chromium") and Path(path).is_file())
