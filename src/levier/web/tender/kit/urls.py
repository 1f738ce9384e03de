"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from levier.web.tender.kit.views import criteria

_TENDER = "o/<str:organisation>/tenders/<str:tender>/"
urlpatterns = [
    path(_TENDER + "criteria/", criteria.criteria, name="criteria"),
    path(_TENDER + "criteria/take/", criteria.take, name="take_criteria"),
    path(_TENDER + "criteria/segments/", criteria.segments, name="segments"),
]
