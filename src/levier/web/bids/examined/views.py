"""One open offer: what was read of it, entered by hand, and decided about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from levier.web.bids.bridge import doubting, entry
from levier.web.bids.bridge.acts import acts_of
from levier.web.bids.bridge.examining import examined
from levier.web.bids.bridge.publications import lots_of, published_tender
from levier.web.bids.bridge.readings import asked_by
from levier.web.bids.doors import Going, by_name, offer_at, open_at
from levier.web.bids.examined import actions
from levier.web.bids.examined.forms import CandidatureForm, EntryForm, LowPriceForm, QualifyForm
from levier.web.bids.models import Offer
from levier.web.bids.naming import kept_as
from levier.web.bids.queries import opened
from levier.web.house.exports import attachment
from levier.web.house.files import local
from levier.web.house.meanwhile import ChangedMeanwhile, Editing, Values, refuse_unseen, status_of
from levier.web.house.words import language, told
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right
from levier.wording.errors import LevierError
from levier.wording.text import Text, say

Do = Callable[[Values], None]
"""Does what a form asks for, given what was seen when its page was made."""


def shown(going: Going, offer: Offer | None = None) -> dict[str, Any]:
    """Return what every page of open offers shows."""
    return {"tender": going.tender, "gate": going.gate, "offer": offer}


def do(form: forms.Form, action: Do) -> bool:
    """Do what a valid form asks for; say in the form why it could not be done. Tell whether it was."""
    if not form.is_valid():
        return False
    try:
        action(form.seen if isinstance(form, Editing) else {})
    except ChangedMeanwhile as error:
        assert isinstance(form, Editing)
        form.clash(error)
        return False
    except LevierError as error:
        form.add_error(None, error.in_(language()))
        return False
    return True


@require_GET
@inside(Right.BUY)
def offer(request: OrganisationRequest, tender: str, offer: str) -> HttpResponse:
    """Tell what was read of an offer, what is missing or wrong, and what was decided."""
    going = open_at(request, tender)
    found = offer_at(going, offer)
    form = asked_by(going.publication).form
    told_of = examined(found, going.procedure, form)
    lots = lots_of(published_tender(going.publication))
    context = {**shown(going, found), "examined": told_of, "parts": entry.parts(form, found), "lots": lots}
    return render(request, "bids/offer.html", context)


@require_GET
@inside(Right.BUY)
def original(request: OrganisationRequest, tender: str, offer: str) -> HttpResponse:
    """Give the original of an offer that was opened, as it was received."""
    found = offer_at(open_at(request, tender), offer)
    content = local(kept_as(found.content)).read_bytes()
    headers = {"Content-Disposition": attachment(found.file_name)}
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)


@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def enter(request: OrganisationRequest, tender: str, offer: str, part: str) -> HttpResponse:
    """Enter a part of an offer by hand."""
    going = open_at(request, tender)
    found, form_of = offer_at(going, offer), asked_by(going.publication).form
    keys = entry.part_of(form_of, part)
    if keys is None:
        raise Http404
    cells = entry.cells(form_of, found, keys)
    form = EntryForm(cells, request.POST if request.method == "POST" else None)
    if _entered(request, going, found, form):
        messages.success(request, told(say("Kept, with your name and where it comes from.")))
        return redirect("bids:offer", *going.args, found.public_id)
    listed = entry.parts(form_of, found)
    context = {
        **shown(going, found),
        "form": form,
        "groups": [form[name] for name in form.cells],
        "part": next((one for one in listed if one.code == part), None),
        "parts": listed,
        "code": part,
    }
    return render(request, "bids/enter.html", context, status=status_of(form, 422))


def _entered(request: OrganisationRequest, going: Going, found: Offer, form: EntryForm) -> bool:
    def keep(seen: Values) -> None:
        now = {name: cell.now for name, cell in form.cells.items()}
        refuse_unseen(seen, now, {name: form.cleaned_data[name] for name in now})
        trace = (by_name(request), form.cleaned_data["why"])
        actions.enter(found, going.publication, person(request), form.texts, trace)

    try:
        return do(form, keep)
    except actions.WrongAnswers as error:
        for note in error.notes:
            form.refuse(note.key, told(note.what))
        return False


@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def candidature(request: OrganisationRequest, tender: str, offer: str) -> HttpResponse:
    """Say whether a candidate may bid, apart from its offer."""

    def make(form: forms.Form, going: Going, found: Offer) -> Do:
        def admit(seen: Values) -> None:
            actions.admit(going.tender, person(request), found.bid, form.cleaned_data, seen)

        return admit

    kept = say("The candidature is judged; its reason stands in the record.")
    return _decided(request, tender, offer, (CandidatureForm, "candidatures", "candidature", make, kept))


@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def qualify(request: OrganisationRequest, tender: str, offer: str) -> HttpResponse:
    """Qualify an offer, and say what of it may be mended."""

    def make(form: forms.Form, going: Going, found: Offer) -> Do:
        def decide(seen: Values) -> None:
            given = {name: value or None for name, value in form.cleaned_data.items() if name != "for_all"}
            for_all = form.cleaned_data["for_all"]
            actions.qualify(going.tender, person(request), found.bid, given, seen, by_name(request), for_all)

        return decide

    kept = say("The offer is qualified; its reason stands in the record.")
    return _decided(request, tender, offer, (QualifyForm, "qualifications", "qualify", make, kept))


@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def low_price(request: OrganisationRequest, tender: str, offer: str) -> HttpResponse:
    """Decide on a price that looked abnormally low, once the bidder was asked in writing."""

    def make(form: forms.Form, going: Going, found: Offer) -> Do:
        def decide(seen: Values) -> None:
            about = (found.bid, _lot(request, going, found))
            actions.decide_price(going.tender, person(request), about, form.cleaned_data, seen)

        return decide

    kept = say("The decision on the price stands in the record, with its reason.")
    return _decided(request, tender, offer, (LowPriceForm, "low_prices", "low_price", make, kept))


def _lot(request: OrganisationRequest, going: Going, found: Offer) -> str | None:
    """Return the lot of the address, where the offer is for that lot."""
    asked = request.GET.get("lot")
    return asked if asked in _lots(going, found) else None


def _lots(going: Going, found: Offer) -> list[str]:
    ids = [lot.id for lot in lots_of(published_tender(going.publication))]
    return [lot for lot in ids if not found.offered or lot in found.offered]


Decision = tuple[Callable[..., forms.Form], str, str, Callable[[forms.Form, Going, Offer], Do], Text]
"""Its form, its part of the record, its template, what does it, and what is said once it is done."""


def _decided(request: OrganisationRequest, tender: str, offer: str, decision: Decision) -> HttpResponse:
    kind, name, template, make, kept = decision
    going = open_at(request, tender)
    found = offer_at(going, offer)
    lots = _lots(going, found) if name == "qualifications" else []
    lot = _lot(request, going, found)
    there = actions.told_of(going.procedure, name, found.bid, lot if name == "low_prices" else ...)
    first = {"decided_on": timezone.localdate().isoformat()} if name == "low_prices" else {}
    more = {"lots": lots if len(lots) > 1 else []} if name == "qualifications" else {}
    form = kind(request.POST if request.method == "POST" else None, initial={**first, **there}, **more)
    if isinstance(form, Editing):
        form.see({field: there.get(field) for field in form.fields if field not in ("seen", "for_all")})
    if do(form, make(form, going, found)):
        messages.success(request, told(kept))
        return redirect("bids:offer", *going.args, found.public_id)
    request_made = actions.written_request(going.procedure, found.bid, lot)
    context = {
        **shown(going, found),
        "form": form,
        "request_made": acts_of({"questions": [request_made]}).questions[0] if request_made else None,
    }
    return render(request, f"bids/{template}.html", context, status=status_of(form, 422))


@require_GET
@inside(Right.BUY)
def letter(request: OrganisationRequest, tender: str, offer: str) -> HttpResponse:
    """Write the letter to one bidder: what is asked of them, and what they may mend."""
    going = open_at(request, tender)
    found = offer_at(going, offer)
    doubts = doubting.doubts_of(going.publication, list(opened(going.tender)), timezone.localdate())
    lines, record = (
        doubting.lines(doubts, going.procedure, doubting.language_of(going.publication)),
        acts_of(going.procedure.record),
    )
    text = doubting.letter(going.publication, found, lines, record)
    return render(request, "bids/letter.html", {**shown(going, found), "text": text})
