"""Who belongs to an organisation, and how others join it."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from levier.web.house.meanwhile import ChangedMeanwhile, status_of
from levier.web.people import actions, queries
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.forms import InvitationForm, RoleForm
from levier.web.people.models import Invitation, Membership, User
from levier.web.people.roles import Right, Role
from levier.web.people.signin import begin
from levier.web.people.views.answers import BAD_FORM, page_of, person, tried
from levier.wording.text import say

FORM = ["GET", "HEAD", "POST"]
GONE = 410
MOST_INVITATIONS = 100


def shown(request: OrganisationRequest, form: InvitationForm) -> HttpResponse:
    """Show members; to administrators invitations too."""
    administers = Right.ADMINISTER in request.rights
    form.see(invited() if administers else {})
    context = {
        "page": page_of(request, queries.members()),
        "invitations": queries.open_invitations()[:MOST_INVITATIONS] if administers else (),
        "now": timezone.now(),
        "roles": Role.choices,
        "form": form if administers else None,
        "here": reverse("people:members", args=[request.organisation.public_id]),
    }
    return render(request, "people/members.html", context, status=status_of(form, BAD_FORM))


def invited() -> dict[str, str]:
    """Return the role of each open invitation, by its address."""
    return dict(queries.open_invitations()[:MOST_INVITATIONS].values_list("email", "role"))


@require_safe
@inside(Right.READ)
def members(request: OrganisationRequest) -> HttpResponse:
    """List the members."""
    return shown(request, InvitationForm())


@require_POST
@inside(Right.ADMINISTER)
def invite(request: OrganisationRequest) -> HttpResponse:
    """Invite an address."""
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return shown(request, form)
    refused: HttpResponse | None = ratelimit.consume_or_429(request, action="invite", user=request.user)
    if refused is not None:
        return refused
    email, role = form.cleaned_data["email"], form.cleaned_data["role"]
    try:
        tried(
            request,
            lambda: actions.invite(request, request.organisation, person(request), email, role, form.seen),
            say("An invitation was sent to {address}.", address=email),
        )
    except ChangedMeanwhile as error:
        form.clash(error, invited())
        return shown(request, form)
    return back(request)


@require_POST
@inside(Right.ADMINISTER)
def resend(request: OrganisationRequest, invitation: int) -> HttpResponse:
    """Send an invitation once more."""
    row = get_object_or_404(Invitation, pk=invitation, accepted_at=None)
    refused: HttpResponse | None = ratelimit.consume_or_429(request, action="invite", user=request.user)
    if refused is not None:
        return refused
    done = say("An invitation was sent to {address}.", address=row.email)
    tried(request, lambda: actions.resend(request, row, person(request)), done)
    return back(request)


@require_POST
@inside(Right.ADMINISTER)
def withdraw(request: OrganisationRequest, invitation: int) -> HttpResponse:
    """Take an invitation back."""
    row = get_object_or_404(Invitation, pk=invitation, accepted_at=None)
    done = say("The invitation of {address} is withdrawn.", address=row.email)
    tried(request, lambda: actions.withdraw(row, person(request)), done)
    return back(request)


@require_http_methods(FORM)
@inside(Right.ADMINISTER)
def role(request: OrganisationRequest, member: int) -> HttpResponse:
    """Give a member another role."""
    place = get_object_or_404(Membership.objects.select_related("user", "organisation"), pk=member)
    form = RoleForm(request.POST or None, initial={"role": place.role})
    form.see({"role": place.role})
    if form.is_valid():
        wanted = Role(form.cleaned_data["role"])
        done = say("{person} now has the role {role}.", person=str(place.user), role=str(wanted.label))
        try:
            tried(request, lambda: actions.change_role(place, wanted, person(request), form.seen), done)
        except ChangedMeanwhile as error:
            form.clash(error)
        else:
            return back(request)
    return render(request, "people/role.html", {"form": form, "place": place}, status=status_of(form, BAD_FORM))


@require_http_methods(FORM)
@inside(Right.ADMINISTER)
def remove(request: OrganisationRequest, member: int) -> HttpResponse:
    """Remove a member, once asked."""
    place = get_object_or_404(Membership.objects.select_related("user", "organisation"), pk=member)
    if request.method != "POST":
        return render(request, "people/remove.html", {"place": place})
    done = say("{person} is no longer a member.", person=str(place.user))
    tried(request, lambda: actions.remove_member(place, person(request)), done)
    return back(request)


@require_http_methods(FORM)
@inside(Right.READ)
def leave(request: OrganisationRequest) -> HttpResponse:
    """Leave an organisation, once asked; a trial space has no members to leave it."""
    place = get_object_or_404(Membership.objects.select_related("organisation"), user=request.user.pk)
    if request.method != "POST":
        return render(request, "people/leave.html")
    done = say("You have left {name}.", name=request.organisation.name)
    if tried(request, lambda: actions.remove_member(place, person(request)), done):
        return redirect("people:home")
    return back(request)


@require_http_methods(FORM)
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation to whoever follows its link, and let the one who was invited join."""
    found = actions.invitation_of(token, timezone.now())
    if found is None:
        return render(request, "people/invitation_gone.html", status=GONE)
    mine = isinstance(request.user, User) and request.user.email.lower() == found.email.lower()
    if request.method == "POST" and mine:
        done = say("You are now a member of {name}.", name=found.organisation.name)
        tried(request, lambda: actions.accept(found, person(request)), done)
        return redirect("people:organisation", found.organisation.public_id)
    if request.method == "POST" and not request.user.is_authenticated:
        return begin(request, found.email.lower(), request.path)
    return render(request, "people/invitation.html", {"invitation": found, "mine": mine})


def back(request: OrganisationRequest) -> HttpResponse:
    """Go back to the list of members."""
    return redirect("people:members", request.organisation.public_id)
