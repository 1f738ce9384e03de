"""Run a command with a PostgreSQL of its own: `python -m tests.postgresql COMMAND…`.

A new cluster in a temporary folder, on loopback, without durability, ended and removed afterwards. PostgreSQL refuses
to run as root: then it runs as the system's user `postgres`. Where none is installed the command is not run, which is
said.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60"]


def binaries() -> Path | None:
    """Return the folder of the newest PostgreSQL server on this machine."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return folders[-1] if folders else None


def as_server(command: Sequence[str]) -> list[str]:
    """Return the command as a user that PostgreSQL accepts."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else list(command)


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Start a cluster in `folder`; give the address of its database."""
    tools = binaries()
    assert tools is not None
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = folder / "data"
    run = {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder}
    make = [str(tools / "initdb"), "-D", str(data), "-U", "levier", "-A", "trust", "--no-locale", "-E", "UTF8", "-N"]
    subprocess.run(as_server(make), **run)  # type: ignore[call-overload]  # the same options for each
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} " + " ".join(
        f"-c {setting}" for setting in FAST
    )
    control = [str(tools / "pg_ctl"), "-D", str(data), "-w"]
    log = str(folder / "log")
    subprocess.run(as_server([*control, "-l", log, "-o", options, "start"]), **run)  # type: ignore[call-overload]
    try:
        yield f"postgres://levier@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(as_server([*control, "-m", "immediate", "stop"]), **run)  # type: ignore[call-overload]


def main(command: Sequence[str]) -> int:
    """Run the command with DATABASE_URL set; return its status."""
    if binaries() is None:
        sys.stderr.write("PostgreSQL is not installed: what needs it was not run.\n")
        return 0
    with tempfile.TemporaryDirectory(prefix="levier-postgresql-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        with cluster(folder) as address:
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": address}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
