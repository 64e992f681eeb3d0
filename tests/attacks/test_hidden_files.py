"""A person that a file is hidden from learns by no statement that, when or by which person it was."""

import uuid

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from saathi.agencies import notices
from saathi.agencies.models import Hidden, Notice, Staff
from saathi.protection.casework.cases.vocabulary import CASE_ASSIGNED_NOTICE
from tests.factories import agencies, children
from tests.protection.identification.intake.queue.world import QueueWorld
from tests.roles import acting, role
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def rows(person: Staff, statement: str, values: list[object] | None = None) -> list[object]:
    with acting(person), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.parametrize("column", ["hidden_by", "since", "id", "*"])
def test_neither_the_moment_nor_whoever_hid_it_is_read(column: str) -> None:
    worker = agencies.staff()
    for statement in (f"SELECT {column} FROM agencies_hidden", f"SELECT 1 FROM agencies_hidden h WHERE h.{column if column != '*' else 'since'} IS NOT NULL"):  # fmt: skip
        with (
            acting(worker),
            connection.cursor() as cursor,
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
        ):
            cursor.execute(statement)


def test_named_supervisor_learns_of_no_file_that_was_opened_from_the_report() -> None:
    world = QueueWorld()
    supervisor = world.leaders[world.district]
    report, client = world.report(by=world.worker), signed_in(world.worker)
    case = children.case(world.worker)
    client.post(f"/find/report/{report.pk}/is/{case.file_id}/", key())
    client.post(f"/reports/{report.pk}/named/", {"named": supervisor.name} | key())
    with role("maintenance"):
        assert Hidden.objects.filter(file=case.file_id, principal=supervisor.pk).exists()
    assert rows(supervisor, "SELECT file_id FROM agencies_hidden") == []
    assert rows(supervisor, "SELECT unnest(access_hidden())") == []
    assert rows(supervisor, "SELECT cardinality(access_hidden())") == [0]
    # Nor by the right of the office that ended: it would say when, and who opened the files.
    for file_id in (case.file_id, report.file_id):
        seen = "SELECT given_by FROM agencies_grant WHERE file_id = %s"
        assert rows(supervisor, seen, [file_id]) == []


def test_team_member_does_not_learn_who_a_file_is_hidden_from() -> None:
    """Neither by the list, by candidates, nor by the log; who assigns learns yes or no of each candidate."""
    worker = agencies.staff()
    leader = agencies.staff("supervisor", worker.office)
    relative, other = agencies.staff(at=worker.office), agencies.staff(at=worker.office)
    case = children.case(worker)
    page = f"/child/{case.file_id}/hidden/"
    client = signed_in(leader)
    client.post(page, {"do": "hide", "colleague": str(relative.pk)} | key())
    client.post(page, {"do": "hide", "colleague": str(other.pk)} | key())
    client.post(page, {"do": "show", "principal": str(other.pk)} | key())
    among = "SELECT access_hidden_among(%s, %s::uuid[])"
    asked = [case.file_id, [relative.pk, other.pk, uuid.uuid4()]]
    logged = "SELECT kind FROM audit_entry WHERE file_id = %s AND kind IN ('hidden', 'shown_again')"
    for person, found, entries in (
        (leader, [relative.pk], ["hidden", "hidden", "shown_again"]),
        (worker, [], []),
        (relative, [], []),
        (agencies.staff("supervisor"), [], []),
    ):
        assert rows(person, "SELECT access_hidden_from(%s)", [case.file_id]) == found
        assert rows(person, among, asked) == found
        assert sorted(rows(person, logged, [case.file_id])) == entries


def test_hidden_file_answers_as_one_that_does_not_exist() -> None:
    worker = agencies.staff()
    leader = agencies.staff("supervisor", worker.office)
    hidden, shown = children.case(worker), children.case(worker)
    strangers = children.case(agencies.staff())
    with role("maintenance"):
        Hidden.objects.create(file_id=hidden.file_id, principal=leader.pk, hidden_by=worker.pk)
    answers = [
        rows(leader, "SELECT access_is_shown(%s)", [file_id])
        for file_id in (hidden.file_id, strangers.file_id, uuid.uuid4(), shown.file_id)
    ]
    assert answers == [[False], [False], [False], [True]]


def test_who_hid_a_file_is_shown_to_those_who_may_show_it_again() -> None:
    worker = agencies.staff()
    leader = agencies.staff("supervisor", worker.office)
    case = children.case(worker)
    relative = agencies.staff(at=worker.office)
    with role("maintenance"):
        Hidden.objects.create(file_id=case.file_id, principal=relative.pk, hidden_by=leader.pk)
    for person, expected in (
        (leader, [leader.pk]),
        (worker, []),  # may not hide
        (relative, []),
        (agencies.staff("supervisor"), []),
    ):
        statement = "SELECT hidden_by FROM access_hidden_by(%s)"
        assert rows(person, statement, [case.file_id]) == expected


def test_no_one_is_notified_of_a_file_that_is_hidden_from_them() -> None:
    worker = agencies.staff()
    leader, relative = (agencies.staff("supervisor", worker.office) for _each in range(2))
    case = children.case(worker)
    with role("maintenance"):
        Hidden.objects.create(file_id=case.file_id, principal=relative.pk, hidden_by=leader.pk)
    approval = uuid.uuid4()
    with acting(worker):
        for person in (leader, relative):
            for record, file_id in ((case.file_id, None), (approval, case.file_id)):
                notices.notify_staff(
                    person.pk,
                    kind=CASE_ASSIGNED_NOTICE,
                    record=record,
                    actor=worker,
                    file_id=file_id,
                )
    with role("maintenance"):
        told = set(Notice.objects.values_list("staff", "record"))
    assert told == {(leader.pk, case.file_id), (leader.pk, approval)}
