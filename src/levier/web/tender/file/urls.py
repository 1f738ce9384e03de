"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, path

from levier.web.tender.file.views import history, parts, tender, tenders
from levier.web.tender.file.views import inventory as estate

_ALL = "o/<str:organisation>/tenders/"
_ONE = _ALL + "<str:tender>/"
urlpatterns: list[URLPattern] = [
    path(_ALL, tenders.tenders, name="tenders"),
    path(_ALL + "new/", tenders.new, name="new_tender"),
    path(_ONE, tender.tender, name="tender"),
    path(_ONE + "tender.yaml", tenders.download, name="tender_file"),
    path(_ONE + "delete/", tenders.delete, name="delete_tender"),
    path(_ONE + "bring-back/", tenders.bring_back, name="bring_back_tender"),
    path(_ONE + "need/", parts.need, name="need"),
    path(_ONE + "need/estate/", estate.from_inventory, name="need_estate"),
    path(_ONE + "frame/", parts.frame, name="frame"),
    path(_ONE + "lots/", parts.lots, name="lots"),
    path(_ONE + "lots/<int:number>/", parts.lot, name="lot"),
    path(_ONE + "lots/<int:number>/remove/", parts.remove_lot, name="remove_lot"),
    path(_ONE + "conditions/", parts.conditions, name="conditions"),
    path(_ONE + "history/", history.history, name="history"),
    path(_ONE + "history/<int:number>/", history.version, name="version"),
    path(_ONE + "history/<int:number>/bring-back/", history.bring_back, name="bring_back_version"),
]
