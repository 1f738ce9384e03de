"""What the surroundings say: settings from the environment, the folder of the site, its own key."""

from __future__ import annotations

import os
import secrets
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
    return {kind: sign_in_server(kind, before, given) for kind, (before, given) in told.items() if given["client_id"]}


def sign_in_server(kind: str, before: str, given: dict[str, Any]) -> dict[str, Any]:
    """Return one server as allauth wants it; refuse one that is half told or that would be reached in clear."""
    missing = [part for part in ("name", "issuer", "client_id", "secret") if not given[part]]
    if missing:
        names = ", ".join(f"{before}_{'CLIENT_SECRET' if part == 'secret' else part.upper()}" for part in missing)
        raise ImproperlyConfigured(f"{before}_CLIENT_ID is given without {names}: give all of them, or none.")
    address = urlsplit(given["issuer"])
    if address.scheme != "https" and not (address.scheme == "http" and address.hostname in LOOPBACK):
        raise ImproperlyConfigured(f"{before}_ISSUER is {given['issuer']}: give an address that begins with https://.")
    app = {"provider_id": kind, "name": given["name"], "client_id": given["client_id"], "secret": given["secret"]}
    kept = {"server_url": given["issuer"].rstrip("/"), "issuer": given["issuer"], "domains": given["domains"]}
    return {"APPS": [app | {"settings": kept}]}
