"""Lists of the files that each member of staff works on: made at night, true at every moment."""

import datetime as dt
import logging
from uuid import UUID, uuid4

import pytest
from django.db import connection

from saathi.agencies import own_files
from saathi.agencies.models import File, Grant, Hidden, OwnFiles, Staff
from saathi.agencies.sections import EVERYTHING, TEAM, Section
from saathi.infra import clock
from saathi.protection.cases.models import Case
from tests.factories import agencies, children
from tests.roles import acting, role

pytestmark = pytest.mark.django_db

MOST = 400
MOST_HIDDEN = 500
AGO = dt.timedelta(minutes=1)


def file_of(worker: Staff) -> File:
    return File.objects.create(
        kind="child", agency=worker.agency, office=worker.office, recorded_by=worker.id
    )


def grant(worker: Staff, file: File, **changes: object) -> Grant:
    right = {
        "kind": "team",
        "reads": int(TEAM),
        "starts_at": clock.now() - AGO,
        "given_by": worker.id,
    }
    return Grant.objects.create(file=file, principal=worker.id, **(right | changes))


def listed(worker: Staff) -> list[UUID]:
    with role("maintenance"):
        return OwnFiles.objects.get(pk=worker.id).files


def make(worker: Staff) -> list[UUID]:
    with role("worker"):
        own_files.make_all()
    return listed(worker)


def in_a_list() -> tuple[Staff, Case]:
    worker = agencies.staff()
    case = children.case(worker)
    assert case.file_id in make(worker)
    return worker, case


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "owner"},
        {"kind": "share", "ends_at": clock.now() + dt.timedelta(days=1)},
        {"ends_at": clock.now() + dt.timedelta(days=1)},
        {"ends_at": clock.now() - AGO},
        {"starts_at": clock.now() + dt.timedelta(days=1)},
        {"reads": int(TEAM & ~Section.VOICE)},
        {"reads": 0, "writes": int(EVERYTHING)},
    ],
)
def test_a_right_that_is_less_than_a_seat_in_the_team_is_not_listed(
    changes: dict[str, object],
) -> None:
    worker = agencies.staff()
    with role("maintenance"):
        grant(worker, kept := file_of(worker))
        grant(worker, file_of(worker), **changes)
    assert make(worker) == [kept.id]


def test_the_newest_400_are_listed_and_her_open_cases_before_them() -> None:
    worker = agencies.staff()
    oldest = children.case(worker)
    now = clock.now()
    with role("maintenance"):
        Grant.objects.filter(file=oldest.file_id).update(starts_at=now - dt.timedelta(days=999))
        files = [file_of(worker) for _ in range(MOST)]
        for days, file in enumerate(files):
            grant(worker, file, starts_at=now - dt.timedelta(days=days + 1))
    assert make(worker) == [oldest.file_id, *(file.id for file in files[: MOST - 1])]
    with acting(worker):
        assert File.objects.filter(pk=files[MOST - 1].id).exists()  # proved by itself


def test_who_is_inactive_has_no_list_made_and_reads_nothing_by_an_old_one() -> None:
    worker, case = in_a_list()
    with role("maintenance"):
        Staff.objects.filter(pk=worker.id).update(is_active=False)
    with acting(worker):
        assert not Case.objects.filter(pk=case.pk).exists()


@pytest.mark.parametrize("whom", ["her", "her agency"])
def test_what_is_hidden_is_gone_at_once_though_it_is_listed(whom: str) -> None:
    worker, case = in_a_list()
    other = children.case(worker, "Rokeya")
    with role("maintenance"):
        Hidden.objects.create(
            file_id=case.file_id,
            principal=worker.id if whom == "her" else worker.agency_id,
            hidden_by=worker.id,
        )
    assert case.file_id in make(worker)
    with acting(worker):
        assert set(Case.objects.values_list("pk", flat=True)) == {other.pk}


@pytest.mark.parametrize("many", [MOST_HIDDEN, MOST_HIDDEN + 1])
def test_what_is_hidden_stays_so_at_the_length_at_which_rows_are_asked_one_by_one(
    many: int,
) -> None:
    worker, hidden = in_a_list()
    other = children.case(worker, "Rokeya")
    make(worker)
    with role("maintenance"):
        files = [hidden.file, *(file_of(worker) for _ in range(many - 1))]
        Hidden.objects.bulk_create(
            Hidden(file=file, principal=worker.id, hidden_by=worker.id) for file in files
        )
    with acting(worker), connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(access_hidden())")
        assert cursor.fetchone() == (many if many == MOST_HIDDEN else None,)
        assert set(Case.objects.values_list("pk", flat=True)) == {other.pk}


@pytest.mark.parametrize(
    "changes",
    [
        {"ends_at": clock.now() - AGO},
        {"reads": int(Section.IDENTITY)},
        {"principal": uuid4()},
        {"writes": 0},
    ],
)
def test_a_right_that_changes_leaves_the_list_in_the_same_statement(
    changes: dict[str, object],
) -> None:
    worker, case = in_a_list()
    stays = children.case(worker, "Rokeya")
    make(worker)
    with role("maintenance"):
        Grant.objects.filter(file=case.file_id, principal=worker.id).update(**changes)
    assert listed(worker) == [stays.file_id]


def test_so_does_one_that_is_deleted_and_all_when_all_are() -> None:
    worker, case = in_a_list()
    children.case(worker, "Rokeya")
    make(worker)
    with role("maintenance"), connection.cursor() as cursor:
        Grant.objects.filter(file=case.file_id, principal=worker.id).delete()
        assert case.file_id not in listed(worker)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE agencies_grant")
        assert not OwnFiles.objects.exists()


def test_of_two_rights_to_a_file_the_end_of_one_takes_it_out_until_the_night() -> None:
    worker, case = in_a_list()
    with role("maintenance"):
        second = grant(worker, case.file)
        make(worker)
        second.delete()
    assert listed(worker) == []
    with acting(worker):
        assert Case.objects.filter(pk=case.pk).exists()
    assert make(worker) == [case.file_id]


def test_the_night_tells_of_a_file_that_stood_there_without_a_right(
    caplog: pytest.LogCaptureFixture,
) -> None:
    worker, case = in_a_list()
    strangers = children.case(agencies.staff(), "Rokeya")
    with role("maintenance"):
        OwnFiles.objects.filter(pk=worker.id).update(files=[case.file_id, strangers.file_id])
    with caplog.at_level(logging.ERROR):
        assert make(worker) == [case.file_id]
    assert f"Files without a right stood in the list of {worker.id}: 1" in caplog.text
