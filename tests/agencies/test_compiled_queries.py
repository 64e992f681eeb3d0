"""A compiled query gives each reader their own rows, as if it had been built for them."""

import datetime as dt
import itertools
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import pytest
from django.db.models import QuerySet

from saathi.agencies import access, domains
from saathi.agencies.compiled_queries import CompiledQuery, compiled_query
from saathi.agencies.models import Grant, Staff
from saathi.agencies.sections import Section
from saathi.desk.child_file import queries as file
from saathi.desk.child_file import timeline
from saathi.desk.day import queries as day
from saathi.desk.day import waiting
from saathi.infra import clock
from saathi.people import queries as people
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.services.queries import referral_lists
from saathi.protection.identification.screening import prompts
from tests.factories import agencies, children
from tests.roles import acting, role

pytestmark = pytest.mark.django_db


def statement(found: QuerySet[Any, Any]) -> tuple[str, tuple[Any, ...]]:
    sql, params = found.query.sql_with_params()
    return sql, tuple(params)


def world() -> tuple[list[Staff], list[Case]]:
    """A worker, a supervisor with two offices, a stranger; a case of the worker and one of the stranger."""
    top = agencies.office()
    below = agencies.office(parent=top)
    worker, stranger = agencies.staff(at=below), agencies.staff()
    supervisor = agencies.staff("supervisor", top)
    return [worker, supervisor, stranger], [children.case(worker), children.case(stranger)]


def waiting_arguments(one: Staff, case: Case) -> list[Any]:
    """The arguments of the query for all that waits, of all domains."""
    parts = tuple(part for part in domains.waiting_work() if part.column is not None)
    given = [part.column_values(one) for part in parts]
    numbers = tuple(len(values) for values in given)
    return [one, [case.file_id], parts, numbers, True, *itertools.chain.from_iterable(given)]


def asked_of(one: Staff, case: Case) -> list[tuple[CompiledQuery[..., Any], Sequence[Any]]]:
    """Each compiled query of the file and of My day, with the arguments of a page."""
    today, now = one.office.today(), clock.now()
    asked_queries: list[tuple[CompiledQuery[..., Any], Sequence[Any]]] = [
        (access._reads, [one, [case.file_id]]),
        (access._held, [one, case.file_id]),
        (people._age_statement_query, [one, case.child_id]),
        (day._dues, [one, today, 50]),
        (day._open_cases, [one, today, 50]),
        (day._cases_of, [one, today, [case.pk]]),
        (day._notices, [one]),
        (day._children, [one, [case.child_id]]),
        (prompts._rows, [one, [case.file_id], [case.file_id], [case.file_id], today]),
        (referral_lists._counts, [one, today, now]),
        (waiting._waiting, waiting_arguments(one, case)),
    ]
    try:
        rights = access.rights(one, case.file_id)
    except access.NotAllowed:
        return asked_queries
    return [
        *asked_queries,
        (timeline._latest, [rights, rights.staff.office.time_zone]),
        (file._child, [rights, *file._alert_days(one)]),
        (file._case, [rights, today, *file._alert_days(one)]),
        (file._statements, [rights]),
        (file._goals, [rights]),
        (file._seats, [rights, today]),
        (file._lookers, [rights, now]),
    ]


def test_compiled_query_matches_freshly_built_query() -> None:
    staff, cases = world()
    seen = 0
    for person, case in itertools.product(staff, cases):
        with acting(person):
            for compiled, arguments in asked_of(person, case):
                text = compiled._texts  # as for the first person who asked
                rows = compiled(*arguments)
                anew = compiled.build(*arguments)
                assert [str(row) for row in rows] == [str(row) for row in anew]
                assert all(isinstance(row, dict | tuple) or row in anew for row in rows)
                assert statement(anew)[0] in {stored.sql for stored in text.values() if stored}
                seen += len(rows)
    assert seen > 10


def test_compiled_query_gives_stranger_no_rows_of_worker() -> None:
    (worker, _supervisor, stranger), (case, other) = world()

    @compiled_query
    def seen(staff: Staff, file_id: UUID) -> QuerySet[Child]:
        return access.visible(staff, Child).filter(file=file_id)

    with role("maintenance"):  # no row security: the first lock alone
        assert [child.file_id for child in seen(worker, case.file_id)] == [case.file_id]
        assert seen(stranger, case.file_id) == []
        assert [child.file_id for child in seen(stranger, other.file_id)] == [other.file_id]
        assert len(seen._texts) == 1


def test_compiled_query_sees_that_a_grant_ended() -> None:
    (worker, *_rest), _cases = world()

    @compiled_query
    def seen(staff: Staff) -> QuerySet[Case]:
        return access.visible(staff, Case)

    with role("maintenance"):
        assert len(seen(worker)) == 1
        Grant.objects.filter(principal=worker.id).update(
            starts_at=clock.now() - dt.timedelta(hours=1), ends_at=clock.now()
        )
        assert seen(worker) == []
        with clock.fixed_time(clock.now() - dt.timedelta(minutes=1)):
            assert len(seen(worker)) == 1
        assert seen(worker) == []


def test_different_shapes_compile_to_different_statements() -> None:
    (worker, *_rest), (case, _other) = world()
    rights = access.FileRights(
        worker, case.file_id, Section.CASE, Section(0), frozenset(), ends_at=None
    )
    nothing = access.FileRights(
        worker, case.file_id, Section(0), Section(0), frozenset(), ends_at=None
    )
    with role("maintenance"):
        days = [worker.office.today(), *file._alert_days(worker)]
        assert [row.pk for row in file._case(rights, *days)] == [case.pk]
        assert file._case(nothing, *days) == []
        assert timeline._latest(nothing, "Asia/Kathmandu") == []


def test_compiled_query_tells_a_leader_from_a_worker_by_what_they_act_as() -> None:
    (worker, supervisor, _stranger), _cases = world()

    @compiled_query
    def of_led_offices(staff: Staff) -> QuerySet[Case]:
        led = [key for key in staff.acts_as if key != staff.id]
        return Case.objects.filter(office__in=led) if led else Case.objects.none()

    with role("maintenance"):
        one_office = agencies.staff("supervisor", worker.office)
        assert len(worker.acts_as) + 1 == len(one_office.acts_as)
        for person in (worker, one_office, supervisor):
            rows = of_led_offices(person)
            assert [row.pk for row in rows] == [row.pk for row in of_led_offices.build(person)]
        assert of_led_offices(worker) == []
        assert of_led_offices(one_office)


def later(staff: Staff, moment: dt.datetime) -> QuerySet[Case]:
    return Case.objects.filter(recorded_at__gt=moment - dt.timedelta(days=3))


def by_kind(staff: Staff, moment: dt.datetime) -> QuerySet[Case]:
    return Case.objects.filter(worker__name=staff.name)


def of_the_clock(staff: Staff, moment: dt.datetime) -> QuerySet[Case]:
    # ast-grep-ignore: no-utc-today - any value of the clock
    return Case.objects.filter(opened_on__gt=clock.now().date())


@pytest.mark.parametrize("build", [later, by_kind, of_the_clock])
def test_compiled_query_refuses_computed_values(
    build: Callable[[Staff, dt.datetime], QuerySet[Case]],
) -> None:
    with pytest.raises(TypeError, match="kept"):
        compiled_query(build)(agencies.staff(), clock.now())


def test_compiled_query_keeps_positions_of_equal_values() -> None:
    (worker, *_rest), (case, _other) = world()

    @compiled_query
    def pair(one: UUID, other: UUID) -> QuerySet[Case]:
        return Case.objects.filter(pk=one, worker=other)

    with role("maintenance"):
        assert pair(case.pk, case.pk) == []
        assert [row.pk for row in pair(case.pk, worker.pk)] == [case.pk]
