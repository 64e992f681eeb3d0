"""Visits made for a report are visits of the case that is opened from it or that it is linked to."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from saathi.agencies.models import Staff
from saathi.infra import clock
from saathi.people.vocabulary import YesNo
from saathi.protection.casework.cases.danger import is_in_danger
from saathi.protection.casework.cases.models import Case, Due, Visit
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue.queries import (
    is_child_in_danger,
    is_child_seen_unsafe,
)
from saathi.protection.identification.intake.queue.references import report_reference
from saathi.protection.identification.intake.queue.vocabulary import (
    ReportMeeting,
    ReportVisitPlace,
)
from saathi.protection.identification.intake.report_additions import add_information
from saathi.protection.identification.intake.report_notes import ReportVisit
from saathi.web.page_names import OPEN_CASE_FROM_REPORT
from tests.desk.report_to_case import own_report
from tests.factories import agencies, children
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def went(
    report: Report,
    actor: Staff,
    safe: YesNo,
    *,
    met: bool = True,
    alone: ReportMeeting = ReportMeeting.MET_ALONE,
    ago: dt.timedelta = dt.timedelta(),
) -> dt.datetime:
    """A visit of this moment, or of so long ago, to the child of the report; its moment."""
    at = actor.office.local(clock.now() - ago)
    place = ReportVisitPlace.SCHOOL_OR_WORK
    visit = ReportVisit("Ward police", at.date(), at.time(), met, safe, alone, place)
    with acting(actor):
        text = "At the school, with a locked door."
        add_information(report=report, text=text, actor=actor, visit=visit)
    return at


def titles(person: Staff) -> list[str]:
    return [str(box.title) for box in signed_in(person).get("/").context["page"].waiting.urgent]


def test_case_says_that_the_child_was_seen_not_safe_not_that_no_one_met_the_child() -> None:
    office = own_report(urgency="now")
    went(office.report, office.worker, YesNo.NOT_RECORDED, met=False)
    went(office.report, office.worker, YesNo.NO)
    _answer, client = office.send(office.worker)
    with role("maintenance"):
        case = Case.objects.select_related("child", "office").get()
        attempt, visit = Visit.objects.order_by("happened_at")
    assert (attempt.outcome, attempt.child_safe) == ("not_met", "")
    assert (visit.outcome, visit.kind, visit.child_safe) == ("met_alone", "school_or_work", "no")
    assert not visit.is_time_unknown
    [title] = [title for title in titles(office.worker) if case.child.code in title]
    assert "not safe" in title
    assert "not met yet" not in title
    page = read(client.get(f"/child/{case.file_id}/visits/"))[0]
    assert f"Visit for report {report_reference(office.report.pk)} by Ward police" in page
    assert "At the school, with a locked door." in page
    with acting(office.worker):
        assert is_in_danger(case)


def test_page_to_open_a_case_shows_the_visits_of_its_report() -> None:
    office = own_report(urgency="now")
    went(office.report, office.worker, YesNo.NO)
    url = reverse(OPEN_CASE_FROM_REPORT, args=[office.report.pk])
    shown = read(signed_in(office.worker).get(url))[0]
    assert "Ward police went to the child on" in shown
    assert "At the school, with a locked door." in shown


@pytest.mark.parametrize(("urgency", "is_danger"), [("now", True), ("today", False)])
def test_visit_that_found_the_child_safe_ends_the_danger_before_the_case_unless_it_is_urgent_now(
    urgency: str, *, is_danger: bool
) -> None:
    office = own_report(urgency="now")
    went(office.report, office.worker, YesNo.YES)
    office.send(office.worker, urgency=urgency)
    with acting(office.worker):
        assert is_in_danger(Case.objects.select_related("office").get()) is is_danger
        assert Visit.objects.get().child_safe == "yes"


def test_visits_of_a_report_that_did_not_meet_the_child_count_as_attempts() -> None:
    office = own_report(urgency="now", received_at=clock.now() - dt.timedelta(days=3))
    for days in (2, 1, 0):
        day = office.worker.office.today() - dt.timedelta(days=days)
        visit = ReportVisit("Ward police", day, None, met=False)
        with acting(office.worker):
            add_information(
                report=office.report, text="No one there.", actor=office.worker, visit=visit
            )
    office.send(office.worker)
    with acting(office.worker):
        case = Case.objects.get()
        assert {visit.outcome for visit in Visit.objects.all()} == {"not_met"}
        due = Due.objects.get(case=case, duty="visit", done_on=None)
    assert due.attempts == 3
    assert due.due_on <= office.worker.office.today(), "the first visit is not put off"
    page = signed_in(office.supervisor).get("/").context["page"]
    last = [str(box.title) for box in page.urgent.groups[-1].boxes]
    assert "1 child was not met at several visits in a row" in last
    assert any("child not met yet" in str(line.alert.title) for line in page.urgent.lines)


def test_case_from_a_report_whose_child_was_met_and_safe_says_so_not_that_no_one_met_the_child() -> (
    None
):
    office = own_report(urgency="now")
    day = office.worker.office.today()
    others = ReportMeeting.MET_WITH_OTHERS
    visit = ReportVisit("Rita", day, None, met=True, child_safe=YesNo.YES, meeting=others)
    with acting(office.worker):
        add_information(
            report=office.report,
            text="At home, with the grandmother.",
            actor=office.worker,
            visit=visit,
        )
    office.send(office.worker)
    with acting(office.worker):
        case = Case.objects.select_related("child").get()
    [title] = [title for title in titles(office.worker) if case.child.code in title]
    assert title.endswith("met, but the alert has not ended")


ALONE, WITH_OTHERS = ReportMeeting.MET_ALONE, ReportMeeting.MET_WITH_OTHERS


# Visits of a report, each with its answer and who was met, the earliest first; those that its linking brings.
@pytest.mark.parametrize(
    ("visits", "brought"),
    [
        ([(YesNo.YES, ALONE), (YesNo.NO, ALONE)], [1]),
        ([(YesNo.NO, ALONE), (YesNo.YES, ALONE)], []),
        ([(YesNo.NO, ALONE), (YesNo.YES, WITH_OTHERS)], [0]),
        ([(YesNo.NO, WITH_OTHERS), (YesNo.YES, WITH_OTHERS)], []),
        ([(YesNo.NO, ALONE), (YesNo.YES, ALONE), (YesNo.NO, WITH_OTHERS)], [2]),
        ([(YesNo.NO, ALONE), (YesNo.NOT_KNOWN, ALONE)], [0]),
    ],
)
@pytest.mark.parametrize("urgency", ["now", "today"])
def test_report_linked_to_a_case_brings_the_unsafe_visits_that_no_later_one_ended(
    visits: list[tuple[YesNo, ReportMeeting]], brought: list[int], urgency: str
) -> None:
    office = own_report(urgency=urgency, received_at=clock.now() - dt.timedelta(days=1))
    case = children.case(office.worker, "Sunita")
    moments = [
        went(office.report, office.worker, safe, alone=alone, ago=dt.timedelta(hours=9 - place))
        for place, (safe, alone) in enumerate(visits)
    ]
    with acting(office.worker):
        is_unsafe, was_in_danger = (
            is_child_seen_unsafe(office.report),
            is_child_in_danger(office.report),
        )
    client = signed_in(office.worker)
    client.get(office.page)
    sent = client.post(f"/find/report/{office.report.pk}/is/{case.file_id}/", key())
    assert sent["Location"] == f"/child/{case.file_id}/"
    with acting(office.worker):
        found = Visit.objects.filter(case=case).order_by("happened_at")
        assert [(visit.child_safe, visit.happened_at) for visit in found] == [
            ("no", moments[place]) for place in brought
        ]
        assert is_unsafe is bool(brought), "as the page of the report says"
        assert is_in_danger(case) is (bool(brought) or was_in_danger), "the rule of cases in SQL"


@pytest.mark.parametrize("is_unknown", [True, False])
def test_report_without_a_time_shows_its_day_alone_when_a_case_is_opened_and_in_the_case(
    *, is_unknown: bool
) -> None:
    day = agencies.office().today() - dt.timedelta(days=1)
    office = own_report(urgency="today")
    noon = office.office.start_of(day) + dt.timedelta(hours=12)
    with role("maintenance"):
        Report.objects.update(received_at=noon, is_time_unknown=is_unknown)
    client = signed_in(office.worker)
    to_open = read(client.get(reverse(OPEN_CASE_FROM_REPORT, args=[office.report.pk])))[0]
    office.send(office.worker)
    with acting(office.worker):
        case = Case.objects.get()
    in_file = read(client.get(f"/child/{case.file_id}/reports/"))[0]
    for page in (to_open, in_file):
        assert f"Received {date_format(day, 'j F Y')}" in " ".join(page.split())
        assert ("12:00" in page) is not is_unknown
