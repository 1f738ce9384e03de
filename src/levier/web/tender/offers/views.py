"""The door where offers are compared: stateless, nothing that is typed there is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from levier.web.house.exports import attachment
from levier.web.house.words import told
from levier.web.tender.limits import check_pace, lines_of, status_of
from levier.web.tender.offers import bridge
from levier.web.tender.offers.forms import MOST, PREFIX, NeedForm, OfferForms, merged
from levier.wording.errors import LevierError
from levier.wording.text import say

ROWS = 3
EXAMPLE = (
    {"name": "Dell Latitude 5440", "amount": 1049, "warranty": 3},
    {"name": "HP EliteBook 840 G8", "condition": "refurbished", "amount": 449, "warranty": 2},
    {"name": "Lenovo ThinkPad L14", "amount": 24.9, "paid": bridge.MONTH, "years": 4},
)
"""Invented prices, to see the page at work."""


@require_http_methods(["GET", "POST"])
def compare(request: HttpRequest) -> HttpResponse:
    """Compare offers."""
    if request.method == "GET":
        return _page(request, *_first(example="example" in request.GET))
    return _answered(request, lambda rows, need: _shown(request, rows, need))


@require_POST
def note(request: HttpRequest) -> HttpResponse:
    """Print the note of a comparison: the same fields, sent again."""
    return _answered(request, lambda rows, need: _printed(rows, need))


def _answered(request: HttpRequest, answer: Any) -> HttpResponse:
    more = "more" in request.POST
    data, left = merged(request.POST, more=more)
    need, offers = NeedForm(data), OfferForms(data, prefix=PREFIX)
    if more:
        need, offers = NeedForm(initial=data), OfferForms(initial=_rows(data), prefix=PREFIX)
        return _page(request, need, offers)
    right = all([need.is_valid(), offers.is_valid()])
    if left:
        need.add_error(
            "paste", told(say("At most {n} offers are compared. Lines without room: {left}.", n=MOST, left=left))
        )
        right = False
    if not right:
        return _page(request, need, offers, status=422)
    try:
        check_pace(request)
        answered: HttpResponse = answer(offers, need)
    except LevierError as error:
        need.add_error(None, lines_of(error))
        return _page(request, need, offers, status=status_of(error))
    return answered


def _shown(request: HttpRequest, offers: Any, need: NeedForm) -> HttpResponse:
    shown = bridge.show(offers.rows, need.cleaned_data, timezone.localdate())
    return _page(request, need, offers, shown=shown)


def _printed(offers: Any, need: NeedForm) -> HttpResponse:
    on = timezone.localdate()
    made = bridge.note(offers.rows, need.cleaned_data, on)
    name = told(say("comparison-of-offers")) + f"-{on.isoformat()}.pdf"
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": attachment(name)})


def _page(
    request: HttpRequest, need: NeedForm, offers: Any, *, shown: bridge.Shown | None = None, status: int = 200
) -> HttpResponse:
    context = {"need": need, "offers": offers, "shown": shown, "most": MOST, "full": len(offers.forms) >= MOST}
    return render(request, "tender/compare.html", context, status=status)


def _first(*, example: bool) -> tuple[NeedForm, Any]:
    """Return the forms as first shown: empty, or with an example to look at."""
    rows: list[dict[str, Any]] = [{} for _ in range(ROWS)]
    need: dict[str, Any] = {}
    if example:
        rows = [row | {n: bridge.typed(v) for n, v in row.items() if isinstance(v, (int, float))} for row in EXAMPLE]
        need = {"quantity": 40, "years": "4"}
    return NeedForm(initial=need or None), OfferForms(initial=rows, prefix=PREFIX)


def _rows(data: dict[str, Any]) -> list[dict[str, str]]:
    total = int(data[f"{PREFIX}-TOTAL_FORMS"])
    found: list[dict[str, str]] = [{} for _ in range(total)]
    for key, value in data.items():
        parts = key.split("-")
        if len(parts) == 3 and parts[0] == PREFIX and parts[1].isdigit() and int(parts[1]) < total:
            found[int(parts[1])][parts[2]] = value
    return found
