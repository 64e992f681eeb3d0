"""The page on which somebody changes her own password, where she has one."""

from allauth.account import views as account
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect


def change(request: HttpRequest) -> HttpResponseBase:
    """Changes it; who has none, as the people of a demo, goes back to how she signs in.

    allauth would send her to a page that sets a password without one, which we do not have.
    """
    if request.user.is_authenticated and not request.user.has_usable_password():
        return redirect(settings.SAATHI_SECOND_FACTOR_URL)
    answer: HttpResponseBase = account.password_change(request)
    return answer
