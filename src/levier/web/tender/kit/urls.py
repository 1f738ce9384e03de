"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from levier.web.tender.kit.views import award, clauses, criteria, library, own, parameters

_OWN = "o/<str:organisation>/clauses/"
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
    path(_TENDER + "parameters/", parameters.parameters, name="parameters"),
    path(_TENDER + "clauses/", clauses.clauses, name="clauses"),
    path(_TENDER + "clauses/new/", clauses.new, name="new_clause"),
    path(_TENDER + "clauses/of/<str:clause>/", clauses.clause, name="clause"),
    path(_TENDER + "clauses/of/<str:clause>/remove/", clauses.remove, name="remove_clause"),
    path(_TENDER + "clauses/of/<str:clause>/take-back/", clauses.take_back, name="take_back_clause"),
    path(_TENDER + "clauses/of/<str:clause>/renew/", clauses.renew, name="renew_clause"),
    path(_OWN, own.own_clauses, name="own_clauses"),
    path(_OWN + "library/", library.library, name="library"),
    path(_OWN + "library/<str:criterion>/", library.clause_of_library, name="clause_of_library"),
    path(_OWN + "library/<str:criterion>/fork/", own.fork, name="fork_clause"),
    path(_OWN + "own/<str:clause>/", own.own_clause, name="own_clause"),
    path(_OWN + "own/<str:clause>/compare/", own.compare, name="compare_clause"),
    path(_OWN + "own/<str:clause>/delete/", own.drop, name="drop_clause"),
    path(_OWN + "own/<str:clause>/bring-back/", own.bring_back, name="bring_back_clause"),
]
