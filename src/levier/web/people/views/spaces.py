"""Where someone belongs, and the trial space without an account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from levier.web.house.words import told
from levier.web.people import actions
from levier.web.people.access import TRIAL, OrganisationRequest, inside, organisations_of, trial_of
from levier.web.people.forms import KeepForm
from levier.web.people.models import User
from levier.web.people.queries import deleted_organisations_of
from levier.web.people.roles import Right
from levier.web.people.signin import begin
from levier.wording.text import say


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """List the organisations of the person, and the trial space of this browser."""
    assert isinstance(request.user, User)
    shown = {
        "places": organisations_of(request.user),
        "trial": trial_of(request),
        "deleted": deleted_organisations_of(request.user),
    }
    return render(request, "people/home.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@inside(Right.READ)
def keep(request: OrganisationRequest) -> HttpResponse:
    """Ask for what keeps a trial space: a name, and an e-mail address where nobody is signed in."""
    space = request.organisation
    if space.trial_until is None:
        return redirect("people:organisation", space.public_id)
    form = KeepForm(request.POST or None, signed_in=request.user.is_authenticated)
    if not form.is_valid():
        return render(request, "people/keep.html", {"form": form}, status=422 if form.is_bound else 200)
    here = reverse("people:organisation", args=[space.public_id])
    actions.ask_to_keep(request, space, form.cleaned_data["name"])
    if isinstance(request.user, User):
        actions.keep_claimed(request, request.user)
        return redirect(here)
    return begin(request, form.cleaned_data["email"], here)


@require_POST
@inside(Right.READ)
def delete_trial(request: OrganisationRequest) -> HttpResponse:
    """Delete a trial space at once: that nothing is left is its promise."""
    if request.organisation.trial_until is None:
        raise Http404
    actions.delete_trial(request.organisation)
    request.session.pop(TRIAL, None)
    messages.success(request, told(say("The trial and all that was in it are deleted.")))
    return redirect("house:home")
