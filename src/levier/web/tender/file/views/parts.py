"""The pages that ask for a part of a tender: need, frame, value and lots, one lot, conditions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from levier.web.estate import queries as estate
from levier.web.estate.bridge.known import categories
from levier.web.house.meanwhile import ChangedMeanwhile, Values, status_of
from levier.web.house.words import told
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right
from levier.web.tender.file import actions, parts
from levier.web.tender.file.answers import buyer_of, tender_at, with_questions
from levier.web.tender.file.forms import AskingForm
from levier.web.tender.models import Tender
from levier.wording.errors import LevierError
from levier.wording.text import say

LOT_SECTION = (parts.Section(say("The lot"), parts.LOT),)


@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def need(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Ask what is needed, and first what is not bought."""
    return _part(request, tender, parts.NEED)


@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def frame(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Ask who buys, by which procedure and when."""
    return _part(request, tender, parts.FRAME)


@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def lots(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Ask for value and duration, and show the lots."""
    return _part(request, tender, parts.LOTS)


@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def conditions(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Ask what is asked of bidders, and what binds whoever wins."""
    return _part(request, tender, parts.CONDITIONS)


def _part(request: OrganisationRequest, tender: str, part: parts.Part) -> HttpResponse:
    found = tender_at(tender)
    values, presets = with_questions(found.document) if part is parts.NEED else (found.document, {})
    sent = request.POST if request.method == "POST" else None
    form = AskingForm(part.sections, values, buyer_of(found), sent, presets=presets)
    form.see({name: found.document[name] for name in part.names if name in found.document})
    if form.is_valid() and _kept(request, found, part.name, form, {name: form.told.get(name) for name in part.names}):
        messages.success(request, told(say("Kept.")))
        return redirect("tender:tender", request.organisation.public_id, found.public_id)
    context = {"tender": found, "part": part, "form": form, **_beside(found, part)}
    return render(request, "tender/part.html", context, status=_status(form))


def _beside(found: Tender, part: parts.Part) -> dict[str, Any]:
    """Return what a page shows beside its form."""
    if part is parts.NEED:
        return {"categories": categories(), "inventories": estate.inventories().exists()}
    if part is parts.LOTS:
        there = found.document.get("lots", [])
        rows = [(f"{x['id']}. {x['title']}", x.get("value_eur_ex_vat"), len(x.get("quantities", []))) for x in there]
        return {"lots": rows, "next_lot": len(there) + 1}
    return {}


def _kept(request: OrganisationRequest, found: Tender, part: str, form: AskingForm, values: Values) -> bool:
    """Keep what was typed; else the form says why it was not."""
    wanted = form.changed(values)
    try:
        actions.change(found, person(request), part, wanted, form.seen)
    except ChangedMeanwhile as error:
        form.clash_of(error, wanted)
    except LevierError as error:
        form.refused(error)
    else:
        return True
    return False


def _status(form: AskingForm) -> int:
    return 200 if form.more else status_of(form, 422)


@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def lot(request: OrganisationRequest, tender: str, number: int) -> HttpResponse:
    """Ask for one lot: the one of that number, or the next one."""
    found = tender_at(tender)
    there: list[Mapping[str, Any]] = list(found.document.get("lots", []))
    if not 1 <= number <= len(there) + 1:
        raise Http404
    values = there[number - 1] if number <= len(there) else {"id": str(number)}
    sent = request.POST if request.method == "POST" else None
    form = AskingForm(LOT_SECTION, values, buyer_of(found), sent, under="lots")
    form.see({"lots": there} if there else {})
    if form.is_valid() and _kept(request, found, "lots", form, {"lots": _replaced(there, number, form.told)}):
        messages.success(request, told(say("Kept.")))
        return redirect("tender:lots", request.organisation.public_id, found.public_id)
    context = {"tender": found, "form": form, "number": number, "categories": categories()}
    context |= {"there": number <= len(there), "id": values.get("id")}
    return render(request, "tender/lot.html", context, status=_status(form))


def _replaced(lots: list[Mapping[str, Any]], number: int, told: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [*lots[: number - 1], told, *lots[number:]]


@require_POST
@inside(Right.BUY)
def remove_lot(request: OrganisationRequest, tender: str, number: int) -> HttpResponse:
    """Take a lot away, where it is still the one that was seen; any version can be brought back."""
    found = tender_at(tender)
    there = list(found.document.get("lots", []))
    if not 1 <= number <= len(there) or there[number - 1].get("id") != request.POST.get("id"):
        messages.warning(
            request, told(say("Somebody changed the lots since you opened the page: nothing was removed."))
        )
        return redirect("tender:lots", request.organisation.public_id, found.public_id)
    left = [*there[: number - 1], *there[number:]]
    actions.change(found, person(request), "lots", {"lots": left}, {"lots": there})
    messages.success(request, told(say("The lot was removed. An earlier version can be brought back.")))
    return redirect("tender:lots", request.organisation.public_id, found.public_id)
