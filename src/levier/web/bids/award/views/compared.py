"""The bids side by side, and one of them in all its figures."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from levier.web.bids.award import bridge, telling
from levier.web.bids.award.views.entering import must_mark_first, opened
from levier.web.house.words import language, told
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.roles import Right
from levier.web.tender.models import Tender
from levier.wording.text import say

PER_PAGE = 12


@require_GET
@inside(Right.READ)
@opened
def compared(request: OrganisationRequest, tender: Tender, award: bridge.Award) -> HttpResponse:
    """Compare the bids of a lot."""
    if must_mark_first(request, tender, award):
        return _to_marks(request, tender)
    lot = award.lot_of(request.GET.get("lot"))
    shown = telling.compared(bridge.told_of(award, lot, with_marks=award.closed), language())
    context = {
        "tender": tender,
        "award": award,
        "lot": lot,
        "shown": shown,
        "page": Paginator(shown.rows, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "bids/award/compared.html", context)


@require_GET
@inside(Right.READ)
@opened
def scored_bid(request: OrganisationRequest, tender: Tender, award: bridge.Award, alias: str) -> HttpResponse:
    """Show one bid: its figures, where they come from, what is missing."""
    if must_mark_first(request, tender, award):
        return _to_marks(request, tender)
    lot = award.lot_of(request.GET.get("lot"))
    shown = telling.detail(bridge.told_of(award, lot, with_marks=award.closed), alias, language())
    if shown is None:
        raise Http404
    return render(request, "bids/award/scored_bid.html", {"tender": tender, "award": award, "lot": lot, "shown": shown})


def _to_marks(request: OrganisationRequest, tender: Tender) -> HttpResponse:
    messages.info(
        request, told(say("You still mark under aliases: names and prices are shown once marking is closed."))
    )
    return redirect("bids:assessing", request.organisation.public_id, tender.public_id)
