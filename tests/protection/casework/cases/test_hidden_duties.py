"""Duties of sections that a reader may not read: not listed, and not postponed."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.urls import reverse

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.protection.casework.cases.actions import duties
from saathi.protection.casework.cases.duty_sections import SECTIONS_OF_DUTY
from saathi.protection.casework.cases.models import Case, Due
from saathi.protection.casework.cases.vocabulary import DueDateReason, Duty
from tests import sending
from tests.factories import agencies, teams
from tests.protection.casework.cases.test_due_dates import move, visit_due
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
HIDDEN = (Duty.THREAT_CHECK, Duty.HEARING, Duty.CLAIM_DEADLINE)


def move_path(due: Due) -> str:
    return reverse("dues:move_due", args=[due.file_id, due.pk])


def day_of(due: Due, on: dt.date) -> dict[str, object]:
    return {"version": due.version, "moved_because": "child_asked", "due_on_0": on.day,
            "due_on_1": on.month, "due_on_2": on.year}  # fmt: skip


def test_who_reads_less_of_the_file_neither_knows_nor_postpones_its_duties(
    case: Case, worker: Staff
) -> None:
    today = case.office.today()
    with acting(worker):
        hidden = [
            duties.add_standalone_duty(case=case, duty=duty, due_on=today, actor=worker)
            for duty in HIDDEN
        ]
    mother = agencies.staff("house_mother", worker.office)
    teams.join(case.file_id, mother, TeamRole.RESIDENTIAL_WORKER)
    client, late = signed_in(mother), today + dt.timedelta(days=90)
    lists = [reverse("dues:list_dues", args=[case.file_id]), f"/child/{case.file_id}/"]
    for address in lists:
        page, of_worker = read(client.get(address))[0], read(signed_in(worker).get(address))[0]
        for duty in HIDDEN:
            assert str(duty.label) not in page, (address, duty)
        assert str(Duty.HEARING.label) in of_worker
    for due in hidden:
        assert due is not None
        assert client.get(move_path(due)).status_code == 404
        assert client.post(move_path(due), day_of(due, late) | sending.key()).status_code == 404
        with acting(mother):
            found = Due.objects.get(pk=due.pk)
            with pytest.raises(access.NotAllowed):
                duties.move_duty(due=found, version=due.version, due_on=late,
                                 because=DueDateReason.CHILD_ASKED, actor=mother)  # fmt: skip
            with pytest.raises(ProgrammingError, match="postponed by"), transaction.atomic():
                writing.change(found, actor=mother, due_on=late)
            assert Due.objects.get(pk=due.pk).due_on == today


def test_who_cannot_know_the_latest_day_does_not_postpone_a_visit(
    case: Case, worker: Staff
) -> None:
    mother = agencies.staff("house_mother", worker.office)
    teams.join(case.file_id, mother, TeamRole.RESIDENTIAL_WORKER)
    due, today = visit_due(case, worker), case.office.today()
    page = read(signed_in(mother).get(reverse("dues:list_dues", args=[case.file_id])))[0]
    assert str(Duty.VISIT.label) in page
    assert "Change the due date" not in page
    assert "cannot read" in move(case, mother, today + dt.timedelta(days=90))
    with acting(mother):
        found = Due.objects.get(pk=due.pk)
        with pytest.raises(ProgrammingError, match="postponed by"), transaction.atomic():
            writing.change(found, actor=mother, due_on=due.due_on + dt.timedelta(days=1))
    assert visit_due(case, worker).due_on == due.due_on


def test_each_duty_has_its_sections_in_the_database_too() -> None:
    with role("warden"), connection.cursor() as cursor:
        for duty, sections in SECTIONS_OF_DUTY.items():
            cursor.execute("SELECT duty_is_known(%s, %s)", [duty.value, int(sections)])
            assert cursor.fetchone() == (True,), duty
            cursor.execute("SELECT duty_is_known(%s, 0)", [duty.value])
            assert cursor.fetchone() == (False,), duty
        cursor.execute("SELECT duty_is_known('new', 8191)")
        assert cursor.fetchone() == (False,)
