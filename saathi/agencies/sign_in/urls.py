"""Addresses of signing in. Only those of allauth that we use: none to sign up, none by mail."""

from allauth.account import views as account
from django.urls import include, path

from saathi.agencies.sign_in import health, lock, notices, passwords

urlpatterns = [
    path("account/login/", account.login, name="account_login"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/", passwords.change, name="account_change_password"),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/notices/", notices.set_notices, name="set_notices"),
    path("account/pin/", lock.set_pin, name="set_pin"),
    path("sign-out", account.logout, name="account_logout"),
    path("lock", lock.lock, name="lock"),
    path("unlock", lock.unlock, name="unlock"),
    path("away", lock.away, name="away"),
    path("health", health.health, name="health"),
]
