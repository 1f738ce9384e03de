"""Which tender an address means: one that stands, in the scope of the organisation; any other is not there."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from levier.web.tender.models import Tender
from levier.web.tender.queries import tenders


def the_tender(public_id: str) -> Tender:
    """Return the tender of that public id."""
    return get_object_or_404(tenders().select_related("organisation"), public_id=public_id)
