"""Ask for the documents of a tender: an order is a job, whose payload is kept."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from levier.web.house.files import keep
from levier.web.jobs.actions import enqueue, refuse_crowd
from levier.web.jobs.models import Job
from levier.web.people.models import User
from levier.web.tender.checks.bridge import safe_name
from levier.web.tender.models import Publication, Tender
from levier.web.tender.publishing.bridge.documents import facts_of, order, template_name
from levier.web.tender.queries import DOCUMENTS


def ask(
    tender: Tender,
    by: User | None,
    languages: str,
    template: UploadedFile[Any] | None,
    publication: Publication | None = None,
) -> Job:
    """Put the writing of the documents in the queue: of the draft, or of what was published."""
    refuse_crowd(tender.organisation)
    kept = _kept(template) if template else None
    version, document = (publication or tender).version, (publication or tender).document
    on = timezone.localdate(publication.created_at) if publication else timezone.localdate()
    wanted = order(document, languages, kept, on, facts_of(publication))
    payload = {"tender": tender.public_id, "version": version, "published": publication is not None, **wanted}
    page = reverse("tender:documents", args=[tender.organisation.public_id, tender.public_id])
    with transaction.atomic():
        return enqueue(tender.organisation, DOCUMENTS, payload, page, by, out=page)


def _kept(template: UploadedFile[Any]) -> dict[str, str]:
    """Keep the buyer's template under the hash of its content."""
    digest = sha256()
    with NamedTemporaryFile(prefix="levier-") as part:
        for chunk in template.chunks():
            digest.update(chunk)
            part.write(chunk)
        part.flush()
        keep(Path(part.name), template_name(digest.hexdigest()))
    return {"name": safe_name(template.name or ""), "content": digest.hexdigest()}
