"""Sign-in by a code sent to an e-mail address, for people who are known and people who are not yet, alike.

Whoever types an address gets a code there, and the same page in the same time; an account is made only when a code
that was sent to an unknown address comes back. So nothing tells an onlooker which addresses are known.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, ParamSpec, cast
from urllib.parse import urlencode

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.mixins import NextRedirectMixin, RedirectAuthenticatedUserMixin
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.account.utils import passthrough_next_redirect_url
from allauth.account.views import ConfirmLoginCodeView, LogoutView
from allauth.core import ratelimit
from allauth.decorators import rate_limit
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe
from django.views.generic.edit import FormView

from levier.web.people import actions, enterprise
from levier.web.people.access import TRIAL
from levier.web.people.adapters import AccountAdapter
from levier.web.people.forms import AddressForm
from levier.web.people.models import User
from levier.web.people.sessions import signed_in_lately

P = ParamSpec("P")
LOG = logging.getLogger(__name__)


class Process(LoginCodeVerificationProcess):  # type: ignore[misc]  # allauth has no types
    """A code that was sent, and what comes of it."""

    def send_by_email(self, email: str, skip_enumeration_mails: bool = False) -> None:  # noqa: ARG002  # as allauth calls it
        """Send a code, whether the address is known or not."""
        minutes = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT) // timedelta(minutes=1)
        context = {"request": self.request, "code": self.generate_code(), "minutes": minutes}
        AccountAdapter(self.request).send_mail("account/email/login_code", email, context)

    def finish(self, redirect_url: str | None) -> HttpResponse:
        """Sign in; make the account first where the address was not known."""
        self._user = actions.welcome(self.state["email"])
        answer: HttpResponse = super().finish(redirect_url)
        return answer

    @classmethod
    def resume(cls, stage: LoginByCodeStage) -> Process | None:
        """Go on with the code that was sent; None where it is too old."""
        going: Process | None = cls(stage=stage).abort_if_invalid()
        return going

    def record_invalid_attempt(self) -> bool:
        """Count a wrong code; of an address that is not known only the log tells, and not which."""
        if self.user is None:
            LOG.warning("sign-in refused", extra={"reason": "wrong code"})
        left: bool = super().record_invalid_attempt()
        return left

    def resend(self) -> None:
        """Send another code in the place of the first; it counts as one more asked for."""
        ratelimit.consume(self.request, action="request_login_code", key=self.state["email"], raise_exception=True)
        super().resend()

    @classmethod
    def begin(cls, request: HttpRequest, email: str) -> Process:
        """Send the first code to an address, and keep in the session what is expected back."""
        user = User.objects.filter(email__iexact=email).first()
        login = Login(user=user, email=email)
        login.state["stages"] = {"current": LoginByCodeStage.key}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(cls.initial_state(user=user, email=email), initiated_by_user=True)
        process = cls(stage=stage)
        process.send()
        process.persist()
        return process


def begin(request: HttpRequest, email: str, next_: str = "") -> HttpResponse:
    """Send a code and lead to the page that asks for it; too many for one address or from one place are refused."""
    return too_many(request, email) or send(request, email, next_)


def too_many(request: HttpRequest, email: str) -> HttpResponse | None:
    """Count one more code for this address and this place; return the refusal where there were too many."""
    refused: HttpResponse | None = ratelimit.consume_or_429(request, action="request_login_code", key=email)
    if refused is not None:
        LOG.warning("sign-in refused", extra={"reason": "too many codes"})
    return refused


def send(request: HttpRequest, email: str, next_: str) -> HttpResponse:
    """Send a code and lead to the page that asks for it."""
    Process.begin(request, email)
    query = f"?{urlencode({REDIRECT_FIELD_NAME: next_})}" if next_ else ""
    return redirect(reverse("account_confirm_login_code") + query)


def shown_again(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Open a view only to who proved a moment ago to be there still: by their second factor, else by a new code.

    A session that was left open, or stolen, is not enough for what decides who can sign in later.
    """
    by_factor: Callable[P, HttpResponse] = reauthentication_required(app="allauth.mfa")(view)

    @wraps(view)
    def served(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request = args[0]
        assert isinstance(request, HttpRequest)
        if isinstance(request.user, User) and not is_mfa_enabled(request.user) and not signed_in_lately(request):
            back = request.path if request.method in ("GET", "HEAD") else resolve_url(settings.LOGIN_REDIRECT_URL)
            return redirect(f"{reverse('account_again')}?{urlencode({REDIRECT_FIELD_NAME: back})}")
        return by_factor(*args, **kwargs)

    return served


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def again(request: HttpRequest) -> HttpResponse:
    """Ask whether a code may be sent; once it was asked for, sign out until it is typed.

    A link alone, be it on another site, neither signs anyone out nor sends anything. The trial space of this browser
    stays.
    """
    asked = request.GET.get(REDIRECT_FIELD_NAME, "")
    here = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    back = asked if here else resolve_url(settings.LOGIN_REDIRECT_URL)
    assert isinstance(request.user, User)
    if request.method != "POST":
        return render(request, "account/again.html")
    email, trial = request.user.email, request.session.get(TRIAL)
    if refused := too_many(request, email):
        return refused
    logout(request)
    if trial:
        request.session[TRIAL] = trial
    return send(request, email, back)


@method_decorator(rate_limit(action="login"), name="dispatch")
class Ask(RedirectAuthenticatedUserMixin, NextRedirectMixin, FormView):  # type: ignore[misc, type-arg]  # as above; Django's own class takes no argument at run time
    """Ask for an e-mail address."""

    form_class = AddressForm
    template_name = "account/login.html"

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> HttpResponse | None:
        """Let whoever mistyped an address begin anew."""
        if stage.key == LoginByCodeStage.key:
            return None
        pending: HttpResponse | None = super()._redirect_to_pending_stage(request, stage)
        return pending

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the servers through which one may sign in as well."""
        return {**super().get_context_data(**kwargs), "servers": enterprise.offered()}

    def form_valid(self, form: AddressForm) -> HttpResponse:
        """Send a code."""
        return begin(self.request, form.cleaned_data["email"], self.get_next_url() or "")


class Confirm(ConfirmLoginCodeView):  # type: ignore[misc]  # as above
    """Ask for the code."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Go on with the code that was sent; without one, back to the address."""
        if request.user.is_authenticated:
            return redirect(settings.LOGIN_REDIRECT_URL)
        self.stage = LoginStageController.enter(request, LoginByCodeStage.key)
        self._process = Process.resume(self.stage) if self.stage else None
        if self._process is None:
            return ask_again(request)
        return cast(HttpResponse, FormView.dispatch(self, request, *args, **kwargs))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give what the page shows beside the form."""
        return {**super().get_context_data(**kwargs), **self.sent}

    @property
    def sent(self) -> dict[str, Any]:
        """Tell where the code went, and whether another may be asked for."""
        assert self._process is not None
        return {"email": self._process.state["email"], "can_resend": self._process.can_resend}


class SignOut(LogoutView):  # type: ignore[misc]  # as above
    """Sign out: here, and at the server that one came through."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign out here first, so that a server that does not answer keeps nobody signed in."""
        there = enterprise.way_out(self.request)
        done: HttpResponse = super().post(*args, **kwargs)
        answer = enterprise.lead(self.request, *there) if there else done
        answer.headers["Clear-Site-Data"] = '"cache"'  # going back in the browser shows no page of before
        return answer


ask = Ask.as_view()
confirm = Confirm.as_view()
sign_out = SignOut.as_view()


@require_safe
def passkey(request: HttpRequest) -> HttpResponse:
    """Offer to sign in with a passkey; the only page of sign-in that needs a script."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "account/passkey.html")


@require_safe
def keys(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # a view
    """Lead to the one page of all second factors."""
    return redirect("mfa_index")


@require_safe
def ask_again(request: HttpRequest) -> HttpResponse:
    """Lead to the page that asks for an address."""
    return redirect(passthrough_next_redirect_url(request, resolve_url(settings.LOGIN_URL), REDIRECT_FIELD_NAME))
