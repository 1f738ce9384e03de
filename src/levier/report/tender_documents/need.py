"""The need sheet: sobriety first, the need, its value, what was chosen, and the codes of notice and data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from levier.report.criteria import KINDS
from levier.report.plain import plain_table
from levier.report.tender_documents.clauses import duration, needed
from levier.report.tender_documents.dossier import Dossier
from levier.report.tender_documents.piece import SPACED, Block, Heading, Paragraph, Piece, Table
from levier.tender.chosen import criteria, others
from levier.tender.library.codes import Considerations, Proposed, considerations, eforms
from levier.tender.provenance import told as status_told
from levier.wording.numbers import write_count
from levier.wording.text import Language, Text, say


def need_piece(dossier: Dossier, lang: Language) -> Piece:
    """Write the need sheet; it stays with the buyer, and the target price of a private one is not even there."""
    blocks = [
        Paragraph(say("Internal document: it does not go to bidders.").in_(lang), kind="callout"),
        *_sobriety(dossier, lang),
        *needed(dossier, lang),
        *_value(dossier, lang),
        *_chosen(dossier, lang),
        *_codes(dossier, lang),
    ]
    return dossier.piece("need", lang, blocks)


def _sobriety(dossier: Dossier, lang: Language) -> Iterator[Block]:
    need = dossier.tender.need
    if need is None:
        return
    yield Heading(1, say("What is not bought, and why").in_(lang))
    if need.sobriety:
        heads = tuple(x.in_(lang) for x in (say("Question"), say("Answer"), say("Units not bought")))
        rows = tuple(
            (s.question, s.answer or "–", "" if s.units_avoided is None else write_count(s.units_avoided, lang))
            for s in need.sobriety
        )
        yield Table(say("Questions of sobriety").in_(lang), heads, rows, frozenset({2}), frozenset({0, 1}))
    if need.objectives:
        yield Paragraph(need.objectives, say("Objectives").in_(lang))
    if need.sourcing and need.sourcing.suppliers_met is not None:
        yield Paragraph(write_count(need.sourcing.suppliers_met, lang), say("Suppliers met beforehand").in_(lang))


def _value(dossier: Dossier, lang: Language) -> Iterator[Block]:
    tender = dossier.tender
    told: list[tuple[Text, str | None]] = [
        (say("Estimated value, before VAT"), _euros(tender.estimate_eur_ex_vat, lang)),
        (say("Duration"), duration(dossier, lang)),
        (
            say("Maximum of the framework"),
            _euros(tender.framework.maximum_eur_ex_vat, lang) if tender.framework else None,
        ),
        (say("Why there are no lots"), tender.no_lots_reason if dossier.public else None),
    ]
    if not any(value for _, value in told):
        return
    yield Heading(1, say("Value, duration, lots").in_(lang))
    for name, value in told:
        if value:
            yield Paragraph(value, name.in_(lang))
    if tender.value and tender.value.categories:
        heads = (say("Category"), say("This tender, € before VAT"), say("Other contracts, € before VAT"))
        rows = tuple(
            (
                c.category,
                write_count(c.this_eur_ex_vat, lang),
                "–" if c.others_eur_ex_vat is None else write_count(c.others_eur_ex_vat, lang),
            )
            for c in tender.value.categories
        )
        caption = say("By homogeneous category").in_(lang)
        yield Table(caption, tuple(h.in_(lang) for h in heads), rows, frozenset({1, 2}), frozenset({0}))


def _euros(value: float | None, lang: Language) -> str | None:
    return None if value is None else say("{value} €", value=write_count(value, lang)).in_(lang)


def _chosen(dossier: Dossier, lang: Language) -> Iterator[Block]:
    rows = []
    for one in dossier.taken:
        c = one.criterion
        where = dossier.title(one.document.value, lang)
        if c is None:
            rows.append(("–", say("Clause of the buyer").in_(lang), where, ", ".join(one.lots), ""))
        else:
            what = f"{c.title.in_(lang)} – {KINDS[c.kind].in_(lang)}"
            rows.append((c.reference, what, where, ", ".join(one.lots), status_told(c.provenance.status).in_(lang)))
    if rows:
        yield Heading(1, say("Criteria and clauses chosen").in_(lang))
        heads = (say("Id"), say("Criterion or clause"), say("Document"), say("Lots"), say("How far it was checked"))
        yield Table(
            say("Criteria and clauses chosen").in_(lang),
            tuple(h.in_(lang) for h in heads),
            tuple(rows),
            wide=frozenset({1, 2, 4}),
        )


def _codes(dossier: Dossier, lang: Language) -> Iterator[Block]:
    if not dossier.public:
        return
    chosen = list(criteria(dossier.taken))
    yield Heading(1, say("Codes for the notice and for the data of the contract").in_(lang))
    heads = (say("Field"), say("Code"), say("Meaning"), say("From"))
    rows = tuple(
        (p.field, p.code.code, p.code.label.in_(lang), ", ".join(p.criteria) or "–")
        for p in eforms(chosen, dossier.library)
    )
    caption = say("Codes of the European notice (eForms), proposed from the criteria").in_(lang)
    yield Table(caption, tuple(h.in_(lang) for h in heads), rows, wide=frozenset({2, 3}))
    found = considerations(chosen, dossier.library, others(dossier.tender, dossier.taken))
    yield Paragraph(", ".join(found.social), say("Social considerations (DECP)").in_(lang))
    yield Paragraph(", ".join(found.environment), say("Environmental considerations (DECP)").in_(lang))
    yield Paragraph(say("These codes are a proposal: the buyer confirms them.").in_(lang), kind="note")


def write_codes(panel: Sequence[Proposed], told: Considerations, lang: Language) -> str:
    """Write the codes of the notice and the considerations of the contract's data as plain text."""
    heads = tuple(x.in_(lang) for x in (say("Field"), say("Code"), say("Meaning"), say("From")))
    rows = [[p.field, p.code.code, p.code.label.in_(lang), ", ".join(p.criteria) or "–"] for p in panel]
    lists = (
        (say("Social considerations (DECP)"), told.social),
        (say("Environmental considerations (DECP)"), told.environment),
    )
    return "\n".join(
        [*plain_table(heads, rows), "", *(f"{name.in_(lang)}{SPACED[lang]}{', '.join(words)}" for name, words in lists)]
    )
