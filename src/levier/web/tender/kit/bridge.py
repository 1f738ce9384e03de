"""Where a tender meets the library: what is proposed for its need, and what taking it writes into its document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from levier.catalogue.model import Status
from levier.report.criteria import KINDS
from levier.report.tender_documents.dossier import without_public_words
from levier.tender.law.case import every
from levier.tender.library.duty import duties_of
from levier.tender.library.model import Buyers, Criterion, Kind, Library, Purchase
from levier.tender.library.proposal import Item, Need, Proposal, propose
from levier.tender.library.starting import award_from, clause_from
from levier.tender.model import Criterion as Award
from levier.tender.model import CriterionKind, Mode, Tender
from levier.tender.provenance import told as status_told
from levier.web.house.words import language, told
from levier.web.tender.file.bridge import language_of, plain, tender_of
from levier.web.tender.findings import law, library
from levier.wording.text import Language, Text, say

WAYS = {
    Mode.BUY: Purchase.BUY,
    Mode.RENT: Purchase.RENT,
    Mode.REFURBISHED: Purchase.REFURBISHED,
    Mode.MIXED: Purchase.MIXED,
}
"""Ways of the need -> those of the library, which knows nothing of second-hand goods that nobody tested."""
PRIVATE_KINDS = KINDS | {
    Kind.AWARD_CRITERION: say("criterion of choice"),
    Kind.PERFORMANCE_CONDITION: say("condition of the contract"),
}
"""Kinds of criteria in the words of a private buyer."""
PUBLIC_BASIS = ("CCP ", "CCAG")
"""How references to the law of public contracts begin."""
PRICE = "price"
"""Id of the criterion of price, where the page adds it."""
TRANSVERSE = "transverse"
"""The segment that every need has."""


def segments() -> list[tuple[str, Text]]:
    """Return the segments that a need may touch."""
    return [
        (id_, term.label) for (kind, id_), term in library().terms.items() if kind == "segment" and id_ != TRANSVERSE
    ]


def segments_of(tender: Tender) -> list[str]:
    """Return the segments of a tender and of its lots that the library knows."""
    known = {id_ for id_, _ in segments()}
    named = dict.fromkeys([*tender.segments, *(s for lot in tender.lots for s in lot.segments)])
    return [segment for segment in named if segment in known]


def purchases_of(tender: Tender) -> frozenset[Purchase]:
    """Return the ways of getting something that the need names."""
    modes = {q.mode for q in tender.quantities} | {lot.mode for lot in tender.lots}
    modes.add(tender.need.mode if tender.need else None)
    return frozenset(WAYS[mode] for mode in modes if mode in WAYS)


def is_service(tender: Tender) -> bool:
    """Tell whether the need names a service, which is neither bought nor rented."""
    modes = {q.mode for q in tender.quantities} | {lot.mode for lot in tender.lots}
    return Mode.SERVICE in modes or (tender.need is not None and tender.need.mode is Mode.SERVICE)


def proposal_of(tender: Tender, today: date) -> Proposal:
    """Return what the library proposes for a tender as its notice stands, or as if it were sent today."""
    on = tender.notice_on or today
    need = Need(tuple(segments_of(tender)), purchases_of(tender), tender.buyer.kind.value, duties_of(tender, law(), on))
    return propose(need, library())


@dataclass(frozen=True)
class Words:
    """How the library is told to one buyer: a private one is spared the words of public law."""

    public: bool

    def __call__(self, text: Text | None, lang: Language | None = None) -> str:
        """Write a text of the library."""
        if text is None:
            return ""
        written = text.in_(lang or language())
        return written if self.public else without_public_words(written, lang or language())

    def kind(self, criterion: Criterion) -> str:
        """Say what a criterion is in law."""
        return told((KINDS if self.public else PRIVATE_KINDS)[criterion.kind])

    def basis(self, criterion: Criterion) -> tuple[str, ...]:
        """Return what a criterion rests on in law."""
        return tuple(b for b in criterion.legal_basis if self.public or not b.startswith(PUBLIC_BASIS))


def words_of(tender: Tender) -> Words:
    """Return how the library is told to the buyer of a tender."""
    return Words(tender.buyer.public)


@dataclass(frozen=True)
class Proposed:
    """A criterion as the proposal shows it; `there`: the tender has it."""

    id: str
    title: str
    kind: str
    duty: str
    reason: str
    status: str
    to_check: bool
    basis: str
    there: bool


def proposed(items: Iterable[Item], tender: Tender) -> list[Proposed]:
    """Return criteria as the proposal shows them."""
    words, there = words_of(tender), taken_ids(tender)
    return [
        Proposed(
            id=item.criterion.id,
            title=words(item.criterion.title),
            kind=words.kind(item.criterion),
            duty=words(item.duty) if tender.buyer.public else "",
            reason=words(item.reason),
            status=told(status_told(item.criterion.provenance.status)),
            to_check=item.criterion.provenance.status is Status.TO_VERIFY,
            basis=" ; ".join(words.basis(item.criterion)),
            there=item.criterion.id in there,
        )
        for item in items
    ]


def left_out(proposal: Proposal, tender: Tender) -> list[tuple[str, str, Text]]:
    """Return what was left out of a proposal: id, title, and why; nothing of public law to whom it does not bind."""
    words, public = words_of(tender), tender.buyer.public
    told = [x for x in proposal.left_out if public or x.criterion.buyers is not Buyers.PUBLIC]
    return [(x.criterion.id, words(x.criterion.title), x.reason) for x in told]


def taken_ids(tender: Tender) -> frozenset[str]:
    """Return the ids of the library's criteria that a tender has, as clauses or as award criteria."""
    awards = {award.library for award in every(tender.criteria)}
    return frozenset(id_ for id_ in {clause.id for clause in tender.clauses} | awards if id_)


def unweighed(tender: Tender) -> int:
    """Count the award criteria without a weight."""
    return sum(1 for c in tender.criteria if c.weight is None)


def priced(tender: Tender) -> bool:
    """Tell whether price or cost is an award criterion."""
    return any(c.kind in (CriterionKind.PRICE, CriterionKind.COST) for c in every(tender.criteria))


def taking(document: Mapping[str, Any], tender: Tender, ids: Sequence[str], lang: Language) -> dict[str, Any]:
    """Return the parts of a document once criteria of the library are taken; those that are there stay as they are."""
    there, known = taken_ids(tender), library()
    wanted = [known.criteria[id_] for id_ in ids if id_ in known.criteria and id_ not in there]
    awards = [_plain_award(c, known, lang) for c in wanted if c.kind is Kind.AWARD_CRITERION]
    clauses = [plain(asdict(clause_from(c))) for c in wanted]
    return {
        "criteria": [*(document.get("criteria") or ()), *awards],
        "clauses": [*(document.get("clauses") or ()), *clauses],
    }


def awarded(document: Mapping[str, Any], criterion: Criterion) -> dict[str, Any]:
    """Return the parts of a document once an award criterion of the library marks bids too; nothing for a clause."""
    if criterion.kind is not Kind.AWARD_CRITERION:
        return {}
    tender = tender_of(document)
    return taking(document, tender, [criterion.id], language_of(tender))


def _plain_award(criterion: Criterion, known: Library, lang: Language) -> dict[str, Any]:
    return dict(plain(asdict(award_from(criterion, known, lang))))


def price_criterion(lang: Language) -> dict[str, Any]:
    """Return the criterion of price, its weight open."""
    name = say("Price").in_(lang)
    return dict(plain(asdict(Award(PRICE, name, CriterionKind.PRICE, formula="ratio"))))
