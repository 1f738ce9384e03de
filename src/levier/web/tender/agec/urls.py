"""Addresses of declarations of purchases."""

from __future__ import annotations

from django.urls import path

from levier.web.tender.agec.views import declarations, lines

_ALL = "o/<str:organisation>/purchases/"
_ONE = _ALL + "<str:declaration>/"
urlpatterns = [
    path("declare-purchases/", declarations.start, name="declare"),
    path(_ALL, declarations.declarations, name="declarations"),
    path(_ALL + "new/", declarations.new, name="new_declaration"),
    path(_ONE, declarations.declaration, name="declaration"),
    path(_ONE + "buyer/", declarations.declarant, name="declarant"),
    path(_ONE + "amounts/", declarations.amounts, name="declared_amounts"),
    path(_ONE + "lines/", lines.hand_back, name="hand_back_lines"),
    path(_ONE + "lines/<int:number>/", lines.line, name="purchase_line"),
    path(_ONE + "lines/<int:number>/class/", lines.class_line, name="class_line"),
    path(_ONE + "said/", lines.said, name="said_of_lines"),
    path(_ONE + "said/<int:number>/take-back/", lines.take_back, name="take_back_said"),
    path(_ONE + "delete/", declarations.delete, name="delete_declaration"),
    path(_ONE + "bring-back/", declarations.bring_back, name="bring_back_declaration"),
    path(_ONE + "files/<str:name>", declarations.download, name="declaration_file"),
]
