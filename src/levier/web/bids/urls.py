"""Addresses of bids."""

from __future__ import annotations

from levier.web.bids.award.urls import urlpatterns as award
from levier.web.bids.examined.urls import urlpatterns as examined
from levier.web.bids.received.urls import urlpatterns as received

app_name = "bids"
urlpatterns = [*received, *examined, *award]
