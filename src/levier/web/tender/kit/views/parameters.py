"""What is locked at publication: prices of energy, rates, lives, the value of carbon."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from levier.web.house.words import told as write
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right
from levier.web.tender.kit import actions
from levier.web.tender.kit import parameters as locked
from levier.web.tender.kit.parameter_forms import ParametersForm
from levier.web.tender.kit.views.opening import back_to, kept, opened, page
from levier.wording.text import say


@require_http_methods(["GET", "POST"])
@inside(Right.READ)
def parameters(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Tell which parameters are locked, each with its source; who buys sets them."""
    found, told = opened(tender)
    may_edit = Right.BUY in request.rights
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    lines = locked.lines(told, request.organisation.country, timezone.localdate())
    now = locked.shown(found.document)
    filled = "proposed" in request.GET and request.method == "GET" and may_edit
    first = locked.prefilled(lines, now) if filled else now
    form = ParametersForm(lines, first, *([request.POST] if request.method == "POST" else []))

    def shown(document: actions.Document) -> dict[str, Any]:
        return form.complete(locked.shown(document))

    if not form.is_bound:
        form.see(shown(found.document))
    elif form.is_valid():
        values, units = form.cleaned_data, {line.id: line.unit for line in lines}

        def build(document: actions.Document) -> dict[str, Any]:
            return {"parameters": locked.with_values(document, values, units)}

        if after := kept(form, found, person(request), actions.PARAMETERS, build, shown):
            messages.success(request, write(say("Kept.")))
            return back_to("tender:parameters", after)
    context = {
        "count": len(told.parameters),
        "filled": filled,
        "proposals": [line for line in lines if line.proposal],
    }
    return page(request, "parameters.html", found, told, form, **context)
