"""What an organisation can look back on and take away: its journal, its archive."""

from __future__ import annotations

import tempfile
from datetime import date, datetime, time, timedelta
from typing import cast

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from levier.web.house.words import told
from levier.web.journal.actions import record
from levier.web.journal.models import Entry
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.archive import write_archive
from levier.web.people.forms import JournalFilter
from levier.web.people.queries import members
from levier.web.people.roles import Right, Role
from levier.web.people.telling import ACTIONS
from levier.web.people.views.answers import page_of, person
from levier.wording.text import say

IN_MEMORY = 10_000_000
"""Bytes of an archive that need no file on the way."""


@require_safe
@inside(Right.ADMINISTER)
def journal(request: OrganisationRequest) -> HttpResponse:
    """List the writes to sensitive objects, the newest first."""
    names = {f"user:{place.user_id}": place.user.email for place in members()}
    form = JournalFilter(request.GET or None, people=names)
    page = page_of(request, filtered(form, Entry.objects.filter(organisation=request.organisation.public_id)))
    rows = [(entry, actor(entry.actor, names), sentence(entry)) for entry in page]
    query = request.GET.copy()
    query.pop("page", None)
    shown = {"form": form, "page": page, "rows": rows, "query": query.urlencode()}
    return render(request, "people/journal.html", shown)


def filtered(form: JournalFilter, entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Leave the entries that the filter asks for; what it does not understand, it does not ask."""
    asked = form.cleaned_data if form.is_valid() else {}
    if asked.get("action"):
        entries = entries.filter(action=asked["action"])
    if asked.get("actor"):
        entries = entries.filter(actor=asked["actor"])
    if asked.get("since"):
        entries = entries.filter(at__gte=midnight(asked["since"]))
    if asked.get("until"):
        entries = entries.filter(at__lt=midnight(asked["until"] + timedelta(days=1)))
    return entries.order_by("-id")


def midnight(day: date) -> datetime:
    """Return the moment at which a day begins here."""
    return timezone.make_aware(datetime.combine(day, time.min))


def actor(code: str, names: dict[str, str]) -> str:
    """Tell who wrote, by address while they are a member."""
    if code in names:
        return names[code]
    if code.startswith("user:"):
        return told(say("former member"))
    if code.startswith("token:"):
        return told(say("token {n}", n=code.removeprefix("token:")))
    return told(say("trial space")) if code == "trial" else told(say("Levier itself"))


def sentence(entry: Entry) -> str:
    """Tell what was done."""
    words = told(ACTIONS[entry.action]) if entry.action in ACTIONS else entry.action
    details = entry.details
    if "was" in details and "is" in details:
        was, now = (str(Role(details[key]).label) for key in ("was", "is"))
        return told(say("{what}: {before} → {after}", what=words, before=was, after=now))
    if "role" in details and details["role"] in Role.values:
        return told(say("{what}: {name}", what=words, name=str(Role(details["role"]).label)))
    if isinstance(details.get("name"), str):
        return told(say("{what}: {name}", what=words, name=details["name"]))
    return words


@require_safe
@inside(Right.ADMINISTER)
def archive(request: OrganisationRequest) -> HttpResponse:
    """Say what an archive holds."""
    return render(request, "people/archive.html")


@require_POST
@inside(Right.ADMINISTER)
def take_archive(request: OrganisationRequest) -> HttpResponse:
    """Write the archive and give it; that someone took it stands in the journal."""
    organisation, now = request.organisation, timezone.now()
    name = f"people.organisation:{organisation.pk}"
    record(f"user:{person(request).pk}", "organisation.archive", name, organisation.public_id)
    target = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # the response closes it
    write_archive(organisation, target, now)
    target.seek(0)
    name = f"levier-{organisation.public_id}-{now:%Y-%m-%d}.zip"
    return cast(HttpResponse, FileResponse(target, as_attachment=True, filename=name))
