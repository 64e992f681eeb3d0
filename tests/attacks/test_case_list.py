"""The list of cases counts nothing that its caller may not read, whatever a statement asks it for."""

import json
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from saathi.agencies.models import Hidden, Staff
from saathi.protection.casework.cases.caseload import open_case_counts
from saathi.protection.casework.cases.models import Case
from tests.desk.case_limits import limit_to_few_cases
from tests.factories import agencies, children
from tests.roles import acting, role

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return children.case(agencies.staff())


def answer(actor: Staff, most_cases: int, **asked: UUID) -> dict[str, Any]:
    values = {"statuses": ["open"], "order": "risk", "most": 25, "most_cases": most_cases}
    with acting(actor), connection.cursor() as cursor:
        body = json.dumps(values | asked, default=str)
        cursor.execute("SELECT case_list_page(%s, current_date)", [body])
        found = cursor.fetchone()[0]
    return dict(json.loads(found) if isinstance(found, str) else found)


def test_stranger_learns_nothing_of_another_office_or_worker(case: Case) -> None:
    limit_to_few_cases()
    for stranger in (agencies.staff("supervisor"), agencies.staff()):
        empty = answer(stranger, 0, office=agencies.office().pk)
        assert not empty["is_cut"]
        assert answer(stranger, 0, office=case.office_id) == empty
        assert answer(stranger, 0, worker=case.worker_id) == empty
        assert answer(stranger, 0, worker=case.worker_id, office=case.office_id) == empty


def test_leader_a_case_is_hidden_from_does_not_count_it(case: Case) -> None:
    limit_to_few_cases()
    leader = agencies.staff("supervisor", case.office)
    assert answer(leader, 0, office=case.office_id)["is_cut"]
    with role("maintenance"):
        Hidden.objects.create(file_id=case.file_id, principal=leader.pk, hidden_by=case.worker_id)
    assert not answer(leader, 0, office=case.office_id)["is_cut"]
    assert answer(leader, 0)["office"] is None


def test_no_caller_limits_the_list_to_a_few_cases(case: Case) -> None:
    leader = agencies.staff("supervisor", case.office)
    for most in (0, -5):
        assert not answer(leader, most, office=case.office_id)["is_cut"]
    assert answer(leader, 0)["office"] is None


def test_caseload_of_a_worker_does_not_count_what_is_hidden_from_the_caller(case: Case) -> None:
    """Else it is one more than their list shows."""
    leader, other = (agencies.staff("supervisor", case.office) for _each in range(2))
    children.case(case.worker)
    with role("maintenance"):
        Hidden.objects.create(file_id=case.file_id, principal=leader.pk, hidden_by=other.pk)
    for person, cases in ((leader, 1), (other, 2)):
        with acting(person):
            assert open_case_counts([case.worker_id])[case.worker_id] == cases
        assert answer(person, 50, worker=case.worker_id)["count"] == cases
