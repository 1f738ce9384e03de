"""Whether the site is well: its database answers, its files can be written, a worker shows signs of life."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from levier.web.jobs.models import Worker

SILENT = timedelta(minutes=5)
"""A worker says so when it takes up work, and every few seconds while it waits; one job may take longer than that."""


@require_safe
def health(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Answer 200 where all is well, 503 otherwise; each part is told, and nothing else."""
    parts = {"database": _database(), "files": _files()}
    parts["worker"] = parts["database"] and _worker()
    well = all(parts.values())
    told = {name: "ok" if good else "failing" for name, good in parts.items()}
    return JsonResponse({"status": "ok" if well else "failing", **told}, status=200 if well else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _files() -> bool:
    try:
        name = default_storage.save(f"health/.{uuid.uuid4().hex}", ContentFile(b"ok"))
        default_storage.delete(name)
    except Exception:  # whatever a storage raises
        return False
    return True


def _worker() -> bool:
    return Worker.objects.filter(seen_at__gte=timezone.now() - SILENT).exists()
