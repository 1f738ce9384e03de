"""What the surroundings say: settings from the environment, the folder of the site, its own key."""

from __future__ import annotations

import os
import secrets
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from levier.web.places import home

ENV = environ.Env()
KEY_BYTES = 48
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def made_home() -> Path:
    """Return the folder of database and files, made if missing and closed to others."""
    folder = home()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def site_key(folder: Path) -> str:
    """Return the site's secret key: LEVIER_SECRET_KEY, else the one made at the first start and kept in `folder`."""
    given: str = ENV.str("LEVIER_SECRET_KEY", default="")
    if given:
        return given
    file = folder / "secret_key"
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(KEY_BYTES))
    return file.read_text(encoding="ascii").strip()


def sign_in_servers() -> dict[str, Any]:
    """Return the servers through which people may sign in beside the code by e-mail: none unless they are named."""
    enterprise = {
        "name": ENV.str("LEVIER_OIDC_NAME", default=""),
        "issuer": ENV.str("LEVIER_OIDC_ISSUER", default=""),
        "client_id": ENV.str("LEVIER_OIDC_CLIENT_ID", default=""),
        "secret": ENV.str("LEVIER_OIDC_CLIENT_SECRET", default=""),
        "domains": ENV.list("LEVIER_OIDC_DOMAINS", default=[]),
    }
    proconnect = {
        "name": "ProConnect",
        "issuer": ENV.str("LEVIER_PROCONNECT_ISSUER", default=""),
        "client_id": ENV.str("LEVIER_PROCONNECT_CLIENT_ID", default=""),
        "secret": ENV.str("LEVIER_PROCONNECT_CLIENT_SECRET", default=""),
        "domains": ENV.list("LEVIER_PROCONNECT_DOMAINS", default=[]),
    }
    told = {"enterprise": ("LEVIER_OIDC", enterprise), "proconnect": ("LEVIER_PROCONNECT", proconnect)}
    found = {kind: sign_in_server(kind, before, given) for kind, (before, given) in told.items() if given["client_id"]}
    saml = {
        "name": ENV.str("LEVIER_SAML_NAME", default=""),
        "entity_id": ENV.str("LEVIER_SAML_ENTITY_ID", default=""),
        "sso_url": ENV.str("LEVIER_SAML_SSO_URL", default=""),
        "certificate": ENV.str("LEVIER_SAML_CERTIFICATE", default=""),
        "domains": ENV.list("LEVIER_SAML_DOMAINS", default=[]),
    }
    return found | ({"saml": saml_server(saml)} if saml["entity_id"] else {})


def sign_in_server(kind: str, before: str, given: dict[str, Any]) -> dict[str, Any]:
    """Return one server as allauth wants it; refuse one that is half told or that would be reached in clear."""
    missing = [part for part in ("name", "issuer", "client_id", "secret") if not given[part]]
    if missing:
        names = ", ".join(f"{before}_{'CLIENT_SECRET' if part == 'secret' else part.upper()}" for part in missing)
        raise ImproperlyConfigured(f"{before}_CLIENT_ID is given without {names}: give all of them, or none.")
    closed(f"{before}_ISSUER", given["issuer"])
    app = {"provider_id": kind, "name": given["name"], "client_id": given["client_id"], "secret": given["secret"]}
    kept = {"server_url": given["issuer"].rstrip("/"), "issuer": given["issuer"], "domains": given["domains"]}
    return {"APPS": [app | {"settings": kept}]}


def saml_server(given: dict[str, Any]) -> dict[str, Any]:
    """Return the SAML server as allauth wants it; refuse one that is half told, or whose domains are not named."""
    missing = [f"LEVIER_SAML_{part.upper()}" for part, value in given.items() if not value]
    if missing:
        raise ImproperlyConfigured(
            f"LEVIER_SAML_ENTITY_ID is given without {', '.join(missing)}: give all of them, or none."
        )
    if find_spec("onelogin") is None:
        raise ImproperlyConfigured("LEVIER_SAML_ENTITY_ID is given, but python3-saml is missing: install levier[saml].")
    closed("LEVIER_SAML_SSO_URL", given["sso_url"])
    app = {"provider_id": "saml", "name": given["name"], "client_id": given["entity_id"], "secret": ""}
    kept = {part: given[part] for part in ("entity_id", "sso_url", "domains")}
    return {"APPS": [app | {"settings": kept | {"certificate": certificate(given["certificate"])}}]}


def certificate(told: str) -> str:
    """Return the certificate of a SAML server: what is told, or what stands in the file that is named."""
    if "BEGIN CERTIFICATE" in told:
        return told
    try:
        return Path(told).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(
            f"LEVIER_SAML_CERTIFICATE is {told[:80]}, which cannot be read ({type(error).__name__}): "
            "name a file with the certificate of the server as PEM."
        ) from error


def closed(setting: str, told: str) -> None:
    """Refuse the address of a server that would be reached in clear; on loopback nobody is on the way."""
    address = urlsplit(told)
    if address.scheme != "https" and not (address.scheme == "http" and address.hostname in LOOPBACK):
        raise ImproperlyConfigured(f"{setting} is {told}: give an address that begins with https://.")
