"""After the award: obligations that are followed, and what was bought, back to the estate and to indicators."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from levier.web.bids.award import following, keeping, queries
from levier.web.bids.award.bridge import Award
from levier.web.bids.award.forms import ObligationForm
from levier.web.bids.award.views.entering import opened
from levier.web.bids.models import Obligation
from levier.web.house.exports import attachment
from levier.web.house.meanwhile import ChangedMeanwhile, status_of
from levier.web.house.words import told
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right
from levier.web.tender.models import Tender
from levier.wording.text import say

PER_PAGE = 20


@require_GET
@inside(Right.READ)
@opened
def obligations(request: OrganisationRequest, tender: Tender, award: Award) -> HttpResponse:
    """List the obligations of the contract with what became of them."""
    found = queries.obligations(tender)
    context = {
        "tender": tender,
        "award": award,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "open": found.filter(state=Obligation.State.OPEN).count(),
        "all": found.count(),
    }
    return render(request, "bids/award/obligations.html", context)


@require_http_methods(["GET", "POST"])
@inside(Right.CONTRIBUTE)
@opened
def obligation(request: OrganisationRequest, tender: Tender, award: Award, obligation: str) -> HttpResponse:
    """Show one obligation, and take what became of it."""
    row = get_object_or_404(queries.obligations(tender), public_id=obligation)
    now = keeping.state_of(row)
    form = ObligationForm(
        request.POST if request.method == "POST" else None, states=Obligation.State.choices, initial=now
    )
    form.see(now)
    if form.is_valid():
        try:
            keeping.tell_obligation(row, person(request), form.cleaned_data, form.seen)
        except ChangedMeanwhile as error:
            form.clash(error)
        else:
            messages.success(request, told(say("Kept. You can change it again at any time.")))
            return redirect("bids:obligations", request.organisation.public_id, tender.public_id)
    bound = next((b for b in following.bound_by(following.awarded(award)) if b.id[:40] == row.clause), None)
    context = {"tender": tender, "award": award, "row": row, "bound": bound, "form": form}
    return render(request, "bids/award/obligation.html", context, status=status_of(form, 422))


@require_GET
@inside(Right.READ)
@opened
def bought(request: OrganisationRequest, tender: Tender, award: Award) -> HttpResponse:
    """Show what was bought, in figures, and offer it to the estate."""
    every = following.awarded(award)
    rows = following.bought(every)
    context = {
        "tender": tender,
        "award": award,
        "rows": rows,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "indicators": following.indicators(every, rows) if rows else [],
        "whole": all(float(row.product.units).is_integer() for row in rows),
    }
    return render(request, "bids/award/bought.html", context)


@require_GET
@inside(Right.READ)
@opened
def bought_csv(request: OrganisationRequest, tender: Tender, award: Award) -> HttpResponse:  # noqa: ARG001
    """Give what was bought as an inventory."""
    content = following.inventory_csv(following.bought(following.awarded(award)))
    headers = {"Content-Disposition": attachment(_file(tender))}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
@inside(Right.CONTRIBUTE)
@opened
def import_bought(request: OrganisationRequest, tender: Tender, award: Award) -> HttpResponse:
    """Start an import of what was bought, which a person confirms on the usual pages."""
    rows = following.bought(following.awarded(award))
    if not rows:
        messages.warning(request, told(say("Nothing was bought yet.")))
        return redirect("bids:bought", request.organisation.public_id, tender.public_id)
    job = keeping.import_bought(tender, person(request), following.inventory_csv(rows), _file(tender))
    return redirect("jobs:job", request.organisation.public_id, job.public_id)


def _file(tender: Tender) -> str:
    return f"{slugify(tender.document.get('reference') or tender.title)[:60] or 'tender'}-{told(say('bought'))}.csv"
