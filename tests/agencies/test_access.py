"""The first and the second lock on one file."""

import pytest
from django.db.utils import ProgrammingError

from saathi.agencies import access
from saathi.agencies.models import File, Grant, Hidden
from saathi.agencies.sections import ALL_SECTIONS, TEAM_MEMBER_SECTIONS
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case
from saathi.vault import store as vault
from tests.factories import agencies, children
from tests.roles import acting, role

pytestmark = pytest.mark.django_db


def test_worker_and_supervisor_see_file_and_stranger_does_not() -> None:
    office = agencies.office()
    worker = agencies.staff("case_worker", office)
    supervisor = agencies.staff("supervisor", office)
    colleague = agencies.staff("case_worker", office)
    case = children.case(worker)
    for person, sees in ((worker, True), (supervisor, True), (colleague, False)):
        with acting(person):
            assert access.visible(person, Case).filter(pk=case.pk).exists() is sees
            assert Case.objects.filter(pk=case.pk).exists() is sees


def test_by_row_condition_returns_the_same_rows() -> None:
    office = agencies.office()
    worker = agencies.staff("case_worker", office)
    supervisor = agencies.staff("supervisor", office)
    colleague = agencies.staff("case_worker", office)
    case = children.case(worker)
    with role("maintenance"):  # the first lock alone
        for person, sees in ((worker, True), (supervisor, True), (colleague, False)):
            for model in (Case, Child):
                visible_rows = access.visible(person, model, by_row=True).filter(file=case.file_id)
                assert visible_rows.exists() is sees
        Hidden.objects.create(file_id=case.file_id, principal=worker.id, hidden_by=supervisor.id)
        assert not access.visible(worker, Case, by_row=True).filter(pk=case.pk).exists()


def test_child_name_is_opened_only_with_access() -> None:
    worker = agencies.staff()
    child = children.child(worker, "Sunita")
    with acting(worker):
        again = access.get(worker, Child, child.pk)
        assert vault.open(again)["names"][0]["text"] == "Sunita"


def test_a_new_file_is_owned_with_every_section_there_is() -> None:
    worker = agencies.staff()
    child = children.child(worker)
    with role("maintenance"):
        rights_by_kind = {
            g.kind: (g.reads, g.writes) for g in Grant.objects.filter(file=child.file_id)
        }
    assert rights_by_kind == {
        "owner": (ALL_SECTIONS, ALL_SECTIONS),
        "team": (TEAM_MEMBER_SECTIONS, TEAM_MEMBER_SECTIONS),
    }


def test_query_without_signed_context_is_refused() -> None:
    children.case(agencies.staff())
    with pytest.raises(ProgrammingError, match="no access context"):
        File.objects.count()
