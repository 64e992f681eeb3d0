"""Outside the demo nobody works with a password alone.

Policy: changes here are reviewed by those who answer for access.
"""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from saathi.agencies.sign_in.adapter import FACTORS

KNOWN = "has_second_factor"  # remembered for the session; forgotten when a factor is removed
# What somebody can reach who has none yet: to set one up, to prove her password, to leave.
OPEN_PATHS = ("/account/", "/sign-out", "/static/", "/language/", "/health", "/away")


class RequireSecondFactor:
    """Leads staff without passkey or code generator to the pages where they get one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page, or the way to the set-up."""
        if self._may_pass(request):
            return self.get_response(request)
        return redirect(settings.SAATHI_SECOND_FACTOR_URL)

    def _may_pass(self, request: HttpRequest) -> bool:
        if settings.IS_DEMO or request.path.startswith(OPEN_PATHS):
            return True
        if not request.user.is_authenticated or request.session.get(KNOWN):
            return True
        if not is_mfa_enabled(request.user, list(FACTORS)):
            return False
        request.session[KNOWN] = True
        return True
