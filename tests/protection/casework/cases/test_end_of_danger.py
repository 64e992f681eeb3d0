"""Which visit ends danger: one rule in Python and SQL, and what is said after saving."""

import datetime as dt
import json
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.infra import clock
from saathi.protection.casework.cases import approval_queue
from saathi.protection.casework.cases.actions.visiting import VisitInput, record_visit
from saathi.protection.casework.cases.danger import (
    assignment_notice_kind,
    is_in_danger,
    latest_danger,
)
from saathi.protection.casework.cases.models import Approval, Case, Visit
from saathi.protection.casework.cases.vocabulary import (
    ChildSafety,
    NotMetReason,
    VisitKind,
    VisitOutcome,
)
from tests.factories import agencies, children, plans, teams
from tests.protection.casework.cases.test_danger import (
    PREVENTED,
    notices,
    record,
    reported,
    urgent,
)
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
__all__ = ["reported"]


def place_in_danger(case: Case, supervisor: Staff) -> dict[str, bool]:
    """Whether the child is in danger, by each place that says so, in Python and in SQL."""
    office, today = [case.office_id], case.office.today()
    asked = {"statuses": ["open"], "in_danger": True, "order": "due", "most": 9, "most_cases": 500}
    with acting(supervisor), connection.cursor() as cursor:
        facts = Case.objects.filter(pk=case.pk).annotate(since=latest_danger(Visit.objects.all()))
        since = facts.values_list("since", flat=True).get()
        cursor.execute("SELECT complete_open_matters(%s)", [case.pk])
        matters = set(cursor.fetchone()[0])
        cursor.execute(
            "SELECT count(*) FROM supervision_list(%s, %s, %s, 3, 'danger', NULL, 0, 9)",
            [office, today, today],
        )
        supervised = cursor.fetchone()[0] == 1
        cursor.execute("SELECT case_list_page(%s, %s) ->> 'count'", [json.dumps(asked), today])
        listed = cursor.fetchone()[0] == "1"
        first = approval_queue.list_first_approval_ids(office, 1)
        own = Approval.objects.filter(case=case).values_list("pk", flat=True)
        return {
            "due dates": since is not None,
            "closing": bool(matters & {"danger_reported", "contact_prevented", "seen_unsafe"}),
            "dashboard": supervised,
            "list of cases": listed,
            "approvals": first == list(own),
            "alert": is_in_danger(case),
            "notices": assignment_notice_kind(case.file_id).is_urgent,
        }


@pytest.mark.parametrize("began", ["reported", "prevented", "unsafe", "unsafe alone"])
@pytest.mark.parametrize("outcome", ["met_alone", "met_with_others"])
def test_danger_ends_by_one_rule_everywhere(
    case: Case, worker: Staff, supervisor: Staff, began: str, outcome: str
) -> None:
    plans.asked(children.case(worker), worker)  # waits longer than that of the child in danger
    plans.asked(case, worker)
    moment = clock.now() - dt.timedelta(hours=1)
    unsafe = {"child_safe": "no"}
    found = {
        "prevented": PREVENTED,
        "unsafe": {"outcome": "met_with_others"} | unsafe,
        "unsafe alone": {"outcome": "met_alone"} | unsafe,
    }
    with role("maintenance"):
        if began == "reported":
            Case.objects.filter(pk=case.pk).update(danger_reported_at=moment)
        else:
            record_at(case, worker, moment, **found[began])
        record_at(case, worker, moment, outcome="met_alone", child_safe="yes")  # not later

    def in_danger() -> set[bool]:
        return set(place_in_danger(case, supervisor).values())

    assert in_danger() == {True}
    page = read(signed_in(worker).get(reverse("desk:child_file", args=[case.file_id])))[0]
    needs_alone = began in {"prevented", "unsafe alone"}
    assert ("This alert ends when a visit meets the child alone" in page) is needs_alone
    with role("maintenance"):
        at = moment + dt.timedelta(seconds=1)
        record_at(case, worker, at, outcome=outcome, child_safe="yes")
    stays = began in {"prevented", "unsafe alone"} and outcome == "met_with_others"
    assert in_danger() == {stays}
    with role("maintenance"):
        at = moment + dt.timedelta(seconds=2)
        record_at(case, worker, at, outcome="met_alone", child_safe="yes")
    assert in_danger() == {False}


NOON = dt.time(12)
LATER = dt.time(13)
# When danger was seen and when the child was found safe, on one day; whether the alert stays, if
# danger was recorded first, and if it was recorded second.
PAIRS = (
    (NOON, LATER, (False, False)),
    (LATER, NOON, (True, True)),
    (NOON, NOON, (True, True)),
    (NOON, None, (True, True)),
    (None, NOON, (True, True)),
    (None, None, (False, True)),
)


@pytest.mark.parametrize("began", ["prevented", "unsafe"])
@pytest.mark.parametrize("is_danger_first", [True, False])
def test_visit_without_a_time_ends_danger_only_if_it_was_surely_later(
    case: Case, worker: Staff, supervisor: Staff, began: str, *, is_danger_first: bool
) -> None:
    plans.asked(children.case(worker), worker)
    plans.asked(case, worker)
    for danger_at, safe_at, stays in PAIRS:
        visits = [visit_of_yesterday(case, began, danger_at), visit_of_yesterday(case, "", safe_at)]
        for new in visits if is_danger_first else reversed(visits):
            with acting(worker):
                record_visit(case=case, new=new, actor=worker)
        found = set(place_in_danger(case, supervisor).values())
        assert found == {stays[0 if is_danger_first else 1]}, (danger_at, safe_at)
        with role("maintenance"):
            Visit.objects.filter(case=case).delete()


@pytest.mark.parametrize("days", [0, 1])
def test_visit_without_a_time_ends_no_danger_that_was_reported_that_day(
    case: Case, worker: Staff, supervisor: Staff, days: int
) -> None:
    plans.asked(children.case(worker), worker)
    plans.asked(case, worker)
    yesterday = case.office.today() - dt.timedelta(days=1)
    with role("maintenance"):
        received = case.office.start_of(yesterday - dt.timedelta(days=days)) + dt.timedelta(hours=9)
        Case.objects.filter(pk=case.pk).update(danger_reported_at=received)
    with acting(worker):
        case.refresh_from_db()
        record_visit(case=case, new=visit_of_yesterday(case, "", None), actor=worker)
    assert set(place_in_danger(case, supervisor).values()) == {days == 0}
    assert [title.partition("), ")[2] for title in urgent(worker)] == [
        "met, but the alert has not ended"
    ] * (days == 0)
    shown = read(signed_in(worker).get(f"/child/{case.file_id}/"))[0]
    assert ("A visit found the child safe, but not surely after" in shown) is (days == 0)


def visit_of_yesterday(case: Case, began: str, time: dt.time | None) -> VisitInput:
    """As the form makes it: without a time, noon."""
    zone = ZoneInfo(case.office.time_zone)
    day = case.office.today() - dt.timedelta(days=1)
    is_prevented = began == "prevented"
    safe = {"prevented": "", "unsafe": "no", "": "yes"}[began]
    return VisitInput(
        happened_at=dt.datetime.combine(day, time or NOON, zone),
        is_time_unknown=time is None,
        kind=VisitKind.HOME,
        outcome=VisitOutcome.NOT_MET if is_prevented else VisitOutcome.MET_ALONE,
        not_met_because=NotMetReason("prevented" if is_prevented else ""),
        child_safe=ChildSafety(safe),
        note="Seen at home, with the grandmother.",
    )


def test_child_prevented_from_contact_is_met_alone_before_the_alert_ends(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    url = reverse("cases:record_visit", args=[case.file_id])
    told = "a visit that met the child alone"
    assert told not in read(signed_in(worker).get(url))[0]
    record(case, worker, **PREVENTED)
    assert told in read(signed_in(worker).get(url))[0]
    with_others = {"outcome": "met_with_others", "child_safe": "yes"}
    saved = record(case, worker, **with_others)
    assert "The alert remains: others prevented contact" in saved
    assert "was not met alone now" in saved
    assert "when a visit meets the child alone and records that the child is safe" in saved
    with acting(worker):
        assert Visit.objects.filter(case=case, **with_others).exists(), "it is recorded"
    assert len(urgent(worker)) == len(urgent(supervisor)) == 1
    assert not notices(supervisor, "danger_ended")
    saved = record(case, worker, child_safe="yes")
    assert "Saved. The alert has ended; the supervisors are notified." in saved
    assert urgent(worker) == urgent(supervisor) == []
    assert notices(supervisor, "danger_ended") == 1


def test_message_after_a_visit_that_ends_danger_says_who_is_notified(
    reported: Case, worker: Staff, supervisor: Staff
) -> None:
    colleague = agencies.staff("case_worker", worker.office)
    teams.join(reported.file_id, colleague, TeamRole.CASE_WORKER)
    saved = record(reported, colleague, child_safe="yes")
    assert "Saved. The alert has ended; the supervisors and the case worker are notified." in saved
    assert notices(supervisor, "danger_ended") == notices(worker, "danger_ended") == 1
    assert "The alert has ended" not in record(reported, colleague, child_safe="yes")


def test_message_names_no_supervisors_where_none_is_notified(case: Case, worker: Staff) -> None:
    record(case, worker, child_safe="no")
    saved = record(case, worker, child_safe="yes")
    assert "Saved. The alert has ended." in saved
    assert "notified" not in saved


def record_at(case: Case, worker: Staff, moment: dt.datetime, **fields: str) -> None:
    Visit.objects.create(
        file_id=case.file_id,
        case=case,
        happened_at=moment,
        kind="home",
        recorded_by=worker.pk,
        **fields,
    )
