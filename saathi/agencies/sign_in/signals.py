"""Log entries about signing in and out, and about changes to how a person signs in.

Django would also write the time of the last sign-in into the staff row; the log records it anyway,
and the web role may not write there.
"""

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from saathi import audit
from saathi.agencies import offline_keys, sessions
from saathi.agencies.actions import own_account
from saathi.agencies.log_identity import log_as
from saathi.agencies.models import Staff
from saathi.agencies.sign_in import session_limits

SESSION_KEY = "has_second_factor"  # as in `second_factor`


def sign_in_method(request: HttpRequest) -> str:
    """How the person proved their identity: `passkey`, `password.totp`, `demo` ..."""
    records = request.session.get("account_authentication_methods", [])
    parts = [record.get("type") or record.get("method") for record in records]
    if any(record.get("passwordless") for record in records):
        return "passkey"
    return ".".join(dict.fromkeys(str(part) for part in parts)) or "other"


@receiver(user_logged_in)
def log_sign_in(sender: object, request: HttpRequest, user: Staff, **_: object) -> None:
    """Logs the sign-in and starts the clock of the session."""
    del sender
    session_limits.start_session_clock(request.session)
    request.session.cycle_key()  # Django's own key was made when the session had no owner yet
    _note_session(request, user)
    if getattr(request, "provider_proves_factor", False):
        request.session[SESSION_KEY] = True
    detail = {"method": getattr(request, "signs_in_by", "") or sign_in_method(request)}
    with log_as(user):
        audit.record(audit.AuditKind.SIGNED_IN, by=user.id, agency=user.agency_id, detail=detail)
        if user.is_active and not offline_keys.get_public_key(user):
            own_account.renew_unsent_key(actor=user)


def _note_session(request: HttpRequest, user: Staff) -> None:
    """Records the session, under its current key, among the person's own."""
    if request.session.session_key:
        agent = request.headers.get("User-Agent", "")
        sessions.record_session_owner(request.session.session_key, user.pk, agent)


@receiver(user_logged_out)
def log_sign_out(
    sender: object, request: HttpRequest | None, user: Staff | None, **_: object
) -> None:
    """Logs the end of a session and its reason."""
    del sender
    if user is not None:
        detail = {"reason": getattr(request, "signs_out_because", "asked")}
        with log_as(user):
            audit.record(
                audit.AuditKind.SIGNED_OUT, by=user.id, agency=user.agency_id, detail=detail
            )


def _factor(kind: audit.AuditKind, user: Staff, authenticator: Any) -> None:
    detail = {"method": authenticator.type}
    with log_as(user):
        audit.record(kind, by=user.id, agency=user.agency_id, detail=detail)


@receiver(mfa.authenticator_added)
@receiver(mfa.authenticator_reset)
def log_factor_added(sender: object, user: Staff, authenticator: Any, **_: object) -> None:
    """Logs a new passkey, code app or set of paper codes."""
    del sender
    _factor(audit.AuditKind.KEY_ADDED, user, authenticator)


@receiver(password_changed)
def log_password_replaced(sender: object, request: HttpRequest, user: Staff, **_: object) -> None:
    """Logs a new password. The session continues under another key."""
    del sender
    _note_session(request, user)
    detail = {"method": "password"}
    with log_as(user):
        audit.record(audit.AuditKind.KEY_ADDED, by=user.id, agency=user.agency_id, detail=detail)


@receiver(mfa.authenticator_removed)
def log_factor_removed(
    sender: object, request: HttpRequest, user: Staff, authenticator: Any, **_: object
) -> None:
    """Logs a removed factor; the next page checks whether one is left."""
    del sender
    request.session.pop(SESSION_KEY, None)
    _factor(audit.AuditKind.KEY_REMOVED, user, authenticator)


@receiver(mfa.authentication_failed)
def log_factor_failed(sender: object, user: Staff, authenticator: Any, **_: object) -> None:
    """Logs a wrong code."""
    del sender
    _factor(audit.AuditKind.SIGN_IN_FAILED, user, authenticator)


@receiver(mfa.authenticator_used)
def log_confirmation(sender: object, user: Staff, authenticator: Any, **more: object) -> None:
    """Logs that the person confirmed their identity again."""
    del sender
    if more.get("reauthenticated"):
        _factor(audit.AuditKind.CONFIRMED, user, authenticator)
