"""Who may open a page: the only way from a request to an organisation, and into its scope.

Another organisation's page is a 404, never a 403: that it exists is nobody's business. In one's own organisation, a
page that the role does not allow is a 403 that says so.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from levier.web.house.words import told
from levier.web.journal.actions import record
from levier.web.people.models import Membership, Organisation, User
from levier.web.people.roles import RIGHTS, TRIAL_RIGHTS, Right
from levier.wording.text import say

P = ParamSpec("P")
TRIAL = "trial"
"""Key of the session that holds the public id of the trial space that this browser opened."""


REFUSALS_NOTED_EVERY_SECONDS = 3_600


class OrganisationRequest(HttpRequest):
    """A request inside an organisation, with the rights of whoever makes it."""

    organisation: Organisation
    rights: frozenset[Right]
    role: str


View = Callable[Concatenate[OrganisationRequest, P], HttpResponse]
Served = Callable[Concatenate[HttpRequest, str, P], HttpResponse]


def inside(right: Right = Right.READ) -> Callable[[View[P]], Served[P]]:
    """Open a view only to those who have `right` in the organisation of its address, and run it in that scope."""

    def decorate(view: View[P]) -> Served[P]:
        @wraps(view)
        def served(request: HttpRequest, organisation: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            found, role, rights = entered(request, organisation)
            request.organisation, request.role, request.rights = found, role, rights  # type: ignore[attr-defined]  # see OrganisationRequest
            if right not in rights:
                note_refusal(request, found)
                raise PermissionDenied
            if right is Right.ADMINISTER and lacks_second_factor(request, found):
                return led_to_second_factor(request)
            with scope(organisation=found):
                return view(request, *args, **kwargs)  # type: ignore[arg-type]  # it is one now

        served.right = right  # type: ignore[attr-defined]  # read by the test of the matrix
        return cast(Served[P], served)

    return decorate


def entered(request: HttpRequest, organisation: str) -> tuple[Organisation, str, frozenset[Right]]:
    """Return the organisation of that public id with the role and rights of the request in it, else raise Http404."""
    if isinstance(request.user, User):
        with scopes_disabled():  # is one of mine the one of this address? Both are asked at once: every page does
            places = Membership.objects.filter(user=request.user, organisation__public_id=organisation)
            place = places.filter(organisation__deleted_at=None).select_related("organisation").first()
        if place is not None and place.organisation.trial_until is None:
            return place.organisation, place.role, RIGHTS[place.role]
    found = Organisation.objects.filter(public_id=organisation, deleted_at=None).first()
    if found is None:
        raise Http404
    if found.trial_until is None or found.trial_until <= timezone.now() or request.session.get(TRIAL) != organisation:
        raise Http404
    return found, "trial", TRIAL_RIGHTS


def lacks_second_factor(request: HttpRequest, organisation: Organisation) -> bool:
    """Tell whether an administrator must set up a second factor first; in a sample organisation nobody must."""
    return not organisation.is_sample and not is_mfa_enabled(request.user)


def led_to_second_factor(request: HttpRequest) -> HttpResponse:
    """Lead an administrator without a second factor to where one is set up."""
    messages.warning(request, told(say("An administrator sets up a second factor first. Choose one below.")))
    return redirect("mfa_index")


def note_refusal(request: HttpRequest, organisation: Organisation) -> None:
    """Keep in the journal that someone asked for what their role does not allow: once an hour for each page."""
    who = f"user:{request.user.pk}" if request.user.is_authenticated else "trial"
    page = request.resolver_match.view_name if request.resolver_match else ""
    if cache.add(f"refused.{organisation.public_id}.{who}.{page}", True, REFUSALS_NOTED_EVERY_SECONDS):
        record(who, "access.refuse", f"page:{page}", organisation.public_id)


def trial_of(request: HttpRequest) -> Organisation | None:
    """Return the trial space that this browser opened, if it has one that still goes."""
    id_ = request.session.get(TRIAL)
    if not id_:
        return None
    return Organisation.objects.filter(public_id=id_, trial_until__gt=timezone.now(), deleted_at=None).first()


def organisations_of(user: User) -> list[tuple[Organisation, str]]:
    """Return the organisations of a person with their role in each, by name."""
    with scopes_disabled():  # the one question that spans organisations: where do I belong?
        places = Membership.objects.filter(user=user, organisation__deleted_at=None).select_related("organisation")
        return sorted(((p.organisation, p.role) for p in places), key=lambda pair: pair[0].name.casefold())
