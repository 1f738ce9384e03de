"""One function per use of a declaration: begin it, correct lines, take that back, say who declares, delete it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, Sum
from django.urls import reverse
from django.utils import timezone

from levier.tender.agec.model import Classed
from levier.web.house.files import keep_upload
from levier.web.house.limits import refuse_hoard
from levier.web.house.meanwhile import Values, refuse_unseen
from levier.web.jobs.actions import enqueue, refuse_crowd
from levier.web.jobs.models import Job
from levier.web.journal.actions import record
from levier.web.people.acting import actor
from levier.web.people.models import Organisation, User
from levier.web.tender.agec.bridge import amounts, declared, handing, saying
from levier.web.tender.agec.bridge.keeping import file_name
from levier.web.tender.agec.models import ClassCorrection, PurchaseDeclaration
from levier.web.tender.checks.bridge import safe_name

READ = "tender.read_purchases"
DECLARANT = ("year", "name", "siret")
LONGEST_ABOUT = 300


@dataclass(frozen=True)
class Declarant:
    """Whose purchases of which year they are, as the form tells it."""

    year: int
    name: str
    siret: str


def begin(
    organisation: Organisation, by: User | None, upload: UploadedFile[Any], declarant: Declarant, sheet: str
) -> tuple[PurchaseDeclaration, Job]:
    """Keep a file of purchase lines and put its reading in the queue."""
    refuse_crowd(organisation)
    _refuse_hoard(organisation, upload.size or 0)
    content, size = keep_upload(upload, file_name)
    with transaction.atomic():
        made = PurchaseDeclaration.objects.create(
            organisation=organisation,
            **vars(declarant),
            file_name=safe_name(upload.name or ""),
            content=content,
            size=size,
            sheet=sheet,
            created_by=by,
        )
        record(actor(by), "tender.declare", named(made), organisation.public_id, year=made.year, file=content)
        back = reverse("tender:declaration", args=[organisation.public_id, made.public_id])
        out = reverse("tender:declarations", args=[organisation.public_id])
        return made, enqueue(organisation, READ, {"declaration": made.public_id}, back, by, out=out)


def _refuse_hoard(organisation: Organisation, size: int) -> None:
    if organisation.trial_until is not None:
        held = PurchaseDeclaration.objects.filter(files_kept=True).aggregate(bytes=Sum("size"))["bytes"] or 0
        refuse_hoard(held + size)


def standing(declaration: PurchaseDeclaration) -> list[ClassCorrection]:
    """Return what was said of a declaration and stands, the oldest first."""
    return list(ClassCorrection.objects.filter(declaration=declaration, undone_at=None).order_by("pk"))


@dataclass(frozen=True)
class Wish:
    """What somebody wants to say: of which lines, by number, that were shown to them as `seen`."""

    numbers: Sequence[int]
    said: Mapping[str, str]
    seen: Values
    alone: bool = False
    """Whether only the first of the lines is meant."""


@transaction.atomic
def correct(declaration: PurchaseDeclaration, by: User | None, wish: Wish) -> ClassCorrection | None:
    """Say of lines what they are; return None where nothing changes.

    Raises `ChangedMeanwhile` where something else than was seen stands of them by now.
    """
    there = _locked(declaration)
    shown, now = _there(there, wish.numbers)
    refuse_unseen(wish.seen, now, {**now, **{field: [value] for field, value in wish.said.items()}})
    lines = shown[:1] if wish.alone else shown
    if not lines or not _changes(lines, wish.said):
        return None
    _grow(there)
    return _say(there, by, lines, wish.said, lines[0].purchase.description)


def _say(
    there: PurchaseDeclaration, by: User | None, lines: Sequence[Classed], said: Mapping[str, str], about: str
) -> ClassCorrection:
    made = ClassCorrection.objects.create(
        organisation=there.organisation,
        declaration=there,
        about=about[:LONGEST_ABOUT],
        lines=[list(c.purchase.key) for c in lines],
        said=dict(said),
        before=saying.stand(lines),
        created_by=by,
    )
    details = {"lines": len(lines), "said": dict(said), "about": made.about}
    record(actor(by), "tender.reclass", named(there), there.organisation.public_id, **details)
    return made


@transaction.atomic
def hand_back(declaration: PurchaseDeclaration, by: User | None, path: Path) -> handing.Handed:
    """Take a file of corrected lines; where somebody said something else meanwhile, nothing of it is kept.

    Raises `UnusableFile` where it cannot be read.
    """
    there = _locked(declaration)
    found = declared.declared(there)
    handed = handing.read_handed(path, found)
    if handed.said and not handed.contested:
        _grow(there)
        for said, numbers in handed.said.items():
            _say(there, by, [found.now[number] for number in numbers], dict(said), path.name)
    return handed


def seen_of(declaration: PurchaseDeclaration, numbers: Sequence[int]) -> Values:
    """Return what stands of lines, as a form carries it."""
    return _there(declaration, numbers)[1]


def _there(declaration: PurchaseDeclaration, numbers: Sequence[int]) -> tuple[list[Classed], Values]:
    now = declared.declared(declaration).now
    lines = [now[number] for number in numbers if number in now]  # another year may be declared since
    return lines, saying.seen(lines, standing(declaration))


def _changes(lines: Sequence[Classed], said: Mapping[str, str]) -> bool:
    there = saying.stand(lines)
    return any(value == saying.FOUND or there[field] != [value] for field, value in said.items())


@transaction.atomic
def take_back(declaration: PurchaseDeclaration, by: User | None, number: int) -> bool:
    """Take back what somebody said of lines: it is kept, and no longer stands. Done twice, it changes nothing."""
    there = _locked(declaration)
    mine = ClassCorrection.objects.filter(declaration=there, pk=number, undone_at=None)
    found = mine.first()
    if found is None:
        return False
    mine.update(undone_at=timezone.now(), undone_by=by)
    _grow(there)
    details = {"lines": len(found.lines), "said": found.said, "about": found.about}
    record(actor(by), "tender.take_back_class", named(there), there.organisation.public_id, **details)
    return True


def told_declarant(declaration: PurchaseDeclaration) -> dict[str, Any]:
    """Return who declares which year, as it stands."""
    return {name: getattr(declaration, name) for name in DECLARANT}


@transaction.atomic
def describe(declaration: PurchaseDeclaration, by: User | None, told: Mapping[str, Any], seen: Values) -> None:
    """Say who declares which year; raises `ChangedMeanwhile` where that was changed since it was `seen`."""
    there = _locked(declaration)
    before, after = told_declarant(there), {name: told[name] for name in DECLARANT}
    refuse_unseen(seen, before, after)
    if after == before:
        return
    PurchaseDeclaration.objects.filter(pk=there.pk).update(**after)
    _grow(there)
    record(actor(by), "tender.redeclare", named(there), there.organisation.public_id, before=before, after=after)


@transaction.atomic
def tell_amounts(declaration: PurchaseDeclaration, by: User | None, told: Values, seen: Values) -> None:
    """Tell amounts that the lines do not, by the names of the form's fields: an empty one tells nothing.

    Raises `ChangedMeanwhile` where others were told since they were `seen`.
    """
    there = _locked(declaration)
    before = amounts.typed(there.amounts, told)
    refuse_unseen(seen, before, told)
    after = amounts.kept(told, there.amounts)
    if after == there.amounts:
        return
    PurchaseDeclaration.objects.filter(pk=there.pk).update(amounts=after)
    _grow(there)
    details = {"before": there.amounts, "after": after}
    record(actor(by), "tender.tell_amounts", named(there), there.organisation.public_id, **details)


@transaction.atomic
def delete(declaration: PurchaseDeclaration, by: User | None) -> None:
    """Delete a declaration; it can be brought back as the retention says."""
    if PurchaseDeclaration.objects.filter(pk=declaration.pk, deleted_at=None).update(deleted_at=timezone.now()):
        record(actor(by), "tender.drop_declaration", named(declaration), declaration.organisation.public_id)


@transaction.atomic
def bring_back(declaration: PurchaseDeclaration, by: User | None) -> None:
    """Bring back a declaration that was deleted."""
    if PurchaseDeclaration.objects.filter(pk=declaration.pk).exclude(deleted_at=None).update(deleted_at=None):
        record(actor(by), "tender.return_declaration", named(declaration), declaration.organisation.public_id)


def named(declaration: PurchaseDeclaration) -> str:
    """Return how the journal names a declaration."""
    return f"tender.declaration:{declaration.public_id}"


def _locked(declaration: PurchaseDeclaration) -> PurchaseDeclaration:
    """Return the declaration as it stands; two who change it at once wait for each other."""
    kept = PurchaseDeclaration.objects.select_for_update(of=("self",)).select_related("organisation")
    return kept.get(pk=declaration.pk)


def _grow(declaration: PurchaseDeclaration) -> None:
    mine = PurchaseDeclaration.objects.filter(pk=declaration.pk)
    mine.update(version=F("version") + 1, changed_at=timezone.now())
