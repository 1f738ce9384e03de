"""The pages that ask for parts of a tender: which paths of the document, in which order, for which kind of buyer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from levier.tender.layout import PUBLIC_ONLY
from levier.tender.model import Buyer, BuyerKind
from levier.wording.text import Text, say


@dataclass(frozen=True)
class Section:
    """Paths that belong together, under one heading. A `folded` one is opened by whoever needs it."""

    heading: Text
    paths: tuple[str, ...]
    note: Text | None = None
    folded: bool = False
    name: str = ""
    """By which the page knows what stands beside it."""


@dataclass(frozen=True)
class Part:
    """A page that asks for parts of the document; its name is that of its view and of the versions it makes."""

    name: str
    heading: Text
    lead: Text
    sections: tuple[Section, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the top-level names that this page may change."""
        paths = (path for section in self.sections for path in section.paths)
        return tuple(dict.fromkeys(path.partition(".")[0] for path in paths))


NEED = Part(
    "need",
    say("What is needed, and what is not bought"),
    say(
        "Sobriety comes first: what is not bought costs nothing and pollutes nothing. An answer of one line is enough."
    ),
    (
        Section(say("Before buying"), ("need.sobriety",)),
        Section(say("Objectives"), ("need.objectives",)),
        Section(say("What is in service today"), ("need.estate",), name="estate"),
        Section(say("What is needed"), ("need.mode", "need.quantities")),
        Section(say("What was asked of the market"), ("need.sourcing",), folded=True),
    ),
)
FRAME = Part(
    "frame",
    say("Who buys, by which procedure, when"),
    say("The duties of the law depend on the buyer, the procedure and the day of the notice."),
    (
        Section(say("The tender"), ("title", "reference", "nature", "language", "segments")),
        Section(say("The procedure"), ("procedure", "notice_on", "deadline")),
        Section(
            say("The buyer"),
            (
                *("buyer.kind", "buyer.name", "buyer.people", "buyer.inhabitants", "buyer.annual_spend_eur_ex_vat"),
                *("buyer.contracting_entity", "buyer.central_authority", "buyer.under_public_law", "buyer.defence"),
                "buyer.spaser",
            ),
        ),
    ),
)
LOTS = Part(
    "lots",
    say("Value, duration and lots"),
    say("The whole, renewals and options included: it decides between procedures."),
    (
        Section(say("Value"), ("value.estimate_eur_ex_vat", "price_basis", "vat_recovered", "value.categories")),
        Section(say("Duration"), ("duration",)),
        Section(say("Lots"), ("no_lots_reason",), name="lots"),
        Section(say("Framework agreement"), ("framework",), folded=True),
        Section(say("Variants, additional services, options"), ("variants", "extras", "options"), folded=True),
    ),
)
LOT = (*("id", "title", "value_eur_ex_vat", "mode", "reserved", "small", "segments", "quantities"),)
"""What the page of one lot asks for."""
CONDITIONS = Part(
    "conditions",
    say("Conditions"),
    say("What is asked of bidders, and what binds whoever wins."),
    (
        Section(say("Those who bid"), ("candidates",)),
        Section(say("General conditions"), ("ccag", "derogations")),
        Section(say("Penalties"), ("penalties",)),
        Section(say("Why there is no social clause, if there is none"), ("social_waiver",), folded=True),
        Section(say("Declared footprints"), ("footprint",), folded=True),
        Section(say("Documents of the file"), ("documents",), folded=True),
        Section(say("Rounds of offers"), ("private",)),
    ),
)
PARTS: Mapping[str, Part] = {part.name: part for part in (NEED, FRAME, LOTS, CONDITIONS)}

PUBLIC_PATHS = PUBLIC_ONLY | {
    *("buyer.inhabitants", "buyer.contracting_entity", "buyer.central_authority", "buyer.under_public_law"),
    *("buyer.defence", "buyer.spaser", "value.categories", "framework.criteria", "framework.kind"),
    *("lots.reserved", "lots.small"),
}
"""What a private buyer is not asked: words of public law."""
PRIVATE_PATHS = frozenset({"private"})
"""What a public buyer is not asked."""

LONG = frozenset(
    {
        *("need.sobriety.answer", "need.objectives", "need.estate.condition", "no_lots_reason", "duration.reason"),
        *("variants.minimum", "candidates.turnover_reason", "social_waiver.reason"),
    }
)
"""Texts of several lines."""
CATEGORY = frozenset({"need.quantities.category", "lots.quantities.category"})
"""Texts that name a category of the catalogue."""
SEGMENTS = frozenset({"segments", "lots.segments"})
"""Lists of segments of the library."""

LABELS: Mapping[str, Text] = {
    "language": say("The language of the documents"),
    "reference": say("The reference of the consultation"),
    "need.quantities.category": say("Its kind of device"),
    "penalties.cap_share": say("The cap on their sum, in % of the contract before VAT"),
    "penalties.lines.share": say("Or in % of the amount concerned"),
    "penalties.lines.amount_eur": say("An amount in euros"),
    "need.sobriety": say("What is not bought, and why"),
    "lots.quantities.category": say("Its kind of device"),
    "need.quantities.mode": say("How it is met"),
    "lots.quantities.mode": say("How it is met"),
    "need.mode": say("How the need is met"),
    "lots.mode": say("How the need is met"),
    "need.sobriety.question": say("A question of your own"),
    "need.sobriety.answer": say("The answer, and its reason"),
    "social_waiver": say("The case, and its reasons"),
    "candidates.asked": say("The other documents and proofs asked for, one a line"),
    "framework.criteria": say("For a subsequent contract: the ids of the criteria of its framework, one a line"),
    "documents": say("Each piece"),
}
"""Where the help of the layout would not do as a label."""
PRIVATE_LABELS: Mapping[str, Text] = {
    "extras": say("Additional services that may be taken or left"),
    "candidates.asked": say("The other documents and proofs asked for, one a line"),
}


def asked(path: str, buyer: Buyer) -> bool:
    """Tell whether a path is asked of this buyer."""
    if buyer.public:
        return path not in PRIVATE_PATHS
    if path == "buyer.under_public_law":
        return buyer.kind is BuyerKind.ASSOCIATION  # the code may bind it all the same
    return path not in PUBLIC_PATHS
