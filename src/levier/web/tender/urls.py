"""Addresses of tenders."""

from __future__ import annotations

from django.urls import path

from levier.web.tender import views
from levier.web.tender.offers import views as offers

app_name = "tender"
urlpatterns = [
    path("scoring/", views.scoring, name="scoring"),
    path("compare/", offers.compare, name="compare"),
    path("compare/note/", offers.note, name="note"),
]
