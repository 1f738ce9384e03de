"""The essential data of a contract from its tender and from what its award told, read from a small file.

The tender gives subject, procedure, techniques, general conditions, months and considerations; the rest only exists
once the contract is notified: who holds it, for how much, since when.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from levier.tender.chosen import Taken, criteria, others
from levier.tender.decp.model import Contract, Holder, Place
from levier.tender.decp.schema import load_schema
from levier.tender.library.codes import considerations
from levier.tender.library.model import Library
from levier.tender.model import Ccag, FrameworkKind, Lot, Procedure, Tender
from levier.tender.reading import read_record
from levier.tender.shapes import Day, Field, Flag, Many, Number, Record, Words
from levier.wording.errors import BadOption
from levier.wording.text import say

# The official French words of closed lists: they are checked against the schema when a contract is written.
NATURE, DEFENCE = "Marché", "Marché de défense ou de sécurité"
PROCEDURES: Mapping[Procedure, str] = {
    Procedure.MAPA: "Procédure adaptée",
    Procedure.OPEN: "Appel d'offres ouvert",
    Procedure.RESTRICTED: "Appel d'offres restreint",
    Procedure.NEGOTIATED: "Procédure avec négociation",
    Procedure.NO_COMPETITION: "Marché passé sans publicité ni mise en concurrence préalable",
    Procedure.DIALOGUE: "Dialogue compétitif",
}
CCAGS: Mapping[Ccag, str] = {
    Ccag.TIC: "Techniques de l'information et de la communication",
    Ccag.FCS: "Fournitures courantes et services",
    Ccag.PI: "Prestations intellectuelles",
    Ccag.MI: "Marchés industriels",
    Ccag.MOE: "Maitrise d'œuvre",
    Ccag.TRAVAUX: "Travaux",
}
NO_CCAG, NOTHING, FRAMEWORK = "Pas de CCAG", "Sans objet", "Accord-cadre"
ORDERS, FOLLOWING = "Bons de commande", "Marchés subséquents"


@dataclass(frozen=True)
class Notified:
    """What the award tells of a contract."""

    id: str
    buyer_siret: str
    cpv: str
    place_code: str
    amount_eur: float
    price_form: str
    price_types: tuple[str, ...]
    holders: tuple[Holder, ...]
    bids_received: int
    notified_on: date
    published_on: date
    grouping: str
    advance: bool
    subcontracting: bool
    innovative: bool = False
    procedure: str | None = None
    framework_id: str | None = None
    advance_share: float | None = None
    eu_share: float | None = None
    france_share: float | None = None
    place_kind: str = "Code postal"
    months: int | None = None
    lots: tuple[str, ...] = ()
    """The lots that the contract covers; none told: the whole tender."""


_TEXT, _FLAG, _SHARE = Words(), Flag(), Number(high=1)
HOLDER = Record(
    Holder,
    [
        Field("id", _TEXT, say("The identifier of the holder."), True),
        Field("kind", _TEXT, say("What kind of identifier it is: SIRET unless told.")),
    ],
)
NOTIFIED = Record(
    Notified,
    [
        Field("id", _TEXT, say("The identifier that the buyer gave the contract."), True),
        Field("buyer_siret", _TEXT, say("The SIRET of the buyer, 14 digits."), True),
        Field("cpv", _TEXT, say("The main CPV code, eight digits."), True),
        Field("place_code", _TEXT, say("The code of the place of performance."), True),
        Field("place_kind", _TEXT, say("What kind of code it is: Code postal unless told.")),
        Field("amount_eur", Number(), say("The amount, before VAT; the maximum of a framework."), True),
        Field("price_form", _TEXT, say("Unitaire, Forfaitaire or Mixte."), True),
        Field("price_types", Many(_TEXT, 4), say("How prices move, in the official words."), True),
        Field("holders", Many(HOLDER, 50), say("Who holds the contract."), True),
        Field("bids_received", Number(whole=True), say("How many offers came."), True),
        Field("notified_on", Day(), say("The day of notification."), True),
        Field("published_on", Day(), say("The day on which the data are published."), True),
        Field("grouping", _TEXT, say("Conjoint, Solidaire or Pas de groupement."), True),
        Field("advance", _FLAG, say("An advance is paid."), True),
        Field("advance_share", _SHARE, say("The rate of the advance.")),
        Field("subcontracting", _FLAG, say("A subcontract was declared."), True),
        Field("innovative", _FLAG, say("The contract is innovative.")),
        Field("procedure", _TEXT, say("The procedure in the official words, where the tender does not tell it.")),
        Field("framework_id", _TEXT, say("The identifier of its framework, for a subsequent contract.")),
        Field("eu_share", _SHARE, say("The share that comes from the European Union.")),
        Field("france_share", _SHARE, say("The share that comes from France.")),
        Field("months", Number(whole=True), say("Months of the contract, where the tender does not tell them.")),
        Field("lots", Many(_TEXT, 100), say("The lots that the contract covers; the whole tender unless told.")),
    ],
)


def read_notified(path: Path) -> Notified:
    """Read what an award told from a YAML file; raises `UnusableFile` for a name or value that is not as expected."""
    found: Notified = read_record(path, NOTIFIED)
    return found


def contract_of(tender: Tender, found: tuple[Taken, ...], library: Library, told: Notified) -> Contract:
    """Put a tender and its award together; raises `BadOption` for what neither tells.

    A contract for some lots is told by their titles and by what was asked for them alone.
    """
    tender = covered(tender, told.lots)
    found = tuple(one for one in found if _concerns(one.lots, told.lots))
    framework = tender.framework.kind if tender.framework else None
    given: dict[str, Any] = {
        name: getattr(told, name) for name in ("id", "buyer_siret", "cpv", "innovative", "bids_received", "amount_eur")
    }
    return Contract(
        **given,
        nature=DEFENCE if tender.buyer.defence else NATURE,
        subject=_subject(tender, told.lots),
        procedure=told.procedure or _procedure(tender),
        techniques=(FRAMEWORK,) if tender.framework else (NOTHING,),
        execution=_execution(tender, framework),
        ccag=CCAGS[tender.ccag[0]] if tender.ccag else NO_CCAG,
        place=Place(told.place_code, told.place_kind),
        months=told.months or _months(tender),
        price_form=told.price_form,
        price_types=told.price_types,
        advance=told.advance,
        holders=told.holders,
        grouping=told.grouping,
        subcontracting=told.subcontracting,
        notified_on=told.notified_on,
        published_on=told.published_on,
        considerations=considerations(list(criteria(found)), library, others(tender, found)),
        framework_id=told.framework_id,
        advance_share=told.advance_share,
        eu_share=told.eu_share,
        france_share=told.france_share,
    )


def covered(tender: Tender, lots: Sequence[str]) -> Tender:
    """Return what of a tender a contract covers; raises `BadOption` for a lot that it has not."""
    known = [lot.id for lot in tender.lots]
    for lot in lots:
        if lot not in known:
            raise BadOption(
                say("The contract covers a lot that the tender has not."),
                expected=say("one of: {words}", words=", ".join(known)),
                found=lot,
            )
    if not lots:
        return tender
    return replace(
        tender,
        lots=tuple(lot for lot in tender.lots if lot.id in lots),
        criteria=tuple(c for c in tender.criteria if _concerns(c.lots, lots)),
    )


def _concerns(of: Sequence[str], lots: Sequence[str]) -> bool:
    return not of or not lots or not set(of).isdisjoint(lots)


def _subject(tender: Tender, lots: Sequence[str]) -> str:
    """Write the subject (objet) of the contract, or of its lots: their titles, or ids where those are too long."""
    if not lots:
        return tender.title
    whole = f"{tender.title} – {'; '.join(_titled(lot) for lot in tender.lots)}"
    if len(whole) <= int(load_schema().rules("objet")["maxLength"]):
        return whole
    return f"{tender.title} – {'; '.join(say('lot {id}', id=lot.id).in_('fr') for lot in tender.lots)}"


def _titled(lot: Lot) -> str:
    return say("lot {id}: {title}", id=lot.id, title=lot.title).in_("fr")


def _execution(tender: Tender, framework: FrameworkKind | None) -> tuple[str, ...]:
    if tender.procedure is Procedure.SUBSEQUENT:
        return (FOLLOWING,)
    return {
        FrameworkKind.ORDERS: (ORDERS,),
        FrameworkKind.SUBSEQUENT: (FOLLOWING,),
        FrameworkKind.MIXED: (ORDERS, FOLLOWING),
        None: (NOTHING,),
    }[framework]


def _procedure(tender: Tender) -> str:
    if tender.procedure is not None and tender.procedure in PROCEDURES:
        return PROCEDURES[tender.procedure]
    raise BadOption(
        say("The procedure is not told in the words of the essential data."),
        expected=say("one of: {words}", words=", ".join(PROCEDURES.values())),
        found=tender.procedure.value if tender.procedure else None,
        mend=say("Give it as procedure in the file of the award."),
    )


def _months(tender: Tender) -> int:
    months = tender.duration.total_months if tender.duration else None
    if months is None:
        raise BadOption(
            say("The duration of the contract is not told."),
            expected=say("duration in the tender, or months in the file of the award"),
        )
    return months
