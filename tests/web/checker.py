"""`levier check` as a process that stays: asked once a line, it answers with what it finds, without starting anew."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from tests.web.serving import Serving


class Checker:
    """The process, seen from the test."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    @classmethod
    def running(cls, site: Serving) -> Iterator[Checker]:
        """Start it for a site, and end it."""
        command = [sys.executable, "-m", "tests.web.checker"]
        with subprocess.Popen(
            command, env=site.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            yield cls(process)
            assert process.stdin is not None
            process.stdin.close()

    def found(self) -> list[dict[str, Any]]:
        """Return what is found now."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("check\n")
        self.process.stdin.flush()
        found: list[dict[str, Any]] = json.loads(self.process.stdout.readline())
        return found


def main() -> None:
    import django
    from django.db import connection

    django.setup()
    from levier.web.operating.inspecting import inspect

    for _ in sys.stdin:
        told = [{"severity": f.severity, "code": f.code, "text": f.text.in_("en"), "of": f.object} for f in inspect()]
        connection.close()
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
