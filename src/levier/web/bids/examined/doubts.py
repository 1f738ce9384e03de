"""Doubts about all offers: which there are, asking about them, keeping the answers."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from levier.tender.bids.plausibility import Doubt
from levier.web.bids.bridge import doubting
from levier.web.bids.bridge.doubting import Line
from levier.web.bids.doors import Going, open_at
from levier.web.bids.examined import actions
from levier.web.bids.examined.forms import AnswerForm, AskForm
from levier.web.bids.examined.views import do, shown
from levier.web.bids.models import Offer
from levier.web.bids.queries import opened
from levier.web.house.meanwhile import Values, status_of
from levier.web.house.words import told
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right
from levier.wording.text import say

PER_PAGE = 20


def _doubts(going: Going) -> tuple[Doubt, ...]:
    return doubting.doubts_of(going.publication, list(opened(going.tender)), timezone.localdate())


@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def doubts(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Show what a careful reader would ask of the offers, and ask it."""
    going = open_at(request, tender)
    found = _doubts(going)
    lines = doubting.lines(found, going.procedure)
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    to_ask = [line.code for line in page if line.asked is None]
    data = request.POST if request.method == "POST" else None
    form = AskForm(to_ask, data, initial={"asked_on": timezone.localdate().isoformat()})

    def ask(_: Values) -> None:
        given = form.cleaned_data
        chosen = [doubt for doubt in found if doubting.code_of(doubt) in given["doubts"]]
        actions.ask(going.tender, person(request), chosen, found, given["asked_on"], given["until"])

    if do(form, ask):
        n = len(form.cleaned_data["doubts"])
        messages.success(request, told(say("Asked: {n}. A letter to each bidder is ready to be copied.", n=n)))
        return redirect(request.get_full_path())
    context = {
        **shown(going),
        **_counted(lines),
        "page": page,
        "bidders": _by_bidder(going, list(page)),
        "form": form,
        "to_ask": to_ask,
        "chosen": set(request.POST.getlist("doubts")) if data is not None else set(to_ask),
    }
    return render(request, "bids/doubts.html", context, status=422 if form.is_bound else 200)


def _counted(lines: list[Line]) -> dict[str, int]:
    asked = [line.asked for line in lines if line.asked]
    return {"total": len(lines), "asked": len(asked), "answered": sum(1 for one in asked if one.answered_on)}


def _by_bidder(going: Going, lines: list[Line]) -> list[tuple[str, Offer | None, list[Line]]]:
    offers = {offer.bid: offer for offer in opened(going.tender)}
    grouped = groupby(sorted(lines, key=lambda line: line.doubt.bid), key=lambda line: line.doubt.bid)
    return [(bid, offers.get(bid), list(of_bid)) for bid, of_bid in grouped]


@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def question(request: OrganisationRequest, tender: str, number: int) -> HttpResponse:
    """Keep what a bidder answered to a question."""
    going = open_at(request, tender)
    asked: list[dict[str, Any]] = going.procedure.record.get("questions", [])
    if not 1 <= number <= len(asked):
        raise Http404
    found = _doubts(going)
    line = next(line for line in doubting.lines(found, going.procedure) if line.number == number)
    there = {name: asked[number - 1].get(name) for name in ("answer", "answered_on")}
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=there)
    form.see(there)

    def keep(seen: Values) -> None:
        actions.answer(going.tender, person(request), number, form.cleaned_data, seen, found)

    if do(form, keep):
        messages.success(request, told(say("The answer is kept with its day.")))
        return redirect("bids:doubts", *going.args)
    context = {**shown(going), "line": line, "form": form}
    return render(request, "bids/question.html", context, status=status_of(form, 422))
