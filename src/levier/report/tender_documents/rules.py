"""RC, or the rules of a private consultation: what is bought, who may bid, how offers are judged and answered."""

from __future__ import annotations

from collections.abc import Iterator

from levier.report.tender_documents.clauses import clause, duration, needed
from levier.report.tender_documents.dossier import Dossier
from levier.report.tender_documents.piece import Block, Bullets, Heading, Paragraph, Piece, Table
from levier.tender.model import Criterion, DocumentKind, PriceBasis
from levier.wording.numbers import write_count, write_share
from levier.wording.text import Language, say


def rules_piece(dossier: Dossier, lang: Language) -> Piece:
    """Write the rules of the consultation."""
    blocks = [
        *_subject(dossier, lang),
        *needed(dossier, lang),
        *_candidates(dossier, lang),
        *_criteria(dossier, lang),
        *_answers(dossier, lang),
    ]
    return dossier.piece("rc", lang, blocks)


def _subject(dossier: Dossier, lang: Language) -> Iterator[Block]:
    tender = dossier.tender
    yield Heading(1, say("The consultation").in_(lang))
    yield Paragraph(tender.title, say("Subject").in_(lang))
    if tender.lots:
        yield Bullets(tuple(say("Lot {id}: {title}", id=lot.id, title=lot.title).in_(lang) for lot in tender.lots))
    elif tender.no_lots_reason and dossier.public:
        yield Paragraph(tender.no_lots_reason, say("Why there are no lots").in_(lang))
    run = duration(dossier, lang)
    if run:
        yield Paragraph(run, say("Duration").in_(lang))
    frame = tender.framework
    if frame and frame.maximum_eur_ex_vat is not None:
        most = say("{value} € before VAT", value=write_count(frame.maximum_eur_ex_vat, lang)).in_(lang)
        yield Paragraph(most, say("Maximum of the framework").in_(lang))
    if tender.variants and tender.variants.allowed is not None:
        allowed = say("allowed") if tender.variants.allowed else say("not allowed")
        yield Paragraph(f"{allowed.in_(lang)}.", say("Variants").in_(lang))
        if tender.variants.allowed and tender.variants.minimum:
            yield Paragraph(tender.variants.minimum, say("Minimum requirements of a variant").in_(lang))
    if tender.extras:
        yield Paragraph("; ".join(extra.title for extra in tender.extras), say("Additional services").in_(lang))
    rounds = tender.private if not dossier.public else None
    if rounds and rounds.rounds is not None:
        final = say("The last one is the best and final offer.").in_(lang) if rounds.best_and_final else ""
        yield Paragraph(f"{rounds.rounds}. {final}".strip(), say("Rounds of offers").in_(lang))


def _candidates(dossier: Dossier, lang: Language) -> Iterator[Block]:
    asked = dossier.tender.candidates
    if asked is None:
        return
    items = []
    if asked.minimum_turnover_eur is not None:
        most = write_count(asked.minimum_turnover_eur, lang)
        items.append(say("Smallest yearly turnover: {value} €.", value=most).in_(lang))
    if asked.references is not None:
        items.append(
            say("References of similar contracts: {n}, or any equivalent proof.", n=asked.references).in_(lang)
        )
    items += [f"{text.rstrip('.')}." for text in asked.asked]
    if items:
        yield Heading(1, say("What is asked of those who bid").in_(lang))
        yield Bullets(tuple(items))


def _criteria(dossier: Dossier, lang: Language) -> Iterator[Block]:
    tender = dossier.tender
    yield Heading(1, say("Award criteria").in_(lang))
    heads = tuple(x.in_(lang) for x in (say("Criterion"), say("Weight"), say("How it is judged")))
    rows = tuple(row for criterion in tender.criteria for row in _rows(dossier, criterion, lang))
    yield Table(say("The criteria and their weights").in_(lang), heads, rows, frozenset({1}), frozenset({2}))
    basis = (
        say("Prices are compared with VAT included.")
        if tender.price_basis is PriceBasis.INC_VAT
        else say("Prices are compared before VAT.")
    )
    if tender.price_basis is not None:
        yield Paragraph(basis.in_(lang))
    name = dossier.title("parameters", lang)
    told = say("Formulas, parameters and a worked example stand in “{name}”. They are locked.", name=name)
    yield Paragraph(told.in_(lang))
    for one in (criterion for criterion in tender.criteria for criterion in (criterion, *criterion.parts)):
        if one.ladder:
            yield Table(
                say("Levels of the criterion “{name}”", name=one.name).in_(lang),
                (say("Share of the points").in_(lang), say("What earns it").in_(lang)),
                tuple((write_share(rung.points, lang), rung.text) for rung in one.ladder),
                frozenset({0}),
                frozenset({1}),
            )
    for number, taken in enumerate(dossier.of_piece(DocumentKind.RC), start=1):
        yield from clause(dossier, taken, lang, number)


def _rows(dossier: Dossier, criterion: Criterion, lang: Language) -> Iterator[tuple[str, ...]]:
    lots = dossier.lots(criterion.lots, lang)
    name = f"{criterion.name} ({lots})" if lots else criterion.name
    weight = "" if criterion.weight is None else write_share(criterion.weight, lang)
    yield name, weight, criterion.text or ""
    for part in criterion.parts:
        share = "" if part.weight is None else say("of which {share}", share=write_share(part.weight, lang)).in_(lang)
        yield part.name, share, part.text or ""


def _answers(dossier: Dossier, lang: Language) -> Iterator[Block]:
    yield Heading(1, say("How to answer").in_(lang))
    name = dossier.name("answers", lang)
    yield Bullets(
        (
            say("Fill in the answer workbook ({name}.xlsx or {name}.ods); it holds no macro.", name=name).in_(lang),
            say("Name the proof of each answer. An equivalent proof or label is always accepted.").in_(lang),
            say("An empty cell means no answer; a zero means zero.").in_(lang),
            say("A question that is answered is answered to all.").in_(lang),
        )
    )
    told = say("Fingerprint of the published rules: {hash}.", hash=dossier.announced.hash)
    yield Paragraph(told.in_(lang), kind="note")
