"""The addresses of the site: one line an app."""

from __future__ import annotations

from django.urls import include, path

from levier.web.api.api import api

handler400 = "levier.web.house.views.bad_request"
handler403 = "levier.web.house.views.forbidden"
handler404 = "levier.web.house.views.not_found"
handler500 = "levier.web.house.views.broken"

urlpatterns = [
    path("", include("levier.web.house.urls")),
    path("account/", include("levier.web.people.account_urls")),
    path("", include("levier.web.people.urls")),
    path("", include("levier.web.jobs.urls")),
    path("", include("levier.web.estate.urls")),
    path("", include("levier.web.footprint.urls")),
    path("", include("levier.web.tender.urls")),
    path("", include("levier.web.bids.urls")),
    path("api/v1/", api.urls),
    path("", include("levier.web.api.urls")),
    path("", include("levier.web.operating.urls")),
]
