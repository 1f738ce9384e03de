"""Addresses of sign-in. Of allauth's only those that we use are reachable: there is no password to set or to lose."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path

from levier.web.people import enterprise, saml, signin

urlpatterns = [
    path("login/", signin.ask, name="account_login"),
    path("login/code/", signin.ask_again, name="account_request_login_code"),
    path("login/code/confirm/", signin.confirm, name="account_confirm_login_code"),
    path("with/saml/answer/", saml.answered, name="account_saml"),
    path("with/saml/done/<str:ticket>/", saml.done, name="account_saml_done"),
    path("with/saml/metadata/", saml.metadata, name="account_saml_metadata"),
    path("with/<str:server>/", enterprise.begin, name="account_with"),
    path("with/<str:server>/back/", enterprise.back, name="account_back"),
    path("again/", signin.again, name="account_again"),
    path("logout/", signin.sign_out, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("passkey/", signin.passkey, name="account_passkey"),
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/app/", signin.shown_again(totp.activate_totp), name="mfa_activate_totp"),
    path("2fa/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/codes/renew/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/codes/download/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("2fa/keys/", signin.keys, name="mfa_list_webauthn"),
    path("2fa/keys/add/", signin.shown_again(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("2fa/keys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("2fa/keys/reauthenticate/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("2fa/keys/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
]
