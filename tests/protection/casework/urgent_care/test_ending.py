"""How time-critical care ends; another person says that it was started by mistake."""

import psycopg
import pytest
from django.db import connection, transaction

from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.urgent_care import rules
from saathi.protection.casework.urgent_care.vocabulary import CareOutcome
from tests import filled
from tests.attacks.proofs import update_proved
from tests.protection.casework.urgent_care.test_urgent_care import address, begin
from tests.roles import acting
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("outcome", "open_count", "is_beginner", "codes"),
    [
        (CareOutcome.STEPS_TAKEN, 0, True, []),
        (CareOutcome.STEPS_TAKEN, 1, True, ["outcome"]),
        (CareOutcome.PASSED_ON, 3, True, []),
        (CareOutcome.NOT_RECORDED, 0, True, ["outcome"]),
        (CareOutcome.MISTAKE, 3, True, ["outcome"]),
        (CareOutcome.MISTAKE, 3, False, []),
    ],
)
def test_care_ends_with_an_outcome(
    outcome: CareOutcome, open_count: int, *, is_beginner: bool, codes: list[str]
) -> None:
    reasons = rules.reasons_against_end(outcome, open_count=open_count, is_beginner=is_beginner)
    assert [reason.code for reason in reasons] == codes


def test_another_person_says_that_care_was_started_by_mistake(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    care = begin(case, worker)
    end = address("end_urgent_care", case, care.pk)
    client = signed_in(worker)
    page = client.post(end, filled.form(client.get(end).content.decode(), outcome="mistake"))
    assert "Another person, such as your supervisor, records that" in read(page)[0]
    with acting(worker):
        over = {"outcome": "'mistake'", "ended_on": "current_date"}
        with pytest.raises(psycopg.Error, match="a second person"), transaction.atomic():
            update_proved(connection.connection, worker, "urgent_care_urgentcare", over)
    for person in (worker, supervisor):
        assert "time-critical care, 32 hours left" in read(signed_in(person).get("/"))[0]
    client = signed_in(supervisor)
    sent = filled.form(client.get(end).content.decode(), outcome="mistake")
    assert client.post(end, sent).status_code == 302
    with acting(worker):
        care.refresh_from_db()
        assert (care.outcome, care.ended_on) == ("mistake", worker.office.today())
