"""Long work of this app: reading a file, and keeping what pages show of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from levier.estate.reading.texts import error_to_json
from levier.web.estate import queries
from levier.web.estate.actions import READ, SUMMARISE
from levier.web.estate.bridge import changes, reading, summaries
from levier.web.estate.models import Import
from levier.web.jobs.handlers import Progress, handles
from levier.wording.text import say


@handles(READ)
def read(payload: Mapping[str, Any], progress: Progress) -> None:
    """Read the file of an import. The snapshot is kept first, under the hash of its content; then one row is written.

    A file that cannot be read is no failure of the job: the import says so, and how to mend it.
    """
    wanted = Import.objects.select_related("organisation").filter(
        public_id=payload["import"], version=payload["version"], state=Import.State.READING
    )
    started = wanted.first()
    if started is None:  # read already, or told anew since: another job reads it
        return
    kept = reading.read(started, progress)
    if not kept.error:
        last = queries.before(started.on)
        _summarise(kept.snapshot, last.snapshot if last else "", progress)
    wanted.update(
        state=Import.State.UNREADABLE if kept.error else Import.State.READ,
        snapshot=kept.snapshot,
        first_rows=kept.first_rows,
        error=error_to_json(kept.error) if kept.error else None,
    )


@handles(SUMMARISE)
def summarise(payload: Mapping[str, Any], progress: Progress) -> None:
    """Make what pages show of a snapshot, and what moved since another."""
    _summarise(payload["snapshot"], payload["since"], progress, payload["part"])


def _summarise(snapshot: str, since: str, progress: Progress, part: Mapping[str, str] = changes.WHOLE) -> None:
    progress(say("Recognising devices…"))
    found = summaries.summary(snapshot)
    if since and (part or since != snapshot):
        progress(say("Comparing with the inventory before…"))
        changes.changes(since, found, part)
