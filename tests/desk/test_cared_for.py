"""Children I care for: what roles without cases find on My day."""

import datetime as dt
import re

import pytest

from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.desk.team import actions as team
from saathi.infra import clock
from saathi.protection.casework.cases.models import Case, Due, Visit
from tests.counting import at_most
from tests.desk.cast import NAME, PHONE, ChildFileCast, due, entries
from tests.factories import agencies, children
from tests.reading import whole, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def seat(case: Case, colleague: Staff, role: TeamRole, supervisor: Staff) -> None:
    with acting(supervisor):
        team.add_seat(case=case, role=role, colleague=colleague, actor=supervisor)


def test_my_day_of_a_house_mother_lists_the_children_in_care(around: ChildFileCast) -> None:
    seat(around.case, around.house_mother, TeamRole.RESIDENTIAL_WORKER, around.supervisor)
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
    seat(around.case, around.house_mother, TeamRole.RESIDENTIAL_WORKER, around.supervisor)
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


def test_page_says_who_can_add_a_reader_who_is_in_no_team() -> None:
    counsellor = signed_in(agencies.staff("counsellor"))
    assert "Your supervisor can add you to a team" in words(counsellor.get("/children/").content)
    assert counsellor.get("/").status_code == 200


def test_child_with_one_person_in_two_roles_is_counted_once(around: ChildFileCast) -> None:
    other = children.case(agencies.staff("case_worker", around.worker.office), "Rupa")
    for team_role in (TeamRole.CASE_WORKER, TeamRole.COUNSELLOR):
        seat(other, around.worker, team_role, around.supervisor)
    assert "You care for 1 child" in whole(signed_in(around.worker).get("/").content)


def test_a_worker_with_own_cases_sees_a_line_that_leads_to_them(around: ChildFileCast) -> None:
    other = children.case(agencies.staff("case_worker", around.worker.office), "Rupa")
    seat(other, around.worker, TeamRole.CASE_WORKER, around.supervisor)
    page = whole(signed_in(around.worker).get("/").content)
    assert "You care for 1 child" in page


def in_order(staff: Staff) -> list[list[str]]:
    """The cells of each row of the list, as text with their marks."""
    table = signed_in(staff).get("/children/?shown=1").context["cared_for"].table
    marks = "[\u200e\u2066-\u2069]"  # they isolate names of another direction
    return [
        [re.sub(marks, "", f"{cell.mark} {cell.text}").strip() for cell in row]
        for row in table.rows
    ]


def several(around: ChildFileCast) -> dict[str, Case]:
    """Of the worker: overdue, high risk, in danger by a visit, in no particular order of case ID."""
    today = around.worker.office.today()
    made = {
        name: children.case(around.worker, name) for name in ("Late", "High", "Danger", "Later")
    }
    with role("maintenance"):
        Due.objects.filter(case__in=made.values()).delete()
        Case.objects.filter(pk__in=[case.pk for case in made.values()]).update(risk="low")
        Case.objects.filter(pk=made["High"].pk).update(risk="high")
        Visit.objects.create(
            file_id=made["Danger"].file_id, case_id=made["Danger"].pk, kind="home",
            happened_at=clock.now(), recorded_by=around.worker.pk, outcome="met_alone", child_safe="no",
        )  # fmt: skip
    due(made["Late"], around.worker, today - dt.timedelta(days=23))
    due(made["Later"], around.worker, today + dt.timedelta(days=23), duty="review")
    return made


def test_counsellor_sees_danger_and_risk_first_and_what_is_overdue(around: ChildFileCast) -> None:
    counsellor = agencies.staff("counsellor", around.worker.office)
    made = several(around)
    for case in made.values():
        seat(case, counsellor, TeamRole.COUNSELLOR, around.supervisor)
    rows = in_order(counsellor)
    assert [row[0] for row in rows] == ["Danger", "High", "Late", "Later"]
    assert [row[1] for row in rows] == ["May be in danger Low", "High", "Low", "Low"]
    assert rows[2][-1] == "Visit: 23 days overdue"
    assert rows[0][-1] == ""
    client = signed_in(counsellor)
    with at_most(14):
        assert "May be in danger" in words(client.get("/").content)
    client.defaults["HTTP_USER_AGENT"] = PHONE
    discreet = words(client.get("/children/").content)
    assert made["Danger"].child.code in discreet
    assert "May be in danger" not in discreet
    assert "Risk level" not in discreet


def test_house_mother_sees_no_label_and_the_order_tells_none(around: ChildFileCast) -> None:
    made = several(around)
    for case in made.values():
        seat(case, around.house_mother, TeamRole.RESIDENTIAL_WORKER, around.supervisor)
    rows = in_order(around.house_mother)
    assert rows[0][0] == "Late", "only what is overdue is known to the role"
    codes = [row[1] for row in rows[1:] if row[0] in {"Danger", "High"}]
    assert codes == sorted(codes)
    assert rows[0][-1] == "Visit: 23 days overdue"
    page = words(signed_in(around.house_mother).get("/").content)
    assert "Risk level" not in page
    assert "May be in danger" not in page
