"""Addresses of tenders."""

from __future__ import annotations

from django.urls import path

from levier.web.tender.agec.urls import urlpatterns as agec
from levier.web.tender.checks.urls import urlpatterns as checks
from levier.web.tender.file.urls import urlpatterns as file
from levier.web.tender.kit.urls import urlpatterns as kit
from levier.web.tender.laboratory import views as laboratory
from levier.web.tender.offers import views as offers
from levier.web.tender.publishing.urls import urlpatterns as publishing

app_name = "tender"
urlpatterns = [
    path("scoring/", laboratory.scoring, name="scoring"),
    path("compare/", offers.compare, name="compare"),
    path("compare/note/", offers.note, name="note"),
    *agec,
    *checks,
    *file,
    *kit,
    *publishing,
]
