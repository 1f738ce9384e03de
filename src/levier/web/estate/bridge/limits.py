"""How large a file may be, and how much its reading may take: settings of whoever runs the site."""

from __future__ import annotations

from django.conf import settings

from levier.estate.model import Limits


def reading_limits() -> Limits:
    """Return the limits of reading a file that was dropped."""
    return Limits(
        memory_mb=settings.READING_MEMORY_MB, seconds=settings.READING_SECONDS, file_mb=settings.MOST_UPLOAD_MB
    )
