"""One function per use: start an import, tell how to read it, correct names, import, undo."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from levier.web.estate.bridge import summaries
from levier.web.estate.bridge.files import upload_name
from levier.web.estate.bridge.known import aliases
from levier.web.estate.bridge.names import Named, alias_key, name_key
from levier.web.estate.bridge.reading import head_of, header_hash
from levier.web.estate.models import Alias, ColumnMemory, Import, Inventory, Naming
from levier.web.house.files import keep_upload
from levier.web.house.limits import refuse_hoard
from levier.web.house.meanwhile import ChangedMeanwhile, refuse_unseen
from levier.web.jobs.actions import OPEN, enqueue, refuse_crowd
from levier.web.jobs.models import Job
from levier.web.journal.actions import record
from levier.web.people.acting import actor
from levier.web.people.models import Organisation, User
from levier.wording.errors import LevierError
from levier.wording.text import say

READ, SUMMARISE = "estate.read", "estate.summarise"


@dataclass(frozen=True)
class Matching:
    """What columns are by their label, as the file was read so far and as they are told; then the step to lead to."""

    known: Mapping[str, str]
    told: Mapping[str, str]
    step: str


@dataclass(frozen=True)
class Seen:
    """What a page of columns showed: categories given to names by their key, what its columns were matched to."""

    names: Mapping[str, str | None]
    memory: Mapping[str, str]


def start_import(
    organisation: Organisation, by: User | None, upload: UploadedFile[Any], label: str, on: date
) -> tuple[Import, Job]:
    """Keep the file that was dropped and put its reading in the queue."""
    refuse_crowd(organisation)
    _refuse_hoard(organisation, upload.size or 0)
    name = Path(upload.name or "inventory").name[:255]
    content, size = keep_upload(upload, upload_name)
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
    refuse_hoard(held + size)


def _enqueue(started: Import, by: User | None, step: str = "") -> Job:
    address = reverse("estate:import", args=[started.organisation.public_id, started.public_id])
    address += f"?step={step}" if step else ""
    out = reverse("estate:inventories", args=[started.organisation.public_id])
    payload = {"import": started.public_id, "version": started.version}
    return enqueue(started.organisation, READ, payload, address, by, out=out)


@transaction.atomic
def have_summarised(
    organisation: Organisation,
    snapshot: str,
    back: str,
    by: User | None,
    *,
    since: str = "",
    part: Mapping[str, str] | None = None,
) -> Job:
    """Have a worker make what pages show of a large snapshot, and what moved `since` another; once, while it lasts."""
    payload = {"snapshot": snapshot, "since": since, "part": dict(part or {})}
    under_way = Job.objects.filter(kind=SUMMARISE, payload=payload, back=back, state__in=OPEN).first()
    out = reverse("estate:inventories", args=[organisation.public_id])
    return under_way or enqueue(organisation, SUMMARISE, payload, back, by, out=out)


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
def settle(
    started: Import, by: User | None, version: int, columns: Matching, names: Iterable[tuple[Named, str]], seen: Seen
) -> Job | None:
    """Match their columns, where there is anything to match, and say what names are: both, or neither of them.

    Raise ChangedMeanwhile where what was seen of either no longer stands there.
    """
    name_categories(started.organisation, by, names, seen.names)
    return match_columns(started, by, version, columns, seen.memory) if columns.told else None


@transaction.atomic
def match_columns(started: Import, by: User | None, version: int, columns: Matching, seen: Mapping[str, str]) -> Job:
    """Match their columns to ours, remember it for the organisation, and read the file so.

    Columns of which nothing is told are read as before, and what is remembered of them stays.
    """
    _current(started, version)
    head, before = head_of(started.snapshot), remembered(started)
    refuse_unseen(seen, {name: before[name] for name in columns.told if name in before}, columns.told)
    ColumnMemory.objects.update_or_create(
        header=header_hash(head),
        organisation=started.organisation,
        defaults={"columns": {**columns.known, **before, **columns.told}},
    )
    told = {**columns.known, **columns.told}
    return read_again(started, by, version, step=columns.step, columns=told, preset=head.mapping.preset)


def remembered(started: Import) -> dict[str, str]:
    """Return what the columns of this header were matched to before, by their labels."""
    found = ColumnMemory.objects.filter(header=header_hash(head_of(started.snapshot))).first()
    return dict(found.columns) if found else {}


def named(names: Iterable[Named]) -> dict[str, str | None]:
    """Return the category that the organisation in scope gave to each name, None where it gave none."""
    told = aliases()
    return {name_key(*name): told.get(alias_key(*name), (None,))[0] for name in names}


@transaction.atomic
def name_categories(
    organisation: Organisation, by: User | None, given: Iterable[tuple[Named, str]], seen: Mapping[str, str | None]
) -> int:
    """Say which category names are of; return how many. From now on, everywhere in the organisation."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # two who name at once wait for each other here
    given = list(given)
    wanted = {name_key(*name): category for name, category in given}
    refuse_unseen(seen, named(name for name, _ in given), wanted)
    count = 0
    for name, category in given:
        tell_name(organisation, by, name, category, "")
        count += 1
    if count:
        record(actor(by), "alias.set", "estate.alias", organisation.public_id, names=count)
    return count


def tell_name(
    organisation: Organisation,
    by: User | None,
    name: Named,
    category: str,
    size: str,
    naming: Naming | None = None,
) -> Alias:
    """Keep what a name is; what was told of it before is kept beside, to be brought back."""
    type_, manufacturer, model = alias_key(*name)
    key = {"organisation": organisation, "type": type_, "manufacturer": manufacturer, "model": model}
    fresh: dict[str, Any] = {"category": category, "size": size, "matched": "", "naming": naming, "created_by": by}
    alias, made = Alias.objects.select_for_update().get_or_create(**key, defaults=fresh)
    if not made:
        fresh["earlier"] = [*alias.earlier, [alias.category, alias.size, alias.matched]][-MOST_EARLIER:]
        fresh["created_at"] = timezone.now()
        for field, value in fresh.items():
            setattr(alias, field, value)
        alias.save(update_fields=list(fresh))
    return alias


def untell_name(alias: Alias) -> None:
    """Take back what was told last of a name: what was told before holds again, else it is recognised by itself."""
    if not alias.earlier:
        alias.delete()
        return
    *alias.earlier, last = alias.earlier
    alias.category, alias.size, alias.matched = last
    alias.naming = None
    alias.save(update_fields=["category", "size", "matched", "naming", "earlier"])


MOST_EARLIER = 10
"""Corrections of one name that can be taken back."""


@transaction.atomic
def name_many(
    organisation: Organisation,
    by: User | None,
    names: Iterable[tuple[Named, int]],
    category: str,
    size: str,
    seen: str = "",
) -> Naming:
    """Say of many names at once what they are; `names` come with the lines that bear each.

    `seen` is the mark of what was told of them before; raise ChangedMeanwhile where that is something else by now.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # two who name at once wait for each other here
    told = list(names)
    there = told_of(name for name, _ in told)
    if mark_of(there) not in ("", seen) and any(kept != (category, size) for kept in there.values()):
        raise ChangedMeanwhile({name: kept for name, (kept, _) in there.items()})
    naming = Naming.objects.create(
        organisation=organisation,
        category=category,
        size=size,
        names=len(told),
        lines=sum(lines for _, lines in told),
        created_by=by,
    )
    for name, _ in told:
        tell_name(organisation, by, name, category, size, naming)
    details = {"category": category, "names": naming.names, "lines": naming.lines}
    record(actor(by), "naming.tell", f"estate.naming:{naming.pk}", organisation.public_id, **details)
    return naming


def told_of(names: Iterable[Named]) -> dict[str, tuple[str, str]]:
    """Return the category and the size that the organisation in scope gave to names, by key; those it gave alone."""
    told = aliases()
    found = ((name_key(*name), told.get(alias_key(*name))) for name in names)
    return {key: (kept[0], kept[1]) for key, kept in found if kept is not None}


def mark_of(told: Mapping[str, tuple[str, str]]) -> str:
    """Return a mark of what was told of names, for a form to carry; empty where nothing was."""
    return sha256(json.dumps(sorted(told.items())).encode()).hexdigest() if told else ""


@transaction.atomic
def undo_many(organisation: Organisation, by: User | None, naming: Naming) -> int:
    """Undo a correction of many names, those excepted that were corrected again since; return how many it touched."""
    if not Naming.objects.filter(pk=naming.pk, deleted_at=None).update(deleted_at=timezone.now()):
        return 0
    touched = list(Alias.objects.select_for_update().filter(naming=naming))
    for alias in touched:
        untell_name(alias)
    record(actor(by), "naming.undo", f"estate.naming:{naming.pk}", organisation.public_id, names=len(touched))
    return len(touched)


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
        what = say("Somebody changed this import since you opened the page: nothing was overwritten.")
        raise ChangedMeanwhile(now.options, what, str(now.changed_by or ""))
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
