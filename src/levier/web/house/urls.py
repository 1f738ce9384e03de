"""Addresses of the house."""

from __future__ import annotations

from django.urls import path

from levier.web.house import views

app_name = "house"
urlpatterns = [
    path("", views.home, name="home"),
    path("components/", views.components, name="components"),
    path("language/<str:code>/", views.switch_language, name="language"),
]
