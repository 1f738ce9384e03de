"""Addresses of tenders."""

from __future__ import annotations

from django.urls import path

from levier.web.tender import views

app_name = "tender"
urlpatterns = [path("scoring/", views.scoring, name="scoring")]
