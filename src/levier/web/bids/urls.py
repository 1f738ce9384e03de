"""Addresses of bids."""

from __future__ import annotations

from levier.web.bids.award.urls import urlpatterns as award

app_name = "bids"
urlpatterns = [*award]
