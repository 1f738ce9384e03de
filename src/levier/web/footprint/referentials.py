"""The pages of an organisation's own referentials: bring, see what is covered, take away, bring back.

Whoever leads on sustainability brings and takes away; every member sees which there are and what they cover. Nobody of
another organisation sees a word of them.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from levier.report.facts import TABLES
from levier.report.telling import capital
from levier.web.estate.bridge.summaries import soon_summary
from levier.web.estate.queries import inventories
from levier.web.estate.views.answers import waiting
from levier.web.footprint import actions, bridge, layout, queries
from levier.web.footprint.forms import ReferentialForm
from levier.web.footprint.models import OwnReferential
from levier.web.footprint.unpacking import MEGABYTE, MOST_BYTES
from levier.web.house.exports import attachment
from levier.web.house.files import local
from levier.web.house.limits import takes
from levier.web.house.words import language, told
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right
from levier.wording.errors import LevierError
from levier.wording.text import say

ROWS = 25
MOST_PROBLEMS = 50
"""Problems that a page tells in full; the others are counted."""
ZIP = "application/zip"


@require_GET
@inside(Right.READ)
def referentials(request: OrganisationRequest) -> HttpResponse:
    """List the referentials of the organisation: those in force, older versions, those taken away."""
    rows = list(queries.own_referentials())
    chosen, seen = queries.asked_now(request.organisation, {}).referential, set()
    for row in rows:
        row.in_force = row.deleted_at is None and row.name not in seen  # type: ignore[attr-defined]  # for the page
        row.chosen = row.in_force and row.name == chosen  # type: ignore[attr-defined]  # for the page
        if row.deleted_at is None:
            seen.add(row.name)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    context = {"page": page, "lang": language(), "choices": _choices()}
    return render(request, "footprint/referentials.html", context)


def _choices() -> str:
    """Return the inventory in whose choices a referential is chosen; empty where there is none yet."""
    newest = inventories().first()
    return newest.public_id if newest else ""


@takes(MOST_BYTES + MEGABYTE)
@require_http_methods(["GET", "HEAD", "POST"])
@inside(Right.LEAD)
def bring(request: OrganisationRequest) -> HttpResponse:
    """Take a referential: check it whole, keep it where it can be used, else tell all that is wrong."""
    form = ReferentialForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "tables": layout.TABLES_TOLD}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found, report, imported = bridge.dropped(file.read(), file.name, timezone.localdate())
            if found is not None:
                row, new = actions.bring_referential(request.organisation, person(request), found)
                return _brought(request, row, imported, new=new)
        except LevierError as error:
            form.add_error("file", error.in_(language()))
        else:
            problems = [_problem(p) for p in report.problems[:MOST_PROBLEMS]]
            left = len(report.problems) - len(problems)
            context |= {"problems": problems, "count": len(report.problems), "left": left, "folder": report.folder}
    status = 422 if request.method == "POST" else 200
    return render(request, "footprint/referential_new.html", context, status=status)


def _problem(error: LevierError) -> dict[str, str]:
    """Return a problem as a row of the page: where, what, expected, found, how to mend it."""
    lang = language()
    found = error.found if isinstance(error.found, str) or error.found is None else error.found.in_(lang)
    return {
        "where": error.place.in_(lang) if error.place else "",
        "what": error.what.in_(lang),
        "expected": error.expected.in_(lang) if error.expected else "",
        "found": (found or "")[:120],
        "mend": error.mend.in_(lang) if error.mend else "",
    }


def _brought(request: OrganisationRequest, row: OwnReferential, imported: Any, *, new: bool) -> HttpResponse:
    if imported is not None:
        text = say("{kept} of {read} rows of {file} kept.", kept=imported.kept, read=imported.read, file=imported.file)
        messages.warning(request, told(text))
    if new:
        messages.success(request, told(say("Kept as version {n}. It is used once it is chosen.", n=str(row.version))))
    else:
        messages.warning(request, told(say("The version in force says exactly this: nothing was changed.")))
    return redirect("footprint:referential", request.organisation.public_id, row.public_id)


@require_GET
@inside(Right.READ)
def referential(request: OrganisationRequest, referential: str) -> HttpResponse:
    """Show one version of a referential: whose figures these are, what they cover, what calls for a second look."""
    row = get_object_or_404(queries.own_referentials(), public_id=referential)
    lang, checked, newest = language(), row.checked, inventories().first()
    context: dict[str, Any] = {"row": row, "lang": lang, "choices": newest.public_id if newest else ""}
    try:
        own = bridge.brought(row.content)
    except LevierError as error:
        context["broken"] = error.in_(lang)
        return render(request, "footprint/referential.html", context)
    summary = soon_summary(newest.snapshot) if newest else None
    if newest and summary is None:
        return waiting(request, newest.snapshot)
    page = Paginator(bridge.covered(row.content), ROWS).get_page(request.GET.get("page"))
    tables = [(name, told(TABLES[name])) for name in bridge.BY_CATEGORY if checked["rows"].get(name)]
    context |= {
        "own": own,
        "lacking": [told(TABLES[name]) for name in checked["lacking"]],
        "counts": [(told(TABLES[name]), n) for name, n in checked["rows"].items() if n],
        "tables": tables,
        "rows": [(capital(told(text)), [(title, by.get(name)) for name, title in tables]) for _, text, by in page],
        "page": page,
        "remarks": [_remark(r, lang) for r in checked["warnings"][:ROWS]],
        "remarks_left": len(checked["warnings"]) + checked["warnings_left"] - len(checked["warnings"][:ROWS]),
        "covers": bridge.devices_covered(row.content, summary) if summary else None,
        "inventory": newest,
        "in_force": (now := bridge.in_force(row.name)) is not None and now.pk == row.pk,
        "chosen": queries.asked_now(request.organisation, {}).referential == row.name,
        "versions": [other for other in queries.own_referentials().filter(name=row.name) if other.pk != row.pk],
    }
    return render(request, "footprint/referential.html", context)


def _remark(remark: dict[str, Any], lang: str) -> dict[str, str]:
    """Return a warning of the check as the page tells it."""
    parts = [remark["file"] or ""]
    if remark["line"] is not None:
        parts.append(told(say("line {n}", n=str(remark["line"]))))
    where = ", ".join(part for part in parts if part)
    return {"where": where, "text": remark["text"][lang], "meant": remark.get("meant", "")}


@require_GET
@inside(Right.LEAD)
def take(request: OrganisationRequest, referential: str) -> HttpResponse:  # noqa: ARG001
    """Give back the folder of a version as a zip."""
    row = get_object_or_404(OwnReferential, public_id=referential)
    content = local(bridge.referential_name(row.content)).read_bytes()
    return _zip(f"{row.name}-{row.version}.zip", content)


@require_GET
@inside(Right.READ)
def example(request: OrganisationRequest) -> HttpResponse:  # noqa: ARG001
    """Give an empty folder to fill, written from the layout that the check reads."""
    return _zip("my-referential.zip", layout.empty_folder(timezone.localdate()))


def _zip(name: str, content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type=ZIP, headers={"Content-Disposition": attachment(name)})


@require_POST
@inside(Right.LEAD)
def remove(request: OrganisationRequest, referential: str) -> HttpResponse:
    """Take a version away, for thirty days; results that were computed with it stay."""
    row = get_object_or_404(OwnReferential, public_id=referential)
    actions.remove_referential(request.organisation, person(request), row)
    messages.success(
        request, told(say("Version {n} was taken away. It can be brought back for 30 days.", n=str(row.version)))
    )
    return redirect("footprint:referentials", request.organisation.public_id)


@require_POST
@inside(Right.LEAD)
def restore(request: OrganisationRequest, referential: str) -> HttpResponse:
    """Bring back a version that was taken away."""
    row = get_object_or_404(OwnReferential, public_id=referential)
    actions.restore_referential(request.organisation, person(request), row)
    messages.success(request, told(say("Version {n} is back.", n=str(row.version))))
    return redirect("footprint:referential", request.organisation.public_id, row.public_id)
