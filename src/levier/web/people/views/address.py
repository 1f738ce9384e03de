"""Changing the address of one's account."""

from __future__ import annotations

from typing import cast

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from levier.web.house.words import told
from levier.web.people.emails import Unsent
from levier.web.people.forms import CodeForm, NewAddressForm
from levier.web.people.moving import Moving
from levier.web.people.signin import shown_again
from levier.web.people.views.answers import BAD_FORM, person, tried
from levier.wording.text import say


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@shown_again
def change(request: HttpRequest) -> HttpResponse:
    """Ask for the new address, and send a code there; too many for one address or from one place are refused."""
    user = person(request)
    form = NewAddressForm(request.POST or None, now=user.email)
    if form.is_valid():
        email = form.cleaned_data["email"]
        refused = ratelimit.consume_or_429(request, action="request_login_code", key=email)
        if refused is not None:
            return cast(HttpResponse, refused)
        try:
            Moving.begin(request, user, email)
        except Unsent as error:
            form.add_error("email", told(error.what))
        else:
            return redirect("people:address_code")
    return render(request, "people/address.html", {"form": form}, status=BAD_FORM if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for the code; once it came back, the account has the new address."""
    process = Moving.going(request, person(request))
    if process is None:
        return redirect("people:address")
    form = CodeForm(request.POST or None, code=process.code)
    if form.is_valid():
        done = say("Your address is now {address}. Your other sessions have ended.", address=process.email)
        tried(request, process.finish, done)
        return redirect("people:home")
    if form.is_bound and not process.record_invalid_attempt():
        messages.error(request, told(say("Too many wrong codes. Ask for a new one.")))
        return redirect("people:address")
    shown = {"form": form, "email": process.email}
    return render(request, "people/address_code.html", shown, status=BAD_FORM if form.errors else 200)
