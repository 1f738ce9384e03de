"""The door of the sample organisation: sign in as one of its invented people."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods
from django_scopes import scope

from levier.web.people.models import Membership, Organisation

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_http_methods(["GET", "POST"])
def sample(request: HttpRequest) -> HttpResponse:
    """List the people of the sample organisation; sign in as the one who is chosen."""
    if not settings.SAMPLE:
        raise Http404
    organisation = get_object_or_404(Organisation, is_sample=True, deleted_at=None)
    with scope(organisation=organisation):
        places = list(Membership.objects.select_related("user").order_by("pk"))
        if request.method == "POST":
            chosen = get_object_or_404(Membership, role=request.POST.get("role", ""))
            login(request, chosen.user, backend=BACKEND)
            return redirect("people:organisation", organisation.public_id)
    return render(request, "operating/sample.html", {"sample": organisation, "places": places})
