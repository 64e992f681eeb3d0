"""No statement silences the alarm of a worker who visits alone, puts it off, or raises a false one."""

import pytest

from saathi.agencies.models import Staff
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.check_ins import actions
from saathi.protection.casework.check_ins.models import CheckIn
from saathi.protection.casework.check_ins.vocabulary import CheckInState
from tests.attacks.test_guarded_columns import KEPT, NO_PROOF, child, refuses, supervisor, worker
from tests.roles import acting, role

pytestmark = pytest.mark.django_db
__all__ = ("child", "supervisor", "worker")  # fixtures


@pytest.fixture
def check_in(child: Child, worker: Staff) -> CheckIn:
    with acting(worker):
        new = CheckIn(file_id=child.file_id, case=Case.objects.get(child=child))
        new.place, new.telephone = "The house behind the mill", "9801234567"
        return actions.start_visit(check_in=new, minutes=60, actor=worker)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ("alerted_at = now()", NO_PROOF),
        ("state = 'safe', ended_at = now()", NO_PROOF),
        ("state = 'reached', ended_at = now()", NO_PROOF),
        ("expected_end = now() + interval '9 years'", NO_PROOF),
        ("expected_end = now() - interval '1 hour'", NO_PROOF),
        ("recorded_at = now() - interval '1 day'", KEPT),
        ("case_id = gen_random_uuid()", KEPT),
    ],
)
def test_alarm_is_not_silenced_put_off_or_raised(
    check_in: CheckIn, worker: Staff, supervisor: Staff, change: str, refusal: str
) -> None:
    for actor in (supervisor, worker):
        assert refuses(actor, f"UPDATE check_ins_checkin SET {change}", refusal)
    with role("maintenance"):
        assert CheckIn.objects.get(pk=check_in.pk).state == CheckInState.OUT


@pytest.mark.parametrize(
    "planted",
    [
        "'expected_end', now() - interval '1 hour'",
        "'alerted_at', now()",
        "'recorded_at', now() - interval '1 day'",
        "'id', gen_random_uuid()",  # also a copy without another change
    ],
)
def test_no_check_in_is_planted(
    check_in: CheckIn, worker: Staff, supervisor: Staff, planted: str
) -> None:
    for actor in (supervisor, worker):
        assert refuses(
            actor,
            "INSERT INTO check_ins_checkin SELECT (jsonb_populate_record(c, jsonb_build_object('id', "
            f"gen_random_uuid(), 'recorded_by', access_staff(), 'version', 1, {planted}))).* "
            "FROM check_ins_checkin c",
        )


def test_alarm_that_was_raised_is_not_taken_back(check_in: CheckIn, supervisor: Staff) -> None:
    with role("maintenance"):
        CheckIn.objects.filter(pk=check_in.pk).update(alerted_at=check_in.recorded_at)
    assert refuses(supervisor, "UPDATE check_ins_checkin SET alerted_at = NULL")
