"""One function per use of a check: start it, dismiss a finding, take it back, delete the check, bring it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from levier.web.house.files import keep_upload
from levier.web.house.limits import refuse_hoard
from levier.web.house.meanwhile import Values, refuse_unseen
from levier.web.jobs.actions import enqueue, refuse_crowd
from levier.web.jobs.models import Job
from levier.web.journal.actions import record
from levier.web.people.acting import actor
from levier.web.people.models import Organisation, User
from levier.web.tender.checks.bridge import file_name, safe_name
from levier.web.tender.models import Dismissal, TenderCheck

CHECK = "tender.check"


def start_check(
    organisation: Organisation, by: User | None, uploads: Sequence[UploadedFile[Any]], buyer: str, on: date | None
) -> tuple[TenderCheck, Job]:
    """Keep the documents and put their reading in the queue."""
    refuse_crowd(organisation)
    _refuse_hoard(organisation, sum(upload.size or 0 for upload in uploads))
    files = [_kept(upload) for upload in uploads]
    first = Path(files[0]["name"]).stem
    label = first if len(files) == 1 else ", ".join(Path(file["name"]).stem for file in files)
    return _start(organisation, by, files, label[:200], buyer, on)


def check_again(check: TenderCheck, by: User | None, buyer: str, on: date | None) -> tuple[TenderCheck, Job]:
    """Judge the same documents for another kind of buyer or another day; the earlier check stays as it was told."""
    refuse_crowd(check.organisation)
    return _start(check.organisation, by, check.files, check.label, buyer, on)


@transaction.atomic
def _start(
    organisation: Organisation,
    by: User | None,
    files: Sequence[Mapping[str, Any]],
    label: str,
    buyer: str,
    on: date | None,
) -> tuple[TenderCheck, Job]:
    made = TenderCheck.objects.create(
        organisation=organisation,
        label=label,
        buyer=buyer,
        on=on or timezone.localdate(),
        on_told=on is not None,
        files=list(files),
        size=sum(file["size"] for file in files),
        created_by=by,
    )
    hashes = [file["content"] for file in files]
    record(actor(by), "tender.check", _named(made), organisation.public_id, files=hashes)
    back = reverse("tender:checked", args=[organisation.public_id, made.public_id])
    out = reverse("tender:checks", args=[organisation.public_id])
    return made, enqueue(organisation, CHECK, {"check": made.public_id}, back, by, out=out)


def _refuse_hoard(organisation: Organisation, size: int) -> None:
    if organisation.trial_until is None:
        return
    held = TenderCheck.objects.filter(files_kept=True).aggregate(bytes=Sum("size"))["bytes"] or 0
    refuse_hoard(held + size)


def _kept(upload: UploadedFile[Any]) -> dict[str, Any]:
    content, size = keep_upload(upload, file_name)
    return {"name": safe_name(upload.name or ""), "content": content, "size": size}


def _named(check: TenderCheck) -> str:
    return f"tender.check:{check.public_id}"


def told_reason(check: TenderCheck, number: int) -> dict[str, str]:
    """Return the reason for which a finding was dismissed; nothing where it was not."""
    found = Dismissal.objects.filter(tender=check, number=number).first()
    return {"reason": found.reason} if found else {}


@transaction.atomic
def dismiss(check: TenderCheck, by: User | None, number: int, rule: str, reason: str, seen: Values) -> Dismissal:
    """Take a finding for a false alarm.

    Raise ChangedMeanwhile where another reason than was `seen` stands there by now.
    """
    TenderCheck.objects.select_for_update(of=("self",)).get(pk=check.pk)  # two who dismiss at once wait for each other
    refuse_unseen(seen, told_reason(check, number), {"reason": reason})
    told = {"organisation": check.organisation, "rule": rule, "reason": reason, "created_by": by}
    made, _ = Dismissal.objects.update_or_create(tender=check, number=number, defaults=told)
    details = {"rule": rule, "number": number, "reason": reason}
    record(actor(by), "tender.dismiss", _named(check), check.organisation.public_id, **details)
    return made


@transaction.atomic
def count_again(check: TenderCheck, by: User | None, number: int) -> None:
    """Take a dismissal back; done twice, it changes nothing."""
    found = Dismissal.objects.filter(tender=check, number=number).first()
    if found is not None:
        found.delete()
        details = {"rule": found.rule, "number": number}
        record(actor(by), "tender.count_again", _named(check), check.organisation.public_id, **details)


@transaction.atomic
def delete(check: TenderCheck, by: User | None) -> None:
    """Delete a check: its documents go at the next purge, its findings can be brought back as the retention says."""
    if TenderCheck.objects.filter(pk=check.pk, deleted_at=None).update(deleted_at=timezone.now(), files_kept=False):
        record(actor(by), "tender.delete", _named(check), check.organisation.public_id)


@transaction.atomic
def bring_back(check: TenderCheck, by: User | None) -> None:
    """Bring back a check that was deleted."""
    if TenderCheck.objects.filter(pk=check.pk).exclude(deleted_at=None).update(deleted_at=None):
        record(actor(by), "tender.bring_back", _named(check), check.organisation.public_id)
