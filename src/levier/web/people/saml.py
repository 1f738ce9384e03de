"""Sign-in through the SAML server of an enterprise: `levier[saml]`.

python3-saml reads and verifies what the server signed; what it takes as optional is demanded here: an audience, a
recipient, an end, and the request that is answered. The browser comes back by a form of another site, without its
session: what was verified waits a minute under a name that nobody can guess, and counts only in the session that asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any, cast
from urllib.parse import urlsplit

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.decorators import rate_limit
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from levier.web.people.emails import absolute
from levier.web.people.enterprise import Failed, refuse
from levier.web.people.tokens import Untrusted

KIND = "saml"
WAITS_SECONDS = 60
TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
AN_ADDRESS = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
LASTING = ("urn:oasis:names:tc:SAML:attribute:subject-id", "urn:oasis:names:tc:SAML:attribute:pairwise-id")
ADDRESS = (
    *("urn:oid:0.9.2342.19200300.100.1.3", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"),
    *("mail", "email", "emailAddress"),
)
NAME = (
    *("urn:oid:2.16.840.1.113730.3.1.241", "http://schemas.microsoft.com/identity/claims/displayname"),
    *("displayName", "cn"),
)
"""Attributes in which servers tell who someone is, the address and the name to show; the first that is there counts."""


@dataclass(frozen=True)
class Asserted:
    """What a server says of someone, once it is verified."""

    answers: str
    """The request of ours that is answered."""
    person: str
    """The lasting name that the server has for someone."""
    email: str
    name: str


def described(request: HttpRequest, app: Any) -> dict[str, Any]:
    """Return what both sides are, as python3-saml wants it."""
    return {
        "strict": True,
        "sp": {
            "entityId": absolute(request, reverse("account_saml_metadata")),
            "assertionConsumerService": {
                "url": absolute(request, reverse("account_saml")),
                "binding": "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST",
            },
            "NameIDFormat": "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
        },
        "idp": {
            "entityId": app.settings["entity_id"],
            "singleSignOnService": {
                "url": app.settings["sso_url"],
                "binding": "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect",
            },
            "x509cert": app.settings["certificate"],
        },
        "security": {
            "wantAssertionsSigned": True,
            "wantNameId": True,
            "wantAttributeStatement": False,
            "requestedAuthnContext": False,
            "rejectDeprecatedAlgorithm": True,
            "allowSingleLabelDomains": True,
        },
    }


def here(request: HttpRequest) -> dict[str, Any]:
    """Return where the answer came to, as people reach it: a request cannot choose it."""
    address = urlsplit(absolute(request, reverse("account_saml")))
    return {
        "https": "on" if address.scheme == "https" else "off",
        "http_host": address.netloc,
        "script_name": address.path,
        "get_data": {},
        "post_data": {},
    }


def leave(request: HttpRequest, app: Any) -> tuple[str, str]:
    """Return the address to which a browser is led, and the name of the request that it takes along."""
    from onelogin.saml2.auth import OneLogin_Saml2_Auth

    auth = OneLogin_Saml2_Auth(here(request), described(request, app))
    address: str = auth.login(return_to="")
    return address, auth.get_last_request_id()


def verified(request: HttpRequest, app: Any) -> Asserted:
    """Return what the answer of a server says, once it is proved; raise Untrusted."""
    from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError
    from onelogin.saml2.response import OneLogin_Saml2_Response
    from onelogin.saml2.settings import OneLogin_Saml2_Settings

    known = OneLogin_Saml2_Settings(described(request, app))
    try:
        answer = OneLogin_Saml2_Response(known, request.POST.get("SAMLResponse", ""))
        answer.is_valid(here(request), raise_exceptions=True)
        return _asserted(answer, known)
    except (OneLogin_Saml2_ValidationError, OneLogin_Saml2_Error) as error:
        raise Untrusted(_named(error)) from error
    except (ValueError, SyntaxError) as error:  # no XML at all, or not in base 64
        raise Untrusted("no answer of a server") from error


def _named(error: Any) -> str:
    """Return the name of what python3-saml refuses; its own words may hold what the answer says."""
    names = vars(type(error)).items()
    return next((name.lower() for name, code in names if name.isupper() and code == error.code), "not valid")


def _asserted(answer: Any, known: Any) -> Asserted:
    """Return what the signed part says; what a server may leave out, but nobody should, is demanded."""
    sp = known.get_sp_data()
    confirmations = answer._query_assertion("/saml:Subject/saml:SubjectConfirmation/saml:SubjectConfirmationData")
    told: Mapping[str, str] = dict(confirmations[0].attrib) if len(confirmations) == 1 else {}
    if told.get("Recipient") != sp["assertionConsumerService"]["url"]:
        raise Untrusted("made for another address")
    if sp["entityId"] not in answer.get_audiences():
        raise Untrusted("made for another party")
    if not told.get("NotOnOrAfter"):
        raise Untrusted("without an end")
    if not told.get("InResponseTo"):
        raise Untrusted("answers no request")
    attributes: Mapping[str, list[str]] = answer.get_attributes()
    named, form = answer.get_nameid(), answer.get_nameid_format()
    person = (named if form != TRANSIENT else "") or _first(attributes, LASTING)
    if not person:
        raise Untrusted("no lasting name")
    email = _first(attributes, ADDRESS) or (named if form == AN_ADDRESS else "")
    return Asserted(told["InResponseTo"], person, email.strip(), _first(attributes, NAME))


def _first(attributes: Mapping[str, list[str]], names: tuple[str, ...]) -> str:
    return next((str(attributes[name][0]) for name in names if attributes.get(name) and attributes[name][0]), "")


@csrf_exempt  # the form is the server's, and its signature says more than a token of ours would
@require_POST
@rate_limit(action="login")  # type: ignore[untyped-decorator]  # allauth has no types
def answered(request: HttpRequest) -> HttpResponse:
    """Verify what a server sends through the browser, and lead on to where the session of the browser is known."""
    provider = _provider(request)
    try:
        said = verified(request, provider.app)
    except Untrusted as error:
        return cast(HttpResponse, refuse(request, provider.name, Failed.UNTRUSTED, str(error)).response)
    ticket = token_urlsafe(32)
    cache.set(_place(ticket), asdict(said), WAITS_SECONDS)
    return redirect("account_saml_done", ticket)


@require_GET
def done(request: HttpRequest, ticket: str) -> HttpResponse:
    """Sign in whoever asked for what was verified: once, and in the browser that asked."""
    provider = _provider(request)
    kept = cache.get(_place(ticket))
    cache.delete(_place(ticket))
    try:
        state = provider.unstash_redirect_state(request, kept["answers"]) if kept else None
    except PermissionDenied:
        state = None
    if state is None:
        return cast(
            HttpResponse, refuse(request, provider.name, Failed.UNTRUSTED, "answer that was not asked for").response
        )
    login = provider.sociallogin_from_response(request, Asserted(**kept))
    login.state = state
    try:
        return cast(HttpResponse, complete_social_login(request, login))
    except ImmediateHttpResponse as answer:
        return cast(HttpResponse, answer.response)


@require_GET
def metadata(request: HttpRequest) -> HttpResponse:
    """Describe this site to the server, as SAML metadata."""
    from onelogin.saml2.settings import OneLogin_Saml2_Settings

    known = OneLogin_Saml2_Settings(described(request, _provider(request).app), sp_validation_only=True)
    return HttpResponse(known.get_sp_metadata(), content_type="application/samlmetadata+xml; charset=utf-8")


def _place(ticket: str) -> str:
    return f"saml.{sha256(ticket.encode()).hexdigest()}"


def _provider(request: HttpRequest) -> Any:
    if KIND not in settings.SOCIALACCOUNT_PROVIDERS:
        raise Http404
    return get_adapter(request).get_provider(request, KIND)
