"""A file that is hidden from its own worker waits with a leader, and tells the worker nothing."""

import uuid

import pytest
from django.db import connection

from saathi.agencies.models import Hidden, Notice
from saathi.protection.casework.cases.models import Case, Due
from tests.attacks.test_hidden_by_report import HidingWorld, hidden_from, sees
from tests.attacks.test_hiding_from_leaders import hide, statement
from tests.factories import agencies, children
from tests.roles import acting, role, slip_in, with_proof

pytestmark = pytest.mark.django_db


def told(person: object, kind: str) -> int:
    with role("maintenance"):
        return Notice.objects.filter(staff=person, kind=kind).count()


def waits_with_a_leader(world: HidingWorld) -> None:
    with role("maintenance"):
        case = Case.objects.get(pk=world.case.pk)
        due = set(Due.objects.filter(case=case, done_on=None).values_list("worker", flat=True))
    assert case.awaits_assignment
    assert case.worker_id in {world.supervisor.pk, world.deputy.pk}
    assert due == {case.worker_id}
    assert told(case.worker_id, "case_to_assign") == 1
    assert not sees(world.worker, world.case.file_id)


def test_case_waits_with_a_leader_once_its_file_is_hidden_from_its_worker() -> None:
    world = HidingWorld()
    with role("maintenance"):
        assert Due.objects.filter(worker=world.worker.pk, done_on=None).exists()
    assert world.worker.name in hide(world.supervisor, world.case.file_id, world.worker)
    waits_with_a_leader(world)


def test_statement_that_hides_it_leaves_no_child_without_a_worker() -> None:
    world = HidingWorld()
    hides = statement(world.case.file_id, world.worker.pk)
    with acting(world.supervisor), with_proof(hides), connection.cursor() as cursor:
        cursor.execute(hides)
    waits_with_a_leader(world)


def test_case_of_others_stays_with_its_worker() -> None:
    world = HidingWorld()
    hide(world.supervisor, world.case.file_id, world.second)
    with role("maintenance"):
        case = Case.objects.get(pk=world.case.pk)
    assert (case.worker, case.awaits_assignment) == (world.worker, False)


def test_no_job_or_merge_tells_a_worker_of_a_file_that_is_hidden_from_them() -> None:
    """As one who kept the case because no leader was there."""
    world = HidingWorld()
    shown = children.case(world.second)
    with role("maintenance"), connection.cursor() as cursor:
        Hidden.objects.create(
            file_id=world.case.file_id, principal=world.worker.pk, hidden_by=world.supervisor.pk
        )
        cursor.execute(
            "UPDATE people_child SET birth_year_low = extract(year FROM now()) - 18, "
            "birth_year_high = extract(year FROM now()) - 18"
        )
    with role("worker"), connection.cursor() as cursor:
        cursor.execute("SELECT of_file FROM case_coming_of_age(180)")
        assert {row[0] for row in cursor.fetchall()} == {world.case.file_id, shown.file_id}
    with role("warden"), connection.cursor() as cursor:
        for file_id in (world.case.file_id, shown.file_id):
            cursor.execute(
                "SELECT matches_tell_workers(%s, 'records_joined', %s)",
                [file_id, world.supervisor.pk],
            )
    for kind in ("coming_of_age", "records_joined"):
        assert (told(world.worker, kind), told(world.second, kind)) == (0, 1)


def test_file_is_hidden_from_no_one_but_agencies_and_staff_of_those_with_a_right() -> None:
    world = HidingWorld()
    stranger = agencies.staff()
    file_id = world.case.file_id
    for principal in (uuid.uuid4(), world.district.pk, world.province.pk, stranger.pk, file_id):
        slip_in(world.supervisor, statement(file_id, principal), "no one to hide a file from")
    for principal in (stranger.agency_id, world.second.pk):
        hides = statement(file_id, principal)
        with acting(world.supervisor), with_proof(hides), connection.cursor() as cursor:
            cursor.execute(hides)
    assert hidden_from(file_id) == {stranger.agency_id, world.second.pk}
