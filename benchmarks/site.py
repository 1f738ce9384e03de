"""The site under load on loopback: its pages against a bare Django page of the same server, and a file to its result.

One server with a million lines in the organisation. The bare page has the same middleware, a session and one query.
Each load is bounded in requests and stops by itself. SQLite, and PostgreSQL where one is installed.
"""

from __future__ import annotations

import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.postgresql import binaries, cluster
from tests.web.serving import free_port

from benchmarks.import_csv import write_messy

LINES, UPLOADED = 1_000_000, 50_000
REQUESTS, AT_ONCE = 150, 4
PATIENCE_SECONDS = 600
PYTHON = sys.executable


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="levier-bench-") as name:
        folder = Path(name)
        write_messy(folder / "million.csv", LINES)
        write_messy(folder / "upload.csv", UPLOADED)
        measured(folder / "sqlite", folder, {}, "SQLite")
        if binaries() is not None:
            data = folder / "postgresql"
            data.mkdir()
            if os.geteuid() == 0:
                folder.chmod(0o755)
                subprocess.run(["chown", "postgres", str(data)], check=True)
            with cluster(data) as address:
                measured(folder / "site-on-postgresql", folder, {"DATABASE_URL": address}, "PostgreSQL")


def measured(home: Path, folder: Path, told: Mapping[str, str], database: str) -> None:
    """Fill a site, load its pages, upload a file; print one line a measure."""
    environment = {
        **{k: v for k, v in os.environ.items() if k != "DATABASE_URL"},
        **told,
        "LEVIER_HOME": str(home),
        "LEVIER_LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "benchmarks._site_settings",
    }
    planted = subprocess.run(
        [PYTHON, "-m", "benchmarks._site_seeds", str(folder / "million.csv"), str(folder / "upload.csv")],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    things = json.loads(planted.stdout.splitlines()[-1])
    with_terminal = timed_terminal(folder / "upload.csv")
    tell(
        f"50,000 lines to result on {database}",
        things["seconds"] / with_terminal,
        "the terminal",
        things["seconds"],
        "s",
    )
    port = free_port()
    server = [PYTHON, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"]
    process = subprocess.Popen([*server, "levier.web.wsgi:application"], env=environment)
    try:
        wait_for(port)
        bare = load(port, "/bare/", things["session"])
        for page, address in things["pages"].items():
            found = load(port, address, things["session"])
            name = f"{page} page under load on {database}, p95"
            tell(name, found[95] / bare[95], "a bare Django page", found[95], "ms", found["rate"])
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def tell(name: str, ratio: float, against: str, value: float, unit: str, rate: float | None = None) -> None:
    measure = {"name": name, "ratio": round(ratio, 2), "against": against, "value": round(value, 2), "unit": unit}
    if rate is not None:
        measure["pages_per_second"] = round(rate, 1)
    print(json.dumps(measure), flush=True)


def timed_terminal(file: Path) -> float:
    begun = time.perf_counter()
    command = [str(Path(PYTHON).with_name("levier")), "baseline", str(file), "--json", os.devnull]
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - begun


def load(port: int, address: str, session: str) -> dict[object, float]:
    """Ask for a page so many times, so many at once; return its 95th percentile in ms and the pages a second."""

    def ask(_: int) -> float:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        begun = time.perf_counter()
        connection.request("GET", address, headers={"Cookie": f"levier={session}", "Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        took = (time.perf_counter() - begun) * 1e3
        connection.close()
        assert answer.status == 200, (address, answer.status)
        return took

    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(ask, range(AT_ONCE * 4)))  # both server processes have read the facts
        begun = time.perf_counter()
        times = list(threads.map(ask, range(REQUESTS)))
        lasted = time.perf_counter() - begun
    return {95: statistics.quantiles(times, n=20)[18], "rate": REQUESTS / lasted}


def wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
            connection.request("GET", "/bare/")
            connection.getresponse().read()
            return
        except ConnectionError:
            time.sleep(0.2)
    raise TimeoutError("the site does not answer")


if __name__ == "__main__":
    main()
