"""A page leaves out a record whose sealed words were spoiled, names it, and shows the others."""

import datetime as dt

import pytest
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.people.models import Child
from saathi.protection.casework.cases.actions import visiting
from saathi.protection.casework.cases.models import Case, Visit
from saathi.protection.casework.cases.vocabulary import VisitKind, VisitOutcome
from saathi.vault.errors import RecordUnreadable
from tests.factories import agencies, children
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
SPOILED = b"\x01" + bytes(80)


@pytest.fixture
def worker() -> Staff:
    return agencies.staff()


@pytest.fixture
def case(worker: Staff) -> Case:
    return children.case(worker)


def recorded_visit(case: Case, worker: Staff, note: str, hour: int) -> Visit:
    with acting(worker):
        recorded = visiting.record_visit(
            case=case,
            new=visiting.VisitInput(
                happened_at=dt.datetime(2026, 3, 2, hour, tzinfo=dt.UTC),
                kind=VisitKind.HOME,
                outcome=VisitOutcome.MET_ALONE,
                note=note,
            ),
            actor=worker,
        )
    return recorded.visit


def test_list_names_the_record_that_cannot_be_read_and_shows_the_others(
    case: Case, worker: Staff
) -> None:
    spoiled = recorded_visit(case, worker, "She was ill.", 8)
    recorded_visit(case, worker, "She is well again.", 9)
    with role("maintenance"):
        Visit.objects.filter(pk=spoiled.pk).update(sealed=SPOILED)
    page = signed_in(worker).get(reverse("cases:list_visits", args=[case.file_id]))
    assert page.status_code == 200
    said = page.content.decode()
    assert f"cases.visit {spoiled.pk}" in said
    assert "She is well again." in said
    assert "She was ill." not in said


def test_page_about_a_record_that_cannot_be_read_says_so(case: Case, worker: Staff) -> None:
    with role("maintenance"):
        Child.objects.filter(pk=case.child_id).update(sealed=SPOILED)
    page = signed_in(worker).get(reverse("desk:child_file", args=[case.file_id]))
    assert page.status_code == 500
    said = page.content.decode()
    assert f"people.child {case.child_id}" in said
    assert "This record cannot be read" in said


def test_change_of_a_record_that_cannot_be_read_fails_as_a_whole(case: Case, worker: Staff) -> None:
    """Otherwise a resealed record would lack the parts that could not be opened."""
    with role("maintenance"):
        Child.objects.filter(pk=case.child_id).update(sealed=SPOILED)
    with pytest.raises(RecordUnreadable):
        signed_in(worker).post(reverse("people:add_name", args=[case.file_id]), {})
