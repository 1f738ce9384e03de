"""What the codes of a tender are called on a page: for a public buyer, and for a private one."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from levier.report.tender_documents.dossier import MODES, PRICE_BASES, PROCEDURES, TITLES
from levier.tender import model
from levier.tender.dossier.wording import BUYERS, NAMES
from levier.wording.text import Text, say

NATURES = {
    model.Nature.SUPPLIES: say("Supplies"),
    model.Nature.SERVICES: say("Services"),
    model.Nature.WORKS: say("Works"),
}
RESERVED = {
    model.Reserved.DISABILITY: say("companies that employ people with disabilities (EA, ESAT)"),
    model.Reserved.INSERTION: say("companies of work integration (SIAE)"),
    model.Reserved.BOTH: say("either of the two (EA, ESAT, SIAE)"),
    model.Reserved.PRISON: say("work in prison"),
    model.Reserved.SOCIAL_ECONOMY: say("the social economy, for listed social services"),
}
FRAMEWORKS = {
    model.FrameworkKind.ORDERS: say("orders"),
    model.FrameworkKind.SUBSEQUENT: say("subsequent contracts"),
    model.FrameworkKind.MIXED: say("orders and subsequent contracts"),
}
CCAGS = {
    model.Ccag.TIC: say("information and communication technology (TIC)"),
    model.Ccag.FCS: say("common supplies and services (FCS)"),
    model.Ccag.PI: say("intellectual services (PI)"),
    model.Ccag.MI: say("industrial contracts (MI)"),
    model.Ccag.MOE: say("project management of works (MOE)"),
    model.Ccag.TRAVAUX: say("works (TRAVAUX)"),
}
EXCEPTIONS = {
    model.SocialException.OFF_THE_SHELF: say("the need is met by what is sold off the shelf"),
    model.SocialException.NO_LINK: say("no sufficient link with the subject of the contract"),
    model.SocialException.RESTRICTS: say("it would restrict competition, or make performance difficult"),
    model.SocialException.SHORT_WORKS: say("short works"),
}
LANGUAGES = {"fr": say("French"), "en": say("English")}


def _by_code(words: Mapping[Any, Text]) -> dict[str, Text]:
    return {str(code): text for code, text in words.items()}


WORDS: Mapping[type[StrEnum], Mapping[str, Text]] = {
    model.BuyerKind: _by_code(BUYERS),
    model.Nature: _by_code(NATURES),
    model.Procedure: _by_code(PROCEDURES),
    model.Mode: _by_code(MODES),
    model.Reserved: _by_code(RESERVED),
    model.FrameworkKind: _by_code(FRAMEWORKS),
    model.PriceBasis: _by_code(PRICE_BASES),
    model.Ccag: _by_code(CCAGS),
    model.SocialException: _by_code(EXCEPTIONS),
    model.DocumentKind: _by_code(NAMES),
}
"""Words of each list of codes that the pages ask for."""

PRIVATE_PIECES = {
    model.DocumentKind.RC: TITLES["rc"][1],
    model.DocumentKind.CCTP: TITLES["cctp"][1],
    model.DocumentKind.CCAP: TITLES["ccap"][1],
    model.DocumentKind.ONE: TITLES["ccp"][1],
    model.DocumentKind.AE: say("contract to sign"),
    model.DocumentKind.PRICES: say("prices"),
    model.DocumentKind.ANSWER: say("answer form"),
    model.DocumentKind.NOTICE: say("invitation to tender"),
    model.DocumentKind.OTHER: say("another piece"),
}
PRIVATE_PROCEDURES = frozenset({model.Procedure.CONSULTATION})
"""The ways that a private buyer is offered; a public one is offered all the others."""


def words_of(kind: type[StrEnum], *, public: bool) -> dict[str, Text]:
    """Return the codes that a buyer is offered, each with its words."""
    found = dict(WORDS[kind])
    if kind is model.DocumentKind and not public:
        return _by_code(PRIVATE_PIECES)
    if kind is model.Procedure:
        return {code.value: text for code, text in PROCEDURES.items() if (code in PRIVATE_PROCEDURES) is not public}
    return found
