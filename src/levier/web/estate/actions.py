"""One function per use: start an import, tell how to read it, correct names, import, undo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from levier.web.estate.bridge import summaries
from levier.web.estate.bridge.files import upload_name
from levier.web.estate.bridge.names import alias_key
from levier.web.estate.bridge.reading import head_of, header_hash
from levier.web.estate.models import Alias, ColumnMemory, Import, Inventory
from levier.web.house.files import keep
from levier.web.house.limits import MEGABYTE, TooMuch
from levier.web.jobs.actions import OPEN, enqueue, refuse_crowd
from levier.web.jobs.models import Job
from levier.web.journal.actions import record
from levier.web.people.acting import actor
from levier.web.people.models import Organisation, User
from levier.wording.errors import LevierError
from levier.wording.text import say

READ, SUMMARISE = "estate.read", "estate.summarise"


class ChangedMeanwhile(LevierError):
    """Somebody else changed the import since this form was opened."""

    def __init__(self, now: Import) -> None:
        self.now = now
        super().__init__(
            say("Somebody changed this import since you opened the page: nothing was overwritten."),
            found=str(now.changed_by or ""),
            mend=say("What stands there now is shown below, with what you sent. Check, then send again."),
        )


def start_import(
    organisation: Organisation, by: User | None, upload: UploadedFile[Any], label: str, on: date
) -> tuple[Import, Job]:
    """Keep the file that was dropped and put its reading in the queue."""
    refuse_crowd(organisation)
    _refuse_hoard(organisation, upload.size or 0)
    name = Path(upload.name or "inventory").name[:255]
    content, size = _kept(upload)
    with transaction.atomic():
        started = Import.objects.create(
            organisation=organisation,
            file_name=name,
            content=content,
            size=size,
            label=label or Path(name).stem[:200],
            on=on,
            created_by=by,
            changed_by=by,
        )
        details = {"file": content, "size": size}
        record(actor(by), "import.start", f"estate.import:{started.public_id}", organisation.public_id, **details)
        return started, _enqueue(started, by)


def _refuse_hoard(organisation: Organisation, size: int) -> None:
    """Refuse the next file of a trial space that holds many bytes already."""
    if organisation.trial_until is None:
        return
    held = Import.objects.aggregate(bytes=Sum("size"))["bytes"] or 0
    if held + size > settings.MOST_TRIAL_MB * MEGABYTE:
        raise TooMuch(
            say("This trial holds as many files as a trial may."),
            mend=say("Keep the trial as an organisation to go on, or delete it and begin anew."),
        )


def _kept(upload: UploadedFile[Any]) -> tuple[str, int]:
    """Write an upload to a file named by the hash of its content; return the hash and its size in bytes."""
    digest, size = sha256(), 0
    with NamedTemporaryFile(prefix="levier-") as part:
        for chunk in upload.chunks():
            digest.update(chunk)
            size += len(chunk)
            part.write(chunk)
        part.flush()
        keep(Path(part.name), upload_name(digest.hexdigest()))
    return digest.hexdigest(), size


def _enqueue(started: Import, by: User | None, step: str = "") -> Job:
    address = reverse("estate:import", args=[started.organisation.public_id, started.public_id])
    address += f"?step={step}" if step else ""
    return enqueue(started.organisation, READ, {"import": started.public_id, "version": started.version}, address, by)


@transaction.atomic
def have_summarised(organisation: Organisation, snapshot: str, back: str, by: User | None, *, since: str = "") -> Job:
    """Have a worker make what pages show of a large snapshot, and what moved `since` another; once, while it lasts."""
    payload = {"snapshot": snapshot, "since": since}
    under_way = Job.objects.filter(kind=SUMMARISE, payload=payload, back=back, state__in=OPEN).first()
    return under_way or enqueue(organisation, SUMMARISE, payload, back, by)


@transaction.atomic
def read_again(started: Import, by: User | None, version: int, *, step: str = "", **told: Any) -> Job:
    """Read the same file again with what was told of it, then lead to a step of the import.

    Raise ChangedMeanwhile where somebody was faster.
    """
    now = _current(started, version)
    now.options = {key: value for key, value in {**now.options, **told}.items() if value not in (None, "", [], {})}
    now.state, now.error, now.changed_by = Import.State.READING, None, by
    now.inventory = None  # read otherwise after it was imported: it may become another inventory
    now.version += 1
    now.save()
    details = {key: value for key, value in told.items() if key != "columns"}
    record(actor(by), "import.read", f"estate.import:{now.public_id}", now.organisation.public_id, **details)
    return _enqueue(now, by, step)


@transaction.atomic
def match_columns(started: Import, by: User | None, version: int, columns: Mapping[str, str], step: str) -> Job:
    """Match their columns to ours, remember it for the organisation, and read the file so."""
    head = head_of(started.snapshot)
    ColumnMemory.objects.update_or_create(
        header=header_hash(head),
        organisation=started.organisation,
        defaults={"columns": dict(columns)},
    )
    return read_again(started, by, version, step=step, columns=dict(columns), preset=head.mapping.preset)


@transaction.atomic
def name_categories(
    organisation: Organisation, by: User | None, given: Iterable[tuple[tuple[str, str, str], str]]
) -> int:
    """Say which category names are of; return how many. From now on, everywhere in the organisation."""
    count = 0
    for (type_, manufacturer, model), category in given:
        key = alias_key(type_, manufacturer, model)
        Alias.objects.update_or_create(
            organisation=organisation,
            type=key[0],
            manufacturer=key[1],
            model=key[2],
            defaults={"category": category, "size": "", "matched": "", "created_by": by},
        )
        count += 1
    if count:
        record(actor(by), "alias.set", "estate.alias", organisation.public_id, names=count)
    return count


def import_inventory(started: Import, by: User | None, version: int) -> tuple[Inventory, bool]:
    """Make the staged snapshot an inventory: all of it or nothing; tell whether anything was added.

    The same snapshot of the same day is the same inventory: importing it again changes nothing.
    """
    return _import(started, by, version, _counted(started))  # counted first: meanwhile others can write


@dataclass(frozen=True)
class _Counts:
    snapshot: str
    read: int
    lines: int
    devices: int


def _counted(started: Import) -> _Counts | None:
    """Count what a staged snapshot holds, which may have to be summarised anew; None where nothing is to import."""
    seen = Import.objects.get(pk=started.pk)
    if seen.state != Import.State.READ or seen.inventory_id is not None:
        return None
    found = summaries.summary(seen.snapshot)
    return _Counts(seen.snapshot, found.read, found.lines, found.devices)


@transaction.atomic
def _import(started: Import, by: User | None, version: int, counts: _Counts | None) -> tuple[Inventory, bool]:
    now = Import.objects.select_for_update().get(pk=started.pk)
    if now.inventory is not None and now.inventory.deleted_at is None:
        return now.inventory, False  # sent twice
    now = _current(started, version)
    if now.state != Import.State.READ or counts is None or counts.snapshot != now.snapshot:
        raise LevierError(say("This file is still being read."), mend=say("Wait until it is read, then import it."))
    same = Inventory.objects.filter(snapshot=now.snapshot, on=now.on).first()
    if same is not None:
        back = same.deleted_at is not None
        bring_back(same, by)
        now.inventory, now.state = same, Import.State.IMPORTED
        now.save()
        return same, back
    made = Inventory.objects.create(
        organisation=now.organisation,
        label=now.label,
        on=now.on,
        snapshot=now.snapshot,
        file_name=now.file_name,
        read=counts.read,
        lines=counts.lines,
        devices=counts.devices,
        created_by=by,
    )
    now.inventory, now.state, now.changed_by = made, Import.State.IMPORTED, by
    now.version += 1
    now.save()
    details = {"snapshot": made.snapshot, "devices": made.devices}
    record(actor(by), "import", f"estate.inventory:{made.public_id}", now.organisation.public_id, **details)
    return made, True


def _current(started: Import, version: int) -> Import:
    rows = Import.objects.select_for_update(of=("self",)).select_related("organisation", "changed_by")
    now = rows.get(pk=started.pk)
    if now.version != version:
        raise ChangedMeanwhile(now)
    return now


@transaction.atomic
def undo(inventory: Inventory, by: User | None) -> None:
    """Take an inventory away; it can be brought back for as long as the retention says."""
    if inventory.deleted_at is None:
        inventory.deleted_at = timezone.now()
        inventory.save(update_fields=["deleted_at"])
        inventory.imports.update(inventory=None, state=Import.State.READ)  # it stands again where it was: at its review
        organisation = inventory.organisation.public_id
        record(actor(by), "inventory.undo", f"estate.inventory:{inventory.public_id}", organisation)


@transaction.atomic
def bring_back(inventory: Inventory, by: User | None) -> None:
    """Bring back an inventory that was taken away."""
    if inventory.deleted_at is not None:
        inventory.deleted_at = None
        inventory.save(update_fields=["deleted_at"])
        organisation = inventory.organisation.public_id
        record(actor(by), "inventory.bring_back", f"estate.inventory:{inventory.public_id}", organisation)
