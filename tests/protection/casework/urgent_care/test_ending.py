"""How time-critical care ends; another person ends it while steps are open, and says why."""

import psycopg
import pytest
from django.db import connection, transaction

from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.urgent_care import rules
from saathi.protection.casework.urgent_care.vocabulary import CareOutcome, CareReason
from tests import filled
from tests.attacks.proofs import update_proved
from tests.protection.casework.urgent_care.test_urgent_care import address, begin
from tests.roles import acting
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


TAKEN_OVER = "District hospital, Dr Maharjan, on Tuesday at noon"


@pytest.mark.parametrize(
    ("outcome", "open_count", "is_beginner", "end_note", "codes"),
    [
        (CareOutcome.STEPS_TAKEN, 0, True, "", []),
        (CareOutcome.STEPS_TAKEN, 1, True, "", ["outcome"]),
        (CareOutcome.NOT_RECORDED, 0, True, "", ["outcome"]),
        (CareOutcome.MISTAKE, 3, True, "", ["outcome"]),
        (CareOutcome.MISTAKE, 3, False, "", []),
        (CareOutcome.PASSED_ON, 3, True, TAKEN_OVER, ["outcome"]),
        (CareOutcome.PASSED_ON, 3, False, TAKEN_OVER, []),
        (CareOutcome.PASSED_ON, 3, False, ".", ["end_note"]),
        (CareOutcome.CHILD_DECLINED, 3, True, "", ["outcome", "end_note"]),
        (CareOutcome.CHILD_DECLINED, 3, False, "", ["end_note"]),
    ],
)
def test_care_ends_with_an_outcome(
    outcome: CareOutcome, open_count: int, *, is_beginner: bool, end_note: str, codes: list[str]
) -> None:
    reasons = rules.reasons_against_end(
        outcome, open_count=open_count, is_beginner=is_beginner, end_note=end_note
    )
    assert [reason.code for reason in reasons] == codes


@pytest.mark.parametrize("state", ["not_needed", "not_possible"])
def test_a_step_is_left_out_only_with_a_reason(case: Case, worker: Staff, state: str) -> None:
    care = begin(case, worker, CareReason.SELF_HARM, hours_ago=2)
    path = address("record_care_step", case, care.pk, "means")
    client = signed_in(worker)
    form = client.get(path).content.decode()
    page = read(client.post(path, filled.form(form, state=state, note="x")))[0]
    assert "Enter who decided that this step is left out" in page
    with acting(worker):
        assert not care.steps.exists()
    client.post(path, filled.form(form, state=state, note=TAKEN_OVER))
    with acting(worker):
        assert care.steps.get().state == state


@pytest.mark.parametrize("outcome", ["passed_on", "child_declined"])
def test_another_person_ends_care_with_open_steps_and_says_how(
    case: Case, worker: Staff, supervisor: Staff, outcome: str
) -> None:
    care = begin(case, worker, CareReason.SELF_HARM, hours_ago=2)
    end = address("end_urgent_care", case, care.pk)
    client = signed_in(worker)
    form = client.get(end).content.decode()
    assert "Remove access to means of self-harm" in form, "the open steps are named"
    page = client.post(end, filled.form(form, outcome=outcome, end_note=TAKEN_OVER))
    assert "You began this care." in read(page)[0]
    with acting(worker):
        over = {"outcome": f"'{outcome}'", "ended_on": "current_date"}
        with pytest.raises(psycopg.Error, match="a second person"), transaction.atomic():
            update_proved(connection.connection, worker, "urgent_care_urgentcare", over)
    for person in (worker, supervisor):
        assert f"{case.child.code}: time-critical care" in read(signed_in(person).get("/"))[0]
    client = signed_in(supervisor)
    form = client.get(end).content.decode()
    page = client.post(end, filled.form(form, outcome=outcome, end_note="."))
    assert "at least 20 letters" in read(page)[0]
    assert (
        client.post(end, filled.form(form, outcome=outcome, end_note=TAKEN_OVER)).status_code == 302
    )
    page_of_care = read(client.get(address("list_urgent_care", case)))[0]
    assert TAKEN_OVER in page_of_care
    assert "No result is recorded: Do not leave the child alone" in page_of_care
    with acting(worker):
        care.refresh_from_db()
        assert (care.outcome, care.ended_on) == (outcome, worker.office.today())
        assert b"Maharjan" not in bytes(care.sealed or b"")


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
