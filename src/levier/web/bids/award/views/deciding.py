"""The decision, the data that are published of it, the secrets and the files of the report."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from levier.report.tender_report.notice import lacking
from levier.report.tender_report.page import answer
from levier.report.tender_report.told import Told
from levier.report.tender_report.writing import award_writers
from levier.tender.provenance import told as how_far
from levier.web.bids.actions import act, procedure_of
from levier.web.bids.award import deciding, following
from levier.web.bids.award.bridge import Award, award_of, told_of
from levier.web.bids.award.forms import DecisionForm, SecretsForm
from levier.web.bids.award.keeping import follow
from levier.web.bids.award.notice_form import NoticeForm, initial_of
from levier.web.bids.award.views.entering import must_mark_first, opened
from levier.web.house.exports import attachment
from levier.web.house.meanwhile import ChangedMeanwhile, status_of
from levier.web.house.words import language, told
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right
from levier.web.tender.models import Tender
from levier.wording.errors import LevierError
from levier.wording.text import Text, say

KINDS = {"pdf": "application/pdf", "csv": "text/csv; charset=utf-8", "json": "application/json"}
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _at(request: OrganisationRequest, name: str, tender: Tender, lot: str | None) -> HttpResponse:
    answer_ = redirect(f"bids:{name}", request.organisation.public_id, tender.public_id)
    if lot is not None:
        answer_["Location"] += "?" + urlencode({"lot": lot})
    return answer_


@require_GET
@inside(Right.BUY)
@opened
def report(request: OrganisationRequest, tender: Tender, award: Award) -> HttpResponse:
    """List the files of the award, and what is left out of the version that others read."""
    lot = award.lot_of(request.GET.get("lot"))
    found = told_of(award, lot, with_marks=award.closed)
    return _report(request, tender, award, found, _secrets(request, award, found))


def _report(request: OrganisationRequest, tender: Tender, award: Award, found: Told, form: SecretsForm) -> HttpResponse:
    names = list(award_writers(found, language()))
    context = {
        "tender": tender,
        "award": award,
        "lot": found.case.lot,
        "answer": answer(found),
        "pieces": list(_pieces(found, names)),
        "data": [name for name in names if not name.endswith((".docx", ".pdf"))],
        "lacks": lacking(found),
        "form": form,
    }
    return render(request, "bids/award/report.html", context, status=status_of(form, 422))


def _pieces(found: Told, names: list[str]) -> Iterator[tuple[str, Text]]:
    """Return each document under the name of its file, with its title."""
    titles = [
        say("The bids on one page"),
        say("Analysis of the bids"),
        say("Analysis of the bids, business secrets left out"),
        *(say("Reasons for the rejection of {bid}", bid=s.bid.bid) for s in found.rejected),
    ]
    return zip((name[:-5] for name in names if name.endswith(".docx")), titles, strict=True)


def _secrets(request: OrganisationRequest, award: Award, found: Told) -> SecretsForm:
    now = {one["bid"]: one.get("words", []) for one in award.procedure.record.get("secrets", [])}
    bids = [(s.alias, s.bid.bid) for s in found.result.standings]
    form = SecretsForm(request.POST if request.method == "POST" else None, bids=bids, now=now)
    form.see({"secrets": award.procedure.record.get("secrets")})
    return form


@require_POST
@inside(Right.BUY)
@opened
def secrets(request: OrganisationRequest, tender: Tender, award: Award) -> HttpResponse:
    """Keep which words are left out of the occulted report."""
    lot = award.lot_of(request.GET.get("lot"))
    found = told_of(award, lot, with_marks=award.closed)
    form = _secrets(request, award, found)
    if form.is_valid():
        there = {s.bid.bid for s in found.result.standings}
        others = [one for one in award.procedure.record.get("secrets", []) if one["bid"] not in there]
        try:
            act(tender, person(request), "secrets", {"secrets": [*others, *form.told]}, form.seen)
        except ChangedMeanwhile as error:
            form.clash(error)
        else:
            messages.success(request, told(say("Kept: the redacted report leaves these words out.")))
            return _at(request, "report", tender, lot)
    return _report(request, tender, award, found, form)


@require_GET
@inside(Right.BUY)
@opened
def report_file(request: OrganisationRequest, tender: Tender, award: Award, name: str) -> HttpResponse:
    """Write one file of the award, or all as an archive."""
    lot = award.lot_of(request.GET.get("lot"))
    writers = award_writers(told_of(award, lot, with_marks=award.closed), language())
    if name == "all.zip":
        parts = [tender.document.get("reference") or tender.title, *([lot] if lot else []), told(say("award"))]
        headers = {"Content-Disposition": attachment(f"{slugify('-'.join(parts))}.zip")}
        made = StreamingHttpResponse(_archive(writers), content_type="application/zip", headers=headers)
        return cast(HttpResponse, made)
    if name not in writers:
        raise Http404
    kind = KINDS.get(name.rpartition(".")[2], DOCX)
    return HttpResponse(writers[name](), content_type=kind, headers={"Content-Disposition": attachment(name)})


class _Outgoing(io.RawIOBase):
    """What an archive is written to: it keeps only what was not sent yet."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, part: Any) -> int:
        self.waiting += part
        return len(part)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        found, self.waiting = bytes(self.waiting), bytearray()
        return found


def _archive(writers: Mapping[str, Callable[[], bytes]]) -> Iterator[bytes]:
    """Write an archive file by file, each sent as soon as it is written."""
    out = _Outgoing()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, write in writers.items():
            archive.writestr(name, write())
            yield out.taken()
    yield out.taken()


@require_http_methods(["GET", "POST"])
@inside(Right.READ)
@opened
def decision(request: OrganisationRequest, tender: Tender, award: Award) -> HttpResponse:
    """Show how it ends, or take the decision."""
    if must_mark_first(request, tender, award):
        return _at(request, "assessing", tender, None)
    lot = award.lot_of(request.GET.get("lot"))
    found = told_of(award, lot, with_marks=award.closed)
    form = _decision_form(request, award, lot, found)
    if request.method == "POST" and Right.BUY not in request.rights:
        raise PermissionDenied
    if form.is_valid() and _decided(request, tender, award, lot, found, form):
        return _at(request, "decision", tender, lot)
    return render(
        request,
        "bids/award/decision.html",
        {
            "tender": tender,
            "award": award,
            "lot": lot,
            "told": found,
            "answer": answer(found),
            "form": form,
            "lacks": lacking(found),
            "no_award": deciding.ended_without_award(found),
            "first": found.result.first,
            "standstill": found.standstill,
            "how_far": how_far(found.standstill.fact.origin.status) if found.standstill else None,
        },
        status=status_of(form, 422),
    )


def _decision_form(request: OrganisationRequest, award: Award, lot: str | None, found: Told) -> DecisionForm:
    ranked = found.result.ranked
    bids = [(s.bid.bid, told(say("{rank}. {bid}", rank=s.rank or 0, bid=s.bid.bid))) for s in ranked]
    initial: dict[str, Any] = {"day": timezone.localdate()}
    if found.decision is not None:
        initial = {**vars(found.decision), "end": found.decision.end.value}
    elif len(found.result.first) == 1:
        initial |= {"end": "award", "bid": found.result.first[0].bid.bid}
    form = DecisionForm(request.POST if request.method == "POST" else None, bids=bids, initial=initial)
    form.see(deciding.seen_of(award, lot))
    return form


def _decided(
    request: OrganisationRequest, tender: Tender, award: Award, lot: str | None, found: Told, form: DecisionForm
) -> bool:
    try:
        deciding.tried(found, award, lot, form.told)
    except LevierError as error:
        form.add_error("bid", error.in_(language()).split("\n"))
        return False
    try:
        act(tender, person(request), "decision", deciding.acts_with(award, lot, form.told), form.seen)
    except ChangedMeanwhile as error:
        form.clash(error)
        return False
    _follow(request, tender)
    messages.success(request, told(say("Decided. You can take it back on this page.")))
    return True


def _follow(request: OrganisationRequest, tender: Tender) -> None:
    """Make the obligations to follow those of what is awarded now."""
    award = award_of(procedure_of(tender), timezone.localdate())
    follow(tender, person(request), following.bound_by(following.awarded(award)))


@require_POST
@inside(Right.BUY)
@opened
def undecide(request: OrganisationRequest, tender: Tender, award: Award) -> HttpResponse:
    """Take the decision back."""
    lot = award.lot_of(request.GET.get("lot"))
    act(tender, person(request), "decision", deciding.acts_with(award, lot, None), deciding.seen_of(award, lot))
    _follow(request, tender)
    messages.success(request, told(say("Taken back: nothing is decided any more. The journal keeps what was.")))
    return _at(request, "decision", tender, lot)


@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
@opened
def notice(request: OrganisationRequest, tender: Tender, award: Award) -> HttpResponse:
    """Ask for the data of the contract that the tender does not tell."""
    lot = award.lot_of(request.GET.get("lot"))
    found = told_of(award, lot, with_marks=award.closed)
    if found.decision is None or found.winner is None:
        messages.warning(request, told(say("These data are asked for once it is decided to award.")))
        return _at(request, "decision", tender, lot)
    there = deciding.notice_of(award, lot)
    won = deciding.lots_won(found, award)
    initial = initial_of(there) if there else deciding.proposed_notice(found, award, timezone.localdate())
    lots = [one for one in award.lots if one.id in won]
    form = NoticeForm(request.POST if request.method == "POST" else None, initial=dict(initial), lot=lot, lots=lots)
    form.see({name: award.procedure.record.get(name) for name in ("notice" if lot is None else "notices",)})
    if form.is_valid() and _noticed(request, tender, award, found, form):
        return _at(request, "report", tender, lot)
    context = {"tender": tender, "award": award, "lot": lot, "form": form}
    return render(request, "bids/award/notice.html", context, status=status_of(form, 422))


def _noticed(request: OrganisationRequest, tender: Tender, award: Award, found: Told, form: NoticeForm) -> bool:
    try:
        deciding.noticed(found, award, form.told)
        act(tender, person(request), "notice", deciding.acts_noticing(award, form.told), form.seen)
    except ChangedMeanwhile as error:
        form.clash(error)
    except LevierError as error:
        form.add_error(None, error.in_(language()).split("\n"))
    else:
        messages.success(request, told(say("Kept: the data to publish are among the files of the report.")))
        return True
    return False
