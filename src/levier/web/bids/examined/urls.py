"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from levier.web.bids.examined import doubts, views
from levier.web.bids.received.urls import OFFER, ROOM

urlpatterns = [
    path(f"{ROOM}doubts/", doubts.doubts, name="doubts"),
    path(f"{ROOM}doubts/<str:code>/", doubts.ask, name="ask"),
    path(f"{ROOM}questions/<int:number>/", doubts.question, name="question"),
    path(OFFER, views.offer, name="offer"),
    path(f"{OFFER}original/", views.original, name="original"),
    path(f"{OFFER}enter/<str:part>/", views.enter, name="enter"),
    path(f"{OFFER}candidature/", views.candidature, name="candidature"),
    path(f"{OFFER}qualify/", views.qualify, name="qualify"),
    path(f"{OFFER}low-price/", views.low_price, name="low_price"),
    path(f"{OFFER}letter/", views.letter, name="letter"),
]
