"""Addresses of results and corrections."""

from __future__ import annotations

from django.urls import path

from levier.web.footprint import corrections as corrected
from levier.web.footprint import downloads, views
from levier.web.footprint import referentials as own

app_name = "footprint"
ESTATE = "o/<str:organisation>/result/<str:inventory>/"
OWN = "o/<str:organisation>/referentials/"
KEPT = "o/<str:organisation>/results/<str:result>/"
urlpatterns = [
    path("o/<str:organisation>/results/", views.over_time, name="results"),
    path(OWN, own.referentials, name="referentials"),
    path(OWN + "new/", own.bring, name="bring"),
    path(OWN + "empty.zip", own.example, name="empty"),
    path(OWN + "<str:referential>/", own.referential, name="referential"),
    path(OWN + "<str:referential>/folder.zip", own.take, name="take"),
    path(OWN + "<str:referential>/remove/", own.remove, name="remove"),
    path(OWN + "<str:referential>/restore/", own.restore, name="restore"),
    path(ESTATE, views.latest, name="latest"),
    path(ESTATE + "choices/", corrected.choices, name="choices"),
    path(ESTATE + "corrections/", corrected.corrections, name="corrections"),
    path(ESTATE + "life/", corrected.life, name="life"),
    path(ESTATE + "life/<int:life>/undo/", corrected.undo_life, name="undo_life"),
    path(ESTATE + "kwh/", corrected.kwh, name="kwh"),
    path(ESTATE + "kwh/<int:told>/undo/", corrected.undo_kwh, name="undo_kwh"),
    path(ESTATE + "names/", corrected.names, name="names"),
    path(ESTATE + "names/some/", corrected.name_some, name="name_some"),
    path(ESTATE + "names/<int:naming>/undo/", corrected.undo_some, name="undo_some"),
    path(ESTATE + "name/", corrected.name, name="name"),
    path(ESTATE + "name/<int:alias>/undo/", corrected.undo_name, name="undo_name"),
    path(KEPT, views.result, name="result"),
    path(KEPT + "renew/", views.renew, name="renew"),
    path(KEPT + "renewed/", views.renewed, name="renewed"),
    path(KEPT + "moves/<str:other>/", views.moves, name="moves"),
    path(KEPT + "downloads/", downloads.downloads, name="downloads"),
    path(KEPT + "download/<str:form>/", downloads.download, name="download"),
    path(KEPT + "how/", views.hows, name="hows"),
    path(KEPT + "how/<str:figure>/", views.how, name="how"),
    path(KEPT + "<str:part>/", views.part, name="part"),
]
