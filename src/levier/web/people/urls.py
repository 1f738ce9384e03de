"""Addresses of people and organisations."""

from __future__ import annotations

from django.urls import path

from levier.web.people import views

app_name = "people"
urlpatterns = [
    path("me/", views.home, name="home"),
    path("o/<str:organisation>/", views.organisation, name="organisation"),
    path("o/<str:organisation>/keep/", views.keep, name="keep"),
    path("o/<str:organisation>/delete-trial/", views.delete_trial, name="delete_trial"),
]
