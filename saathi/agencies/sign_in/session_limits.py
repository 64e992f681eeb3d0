"""Ends sessions automatically: after a time without use, and after twelve hours in any case."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from saathi.infra import clock
from saathi.web import error_pages

STARTED, TOUCHED = "signed_in_at", "touched_at"
MAX_SESSION_SECONDS = 12 * 60 * 60
# What a browser clears when a person signs out. Not "storage": it contains the sealed unsent forms,
# which only their writer can open. Not "cookies": that would clear those of every other service
# under the same registered domain; the session's own cookie is deleted anyway.
CLEAR_SITE_DATA = '"cache"'
COARSE_SECONDS = 60  # the time of last use is written at most once a minute


def _seconds() -> int:
    return int(clock.now().timestamp())


def start_session_clock(session: SessionBase) -> None:
    """Starts the clock of a session when its person has just signed in."""
    session[STARTED] = session[TOUCHED] = _seconds()


def session_end_reason(session: SessionBase) -> str:
    """Why this session has ended: `idle`, `too_long`, or an empty text."""
    now = _seconds()
    if now - int(session.get(STARTED, 0)) > MAX_SESSION_SECONDS:
        return "too_long"
    # The stored time may be up to a minute old, which favours the person.
    allowed = settings.SAATHI_IDLE_MINUTES * 60 + COARSE_SECONDS
    return "idle" if now - int(session.get(TOUCHED, 0)) > allowed else ""


def too_many(request: HttpRequest) -> HttpResponse:
    """The page about too many attempts, which allauth shows."""
    return error_pages.too_many_requests(request, wait_seconds=60)


class SessionLimitMiddleware:
    """Signs people out after a time without use, and after twelve hours in any case."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page, or a redirect to the sign-in page."""
        if "_auth_user_id" not in request.session:
            return self.get_response(request)
        response = self._of_session(request)
        if "_auth_user_id" not in request.session:
            response.headers["Clear-Site-Data"] = CLEAR_SITE_DATA
        return response

    def _of_session(self, request: HttpRequest) -> HttpResponse:
        reason = session_end_reason(request.session)
        if reason:
            request.signs_out_because = reason  # type: ignore[attr-defined]
            logout(request)
            if request.method == "GET":
                return redirect(f"{settings.SAATHI_SIGN_IN_URL}?ended={reason}")
            return redirect(settings.SAATHI_SIGN_IN_URL)
        if _seconds() - int(request.session[TOUCHED]) >= COARSE_SECONDS:
            request.session[TOUCHED] = _seconds()
        return self.get_response(request)
