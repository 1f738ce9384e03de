"""The site's own settings with one more kind of work, which hangs while a file `hang` lies in its folder.

`python -m tests.web.jobs.hanging`: prepare the database and put a work that hangs and one behind it in the queue.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from levier.web.jobs.handlers import Progress, handles
from levier.web.settings import *  # noqa: F403
from levier.web.settings import HOME


@handles("test.hang")
def hang(payload: Mapping[str, Any], progress: Progress) -> None:
    """Compute without end, having laid down a file for the time of it, and let no other thread of this process run."""
    if payload["hang"] and (HOME / "hang").exists():
        (Path(mkdtemp()) / "half-done").touch()
        re.match(r"(a+)+$", "a" * 64 + "b")


def main() -> None:
    import django
    from django.core.management import call_command
    from django_scopes import scope

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    from levier.web.jobs.actions import enqueue
    from levier.web.people.models import Organisation

    town = Organisation.objects.create(name="Belcombe")
    with scope(organisation=town):
        for hangs in (True, False):
            enqueue(town, "test.hang", {"hang": hangs}, back="/")


if __name__ == "__main__":
    main()
