"""A new installation begins with one administrator, invited from the command line."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from saathi.agencies.actions import first_administrators
from saathi.agencies.actions.first_administrators import ENOUGH_ADMINISTRATORS
from saathi.agencies.actions.joining import EmailAddressTaken
from saathi.agencies.actions.operator import AccountEndReason, end_account
from saathi.agencies.definer_functions import ChangeNotPossible
from saathi.agencies.models import Invitation, Office, Principal, Staff
from saathi.audit.models import AuditEntry
from saathi.config.commands.deactivate import REASONS
from tests.roles import role

pytestmark = pytest.mark.django_db
FIRST = first_administrators.AgencyInput(
    "NPL", "Child Rights Council", "Kathmandu", "Asha Rai", "asha@example.org"
)


def test_the_first_administrator_joins_by_the_link(client: Client) -> None:
    with role("maintenance"):
        token = first_administrators.create_agency(FIRST)
    administrator = Staff.objects.get(email="asha@example.org")
    assert (
        administrator.role_kind,
        administrator.is_active,
        administrator.has_usable_password(),
    ) == (
        "administrator",
        False,
        False,
    )
    password = "a lamp in the seventh window"
    answer = client.post(f"/join/{token}/", {"password": password, "again": password})
    assert answer.status_code == 302
    administrator.refresh_from_db()
    assert administrator.is_active
    assert not Principal.objects.filter(
        staff=administrator
    ).exists()  # an administrator sees no child


def test_agency_or_administrator_is_not_founded_twice() -> None:
    with role("maintenance"):
        first_administrators.create_agency(FIRST)
        with pytest.raises(EmailAddressTaken):
            first_administrators.create_agency(FIRST)
        with pytest.raises(first_administrators.AgencyExists):
            first_administrators.create_agency(replace(FIRST, email="bina@example.org"))


def add(number: int, *, beside_others: bool = False) -> str:
    office = Office.objects.get(name="Kathmandu")
    email = f"number{number}@example.org"
    return first_administrators.add_administrator(
        office, "Bina", email, beside_others=beside_others
    )


def create_agency_of(email: str) -> str:
    return first_administrators.create_agency(replace(FIRST, agency="Another Council", email=email))


def test_an_agency_whose_administrators_are_gone_gets_one_from_the_server(client: Client) -> None:
    with role("maintenance"):
        first_administrators.create_agency(FIRST)
        for number in range(ENOUGH_ADMINISTRATORS):
            token = add(number)
        Staff.objects.filter(name="Bina").update(is_active=True)
        with pytest.raises(first_administrators.EnoughAdministrators):
            add(ENOUGH_ADMINISTRATORS)
        add(ENOUGH_ADMINISTRATORS, beside_others=True)

        last = Staff.objects.get(email="number0@example.org")
        end_account(staff=last, reason=AccountEndReason.DISMISSED)
        token = add(ENOUGH_ADMINISTRATORS)  # invited before and never joined: a new link
        with pytest.raises(first_administrators.AccountEnded):
            add(0)
        with pytest.raises(first_administrators.AccountEnded):
            create_agency_of("number0@example.org")
        with pytest.raises(EmailAddressTaken):
            create_agency_of("number1@example.org")
        with CaptureQueriesContext(connection) as queries:
            token = add(ENOUGH_ADMINISTRATORS)
        locks, counts = (
            next(place for place, query in enumerate(queries) if part in query["sql"])
            for part in ("FOR NO KEY UPDATE", "COUNT(*)")
        )
        assert locks < counts  # another command counts after this one
    with role("maintenance"):
        [entry] = AuditEntry.objects.filter(kind="deactivated")
        invited = AuditEntry.objects.filter(kind="invited", detail__method="operator").count()
        links = Invitation.objects.filter(staff__email="number2@example.org").count()
    assert (entry.by, entry.objects_seen) == (None, [last.id])
    assert entry.detail == {"role": "administrator", "reason": "dismissed", "method": "operator"}
    assert invited == ENOUGH_ADMINISTRATORS + 4

    assert links == 1
    assert client.get(f"/join/{token}/").status_code == 200


def test_an_account_ended_from_the_server_cannot_sign_in_and_cannot_be_ended_twice(
    client: Client,
) -> None:
    with role("maintenance"):
        token = first_administrators.create_agency(FIRST)
    password = "a lamp in the seventh window"
    client.post(f"/join/{token}/", {"password": password, "again": password})
    asha = Staff.objects.get(email="asha@example.org")
    stamp = asha.session_stamp
    with role("maintenance"):
        end_account(staff=asha, reason=AccountEndReason.DEVICE_LOST)
        with pytest.raises(ChangeNotPossible):
            end_account(staff=asha, reason=AccountEndReason.DEVICE_LOST)
    asha.refresh_from_db()
    assert (asha.is_active, asha.has_usable_password()) == (False, False)
    assert asha.deactivated_at is not None
    assert asha.session_stamp != stamp
    assert tuple(reason.value for reason in AccountEndReason) == REASONS
