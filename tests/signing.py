"""A browser in which a member of staff is signed in already."""

import time
from pathlib import Path

from django.conf import settings

from saathi.agencies.models import Staff
from tests.clients import StaffClient
from tests.roles import role


def signed_in(staff: Staff) -> StaffClient:
    # WhiteNoise warns where the folder of collected files is missing; tests collect none.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    client = StaffClient()
    with role("app"):  # functions of sessions are the web's alone
        client.force_login(staff)
    return client


def just_confirmed(staff: Staff) -> StaffClient:
    """Signed in, with the password confirmed a moment ago."""
    client = signed_in(staff)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(staff.pk)
    session.save()
    return client
