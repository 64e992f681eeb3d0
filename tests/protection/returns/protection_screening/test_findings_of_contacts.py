"""A contact with the country of origin does not tell what a screening found."""

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies.vocabulary import TeamRole
from saathi.protection.returns.protection_screening import contact_gate
from saathi.protection.returns.protection_screening.models import (
    ContactSafeguardFinding,
    OriginContact,
)
from saathi.protection.returns.protection_screening.vocabulary import ContactGate
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import agencies, protection, teams
from tests.reading import words
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


@pytest.mark.requirement("INT-001")
def test_a_contact_does_not_tell_that_a_screening_found_a_sign(around: ChildFileCast) -> None:
    worker, leader = around.worker, around.supervisor
    counsellor = agencies.staff("counsellor", worker.office)
    teams.join(around.case.file_id, counsellor, TeamRole.COUNSELLOR)
    with acting(leader):
        protection.sign(around.case, leader)
    with acting(worker):
        assert protection.others_contact(around.case, worker).safeguard == "not_met"
    page = f"{around.url}international-protection/"
    told, untold = "Although the child may need protection", "Safeguards not met"
    for person in (worker, counsellor):
        shown = words(signed_in(person).get(page).content)
        assert untold in shown
        assert told not in shown
        with acting(person):
            assert not ContactSafeguardFinding.objects.exists()
            assert OriginContact.objects.get().safeguard == "not_met"
            assert contact_gate.ask_gate(around.file_id).gate == ContactGate.NOT_NOW
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT origin_safeguard_on(%s, %s, 'police', '', '', '{}')",
                    [around.file_id, worker.office.today()],
                )
                assert cursor.fetchone() == ("not_met",)
    assert told in words(signed_in(leader).get(page).content)
    with acting(leader):
        assert ContactSafeguardFinding.objects.get().finding == "not_allowed"
        assert contact_gate.ask_gate(around.file_id).gate == ContactGate.CLOSED
    with (
        acting(leader),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        ContactSafeguardFinding.objects.update(finding="no_permission")
