"""Addresses for whoever runs the site."""

from __future__ import annotations

from django.urls import path

from levier.web.operating.health import health
from levier.web.operating.views import sample

app_name = "operating"
urlpatterns = [
    path("health/", health, name="health"),
    path("sample/", sample, name="sample"),
]
