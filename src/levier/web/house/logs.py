"""Structured logs, one JSON object a line, without personal data: the route of a request, never its address.

An address may hold a token or a name, so it is not logged; nor are e-mail addresses, IP addresses, forms or files.
"""

from __future__ import annotations

import json
import logging
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse

log = logging.getLogger("levier.web.requests")
KEPT = ("route", "method", "status", "milliseconds", "organisation", "job", "server", "reason")


class Json(logging.Formatter):
    """Writes a record as JSON. Of an exception: its type and where it arose; its message may hold anything."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one line."""
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.msg if record.name.startswith("levier.") else record.name,
        }
        told |= {name: value for name in KEPT if (value := getattr(record, name, None)) is not None}
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            told["error"] = type(error).__name__
            frames = traceback.extract_tb(error.__traceback__)
            told["where"] = [f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno}" for frame in frames]
        return json.dumps(told, ensure_ascii=False)


class Requests:
    """Logs each request: its route, its status, how long it took."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then log."""
        begun = time.perf_counter()
        response = self.get_response(request)
        took = (time.perf_counter() - begun) * MILLI
        match = request.resolver_match
        organisation = getattr(request, "organisation", None)
        log.info(
            "request",
            extra={
                "route": match.route if match else "",
                "method": request.method,
                "status": response.status_code,
                "milliseconds": round(took, 1),
                "organisation": organisation.public_id if organisation else None,
            },
        )
        return response


MILLI = 1e3
