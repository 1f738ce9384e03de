"""The long work of this app: computing a result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from levier.web.estate.models import Inventory
from levier.web.footprint.actions import compute_result
from levier.web.footprint.asked import Asked
from levier.web.jobs.handlers import Progress, handles

COMPUTE = "footprint.compute"


@handles(COMPUTE)
def compute(payload: Mapping[str, Any], progress: Progress) -> None:
    """Compute a result and keep it; one that is there already is not computed again."""
    inventory = Inventory.objects.select_related("organisation").get(public_id=payload["inventory"], deleted_at=None)
    compute_result(inventory, Asked.of(payload["asked"]), payload.get("by"), progress)
