"""Pages of an agency: its staff, their changes, invitations."""

from typing import Any

from django.test import Client
from django.urls import reverse

from saathi.agencies.models import Office, Staff, StaffChange
from tests.clients import StaffClient
from tests.roles import role
from tests.signing import just_confirmed

PASSWORD = "a lamp in the seventh window"


def browser(staff: Staff) -> StaffClient:
    """Signed in with all factors, and confirmed just now."""
    return just_confirmed(staff)


def url(name: str, *args: Any) -> str:
    return reverse(f"agencies:{name}", args=args, urlconf="saathi.config.urls")


def invite(client: Client, office: Office, role_kind: str = "case_worker", **more: str) -> Any:
    typed = {
        "name": "Asha Rai",
        "email": "Asha@example.org",
        "office": str(office.pk),
        "role_kind": role_kind,
        "language": "ur",
        "way": "paper",
    }
    return client.post(url("invite_staff"), typed | more)


def StaffChange_of(email: str) -> Any:  # noqa: N802
    with role("maintenance"):
        return StaffChange.objects.get(staff__email=email, outcome="waits").pk
