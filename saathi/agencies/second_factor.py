"""Requires a second factor: outside the demo, staff cannot work with a password alone.

Policy: changes here are reviewed by those responsible for access.
"""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from saathi import audit
from saathi.agencies import queries
from saathi.agencies.credentials import SignInDetailsTampered
from saathi.agencies.sign_in.adapter import FACTORS

SESSION_KEY = "has_second_factor"  # cached in the session; cleared when a factor is removed
# What a person without a second factor can reach: to set one up, confirm the password, sign out.
OPEN_PATHS = ("/account/", "/sign-out", "/static/", "/language/", "/health", "/away")


def end_tampered_session(request: HttpRequest, error: SignInDetailsTampered) -> HttpResponse:
    """Ends the session and says why; a log entry informs the administrator."""
    audit.record(
        audit.AuditKind.SIGN_IN_FAILED,
        by=None,
        agency=queries.agency_of(error.staff_id),
        detail={"method": "changed_outside", "staff": error.staff_id},
    )
    if request.user.is_authenticated:
        request.signs_out_because = "changed_outside"  # type: ignore[attr-defined]
        logout(request)
    return render(request, "agencies/details_changed.html", status=403)


class SecondFactorMiddleware:
    """Redirects staff without passkey or code generator to the pages where they add one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page, or the redirect to adding a factor."""
        try:
            may_pass = self._may_pass(request)
        except SignInDetailsTampered as error:
            return end_tampered_session(request, error)
        if not may_pass:
            return redirect(settings.SAATHI_SECOND_FACTOR_URL)
        response = self.get_response(request)
        tampering = getattr(request, "details_changed", None)
        # Outside the transaction of the request, which is rolled back.
        return response if tampering is None else end_tampered_session(request, tampering)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Remembers that a view found sign-in details which Saathi did not write."""
        if not isinstance(exception, SignInDetailsTampered):
            return None
        request.details_changed = exception  # type: ignore[attr-defined]
        return HttpResponse(status=403)

    def _may_pass(self, request: HttpRequest) -> bool:
        if settings.IS_DEMO or request.path.startswith(OPEN_PATHS):
            return True
        if not request.user.is_authenticated or request.session.get(SESSION_KEY):
            return True
        if not is_mfa_enabled(request.user, list(FACTORS)):
            return False
        request.session[SESSION_KEY] = True
        return True
