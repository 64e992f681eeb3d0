"""Which contacts after a return reach the supervisor as missed, and which are not missed."""

import pytest

from saathi.agencies.models import Notice
from saathi.protection.casework.reintegration.jobs import escalate_missed_contacts
from saathi.protection.casework.reintegration.models import MonitoringContact, Reintegration
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.casework.reintegration import steps
from tests.roles import acting, role

pytestmark = pytest.mark.django_db
TRIED = {"way": "home", "result": "not_reached", "finding": ""}


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def escalated() -> int:
    with role("worker"):
        return escalate_missed_contacts()


def notified(around: ChildFileCast) -> int:
    with acting(around.supervisor):
        notices = Notice.objects.filter(staff=around.supervisor, kind="return_missed")
        return notices.filter(record=around.file_id).count()


def tried(around: ChildFileCast, reintegration: Reintegration, on: int) -> None:
    steps.contact(
        around, reintegration, on=on, next_in=5, not_held_because="worker_prevented", **TRIED
    )


@pytest.mark.requirement("REI-003")
def test_attempts_do_not_hide_missed_contacts_from_the_supervisor(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=30)
    tried(around, reintegration, -1)
    with acting(around.worker):
        states = set(MonitoringContact.objects.values_list("state", flat=True))
    assert states == {"missed", "not_held", "planned"}
    assert escalated() > 0
    assert notified(around) == 1  # one notice for the child, not one for each contact
    assert escalated() == 0


@pytest.mark.requirement("REI-003")
def test_contact_that_reached_the_child_ends_what_was_missed(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=30)
    tried(around, reintegration, -3)
    steps.contact(around, reintegration)
    assert escalated() == 0
    assert notified(around) == 0


@pytest.mark.requirement("REI-003")
def test_visit_that_the_child_replaced_by_a_call_is_not_escalated(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=30)
    with acting(around.worker):
        days = list(
            MonitoringContact.objects.order_by("planned_on").values_list("planned_on", flat=True)
        )
    today = steps.today(around)
    for day in (each for each in days if each < today):
        later = next(each for each in days if each > day)
        steps.contact(
            around, reintegration, on=(day - today).days, next_in=(later - today).days,
            replaced="child",
        )  # fmt: skip
    with acting(around.worker):
        states = set(
            MonitoringContact.objects.exclude(state="planned").values_list("state", flat=True)
        )
    assert states == {"held"}
    assert escalated() == 0
    assert notified(around) == 0


@pytest.mark.requirement("REI-003")
@pytest.mark.parametrize(("replaced", "notices"), [("worker", 1), ("no", 1), ("child", 0)])
def test_message_ends_what_was_missed_only_if_the_child_asked_for_it(
    around: ChildFileCast, replaced: str, notices: int
) -> None:
    reintegration = steps.begin(around, days_ago=30)
    tried(around, reintegration, -3)
    steps.contact(around, reintegration, way="message", replaced=replaced)
    escalated()
    assert notified(around) == notices
