"""What the library proposes for a need: five criteria first, then the others, each with its reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from levier.tender.model import Tender as Told
from levier.web.house.meanwhile import ChangedMeanwhile
from levier.web.house.words import told as write
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right
from levier.web.tender.file.bridge import language_of
from levier.web.tender.kit import actions, bridge
from levier.web.tender.kit.forms import SegmentsForm, TakeForm
from levier.web.tender.kit.views.opening import back_to, opened, page, refused
from levier.web.tender.models import Tender
from levier.wording.errors import LevierError
from levier.wording.text import say

PER_PAGE = 20


@require_GET
@inside(Right.READ)
def criteria(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Show what the library proposes for the need of a tender."""
    found, told = opened(tender)
    return _proposed(request, found, told, None)


@require_POST
@inside(Right.BUY)
def take(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Take the criteria that were ticked."""
    found, told = opened(tender)
    proposal = bridge.proposal_of(told, timezone.localdate())
    form = TakeForm([item.criterion.id for item in proposal.complete], request.POST)
    if form.is_valid():
        ids, price = form.cleaned_data["take"], form.cleaned_data["price"]
        try:
            after = actions.take(found, person(request), ids, language_of(told), price=price)
        except LevierError as error:
            refused(form, error)
        else:
            _tell_taken(request, found, after)
            return back_to("tender:criteria", after)
    return _proposed(request, found, told, form)


def _tell_taken(request: OrganisationRequest, before: Tender, after: Tender) -> None:
    if before.version == after.version:
        messages.info(request, write(say("These stand in the tender already.")))
        return
    awards, clauses = (
        len(after.document.get(p, ())) - len(before.document.get(p, ())) for p in ("criteria", "clauses")
    )
    sentence = say("Taken: {awards} criteria, {clauses} clauses.", awards=max(awards, 0), clauses=max(clauses, 0))
    messages.success(request, write(sentence))


def _proposed(request: OrganisationRequest, tender: Tender, told: Told, form: TakeForm | None) -> HttpResponse:
    context: dict[str, Any] = {
        "segments": [text for id_, text in bridge.segments() if id_ in bridge.segments_of(told)],
        "awards": len(told.criteria),
        "clauses": len(told.clauses),
        "unweighed": bridge.unweighed(told),
    }
    if context["segments"]:
        proposal = bridge.proposal_of(told, timezone.localdate())
        rest = Paginator(proposal.complete[len(proposal.small) :], PER_PAGE).get_page(request.GET.get("page"))
        context |= {
            "small": bridge.proposed(proposal.small, told),
            "rest": bridge.proposed(rest.object_list, told),
            "page": rest,
            "left_out": bridge.left_out(proposal, told),
            "unmet": proposal.unmet if told.buyer.public else (),
            "priced": bridge.priced(told),
            "to_take": not bridge.priced(told) or any(not one.there for one in bridge.proposed(proposal.small, told)),
            "ways": bridge.purchases_of(told) or bridge.is_service(told),
            "on": told.notice_on or timezone.localdate(),
            "ticked": request.POST.getlist("take") if form is not None else None,
        }
    return page(request, "criteria.html", tender, told, form, **context)


@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def segments(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Ask what kinds of things a need touches."""
    found, told = opened(tender)
    form = SegmentsForm(request.POST or None, initial={"segments": list(told.segments)})
    if form.is_valid():
        wanted = {"segments": form.cleaned_data["segments"]}
        try:
            actions.edit(found, person(request), actions.SEGMENTS, lambda _: wanted, _segments_shown, form.seen, wanted)
        except ChangedMeanwhile as error:
            form.clash(error)
        except LevierError as error:
            refused(form, error)
        else:
            return back_to("tender:criteria", found)
    elif not form.is_bound:
        form.see(_segments_shown(found.document))
    return page(request, "segments.html", found, told, form)


def _segments_shown(document: actions.Document) -> dict[str, Any]:
    return {"segments": document.get("segments") or []}
