"""Addresses of estates."""

from __future__ import annotations

from django.urls import path

from levier.web.estate import over_time, views

app_name = "estate"
_ORGANISATION = "o/<str:organisation>/"
_IMPORT = _ORGANISATION + "imports/<str:started>/"
_INVENTORY = _ORGANISATION + "inventories/<str:inventory>/"
urlpatterns = [
    path("start/", views.start, name="start"),
    path("example/", views.example, name="example"),
    path(_ORGANISATION + "inventories/", views.inventories, name="inventories"),
    path(_ORGANISATION + "inventories/new/", views.new, name="new"),
    path(_IMPORT, views.an_import, name="import"),
    path(_IMPORT + "reading/", views.reading, name="reading"),
    path(_IMPORT + "columns/", views.columns, name="columns"),
    path(_IMPORT + "review/", views.review, name="review"),
    path(_IMPORT + "set-aside.csv", views.rejects, name="rejects"),
    path(_INVENTORY, views.inventory, name="inventory"),
    path(_INVENTORY + "changes/", over_time.since, name="since"),
    path(_INVENTORY + "undo/", views.undo, name="undo"),
    path(_INVENTORY + "bring-back/", views.bring_back, name="bring_back"),
]
