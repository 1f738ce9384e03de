"""What can be taken away from a result: each form as it was kept; paper is laid out from the kept story."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from levier.report.pdf import print_story
from levier.web.footprint import actions
from levier.web.footprint.asked import Asked
from levier.web.footprint.keeping import story, unpacked
from levier.web.footprint.models import Result
from levier.web.house.files import local
from levier.web.house.words import language
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right
from levier.wording.text import Text, say


@dataclass(frozen=True)
class Form:
    """A form in which a result can be taken away. `file`: which kept file, `{lang}` for the language of the page."""

    file: str
    suffix: str
    kind: str
    label: Text
    note: Text


FORMS = {
    "pdf": Form(
        "story-{lang}",
        "pdf",
        "application/pdf",
        say("Report (PDF)"),
        say("To read, print and send: tagged, accessible."),
    ),
    "xlsx": Form(
        "workbook-{lang}",
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        say("Workbook (XLSX)"),
        say("Every table, with full values and their units."),
    ),
    "figures": Form(
        "figures", "csv", "text/csv; charset=utf-8", say("Figures (CSV)"), say("One line a figure, with its interval.")
    ),
    "lines": Form(
        "lines",
        "csv",
        "text/csv; charset=utf-8",
        say("Lines (CSV)"),
        say("One line for the devices that count alike, with their impact by stage."),
    ),
    "json": Form(
        "document",
        "json",
        "application/json",
        say("Result (JSON)"),
        say("For programs; two of them can be compared by levier baseline diff."),
    ),
    "trace": Form(
        "trace",
        "json",
        "application/json",
        say("Trace (JSON)"),
        say("Every operation behind every figure, to be computed again with + − × ÷ alone."),
    ),
}


@require_GET
@inside(Right.READ)
def downloads(request: OrganisationRequest, result: str) -> HttpResponse:
    """List the forms in which a result can be taken away."""
    kept = get_object_or_404(Result.objects.select_related("inventory"), public_id=result)
    forms = {name: form for name, form in FORMS.items() if form.file.format(lang=language()) in kept.files}
    context = {"result": kept, "forms": forms, "being_written": len(forms) < len(FORMS)}
    if context["being_written"] and Right.CONTRIBUTE in request.rights:  # where a worker gave up, another ends it
        kept.inventory.organisation = request.organisation
        actions.ask_for(kept.inventory, Asked.of(kept.choices), request.path, person(request))
    return render(request, "footprint/downloads.html", context)


@require_GET
@inside(Right.READ)
def download(request: OrganisationRequest, result: str, form: str) -> HttpResponse:
    """Give a result in one form."""
    kept = get_object_or_404(Result.objects.select_related("inventory"), public_id=result)
    if form not in FORMS:
        raise Http404
    chosen = FORMS[form]
    name = kept.files.get(chosen.file.format(lang=language()))
    if name is None:  # still being written
        return redirect("footprint:downloads", request.organisation.public_id, kept.public_id)
    response = HttpResponse(_content(kept, form, name), content_type=chosen.kind)
    stem = slugify(f"levier-{kept.inventory.label}-{kept.inventory.on}-{form}")
    response.headers["Content-Disposition"] = f'attachment; filename="{stem}.{chosen.suffix}"'
    return response


def _content(kept: Result, form: str, name: str) -> bytes:
    if form == "pdf":
        return print_story(story(name), kept.inventory.on)
    return unpacked(name) if name.endswith(".gz") else local(name).read_bytes()
