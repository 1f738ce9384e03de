"""Which lots a workbook is for: those whose prices it gives. What another lot asks is not missing then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from levier.tender.answers.form import AnswerForm
from levier.tender.answers.reading import Key, Note, ReadBack

PRICED = frozenset({"price", "vat", "remark", "total"})
ASKED = frozenset({"answer", "evidence", "equivalent"})


def lots_of(form: AnswerForm) -> tuple[str, ...]:
    """Return the lots of which a form asks prices, in their order."""
    return tuple(dict.fromkeys(line.lot for line in form.prices if line.lot))


def offered(back: ReadBack, form: AnswerForm) -> tuple[str, ...]:
    """Return the lots that a workbook offers: of a line it gives the price, or a product. None: it does not say."""
    lines = {key[1] for key in back.answers if key[0] == "price"}
    lines |= {str(answer.value) for key, answer in back.answers.items() if key[0] == "product" and key[2] == "line"}
    found = {line.lot for line in form.prices if line.id in lines}
    return tuple(lot for lot in lots_of(form) if lot in found)


def of_lots(back: ReadBack, form: AnswerForm, lots: Sequence[str]) -> ReadBack:
    """Leave out what is missing or wrong where only another lot asks it; nothing is left out where no lot is told."""
    if not lots:
        return back

    def ours(note: Note) -> bool:
        asking = _asking(form, note.key)
        return not asking or not asking.isdisjoint(lots)

    missing, wrong = (tuple(note for note in notes if ours(note)) for notes in (back.missing, back.wrong))
    return replace(back, missing=missing, wrong=wrong)


def _asking(form: AnswerForm, key: Key) -> frozenset[str]:
    """Return the lots that ask for an answer; none: all do."""
    if key[:1] and key[0] in PRICED:
        found = next((line.lot for line in form.prices if line.id == key[1]), "")
    elif key[:1] and key[0] in ASKED:
        found = next((question.lot for question in form.questions if question.id == key[1]), "")
    else:
        found = ""
    return frozenset(lot.strip() for lot in found.split(",") if lot.strip())
