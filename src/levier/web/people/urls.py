"""Addresses of people and organisations."""

from __future__ import annotations

from django.urls import path

from levier.web.people.views import address, keeping, members, mine, organisations, signed_in, spaces

app_name = "people"
urlpatterns = [
    path("me/", spaces.home, name="home"),
    path("me/restore/<str:deleted>/", organisations.restore, name="restore"),
    path("me/data.json", mine.data, name="my_data"),
    path("me/delete/", mine.delete, name="delete_account"),
    path("me/address/", address.change, name="address"),
    path("me/address/code/", address.confirm, name="address_code"),
    path("me/sessions/", signed_in.sessions, name="sessions"),
    path("me/sessions/end/", signed_in.end_others, name="end_others"),
    path("me/sessions/<str:session>/end/", signed_in.end_one, name="end_one"),
    path("new/", organisations.found, name="found"),
    path("invitation/<str:token>/", members.invitation, name="invitation"),
    path("o/<str:organisation>/", organisations.organisation, name="organisation"),
    path("o/<str:organisation>/keep/", spaces.keep, name="keep"),
    path("o/<str:organisation>/delete-trial/", spaces.delete_trial, name="delete_trial"),
    path("o/<str:organisation>/settings/", organisations.describe, name="describe"),
    path("o/<str:organisation>/delete/", organisations.delete, name="delete"),
    path("o/<str:organisation>/journal/", keeping.journal, name="journal"),
    path("o/<str:organisation>/archive/", keeping.archive, name="archive"),
    path("o/<str:organisation>/archive/take/", keeping.take_archive, name="take_archive"),
    path("o/<str:organisation>/sites/", organisations.sites, name="sites"),
    path("o/<str:organisation>/sites/add/", organisations.site, name="add_site"),
    path("o/<str:organisation>/sites/<int:site>/", organisations.site, name="site"),
    path("o/<str:organisation>/sites/<int:site>/remove/", organisations.remove_site, name="remove_site"),
    path("o/<str:organisation>/entities/add/", organisations.entity, name="add_entity"),
    path("o/<str:organisation>/entities/<int:entity>/", organisations.entity, name="entity"),
    path("o/<str:organisation>/entities/<int:entity>/remove/", organisations.remove_entity, name="remove_entity"),
    path("o/<str:organisation>/members/", members.members, name="members"),
    path("o/<str:organisation>/members/invite/", members.invite, name="invite"),
    path("o/<str:organisation>/members/<int:member>/role/", members.role, name="role"),
    path("o/<str:organisation>/members/<int:member>/remove/", members.remove, name="remove"),
    path("o/<str:organisation>/invitations/<int:invitation>/resend/", members.resend, name="resend"),
    path("o/<str:organisation>/invitations/<int:invitation>/withdraw/", members.withdraw, name="withdraw"),
    path("o/<str:organisation>/leave/", members.leave, name="leave"),
]
