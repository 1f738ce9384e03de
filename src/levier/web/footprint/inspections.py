"""Which files results need."""

from __future__ import annotations

from collections.abc import Iterator

from levier.web.footprint.bridge import referential_name
from levier.web.footprint.models import OwnReferential, Result
from levier.web.house.inspection import references


@references
def results() -> Iterator[tuple[str, str]]:
    """Yield every file of each result."""
    for result in Result.objects.all():
        for name in result.files.values():
            yield name, f"footprint.result:{result.public_id}"


@references
def referentials() -> Iterator[tuple[str, str]]:
    """Yield the file of each version of each referential."""
    for row in OwnReferential.objects.all():
        yield referential_name(row.content), f"footprint.referential:{row.public_id}"
