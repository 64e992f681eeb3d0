"""Who is on leave and covered, where cases are led and assigned; the lists of the covering colleague."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from saathi.agencies.models import Office, Staff
from saathi.agencies.staff_search import StaffKind, staff_notes
from saathi.desk.registration import assignees
from saathi.desk.team import actions
from saathi.protection.casework.cases.models import Case
from saathi.protection.identification.screening.models import PossibleMisidentification
from tests.desk.cast import ChildFileCast
from tests.factories import agencies, children
from tests.reading import words as marked_words
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def plain(text: str) -> str:
    """A text without the marks that isolate names of another direction."""
    return re.sub("[\u200e\u200f\u2066-\u2069]", "", text)


def words(content: bytes) -> str:
    """The words of a page without these marks."""
    return plain(marked_words(content))


def cover(case: Case, colleague: Staff, leader: Staff) -> str:
    """The last day of the cover that is arranged, as pages write it."""
    until_on = leader.office.today() + dt.timedelta(days=9)
    with acting(leader):
        actions.arrange_cover(
            case=Case.objects.select_related("office").get(pk=case.pk),
            colleague=colleague,
            until_on=until_on,
            actor=leader,
        )
    return date_format(until_on, "j F Y")


def test_supervisor_sees_who_covers_how_many_cases_until_when(around: ChildFileCast) -> None:
    client = signed_in(around.supervisor)
    assert "Arrange cover" in words(client.get("/cases/team/").content)
    other = children.case(around.worker, "Asha")
    last = cover(around.case, around.stranger, around.supervisor)
    page = words(client.get("/cases/team/").content)
    assert f"{around.stranger.name} until {last} (1 of 2 cases)" in page
    assert "on leave, 1 case without cover" in page
    day = words(client.get("/").content)
    assert "2 · on leave, 1 case without cover" in day
    assert "/cases/cover/" in client.get("/cases/team/").content.decode()  # for the other case
    matters = words(client.get("/day/cases/?part=open").content)
    covered = f"{around.worker.name} (on leave, covered by {around.stranger.name})"
    assert matters.count(covered) == 1
    address = f"/cases/cover/?worker={around.worker.pk}"
    listed = words(client.get(address).content)
    assert f"Cannot be changed: Already covered by {around.stranger.name} until {last}." in listed
    assert listed.count("Not covered yet") == 1
    cover(other, around.stranger, around.supervisor)
    team = client.get("/cases/team/").content
    assert f"{around.stranger.name} until {last} (2 of 2 cases)" in words(team)
    assert f"/cases/cover/?worker={around.worker.pk}" not in team.decode()


def test_child_at_high_risk_whose_worker_is_on_leave_without_cover_is_in_act_now(
    around: ChildFileCast,
) -> None:
    high, low = children.case(around.worker, "High"), children.case(around.worker, "Low")
    with role("maintenance"):
        Case.objects.filter(pk=high.pk).update(risk="high")
        Case.objects.filter(pk=low.pk).update(risk="low")
    client = signed_in(around.supervisor)
    title = f"{high.child.code}: other cases of {around.worker.name} are now covered"
    assert title not in words(client.get("/").content), "nobody is on leave"
    cover(around.case, around.stranger, around.supervisor)
    page = words(client.get("/").content)
    assert title in page
    assert f"{low.child.code}: {around.worker.name} is on leave" not in page
    assert title not in words(signed_in(around.worker).get("/").content)
    assert title not in words(signed_in(agencies.staff("supervisor")).get("/").content)
    cover(high, around.stranger, around.supervisor)
    assert title not in words(client.get("/").content)


def test_workload_has_one_line_for_a_worker_and_counts_what_they_cover(
    around: ChildFileCast,
) -> None:
    """A worker with cases in two offices, which one person leads."""
    other = children.case(around.worker, "Asha")
    mine = children.case(around.stranger, "Own")
    office = around.worker.office
    above = agencies.office(office.agency)
    with role("maintenance"):
        Office.objects.filter(pk=office.pk).update(parent=above)
        Case.objects.filter(pk=other.pk).update(office=above)
    leader = agencies.staff("supervisor", above)
    cover(around.case, around.stranger, around.supervisor)
    assert mine.worker_id == around.stranger.pk
    client = signed_in(leader)
    tables = (
        client.get("/").context["page"].dashboard.workload,
        client.get("/cases/team/").context["table"],
    )
    for table in tables:
        place = [str(column.label) for column in table.columns].index("Open cases")
        cells = {str(row[0].text): plain(str(row[place].text)) for row in table.rows}
        names = [str(row[0].text) for row in table.rows]
        assert names.count(around.worker.name) == 1
        assert cells[around.worker.name].startswith("2")
        assert cells[around.stranger.name] == "1 · covers 1 more case"


def test_who_assigns_a_case_sees_that_a_worker_is_on_leave(around: ChildFileCast) -> None:
    last = cover(around.case, around.stranger, around.supervisor)
    with acting(around.supervisor):
        choices = assignees.list_worker_choices(around.supervisor)
    by_name = {choice.staff.pk: choice for choice in choices}
    assert by_name[around.worker.pk].covered_until
    assert by_name[around.stranger.pk].covered_until is None
    assert choices.index(by_name[around.stranger.pk]) < choices.index(by_name[around.worker.pk])
    new = children.case(around.supervisor, "New")
    with role("maintenance"):
        Case.objects.filter(pk=new.pk).update(awaits_assignment=True)
    client = signed_in(around.supervisor)
    page = words(client.get(reverse("desk:assign_case", args=[new.file_id])).content)
    assert f"1 of 25 cases · on leave, covered until {last}" in page
    with acting(around.supervisor):
        notes = staff_notes(around.supervisor, StaffKind.CASE_WORKER, [around.worker])
    assert notes == {around.worker.pk: f"1 open case, on leave, covered until {last}"}


def test_number_of_covered_cases_counts_no_ended_cover(around: ChildFileCast) -> None:
    outsider = agencies.staff("supervisor")
    cover(around.case, around.stranger, around.supervisor)
    with acting(outsider):
        assert not any(choice.covered_until for choice in assignees.list_worker_choices(outsider))


def test_screening_prompts_of_covered_cases_are_in_the_list_that_counts_them(
    around: ChildFileCast,
) -> None:
    with role("maintenance"):
        PossibleMisidentification.objects.create(
            file_id=around.file_id, recorded_by=around.worker.pk, child=around.case.child,
            kind="offender", by_whom="police", happened_on=dt.date(2026, 3, 3),
        )  # fmt: skip
    cover(around.case, around.stranger, around.supervisor)
    client = signed_in(around.stranger)
    page, _tables = read(client.get("/"))
    assert "1 child may have unidentified trafficking indicators" in page
    assert around.case.child.code in client.get("/screening/").content.decode()
