"""An organisation's own pages: what it is, its entities and sites."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from levier.web.house.doors import nows, open_links
from levier.web.house.meanwhile import CONFLICT, ChangedMeanwhile, seen_in, status_of
from levier.web.house.words import language, told
from levier.web.people import acting, actions, queries
from levier.web.people.access import OrganisationRequest, inside, lacks_second_factor, led_to_second_factor
from levier.web.people.bridge import country_name
from levier.web.people.forms import EntityForm, OrganisationForm, SiteForm
from levier.web.people.models import Entity, Organisation, Site
from levier.web.people.retention import keep_for
from levier.web.people.roles import Right
from levier.web.people.views.answers import BAD_FORM, page_of, person
from levier.wording.text import Text, say

FORM = ["GET", "HEAD", "POST"]
NOT_FOUND = 404
Place = TypeVar("Place", Site, Entity)


@require_safe
@inside(Right.READ)
def organisation(request: OrganisationRequest) -> HttpResponse:
    """Show an organisation: what it stands before, what it is, and the ways to its other pages."""
    first, *others = [*nows(request), None]
    return render(
        request,
        "people/organisation.html",
        {
            "country": country_name(request.organisation.country),
            "now": first,
            "others": others[:-1],
            "links": open_links(request),
        },
    )


@require_http_methods(FORM)
@login_required
def found(request: HttpRequest) -> HttpResponse:
    """Create an organisation."""
    form = OrganisationForm(request.POST or None)
    if not form.is_valid():
        return render(request, "people/found.html", {"form": form}, status=BAD_FORM if form.is_bound else 200)
    made = actions.found_organisation(person(request), **form.cleaned_data)
    messages.success(request, told(say("{name} is yours. Invite your colleagues.", name=made.name)))
    return redirect("people:organisation", made.public_id)


@require_http_methods(FORM)
@inside(Right.ADMINISTER)
def describe(request: OrganisationRequest) -> HttpResponse:
    """Change what is told of an organisation."""
    before = Organisation.objects.get(pk=request.organisation.pk)
    form = OrganisationForm(request.POST or None, instance=before)
    if not form.is_valid():
        return render(request, "people/describe.html", {"form": form}, status=BAD_FORM if form.is_bound else 200)
    try:
        actions.describe_organisation(request.organisation, person(request), form.cleaned_data, form.seen)
    except ChangedMeanwhile as error:
        form.clash(error)
        return render(request, "people/describe.html", {"form": form}, status=CONFLICT)
    messages.success(request, told(say("Saved.")))
    return redirect("people:organisation", request.organisation.public_id)


@require_http_methods(FORM)
@inside(Right.ADMINISTER)
def delete(request: OrganisationRequest) -> HttpResponse:
    """Delete an organisation, once its name was typed."""
    if request.method == "POST" and request.POST.get("name", "").strip() == request.organisation.name:
        actions.delete_organisation(request.organisation, person(request))
        messages.success(request, told(say("{name} is deleted.", name=request.organisation.name)))
        return redirect("people:home")
    shown = {"wrong": request.method == "POST", "days": keep_for("deleted_organisation").days}
    return render(request, "people/delete.html", shown, status=BAD_FORM if shown["wrong"] else 200)


@require_POST
@login_required
def restore(request: HttpRequest, deleted: str) -> HttpResponse:
    """Bring an organisation back; only an administrator of it can, and only for as long as it is kept."""
    user = person(request)
    kept = {organisation.public_id: organisation for organisation, _ in queries.deleted_organisations_of(user)}
    if deleted not in kept:
        raise Http404
    if lacks_second_factor(request, kept[deleted]):
        return led_to_second_factor(request)
    actions.restore_organisation(kept[deleted], user)
    messages.success(request, told(say("{name} is back as it was.", name=kept[deleted].name)))
    return redirect("people:organisation", deleted)


@require_safe
@inside(Right.READ)
def sites(request: OrganisationRequest) -> HttpResponse:
    """List entities and sites."""
    listed = page_of(request, queries.sites())
    named = [(site, country_name(site.country) if site.country else "") for site in listed]
    entities = queries.entities()[:200]
    return render(request, "people/sites.html", {"page": listed, "sites": named, "entities": entities})


@require_http_methods(FORM)
@inside(Right.CONTRIBUTE)
def site(request: OrganisationRequest, site: int | None = None) -> HttpResponse:
    """Add or change a site."""
    row = _row(request, Site, site)
    return _place(request, SiteForm(request.POST or None, instance=row), "people/site.html", say("The site is saved."))


@require_http_methods(FORM)
@inside(Right.CONTRIBUTE)
def entity(request: OrganisationRequest, entity: int | None = None) -> HttpResponse:
    """Add or change an entity."""
    row = _row(request, Entity, entity)
    form = EntityForm(request.POST or None, instance=row)
    return _place(request, form, "people/entity.html", say("The entity is saved."))


def _row(request: OrganisationRequest, kind: type[Place], number: int | None) -> Place:
    """Return the row to change, or a new one; one that somebody removed while it was being changed is added anew."""
    if number is None:
        return kind(organisation=request.organisation)
    found = kind.objects.filter(pk=number).first()
    if found is None and not seen_in(request.POST.get("seen", "")):
        raise Http404
    return found or kind(organisation=request.organisation)


def _place(request: OrganisationRequest, form: Any, template: str, saved: Text) -> HttpResponse:
    gone = form.is_bound and form.instance.pk is None and bool(form.seen)
    if gone:
        form.clash(ChangedMeanwhile({}, say("Somebody removed this since you opened the page.")))
        return render(request, template, {"form": form, "gone": True}, status=NOT_FOUND)
    if not form.is_valid():
        return render(request, template, {"form": form}, status=BAD_FORM if form.is_bound else 200)
    try:
        actions.keep_place(form.save(commit=False), acting.person(request), form.seen)
    except ChangedMeanwhile as error:
        form.clash(error)
    except actions.Refused as refusal:
        form.add_error("name", refusal.in_(language()))
    if form.errors or form.conflict:
        return render(request, template, {"form": form}, status=status_of(form, BAD_FORM))
    messages.success(request, told(saved))
    return redirect("people:sites", request.organisation.public_id)


@require_POST
@inside(Right.CONTRIBUTE)
def remove_site(request: OrganisationRequest, site: int) -> HttpResponse:
    """Remove a site from the list."""
    row = get_object_or_404(Site, pk=site)
    actions.remove_place(row, acting.person(request))
    messages.success(request, told(say("{name} is removed. Inventories keep the name.", name=row.name)))
    return redirect("people:sites", request.organisation.public_id)


@require_POST
@inside(Right.CONTRIBUTE)
def remove_entity(request: OrganisationRequest, entity: int) -> HttpResponse:
    """Remove an entity from the list; its sites stay."""
    row = get_object_or_404(Entity, pk=entity)
    actions.remove_place(row, acting.person(request))
    messages.success(request, told(say("{name} is removed. Inventories keep the name.", name=row.name)))
    return redirect("people:sites", request.organisation.public_id)
