"""Asks her to prove again who she is before a grave step: export, change of role, erasure.

Policy: changes here are reviewed by those who answer for access.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, cast
from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

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
        if did_recently_reauthenticate(request):
            return view(request, *args, **kwargs)
        back = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('account_reauthenticate')}?{back}")

    return cast("View[P]", asked)
