"""The last step of a sign-in: what the person proved in the first step must still be valid."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.internal import stagekit
from allauth.account.stages import LoginStage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare


class UnchangedAccountStage(LoginStage):  # type: ignore[misc]
    """Refuses a sign-in if the account changed between the first step and the last.

    A new password, a reset, closing the account and ending its sessions all change the result of
    `get_session_auth_hash`. allauth creates all stages when a sign-in begins, and keeps `state`
    with it.
    """

    key = "unchanged_account"

    def __init__(self, controller: Any, request: HttpRequest, login: Any) -> None:
        super().__init__(controller, request, login)
        if login.user is not None:
            self.state.setdefault("session_hash", login.user.get_session_auth_hash())

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Continues if the account is unchanged; otherwise returns to the first step."""
        staff = self.login.user
        if (
            staff is not None
            and staff.is_active
            and constant_time_compare(self.state["session_hash"], staff.get_session_auth_hash())
        ):
            return None, True
        stagekit.clear_login(self.request)
        return HttpResponseRedirect(
            f"{reverse('account_login')}?{urlencode({'ended': 'changed'})}"
        ), False
