"""Sign-in through the server of an enterprise or ProConnect, by OpenID Connect; for SAML see saml.py.

allauth leads there and back (state, PKCE); what comes back is verified here. A browser that is led away by a form is
held to `form-action`, for each address that it is led on to: a page of ours that leads on keeps that at 'self'.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Mapping
from enum import Enum
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.decorators import rate_limit
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException, Response

from levier.web.people.emails import absolute
from levier.web.people.tokens import Untrusted, claims
from levier.wording.text import Text, say

LOG = logging.getLogger(__name__)
CAME_THROUGH = "levier_server"
"""Where the session keeps what the server needs to sign someone out."""
NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


class Failed(Enum):
    """Why nobody was signed in."""

    CANCELLED = "cancelled"
    SILENT = "silent"
    UNTRUSTED = "untrusted"
    UNVERIFIED = "unverified"
    ELSEWHERE = "elsewhere"


def words(why: Failed, name: str) -> tuple[Text, Text]:
    """Return what the page says of it, and what one can do; `name` is that of the server."""
    return {
        Failed.CANCELLED: (
            say("You are not signed in"),
            say("You came back from {name} without signing in. Begin again, or ask for a code by e-mail.", name=name),
        ),
        Failed.SILENT: (
            say("This sign-in server does not answer"),
            say("Levier could not reach {name}. Try again in a while, or ask for a code by e-mail.", name=name),
        ),
        Failed.UNTRUSTED: (
            say("Signing in did not work"),
            say(
                "What {name} answered is too old or not as it should be. Begin again, or ask for a code by e-mail.",
                name=name,
            ),
        ),
        Failed.UNVERIFIED: (
            say("Your e-mail address is not verified"),
            say("{name} does not tell us that it verified your address. Ask for a code by e-mail instead.", name=name),
        ),
        Failed.ELSEWHERE: (
            say("Your e-mail address does not come in this way"),
            say(
                "Whoever runs this site admits other addresses through {name}. Ask for a code by e-mail instead.",
                name=name,
            ),
        ),
    }[why]


STATUS = {Failed.CANCELLED: 200, Failed.SILENT: 502, Failed.UNTRUSTED: 401}


def failed(request: HttpRequest, name: str, why: Failed) -> HttpResponse:
    """Say in our own frame that nobody was signed in, and why; to switch the language leads back to sign-in."""
    title, advice = words(why, name)
    told = {"title": title, "advice": advice, "here": reverse("account_login")}
    return render(request, "account/failed.html", told, status=STATUS.get(why, 403))


def lead(request: HttpRequest, name: str, address: str) -> HttpResponse:
    """Lead a browser on to a server."""
    return render(request, "account/leaving.html", {"name": name, "address": address, "here": reverse("account_login")})


def offered() -> list[dict[str, str]]:
    """Return the servers that the operator named."""
    return [app for kind in settings.SOCIALACCOUNT_PROVIDERS.values() for app in kind["APPS"]]


class Server(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth has no types
    """An OpenID Connect server, as it describes itself, and what it says of whoever comes back from it."""

    signs_userinfo = False
    """Whether the server must sign what it tells of people; where it does so unasked, that is verified as well."""
    nonce = ""
    id_token = ""

    @property
    def issuer(self) -> str:
        """Return the name of the server, as the operator gave it."""
        return str(self.get_provider().app.settings["issuer"])

    @property
    def openid_config(self) -> Mapping[str, Any]:
        """Return the description of the server; another server's, or one that would be reached in clear, is refused."""
        if not hasattr(self, "_openid_config"):
            found = self._fetched(self.get_provider().server_url).json()
            if not isinstance(found, dict) or not all(isinstance(found.get(part), str) for part in NEEDED):
                raise OAuth2Error("description incomplete")
            if found["issuer"] != self.issuer:
                raise OAuth2Error("description of another issuer")
            if not all(self._closed(found[part]) for part in NEEDED[1:]):
                raise OAuth2Error("address in clear")
            self._openid_config = found
        return cast(Mapping[str, Any], self._openid_config)

    @property
    def end_session_url(self) -> str:
        """Return where the server signs people out; empty where it does not."""
        told = self.openid_config.get("end_session_endpoint")
        return told if isinstance(told, str) and self._closed(told) else ""

    def _closed(self, address: str) -> bool:
        """Tell whether nobody on the way reads what is sent to an address; on loopback nobody is on the way."""
        return urlsplit(address).scheme in ("https", urlsplit(self.issuer).scheme)

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Return where the server sends people back to."""
        return absolute(request, reverse("account_back", args=[app.provider_id]))

    def parse_token(self, data: Mapping[str, Any]) -> SocialToken:
        """Hold the token for this request; it is not kept."""
        return SocialToken(token=data["access_token"])

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Verify what the server says, and return whom it speaks of."""
        try:
            self.id_token = kwargs["response"].get("id_token") or ""
            keys = self._fetched(self.openid_config["jwks_uri"]).json()
            said = claims(self.id_token, keys, self.issuer, app.client_id)
            if not self.nonce or not hmac.compare_digest(str(said.get("nonce", "")).encode(), self.nonce.encode()):
                raise Untrusted("nonce of another sign-in")
            told = self._userinfo(token.token, keys, app.client_id)
            if told.get("sub") != said["sub"]:
                raise Untrusted("userinfo of another person")
        except (Untrusted, AttributeError, TypeError, ValueError) as error:  # but for the first: JSON of another shape
            raise OAuth2Error(str(error)) from error
        return self.get_provider().sociallogin_from_response(request, {"userinfo": told, "id_token": said})

    def _userinfo(self, access_token: str, keys: Mapping[str, Any], audience: str) -> dict[str, Any]:
        answer = self._fetched(self.profile_url, Authorization=f"Bearer {access_token}")
        if answer.headers.get("content-type", "").split(";")[0].strip().lower() == "application/jwt":
            return claims(answer.text.strip(), keys, self.issuer, audience)
        if self.signs_userinfo:
            raise Untrusted("userinfo not signed")
        return dict(answer.json())

    def _fetched(self, address: str, **headers: str) -> Response:
        with get_adapter(self.request).get_requests_session() as session:
            answer = session.get(address, headers=headers)
            answer.raise_for_status()
        return cast(Response, answer)


class ProConnectServer(Server):
    """ProConnect."""

    signs_userinfo = True


class Back(OAuth2CallbackView):  # type: ignore[misc]  # as above
    """Coming back from a server."""

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, HttpResponse | None]:
        """Take up what was kept when the browser left; it serves once. An answer of another server is refused."""
        state, refused = super()._get_state(request, provider)
        if state is None:
            return state, refused
        if request.GET.get("iss", self.adapter.issuer) != self.adapter.issuer:
            return None, render_authentication_error(request, provider, exception=OAuth2Error("answer of another"))
        self.adapter.nonce = state.get("nonce", "")
        return state, None


@require_POST
@rate_limit(action="login")  # type: ignore[untyped-decorator]  # as above
def begin(request: HttpRequest, server: str) -> HttpResponse:
    """Lead to a server."""
    provider = _provider(request, server)
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    try:
        answer = provider.redirect(request, AuthProcess.LOGIN, next_url=get_next_redirect_url(request))
    except (OAuth2Error, RequestException) as error:
        return cast(HttpResponse, render_authentication_error(request, provider, exception=error))
    return lead(request, provider.name, answer["Location"]) if answer.status_code == 302 else answer


@require_GET
def back(request: HttpRequest, server: str) -> HttpResponse:
    """Sign in whoever comes back from a server."""
    adapter = _server(request, server)
    answer: HttpResponse = Back.adapter_view(adapter)(request)
    if answer.status_code == 302 and adapter.id_token:
        request.session[CAME_THROUGH] = {
            "name": adapter.get_provider().name,
            "out": adapter.end_session_url,
            "id_token": adapter.id_token,
        }
    return answer


def way_out(request: HttpRequest) -> tuple[str, str] | None:
    """Return the name of the server that someone came through, and where it signs them out; None without either."""
    came = request.session.get(CAME_THROUGH)
    if not came or not came["out"]:
        return None
    home = absolute(request, reverse("house:home"))
    asked = {"id_token_hint": came["id_token"], "post_logout_redirect_uri": home, "state": get_random_string(32)}
    return came["name"], f"{came['out']}{'&' if '?' in came['out'] else '?'}{urlencode(asked)}"


def why_of(error: str, exception: Exception | None) -> Failed:
    """Return what to tell about what went wrong."""
    if error == "cancelled":
        return Failed.CANCELLED
    return Failed.SILENT if isinstance(exception, RequestException) else Failed.UNTRUSTED


def detail_of(exception: Exception | None) -> str:
    """Return what the log may say of an exception: our own words, or its type; an answer of a server is not logged."""
    cause = exception.__cause__ if exception else None
    return str(cause) if isinstance(cause, Untrusted) else type(exception).__name__ if exception else ""


def refuse(request: HttpRequest, name: str, why: Failed, detail: str = "") -> ImmediateHttpResponse:
    """Return what ends a sign-in with a page, and write why to the log, without a word about whom it was."""
    LOG.warning("sign-in refused", extra={"server": name, "reason": f"{why.value} {detail}".strip()})
    return ImmediateHttpResponse(failed(request, name, why))


def _provider(request: HttpRequest, name: str) -> Any:
    if name not in settings.SOCIALACCOUNT_PROVIDERS:
        raise Http404
    return get_adapter(request).get_provider(request, name)


def _server(request: HttpRequest, name: str) -> Server:
    provider = _provider(request, name)
    if not hasattr(provider, "get_oauth2_adapter"):  # a SAML server comes back to an address of its own
        raise Http404
    return cast(Server, provider.get_oauth2_adapter(request))
