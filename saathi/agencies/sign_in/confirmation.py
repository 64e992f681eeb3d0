"""Asks a person to confirm their identity before a sensitive step: export, role change, erasure.

Policy: changes here are reviewed by those responsible for access.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, cast
from urllib.parse import urlencode, urlsplit, urlunsplit

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def is_recently_confirmed(request: HttpRequest) -> bool:
    """Whether the person has confirmed their identity in this session within the last minutes.

    allauth's own check is not used: it returns True for accounts with neither password nor second
    factor here.
    """
    records = get_authentication_records(request, request.user)
    confirmations = [record for record in records if record.get("reauthenticated")]
    fresh = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return bool(confirmations) and bool(confirmations[-1]["at"] > fresh)


def address_after_confirming(request: HttpRequest) -> str:
    """The address to continue at after confirming: this page or, for a form, the form's page.

    The address of a form may accept only POST. If `Referer` is no page of this site, it is the
    account page.
    """
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(
        came_from, {request.get_host()}, require_https=request.is_secure()
    ):
        return str(settings.SAATHI_SECOND_FACTOR_URL)
    parts = urlsplit(came_from)
    return urlunsplit(("", "", f"/{parts.path.lstrip('/')}", parts.query, ""))


type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


def recently_confirmed[**P](view: View[P]) -> View[P]:
    """The view, accessible for five minutes after confirming with a password, code or passkey.

    An account with none of these confirms at the single sign-on provider
    (`single_sign_on.confirm`).

    Apply it outside `staff_screen`. A form sent too late is not saved: the person is redirected to
    its page. In the demo there are no passwords, so no confirmation is required.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if settings.IS_DEMO or not request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if is_recently_confirmed(request):
            return view(request, *args, **kwargs)
        back = urlencode({"next": address_after_confirming(request)})
        return redirect(f"{reverse('account_reauthenticate')}?{back}")

    return cast("View[P]", asked)
