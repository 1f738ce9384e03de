"""Pages about the interface: what it offers, and the tokens of an organisation."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from levier.web.api import actions
from levier.web.api.api import api
from levier.web.api.forms import TokenForm
from levier.web.api.models import Token
from levier.web.house.words import told
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.models import User
from levier.web.people.roles import Right
from levier.wording.text import say


@require_GET
def interface(request: HttpRequest) -> HttpResponse:
    """Tell what the interface offers, from its own description."""
    schema = api.get_openapi_schema()
    operations = [
        {
            "method": method.upper(),
            "address": address,
            "told": f"{found['summary']}. {found['description']}".replace("`", ""),
        }
        for address, methods in schema["paths"].items()
        for method, found in methods.items()
    ]
    return render(request, "api/interface.html", {"operations": operations})


@require_http_methods(["GET", "POST"])
@inside(Right.ADMINISTER)
def tokens(request: OrganisationRequest) -> HttpResponse:
    """List the tokens of the organisation and make one; the token is shown once."""
    form = TokenForm(request.POST or None)
    made: tuple[Token, str] | None = None
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        given: dict[str, Any] = form.cleaned_data
        lifetime = timedelta(days=given["days"])
        made = actions.make_token(request.organisation, request.user, given["name"], given["scope"], lifetime)
        form = TokenForm()
    rows = Token.objects.select_related("created_by")
    return render(request, "api/tokens.html", {"form": form, "made": made, "tokens": rows, "now": timezone.now()})


@require_POST
@inside(Right.ADMINISTER)
def revoke(request: OrganisationRequest, token: str) -> HttpResponse:
    """Revoke a token."""
    assert isinstance(request.user, User)
    found = get_object_or_404(Token, public_id=token)
    actions.revoke_token(found, request.user)
    messages.success(request, told(say("The token “{name}” opens nothing any more.", name=found.name)))
    return redirect("api:tokens", request.organisation.public_id)
