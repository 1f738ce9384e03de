"""A SAML server of our own: it signs what a real one would, and whatever a liar would write instead."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from lxml import etree

ENTITY = "https://idp.belcombe.example/metadata"
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
ADDRESS = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
DIGEST256 = "http://www.w3.org/2001/04/xmlenc#sha256"
SPACES = {"saml": "urn:oasis:names:tc:SAML:2.0:assertion", "samlp": "urn:oasis:names:tc:SAML:2.0:protocol"}

NADIA = {"mail": "nadia@belcombe.example", "displayName": "Nadia"}


@dataclass(frozen=True)
class Pair:
    """A key with its certificate, as PEM."""

    private: str
    certificate: str


def pair() -> Pair:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.belcombe.example")])
    begins = datetime(2026, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(private.public_key())
    made = made.serial_number(1).not_valid_before(begins).not_valid_after(begins + timedelta(days=3650))
    signed = made.sign(private, hashes.SHA256())
    key = private.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()
    return Pair(key, signed.public_bytes(Encoding.PEM).decode())


@cache
def usual_pair() -> Pair:
    return pair()


@cache
def other_pair() -> Pair:
    return pair()


def asked(address: str) -> tuple[str, str]:
    """Read the request that a browser brings: its name, and where the answer is to go."""
    told = parse_qs(urlsplit(address).query)["SAMLRequest"][0]
    request = etree.fromstring(zlib.decompress(base64.b64decode(told), -15))
    return str(request.get("ID")), str(request.get("AssertionConsumerServiceURL"))


def when(**more: float) -> str:
    return (datetime.now(UTC) + timedelta(**more)).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class SamlServer:
    """The server, and what it says; a test changes what it should not say."""

    keys: Pair = field(default_factory=usual_pair)
    entity: str = ENTITY
    audience: str = "http://testserver/account/with/saml/metadata/"
    recipient: str = ""
    person: str = "4711"
    form: str = PERSISTENT
    attributes: dict[str, str] = field(
        default_factory=lambda: {"mail": "nadia@belcombe.example", "displayName": "Nadia"}
    )
    holds: float = 5
    """Minutes for which the answer holds, from now."""
    began: float = -1
    answers: str = ""
    """Instead of the request that was asked."""
    status: str = "Success"
    signs: bool = True
    algorithm: str = SHA256
    without: str = ""
    """Path of a part that is left out."""
    wrong: Callable[[bytes], bytes] | None = None
    """What a liar does to the signed answer."""

    def answer(self, address: str) -> str:
        """Answer the request that a browser brings, as the form that it takes back."""
        name, back = asked(address)
        answer = self.sealed(self.written(self.answers or name, self.recipient or back))
        return base64.b64encode(self.wrong(answer) if self.wrong else answer).decode()

    def written(self, request: str, back: str) -> bytes:
        attributes = "".join(
            f'<saml:Attribute Name="{name}"><saml:AttributeValue>{value}</saml:AttributeValue></saml:Attribute>'
            for name, value in self.attributes.items()
        )
        told = f"<saml:AttributeStatement>{attributes}</saml:AttributeStatement>" if attributes else ""
        end, now = when(minutes=self.holds), when(minutes=self.began)
        text = f"""<samlp:Response xmlns:samlp="{SPACES["samlp"]}" xmlns:saml="{SPACES["saml"]}"
 ID="_answer" Version="2.0" IssueInstant="{now}" Destination="{back}" InResponseTo="{request}">
<saml:Issuer>{self.entity}</saml:Issuer>
<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:{self.status}"/></samlp:Status>
<saml:Assertion ID="_assertion" Version="2.0" IssueInstant="{now}"><saml:Issuer>{self.entity}</saml:Issuer>
<saml:Subject><saml:NameID Format="{self.form}">{self.person}</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData
 NotOnOrAfter="{end}" Recipient="{back}" InResponseTo="{request}"/></saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="{now}" NotOnOrAfter="{end}"><saml:AudienceRestriction>
<saml:Audience>{self.audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>
<saml:AuthnStatement AuthnInstant="{now}" SessionIndex="_session"><saml:AuthnContext>
<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef>
</saml:AuthnContext></saml:AuthnStatement>{told}</saml:Assertion></samlp:Response>"""
        return text.encode()

    def sealed(self, answer: bytes) -> bytes:
        """Sign the assertion, and leave the answer around it as it is."""
        from onelogin.saml2.utils import OneLogin_Saml2_Utils

        tree = etree.fromstring(answer)
        self.leave_out(tree)
        assertion = tree.find("saml:Assertion", SPACES)
        assert assertion is not None
        if self.signs:
            key, certificate = self.keys.private, self.keys.certificate
            signed = OneLogin_Saml2_Utils.add_sign(
                etree.tostring(assertion), key, certificate, sign_algorithm=self.algorithm, digest_algorithm=DIGEST256
            )
            tree.replace(assertion, etree.fromstring(signed))
        return bytes(etree.tostring(tree))

    def leave_out(self, tree: etree._Element) -> None:
        part, _, attribute = self.without.partition("@")
        for found in tree.findall(part, SPACES) if part else []:
            if attribute:
                del found.attrib[attribute]
            else:
                parent = found.getparent()
                assert parent is not None
                parent.remove(found)
