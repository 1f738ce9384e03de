"""Addresses of estates."""

from __future__ import annotations

from django.urls import path

from levier.web.estate.views import columns, inventories, reading, review, starting

app_name = "estate"
_ORGANISATION = "o/<str:organisation>/"
_IMPORT = _ORGANISATION + "imports/<str:started>/"
_INVENTORY = _ORGANISATION + "inventories/<str:inventory>/"
urlpatterns = [
    path("start/", starting.start, name="start"),
    path("example/", starting.example, name="example"),
    path(_ORGANISATION + "inventories/", inventories.inventories, name="inventories"),
    path(_ORGANISATION + "inventories/new/", starting.new, name="new"),
    path(_IMPORT, reading.an_import, name="import"),
    path(_IMPORT + "reading/", reading.reading, name="reading"),
    path(_IMPORT + "columns/", columns.columns, name="columns"),
    path(_IMPORT + "review/", review.review, name="review"),
    path(_IMPORT + "set-aside.csv", review.rejects, name="rejects"),
    path(_INVENTORY, inventories.inventory, name="inventory"),
    path(_INVENTORY + "changes/", inventories.since, name="since"),
    path(_INVENTORY + "undo/", inventories.undo, name="undo"),
    path(_INVENTORY + "bring-back/", inventories.bring_back, name="bring_back"),
]
