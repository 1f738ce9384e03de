"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from levier.web.tender.kit.views import award, criteria

_TENDER = "o/<str:organisation>/tenders/<str:tender>/"
urlpatterns = [
    path(_TENDER + "criteria/", criteria.criteria, name="criteria"),
    path(_TENDER + "criteria/take/", criteria.take, name="take_criteria"),
    path(_TENDER + "criteria/segments/", criteria.segments, name="segments"),
    path(_TENDER + "award/", award.award, name="award"),
    path(_TENDER + "award/weigh/", award.weigh, name="weigh"),
    path(_TENDER + "award/price/", award.add_price, name="add_price"),
    path(_TENDER + "award/ranking/", award.ranking, name="ranking"),
    path(_TENDER + "award/new/", award.new, name="new_award_criterion"),
    path(_TENDER + "award/of/<path:criterion>/", award.criterion, name="award_criterion"),
    path(_TENDER + "award/remove/<path:criterion>/", award.remove, name="remove_award_criterion"),
]
