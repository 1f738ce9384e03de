"""Addresses of tenders."""

from __future__ import annotations

from django.urls import path

from levier.web.tender import check_views, views

app_name = "tender"
_CHECKS = "o/<str:organisation>/tender-checks/"
_CHECK = _CHECKS + "<str:check>/"
urlpatterns = [
    path("scoring/", views.scoring, name="scoring"),
    path("check-tender/", check_views.start, name="check"),
    path(_CHECKS, check_views.checks, name="checks"),
    path(_CHECKS + "new/", check_views.new, name="new_check"),
    path(_CHECK, check_views.checked, name="checked"),
    path(_CHECK + "again/", check_views.again, name="check_again"),
    path(_CHECK + "findings/<int:number>/dismiss/", check_views.dismiss, name="dismiss"),
    path(_CHECK + "findings/<int:number>/count/", check_views.count_again, name="count_again"),
    path(_CHECK + "delete/", check_views.delete, name="delete_check"),
    path(_CHECK + "bring-back/", check_views.bring_back, name="bring_back_check"),
    path(_CHECK + "findings.<str:form>", check_views.download, name="findings"),
]
