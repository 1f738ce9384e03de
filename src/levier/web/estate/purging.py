"""What is deleted of imports."""

from __future__ import annotations

from datetime import datetime

from levier.web.estate.models import Import
from levier.web.house.purging import purges


@purges("import_file")
def import_files(before: datetime) -> int:
    """Delete imports that were received before; the inventories that came of them stay."""
    return Import.objects.filter(created_at__lt=before).delete()[0]
