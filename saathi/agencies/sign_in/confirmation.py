"""Asks her to prove again who she is before a grave step: export, change of role, erasure.

Policy: changes here are reviewed by those who answer for access.
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
    """Whether the person proved who they are within the last minutes of this session.

    allauth's own answer is not used: it is yes for whoever has neither password nor second factor here.
    """
    records = get_authentication_records(request, request.user)
    again = [record for record in records if record.get("reauthenticated")]
    fresh = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return bool(again) and bool(again[-1]["at"] > fresh)


def return_address(request: HttpRequest) -> str:
    """Where a person goes on after confirming: this page, or for a form the page that it was on.

    The address of a form may take forms only. Without a page of this site as `Referer` it is the page
    on which people look after their account.
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
    """The view, open for five minutes after a password, code or passkey was given once more.

    An account with none of them confirms at the provider of single sign-on (`single_sign_on.confirm`).

    Stands outside `staff_screen`. A form that was sent too late is not kept anywhere: the person is
    led back to the page it was on. In the demo nobody has a password, and nothing is asked.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if settings.IS_DEMO or not request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if is_recently_confirmed(request):
            return view(request, *args, **kwargs)
        back = urlencode({"next": return_address(request)})
        return redirect(f"{reverse('account_reauthenticate')}?{back}")

    return cast("View[P]", asked)
