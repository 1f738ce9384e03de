"""Addresses from opened bids to the award and after."""

from __future__ import annotations

from django.urls import path

from levier.web.bids.award.views import assessing, compared, deciding, following

TENDER = "o/<str:organisation>/tenders/<str:tender>/comparison/"
urlpatterns = [
    path(TENDER, compared.compared, name="compared"),
    path(f"{TENDER}bids/<str:alias>/", compared.scored_bid, name="scored_bid"),
    path(f"{TENDER}marks/", assessing.assessing, name="assessing"),
    path(f"{TENDER}marks/close/", assessing.close, name="close_marking"),
    path(f"{TENDER}marks/assessors/<int:assessor>/back/", assessing.take_back, name="take_back"),
    path(f"{TENDER}marks/<str:criterion>/", assessing.mark, name="mark"),
    path(f"{TENDER}marks/<str:criterion>/agreed/", assessing.agree, name="agree"),
    path(f"{TENDER}report/", deciding.report, name="report"),
    path(f"{TENDER}report/secrets/", deciding.secrets, name="secrets"),
    path(f"{TENDER}report/<str:name>", deciding.report_file, name="report_file"),
    path(f"{TENDER}decision/", deciding.decision, name="decision"),
    path(f"{TENDER}decision/back/", deciding.undecide, name="undecide"),
    path(f"{TENDER}decision/notice/", deciding.notice, name="notice"),
    path(f"{TENDER}obligations/", following.obligations, name="obligations"),
    path(f"{TENDER}obligations/<str:obligation>/", following.obligation, name="obligation"),
    path(f"{TENDER}bought/", following.bought, name="bought"),
    path(f"{TENDER}bought/inventory.csv", following.bought_csv, name="bought_csv"),
    path(f"{TENDER}bought/import/", following.import_bought, name="import_bought"),
]
