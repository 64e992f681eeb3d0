"""The page on which a person with a password changes it."""

from allauth.account import views as account
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect


def change_password(request: HttpRequest) -> HttpResponseBase:
    """Changes the password; people without one, as in the demo, are sent to their sign-in details.

    allauth would redirect to a page that sets a password without the current one, which we do not
    have.
    """
    if request.user.is_authenticated and not request.user.has_usable_password():
        return redirect(settings.SAATHI_SECOND_FACTOR_URL)
    answer: HttpResponseBase = account.password_change(request)
    return answer
