"""Steps of time-critical care that are to be done at once, and were not: overdue, first, and red."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.infra import clock
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.urgent_care import actions
from saathi.protection.casework.urgent_care.models import UrgentCare, UrgentCareStep
from saathi.protection.casework.urgent_care.vocabulary import CareReason
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
OVERDUE = re.compile(r'tag danger"\s*>overdue')


def test_steps_to_be_done_at_once_are_overdue_first_and_red(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    with acting(worker):
        care = actions.begin_urgent_care(
            child=case.child, reason=CareReason.SELF_HARM, actor=worker
        )
        seen = UrgentCareStep(file_id=case.file_id, care=care, code="supervisor", state="done",
                              taken_on=worker.office.today())  # fmt: skip
        actions.record_step(step=seen, actor=worker)
    address = reverse("urgent_care:list_urgent_care", args=[case.file_id])
    page = signed_in(worker).get(address).content.decode()
    assert not OVERDUE.search(page)
    with role("maintenance"):
        begun_at = clock.now() - dt.timedelta(hours=9, minutes=-5)
        UrgentCare.objects.filter(pk=care.pk).update(begun_at=begun_at)
    page = signed_in(worker).get(address).content.decode()
    overdue = [found.start() for found in OVERDUE.finditer(page)]
    assert len(overdue) == 3
    last_overdue = overdue[-1]
    assert last_overdue < page.index("Have a mental health professional see the child")
    assert last_overdue < page.index("Notify the supervisor"), "what is done comes after it"
    for person in (worker, supervisor):
        day = read(signed_in(person).get("/"))[0]
        assert f"{case.child.code}: time-critical care, 3 steps overdue, 15 hours left" in day
    plan = signed_in(worker).get(reverse("care_plans:show_newest_plan", args=[case.file_id]))
    assert "Time-critical care: 3 steps overdue, 15 hours left" in read(plan)[0]
