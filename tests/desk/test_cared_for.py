"""Children I care for: what roles without cases find on My day."""

import pytest

from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.desk.team import actions as team
from saathi.protection.casework.cases.models import Case
from tests.counting import at_most
from tests.desk.cast import NAME, PHONE, ChildFileCast, entries
from tests.factories import agencies, children
from tests.reading import whole, words
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def seat(case: Case, colleague: Staff, role: TeamRole, supervisor: Staff) -> None:
    with acting(supervisor):
        team.add_seat(case=case, role=role, colleague=colleague, actor=supervisor)


def test_my_day_of_a_house_mother_lists_the_children_in_care(around: ChildFileCast) -> None:
    seat(around.case, around.house_mother, TeamRole.HOUSE_MOTHER, around.supervisor)
    client = signed_in(around.house_mother)
    with at_most(12):
        answer = client.get("/")
    page = words(answer.content)
    assert "Children I care for" in page
    assert NAME in page
    assert around.case.child.code in page
    assert f'href="{around.url}"' in answer.content.decode()
    assert "No children to screen" not in page
    assert any(entry.detail.get("screen") == "desk:list_cared_for" for entry in entries(kind="listed", by=around.house_mother.id))  # fmt: skip


def test_names_are_hidden_in_the_discreet_view(around: ChildFileCast) -> None:
    seat(around.case, around.house_mother, TeamRole.HOUSE_MOTHER, around.supervisor)
    client = signed_in(around.house_mother)
    client.defaults["HTTP_USER_AGENT"] = PHONE
    page = client.get("/children/").content.decode()
    assert around.case.child.code in page
    assert NAME not in page
    assert NAME in client.get("/children/?shown=1").content.decode()


def test_only_open_cases_of_others_are_listed(around: ChildFileCast) -> None:
    other = children.case(around.worker, "Rupa")
    counsellor = agencies.staff("counsellor", around.worker.office)
    seat(other, counsellor, TeamRole.COUNSELLOR, around.supervisor)
    page = words(signed_in(counsellor).get("/children/").content)
    assert "Rupa" in page
    assert NAME not in page
    # The worker of a case is not shown as a caregiver of the child.
    assert "You are not on any child’s team" in words(
        signed_in(around.worker).get("/children/").content
    )


def test_who_is_in_no_team_is_told_who_can_add_them() -> None:
    counsellor = signed_in(agencies.staff("counsellor"))
    assert "Your supervisor can add you to a team" in words(counsellor.get("/children/").content)
    assert counsellor.get("/").status_code == 200


def test_child_for_whom_a_person_has_two_roles_is_counted_once(around: ChildFileCast) -> None:
    other = children.case(agencies.staff("case_worker", around.worker.office), "Rupa")
    for team_role in (TeamRole.CASE_WORKER, TeamRole.COUNSELLOR):
        seat(other, around.worker, team_role, around.supervisor)
    assert "You care for 1 child" in whole(signed_in(around.worker).get("/").content)


def test_a_worker_with_own_cases_sees_a_line_that_leads_to_them(around: ChildFileCast) -> None:
    other = children.case(agencies.staff("case_worker", around.worker.office), "Rupa")
    seat(other, around.worker, TeamRole.CASE_WORKER, around.supervisor)
    page = whole(signed_in(around.worker).get("/").content)
    assert "You care for 1 child" in page
