"""What lines are: why Levier classed them so, what people said of them, and how that is taken back."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from levier.tender.agec.model import Classed
from levier.web.house.meanwhile import ChangedMeanwhile, status_of
from levier.web.house.words import told
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right
from levier.web.tender.agec import actions
from levier.web.tender.agec.bridge import declared, saying
from levier.web.tender.agec.forms import ClassForm
from levier.web.tender.agec.models import ClassCorrection, PurchaseDeclaration
from levier.web.tender.agec.shown import trace
from levier.web.tender.agec.views.declarations import PER_PAGE, read_at
from levier.web.tender.agec.words import CONFIDENCES, class_told
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
