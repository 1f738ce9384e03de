"""Signed tokens of sign-in servers. Nothing that they say counts before signature, issuer, audience and time are right.

Only signatures with a pair of keys are taken: with `none`, or with a key that both sides share, anybody who knows
what is public could sign.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jwt

KEYS_OF = {"RS256": {"kty": "RSA"}, "ES256": {"kty": "EC", "crv": "P-256"}}
"""Algorithms that are taken -> what their keys are."""
CLOCKS_SECONDS = 60
"""How far the clock of the server may be from ours."""
REQUIRED = ["iss", "aud", "exp", "iat", "sub"]


class Untrusted(Exception):
    """A token that does not prove what it says. The message is for the log: it bears nothing personal."""


def claims(token: str, keys: Mapping[str, Any], issuer: str, audience: str) -> dict[str, Any]:
    """Return what a token says, once it is proved that `issuer` signed it for `audience` and that it holds still."""
    try:
        header = jwt.get_unverified_header(token)
        algorithm = header.get("alg")
        if algorithm not in KEYS_OF:
            raise Untrusted("algorithm of signature not taken")
        key = jwt.PyJWK(_key(keys, algorithm, header.get("kid")), algorithm).key
        said = jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            issuer=issuer,
            audience=audience,
            leeway=CLOCKS_SECONDS,
            options={"require": REQUIRED},
        )
    except jwt.PyJWTError as error:
        raise Untrusted(type(error).__name__) from error
    if not said["sub"]:
        raise Untrusted("subject empty")
    if said.get("azp", audience) != audience:
        raise Untrusted("made for another party")
    return dict(said)


def _key(keys: Mapping[str, Any], algorithm: str, name: object) -> dict[str, Any]:
    """Return the one key of the server that may have signed: by its name where the token gives it."""
    wanted = KEYS_OF[algorithm]
    listed = keys.get("keys")
    fitting = [
        key
        for key in (listed if isinstance(listed, list) else [])
        if isinstance(key, dict)
        and all(key.get(part) == value for part, value in wanted.items())
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
        and (name is None or key.get("kid") == name)
    ]
    if len(fitting) != 1:
        raise Untrusted("no single key fits")
    return fitting[0]
