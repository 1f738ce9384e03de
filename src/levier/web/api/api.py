"""The operations, under `/api/v1`; their description is `/api/v1/openapi.json`, and `/api/` tells it to people."""

from __future__ import annotations

from datetime import date
from typing import Annotated, TypeVar, cast

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import File, Form, NinjaAPI, Query, Status
from ninja.errors import HttpError, ValidationError
from ninja.files import UploadedFile
from ninja.throttling import AuthRateThrottle

from levier.web.api import bridge
from levier.web.api.access import Bearer, TokenRequest, operation
from levier.web.api.schemas import (
    Asked,
    EstateOut,
    Estates,
    ImportOut,
    Imports,
    OrganisationOut,
    Problem,
    Referentials,
    ResultOut,
    Results,
)
from levier.web.estate.actions import import_inventory, start_import
from levier.web.estate.models import Import, Inventory
from levier.web.footprint.keeping import kept_document
from levier.web.footprint.models import OwnReferential, Result
from levier.web.house.limits import MEGABYTE
from levier.web.people.models import Organisation
from levier.wording.errors import LevierError

PER_PAGE = 50
PER_MINUTE = "300/m"
M = TypeVar("M", bound=Model)
Number = Annotated[int, Query(1, ge=1, le=100_000, description="Number of the page, from 1.", examples=[1])]

DESCRIPTION = (
    "The inventories and results of one organisation. A token, made by its administrators, opens one organisation; "
    "send it as `Authorization: Bearer levier_…`. Lists are paged: `next` is the number of the next page."
)
api = NinjaAPI(
    title="Levier",
    version="1",
    description=DESCRIPTION,
    docs_url=None,  # the usual page loads its script from elsewhere; ours is /api/
    auth=Bearer(),
    throttle=[AuthRateThrottle(PER_MINUTE)],
    urls_namespace="api-1",
)
REFUSED = {400: Problem, 401: Problem, 404: Problem, 422: Problem, 429: Problem}
WRITES = {**REFUSED, 403: Problem, 413: Problem}


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say in one sentence which parameters cannot be, and why."""
    faults = [f"{'.'.join(str(part) for part in e['loc'][1:])}: {e['msg']}" for e in error.errors]
    return api.create_response(request, {"detail": "; ".join(faults)}, status=422)


def paged(rows: QuerySet[M], number: int) -> dict[str, object]:
    """Return one page of rows."""
    count = rows.count()
    start = (number - 1) * PER_PAGE
    items = list(rows[start : start + PER_PAGE])
    return {"items": items, "count": count, "page": number, "next": number + 1 if start + PER_PAGE < count else None}


@api.get("/organisation", response={200: OrganisationOut, **REFUSED}, summary="The organisation of the token")
@operation()
def organisation(request: TokenRequest) -> Organisation:
    """Tell which organisation the token opens."""
    return request.auth.organisation


@api.get("/estates", response={200: Estates, **REFUSED}, summary="Inventories, newest first")
@operation()
def estates(request: HttpRequest, page: Number = 1) -> dict[str, object]:  # noqa: ARG001
    """List the inventories that were imported."""
    return paged(Inventory.objects.filter(deleted_at=None), page)


@api.get("/estates/{id}", response={200: EstateOut, **REFUSED}, summary="One inventory")
@operation()
def estate(request: HttpRequest, id: str) -> Inventory:  # noqa: ARG001
    """Tell what is known of one inventory."""
    return get_object_or_404(Inventory, public_id=id, deleted_at=None)


@api.get("/imports", response={200: Imports, **REFUSED}, summary="Imports, newest first")
@operation()
def imports(request: HttpRequest, page: Number = 1) -> dict[str, object]:  # noqa: ARG001
    """List files that were dropped, on their way to becoming inventories or there already."""
    found = paged(Import.objects.select_related("inventory"), page)
    return {**found, "items": [bridge.import_out(i) for i in cast(list[Import], found["items"])]}


@api.get("/imports/{id}", response={200: ImportOut, **REFUSED}, summary="One import")
@operation()
def an_import(request: HttpRequest, id: str) -> dict[str, object]:  # noqa: ARG001
    """Tell how far an import is. Ask again until its state is no longer `reading`."""
    return bridge.import_out(get_object_or_404(Import.objects.select_related("inventory"), public_id=id))


@api.post("/imports", response={202: ImportOut, **WRITES}, summary="Drop a file")
@operation(writes=True)
def drop(
    request: TokenRequest, file: File[UploadedFile], on: Form[date | None] = None, label: Form[str] = ""
) -> Status[dict[str, object]]:
    """Keep a file and put its reading in the queue. `on`: the day of the inventory, today unless told."""
    if file.size is None or file.size > settings.MOST_UPLOAD_MB * MEGABYTE:
        raise HttpError(413, f"This file is larger than {settings.MOST_UPLOAD_MB} MB.")
    started, _ = start_import(request.auth.organisation, None, file, label[:200], on or timezone.localdate())
    return Status(202, bridge.import_out(started))


@api.post("/imports/{id}/confirm", response={200: EstateOut, 409: Problem, **WRITES}, summary="Import what was read")
@operation(writes=True)
def confirm(request: HttpRequest, id: str) -> Inventory:  # noqa: ARG001
    """Make what was read an inventory: all of it or nothing. The same content of the same day is the same inventory."""
    started = get_object_or_404(Import.objects.select_related("organisation"), public_id=id)
    try:
        return import_inventory(started, None, started.version)[0]
    except LevierError as error:
        raise HttpError(409, error.in_("en")) from error


@api.post("/estates/{id}/results", response={202: Asked, **WRITES}, summary="Have a result computed")
@operation(writes=True)
def compute(request: TokenRequest, id: str) -> Status[Asked]:
    """Have the footprint of an inventory computed, with the choices of the organisation."""
    inventory = get_object_or_404(Inventory.objects.select_related("organisation"), public_id=id, deleted_at=None)
    return Status(202, bridge.ask_for_result(request.auth.organisation, inventory))


@api.get("/results", response={200: Results, **REFUSED}, summary="Results, newest first")
@operation()
def results(request: HttpRequest, page: Number = 1) -> dict[str, object]:  # noqa: ARG001
    """List the results that were computed."""
    found = paged(_results(), page)
    return {**found, "items": [bridge.result_out(r) for r in cast(list[Result], found["items"])]}


@api.get("/results/{id}", response={200: ResultOut, **REFUSED}, summary="One result in short")
@operation()
def result(request: HttpRequest, id: str) -> dict[str, object]:  # noqa: ARG001
    """Tell the total of a result with its interval and what it was computed from."""
    return bridge.result_out(get_object_or_404(_results(), public_id=id))


@api.get("/results/{id}/document", response={200: dict[str, object], **REFUSED}, summary="One result whole")
@operation()
def result_document(request: HttpRequest, id: str) -> dict[str, object]:  # noqa: ARG001
    """Give a result as `levier.baseline/1`, the JSON that the terminal writes; its schema is published in docs."""
    return kept_document(get_object_or_404(_results(), public_id=id).files["document"])


@api.get("/referentials", response={200: Referentials, **REFUSED}, summary="The organisation's own referentials")
@operation()
def referentials(request: HttpRequest, page: Number = 1) -> dict[str, object]:  # noqa: ARG001
    """List the versions of the referentials that the organisation brought and did not take away."""
    found = paged(OwnReferential.objects.filter(deleted_at=None), page)
    return {**found, "items": [bridge.referential_out(r) for r in cast(list[OwnReferential], found["items"])]}


def _results() -> QuerySet[Result]:
    return Result.objects.select_related("inventory").filter(inventory__deleted_at=None)
