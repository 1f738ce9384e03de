"""Addresses of sign-in. Of allauth's only those that we use are reachable: there is no password to set or to lose."""

from __future__ import annotations

from allauth.account import views as account
from django.urls import include, path

from levier.web.people import signin

urlpatterns = [
    path("login/", signin.ask, name="account_login"),
    path("login/code/", signin.ask_again, name="account_request_login_code"),
    path("login/code/confirm/", signin.confirm, name="account_confirm_login_code"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("2fa/", include("allauth.mfa.urls")),
]
