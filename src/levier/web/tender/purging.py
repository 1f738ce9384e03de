"""What is deleted of tenders."""

from __future__ import annotations

from datetime import datetime

from levier.web.house.purging import purges
from levier.web.tender.models import PurchaseDeclaration, TenderCheck


@purges("tender_file")
def tender_files(before: datetime) -> int:
    """Let go of the documents of checks that were received before; what was found in them stays."""
    return TenderCheck._base_manager.filter(created_at__lt=before, files_kept=True).update(files_kept=False)


@purges("purchase_file")
def purchase_files(before: datetime) -> int:
    """Let go of files of purchases that were received before; the lines that were read stay."""
    return PurchaseDeclaration._base_manager.filter(created_at__lt=before, files_kept=True).update(files_kept=False)
