"""What lines are: why Levier classed them so, what people said of them, and how that is taken back."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from levier.tender.agec.model import Classed
from levier.web.house.limits import MEGABYTE, takes
from levier.web.house.meanwhile import CONFLICT, ChangedMeanwhile, status_of
from levier.web.house.words import language, told
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right
from levier.web.tender.agec import actions
from levier.web.tender.agec.bridge import declared, saying
from levier.web.tender.agec.bridge.handing import Contested, Handed
from levier.web.tender.agec.forms import MOST_HANDED_MB, ClassForm, HandBackForm
from levier.web.tender.agec.models import ClassCorrection, PurchaseDeclaration
from levier.web.tender.agec.shown import trace
from levier.web.tender.agec.views.declarations import PER_PAGE, read_at
from levier.web.tender.agec.words import CONFIDENCES, class_told, value_told
from levier.web.tender.checks.bridge import safe_name
from levier.wording.errors import LevierError
from levier.wording.text import say

MOST_SAID = 10
"""Corrections on the page of a line; the page of all corrections lists the others."""
Alike = list[tuple[int, Classed]]


@require_GET
@inside(Right.READ)
def line(request: OrganisationRequest, declaration: str, number: int) -> HttpResponse:
    """Show the class of a line and of those with its designation, and what people said of them."""
    kept = read_at(declaration)
    alike = _alike(kept, number)
    return _page(request, kept, alike, _form(kept, alike))


@require_POST
@inside(Right.BUY)
def class_line(request: OrganisationRequest, declaration: str, number: int) -> HttpResponse:
    """Say what a line is, or all lines of its designation."""
    kept = read_at(declaration)
    alike = _alike(kept, number)
    form = _form(kept, alike, request)
    if not form.is_valid():
        return _page(request, kept, alike, form)
    wish = actions.Wish([n for n, _ in alike], form.said, form.seen, form.alone)
    try:
        made = actions.correct(kept, person(request), wish)
    except ChangedMeanwhile as error:
        form.clash(error)
        return _page(request, kept, alike, form)
    if made is None:
        messages.info(request, told(say("These lines stand so already: nothing was changed.")))
    else:
        messages.success(request, told(say("Corrected lines: {n}. The sums were made again.", n=len(made.lines))))
    there = reverse("tender:declaration", args=[request.organisation.public_id, kept.public_id])
    return redirect(f"{there}?of={declared.class_of(alike[0][1])}")


def _alike(kept: PurchaseDeclaration, number: int) -> Alike:
    """Return a line and those with its designation; a line that is not of the year is a 404."""
    found = declared.declared(kept)
    if number not in found.now:
        raise Http404
    return found.alike(number)


def _form(kept: PurchaseDeclaration, alike: Alike, request: OrganisationRequest | None = None) -> ClassForm:
    lines = [c for _, c in alike]
    form = ClassForm(
        request.POST if request else None,
        lines=len(lines),
        line=lines[0].purchase.line,
        stand=saying.stand(lines),
        corrected=any(c.corrected for c in lines),
    )
    form.see(actions.seen_of(kept, [n for n, _ in alike]))
    return form


def _page(request: OrganisationRequest, kept: PurchaseDeclaration, alike: Alike, form: ClassForm) -> HttpResponse:
    keys = {c.purchase.key for _, c in alike}
    every = ClassCorrection.objects.filter(declaration=kept).select_related("created_by", "undone_by")
    mine = [act for act in every if any((sheet, n) in keys for sheet, n in act.lines)]
    page = Paginator(alike, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "declaration": kept,
        "first": alike[0][1],
        "number": alike[0][0],
        "lines": len(alike),
        "class": class_told(alike[0][1]),
        "confidence": CONFIDENCES[alike[0][1].confidence],
        "page": page,
        "rows": [(n, c, class_told(c)) for n, c in page],
        "form": form,
        "here": reverse("tender:purchase_line", args=[kept.organisation.public_id, kept.public_id, alike[0][0]]),
        "trace": trace(mine[:MOST_SAID]),
        "more": len(mine) > MOST_SAID,
    }
    return render(request, "tender/agec/line.html", context, status=status_of(form, 422))


@require_GET
@inside(Right.READ)
def said(request: OrganisationRequest, declaration: str) -> HttpResponse:
    """List what people said of the lines of a declaration, newest first, taken back or not."""
    kept = read_at(declaration)
    every = ClassCorrection.objects.filter(declaration=kept).select_related("created_by", "undone_by")
    page = Paginator(every, PER_PAGE).get_page(request.GET.get("page"))
    context = {"declaration": kept, "page": page, "trace": trace(page)}
    return render(request, "tender/agec/said.html", context)


@require_POST
@inside(Right.BUY)
def take_back(request: OrganisationRequest, declaration: str, number: int) -> HttpResponse:
    """Take back what somebody said of lines."""
    kept = read_at(declaration)
    if actions.take_back(kept, person(request), number):
        messages.success(request, told(say("Taken back: these lines stand as before. The sums were made again.")))
    return redirect("tender:said_of_lines", request.organisation.public_id, kept.public_id)


@takes(MOST_HANDED_MB * MEGABYTE + settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def hand_back(request: OrganisationRequest, declaration: str) -> HttpResponse:
    """Take a file of lines that a person corrected in a spreadsheet."""
    kept = read_at(declaration)
    form = HandBackForm(request.POST or None, request.FILES or None)
    contested: list[tuple[Contested, str, str]] = []
    if form.is_valid():
        try:
            handed = _handed(request, kept, form.cleaned_data["file"])
        except LevierError as error:
            form.add_error("file", error.in_(language()).split("\n"))
        else:
            if not handed.contested:
                messages.success(request, told(say("Corrected lines: {n}. The sums were made again.", n=handed.lines)))
                return redirect("tender:declaration", request.organisation.public_id, kept.public_id)
            contested = [(one, *_both(one)) for one in handed.contested[:PER_PAGE]]
    context = {"declaration": kept, "form": form, "contested": contested}
    status = CONFLICT if contested else 422 if form.is_bound else 200
    return render(request, "tender/agec/hand_back.html", context, status=status)


def _handed(request: OrganisationRequest, kept: PurchaseDeclaration, upload: UploadedFile[Any]) -> Handed:
    with TemporaryDirectory(prefix="levier-") as folder:
        path = Path(folder) / safe_name(upload.name or "")
        path.write_bytes(upload.read())
        return actions.hand_back(kept, person(request), path)


def _both(one: Contested) -> tuple[str, str]:
    return told(value_told(one.field, one.now)), told(value_told(one.field, one.sent))
