"""What is not recorded of a child reads alike in each column of the list."""

import pytest

from saathi.agencies.models import Staff
from saathi.desk.case_list.columns import format_age
from saathi.people.models import Child
from saathi.people.vocabulary import Gender
from saathi.protection.casework.cases.models import Case
from tests.desk.case_list.listed import LIST
from tests.roles import role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def test_age_and_gender_that_are_not_recorded_read_alike(case: Case, worker: Staff) -> None:
    assert format_age(None) == str(Gender.NOT_RECORDED.label)
    with role("maintenance"):
        Child.objects.filter(pk=case.child_id).update(gender="")
    table = signed_in(worker).get(f"{LIST}?columns=sex&columns=age").context["list"].table
    cells = [str(cell.text) for row in table.rows for cell in row]
    assert "Not recorded" in cells
    assert "not recorded" not in cells
