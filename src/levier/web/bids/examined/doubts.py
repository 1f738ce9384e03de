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

from levier.tender.bids.asking import Sending
from levier.tender.bids.plausibility import Doubt
from levier.web.bids.bridge import doubting
from levier.web.bids.bridge.doubting import Line
from levier.web.bids.doors import Going, by_name, open_at
from levier.web.bids.examined import actions
from levier.web.bids.examined.forms import AnswerForm, AskForm, WordsForm
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


def _lines(going: Going, found: tuple[Doubt, ...]) -> list[Line]:
    return doubting.lines(found, going.procedure, doubting.language_of(going.publication))


def _sending(request: OrganisationRequest, going: Going, given: Values) -> Sending:
    lang = doubting.language_of(going.publication)
    other = {name: given.get(name) or "" for name in ("text", "why")}
    return Sending(given["asked_on"], given["until"], by_name(request), lang, **other)


@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def doubts(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Show what a careful reader would ask of the offers, and ask it."""
    going = open_at(request, tender)
    found = _doubts(going)
    lines = _lines(going, found)
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    to_ask = [line.code for line in page if line.asked is None]
    data = request.POST if request.method == "POST" else None
    form = AskForm(to_ask, data, initial={"asked_on": timezone.localdate().isoformat()})

    def ask(_: Values) -> None:
        given = form.cleaned_data
        chosen = [doubt for doubt in found if doubting.code_of(doubt) in given["doubts"]]
        actions.ask(going.tender, person(request), chosen, found, _sending(request, going, given))

    if do(form, ask):
        n = len(form.cleaned_data["doubts"])
        messages.success(request, told(say("Asked: {n}. A letter to each bidder is ready to be copied.", n=n)))
        return redirect(request.get_full_path())
    context = {
        **shown(going),
        **_counted(lines),
        "page": page,
        "lang": doubting.language_of(going.publication),
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
    line = next(line for line in _lines(going, found) if line.number == number)
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


@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def ask(request: OrganisationRequest, tender: str, code: str) -> HttpResponse:
    """Ask one bidder about a doubt in words of one's own."""
    going = open_at(request, tender)
    found = _doubts(going)
    line = next((line for line in _lines(going, found) if line.code == code), None)
    if line is None:
        raise Http404
    if line.number is not None:
        if typed := request.POST.get("text", "").strip():
            messages.warning(
                request, told(say("Already asked, in the words below. Yours were not sent: “{text}”", text=typed))
            )
        return redirect("bids:question", *going.args, line.number)
    initial = {"text": line.words, "asked_on": timezone.localdate().isoformat()}
    form = WordsForm(request.POST if request.method == "POST" else None, initial=initial)

    def send(_: Values) -> None:
        sending = _sending(request, going, form.cleaned_data)
        actions.ask(going.tender, person(request), [line.doubt], found, sending)

    if do(form, send):
        messages.success(request, told(say("Asked in these words: they are kept as sent.")))
        return redirect("bids:doubts", *going.args)
    context = {**shown(going), "line": line, "form": form, "lang": doubting.language_of(going.publication)}
    return render(request, "bids/ask.html", context, status=status_of(form, 422))
