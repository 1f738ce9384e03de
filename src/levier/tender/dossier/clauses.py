"""What the contract of a tender holds: environmental and social clauses, general conditions, penalties, reuse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from levier.tender.dossier.figures import weights
from levier.tender.dossier.judging import (
    ASKED,
    CONTRACT,
    HEAD,
    NEEDS,
    RC,
    Hit,
    Reading,
    Told,
    aside,
    is_text,
    met,
    missing,
    reads,
    unread,
    weak,
)
from levier.tender.dossier.model import Block, BlockKind, Piece
from levier.tender.dossier.opening import value_eur
from levier.tender.model import CriterionKind, DocumentKind
from levier.tender.words import Found, fold
from levier.wording.text import Text, say

THE_CONTRACT = say("the clauses of the contract (CCTP, CCAP)")
ARTICLE = re.compile(r"articles?\s+((?:\d+(?:\.\d+)*)(?:(?:\s*,\s*|\s+et\s+)\d+(?:\.\d+)*)*)")
SENTENCE = re.compile(r"(?<=[.;!?])\s+")
OFTEN = 3
"""A document that speaks of software so many times is about software."""


def _binding(reading: Reading, use: str) -> tuple[list[Hit], list[Hit]]:
    """Return the paragraphs of the contract that bind the supplier on something, and those that only wish."""
    binds: list[Hit] = []
    wishes: list[Hit] = []
    for piece, block in reading.dossier.blocks(*CONTRACT):
        if not is_text(block) or _in_criteria(reading, piece, block):
            continue
        found = reading.law.lexicon.first(use, block.text)
        heading = block.heading or ""
        titled = reading.law.lexicon.first(use, heading)
        if not (found or titled) or not (reading.has("actor", block.text) or reading.has("actor", heading)):
            continue
        hit = Hit(piece, block, found or _at_start(titled))
        wishing = reading.has("wish", block.text) or reading.has("generic_law", block.text)
        bound = reading.has("duty", block.text) and not wishing
        (binds if bound or _in_one_sentence(reading, use, block.text) else wishes).append(hit)
    return binds, wishes


def _in_one_sentence(reading: Reading, use: str, text: str) -> bool:
    """Tell whether one sentence binds by itself: a wish in another sentence of the paragraph takes nothing from it."""
    return any(
        reading.has(use, sentence)
        and reading.has("duty", sentence)
        and not (reading.has("wish", sentence) or reading.has("generic_law", sentence))
        for sentence in SENTENCE.split(text)
    )


def _at_start(found: Found | None) -> Found:
    """Return words of a heading as the place of the whole block below it."""
    assert found is not None
    return replace(found, start=0, end=0)


def _in_criteria(reading: Reading, piece: Piece, block: Block) -> bool:
    found = reading.criteria
    return found is not None and found.piece is piece and block in found.zone


@reads("CCP-L2112-2")
def the_contract_has_an_environmental_clause(reading: Reading) -> Iterator[Told]:
    """A clause that binds the supplier, and not only a wish."""
    binds, wishes = _binding(reading, "environment")
    if binds:
        yield met(say("An environmental clause binds the supplier."), binds[0].place)
    elif not reading.readable(*CONTRACT):
        yield unread(THE_CONTRACT)
    else:
        yield from _lacking(
            wishes,
            say("The environment is only wished for, or the law recalled: nothing can be followed."),
            say("No clause on the environment binds the supplier."),
            say("Add at least one clause that can be followed during the contract, with its penalty."),
            "TRV-12",
        )


def _lacking(wishes: list[Hit], wished: Text, none: Text, advice: Text, clause: str) -> Iterator[Told]:
    if wishes:
        yield weak(wished, advice, wishes[0].place, clause)
    else:
        yield missing(none, advice, None, clause)


@reads("CCP-L2112-2-1")
def the_contract_has_a_social_clause(reading: Reading) -> Iterator[Told]:
    """From the threshold on, a social clause."""
    binds, wishes = _binding(reading, "social")
    if binds:
        yield met(say("A social clause binds the supplier."), binds[0].place)
        return
    formal, value = reading.figure("formal_procedure"), value_eur(reading)
    named = reading.first("formal", *RC, *CONTRACT)
    adapted = reading.first("mapa", *RC, *CONTRACT)
    if value and formal and value[0] < formal.value:
        yield aside(say("{value} € stays below the threshold of {limit} €.", value=value[0], limit=formal.value))
    elif value is None and named is None and adapted:
        yield aside(say("The procedure is an adapted one: below the threshold, as far as was read."))
    elif value is None and named is None:
        yield unread(say("the estimated value of the contract"))
    elif not reading.readable(*CONTRACT):
        yield unread(THE_CONTRACT)
    else:
        yield from _lacking(
            wishes,
            say("Social matters are only wished for, or the law recalled: nothing can be followed."),
            say("The contract reaches the threshold and no social clause was found."),
            say("Add a social clause, or name which of the four cases allows to do without, with its reasons."),
            "TRV-08",
        )


@reads("CCP-L2111-2")
def specifications_take_the_environment(reading: Reading) -> Iterator[Told]:
    """The technical specifications speak of the environment, of people or of access."""
    pieces = (DocumentKind.CCTP, DocumentKind.ONE)
    if not reading.readable(*pieces):
        yield unread(say("the technical specifications (CCTP)"))
        return
    for use in ("environment", "social", "accessibility"):
        if hit := next((h for h in reading.hits(use, *pieces) if is_text(h.block)), None):
            yield met(say("The technical specifications take sustainable development into account."), hit.place)
            return
    yield missing(
        say("No technical specification takes sustainable development into account."),
        say("Add one, such as repair, spare parts or energy."),
        None,
        "BUR-03",
    )


@reads("CCP-R2111-6")
def specifications_take_accessibility(reading: Reading) -> Iterator[Told]:
    """Accessibility stands in the specifications."""
    if not reading.readable(DocumentKind.CCTP, DocumentKind.ONE):
        yield unread(say("the technical specifications (CCTP)"))
    elif hit := reading.first("accessibility", *NEEDS):
        yield met(say("A technical specification takes accessibility into account."), hit.place)
    else:
        yield weak(
            say("No technical specification takes accessibility into account."),
            say("Add one, or keep the reason why there is none."),
            None,
            "LOG-02" if _about(reading, "software") else None,
        )


def _about(reading: Reading, use: str) -> Hit | None:
    """Return where a tender shows that it is about something: at the top of a piece, or often."""
    found = list(reading.hits(use, *NEEDS))
    top = next((h for h in found if h.block.number <= HEAD and h.piece.kind in NEEDS), None)
    return top or (found[0] if len(found) >= OFTEN else None)


@reads("A11Y")
def digital_services_are_accessible(reading: Reading) -> Iterator[Told]:
    """A digital service names RGAA or EN 301 549."""
    about, told = _about(reading, "software"), reading.first("accessibility", *NEEDS)
    if about is None:
        yield aside(say("It is not about software, as far as was read."))
    elif told:
        yield met(say("Digital accessibility is asked for."), told.place)
    else:
        yield missing(
            say("Nothing asks for digital accessibility."),
            say("Ask for the conformity to RGAA or EN 301 549, or equivalent."),
            about.place,
            "LOG-02",
        )


@reads("DATAACT")
def the_cloud_can_be_left(reading: Reading) -> Iterator[Told]:
    """A cloud contract tells how it is left."""
    about, told = _about(reading, "cloud"), reading.first("reversibility")
    if about is None:
        yield aside(say("It is not about the cloud, as far as was read."))
    elif told:
        yield met(say("The contract tells how it is left."), told.place)
    else:
        yield missing(
            say("Nothing tells how the provider is left."),
            say("Add a clause on reversibility and portability."),
            about.place,
            "CLD-09",
        )


@reads("AGEC-58")
def reuse_has_its_share(reading: Reading) -> Iterator[Told]:
    """Something refurbished is bought, or the share is reached elsewhere."""
    bought, reused = reading.first("it_product", *NEEDS), reading.first("refurbished", *NEEDS, DocumentKind.PRICES)
    if bought is None:
        yield aside(say("No digital equipment was found."))
    elif reused:
        yield met(say("Refurbished equipment has its place."), reused.place)
    else:
        yield weak(
            say("Nothing comes from reuse here; the share is counted by category and by calendar year."),
            say("Open a lot of refurbished equipment, or note where the yearly share is reached."),
            bought.place,
            "REC-01",
        )


@reads("AGEC-55")
def the_index_is_taken_into_account(reading: Reading) -> Iterator[Told]:
    """New laptops: the repairability index counts."""
    bought, told = reading.first("index_product", *NEEDS), reading.first("repair_index")
    if bought is None:
        yield aside(say("No new product with an index was found."))
    elif told:
        yield met(say("The repairability index is taken into account."), told.place)
    else:
        yield missing(
            say("Nothing takes the repairability index of the laptops into account."),
            say("Ask for it in a criterion or as a proof, and accept an equivalent."),
            bought.place,
            "BUR-04",
        )


@reads("ECODES-MOB", "LABEL-MOB")
def mobiles_have_their_sheet(reading: Reading) -> Iterator[Told]:
    """Smartphones and tablets have an EPREL sheet that can be asked for."""
    bought, told = reading.first("mobile_product", *NEEDS), reading.first("eprel")
    if bought is None:
        yield aside(say("No smartphone nor tablet was found."))
    elif told:
        yield met(say("The label or its EPREL sheet is asked for."), told.place)
    else:
        yield weak(
            say("Nothing asks for the EPREL sheet of the smartphones or tablets."),
            say("Ask for the number of the sheet: it proves battery, repair and updates."),
            bought.place,
            "MOB-01",
        )


@reads("CCAG-TIC")
def one_set_of_general_conditions(reading: Reading) -> Iterator[Told]:
    """One CCAG, TIC or FCS."""
    found = {use: hit for use in ("ccag_tic", "ccag_fcs", "ccag_pi", "ccag_travaux") if (hit := _ccag(reading, use))}
    names = ", ".join(use.removeprefix("ccag_").upper() for use in found)
    if len(found) > 1:
        last = list(found.values())[-1]
        yield missing(
            say("Several CCAG are named: {names}.", names=names), say("Refer to one, TIC or FCS."), last.place
        )
    elif found and next(iter(found)) in ("ccag_tic", "ccag_fcs"):
        yield met(say("One CCAG is named: {name}.", name=names), next(iter(found.values())).place)
    elif found:
        yield weak(
            say("The CCAG {name} is not the one made for digital purchases.", name=names),
            say("TIC or FCS usually fit; keep the reason if another does."),
            next(iter(found.values())).place,
        )
    elif not reading.readable(DocumentKind.CCAP, DocumentKind.ONE):
        yield unread(say("the administrative clauses (CCAP)"))
    else:
        yield weak(
            say("No CCAG is named: it applies only if the contract refers to it."),
            say("Refer to the CCAG TIC or FCS, or write all clauses of your own."),
        )


def _ccag(reading: Reading, use: str) -> Hit | None:
    return next((h for h in reading.hits(use) if reading.has("ccag", h.block.text)), None)


def _derogated(text: str) -> set[str]:
    """Return the articles of the CCAG from which a text derogates, such as 14.1."""
    folded = fold(text)
    found: set[str] = set()
    for match in re.finditer(r"derog\w*\s+(?:a|aux|de|par rapport a)?\s*(?:l'|les\s+)?", folded):
        if article := ARTICLE.match(folded, match.end()):
            found |= set(re.findall(r"\d+(?:\.\d+)*", article[1]))
    return found


@reads("CCAG-DEROG")
def derogations_are_listed(reading: Reading) -> Iterator[Told]:
    """Each derogation stands in the last article of the CCAP."""
    pieces = [p for p in reading.dossier.of(DocumentKind.CCAP, DocumentKind.ONE) if p.blocks]
    if not pieces:
        yield unread(say("the administrative clauses (CCAP)"))
        return
    piece = pieces[0]
    heads = [b for b in piece.blocks if b.kind is BlockKind.HEADING]
    last = heads[-1].number if heads else 0
    summary = [b for b in piece.blocks if b.number >= last]
    listing = any(reading.has("derogation", b.text) for b in summary)
    told = {article for b in summary for article in _derogated(b.text)} if listing else set()
    body = [(b, _derogated(b.text)) for b in piece.blocks if b.number < last]
    loose = [(b, a) for b, articles in body for a in sorted(articles) if not _covered(a, told, summary, listing)]
    if not any(articles for _, articles in body) and not told:
        yield aside(say("No derogation from the CCAG was found."))
    elif loose:
        yield missing(
            say("Derogations that the last article does not list: {names}.", names=", ".join(a for _, a in loose)),
            say("List them in the last article of the CCAP."),
            piece.passage(loose[0][0]),
        )
    else:
        yield met(say("The last article lists the derogations that were found."), piece.passage(summary[0]))


def _covered(article: str, told: set[str], summary: list[Block], listing: bool) -> bool:
    if any(article == t or article.startswith(f"{t}.") or t.startswith(f"{article}.") for t in told):
        return True
    return listing and any(re.search(rf"(?<![\d.]){re.escape(article)}(?![\d])", b.text) for b in summary)


@reads("CCAG-PENALTY")
def penalties_are_capped(reading: Reading) -> Iterator[Told]:
    """Penalties within the cap of the CCAG."""
    cap = reading.figure("penalty_cap_share")
    blocks = [h for h in reading.hits("penalty_heading", *CONTRACT) if is_text(h.block)]
    under = [
        Hit(p, b, h.found)
        for h in reading.hits("penalty_heading", *CONTRACT)
        for p, b in [(h.piece, x) for x in h.piece.blocks if h.block.text in x.headings]
        if not is_text(h.block) and is_text(b)
    ]
    found = {(h.piece.name, h.block.number): h for h in (*blocks, *under)}.values()
    if cap is None or not found:
        yield (aside(say("No penalty was found.")) if reading.readable(*CONTRACT) else unread(THE_CONTRACT))
        return
    open_ended = next((h for h in found if reading.has("no_cap", h.block.text)), None)
    capped = [
        (h, w.value / 100)
        for h in found
        if (c := reading.law.lexicon.first("cap", h.block.text))
        for w in weights(h.block.text[c.start :])[:1]
        if w.unit == "%"
    ]
    above = [(h, v) for h, v in capped if v > cap.value]
    if open_ended:
        yield missing(
            say("Penalties are said to have no cap."),
            say("Cap them: an open risk makes bids dearer."),
            open_ended.place,
        )
    elif above:
        hit = above[0][0]
        judged = weak if reading.has("derogation", hit.block.text) else missing
        yield judged(
            say("The cap on penalties is above that of the CCAG."),
            say("Lower the cap, or derogate from article 14 and list it."),
            hit.place,
        )
    else:
        yield met(say("Penalties stay within the cap of the CCAG, as far as was read."), next(iter(found)).place)


@reads("DRAFT-UNBALANCED")
def terms_are_balanced(reading: Reading) -> Iterator[Told]:
    """Words that put an open risk on the supplier."""
    found = [h for use in ("no_cap", "unbalanced") for h in reading.hits(use)]
    for hit in found:
        yield weak(
            say("“{words}” puts an open risk on the supplier.", words=hit.found.words),
            say("Cap it: bidders count an open risk into their price."),
            hit.place,
        )
    if not found:
        yield met(say("No term without limit was found."))


@reads("DRAFT-TARGET")
def the_target_price_stays_hidden(reading: Reading) -> Iterator[Told]:
    """No target price in what suppliers get."""
    if hit := reading.first("target_price", *ASKED, DocumentKind.PRICES, DocumentKind.OTHER):
        yield missing(
            say("The target price stands in a text that suppliers get."),
            say("Take it out of criteria and clauses."),
            hit.place,
        )
    else:
        yield met(say("The target price stands in no text that suppliers get."))


@reads("PRIVATE-ENV")
def a_private_buyer_chooses_too(reading: Reading) -> Iterator[Told]:
    """The environment in the choice and in the contract."""
    found = reading.criteria
    criterion = found and any(c.kind is CriterionKind.ENVIRONMENT for c in found.criteria)
    clause = _binding(reading, "environment")[0]
    if criterion and clause:
        yield met(say("The environment counts in the choice and in the contract."), clause[0].place)
    else:
        yield weak(
            say("The environment counts neither in the choice nor in the contract.")
            if not criterion and not clause
            else say("The environment counts in the contract and not in the choice.")
            if clause
            else say("The environment counts in the choice and not in the contract."),
            say("Add a criterion and a clause that can be followed."),
            None,
            "TRV-12",
        )
