"""Doors of tenders that need no account: nothing that is typed there is kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from levier.tender.model import CriterionKind as Kind
from levier.web.house.words import told
from levier.web.tender.laboratory import bridge
from levier.web.tender.laboratory.forms import CriteriaForms, FormulaForm
from levier.web.tender.limits import check_pace, lines_of, status_of
from levier.wording.errors import LevierError
from levier.wording.text import say

ROWS = 5
EXAMPLE = (
    (say("Price"), Kind.PRICE, "50"),
    (say("Technical value"), Kind.TECHNICAL, "30"),
    (say("Environment"), Kind.ENVIRONMENT, "20"),
)


@require_http_methods(["GET", "POST"])
def scoring(request: HttpRequest) -> HttpResponse:
    """Try the rules of an award on invented offers, before they are published."""
    sent = request.POST if request.method == "POST" else None
    criteria, form = CriteriaForms(sent, initial=_example(), prefix="c"), FormulaForm(sent)
    tested, status = None, 200 if sent is None else 422
    if sent is not None and all([criteria.is_valid(), form.is_valid()]):
        rows = [row for row in criteria.cleaned_data if row.get("weight")]
        try:
            check_pace(request)
            tested, status = bridge.test_rules(rows, form.cleaned_data), 200
        except LevierError as error:
            form.add_error(None, lines_of(error))
            status = status_of(error)
    return render(request, "tender/scoring.html", {"criteria": criteria, "form": form, "tested": tested}, status=status)


def _example() -> list[dict[str, str]]:
    """Return the rows of the form as first shown: weights that are common, and empty rows."""
    rows = [{"name": told(name), "kind": kind.value, "weight": weight} for name, kind, weight in EXAMPLE]
    return rows + [{"kind": Kind.OTHER.value}] * (ROWS - len(rows))
