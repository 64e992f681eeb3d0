"""A child in danger that no one has met yet: first on the worker's day, and under Act now once due."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from saathi.agencies import writing
from saathi.agencies.models import Notice, Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.desk.registration.actions import link_report
from saathi.infra import clock
from saathi.people.vocabulary import YesNo
from saathi.protection.casework.cases.actions.visiting import VisitInput, record_visit
from saathi.protection.casework.cases.models import Assessment, Case, Due
from saathi.protection.casework.cases.vocabulary import ChildSafety, VisitKind, VisitOutcome
from saathi.protection.identification.intake.report_additions import add_information
from saathi.protection.identification.intake.report_notes import ReportVisit
from tests.desk import cast
from tests.desk.report_to_case import Office, own_report
from tests.factories import agencies, children, teams
from tests.roles import acting, role
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def case_of(worker: Staff, name: str, *, visit_in: int, **fields: object) -> Case:
    """A case with these fields and one visit due in so many days."""
    case = children.case(worker, name)
    with role("maintenance"):
        Due.objects.filter(case=case).delete()
        Case.objects.filter(pk=case.pk).update(**fields)
    cast.due(case, worker, worker.office.today() + dt.timedelta(days=visit_in))
    return case


def urgent_titles(staff: Staff) -> list[str]:
    return [str(box.title) for box in signed_in(staff).get("/").context["page"].waiting.urgent]


def test_child_at_high_risk_never_met_leads_the_day_with_the_visit(worker: Staff) -> None:
    met = case_of(worker, "Late", visit_in=-4, risk="high")
    cast.visit(met, worker)
    new = case_of(worker, "New", visit_in=2, risk="high")
    cast.due(new, worker, worker.office.today(), "assessment")
    first, second = signed_in(worker).get("/").context["page"].children.rows
    assert [first.name, second.name] == ["New", "Late"]
    assert str(first.duties[0].text) == "Child not met yet, first visit"
    assert first.action
    assert first.action.url == reverse("cases:record_visit", args=[new.file_id])
    assert not urgent_titles(worker)  # nothing is due yet


def test_child_at_high_risk_who_was_not_met_stays_at_the_top(worker: Staff) -> None:
    for name, risk in (("Late", "high"), ("Low, not met", "low")):
        cast.visit(case_of(worker, name, visit_in=-3, risk=risk), worker)
    missed = case_of(worker, "Not met", visit_in=1, risk="high")
    cast.visit(missed, worker)
    yesterday = worker.office.today() - dt.timedelta(days=1)
    cast.due(missed, worker, yesterday, "referral")
    with role("maintenance"):
        Due.objects.filter(duty="visit", case=missed).update(attempts=1)
        Due.objects.filter(case__risk="low").update(attempts=2)
    first, *_others = signed_in(worker).get("/").context["page"].children.rows
    assert first.name == "Not met"
    assert str(first.duties[0].text) == "Child not met, next visit"
    assert first.action
    assert first.action.url == reverse("cases:record_visit", args=[missed.file_id])


def test_due_first_visit_in_danger_is_under_act_now_until_the_child_is_met(worker: Staff) -> None:
    late = case_of(worker, "Late", visit_in=-4, risk="high")
    today = case_of(worker, "Today", visit_in=0, risk="high")
    reported_at = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    reported = case_of(worker, "Danger", visit_in=0, risk="low", danger_reported_at=reported_at)
    case_of(worker, "Low", visit_in=-9, risk="low")
    assert sorted(urgent_titles(worker)) == sorted(
        [
            f"{late.child.code}: high risk, child not met yet, first visit overdue",
            f"{today.child.code}: high risk, child not met yet, first visit today",
            f"{reported.child.code}: immediate danger (report of 2 March 2026), child not met yet",
        ]
    )
    for case in (late, reported):
        cast.visit(case, worker)
    danger, line = urgent_titles(worker)
    assert danger.endswith("(report of 2 March 2026), met, but not recorded as safe")
    assert line.startswith(today.child.code)


def test_no_alert_shows_the_risk_to_who_may_not_know_it(worker: Staff) -> None:
    case = case_of(worker, "Secret", visit_in=-1, risk="high")
    mother = agencies.staff("house_mother", worker.office)
    teams.join(case.file_id, mother, TeamRole.RESIDENTIAL_WORKER)
    cast.due(case, mother, worker.office.today(), "task")
    page = signed_in(mother).get("/")
    assert not page.context["page"].waiting.urgent
    assert "not met yet" not in page.content.decode()
    assert urgent_titles(worker)


def test_worker_of_a_case_from_a_report_of_danger_gets_an_urgent_notice() -> None:
    office = Office(urgency="now")
    answer, _client = office.send(office.officer, assign_to="worker", worker_name="wasim worker")
    assert answer.status_code == 302
    page = signed_in(office.worker).get("/").context["page"]
    [notice] = [line for line in page.notices if "A case was assigned to you" in line.text]
    assert notice.is_urgent
    assert "the child may be in danger" in notice.text
    day = date_format(office.worker.office.date_of(office.report.received_at), "j F Y")
    [row] = page.children.rows
    assert row.danger == f"Immediate danger (report of {day})"


@pytest.mark.parametrize(("safe", "in_danger"), [(YesNo.NO, True), (YesNo.YES, False)])
def test_danger_of_a_report_stays_though_the_case_is_opened_as_less_urgent(
    safe: YesNo, in_danger: bool
) -> None:
    office = own_report(urgency="now")
    local = office.office.local(clock.now())
    visit = ReportVisit("Ward police", local.date(), local.time(), met=True, child_safe=safe)
    with acting(office.worker):
        add_information(
            report=office.report,
            text="Met at the house of the grandmother.",
            actor=office.worker,
            visit=visit,
        )
    answer, client = office.send(
        office.worker, urgency="later", risk="low", risk_reason="Met at home."
    )
    assert answer.status_code == 302
    assert bool(urgent_titles(office.worker)) is in_danger
    with acting(office.worker):
        case = Case.objects.get()
    assert (case.urgency, case.danger_reported_at is not None) == ("later", in_danger)
    page = client.get(f"/child/{case.file_id}/reports/").content.decode()
    assert "Visits before the case was opened" in page
    assert "Ward police went to the child on" in page
    assert "Met at the house of the grandmother." in page


def test_report_of_danger_that_is_added_to_a_case_is_an_alarm() -> None:
    office = own_report(urgency="now")
    case = children.case(office.worker, "Known")
    linked_at = clock.now()
    with acting(office.worker):
        assert link_report(report=office.report, child=case.child, actor=office.worker)
        found = Case.objects.get(pk=case.pk)
    assert found.danger_reported_at
    assert found.danger_reported_at >= linked_at
    assert found.danger_received_at == office.report.received_at
    day = date_format(office.worker.office.date_of(office.report.received_at), "j F Y")
    [title] = urgent_titles(office.worker)
    assert title == f"{case.child.code}: immediate danger (report of {day}), child not met yet"


def test_visit_that_was_recorded_in_a_case_before_does_not_end_the_alert_of_a_report_linked_to_it() -> (
    None
):
    """A worker who wants an alert to vanish could record the visit in any own case, then link."""
    office = own_report(urgency="now", received_at=clock.now() - dt.timedelta(hours=3))
    case = children.case(office.worker, "Known")
    met = VisitOutcome.MET_WITH_OTHERS
    new = VisitInput(clock.now(), VisitKind.OTHER, met, child_safe=ChildSafety.YES, note=".")
    with acting(office.worker):
        record_visit(case=case, new=new, actor=office.worker)
    client = signed_in(office.worker)
    page = client.post(
        f"/find/report/{office.report.pk}/is/{case.file_id}/", key(), follow=True
    ).content.decode()
    assert "Visits before the linking do not end the alert" in page
    for person in (office.worker, office.supervisor):
        [title] = urgent_titles(person)
        assert title.startswith(f"{case.child.code}: immediate danger (report of ")
    [notice] = [
        line
        for line in signed_in(office.supervisor).get("/").context["page"].notices
        if "was linked to a case" in line.text
    ]
    assert notice.is_urgent
    assert case.child.code in notice.text
    assert "Known" not in notice.text


def test_report_whose_child_was_found_safe_begins_no_alert_in_the_case_it_is_linked_to() -> None:
    office = own_report(urgency="now", received_at=clock.now() - dt.timedelta(hours=3))
    case = children.case(office.worker, "Known")
    local = office.office.local(clock.now())
    visit = ReportVisit("Police", local.date(), local.time(), met=True, child_safe=YesNo.YES)
    text = "Met at the house of the grandmother."
    with acting(office.worker):
        add_information(report=office.report, text=text, visit=visit, actor=office.worker)
        assert link_report(report=office.report, child=case.child, actor=office.worker)
    assert urgent_titles(office.worker) == urgent_titles(office.supervisor) == []
    with role("maintenance"):
        assert not Notice.objects.filter(kind="danger_linked").exists()


def test_high_risk_says_when_the_child_was_last_met(worker: Staff) -> None:
    case = case_of(worker, "Late", visit_in=4, risk="high")
    file = reverse("desk:child_file", args=[case.file_id])

    def high_risk() -> str:
        [alert] = [
            box
            for box in signed_in(worker).get(file).context["page"].alerts
            if str(box.title) == "High risk"
        ]
        return str(alert.text)

    assert "The child has not been met at a visit yet." in high_risk()
    cast.visit(case, worker)
    assert "The child was last met on 10 March 2026." in high_risk()
    assert "see the child today" not in high_risk()
    with acting(worker):
        later = Assessment(
            file_id=case.file_id, case=case, assessed_on=dt.date(2026, 3, 20), risk="high"
        )
        writing.add(later, actor=worker)
    assert "If no one has seen the child since then, see the child today in private." in high_risk()
