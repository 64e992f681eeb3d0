"""What a member of an agency could store so that an entry of the directory cannot be changed or read."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from saathi.agencies.models import Staff
from saathi.protection.casework.services.actions import courses, directory
from saathi.protection.casework.services.models import Course, Service
from saathi.protection.casework.services.vocabulary import ProposalMethod, ProposalTopic
from tests.factories import agencies, helps
from tests.roles import acting, role, slip_in

pytestmark = pytest.mark.django_db

INSERT = (
    "INSERT INTO services_serviceversion (id, service_id, version, body, changed_at, changed_by) "
    "VALUES (gen_random_uuid(), %s, %s, %s::jsonb, now(), %s)"
)


def insert(actor: Staff, service: Service, version: int, body: str = "{}") -> None:
    with acting(actor), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT, [service.pk, version, body, actor.pk])


@pytest.mark.parametrize("role_kind", ["supervisor", "case_worker"])
@pytest.mark.parametrize("ahead", [0, 1])
def test_version_to_come_is_not_taken(keeper: Staff, role_kind: str, ahead: int) -> None:
    service = helps.service(keeper)
    member = keeper if role_kind == "supervisor" else agencies.staff(role_kind, keeper.office)
    with pytest.raises(DatabaseError, match="permission denied"):
        insert(member, service, service.version + ahead)
    with acting(keeper):
        day = service.recorded_at.date()
        directory.verify_service(service=service, on=day, version=service.version, actor=keeper)


def test_no_one_adds_a_version(keeper: Staff) -> None:
    service = helps.service(keeper)
    for person in (keeper, agencies.staff("case_worker", keeper.office)):
        with pytest.raises(DatabaseError, match="permission denied"):
            insert(person, service, service.version - 1)


@pytest.mark.parametrize("value", ["1" + "0" * 5000, "1", "null", "[]", "{}"])
def test_content_of_a_version_is_texts(keeper: Staff, value: str) -> None:
    service = helps.service(keeper)
    with role("warden"), pytest.raises(IntegrityError, match="another shape"):
        insert(keeper, service, service.version - 1, f'{{"name": {value}}}')


def test_course_session_and_proposal_are_changed_by_the_application_alone() -> None:
    worker = agencies.staff()
    administrator = agencies.staff("administrator", worker.office)
    course = helps.course(worker)
    with acting(worker):
        session = courses.record_course_session(
            course=course,
            data=courses.CourseSessionInput(held_on=course.starts_on),
            attendance={},
            actor=worker,
        )
        proposal = courses.record_proposal(
            course=course,
            data=courses.ProgrammeProposalInput(
                proposed_on=course.starts_on,
                how=ProposalMethod.values[0],
                took_part=4,
                about=[ProposalTopic.values[0]],
                proposed="Shorter days",
            ),
            actor=worker,
        )
    for table, values in (
        (course, ("about = 'x'", "name = 'x'", "starts_on = starts_on - 9", "kind = 'sport'")),
        (session, ("topic = 'x'", "held_on = held_on - 9", "minutes = 5")),
        (
            proposal,
            ("proposed = 'x'", "took_part = 40", "followed = 'x'", "informed_on = proposed_on"),
        ),
    ):
        for value in values:
            statement = f"UPDATE {table._meta.db_table} SET {value} WHERE id = '{table.pk}'"
            slip_in(worker, statement, "no valid proof of this change")
    data = courses.CourseInput(
        name=course.name,
        kind=course.kind,
        starts_on=course.starts_on,
        led_by=course.led_by,
        about="Changed",
    )
    with acting(worker):
        changed = courses.change_course(
            course=course, data=data, version=course.version, actor=worker
        )
        assert changed.about == "Changed"
    with acting(administrator):
        assert not Course.objects.filter(pk=course.pk).update(version=3)
