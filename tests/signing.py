"""A browser in which a member of staff is signed in already."""

from pathlib import Path

from django.conf import settings
from django.test import Client

from saathi.agencies.models import Staff
from tests.roles import role


def signed_in(staff: Staff) -> Client:
    # WhiteNoise warns where the folder of collected files is missing; tests collect none.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    client = Client()
    with role("maintenance"):
        client.force_login(staff)
    return client
