"""A browser of the tests that is signed in as after both steps: password and second factor."""

from typing import Any

from django.test import Client

from saathi.agencies.second_factor import SESSION_KEY


class StaffClient(Client):
    """Django's test client; `force_login` signs in with the second step unless asked not to."""

    def force_login(self, user: Any, backend: str | None = None, *, whole: bool = True) -> None:
        super().force_login(user, backend)
        if whole:
            session = self.session
            session[SESSION_KEY] = True
            session.save()
