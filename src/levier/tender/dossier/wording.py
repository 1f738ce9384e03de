"""Words of a tender that close it, or that ask what nobody can prove: each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from levier.tender.dossier.judging import ASKED, NEEDS, Hit, Reading, Told, in_candidates, met, missing, reads, weak
from levier.tender.finding import Passage, Verdict
from levier.tender.law.case import Answer
from levier.tender.model import BuyerKind, DocumentKind
from levier.wording.text import Text, say


def _told(found: Iterable[Hit], advice: Text, clause: str | None = None) -> Iterator[Told]:
    hits = list(found)
    for hit in hits:
        yield missing(say("“{words}” is named here.", words=hit.found.words), advice, hit.place, clause)
    if not hits:
        yield met(say("No such words were found in what was read."))


def _bare(reading: Reading, use: str, *kinds: DocumentKind) -> list[Hit]:
    """Return where words stand without "or equivalent" in the same paragraph."""
    return [h for h in reading.hits(use, *kinds) if not reading.has("equivalent", h.block.text)]


def _brands(reading: Reading) -> list[Hit]:
    found = _bare(reading, "brand", *NEEDS)
    return [h for h in found if not reading.has("existing", h.block.text) or reading.has("duty", h.block.text)]


@reads("DRAFT-BRAND")
def no_brand_closes_the_tender(reading: Reading) -> Iterator[Told]:
    """No brand without "or equivalent"."""
    yield from _told(_brands(reading), say("Describe the function, or add “or equivalent”."), "REC-08")


@reads("CCP-R2111-7")
def no_brand_by_law(reading: Reading) -> Iterator[Told]:
    """The rule of law behind DRAFT-BRAND, told once."""
    if found := _brands(reading):
        yield missing(
            say("A brand is named without “or equivalent”: see DRAFT-BRAND."),
            say("Describe the function instead."),
            found[0].place,
            told_by="DRAFT-BRAND",
        )
    else:
        yield met(say("No brand is named without “or equivalent”."))


@reads("DRAFT-GENERATION")
def no_generation_closes_the_tender(reading: Reading) -> Iterator[Told]:
    """No processor generation."""
    advice = say("Tell what the device must do, or a test result that older models may reach too.")
    yield from _told(reading.hits("generation", *NEEDS), advice, "REC-08")


def _standards(reading: Reading) -> list[Hit]:
    return _bare(reading, "standard", *NEEDS, DocumentKind.CCAP)


@reads("DRAFT-EQUIVALENT")
def standards_have_their_equivalent(reading: Reading) -> Iterator[Told]:
    """Each standard comes with "or equivalent"."""
    yield from _told(_standards(reading), say("Add “or equivalent”, and accept any proof."))


@reads("CCP-R2111-9")
def standards_by_law(reading: Reading) -> Iterator[Told]:
    """The rule of law behind DRAFT-EQUIVALENT, told once."""
    if found := _standards(reading):
        yield missing(
            say("A standard or label stands without “or equivalent”: see DRAFT-EQUIVALENT."),
            say("Add “or equivalent”."),
            found[0].place,
            told_by="DRAFT-EQUIVALENT",
        )
    else:
        yield met(say("Each standard that is named comes with “or equivalent”."))


@reads("DRAFT-COMPANY")
def criteria_judge_the_bid(reading: Reading) -> Iterator[Told]:
    """No award criterion on the company."""
    found = reading.criteria
    hits = []
    for block in found.zone if found else ():
        words = reading.law.lexicon.first("company", block.text)
        if found and words and not in_candidates(reading, block):
            hits.append(Hit(found.piece, block, words))
    advice = say("Judge what is delivered under this contract; the company is judged as a candidate.")
    yield from _told(hits, advice)


@reads("DRAFT-LOCAL")
def no_local_preference(reading: Reading) -> Iterator[Told]:
    """No preference for local companies."""
    advice = say("Ask for a delay or a presence on site that the contract needs, wherever they come from.")
    yield from _told(reading.hits("local", *ASKED), advice)


@reads("DRAFT-LABEL")
def labels_speak_of_the_subject(reading: Reading) -> Iterator[Told]:
    """No label of a company."""
    advice = say("Ask for what the label would prove of the product or service, or leave it out.")
    yield from _told(reading.hits("company_label", *ASKED), advice)


@reads("CCP-R2111-12")
def labels_by_law(reading: Reading) -> Iterator[Told]:
    """The rule of law behind DRAFT-LABEL, told once."""
    if hit := reading.first("company_label", *ASKED):
        yield missing(
            say("A label of a company is named: see DRAFT-LABEL."),
            say("Ask only for labels linked to the subject."),
            hit.place,
            told_by="DRAFT-LABEL",
        )
    else:
        yield met(say("No label without link to the subject was found."))


def _too_much(reading: Reading) -> list[Hit]:
    return [h for h in reading.hits("too_much", *ASKED) if not reading.has("size_filter", h.block.text)]


@reads("DRAFT-SMALL")
def small_suppliers_can_answer(reading: Reading) -> Iterator[Told]:
    """No demand that only large companies can answer."""
    advice = say("Ask it of those who owe it by law, or ask for data on the product.")
    yield from _told(_too_much(reading), advice)


@reads("CSRD")
def the_cap_on_data_holds(reading: Reading) -> Iterator[Told]:
    """The rule of law behind DRAFT-SMALL, told once."""
    if found := _too_much(reading):
        yield weak(
            say("Something is asked that small companies may refuse: see DRAFT-SMALL."),
            say("Ask small suppliers for no more than the voluntary standard."),
            found[0].place,
            told_by="DRAFT-SMALL",
        )
    else:
        yield met(say("Nothing beyond the voluntary standard is asked of all."))


@reads("DRAFT-EVIDENCE")
def proofs_exist(reading: Reading) -> Iterator[Told]:
    """No proof that nobody can give."""
    advice = say("Ask for a proof that exists for this product, or for an equivalent.")
    yield from _told(reading.hits("impossible", *ASKED), advice)


@reads("READING")
def what_could_be_read(reading: Reading) -> Iterator[Told]:
    """Each piece with what it was taken for; what was not read is told."""
    for piece in reading.dossier.pieces:
        place = Passage(document=piece.name)
        for reason in piece.unread:
            yield Told(Answer(Verdict.NOT_JUDGED, reason), place)
        if piece.blocks:
            told = say("Read as: {name}; paragraphs: {n}.", name=NAMES[piece.kind], n=len(piece.blocks))
            yield met(told, place)
    for name, reason in reading.dossier.unread:
        yield Told(Answer(Verdict.NOT_JUDGED, reason), Passage(document=name))
    if reading.guessed:
        reason = say("The buyer was taken for: {kind}.", kind=BUYERS[reading.buyer])
        yield Told(Answer(Verdict.NOT_JUDGED, reason, say("Say who buys: the rules depend on it.")))


NAMES = {
    DocumentKind.RC: say("rules of the consultation (RC)"),
    DocumentKind.CCTP: say("technical clauses (CCTP)"),
    DocumentKind.CCAP: say("administrative clauses (CCAP)"),
    DocumentKind.ONE: say("one document for all clauses (CCP)"),
    DocumentKind.AE: say("deed of commitment (AE)"),
    DocumentKind.PRICES: say("prices (BPU, DQE, DPGF)"),
    DocumentKind.ANSWER: say("answer form"),
    DocumentKind.NOTICE: say("notice"),
    DocumentKind.OTHER: say("a piece of no known kind"),
}
BUYERS = {
    BuyerKind.COMPANY: say("Company"),
    BuyerKind.STATE: say("State"),
    BuyerKind.LOCAL_AUTHORITY: say("Local authority"),
    BuyerKind.HOSPITAL: say("Hospital"),
    BuyerKind.PUBLIC_BODY: say("Other public body"),
    BuyerKind.ACADEMIC: say("School, university or research body"),
    BuyerKind.ASSOCIATION: say("Association"),
    BuyerKind.SUPPLIER: say("Supplier"),
}
