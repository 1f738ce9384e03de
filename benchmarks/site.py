"""The site under load on loopback: its pages against a bare Django page of the same server, and a file to its result.

One server and one worker, as `levier serve` starts them, with a million lines in the organisation. The bare page has
the same middleware, reads its session and asks the database once. Pages and bare page are loaded in turns, so that
whatever else the machine does meets both. Loads are bounded in requests. SQLite, and PostgreSQL where one is installed.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

from tests.postgresql import binaries, cluster
from tests.web.serving import free_port

from benchmarks.import_csv import write_messy

LINES, UPLOADED, WARM = 1_000_000, 50_000, 2_000
UPLOADS = 3
"""Files that are uploaded, each in turn with the terminal's command: the fastest of both are compared."""
ROUNDS, REQUESTS, AT_ONCE = 3, 50, 4
MOST_QUERIES = 12
PATIENCE_SECONDS, LOOK_SECONDS = 600, 0.1
PYTHON = sys.executable
DAYS = {"warm": "2025-01-31", "million": "2026-09-30"}


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="levier-bench-") as name:
        folder = Path(name)
        write_messy(folder / "warm.csv", WARM, seed=9)
        write_messy(folder / "million.csv", LINES)
        for n in range(UPLOADS):
            write_messy(folder / f"upload-{n}.csv", UPLOADED, seed=n)
        measured(folder / "sqlite", folder, {}, "SQLite")
        if binaries() is None:
            print("PostgreSQL is not installed: nothing was measured on it.", file=sys.stderr)
            return
        data = folder / "postgresql"
        data.mkdir()
        if os.geteuid() == 0:
            folder.chmod(0o755)
            subprocess.run(["chown", "postgres", str(data)], check=True)
        with cluster(data) as address:
            measured(folder / "site-on-postgresql", folder, {"DATABASE_URL": address}, "PostgreSQL")


def measured(home: Path, folder: Path, told: Mapping[str, str], database: str) -> None:
    """Fill a site, upload files, load its pages; print one line a measure."""
    environment = {
        **{k: v for k, v in os.environ.items() if k != "DATABASE_URL"},
        **told,
        "LEVIER_HOME": str(home),
        "LEVIER_LOG_LEVEL": "WARNING",
        "LEVIER_UPLOAD_MB": "200",  # a million lines weigh more than a site takes unless it is told to
        "DJANGO_SETTINGS_MODULE": "benchmarks._site_settings",
    }
    things = seeds(environment, "plant")
    with serving(environment) as port:
        visitor = Visitor(port, things["session"], things["organisation"])
        visitor.to_result(folder / "warm.csv", DAYS["warm"])
        uploads(visitor, folder, database)
        visitor.to_result(folder / "million.csv", DAYS["million"])
        pages = seeds(environment, "pages")
        for name, page in pages.items():
            assert page["queries"] <= MOST_QUERIES, (name, page)
            bare, found, rate = load(visitor, page["address"])
            tell(
                f"{name} under load on {database}, p95",
                found / bare,
                "a bare Django page",
                found,
                "ms",
                bare=round(bare, 2),
                pages_per_second=round(rate, 1),
                queries=page["queries"],
            )


def seeds(environment: Mapping[str, str], task: str) -> dict[str, Any]:
    """Run a task of `_site_seeds`; where it fails, what it wrote is shown."""
    command = [PYTHON, "-m", "benchmarks._site_seeds", task]
    done = subprocess.run(command, env=dict(environment), check=False, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with status {done.returncode}.\n{done.stdout}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@contextmanager
def serving(environment: Mapping[str, str]) -> Iterator[int]:
    """Run the web server and the worker as `levier serve` does; give the port."""
    port = free_port()
    options = ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4", "--preload", "--log-level", "warning"]
    server = [PYTHON, "-m", "gunicorn", *options, "levier.web.wsgi:application"]
    commands = (server, [PYTHON, "-m", "django", "worker"])
    running = [subprocess.Popen(command, env=dict(environment)) for command in commands]
    try:
        wait_for(port)
        yield port
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(PATIENCE_SECONDS)


def uploads(visitor: Visitor, folder: Path, database: str) -> None:
    """Upload files, each in turn with the terminal's command on it."""
    site, terminal = [], []
    for n in range(UPLOADS):
        file = folder / f"upload-{n}.csv"
        terminal.append(timed_terminal(file))
        begun = time.perf_counter()
        visitor.to_result(file, f"2026-08-{n + 1:02d}")
        site.append(time.perf_counter() - begun)
    name = f"50,000 lines from upload to the page of the result on {database}"
    against = "levier baseline --json of the same file"
    tell(name, min(site) / min(terminal), against, min(site), "s", terminal=round(min(terminal), 2))


def tell(name: str, ratio: float, against: str, value: float, unit: str, **more: object) -> None:
    measure = {"name": name, "ratio": round(ratio, 2), "against": against, "value": round(value, 2), "unit": unit}
    print(json.dumps(measure | more), flush=True)


def timed_terminal(file: Path) -> float:
    begun = time.perf_counter()
    command = [str(Path(PYTHON).with_name("levier")), "baseline", str(file), "--json", os.devnull]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


class Visitor:
    """Someone signed in, in a browser without script."""

    TOKEN = "a" * 32
    EDGE = "an-edge-that-no-file-holds"

    def __init__(self, port: int, session: str, organisation: str) -> None:
        self.port, self.organisation = port, organisation
        self.cookie = f"levier={session}; levier_form={self.TOKEN}"

    def get(self, address: str) -> tuple[HTTPResponse, bytes]:
        """Ask for a page."""
        return self._asked("GET", address, None, {})

    def post(self, address: str, fields: Mapping[str, str], file: Path | None = None) -> str:
        """Send a form; return where it leads."""
        told = {**fields, "csrfmiddlewaretoken": self.TOKEN}
        parts = [f'name="{name}"\r\n\r\n{value}'.encode() for name, value in told.items()]
        if file is not None:
            parts.append(f'name="file"; filename="{file.name}"\r\n\r\n'.encode() + file.read_bytes())
        before, after = f"--{self.EDGE}\r\nContent-Disposition: form-data; ".encode(), f"--{self.EDGE}--\r\n".encode()
        body = b"".join(before + part + b"\r\n" for part in parts) + after
        answer, page = self._asked(
            "POST", address, body, {"Content-Type": f"multipart/form-data; boundary={self.EDGE}"}
        )
        assert answer.status == 302, (address, answer.status, page.decode()[:2000])
        return answer.headers["Location"]

    def _asked(
        self, method: str, address: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[HTTPResponse, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        told = {"Cookie": self.cookie, "Accept-Encoding": "gzip" if body is None else "identity"}
        connection.request(method, address, body, {**told, **headers})
        answer = connection.getresponse()
        page = answer.read()
        connection.close()
        return answer, page

    def follow(self, address: str) -> str:
        """Go where an address leads, wait while work is under way; return where it ends."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            answer, _ = self.get(address)
            if answer.status == 302:
                address = answer.headers["Location"]
                continue
            assert answer.status == 200, (address, answer.status)
            if "/work/" not in address:
                return address
            time.sleep(LOOK_SECONDS)
        raise TimeoutError(address)

    def to_result(self, file: Path, on: str) -> str:
        """Drop a file, look at its review, import it, and wait for the page of its result."""
        start = f"/o/{self.organisation}/inventories/new/"
        reading = self.follow(self.post(start, {"on": on, "label": file.stem}, file))
        assert reading.endswith("/reading/"), reading
        review = reading.replace("/reading/", "/review/")
        answer, page = self._asked("GET", review, None, {"Accept-Encoding": "identity"})
        version = re.search(rb'name="version" value="(\d+)"', page)
        assert version is not None, (answer.status, page[:500])
        result = self.follow(self.post(review, {"version": version[1].decode(), "import": "1"}))
        assert "/result" in result, result
        return result


def load(visitor: Visitor, address: str) -> tuple[float, float, float]:
    """Load the bare page and a page in turns; return the 95th percentile in ms of both, and pages a second."""

    def ask(address: str) -> float:
        begun = time.perf_counter()
        answer, _ = visitor.get(address)
        took = (time.perf_counter() - begun) * 1e3
        assert answer.status == 200, (address, answer.status)
        return took

    times: dict[str, list[float]] = {"/bare/": [], address: []}
    lasted = 0.0
    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(ask, [address] * (AT_ONCE * 4)))  # both server processes have read the facts
        for _ in range(ROUNDS):
            for one, found in times.items():
                begun = time.perf_counter()
                found += threads.map(ask, [one] * REQUESTS)
                lasted += (time.perf_counter() - begun) if one == address else 0.0
    bare, page = (statistics.quantiles(found, n=20)[18] for found in times.values())
    return bare, page, ROUNDS * REQUESTS / lasted


def wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
            connection.request("GET", "/bare/")
            connection.getresponse().read()
            return
        except ConnectionError:
            time.sleep(0.2)
    raise TimeoutError("the site does not answer")


if __name__ == "__main__":
    main()
