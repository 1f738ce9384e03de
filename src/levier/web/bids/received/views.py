"""Offers as they arrive: what stands here, receiving them, opening them on the day."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from levier.web.bids.doors import Going, by_name, going_at, going_of, tender_at
from levier.web.bids.models import Offer
from levier.web.bids.queries import offers, standing
from levier.web.bids.received import actions
from levier.web.bids.received.forms import OpenForm, ReceiptForm, ReceiveForm, SetAsideForm
from levier.web.house.bridge import days_kept
from levier.web.house.limits import MEGABYTE, takes
from levier.web.house.words import language, told
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right
from levier.web.tender.checks.forms import MOST_MB
from levier.web.tender.queries import published
from levier.wording.errors import LevierError
from levier.wording.numbers import write_date
from levier.wording.text import say

PER_PAGE = 25
MOST_SENT = MOST_MB * MEGABYTE + settings.DATA_UPLOAD_MAX_MEMORY_SIZE


@require_GET
@inside(Right.READ)
def bids(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Tell which offers came, and what may be done with them today."""
    found = tender_at(tender)
    publication = published(found)
    if publication is None:
        return render(request, "bids/unpublished.html", {"tender": found})
    going = going_of(found, publication)
    there = list(offers(found))
    page = Paginator(there, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **_shown(going),
        "page": page,
        "rows": [(offer, going.gate.late(offer)) for offer in page],
        "total": len(there),
        "late": sum(1 for offer in there if going.gate.late(offer) and not offer.set_aside),
        "openable": sum(1 for offer in there if not going.gate.late(offer) and not offer.set_aside),
        "unread": actions.to_read(found, publication),
        "deleted": Offer.objects.filter(tender=found).exclude(deleted_at=None)[:PER_PAGE],
        "undo_days": days_kept("deleted_object"),
    }
    return render(request, "bids/bids.html", context)


def _shown(going: Going) -> dict[str, Any]:
    return {"tender": going.tender, "publication": going.publication, "gate": going.gate}


@takes(MOST_SENT)
@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def receive(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Take files of offers, and keep them closed."""
    going = going_at(tender)
    form = ReceiveForm(request.POST or None, request.FILES or None, initial={"round": Offer.Round.INITIAL})
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.receive(
                going.tender, person(request), given["documents"], given["bid"], given["round"], given["received_at"]
            )
        except LevierError as error:
            form.add_error(None, error.in_(language()))
        else:
            messages.success(request, told(_received(len(made), going)))
            job = actions.read_closed(going.tender, going.publication, person(request))
            if job is not None:
                return redirect("jobs:job", request.organisation.public_id, job.public_id)
            return redirect("bids:bids", *going.args)
    return render(request, "bids/receive.html", {**_shown(going), "form": form}, status=422 if form.is_bound else 200)


def _received(n: int, going: Going) -> Any:
    if going.gate.open:
        return say("Kept with their fingerprints: {n}. Those that came in time are being read.", n=n)
    return say("Kept closed with their fingerprints: {n}. Nobody can read them before they are opened.", n=n)


def _offer(going: Going, offer: str) -> Offer:
    found = offers(going.tender).select_related("organisation", "tender")
    return get_object_or_404(found, public_id=offer)


@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def receipt(request: OrganisationRequest, tender: str, offer: str) -> HttpResponse:
    """Correct what was told of a receipt."""
    going = going_at(tender)
    found = _offer(going, offer)
    told_before = {
        "bid": found.bid,
        "round": found.round,
        "received_at": timezone.localtime(found.received_at).strftime("%Y-%m-%dT%H:%M"),
    }
    form = ReceiptForm(request.POST if request.method == "POST" else None, initial=told_before)
    if form.is_valid():
        try:
            actions.correct(found, person(request), form.cleaned_data)
        except LevierError as error:
            form.add_error(None, error.in_(language()))
        else:
            messages.success(request, told(say("Corrected; what stood there before is in the journal.")))
            return redirect("bids:bids", *going.args)
    context = {**_shown(going), "form": form, "offer": found, "undo_days": days_kept("deleted_object")}
    return render(request, "bids/receipt.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def set_aside(request: OrganisationRequest, tender: str, offer: str) -> HttpResponse:
    """Set an offer aside unread with its reason, such as a late one."""
    going = going_at(tender)
    found = _offer(going, offer)
    late = going.gate.late(found)
    form = SetAsideForm(request.POST if request.method == "POST" else None, initial={"reason": _reason(going, found)})
    if form.is_valid():
        try:
            actions.set_aside(found, person(request), form.cleaned_data["reason"])
        except LevierError as error:
            form.add_error(None, error.in_(language()))
        else:
            aside = (
                say("Set aside unread, with its reason.") if form.cleaned_data["reason"] else say("It stands again.")
            )
            messages.success(request, told(aside))
            return redirect("bids:bids", *going.args)
    context = {**_shown(going), "form": form, "offer": found, "late": late}
    return render(request, "bids/set_aside.html", context, status=422 if form.is_bound else 200)


def _reason(going: Going, offer: Offer) -> str:
    if offer.set_aside or not going.gate.late(offer):
        return offer.set_aside
    at = timezone.localtime(offer.received_at)
    late = say(
        "Received on {day} at {time}, after the last day for offers ({deadline}).",
        day=write_date(at.date(), language()),
        time=at.strftime("%H:%M"),
        deadline=write_date(going.gate.deadline, language()),
    )
    return told(late)


@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def open_(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Record that the offers are opened today, and have them read."""
    going = going_at(tender)
    form = OpenForm(request.POST if request.method == "POST" else None, initial={"who": by_name(request)})
    if form.is_valid():
        try:
            job = actions.open_offers(going.tender, going.publication, person(request), form.cleaned_data["who"])
        except LevierError as error:
            form.add_error(None, error.in_(language()))
        else:
            if job is not None:
                return redirect("jobs:job", request.organisation.public_id, job.public_id)
            messages.success(request, told(say("The opening is recorded; no offer stood here to be read.")))
            return redirect("bids:bids", *going.args)
    in_time = [offer for offer in standing(going.tender) if not going.gate.late(offer)]
    context = {**_shown(going), "form": form, "count": len(in_time)}
    return render(request, "bids/open.html", context, status=422 if form.is_bound else 200)


@require_POST
@inside(Right.BUY)
def read(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Read what is open and was not read yet."""
    going = going_at(tender)
    job = actions.read_closed(going.tender, going.publication, person(request))
    if job is None:
        return redirect("bids:bids", *going.args)
    return redirect("jobs:job", request.organisation.public_id, job.public_id)


@require_POST
@inside(Right.BUY)
def delete(request: OrganisationRequest, tender: str, offer: str) -> HttpResponse:
    """Delete an offer that was received by mistake."""
    going = going_at(tender)
    try:
        actions.delete(_offer(going, offer), person(request))
    except LevierError as error:
        messages.error(request, error.in_(language()))
    else:
        days = days_kept("deleted_object")
        messages.success(request, told(say("Deleted. It can be brought back for {n} days.", n=days)))
    return redirect("bids:bids", *going.args)


@require_POST
@inside(Right.BUY)
def bring_back(request: OrganisationRequest, tender: str, offer: str) -> HttpResponse:
    """Bring back an offer that was deleted."""
    going = going_at(tender)
    rows = Offer.objects.filter(tender=going.tender).select_related("organisation", "tender")
    try:
        actions.bring_back(get_object_or_404(rows, public_id=offer), person(request))
    except LevierError as error:
        messages.error(request, error.in_(language()))
    return redirect("bids:bids", *going.args)
