"""One's own account: what is kept of it, and its end."""

from __future__ import annotations

import json

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from levier.web.house.words import told
from levier.web.people import actions
from levier.web.people.personal import data_of
from levier.web.people.refusals import Refused
from levier.web.people.signin import shown_again
from levier.web.people.views.answers import BAD_FORM, person
from levier.wording.text import say


@require_safe
@login_required
def data(request: HttpRequest) -> HttpResponse:
    """Give everything that bears the person's name, as a file."""
    found = json.dumps(data_of(person(request)), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    response = HttpResponse(found, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="levier-my-data.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@shown_again
def delete(request: HttpRequest) -> HttpResponse:
    """Delete the account, once its address was typed."""
    user, refusal, wrong = person(request), None, False
    if request.method == "POST":
        wrong = request.POST.get("email", "").strip().lower() != user.email.lower()
        if not wrong:
            try:
                actions.delete_account(user)
            except Refused as refused:
                refusal = refused
            else:
                logout(request)
                messages.success(request, told(say("Your account is deleted.")))
                return redirect("house:home")
    shown = {"wrong": wrong, "refusal": refusal}
    return render(request, "people/delete_account.html", shown, status=BAD_FORM if wrong or refusal else 200)
