"""My day says so if nothing is due."""

from uuid import uuid4

import pytest

from saathi.agencies.models import Notice, Staff
from tests.factories import agencies, children
from tests.roles import role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role_kind", ["data_officer", "administrator"])
def test_my_day_without_work_says_that_nothing_is_due(role_kind: str) -> None:
    words, _tables = read(signed_in(agencies.staff(role_kind)).get("/"))
    assert "Nothing is due" in words
    assert "assigned cases" not in words


@pytest.mark.parametrize("role_kind", ["data_officer", "administrator", "case_worker"])
def test_day_with_nothing_but_a_notice_leads_to_the_notice(role_kind: str) -> None:
    staff = agencies.staff(role_kind)
    with role("maintenance"):
        Notice.objects.create(staff=staff, kind="approval_given", record=uuid4())
    words, _tables = read(signed_in(staff).get("/"))
    assert "Nothing is urgent" in words
    assert "Nothing is due" not in words


def test_day_with_a_case_says_neither(worker: Staff) -> None:
    children.case(worker, "Asha")
    words, _tables = read(signed_in(worker).get("/"))
    assert "Nothing is due" not in words
    assert "Nothing is urgent" not in words
