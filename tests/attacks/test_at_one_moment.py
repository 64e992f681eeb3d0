"""Of two people who act at the same moment, the second is refused: neither hides a file from the other."""

from collections.abc import Callable

import psycopg
import pytest
from django.db import transaction

from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Case
from tests import databases
from tests.attacks.conftest import Connection, enter
from tests.attacks.proofs import change, insert_proved
from tests.factories import agencies, children

type Leaders = tuple[Case, Staff, Staff, Staff]


@pytest.fixture
def leaders(attacked: str, django_db_blocker: object) -> Leaders:
    """A case and three supervisors of its office, committed."""
    with django_db_blocker.unblock(), databases.as_default(attacked), transaction.atomic():  # type: ignore[attr-defined]
        office = agencies.office()
        first, second, third = (agencies.staff("supervisor", office) for _each in range(3))
        return children.case(agencies.staff("case_worker", office)), first, second, third


def does_not_wait(connection: Connection) -> None:
    connection.execute("SET LOCAL lock_timeout = '200ms'")


def test_two_leaders_do_not_hide_a_file_from_each_other(
    leaders: Leaders, sign_in: Callable[[str], Connection]
) -> None:
    case, first, second, third = leaders
    one, other = sign_in("app"), sign_in("app")
    enter(one, first)
    change(one, first, "access_hide", case.file_id, second.pk, True)
    enter(other, second)
    does_not_wait(other)
    with pytest.raises(psycopg.errors.LockNotAvailable):
        change(other, second, "access_hide", case.file_id, first.pk, True)
    other.rollback()
    one.commit()
    enter(other, second)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="not yours to hide"):
        change(other, second, "access_hide", case.file_id, first.pk, True)
    enter(one, first)
    with pytest.raises(psycopg.errors.CheckViolation, match="no other supervisor would be left"):
        change(one, first, "access_hide", case.file_id, third.pk, True)


def add_cover(connection: Connection, leader: Staff, case: Case, colleague: Staff) -> int:
    """A seat that covers for the worker of the case, with the proof of the application."""
    enter(connection, leader)
    return insert_proved(
        connection,
        leader,
        "cases_seat",
        "SELECT * FROM cases_seat WHERE case_id = %s AND role = 'case_worker' LIMIT 1",
        [case.pk],
        staff_id=colleague.pk,
        until_on=str(leader.office.today()),
        recorded_by=leader.pk,
    )


def test_two_leaders_do_not_arrange_cover_of_one_case(
    leaders: Leaders, sign_in: Callable[[str], Connection]
) -> None:
    case, first, second, third = leaders
    result, other = sign_in("app"), sign_in("app")
    assert add_cover(result, first, case, third) == 1
    does_not_wait(other)
    with pytest.raises(psycopg.errors.LockNotAvailable):
        add_cover(other, second, case, first)
    other.rollback()
    result.commit()
    with pytest.raises(psycopg.errors.CheckViolation, match="the case is covered already"):
        add_cover(other, second, case, first)
