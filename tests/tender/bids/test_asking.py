"""A question is kept as it was sent: another release, another language, a doubt that is gone change nothing of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from levier.tender.bids.asking import Sending, ask, words
from levier.tender.bids.plausibility import Doubt
from levier.tender.bids.questions import register, register_document
from levier.tender.bids.record import AwardRecord
from levier.wording.errors import BadOption
from levier.wording.text import Text, say
from tests.tender.bids.test_bids import doubted, offering

ON, UNTIL = date(2027, 1, 26), date(2027, 2, 2)
SENDING = Sending(ON, UNTIL, "Acheteuse de la ville", "fr")
OWN = "Jusqu’à quand livrez-vous des pièces pour l’appareil {about}, promis pour {told} ans ?"


def parts(name: str, id_: str, years: float) -> Doubt:
    found = doubted(offering(name, id=id_, spare_parts_years=years))
    return next(doubt for doubt in found if doubt.kind == "life.parts")


FIRST, SECOND = parts("A", "P1", 2), parts("B", "P7", 3)


def test_what_was_sent_is_kept_with_all_that_it_speaks_of() -> None:
    kept = ask(FIRST, AwardRecord(), SENDING)
    assert kept.question == FIRST.question.in_("fr")
    assert (kept.bid, kept.doubt, kept.kind, kept.about) == ("A", FIRST.id, "life.parts", "P1 A14")
    assert (kept.asked_on, kept.until, kept.by, kept.lang) == (ON, UNTIL, "Acheteuse de la ville", "fr")
    assert (kept.proposed, kept.why) == (None, None)


def test_later_words_of_the_library_change_nothing_of_what_was_sent() -> None:
    record = AwardRecord(questions=(ask(FIRST, AwardRecord(), SENDING),))
    later = replace(
        FIRST, question=Text("Other words for {about}", FIRST.question.arguments), reason=say("another one")
    )
    [line] = register_document(register([later], record), "en")
    assert (line["question"], line["lang"]) == (FIRST.question.in_("fr"), "fr")
    assert line["reason"] == FIRST.reason.in_("fr")
    other = replace(SECOND, question=Text("Other words for {about}", SECOND.question.arguments))
    assert words(other, record, "fr") == SECOND.question.in_("fr"), "the second bidder is asked as the first one was"


def test_a_question_stays_in_the_register_once_nothing_raises_it() -> None:
    record = AwardRecord(questions=(ask(FIRST, AwardRecord(), SENDING),))
    [entry] = register([], record)
    assert (entry.doubt.bid, entry.doubt.id, entry.words("en")) == ("A", FIRST.id, FIRST.question.in_("fr"))


def test_words_of_the_buyer_are_kept_beside_those_proposed_and_proposed_to_the_next() -> None:
    own = OWN.format(about="P1 A14", told="6")
    kept = ask(FIRST, AwardRecord(), replace(SENDING, text=own))
    assert (kept.question, kept.proposed, kept.wording) == (own, FIRST.question.in_("fr"), OWN)
    record = AwardRecord(questions=(kept,))
    assert words(SECOND, record, "fr") == OWN.format(about="P7 A14", told="6")
    assert ask(SECOND, record, SENDING).question == words(SECOND, record, "fr")


def test_other_words_for_the_same_doubt_need_a_reason_that_is_kept() -> None:
    record = AwardRecord(questions=(ask(FIRST, AwardRecord(), SENDING),))
    other = replace(SENDING, text="Pourquoi ?")
    with pytest.raises(BadOption):
        ask(SECOND, record, other)
    assert ask(SECOND, record, replace(other, why="il a déjà répondu à moitié")).why == "il a déjà répondu à moitié"
