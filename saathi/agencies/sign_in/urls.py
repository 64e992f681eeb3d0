"""URLs for signing in. Of allauth's, only those we use: no self-registration, nothing by mail."""

from allauth.account import views as account
from django.urls import include, path

from saathi.agencies.sign_in import (
    health,
    notices,
    own_sessions,
    password_change_view,
    screen_lock,
    single_sign_on,
)

urlpatterns = [
    path("account/login/", account.login, name="account_login"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/confirm/", single_sign_on.confirm, name="account_confirm"),
    path("account/password/", password_change_view.change_password, name="account_change_password"),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/notices/", notices.set_notice_delivery, name="set_notice_delivery"),
    path("account/sso/", single_sign_on.start, name="account_sso"),
    path(
        "account/sso/answer/", single_sign_on.handle_provider_response, name="account_sso_response"
    ),
    path("account/sso/link/", single_sign_on.link, name="account_sso_link"),
    path("account/sso/unlink/", single_sign_on.unlink, name="account_sso_unlink"),
    path("account/sessions/", own_sessions.show_sessions, name="account_sessions"),
    path("account/pin/", screen_lock.set_pin, name="set_pin"),
    path("sign-out", account.logout, name="account_logout"),
    path("lock", screen_lock.lock, name="lock"),
    path("unlock", screen_lock.unlock, name="unlock"),
    path("away", screen_lock.leave_quickly, name="leave_quickly"),
    path("health", health.health, name="health"),
]
