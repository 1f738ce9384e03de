"""The kinds of sign-in servers, under the name by which allauth looks for them in an app."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from allauth.socialaccount.providers.base import Provider, ProviderAccount
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from levier.web.people import saml
from levier.web.people.enterprise import ProConnectServer, Server

Said = Mapping[str, Mapping[str, Any]]
"""What a server said of someone: in its `userinfo` and in its `id_token`, both verified."""


class Enterprise(OpenIDConnectProvider):  # type: ignore[misc]  # allauth has no types
    """The OpenID Connect server of an enterprise: Keycloak, Entra…"""

    id = "enterprise"
    name = "OpenID Connect"
    oauth2_adapter_class = Server
    pkce_enabled_default = True
    supports_token_authentication = False
    scopes: ClassVar = ["openid", "profile", "email"]

    def get_callback_url(self) -> str:
        """Return where the server sends people back to."""
        return reverse("account_back", args=[self.app.provider_id])

    def get_default_scope(self) -> list[str]:
        """Return what is asked of the server: who it is, an address, a name to show."""
        return list(self.scopes)

    def redirect(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the server; the number drawn here must come back inside its token."""
        nonce = token_urlsafe(32)
        asked = {**self.get_auth_params(), "nonce": nonce}
        answer: HttpResponse = super().redirect(request, *args, auth_params=asked, nonce=nonce, **kwargs)
        return answer

    def extract_uid(self, data: Said) -> str:
        """Name a person by the server and its name for them: another server may give the same name to another."""
        return sha256(f"{self.app.settings['issuer']}\n{data['id_token']['sub']}".encode()).hexdigest()

    def extract_extra_data(self, data: Said) -> dict[str, Any]:  # noqa: ARG002  # as allauth calls it
        """Keep nothing of what the server said beyond the account itself."""
        return {}

    def extract_common_fields(self, data: Said) -> dict[str, Any]:
        """Return the address and the name to show."""
        return {"email": self.vouched(data), "name": self.called(data["userinfo"])}

    def extract_email_addresses(self, data: Said) -> list[EmailAddress]:
        """Return the address that the server vouches for, if any."""
        email = self.vouched(data)
        return [EmailAddress(email=email, verified=True, primary=True)] if email else []

    def called(self, told: Mapping[str, Any]) -> str:
        """Return the name of someone as the server tells it."""
        name = told.get("name")
        return name if isinstance(name, str) else ""

    def vouched(self, data: Said) -> str | None:
        """Return the address that the server says it verified; None where it does not say so.

        Entra has no `email_verified`: `xms_edov` tells there that the owner of the domain is verified.
        """
        for part, proof in (("userinfo", "email_verified"), ("id_token", "email_verified"), ("id_token", "xms_edov")):
            told = data[part]
            sure = told.get(proof) is True or (proof == "xms_edov" and told.get(proof) in (1, "1", "true"))
            if sure and (email := _address(told)):
                return email
        return None

    def admits(self, email: str) -> bool:
        """Tell whether addresses of that domain may come through this server."""
        return admitted(self.app, email, unnamed=True)


class ProConnect(Enterprise):
    """ProConnect, through which French public agents sign in with the account of their own administration."""

    id = "proconnect"
    name = "ProConnect"
    oauth2_adapter_class = ProConnectServer
    scopes: ClassVar = ["openid", "given_name", "usual_name", "email"]

    def called(self, told: Mapping[str, Any]) -> str:
        """Return first name and usual name."""
        parts = (told.get("given_name"), told.get("usual_name"))
        return " ".join(part for part in parts if isinstance(part, str) and part)

    def vouched(self, data: Said) -> str | None:
        """Return the address: ProConnect answers for it.

        It chooses the server that signs someone in by the domain of their address, and takes only servers that it
        admitted for that domain. It sends no `email_verified`; where one comes and says no, that is heard.
        """
        told = data["userinfo"]
        return None if told.get("email_verified", True) is not True else _address(told)


class Saml(Provider):  # type: ignore[misc]  # as above
    """The SAML server of an enterprise."""

    id = saml.KIND
    name = "SAML"
    supports_redirect = True
    account_class = ProviderAccount

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = self.app.name

    def redirect(self, request: HttpRequest, process: str, next_url: str | None = None, **_: Any) -> HttpResponse:
        """Lead to the server; the name of the request must come back in what it signs."""
        address, name = saml.leave(request, self.app)
        self.stash_redirect_state(request, process, next_url, state_id=name)
        return HttpResponseRedirect(address)

    def extract_uid(self, data: saml.Asserted) -> str:
        """Name a person by the server and its name for them."""
        return sha256(f"{self.app.settings['entity_id']}\n{data.person}".encode()).hexdigest()

    def extract_extra_data(self, data: saml.Asserted) -> dict[str, Any]:  # noqa: ARG002  # as allauth calls it
        """Keep nothing of what the server said beyond the account itself."""
        return {}

    def extract_common_fields(self, data: saml.Asserted) -> dict[str, Any]:
        """Return the address and the name to show."""
        return {"email": data.email, "name": data.name}

    def extract_email_addresses(self, data: saml.Asserted) -> list[EmailAddress]:
        """Return the address: SAML has no word for "verified"; the operator named the domains that the server owns."""
        return [EmailAddress(email=data.email, verified=True, primary=True)] if _address({"email": data.email}) else []

    def admits(self, email: str) -> bool:
        """Tell whether addresses of that domain may come through this server."""
        return admitted(self.app, email, unnamed=False)


def admitted(app: Any, email: str, unnamed: bool) -> bool:
    """Tell whether the domain of an address was named for a server; `unnamed`, where none was."""
    domains = [domain.strip().lower().removeprefix("@") for domain in app.settings["domains"]]
    return email.rpartition("@")[2].lower() in domains if domains else unnamed


def _address(told: Mapping[str, Any]) -> str | None:
    email = told.get("email")
    return email if isinstance(email, str) and email else None


provider_classes = [Enterprise, ProConnect, Saml]
