"""Addresses of the interface."""

from __future__ import annotations

from django.urls import path

from levier.web.api import views

app_name = "api"
urlpatterns = [
    path("api/", views.interface, name="interface"),
    path("o/<str:organisation>/tokens/", views.tokens, name="tokens"),
    path("o/<str:organisation>/tokens/<str:token>/revoke/", views.revoke, name="revoke"),
]
