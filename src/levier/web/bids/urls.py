"""Addresses of bids."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "bids"
urlpatterns: list[URLPattern] = []
