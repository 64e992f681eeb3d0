"""Visits made for a report are visits of the case that is opened from it or that it is linked to."""

import datetime as dt

import pytest

from saathi.agencies.models import Staff
from saathi.infra import clock
from saathi.people.vocabulary import YesNo
from saathi.protection.casework.cases.danger import is_in_danger
from saathi.protection.casework.cases.models import Case, Visit
from saathi.protection.identification.intake.additions import add_information
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue.references import report_reference
from saathi.protection.identification.intake.queue.vocabulary import (
    ReportMeeting,
    ReportVisitPlace,
)
from saathi.protection.identification.intake.report_notes import ReportVisit
from tests.desk.report_to_case import own_report
from tests.factories import children
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def went(report: Report, actor: Staff, safe: YesNo, *, met: bool = True) -> None:
    """A visit of this moment to the child of the report."""
    now = actor.office.local(clock.now())
    place, alone = ReportVisitPlace.SCHOOL_OR_WORK, ReportMeeting.MET_ALONE
    visit = ReportVisit("Ward police", now.date(), now.time(), met, safe, alone, place)
    with acting(actor):
        text = "At the school, with a locked door."
        add_information(report=report, text=text, actor=actor, visit=visit)


def titles(person: Staff) -> list[str]:
    return [str(box.title) for box in signed_in(person).get("/").context["page"].waiting.urgent]


def test_case_says_that_the_child_was_seen_not_safe_not_that_no_one_met_the_child() -> None:
    office = own_report(urgency="now")
    went(office.report, office.worker, YesNo.NOT_RECORDED, met=False)
    went(office.report, office.worker, YesNo.NO)
    _answer, client = office.send(office.worker)
    with role("maintenance"):
        case = Case.objects.select_related("child", "office").get()
        [visit] = Visit.objects.all()
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


def test_report_linked_to_a_case_brings_only_visits_that_found_the_child_not_safe() -> None:
    office = own_report(urgency="now")
    case = children.case(office.worker, "Sunita")
    child = case.child
    went(office.report, office.worker, YesNo.NO)
    went(office.report, office.worker, YesNo.YES)
    client = signed_in(office.worker)
    client.get(office.page)
    sent = client.post(f"/find/report/{office.report.pk}/is/{child.file_id}/", key())
    assert sent["Location"] == f"/child/{child.file_id}/"
    with acting(office.worker):
        [visit] = Visit.objects.filter(case=case)
        assert visit.child_safe == "no"
        assert visit.happened_at <= clock.now() + dt.timedelta(seconds=1)
