"""Which files checks need."""

from __future__ import annotations

from collections.abc import Iterator

from levier.web.house.inspection import references
from levier.web.tender.checks.bridge import file_name
from levier.web.tender.models import TenderCheck


@references
def documents() -> Iterator[tuple[str, str]]:
    """Yield the documents of each check, while they are kept."""
    for check in TenderCheck.objects.filter(files_kept=True):
        for file in check.files:
            yield file_name(file["content"]), f"tender.check:{check.public_id}"
