"""The operations, under `/api/v1`; their description is `/api/v1/openapi.json`, and `/api/` tells it to people."""

from __future__ import annotations

from typing import Annotated, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError
from ninja.throttling import AuthRateThrottle

from levier.web.api.access import Bearer, TokenRequest, operation
from levier.web.api.schemas import EstateOut, Estates, OrganisationOut, Problem
from levier.web.estate.models import Inventory
from levier.web.people.models import Organisation

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
REFUSED = {401: Problem, 404: Problem, 422: Problem, 429: Problem}


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
