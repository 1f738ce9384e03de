"""Tenders and checks of tender files as rows, without reading any document."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from django.utils import timezone

from levier.web.house.files import keep_stream
from levier.web.jobs.models import Job
from levier.web.people.models import Organisation
from levier.web.tender.file.actions import begin, change
from levier.web.tender.models import Tender, TenderCheck
from levier.web.tender.publishing.actions import publish
from levier.web.tender.publishing.bridge.documents import file_name
from levier.web.tender.publishing.writing import ask


def finding(rule: str = "CCP-L2112-2", verdict: str = "not_met", **more: Any) -> dict[str, Any]:
    """Return one finding as a check keeps it."""
    text: dict[str, Any] = {"message": "No clause on the environment binds the supplier.", "arguments": {}, "fr": None}
    told: dict[str, Any] = {
        "rule": rule,
        "verdict": verdict,
        "reason": text,
        "source": "Code de la commande publique",
        "checked_on": "2026-11-23",
        "title": {"message": rule, "arguments": {}, "fr": rule},
        **dict.fromkeys(("reference", "status", "note", "advice", "place", "clause", "lot", "told_by")),
    }
    return told | more


def plant_check(organisation: Organisation, *findings: dict[str, Any]) -> TenderCheck:
    """Plant a check that was judged."""
    return TenderCheck.objects.create(
        organisation=organisation,
        label="RC, CCTP",
        on=date(2026, 10, 5),
        files=[{"name": "RC.docx", "content": "0" * 64, "size": 1}],
        size=1,
        state=TenderCheck.State.JUDGED,
        findings=list(findings) or [finding()],
    )


def laptops(**more: Any) -> dict[str, Any]:
    """Return the document of a tender that could be published: four hundred laptops, new and refurbished."""
    told: dict[str, Any] = {
        "title": "Ordinateurs portables neufs et reconditionnés",
        "reference": "2026-F-014",
        "buyer": {"kind": "local_authority", "name": "Ville de Belcombe", "people": 140},
        "nature": "supplies",
        "language": "fr",
        "notice_on": "2026-10-05",
        "deadline": "2026-11-09",
        "procedure": "open",
        "segments": ["office"],
        "need": {"quantities": [{"label": "Ordinateur portable", "category": "laptop", "units": 400, "mode": "mixed"}]},
        "value": {"estimate_eur_ex_vat": 240000},
        "duration": {"months": 24},
        "price_basis": "ex_vat",
        "criteria": [
            {"id": "price", "name": "Prix", "kind": "price", "weight": 0.5, "formula": "ratio"},
            {
                "id": "repair",
                "name": "Réparabilité",
                "kind": "environment",
                "weight": 0.5,
                "formula": "quality-ladder",
                "ladder": [
                    {"points": 0, "text": "Aucune pièce détachée n’est garantie."},
                    {"points": 0.5, "text": "Pièces détachées pendant cinq ans."},
                    {"points": 1, "text": "Pièces détachées pendant sept ans, notice de réparation publique."},
                ],
            },
        ],
    }
    return told | more


def plant_tender(organisation: Organisation, **more: Any) -> Tender:
    """Plant a tender in preparation."""
    return begin(organisation, None, laptops(**more))


def plant_published(organisation: Organisation, **more: Any) -> Tender:
    """Plant a tender that was published today, with a month for offers."""
    tender = plant_tender(organisation, **more)
    publish(tender, None, timezone.localdate() + timedelta(days=30))
    return Tender.objects.select_related("organisation").get(pk=tender.pk)


def reweighed(tender: Tender, price: float) -> Tender:
    """Give the price another weight, and the other criterion the rest."""
    first, second = tender.document["criteria"]
    criteria = [{**first, "weight": price}, {**second, "weight": round(1 - price, 4)}]
    return change(tender, None, "criteria", {"criteria": criteria}, tender.document)


def plant_written(organisation: Organisation, **more: Any) -> Tender:
    """Plant a tender whose documents were written: two small files stand for them."""
    tender = plant_published(organisation, **more)
    job = ask(tender, None, "fr", None)
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        archive.writestr("rc.pdf", b"%PDF-1.7")
        archive.writestr("cadre-de-reponse.xlsx", b"PK")
    stream.seek(0)
    keep_stream(stream, file_name(job.payload["key"]))
    Job.objects.filter(pk=job.pk).update(state=Job.State.DONE, ended_at=timezone.now())
    return tender
