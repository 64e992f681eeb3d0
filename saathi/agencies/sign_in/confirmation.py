"""Asks her to prove again who she is before a grave step: export, change of role, erasure.

Policy: changes here are reviewed by those who answer for access.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, cast
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


def _just_did(request: HttpRequest) -> bool:
    """What allauth says as well, without asking the database which ways she has to confirm."""
    records = get_authentication_records(request, request.user)
    again = [record for record in records if record.get("reauthenticated")]
    fresh = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return bool(again) and bool(again[-1]["at"] > fresh)


type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


def recently_confirmed[**P](view: View[P]) -> View[P]:
    """The view, open for five minutes after she gave her password, code or passkey once more.

    Stands outside `staff_screen`. A form that was sent too late is not kept anywhere: she is led
    back to its page. In the demo nobody has a password, and nothing is asked.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if settings.IS_DEMO or not request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if _just_did(request) or did_recently_reauthenticate(request):
            return view(request, *args, **kwargs)
        back = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('account_reauthenticate')}?{back}")

    return cast("View[P]", asked)
