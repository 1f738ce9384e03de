"""A buyer under the threshold compares three quotes, without an account."""

from __future__ import annotations

import re
from typing import Any
from unittest.mock import patch

import pypdfium2
import pytest
from django.test import Client

from levier.web.tender.offers.forms import FIELDS, MOST
from tests.web.reading import markup

pytestmark = pytest.mark.django_db
PAGE, NOTE = "/compare/", "/compare/note/"
NEED = {"quantity": "40", "years": "4", "vat": "excluded", "kind": "", "electricity": "", "paste": ""}
LINES = (
    'Dell Latitude 5440 14" i5 16 Go\t1\u202f049,00 € HT\tgarantie 3 ans\n'
    "HP EliteBook 840 G8 reconditionné grade A ; 449,00 € ; garantie 24 mois ; 28 kWh/an\n"
    "Location Lenovo ThinkPad L14, 24,90 € HT / mois sur 48 mois, 212 kg CO2e"
)


def typed(*offers: dict[str, str], **more: str) -> dict[str, str]:
    """Return what the form sends."""
    sent = NEED | {"o-TOTAL_FORMS": str(max(len(offers), 3)), "o-INITIAL_FORMS": "0"}
    for i in range(max(len(offers), 3)):
        row = dict.fromkeys(FIELDS, "") | {"condition": "new", "paid": "once"} | (offers[i] if i < len(offers) else {})
        sent |= {f"o-{i}-{name}": value for name, value in row.items()}
    return sent | more


NEW = {"name": "Dell Latitude 5440", "amount": "1 049,00"}
USED = {"name": "HP EliteBook 840 G8", "condition": "refurbished", "amount": "449"}


def asked(sent: dict[str, str], language: str = "fr", page: str = PAGE) -> Any:
    return Client(headers={"accept-language": language}).post(page, sent)


def test_three_pasted_lines_are_read_recognised_and_compared() -> None:
    answer = asked(typed(paste=LINES))
    page = markup(answer)
    assert answer.status_code == 200
    assert "« HP EliteBook 840 G8 reconditionné grade A » coûte le moins par année de service" in page
    assert "Ce qu’il faut demander avant de décider" in page
    rows = answer.context["offers"].rows
    assert [row["amount"] for row in rows] == [1049.0, 449.0, 24.9]
    assert [row["paid"] for row in rows] == ["once", "once", "month"]
    assert rows[2]["years"] == 4.0
    assert rows[1]["condition"] == "refurbished"


def test_what_was_read_stands_in_fields_that_can_be_corrected_and_sent_again() -> None:
    first = asked(typed(paste=LINES))
    form = first.content.decode()
    fields = dict(re.findall(r'name="(o-\d-\w+)" value="([^"]*)"', form))
    assert fields["o-0-amount"] == "1049"
    assert fields["o-2-amount"] == "24,9"
    rows: list[dict[str, str]] = [
        {name: fields.get(f"o-{i}-{name}", "") for name in FIELDS}
        | {"condition": row["condition"], "paid": row["paid"]}
        for i, row in enumerate(first.context["offers"].rows)
    ]
    again = typed(*rows)
    again["o-0-name"] = first.context["offers"].rows[0]["name"]
    assert asked(again).context["shown"].title == first.context["shown"].title


def test_offers_may_be_filled_in_by_hand_in_english() -> None:
    page = markup(asked(typed(NEW, USED), "en"))
    assert "costs least per year of service" in page
    assert "Prices are without VAT" in page


def test_a_single_offer_is_not_compared_and_nothing_typed_is_lost() -> None:
    answer = asked(typed(NEW))
    assert answer.status_code == 422
    assert 'value="Dell Latitude 5440"' in markup(answer)
    assert 'role="alert"' in markup(answer)


def test_an_offer_without_a_price_is_told_at_its_field() -> None:
    answer = asked(typed(NEW, {"name": "HP EliteBook"}))
    assert answer.status_code == 422
    assert "#id_o-1-amount" in markup(answer)


def test_a_need_without_years_is_told_and_pasted_lines_are_already_laid_out() -> None:
    answer = asked(typed(paste=LINES, years=""))
    assert answer.status_code == 422
    assert "#id_years" in markup(answer)
    assert answer.context["offers"].rows[1]["amount"] == 449.0


def test_lines_that_have_no_room_stay_in_the_field() -> None:
    lines = "\n".join(f"ThinkPad L{n} ; {n}00 €" for n in range(1, 9))
    answer = asked(typed(paste=lines))
    assert answer.status_code == 422
    assert len(answer.context["offers"].rows) == MOST
    assert answer.context["need"]["paste"].value().splitlines() == lines.splitlines()[MOST:]


def test_an_offer_is_added_without_script_and_without_computing() -> None:
    with patch("levier.web.tender.offers.bridge.show") as show:
        answer = asked(typed(NEW, USED, more="1"))
    assert not show.called
    assert answer.status_code == 200
    assert len(answer.context["offers"].forms) == 4
    assert answer.context["offers"].forms[1]["name"].value() == "HP EliteBook 840 G8"
    assert "#errors" not in markup(answer)


def test_there_are_never_more_than_six_offers() -> None:
    answer = asked(typed(*[NEW] * 6, more="1"))
    assert len(answer.context["offers"].forms) == MOST
    assert 'name="more"' not in markup(answer)


@pytest.mark.parametrize("number", ["beaucoup", "-1", "10000000000000"])
def test_numbers_that_cannot_be_used_are_told_at_their_field(number: str) -> None:
    answer = asked(typed(NEW, USED | {"amount": number}))
    assert answer.status_code == 422
    assert answer.context["offers"].forms[1].errors["amount"]


@pytest.mark.parametrize("total", ["", "x", "-3", "999999", "1e9"])
def test_a_tampered_count_of_offers_harms_nothing(total: str) -> None:
    assert asked(typed(NEW, USED) | {"o-TOTAL_FORMS": total}).status_code in (200, 422)


def test_what_a_person_types_is_shown_as_text() -> None:
    hostile = {"name": "<script>alert(1)</script>", "amount": "10"}
    answer = asked(typed(hostile, NEW))
    assert answer.status_code == 200
    assert "<script>alert(1)" not in markup(answer)


@pytest.mark.parametrize(("language", "word"), [("fr", "coûte le moins"), ("en", "costs least")])
def test_the_note_is_a_page_of_pdf_in_the_language_of_the_page(language: str, word: str) -> None:
    answer = asked(typed(paste=LINES), language, NOTE)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].endswith('.pdf"')
    with pypdfium2.PdfDocument(answer.content) as document:
        assert len(document) == 1
        assert word in " ".join(document[0].get_textpage().get_text_bounded().split())


def test_a_note_of_what_cannot_be_compared_is_the_form_again() -> None:
    answer = asked(typed(NEW), page=NOTE)
    assert answer.status_code == 422
    assert 'value="Dell Latitude 5440"' in markup(answer)


def test_too_many_computations_are_refused_and_nothing_typed_is_lost() -> None:
    with patch("levier.web.tender.limits.ratelimit.consume", return_value=False):
        answer = asked(typed(NEW, USED))
    assert answer.status_code == 429
    assert 'value="HP EliteBook 840 G8"' in markup(answer)


def test_a_network_computes_so_often_and_what_is_refused_is_not_counted(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"compute_openly": "2/15m/ip"}
    client = Client()
    assert [client.post(PAGE, typed(NEW)).status_code for _ in range(3)] == [422] * 3
    assert [client.post(PAGE, typed(NEW, USED)).status_code for _ in range(3)] == [200, 200, 429]


def test_nothing_is_kept_and_few_questions_are_asked_of_the_database(django_assert_max_num_queries: Any) -> None:
    client = Client()
    with django_assert_max_num_queries(12):
        answer = client.post(PAGE, typed(NEW, USED))
    assert answer.status_code == 200
    assert not client.cookies.get("sessionid")


def test_a_kind_in_a_word_tells_what_names_do_not() -> None:
    strange = ({"name": "Zorglub 3000", "amount": "500"}, {"name": "Zorglub 4000", "amount": "900"})
    assert "n’est pas connu" in markup(asked(typed(*strange)))
    assert "kg CO₂e par an et par appareil" in markup(asked(typed(*strange, kind="portable")))
    assert asked(typed(*strange, kind="trombone")).context["need"].errors["kind"]


def test_every_field_of_the_form_stands_on_the_page() -> None:
    page = Client().get(PAGE)
    names = [field.html_name for form in (page.context["need"], *page.context["offers"].forms) for field in form]
    assert [name for name in names if f'name="{name}"' not in markup(page)] == []


def test_the_example_fills_the_form() -> None:
    page = Client(headers={"accept-language": "en"}).get(f"{PAGE}?example")
    assert 'value="Dell Latitude 5440"' in markup(page)
    assert 'value="24.9"' in markup(page)


def test_both_paths_stand_on_the_home_page() -> None:
    page = markup(Client(headers={"accept-language": "fr"}).get("/"))
    for words in ("Les équipements que vous avez", "Ce que vous achetez"):
        assert words in page
    for address in ("/scoring/", "/compare/", "/example/"):
        assert f'href="{address}"' in page
