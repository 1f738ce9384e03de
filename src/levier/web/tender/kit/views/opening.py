"""How a page of the kit opens a tender, and answers where something typed cannot be kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from levier.tender.model import Tender as Told
from levier.web.house.meanwhile import ChangedMeanwhile, status_of
from levier.web.house.words import language
from levier.web.people.access import OrganisationRequest
from levier.web.people.models import User
from levier.web.people.roles import Right
from levier.web.tender.file.bridge import tender_of
from levier.web.tender.kit import actions
from levier.web.tender.models import Tender
from levier.wording.errors import LevierError

BAD = 422


def opened(tender: str) -> tuple[Tender, Told]:
    """Return a tender of this organisation with what its document tells, else raise Http404."""
    found = get_object_or_404(Tender.objects.select_related("organisation"), public_id=tender, deleted_at=None)
    return found, tender_of(found.document)


def page(
    request: OrganisationRequest, template: str, tender: Tender, told: Told, form: forms.BaseForm | None, **more: Any
) -> HttpResponse:
    """Answer with a page of a tender."""
    context = {
        "tender": tender,
        "told": told,
        "form": form,
        "public": told.buyer.public,
        "may_edit": Right.BUY in request.rights,
        **more,
    }
    status = 200 if form is None else status_of(form, BAD if form.errors else 200)
    return render(request, f"tender/kit/{template}", context, status=status)


def back_to(view: str, tender: Tender, *more: Any) -> HttpResponse:
    """Lead to a page of a tender."""
    return redirect(view, tender.organisation.public_id, tender.public_id, *more)


def refused(form: forms.BaseForm, error: LevierError) -> None:
    """Tell on a form why nothing was kept."""
    form.add_error(None, error.in_(language()).split("\n"))


def kept(
    form: Any, tender: Tender, by: User | None, part: str, build: actions.Build, shown: actions.Shown | None
) -> Tender | None:
    """Keep what a form says, or tell on it why not; without `shown` it only adds."""
    try:
        if shown is None:
            return actions.add(tender, by, part, build)
        return actions.edit(tender, by, part, build, shown, form.seen, form.cleaned_data)
    except ChangedMeanwhile as error:
        form.clash(error)
    except LevierError as error:
        refused(form, error)
    return None
