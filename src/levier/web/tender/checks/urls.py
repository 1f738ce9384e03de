"""Addresses of checks."""

from __future__ import annotations

from django.urls import path

from levier.web.tender.checks import views

_CHECKS = "o/<str:organisation>/tender-checks/"
_CHECK = _CHECKS + "<str:check>/"
urlpatterns = [
    path("check-tender/", views.start, name="check"),
    path(_CHECKS, views.checks, name="checks"),
    path(_CHECKS + "new/", views.new, name="new_check"),
    path(_CHECK, views.checked, name="checked"),
    path(_CHECK + "again/", views.again, name="check_again"),
    path(_CHECK + "findings/<int:number>/dismiss/", views.dismiss, name="dismiss"),
    path(_CHECK + "findings/<int:number>/count/", views.count_again, name="count_again"),
    path(_CHECK + "delete/", views.delete, name="delete_check"),
    path(_CHECK + "bring-back/", views.bring_back, name="bring_back_check"),
    path(_CHECK + "findings.<str:form>", views.download, name="findings"),
]
