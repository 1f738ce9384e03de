"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from levier.web.bids.received import views

ROOM = "o/<str:organisation>/tenders/<str:tender>/bids/"
OFFER = f"{ROOM}offers/<str:offer>/"
urlpatterns = [
    path(ROOM, views.bids, name="bids"),
    path(f"{ROOM}receive/", views.receive, name="receive"),
    path(f"{ROOM}open/", views.open_, name="open"),
    path(f"{ROOM}read/", views.read, name="read"),
    path(f"{OFFER}receipt/", views.receipt, name="receipt"),
    path(f"{OFFER}set-aside/", views.set_aside, name="set_aside"),
    path(f"{OFFER}delete/", views.delete, name="delete_offer"),
    path(f"{OFFER}bring-back/", views.bring_back, name="bring_back_offer"),
]
