"""The award criteria of a tender: their weights together, each by itself, how marks become a ranking."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from levier.tender.scoring.formulas import FORMULAS
from levier.web.house.words import told as write
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right
from levier.web.tender.file.bridge import language_of, tender_of
from levier.web.tender.kit import actions, award_forms, awarding, bridge, ranking_forms
from levier.web.tender.kit.award_forms import CriterionForm, NewCriterionForm, WeightsForm
from levier.web.tender.kit.ranking_forms import RankingForm
from levier.web.tender.kit.views.opening import back_to, kept, opened, page, refused
from levier.web.tender.models import Tender
from levier.wording.errors import LevierError
from levier.wording.text import say


@require_GET
@inside(Right.READ)
def award(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Show the award criteria with their weights."""
    found, _ = opened(tender)
    form = WeightsForm(found.document)
    form.see(award_forms.weights(found.document))
    return _weights(request, found, form)


@require_POST
@inside(Right.BUY)
def weigh(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Keep the weights that were typed; a sum that is not 100 is told, not refused."""
    found, _ = opened(tender)
    form = WeightsForm(found.document, request.POST)
    if form.is_valid():
        wanted = form.wanted

        def build(document: actions.Document) -> dict[str, Any]:
            return {"criteria": award_forms.weighed(document, wanted)}

        if after := kept(form, found, person(request), actions.CRITERIA, build, award_forms.weights):
            _tell_sums(request, after)
            return back_to("tender:award", after)
    return _weights(request, found, form)


def _tell_sums(request: OrganisationRequest, tender: Tender) -> None:
    if all(one.right for one in awarding.sums(tender_of(tender.document))):
        messages.success(request, write(say("Kept: the weights add up to 100%.")))
    else:
        messages.warning(request, write(say("Kept as a draft: the weights do not add up yet.")))


def _weights(request: OrganisationRequest, tender: Tender, form: WeightsForm) -> HttpResponse:
    told = tender_of(tender.document)
    sums = awarding.sums(told)
    context = {
        "sums": sums,
        "right": all(one.right for one in sums) and bool(told.criteria),
        "total": sums[0].total,
        "priced": bridge.priced(told),
    }
    return page(request, "award.html", tender, told, form, **context)


@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def criterion(request: OrganisationRequest, tender: str, criterion: str) -> HttpResponse:
    """Change one criterion or sub-criterion."""
    found, told = opened(tender)
    there = awarding.find(found.document, criterion)
    if there is None:
        raise Http404
    form = CriterionForm(told, there, *([request.POST] if request.method == "POST" else []))

    def shown(document: actions.Document) -> dict[str, Any]:
        return _same_names(form, awarding.find(document, criterion) or {})

    if not form.is_bound:
        form.see(shown(found.document))
    elif form.is_valid() and not only_tried(request):

        def build(document: actions.Document) -> dict[str, Any]:
            return {"criteria": awarding.with_award(document, criterion, form.values)}

        if after := kept(form, found, person(request), actions.CRITERIA, build, shown):
            messages.success(request, write(say("Kept.")))
            return back_to("tender:award", after)
    context = {"award": there, "whole": awarding.whole_of(found.document, criterion), "formulas": FORMULAS.values()}
    return page(request, "criterion.html", found, told, form, **context)


def only_tried(request: OrganisationRequest) -> bool:
    """Tell whether prices are tried: then nothing is kept."""
    return "try" in request.POST


def _same_names(form: CriterionForm, award: awarding.Award) -> dict[str, Any]:
    """Return what stands in a criterion; a level of the form that it has not is told as empty."""
    empty = {n: "" if n.startswith("level-") else None for n in form.fields if n.startswith(("level-", "points-"))}
    return empty | award_forms.shown(award)


@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def new(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Add a criterion of one's own, or a sub-criterion."""
    found, told = opened(tender)
    whole = str((request.POST if request.method == "POST" else request.GET).get("part_of", ""))
    if whole and whole not in [a["id"] for a in awarding.awards(found.document)]:
        raise Http404
    taken = [a["id"] for a, _ in awarding.every(found.document)]
    form = NewCriterionForm(taken, told, {}, *([request.POST] if request.method == "POST" else []))
    if form.is_valid() and not only_tried(request):
        made = {"id": form.free_id(), **form.values}

        def build(document: actions.Document) -> dict[str, Any]:
            return {"criteria": awarding.with_new(document, made, whole)}

        try:
            after = actions.add(found, person(request), actions.CRITERIA, build)
        except LevierError as error:
            refused(form, error)
        else:
            messages.success(request, write(say("Added: {name}.", name=made["name"])))
            return back_to("tender:award", after)
    context = {"whole": awarding.find(found.document, whole) if whole else None, "formulas": FORMULAS.values()}
    return page(request, "criterion.html", found, told, form, **context)


@require_POST
@inside(Right.BUY)
def remove(request: OrganisationRequest, tender: str, criterion: str) -> HttpResponse:
    """Take a criterion away with its clause; the versions of the tender hold it."""
    found, _ = opened(tender)
    after = actions.add(
        found, person(request), actions.CRITERIA, lambda document: awarding.without(document, criterion)
    )
    messages.success(request, write(say("Removed. The history of the tender brings it back.")))
    return back_to("tender:award", after)


@require_POST
@inside(Right.BUY)
def add_price(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Add the price as a criterion, where neither price nor cost is one."""
    found, told = opened(tender)
    after = actions.take(found, person(request), [], language_of(told), price=True)
    return back_to("tender:award", after)


@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def ranking(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Say how marks become a ranking."""
    found, told = opened(tender)
    now = ranking_forms.ranking_shown(found.document)
    initial = now | {"out_of": award_forms.written(now["out_of"])}
    form = RankingForm(told, request.POST if request.method == "POST" else None, initial=initial)
    if not form.is_bound:
        form.see(now)
    elif form.is_valid():
        values = form.values
        if after := kept(form, found, person(request), actions.RULES, lambda _: values, ranking_forms.ranking_shown):
            messages.success(request, write(say("Kept.")))
            return back_to("tender:award", after)
    return page(request, "ranking.html", found, told, form)
