"""Addresses of the house."""

from __future__ import annotations

from django.urls import path

from levier.web.house import views

app_name = "house"
urlpatterns = [
    path("", views.home, name="home"),
    path("components/", views.components, name="components"),
    path("eco-design/", views.eco_design, name="eco_design"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("sources/", views.sources, name="sources"),
    path("colours/", views.colours, name="colours"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("language/<str:code>/", views.switch_language, name="language"),
]
