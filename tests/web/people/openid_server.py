"""A small OpenID Connect server on loopback: what a real one does, and whatever a liar would do instead."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CLIENT, SECRET = "levier", "between-the-two"
Claims = dict[str, Any]


def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def usual_key() -> rsa.RSAPrivateKey:
    """Return the key of a server that is given no other: making one takes long."""
    return key()


def pem_of(private: rsa.RSAPrivateKey) -> bytes:
    return private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def by_hand(header: Claims, claims: Claims, sign: Callable[[bytes], bytes]) -> str:
    """Make a token that no library would sign."""
    signed = f"{b64(json.dumps(header).encode())}.{b64(json.dumps(claims).encode())}"
    return f"{signed}.{b64(sign(signed.encode()))}"


@dataclass
class OpenIdServer:
    """The server, and what it says; a test changes what it should not say."""

    private: Any = field(default_factory=usual_key)
    algorithm: str = "RS256"
    who: Claims = field(default_factory=dict)
    """What `userinfo` tells."""
    id_more: Claims = field(default_factory=dict)
    userinfo_more: Claims = field(default_factory=dict)
    """What the tokens say otherwise; None leaves a claim out."""
    signs: bool = False
    """Whether `userinfo` is a signed token."""
    described: Claims = field(default_factory=dict)
    seal_id: Callable[[Claims], str] | None = None
    seal_userinfo: Callable[[Claims], str] | None = None
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    """Codes that were given -> what was asked for."""
    refusals: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        server = self

        class Answering(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.answer(self, "")

            def do_POST(self) -> None:
                server.answer(self, self.rfile.read(int(self.headers["content-length"])).decode())

            def log_message(self, *_: Any) -> None: ...

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        Thread(target=self.http.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()

    def answer(self, ask: BaseHTTPRequestHandler, body: str) -> None:
        path = urlsplit(ask.path).path
        told = {k: v[0] for k, v in parse_qs(body or urlsplit(ask.path).query).items()}
        if path == "/.well-known/openid-configuration":
            self.say(ask, 200, self.description)
        elif path == "/jwks":
            self.say(ask, 200, {"keys": [self.public]})
        elif path == "/authorize":
            ask.send_response(302)
            ask.send_header("Location", f"{told['redirect_uri']}?code={self.code(told)}&state={told['state']}")
            ask.end_headers()
        elif path == "/token":
            self.token(ask, told)
        elif path == "/userinfo" and ask.headers["Authorization"] == "Bearer an-access-token":
            self.userinfo(ask)
        else:
            self.say(ask, 404, {})

    def say(self, ask: BaseHTTPRequestHandler, status: int, what: Any, kind: str = "application/json") -> None:
        body = what.encode() if isinstance(what, str) else json.dumps(what).encode()
        ask.send_response(status)
        ask.send_header("Content-Type", kind)
        ask.send_header("Content-Length", str(len(body)))
        ask.end_headers()
        ask.wfile.write(body)

    @property
    def description(self) -> Claims:
        ends = {f"{name}_endpoint": f"{self.url}/{path}" for name, path in ENDPOINTS.items()}
        return {"issuer": self.url, "jwks_uri": f"{self.url}/jwks", **ends, **self.described}

    @property
    def public(self) -> Claims:
        made: Any = jwt.algorithms.get_default_algorithms()[self.algorithm]
        return {**made.to_jwk(self.private.public_key(), as_dict=True), "kid": "one", "use": "sig"}

    def code(self, asked: dict[str, str]) -> str:
        given = secrets.token_urlsafe(8)
        self.asked[given] = asked
        return given

    def token(self, ask: BaseHTTPRequestHandler, told: dict[str, str]) -> None:
        """Give tokens for a code: once, to the client that shows its secret and what it hid when it asked."""
        asked = self.asked.pop(told.get("code", ""), None)
        hidden = b64(hashlib.sha256(told.get("code_verifier", "").encode()).digest())
        basic = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        shown = ask.headers["Authorization"] == basic or told.get("client_secret") == SECRET
        if not asked or hidden != asked["code_challenge"] or not shown or told["redirect_uri"] != asked["redirect_uri"]:
            self.refusals.append("token")
            return self.say(ask, 400, {"error": "invalid_grant"})
        claims = self.claims(
            self.id_more | {} if "nonce" in self.id_more else {"nonce": asked["nonce"], **self.id_more}
        )
        sealed = (self.seal_id or self.seal)(claims)
        return self.say(ask, 200, {"access_token": "an-access-token", "token_type": "Bearer", "id_token": sealed})

    def userinfo(self, ask: BaseHTTPRequestHandler) -> None:
        if not self.signs:
            return self.say(ask, 200, {"sub": "nadia-1", **self.who, **self.userinfo_more})
        claims = self.claims({**self.who, **self.userinfo_more})
        return self.say(ask, 200, (self.seal_userinfo or self.seal)(claims), "application/jwt")

    def claims(self, more: Claims) -> Claims:
        now = int(time.time())
        usual = {"iss": self.url, "aud": CLIENT, "sub": "nadia-1", "iat": now, "exp": now + 60}
        return {name: value for name, value in {**usual, **more}.items() if value is not None}

    def seal(self, claims: Claims) -> str:
        return jwt.encode(claims, self.private, algorithm=self.algorithm, headers={"kid": "one"})


ENDPOINTS = {"authorization": "authorize", "token": "token", "userinfo": "userinfo", "end_session": "end"}


def elliptic() -> OpenIdServer:
    return OpenIdServer(private=ec.generate_private_key(ec.SECP256R1()), algorithm="ES256")
