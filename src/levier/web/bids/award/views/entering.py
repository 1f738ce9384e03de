"""What every page of an award asks first: is there a tender, may this person see its bids, is there anything to see."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from levier.web.bids.actions import procedure_of
from levier.web.bids.award import bridge, queries
from levier.web.house.words import language
from levier.web.people.access import OrganisationRequest, View
from levier.web.people.acting import person
from levier.web.people.roles import Right
from levier.web.tender.models import Tender
from levier.wording.errors import LevierError

P = ParamSpec("P")
Asked = Callable[Concatenate[OrganisationRequest, Tender, bridge.Award, P], HttpResponse]
Served = View[Concatenate[str, P]]


def opened(view: Asked[P]) -> Served[P]:
    """Serve a page of an award: to nobody with a conflict of interest, nor before the bids were opened and read."""

    @wraps(view)
    def served(request: OrganisationRequest, tender: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        found = get_object_or_404(Tender.objects.select_related("organisation"), public_id=tender, deleted_at=None)
        mine = queries.assessor_of(found, person(request))
        if mine is not None and not mine.free:
            return render(request, "bids/award/conflict.html", {"tender": found, "mine": mine}, status=403)
        try:
            award = bridge.award_of(procedure_of(found), timezone.localdate())
            return view(request, found, award, *args, **kwargs)
        except LevierError as error:
            context = {"tender": found, "lines": error.in_(language()).split("\n")}
            return render(request, "bids/award/not_yet.html", context)

    return cast("Served[P]", served)


def must_mark_first(request: OrganisationRequest, tender: Tender, award: bridge.Award) -> bool:
    """Tell whether names and prices would spoil the marks that this person still has to give."""
    mine = queries.assessor_of(tender, person(request))
    return mine is not None and award.procedure.marking_closed_at is None and Right.BUY not in request.rights
