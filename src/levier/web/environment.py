"""What the surroundings say: settings from the environment, the folder of the site, its own key."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import environ

from levier.web.places import home

ENV = environ.Env()
KEY_BYTES = 48


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
