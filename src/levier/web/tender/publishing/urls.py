"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from levier.web.tender.publishing.views import checks, documents, laboratory, publishing

_TENDER = "o/<str:organisation>/tenders/<str:tender>/"
urlpatterns = [
    path(_TENDER + "checks/", checks.judged, name="judged"),
    path(_TENDER + "checks/clause/", checks.put_clause, name="put_clause"),
    path(_TENDER + "checks/findings.<str:form>", checks.download, name="judged_findings"),
    path(_TENDER + "laboratory/", laboratory.tried, name="laboratory"),
    path(_TENDER + "documents/", documents.documents, name="documents"),
    path(_TENDER + "documents/write/", documents.write, name="write_documents"),
    path(_TENDER + "documents/all.zip", documents.together, name="all_documents"),
    path(_TENDER + "documents/files/<str:name>", documents.one, name="document"),
    path(_TENDER + "publication/", publishing.publish, name="publish"),
    path(_TENDER + "publication/lock/", publishing.lock_rules, name="lock_rules"),
    path(_TENDER + "publication/<int:number>/lock.json", publishing.lock, name="lock"),
    path(_TENDER + "publication/<int:number>/tender.yaml", publishing.as_published, name="as_published"),
]
