"""A real installation begins with one administrator, invited from the command line."""

import pytest
from django.test import Client

from saathi.agencies.actions import founding
from saathi.agencies.actions.joining import AddressTaken
from saathi.agencies.models import Principal, Staff
from tests.roles import role

pytestmark = pytest.mark.django_db
FIRST = founding.Founding(
    "NPL", "Child Rights Council", "Kathmandu", "Asha Rai", "asha@example.org"
)


def test_the_first_administrator_joins_by_the_link(client: Client) -> None:
    with role("maintenance"):
        token = founding.found_agency(FIRST)
    her = Staff.objects.get(email="asha@example.org")
    assert (her.bundle, her.is_active, her.has_usable_password()) == ("administrator", False, False)
    password = "a lamp in the seventh window"
    answer = client.post(f"/join/{token}/", {"password": password, "again": password})
    assert answer.status_code == 302
    her.refresh_from_db()
    assert her.is_active
    assert not Principal.objects.filter(staff=her).exists()  # she sees no child


def test_nobody_is_founded_twice() -> None:
    with role("maintenance"):
        founding.found_agency(FIRST)
        with pytest.raises(AddressTaken):
            founding.found_agency(FIRST)
