"""Due dates: what the risk level and attempts do to them, and what a person may change."""

import datetime as dt
import re

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from saathi.agencies import writing
from saathi.agencies.models import Configuration, Notice, Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.audit.models import AuditEntry
from saathi.protection.casework.cases.actions import assessing, duties, visiting
from saathi.protection.casework.cases.due_rules import (
    DueDateChange,
    RiskChange,
    due_date_may_move,
    latest_postponement,
    risk_change,
)
from saathi.protection.casework.cases.models import Case, Due, Visit
from saathi.protection.casework.cases.vocabulary import (
    ChildSafety,
    DueDateReason,
    Duty,
    NotMetReason,
    RiskLevel,
    VisitKind,
    VisitOutcome,
)
from saathi.protection.identification.intake.queue.models import DutyShift
from tests import counting, filled, sending
from tests.factories import agencies, teams
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
EARLIER, LATER = dt.date(2026, 3, 3), dt.date(2026, 3, 9)


def not_met(case: Case, actor: Staff, days_ago: int = 0) -> Visit:
    at = dt.datetime.now(dt.UTC) - dt.timedelta(days=days_ago, minutes=1)
    visit = visiting.VisitInput(at, VisitKind.HOME, VisitOutcome.NOT_MET, NotMetReason.NOBODY_THERE)
    with acting(actor):
        return visiting.record_visit(case=case, new=visit, actor=actor).visit


def assess(case: Case, actor: Staff, risk: RiskLevel) -> None:
    new = assessing.AssessmentInput(case.office.today(), risk)
    with acting(actor):
        assessing.record_assessment(case=case, new=new, actor=actor)


def visit_due(case: Case, actor: Staff) -> Due:
    with acting(actor):
        return Due.objects.select_related("case__office").get(
            case=case, duty=Duty.VISIT, done_on=None
        )


# --- rules ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "may_move"),
    [
        (DueDateChange(Duty.VISIT, LATER, EARLIER), True),
        (DueDateChange(Duty.VISIT, EARLIER, LATER), False),
        (DueDateChange(Duty.VISIT, EARLIER, LATER, risk=RiskChange.LOWER), False),
        (DueDateChange(Duty.VISIT, EARLIER, LATER, risk=RiskChange.FIRST), True),
        (DueDateChange(Duty.VISIT, EARLIER, LATER, is_new_attempt=True), True),
        (DueDateChange(Duty.PLAN, EARLIER, LATER, is_new_attempt=True), False),
        (DueDateChange(Duty.REVIEW, EARLIER, LATER, done=Duty.PLAN), True),
        # A day that a person chose stays, unless the risk is higher.
        (DueDateChange(Duty.VISIT, LATER, EARLIER, was_moved=True), False),
        (DueDateChange(Duty.VISIT, LATER, EARLIER, was_moved=True, risk=RiskChange.HIGHER), True),
        (DueDateChange(Duty.VISIT, EARLIER, LATER, was_moved=True, risk=RiskChange.FIRST), False),
    ],
)
def test_due_date_comes_earlier_by_itself_and_later_by_a_person(
    change: DueDateChange, *, may_move: bool
) -> None:
    assert due_date_may_move(change) == may_move


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("", "low", RiskChange.FIRST),
        ("low", "high", RiskChange.HIGHER),
        ("medium", "low", RiskChange.LOWER),
        ("high", "high", None),
        ("high", "", None),
    ],
)
def test_risk_change(before: str, after: str, change: RiskChange | None) -> None:
    assert risk_change(before, after) == change


# --- risk -----------------------------------------------------------------------------------------


def test_higher_risk_brings_visit_forward_and_lower_risk_does_not_put_it_off(
    case: Case, worker: Staff
) -> None:
    assess(case, worker, RiskLevel.LOW)
    low = visit_due(case, worker)
    assess(case, worker, RiskLevel.HIGH)
    high = visit_due(case, worker)
    assert high.due_on < low.due_on
    assess(case, worker, RiskLevel.LOW)
    assert visit_due(case, worker).due_on == high.due_on
    with role("auditor"):
        changes = AuditEntry.objects.filter(file_id=case.file_id, detail__action="changed")
        assert any(high.pk in entry.objects_seen for entry in changes)


# --- a child who was not met ----------------------------------------------------------------------


def test_attempts_are_counted_and_supervisor_is_notified_at_the_third(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    assess(case, worker, RiskLevel.MEDIUM)
    today = case.office.today()
    for count in (1, 2, 3, 4):
        not_met(case, worker)
        due = visit_due(case, worker)
        assert due.attempts == count
        assert today < due.due_on <= today + dt.timedelta(days=3)
        with role("maintenance"):
            told = Notice.objects.filter(staff=supervisor, kind="child_not_met").count()
        assert told == max(0, count - 2)
    with acting(worker):
        met = visiting.VisitInput(dt.datetime.now(dt.UTC), VisitKind.HOME, VisitOutcome.MET_ALONE)
        visiting.record_visit(case=case, new=met, actor=worker)
    assert visit_due(case, worker).attempts == 0


def test_procedure_sets_number_of_attempts_and_days(case: Case, worker: Staff) -> None:
    body = {"alert_attempts": 1, "retry_days_high": 2}
    with role("maintenance"):
        Configuration.objects.create(
            kind="procedure", country="NPL", name="standard", version=1, body=body,
            valid_from=dt.date(2026, 1, 1),
        )  # fmt: skip
    supervisor = agencies.staff("supervisor", worker.office)
    not_met(case, worker)
    due = visit_due(case, worker)
    assert (due.due_on - case.office.today()).days in {1, 2}  # 1: the second day is a closed one
    with role("maintenance"):
        assert Notice.objects.filter(staff=supervisor, kind="child_not_met").count() == 1


def test_visit_without_meeting_needs_a_reason(case: Case, worker: Staff) -> None:
    path = reverse("cases:record_visit", args=[case.file_id])
    sent = {"kind": "home", "outcome": "not_met", "happened_on_0": 3, "happened_on_1": 3,
            "happened_on_2": 2026}  # fmt: skip
    client = signed_in(worker)
    refused = client.post(path, sent | sending.key())
    assert "Choose why the child was not met" in read(refused)[0]
    assert (
        client.post(path, sent | {"not_met_because": "unsafe"} | sending.key()).status_code == 302
    )
    met = sent | {"outcome": "met_alone", "not_met_because": "unsafe"} | sending.key()
    assert "the child was met" in read(client.post(path, met))[0]
    page = read(client.get(reverse("cases:list_visits", args=[case.file_id])))[0]
    assert "Contact was not safe" in page
    with acting(worker):
        assert [visit.not_met_because for visit in Visit.objects.all()] == ["unsafe"]


def test_file_and_supervisor_see_child_not_met(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    for _time in range(3):
        not_met(case, worker)
    file = reverse("desk:child_file", args=[case.file_id])
    assert "Child not met: attempt 3 of 3" in read(signed_in(worker).get(file))[0]
    client = signed_in(supervisor)
    assert "1 child was not met at several visits in a row" in read(client.get("/"))[0]
    with counting.at_most(15):
        page = client.get(reverse("dues:list_not_met"))
    assert case.child.code in page.content.decode()
    other = signed_in(agencies.staff("supervisor"))
    assert case.child.code not in other.get(reverse("dues:list_not_met")).content.decode()
    assert signed_in(worker).get(reverse("dues:list_not_met")).status_code == 404


def test_supervisor_is_notified_at_once_where_others_prevent_contact_at_high_risk(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    assess(case, worker, RiskLevel.HIGH)
    client = signed_in(worker)
    url = reverse("cases:record_visit", args=[case.file_id])
    sent = filled.form(
        client.get(url).content.decode(),
        kind="home",
        outcome="not_met",
        not_met_because="prevented",
    )
    page = client.post(url, sent, follow=True).content.decode()
    assert "Call your supervisor now" in page
    with role("maintenance"):
        told = Notice.objects.filter(staff=supervisor, kind="contact_prevented")
        assert told.count() == 1
    notice = signed_in(supervisor).get("/").context["page"].notices[0]
    assert notice.is_urgent
    assert case.child.code in notice.text


def test_alert_of_prevented_contact_names_who_is_on_duty_with_the_number(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    now = dt.datetime.now(dt.UTC)
    hour = dt.timedelta(hours=1)
    with role("maintenance"):
        for person, phone in ((supervisor, "+977 1 555"), (worker, "+977 1 444")):
            DutyShift.objects.create(
                office=worker.office,
                staff=person,
                starts_at=now - hour,
                ends_at=now + hour,
                phone=phone,
                recorded_by=supervisor.pk,
            )
    assess(case, worker, RiskLevel.HIGH)
    tried(case, worker, VisitOutcome.NOT_MET, NotMetReason.PREVENTED_BY_OTHERS)
    file = reverse("desk:child_file", args=[case.file_id])
    page = signed_in(worker).get(file)
    words = re.sub("[\u2066-\u2069\u200e\u200f]", "", read(page)[0])
    assert f"On duty now: {supervisor.name} · +977 1 555" in words
    assert 'href="tel:+9771555"' in page.content.decode()
    assert "+977 1 444" not in words, "the reader's own number"
    assert "On duty now" not in read(signed_in(supervisor).get(file))[0]


def tried(
    case: Case,
    actor: Staff,
    outcome: VisitOutcome,
    because: NotMetReason,
    child_safe: ChildSafety = ChildSafety.NOT_RECORDED,
) -> None:
    at = dt.datetime.now(dt.UTC)
    with acting(actor):
        visit = visiting.VisitInput(at, VisitKind.HOME, outcome, because, child_safe)
        visiting.record_visit(case=case, new=visit, actor=actor)


def test_prevented_contact_warns_until_the_child_is_met_and_safe(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    """On the file for the team, under Act now for worker and supervisor."""
    file = reverse("desk:child_file", args=[case.file_id])
    visits = reverse("cases:list_visits", args=[case.file_id])
    title = f"{case.child.code}: others prevented contact, high risk"
    prevented = (VisitOutcome.NOT_MET, NotMetReason.PREVENTED_BY_OTHERS)
    assess(case, worker, RiskLevel.HIGH)
    tried(case, worker, *prevented)
    tried(case, worker, VisitOutcome.NOT_MET, NotMetReason.NOBODY_THERE)  # still not met
    assert visit_due(case, worker).due_on == case.office.today()  # someone checks today
    own_day = read(signed_in(worker).get("/"))[0]
    assert own_day.count(title) == 1
    assert "Child not met, next visit: Today" in own_day
    for page in (file, visits):
        words, _tables = read(signed_in(worker).get(page))
        assert "Others prevented contact with this child" in words
        assert "Call your supervisor now" in words
        assert "The last assessment found a high risk" not in words
    assert "Call the case worker now" in read(signed_in(supervisor).get(file))[0]
    assert read(signed_in(supervisor).get("/"))[0].count(title) == 1
    assert title not in read(signed_in(agencies.staff("supervisor")).get("/"))[0]
    met = (VisitOutcome.MET_ALONE, NotMetReason.NOT_RECORDED)
    tried(case, worker, *met, ChildSafety.NOT_KNOWN)
    assert "Others prevented contact" in signed_in(worker).get(file).content.decode()
    tried(case, worker, *met, ChildSafety.YES)
    assert "Others prevented contact" not in signed_in(worker).get(file).content.decode()
    assert title not in read(signed_in(supervisor).get("/"))[0]
    assert title not in read(signed_in(worker).get("/"))[0]
    tried(case, worker, VisitOutcome.NOT_MET, NotMetReason.NOBODY_THERE)  # it was another time
    assert title not in read(signed_in(supervisor).get("/"))[0]


# --- a person moves a due date --------------------------------------------------------------------


def move(case: Case, actor: Staff, on: dt.date, because: str = "child_asked") -> str:
    due = visit_due(case, actor)
    sent = {"version": due.version, "moved_because": because, "due_on_0": on.day,
            "due_on_1": on.month, "due_on_2": on.year}  # fmt: skip
    path = reverse("dues:move_due", args=[case.file_id, due.pk])
    answer = signed_in(actor).post(path, sent | sending.key())
    return "" if answer.status_code == 302 else read(answer)[0]


def test_worker_moves_due_date_within_procedure_and_supervisor_beyond(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    assess(case, worker, RiskLevel.HIGH)
    today = case.office.today()
    assess(case, worker, RiskLevel.LOW)
    assert not move(case, worker, today + dt.timedelta(days=20), "risk_lower")
    assert "Only a supervisor" in move(case, worker, today + dt.timedelta(days=60))
    assert "Choose today or a later day" in move(case, worker, today - dt.timedelta(days=1))
    assert "required" in move(case, worker, today, "").lower()
    assert not move(case, supervisor, today + dt.timedelta(days=60), "child_away")
    with acting(worker):
        assert visit_due(case, worker).moved_because == DueDateReason.CHILD_AWAY
        duties.renew_duties(case=case, actor=worker)
    assert visit_due(case, worker).due_on == today + dt.timedelta(days=60)
    page = read(signed_in(worker).get(reverse("dues:list_dues", args=[case.file_id])))[0]
    assert "The child is away until then" in page
    assess(case, worker, RiskLevel.HIGH)
    due = visit_due(case, worker)
    assert due.due_on <= today + dt.timedelta(days=7)
    assert not due.moved_because


def test_stranger_and_reader_cannot_move_due_date(case: Case, worker: Staff) -> None:
    due = visit_due(case, worker)
    path = reverse("dues:move_due", args=[case.file_id, due.pk])
    for actor in (agencies.staff(), agencies.staff("supervisor")):
        assert signed_in(actor).get(path).status_code == 404
        assert signed_in(actor).post(path, {"version": due.version}).status_code == 404
    mother = agencies.staff("house_mother", worker.office)
    teams.join(case.file_id, mother, TeamRole.RESIDENTIAL_WORKER)
    assert signed_in(mother).get(path).status_code in {200, 404}
    assert visit_due(case, worker).due_on == due.due_on


@pytest.mark.parametrize(
    ("duty", "due_in", "latest_in"),
    [
        (Duty.PLACEMENT_REVIEW, 3, 14),
        (Duty.PLACEMENT_REVIEW, -20, 14),  # overdue
        (Duty.PLACEMENT_REVIEW, 60, 60),
        (Duty.HEARING, 3, 3),  # the day follows from the record of the hearing
        (Duty.THREAT_CHECK, -2, -2),
        (Duty.CLAIM_DEADLINE, 60, 60),
    ],
)
def test_duty_that_no_procedure_calculates_is_postponed_by_two_weeks_from_today(
    duty: Duty, due_in: int, latest_in: int
) -> None:
    today = dt.date(2026, 3, 3)
    latest = latest_postponement(duty, today + dt.timedelta(days=due_in), today)
    assert latest == today + dt.timedelta(days=latest_in)


def test_supervisor_postpones_a_review_for_longer_than_the_case_worker(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    today = case.office.today()
    late = today + dt.timedelta(days=1096)
    with acting(worker):
        due = duties.add_standalone_duty(
            case=case, duty=Duty.PLACEMENT_REVIEW, due_on=today, actor=worker
        )
        assert due is not None
        for day in (late, today + dt.timedelta(days=15)):
            with pytest.raises(duties.DueDateRefused, match="due_on"):
                duties.move_duty(due=due, version=due.version, due_on=day,
                                 because=DueDateReason.RISK_LOWER, actor=worker)  # fmt: skip
    with acting(supervisor):
        found = Due.objects.get(pk=due.pk)
        duties.move_duty(due=found, version=found.version, due_on=late,
                         because=DueDateReason.CHILD_AWAY, actor=supervisor)  # fmt: skip


def test_database_lets_only_supervisors_postpone_a_duty_for_longer(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    today = case.office.today()
    with acting(worker):
        review, hearing = (
            duties.add_standalone_duty(case=case, duty=duty, due_on=today, actor=worker)
            for duty in (Duty.PLACEMENT_REVIEW, Duty.HEARING)
        )
        assert review is not None
        assert hearing is not None
        for due, days in ((review, 15), (hearing, 1)):
            with pytest.raises(DatabaseError, match="a supervisor chooses"), transaction.atomic():
                writing.change(due, actor=worker, due_on=today + dt.timedelta(days=days))
        writing.change(review, actor=worker, due_on=today + dt.timedelta(days=14))
    with acting(supervisor):
        for due in Due.objects.filter(pk__in=[review.pk, hearing.pk]):
            writing.change(due, actor=supervisor, due_on=today + dt.timedelta(days=15))
