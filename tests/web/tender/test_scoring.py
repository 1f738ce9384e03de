"""A buyer tests her scoring before she publishes it, without an account."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from levier.tender.scoring.formulas import choose
from levier.tender.scoring.points import points_of
from tests.web.reading import markup

pytestmark = pytest.mark.django_db
PAGE = "/scoring/"


def typed(*weights: tuple[str, str, str], **more: str) -> dict[str, str]:
    """Return what the form sends for criteria (name, kind, weight)."""
    sent = {"c-TOTAL_FORMS": "5", "c-INITIAL_FORMS": "0", "formula": "ratio", "bids": "5", "prices": ""}
    for i in range(5):
        name, kind, weight = weights[i] if i < len(weights) else ("", "other", "")
        sent |= {f"c-{i}-name": name, f"c-{i}-kind": kind, f"c-{i}-weight": weight}
    return sent | more


PRICE_60 = (("Prix", "price", "60"), ("Technique", "technical", "40"))


def asked(sent: dict[str, str], language: str = "fr") -> Any:
    return Client(headers={"accept-language": language}).post(PAGE, sent)


def test_the_form_opens_with_an_example_that_can_be_sent_at_once() -> None:
    page = Client().get(PAGE)
    initial = {
        f"c-{i}-{name}": str(value)
        for i, form in enumerate(page.context["criteria"])
        for name, value in form.initial.items()
    }
    answer = asked(typed() | initial)
    assert answer.status_code == 200
    assert answer.context["tested"] is not None


def test_min_max_with_sixty_per_cent_of_price_is_warned_of_with_the_case() -> None:
    page = markup(asked(typed(*PRICE_60, formula="min-max")))
    assert "405787" in page
    assert "Un juge s’est déjà prononcé" in page
    assert "Ce qu’il faut changer" in page


def test_the_same_rules_with_ratio_are_set_beside_and_leave_less_to_look_at() -> None:
    tested = asked(typed(*PRICE_60, formula="min-max")).context["tested"]
    alone = asked(typed(*PRICE_60, formula="ratio")).context["tested"]
    assert tested.beside.fewer
    for beside, own in zip(tested.beside.rows, alone.beside.rows, strict=True):
        assert (beside.label, beside.other) == (own.label, own.chosen)
    assert alone.things < tested.things


def test_a_fair_ratio_is_said_to_do_what_it_announces() -> None:
    weights = (("Prix", "price", "60"), ("Technique", "technical", "20"), ("Environnement", "environment", "20"))
    answer = asked(typed(*weights, bids="2"), "en")
    assert answer.context["tested"].things == 0
    assert "These rules do what they announce" in markup(answer)
    assert "A court has already spoken" not in markup(answer)


def test_weights_that_miss_a_hundred_are_told_and_nothing_typed_is_lost() -> None:
    answer = asked(
        typed(("Prix maison", "price", "60"), ("Technique", "technical", "30"), prices="Aulne ; 98 500\n100")
    )
    page = markup(answer)
    assert answer.status_code == 422
    assert "La somme des poids est de 90 %" in page or "90 %" in page
    assert page.count("90 %") >= 2, "in the summary and beside the table"
    for kept in ('value="Prix maison"', 'value="60"', "Aulne ; 98 500"):
        assert kept in page
    assert '<a href="#id_c-0-weight">' in page


def test_rules_without_a_price_are_refused() -> None:
    assert asked(typed(("Technique", "technical", "100"))).status_code == 422


def test_prices_are_read_with_names_tabs_narrow_spaces_and_euros() -> None:
    pasted = "Aulne ; 98 500\nBouleau\t102\u202f000,50\n110000 €\n\n"
    tested = asked(typed(*PRICE_60, prices=pasted)).context["tested"]
    expected = points_of(choose("ratio", {}), [98500.0, 102000.5, 110000.0], 60.0).points
    assert [(one.name, one.price) for one in tested.tried] == [
        ("Aulne", 98500.0),
        ("Bouleau", 102000.5),
        ("Offre 3", 110000.0),
    ]
    assert [one.points for one in tested.tried] == pytest.approx(list(expected))


@pytest.mark.parametrize("prices", ["cent euros\n100", "100", "-5\n3"])
def test_prices_that_are_none_are_told_at_their_field(prices: str) -> None:
    answer = asked(typed(*PRICE_60, prices=prices))
    assert answer.status_code == 422
    assert answer.context["form"].errors["prices"]


def test_an_own_formula_is_tried() -> None:
    answer = asked(typed(*PRICE_60, formula="own", own="N * (Pmin / P) ^ 2", prices="100\n200"))
    tested = answer.context["tested"]
    assert [one.points for one in tested.tried] == pytest.approx([60.0, 15.0])


@pytest.mark.parametrize("own", ["N * (Pmin / P", "__import__('os')", "Q + 1"])
def test_a_formula_that_cannot_be_read_is_told_and_kept(own: str) -> None:
    answer = asked(typed(*PRICE_60, formula="own", own=own))
    assert answer.status_code == 422
    assert answer.context["tested"] is None
    assert "caractère" in " ".join(answer.context["form"].errors["own"])
    assert answer.context["form"]["own"].value() == own


def test_a_formula_without_what_it_needs_asks_for_it() -> None:
    assert "own" in asked(typed(*PRICE_60, formula="own")).context["form"].errors


def test_what_a_person_types_is_shown_as_text() -> None:
    page = markup(asked(typed(("<script>alert(1)</script>", "price", "60"), ("b", "technical", "40"))))
    assert "<script>alert(1)" not in page


def test_too_many_computations_are_refused_and_nothing_typed_is_lost() -> None:
    with patch("levier.web.tender.limits.ratelimit.consume", return_value=False):
        answer = asked(typed(*PRICE_60))
    assert answer.status_code == 429
    assert answer.context["form"].non_field_errors()
    assert 'value="Prix"' in markup(answer)


def test_nothing_is_kept_and_few_questions_are_asked_of_the_database(django_assert_max_num_queries: Any) -> None:
    client = Client()
    with django_assert_max_num_queries(12):
        answer = client.post(PAGE, typed(*PRICE_60))
    assert answer.status_code == 200
    assert not client.cookies.get("sessionid")
    assert "Prix" not in markup(client.get("/"))
