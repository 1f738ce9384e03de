"""Addresses of jobs."""

from __future__ import annotations

from django.urls import path

from levier.web.jobs import views

app_name = "jobs"
urlpatterns = [
    path("o/<str:organisation>/work/<str:job>/", views.job, name="job"),
    path("o/<str:organisation>/work/<str:job>/cancel/", views.cancel, name="cancel"),
    path("o/<str:organisation>/work/<str:job>/retry/", views.retry, name="retry"),
]
