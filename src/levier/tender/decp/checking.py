"""What the official schema and its rules refuse in a contract: everything at once, field by field.

Two of these rules are in the texts and not in the schema: "Pas de considération…" stands alone, and what comes from the
Union includes what comes from France.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from levier.tender.decp.model import Contract
from levier.tender.decp.schema import DecpSchema
from levier.wording.errors import BadOption, Place
from levier.wording.text import Text, say

NONE_OF = "Pas de "
ALONE = "Pas de groupement"
FOLLOWING = "Marchés subséquents"
NOT_IN_IDS = '&"\\< ,;'
"""Signs that the schema asks to keep out of identifiers."""


def problems(contract: Contract, schema: DecpSchema) -> list[BadOption]:
    """Return everything that keeps a contract from being published, nothing where it can be."""
    return [
        *_words(contract, schema),
        *_texts(contract, schema),
        *_numbers(contract, schema),
        *_together(contract),
    ]


def _refusal(field: str, what: Text, expected: Text, found: object) -> BadOption:
    return BadOption(what, place=Place(column=field), expected=expected, found=str(found))


def _words(c: Contract, schema: DecpSchema) -> Iterator[BadOption]:
    single = {
        "nature": c.nature,
        "procedure": c.procedure,
        "ccag": c.ccag,
        "formePrix": c.price_form,
        "typeGroupementOperateurs": c.grouping,
    }
    for field, word in single.items():
        yield from _among(field, word, schema.listed(field))
    several = {
        "techniques": c.techniques,
        "modalitesExecution": c.execution,
        "typesPrix": c.price_types,
        "considerationsSociales": c.considerations.social,
        "considerationsEnvironnementales": c.considerations.environment,
    }
    for field, words in several.items():
        yield from _list(field, words, schema.listed(field))
    yield from _among("lieuExecution.typeCode", c.place.kind, schema.part("lieuExecution", "typeCode"))
    for holder in c.holders:
        yield from _among("titulaires.typeIdentifiant", holder.kind, schema.holder_kinds())


def _among(field: str, word: str, known: Sequence[str]) -> Iterator[BadOption]:
    if word not in known:
        yield _refusal(
            field,
            say("A word is not in the official list."),
            say("one of: {words}", words=", ".join(known)),
            word,
        )


def _list(field: str, words: Sequence[str], known: Sequence[str]) -> Iterator[BadOption]:
    for word in words:
        yield from _among(field, word, known)
    if not words or len(set(words)) != len(words):
        yield _refusal(
            field, say("A list of the contract's data is empty or repeats itself."), say("each value once"), words
        )
    if len(words) > 1 and any(word.startswith(NONE_OF) for word in words):
        yield _refusal(
            field,
            say("A contract cannot have considerations and none."),
            say("“{word}” alone, or the others without it", word=next(w for w in known if w.startswith(NONE_OF))),
            ", ".join(words),
        )


def _texts(c: Contract, schema: DecpSchema) -> Iterator[BadOption]:
    siret = schema.rules("acheteur")["properties"]["id"]["pattern"]
    if not re.fullmatch(siret, c.buyer_siret):
        yield _refusal("acheteur.id", say("The SIRET of the buyer cannot be used."), say("14 digits"), c.buyer_siret)
    if not re.fullmatch(schema.pattern("codeCPV"), c.cpv):
        yield _refusal("codeCPV", say("A CPV code cannot be read."), say("eight digits, such as 30213100"), c.cpv)
    yield from _identifier("id", c.id, schema)
    if c.framework_id is not None:
        yield from _identifier("idAccordCadre", c.framework_id, schema)
    most = int(schema.rules("objet")["maxLength"])
    if not c.subject.strip() or len(c.subject) > most:
        yield _refusal(
            "objet",
            say("The subject of the contract is empty or too long."),
            say("a text of {n} characters at most", n=most),
            len(c.subject),
        )


def _identifier(field: str, value: str, schema: DecpSchema) -> Iterator[BadOption]:
    least, most = int(schema.rules(field)["minLength"]), int(schema.rules(field)["maxLength"])
    if not least <= len(value) <= most or any(sign in value for sign in NOT_IN_IDS):
        yield _refusal(
            field,
            say("An identifier of a contract cannot be used."),
            say("{least} to {most} characters, without blank, comma, semicolon, & or quotes", least=least, most=most),
            value,
        )


def _numbers(c: Contract, schema: DecpSchema) -> Iterator[BadOption]:
    values = {
        "offresRecues": c.bids_received,
        "dureeMois": c.months,
        "montant": c.amount_eur,
        "tauxAvance": c.advance_share,
        "origineUE": c.eu_share,
        "origineFrance": c.france_share,
    }
    for field, value in values.items():
        rules = schema.rules(field)
        low, high = float(rules["minimum"]), rules.get("maximum")
        if value is not None and not (low <= value and (high is None or value <= float(high))):
            bounds = (
                say("{low} or more", low=low)
                if high is None
                else say("from {low} to {high}", low=low, high=float(high))
            )
            yield _refusal(field, say("A number of the contract's data is out of bounds."), bounds, value)


def _together(c: Contract) -> Iterator[BadOption]:
    if c.eu_share is not None and c.france_share is not None and c.eu_share < c.france_share:
        yield _refusal(
            "origineUE",
            say("What comes from the Union cannot be less than what comes from France."),
            say("{share} or more", share=c.france_share),
            c.eu_share,
        )
    if c.advance_share is not None and not c.advance:
        yield _refusal("tauxAvance", say("There is a rate and no advance."), say("no rate"), c.advance_share)
    if c.published_on < c.notified_on:
        yield _refusal(
            "datePublicationDonnees",
            say("Data cannot be published before the contract is notified."),
            say("{day} or later", day=c.notified_on.isoformat()),
            c.published_on,
        )
    if FOLLOWING in c.execution and c.framework_id is None:
        yield _refusal(
            "idAccordCadre", say("A contract under a framework names its framework."), say("its identifier"), "-"
        )
    if not c.holders or len(set(c.holders)) != len(c.holders):
        yield _refusal(
            "titulaires", say("A contract has holders, each once."), say("one holder or more"), len(c.holders)
        )
    if len(c.holders) > 1 and c.grouping == ALONE:
        yield _refusal(
            "typeGroupementOperateurs",
            say("Several holders form a group."),
            say("another value than {word}", word=ALONE),
            c.grouping,
        )
