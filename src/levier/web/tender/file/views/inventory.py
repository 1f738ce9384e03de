"""Figures of an inventory become those of a need sheet: what is in service, how old it is."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from levier.web.estate import queries as estate
from levier.web.estate.bridge.known import category_plural
from levier.web.estate.bridge.summaries import Summary, soon_summary
from levier.web.estate.models import Inventory
from levier.web.estate.views.answers import waiting
from levier.web.house.meanwhile import ChangedMeanwhile, Editing, status_of
from levier.web.house.words import later, told
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right
from levier.web.tender.file import actions
from levier.web.tender.file.answers import buyer_of, tender_at
from levier.web.tender.file.bridge import language_of, plain, tender_of
from levier.web.tender.file.inventory import as_facts, in_service
from levier.web.tender.file.paths import differences
from levier.web.tender.models import Tender
from levier.wording.text import say

MOST_INVENTORIES = 50


class EstateForm(Editing, forms.Form):
    """Which devices of an inventory the tender replaces."""

    category = forms.ChoiceField(required=False, label=later(say("Kind of device")))
    site = forms.ChoiceField(required=False, label=later(say("Site")))

    def offer(self, found: Summary) -> None:
        """Offer the kinds and sites of an inventory."""
        kinds = [(kind.category, told(category_plural(kind.category))) for kind in found.kinds if kind.category]
        self.fields["category"].choices = [("", told(say("All kinds"))), *kinds]  # type: ignore[attr-defined]
        sites = [(site, site) for site in found.sites]
        self.fields["site"].choices = [("", told(say("All sites"))), *sites]  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def from_inventory(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Ask which inventory, kind and site; then write their figures into the need sheet."""
    found = tender_at(tender)
    inventories = list(estate.inventories()[:MOST_INVENTORIES])
    asked = request.GET.get("inventory", "")
    chosen = next((one for one in inventories if one.public_id == asked), inventories[0] if inventories else None)
    if chosen is None:
        return render(request, "tender/need_estate.html", {"tender": found, "inventories": []})
    kept = soon_summary(chosen.snapshot)
    if kept is None:
        return waiting(request, chosen.snapshot)
    form = EstateForm(request.POST if request.method == "POST" else None, initial={"category": _category(found)})
    form.offer(kept)
    form.see({"need": found.document["need"]} if "need" in found.document else {})
    if form.is_valid() and _kept(request, found, chosen, kept, form):
        return redirect("tender:need", request.organisation.public_id, found.public_id)
    context = {"tender": found, "inventories": inventories, "chosen": chosen, "form": form}
    return render(request, "tender/need_estate.html", context, status=status_of(form, 422))


def _category(tender: Tender) -> str:
    """Return the kind that the need names first."""
    lines = (tender.document.get("need") or {}).get("quantities", [])
    return str(next((line["category"] for line in lines if line.get("category")), ""))


def _kept(request: OrganisationRequest, found: Tender, chosen: Inventory, kept: Summary, form: EstateForm) -> bool:
    narrowed = {name: form.cleaned_data[name] for name in ("category", "site") if form.cleaned_data[name]}
    lang = language_of(tender_of(found.document))
    counted = in_service(kept, narrowed, chosen.on)
    need = {**(found.document.get("need") or {}), "estate": as_facts(counted, chosen.label, chosen.on, lang)}
    try:
        actions.change(found, person(request), "estate", {"need": need}, form.seen)
    except ChangedMeanwhile as error:
        form.clash(error)
        form.both = differences(plain(dict(error.now)), {"need": need}, public=buyer_of(found).public)
        return False
    messages.success(
        request, told(say("{n} units in service were taken from “{name}”.", n=counted.units, name=chosen.label))
    )
    return True
