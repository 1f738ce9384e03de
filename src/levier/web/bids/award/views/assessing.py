"""Assessors declare themselves, mark apart and blind, then agree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from levier.web.bids.award import actions, blind, queries
from levier.web.bids.award.bridge import Award
from levier.web.bids.award.forms import DeclareForm, LevelsForm
from levier.web.bids.award.views.entering import opened
from levier.web.bids.models import Assessor, Marking
from levier.web.house.meanwhile import ChangedMeanwhile, status_of
from levier.web.house.words import language, told
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right
from levier.web.tender.models import Tender
from levier.wording.errors import LevierError
from levier.wording.text import say


@require_http_methods(["GET", "POST"])
@inside(Right.READ)
@opened
def assessing(request: OrganisationRequest, tender: Tender, award: Award) -> HttpResponse:
    """Show who assesses and how far they are; take one's own declaration."""
    form = DeclareForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if Right.CONTRIBUTE not in request.rights:
            raise PermissionDenied
        if form.is_valid() and _declared(request, tender, form):
            return _back(request, tender)
    to_mark = blind.to_mark(award)
    mine = queries.assessor_of(tender, person(request))
    context = {
        "tender": tender,
        "award": award,
        "form": form,
        "mine": mine,
        "criteria": [_progress(one, mine) for one in to_mark.values()],
        "assessors": _assessors(tender, to_mark),
        "agreed": _agreed_left(award, to_mark),
    }
    return render(request, "bids/award/assessing.html", context, status=status_of(form, 422))


def _declared(request: OrganisationRequest, tender: Tender, form: DeclareForm) -> bool:
    try:
        given = form.cleaned_data
        actions.declare(tender, person(request), given["function"], free=given["free"] == "yes")
    except LevierError as error:
        form.add_error("function", error.in_(language()).split("\n"))
        return False
    return True


def _back(request: OrganisationRequest, tender: Tender) -> HttpResponse:
    return redirect("bids:assessing", request.organisation.public_id, tender.public_id)


def _progress(one: blind.ToMark, mine: Assessor | None) -> tuple[blind.ToMark, int]:
    if mine is None:
        return one, len(one.bids)
    done = queries.markings_of(mine).filter(criterion=one.id, alias__in=one.aliases).count()
    return one, len(one.bids) - done


def _assessors(tender: Tender, to_mark: Mapping[str, blind.ToMark]) -> list[tuple[Assessor, int]]:
    left = actions.waiting(tender, {one.id: one.aliases for one in to_mark.values()})
    return [(one, left.get(one.function, 0)) for one in queries.assessors(tender)]


def _agreed_left(award: Award, to_mark: Mapping[str, blind.ToMark]) -> list[tuple[blind.ToMark, int]]:
    """Return the criteria with how many bids have no level yet that people agreed on."""
    done = {(one.criterion, one.alias) for one in award.record.agreed}
    return [(one, sum((one.id, alias) not in done for alias in one.aliases)) for one in to_mark.values()]


@require_POST
@inside(Right.BUY)
@opened
def take_back(request: OrganisationRequest, tender: Tender, award: Award, assessor: int) -> HttpResponse:  # noqa: ARG001
    """Take the declaration of an assessor back."""
    actions.take_back(tender, person(request), get_object_or_404(Assessor, tender=tender, pk=assessor))
    messages.success(request, told(say("Taken back: they can declare themselves anew.")))
    return _back(request, tender)


@require_POST
@inside(Right.BUY)
@opened
def close(request: OrganisationRequest, tender: Tender, award: Award) -> HttpResponse:
    """Close the marking, or open it again."""
    if award.closed:
        actions.open_marking(tender, person(request))
        messages.success(request, told(say("Open again: assessors mark apart until it is closed.")))
    else:
        actions.close_marking(tender, person(request))
        messages.success(request, told(say("Closed: the levels of all assessors are seen now, side by side.")))
    return _back(request, tender)


@require_http_methods(["GET", "POST"])
@inside(Right.CONTRIBUTE)
@opened
def mark(request: OrganisationRequest, tender: Tender, award: Award, criterion: str) -> HttpResponse:
    """Mark one criterion, alone and blind: aliases and answers, no name and no price."""
    mine = queries.assessor_of(tender, person(request))
    if mine is None or award.closed:
        sentence = say("Marking is closed.") if award.closed else say("Declare first whether an interest is at stake.")
        messages.warning(request, told(sentence))
        return _back(request, tender)
    to_mark = blind.to_mark(award)
    one = _asked(to_mark, criterion)
    given = {m.alias: (m.level, m.reason) for m in queries.markings_of(mine).filter(criterion=one.id)}
    form = _levels(request, one, given)
    if form.is_valid():
        asked = {other.id: other.aliases for other in to_mark.values()}
        over = actions.mark(tender, mine, one.id, form.told, asked)
        kept = say("Kept. All assessors have marked: their levels are seen now.") if over else say("Kept.")
        messages.success(request, told(kept))
        return _back(request, tender)
    context = {"tender": tender, "award": award, "one": one, "form": form, "bids": _beside(one, form)}
    return render(request, "bids/award/mark.html", context, status=status_of(form, 422))


def _asked(to_mark: Mapping[str, blind.ToMark], criterion: str) -> blind.ToMark:
    if criterion not in to_mark:
        raise Http404
    return to_mark[criterion]


def _levels(
    request: OrganisationRequest, one: blind.ToMark, given: Mapping[str, tuple[float, str]], *, whole: bool = False
) -> LevelsForm:
    return LevelsForm(
        request.POST if request.method == "POST" else None,
        aliases=[bid.alias for bid in one.bids],
        levels=[(level.number, level.text) for level in one.levels],
        given=given,
        whole=whole,
    )


def _beside(one: blind.ToMark, form: LevelsForm) -> list[tuple[Any, ...]]:
    return [(bid, level, reason) for bid, (_, level, reason) in zip(one.bids, form.rows(), strict=True)]


@require_http_methods(["GET", "POST"])
@inside(Right.CONTRIBUTE)
@opened
def agree(request: OrganisationRequest, tender: Tender, award: Award, criterion: str) -> HttpResponse:
    """Show the levels side by side, never a mean of them, and keep the one that is agreed, with its reason."""
    mine = queries.assessor_of(tender, person(request))
    if not award.closed or (mine is None and Right.BUY not in request.rights):
        messages.warning(request, told(say("Levels are agreed by the assessors, once marking is closed.")))
        return _back(request, tender)
    one = _asked(blind.to_mark(award), criterion)
    agreed = {a.alias: (a.level, a.reason) for a in award.record.agreed if a.criterion == one.id}
    form = _levels(request, one, agreed)
    form.see({"agreed": award.procedure.record.get("agreed")})
    if form.is_valid():
        try:
            actions.agree(tender, person(request), one.id, form.told, form.seen)
        except ChangedMeanwhile as error:
            form.clash(error)
        else:
            messages.success(request, told(say("Kept: this is what is scored.")))
            return _back(request, tender)
    rows = [
        (bid, given, _gap([one.level for one in given]), *fields)
        for bid, *fields in _beside(one, form)
        for given in [list(Marking.objects.filter(tender=tender, criterion=one.id, alias=bid.alias))]
    ]
    context = {"tender": tender, "award": award, "one": one, "form": form, "rows": rows}
    return render(request, "bids/award/agree.html", context, status=status_of(form, 422))


def _gap(levels: list[float]) -> float:
    return max(levels) - min(levels) if levels else 0.0
