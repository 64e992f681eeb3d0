"""A child who may be in danger stays in Act now until a visit records that the child is safe."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils.formats import date_format

from saathi.agencies import idempotency, writing
from saathi.agencies.models import Notice, Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.infra import clock
from saathi.protection.casework.cases.actions import add_danger_report, open_case
from saathi.protection.casework.cases.actions.opening import CaseStart
from saathi.protection.casework.cases.actions.visiting import (
    VisitInput,
    VisitRefused,
    record_visit,
)
from saathi.protection.casework.cases.danger import (
    assignment_notice_kind,
)
from saathi.protection.casework.cases.models import Case, Due, Visit
from saathi.protection.casework.cases.vocabulary import ChildSafety, Duty, VisitKind, VisitOutcome
from saathi.protection.identification.intake.unsafe_wording import describe_unsafe
from tests import counting
from tests.factories import agencies, children, teams
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
PREVENTED = {"outcome": "not_met", "not_met_because": "prevented"}
TITLE = "Immediate danger (report of"


@pytest.fixture
def reported(worker: Staff) -> Case:
    """A case that was opened today from a report of immediate danger of yesterday."""
    child = children.child(worker)
    start = CaseStart(urgency="now", reported_at=clock.now() - dt.timedelta(days=1))
    with acting(worker):
        return open_case(child=child, opened_on=worker.office.today(), actor=worker, start=start)


def file_of(case: Case) -> str:
    return reverse("desk:child_file", args=[case.file_id])


def record(case: Case, actor: Staff, **fields: object) -> str:
    """The words of the page after the form of a visit of today was sent."""
    day = case.office.today()
    sent = {"form_key": idempotency.new_form_key(), "kind": "home", "outcome": "met_alone"}
    sent["note"] = "Seen at home, with the grandmother."
    sent |= {"happened_on_0": day.day, "happened_on_1": day.month, "happened_on_2": day.year}
    url = reverse("cases:record_visit", args=[case.file_id])
    words: str = read(signed_in(actor).post(url, sent | fields, follow=True))[0]
    return words


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ({"kind": "telephone"}, "You cannot see by telephone whether the child is safe"),
        ({"note": " "}, "Enter how you know that the child is safe"),
        ({"note": "."}, "This visit ends the alert. Enter how you know that the child is safe"),
    ],
)
def test_danger_does_not_end_by_telephone_or_without_a_note(
    reported: Case, worker: Staff, typed: dict[str, str], refused: str
) -> None:
    assert refused in record(reported, worker, child_safe="yes", **typed)
    with acting(worker):
        assert not Visit.objects.filter(case=reported).exists()
    assert urgent(worker)
    record(reported, worker, child_safe="not_known", **typed)
    assert urgent(worker)
    record(reported, worker, child_safe="yes")
    assert not urgent(worker)


def urgent(staff: Staff) -> list[str]:
    """The titles under Act now that name a child."""
    block = signed_in(staff).get("/").context["page"].urgent
    return [str(line.alert.title) for line in (*block.lines, *block.more)]


def unsafe_now(case: Case, reader: Staff) -> str:
    """The words of the one visit that found the child not safe."""
    with role("maintenance"):
        visit = Visit.objects.get(case=case, child_safe="no")
    return describe_unsafe(visit.happened_at, reader.office, is_time_unknown=visit.is_time_unknown)


def visit_due(case: Case) -> dt.date:
    with role("maintenance"):
        return Due.objects.get(case=case, duty=Duty.VISIT, done_on=None).due_on


def test_reported_danger_stays_in_act_now_until_the_child_is_recorded_as_safe(
    reported: Case, worker: Staff, supervisor: Staff
) -> None:
    day = date_format(worker.office.today() - dt.timedelta(days=1), "j F Y")
    why = f"{reported.child.code}: immediate danger (report of {day}), "
    assert urgent(worker) == urgent(supervisor) == [f"{why}child not met yet"]
    assert visit_due(reported) == worker.office.today()
    record(reported, worker, **PREVENTED)
    assert urgent(worker) == urgent(supervisor) == [f"{why}others prevented contact"]
    assert visit_due(reported) == worker.office.today(), "the first visit is not put off"
    refused = record(reported, worker)
    assert "Record whether the child is safe now." in refused
    record(reported, worker, child_safe="not_known")
    assert urgent(worker) == urgent(supervisor) == [f"{why}others prevented contact"]
    record(reported, worker, child_safe="no")
    unsafe = unsafe_now(reported, worker)
    why = f"{reported.child.code}: {unsafe}, immediate danger (report of {day}), "
    why += "others prevented contact"
    assert urgent(worker) == urgent(supervisor) == [why]
    shown = read(signed_in(worker).get(file_of(reported)))[0]
    assert f"S{unsafe[1:]} Immediate danger (report of {day})." in shown
    assert "Others prevented contact with this child." in shown
    record(reported, worker, child_safe="not_known")
    assert urgent(worker) == [why], "the last that is known"
    record(reported, worker, **PREVENTED)
    assert urgent(worker) == urgent(supervisor) == [why], "still seen not safe"
    record(reported, worker, child_safe="yes")
    assert urgent(worker) == urgent(supervisor) == []
    assert TITLE not in read(signed_in(worker).get(file_of(reported)))[0]
    shown = read(signed_in(worker).get(reverse("cases:list_visits", args=[reported.file_id])))[0]
    assert "Is the child safe now? Yes" in shown
    assert "Is the child safe now? Not known" in shown


def test_file_and_my_day_say_immediate_danger_with_the_day_of_the_report(
    reported: Case, worker: Staff, supervisor: Staff
) -> None:
    day = date_format(worker.office.today() - dt.timedelta(days=1), "j F Y")
    title = f"Immediate danger (report of {day})"
    visits = reverse("cases:list_visits", args=[reported.file_id])
    for staff in (worker, supervisor):
        for page in (file_of(reported), visits):
            assert title in read(signed_in(staff).get(page))[0], page
    [row] = signed_in(worker).get("/").context["page"].children.rows
    assert row.danger == title
    assert title in read(signed_in(worker).get("/"))[0]
    record(reported, worker, child_safe="not_known")
    shown = read(signed_in(worker).get(file_of(reported)))[0]
    assert title in shown
    assert "The child was met, but no visit records that the child is safe." in shown


def test_prevented_contact_is_danger_at_any_risk_until_the_child_is_recorded_as_safe(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    with role("maintenance"):
        Case.objects.filter(pk=case.pk).update(risk="low")
    record(case, worker, **PREVENTED)
    assert urgent(worker) == urgent(supervisor) == [f"{case.child.code}: others prevented contact"]
    with role("maintenance"):
        assert Notice.objects.filter(staff=supervisor, kind="contact_prevented").count() == 1
    assert "Record whether the child is safe now." in record(case, worker)
    assert "the child was not met" in record(case, worker, **PREVENTED, child_safe="yes")
    record(case, worker, child_safe="yes")
    assert urgent(worker) == urgent(supervisor) == []
    record(case, worker, **PREVENTED)
    assert len(urgent(worker)) == len(urgent(supervisor)) == 1, "it is another danger"
    record(case, worker, child_safe="no")
    words = unsafe_now(case, worker)
    title = f"S{words[1:]}"
    assert (
        urgent(worker)
        == urgent(supervisor)
        == [f"{case.child.code}: {words}, others prevented contact"]
    )
    [row] = signed_in(worker).get("/").context["page"].children.rows
    assert (row.danger, row.risk.tag) == (title, "quiet"), "no green beside danger"
    assert title in read(signed_in(supervisor).get(file_of(case)))[0]


def test_the_question_has_no_default_and_needs_an_answer_of_a_child_in_danger_alone(
    case: Case, reported: Case, worker: Staff
) -> None:
    for each in (case, reported):
        page = signed_in(worker).get(reverse("cases:record_visit", args=[each.file_id]))
        assert "Is the child safe now?" in page.content.decode()
        assert not page.context["form"]["child_safe"].value()
    assert "Record whether the child is safe now." in record(reported, worker)
    record(case, worker)
    with acting(worker):
        assert Visit.objects.get(case=case).child_safe == ""


def test_visit_that_finds_the_child_not_safe_is_danger_until_a_later_one_finds_the_child_safe(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    with role("maintenance"):
        Case.objects.filter(pk=case.pk).update(risk="low")
    colleague = agencies.staff("case_worker", worker.office)
    teams.join(case.file_id, colleague, TeamRole.CASE_WORKER)
    record(case, worker, child_safe="yes", happened_time="00:00")
    assert urgent(worker) == urgent(supervisor) == []
    assert not notices(supervisor, "danger_ended"), "there was none"
    record(case, worker, child_safe="no")
    why = [f"{case.child.code}: {unsafe_now(case, worker)}"]
    assert urgent(worker) == urgent(supervisor) == why
    assert notices(supervisor, "child_unsafe") == 1
    refused = record(case, colleague, child_safe="yes", happened_time="00:00")
    with role("maintenance"):
        seen_at = Visit.objects.get(case=case, child_safe="no").happened_at
    assert f"Enter a later time than {worker.office.local(seen_at):%H:%M}." in refused
    assert urgent(worker) == urgent(supervisor) == why, "it was before the child was seen not safe"
    with acting(supervisor), connection.cursor() as cursor:
        cursor.execute("SELECT complete_open_matters(%s)", [case.pk])
        assert "seen_unsafe" in cursor.fetchone()[0]
    record(case, colleague, child_safe="yes")
    assert urgent(worker) == urgent(supervisor) == []
    assert notices(supervisor, "danger_ended") == notices(worker, "danger_ended") == 1
    assert not notices(colleague, "danger_ended"), "their own visit"


def notices(staff: Staff, kind: str) -> int:
    with role("maintenance"):
        return Notice.objects.filter(staff=staff, kind=kind).count()


def test_visit_without_a_time_ends_no_danger_seen_at_a_known_time_that_day(
    case: Case, worker: Staff
) -> None:
    yesterday = worker.office.today() - dt.timedelta(days=1)
    fields = {"happened_on_0": yesterday.day, "happened_on_1": yesterday.month}
    fields |= {"happened_on_2": yesterday.year, "child_safe": "no"}
    record(case, worker, happened_time="18:00", **fields)
    fields["child_safe"] = "yes"
    page = record(case, worker, **fields)
    assert "The alert remains" in page
    assert "Without a time, this visit does not end an alert" in page
    assert "Enter a later time" not in page
    fields["child_safe"] = "not_known"
    assert "the visit does not record that the child is safe" in record(case, worker, **fields)
    missed = {"outcome": "not_met", "not_met_because": "moved", "child_safe": ""}
    not_met = record(case, worker, **(fields | missed))
    assert "The alert remains: the child was not met." in not_met
    fields["child_safe"] = "yes"
    assert urgent(worker)
    form = read(signed_in(worker).get(reverse("cases:record_visit", args=[case.file_id])))[0]
    assert "Without a time, this visit does not end an alert" in form
    record(case, worker, happened_time="17:00", **fields)
    assert urgent(worker)
    record(case, worker, happened_time="18:30", **fields)
    assert not urgent(worker)


def test_dashboard_counts_children_who_may_be_in_danger(
    case: Case, reported: Case, worker: Staff, supervisor: Staff
) -> None:
    record(case, worker, **PREVENTED)
    client = signed_in(supervisor)

    def counted() -> list[tuple[str, int]]:
        [block] = [
            block
            for block in client.get("/").context["page"].dashboard.blocks
            if str(block.title) == "Children at risk"
        ]
        return [(str(number.label), number.amount) for number in block.numbers]

    assert counted() == [("May be in danger", 2)]
    rows = client.get("/day/cases/?part=danger").context["page"].table.rows
    day = date_format(worker.office.today() - dt.timedelta(days=1), "j F Y")
    assert {(row[0].text, row[2].text) for row in rows} == {
        (case.child.code, "Others prevented contact"),
        (reported.child.code, f"Immediate danger (report of {day}), child not met yet"),
    }
    with role("maintenance"):
        Case.objects.filter(pk=case.pk).update(risk="low")
    table = client.get("/day/cases/?part=danger").context["page"].table
    assert "Reason" in [str(column.label) for column in table.columns]
    assert ("Low risk", "quiet") in [(str(row[1].text), row[1].tag) for row in table.rows]
    for each in (case, reported):
        record(each, worker, child_safe="yes")
    assert counted() == []


def test_later_report_of_danger_is_an_alarm_of_an_open_case(case: Case, worker: Staff) -> None:
    record(case, worker)
    with acting(worker):
        now = clock.now()
        add_danger_report(child=case.child, received_at=now, actor=worker)
        assert assignment_notice_kind(case.file_id).is_urgent
    day = date_format(worker.office.today(), "j F Y")
    reason = f"{case.child.code}: immediate danger (report of {day}), child not met yet"
    assert urgent(worker) == [reason]
    assert visit_due(case) == worker.office.today()
    record(case, worker, child_safe="yes")
    assert urgent(worker) == [
        reason.replace("child not met yet", "met, but the alert has not ended")
    ]
    with role("maintenance"):
        Case.objects.filter(pk=case.pk).update(danger_reported_at=now - dt.timedelta(days=1))
    assert urgent(worker) == [], "the visit was on a later day"


@pytest.mark.parametrize("days", [0, 2])
def test_visit_before_the_linking_does_not_end_the_danger_of_a_linked_report(
    case: Case, worker: Staff, supervisor: Staff, days: int
) -> None:
    """The visit is later than the report, but no one says that it was made for it."""
    received = clock.now() - dt.timedelta(days=days, minutes=3)
    visited(case, worker, clock.now() - dt.timedelta(minutes=1))
    with acting(worker):
        add_danger_report(child=case.child, received_at=received, actor=worker)
    day = date_format(case.office.date_of(received), "j F Y")
    why = f"{case.child.code}: immediate danger (report of {day}), "
    assert urgent(worker) == urgent(supervisor) == [f"{why}met, but the alert has not ended"]
    assert (notices(supervisor, "danger_linked"), notices(worker, "danger_linked")) == (1, 0)
    shown = read(signed_in(worker).get(file_of(case)))[0]
    assert f"Immediate danger (report of {day})" in shown, "the day of the report itself"
    today = date_format(case.office.today(), "j F Y")
    assert f"The report was linked to this case on {today}, " in shown
    assert "Record a visit after that" in shown
    visited(case, worker, clock.now())
    assert urgent(worker) == urgent(supervisor) == []
    assert notices(supervisor, "danger_ended") == 1


def visited(case: Case, worker: Staff, at: dt.datetime) -> None:
    """A visit of this moment that found the child safe, with others present."""
    met = VisitOutcome.MET_WITH_OTHERS
    new = VisitInput(at, VisitKind.OTHER, met, child_safe=ChildSafety.YES, note=".")
    with acting(worker):
        record_visit(case=case, new=new, actor=worker)


@pytest.mark.parametrize("began", [None, dt.timedelta(days=2)])
def test_database_refuses_that_the_danger_of_a_case_ends_or_begins_earlier(
    reported: Case, worker: Staff, began: dt.timedelta | None
) -> None:
    at = None if began is None else clock.now() - began
    with acting(worker):
        with pytest.raises(IntegrityError), transaction.atomic():
            writing.change(reported, actor=worker, danger_reported_at=at)
        reported.refresh_from_db()
        assert reported.danger_reported_at
        writing.change(reported, actor=worker, danger_reported_at=clock.now())


def test_who_may_not_know_the_risk_does_not_see_danger(reported: Case, worker: Staff) -> None:
    mother = agencies.staff("house_mother", worker.office)
    teams.join(reported.file_id, mother, TeamRole.RESIDENTIAL_WORKER)
    assert "mmediate danger" not in signed_in(mother).get("/").content.decode()
    assert TITLE not in signed_in(mother).get(file_of(reported)).content.decode()
    form = signed_in(mother).get(reverse("cases:record_visit", args=[reported.file_id]))
    assert form.status_code == 200
    assert "danger" not in form.content.decode()
    record(reported, mother)
    assert len(urgent(worker)) == 1, "who is not asked ends no alarm"
    assert urgent(agencies.staff("supervisor")) == []


def test_pages_with_children_in_danger_ask_few_queries(
    reported: Case, worker: Staff, supervisor: Staff
) -> None:
    for staff in (worker, supervisor):
        client = signed_in(staff)
        client.get("/")
        with counting.at_most(20):
            assert client.get("/").status_code == 200


def test_visit_that_is_still_to_come_is_refused(case: Case, worker: Staff) -> None:
    for ahead in (dt.timedelta(minutes=5), dt.timedelta(days=400)):
        new = VisitInput(
            happened_at=clock.now() + ahead,
            kind=VisitKind.HOME,
            outcome=VisitOutcome.MET_ALONE,
            child_safe=ChildSafety.YES,
        )
        with acting(worker), pytest.raises(VisitRefused):
            record_visit(case=case, new=new, actor=worker)
    with acting(worker):
        assert not Visit.objects.filter(case=case).exists()


def test_supervisors_list_begins_with_the_child_seen_not_safe_whatever_the_risk(
    reported: Case, worker: Staff, supervisor: Staff
) -> None:
    prevented, unsafe = children.case(worker), children.case(worker)
    with role("maintenance"):
        Case.objects.filter(pk=prevented.pk).update(risk="high")
        Case.objects.filter(pk=unsafe.pk).update(risk="low")
    record(prevented, worker, **PREVENTED)
    record(unsafe, worker, child_safe="no")
    record(unsafe, worker, **PREVENTED)
    page = read(signed_in(supervisor).get(f"{reverse('desk:list_supervised')}?part=danger"))[0]
    codes = [case.child.code for case in (unsafe, reported, prevented)]
    assert sorted(codes, key=page.index) == codes
    assert urgent(supervisor)[0].startswith(f"{unsafe.child.code}: seen not safe on ")
