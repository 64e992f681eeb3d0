"""No one bypassed by a report ends the response to it, and no one becomes its only handler."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies import access, definer_functions
from saathi.agencies.models import Staff
from saathi.desk.registration.actions import Registration, register_child
from saathi.infra import clock
from saathi.people.actions import NewChild
from saathi.people.models import Child
from saathi.people.names import Name
from saathi.protection.casework.cases.models import Case
from saathi.protection.identification.intake import actions as intake
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue import actions
from saathi.protection.identification.intake.queue.models import ReportResponse
from saathi.protection.identification.intake.vocabulary import ReportOutcome
from tests import filled
from tests.attacks.test_hidden_by_report import HidingWorld, about, ids
from tests.desk.test_named_in_report import NamedWorld
from tests.factories import agencies
from tests.protection.identification.intake.queue.world import (
    QueueWorld,
    escalate,
    notified,
    on_duty,
    reads,
    response,
)
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
CLOSED_CASE = "This case is closed. Reopen the case first, then link the report."


def rows(person: Staff, statement: str, *values: object) -> list[object]:
    with acting(person), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]


def refuses_link(actor: Staff, report: Report, file_id: object, refusal: str) -> None:
    """With the proof that an attacker lacks."""
    with (
        acting(actor),
        role("warden"),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match=refusal),
        transaction.atomic(),
    ):
        cursor.execute(
            "UPDATE intake_report SET child_file_id = %s, outcome = 'added_to_case', "
            "outcome_at = clock_timestamp() WHERE id = %s",
            [file_id, report.pk],
        )


def name(actor: Staff, report: Report, *people: Staff) -> None:
    with acting(actor):
        actions.record_named_colleagues(
            report=Report.objects.get(pk=report.pk),
            staff_ids=ids(*people),
            office_id=None,
            actor=actor,
        )


def test_bypassed_recorder_buries_the_report_in_no_case() -> None:
    world = HidingWorld()
    report = world.report(by=world.worker, named_staff=ids(world.supervisor))
    client = signed_in(world.worker)
    page = client.get(f"/reports/{report.pk}/")
    assert page.status_code == 200
    find = f"/find/report/{report.pk}/"
    handler = signed_in(world.above)
    sham = filled.form(handler.get(f"{find}open/").content.decode())
    for address, sent in (
        (f"{find}is/{world.case.file_id}/", {}),
        (f"{find}is/", {"code": world.case.child.code}),
        (f"{find}open/", sham),
    ):
        assert client.post(address, sent | key()).status_code == 404
    forms = [find, f"{find}open/", *(f"/reports/{report.pk}/{form}/" for form in ("outcome", "reassign", "named"))]  # fmt: skip
    for address in forms:
        assert client.get(address).status_code == 404
        assert address not in page.content.decode()
    assert f"/reports/{report.pk}/accept/" not in page.content.decode()
    assert f"{find}is/" not in page.content.decode()
    refuses_link(world.worker, report, world.case.file_id, "not yours to close")
    assert (about(report), response(report).state) == (None, "new")
    with role("maintenance"):
        assert Case.objects.count() == 1
    page = handler.get(f"/reports/{report.pk}/")
    for address in (f"/reports/{report.pk}/accept/", f"{find}open/", f"{find}is/"):
        assert address in page.content.decode()


def test_bypassed_recorder_buries_the_report_by_no_action() -> None:
    world = HidingWorld()
    report = world.report(by=world.worker, named_staff=ids(world.supervisor))
    sham = Registration(child=NewChild(names=[Name("given", "Sham", "")]))
    today = world.district.today()
    with acting(world.worker):
        child = Child.objects.get(file=world.case.file_id)
        with pytest.raises(access.NotAllowed), transaction.atomic():
            register_child(new=sham, report=report, today=today, actor=world.worker)
        with pytest.raises(access.NotAllowed), transaction.atomic():
            intake.link_report_to_child(
                report_id=report.pk,
                child=child,
                outcome=ReportOutcome.ADDED_TO_CASE,
                actor=world.worker,
            )
    assert (about(report), response(report).state) == (None, "new")
    world.link(world.above, report, world.case.file_id)
    assert (about(report), response(report).state) == (world.case.file_id, "closed")


def test_no_report_is_linked_to_a_closed_case() -> None:
    world = HidingWorld()
    report = world.report(by=world.worker)
    with role("maintenance"):
        today = world.district.today()
        Case.objects.filter(pk=world.case.pk).update(
            status="closed", closed_on=today, closing_reason="recovery"
        )
    client, find = signed_in(world.worker), f"/find/report/{report.pk}/is/"
    for address, sent in (
        (f"{find}{world.case.file_id}/", {}),
        (find, {"code": world.case.child.code}),
    ):
        assert CLOSED_CASE in read(client.post(address, sent | key(), follow=True))[0]
    refuses_link(world.worker, report, world.case.file_id, "the case is closed")
    assert (about(report), response(report).state) == (None, "new")
    with role("maintenance"):
        Case.objects.filter(pk=world.case.pk).update(
            status="open", closed_on=None, closing_reason=""
        )
    world.link(world.worker, report, world.case.file_id)
    assert about(report) == world.case.file_id


def test_supervisor_who_names_all_above_is_not_the_only_one_left() -> None:
    world = NamedWorld()
    report = world.report(by=world.supervisor)
    top = world.leaders[world.nation]
    with pytest.raises(actions.NamingRefused) as refused, transaction.atomic():
        name(world.supervisor, report, world.deputy, world.above, top)
    assert [reason.code for reason in refused.value.reasons] == ["named"]
    sent = {"named": "\n".join(item.name for item in (world.deputy, world.above, top))} | key()
    page = signed_in(world.supervisor).post(f"/reports/{report.pk}/named/", sent)
    assert "Your agency has no other supervisor to handle this report." in read(page)[0]
    assert response(report).route == "usual"
    values = [report.pk, ids(world.deputy, world.above, top), None]
    with (
        acting(world.supervisor),
        pytest.raises(definer_functions.ChangeNotPossible),
        transaction.atomic(),
    ):
        definer_functions.make_change("report_name", values, by=world.supervisor.pk)


def test_leader_of_another_office_handles_what_names_all_above_and_the_namer_does_not_alone() -> (
    None
):
    world = HidingWorld()
    report = world.report(by=world.supervisor)
    name(world.supervisor, report, world.deputy, world.above, world.top)
    assert set(notified(report)) == {world.other_leader.pk}
    assert reads(world.other_leader, report)


def test_leaders_of_the_highest_other_offices_are_notified() -> None:
    world = QueueWorld()
    beside = agencies.office(world.nation.agency, parent=world.nation)
    deep = agencies.office(parent=agencies.office(parent=beside))
    for _each in range(6):
        agencies.staff("supervisor", deep)
    high = {agencies.staff("supervisor", beside).pk for _each in range(3)}
    report = world.report("now")
    name(world.officer, report, *world.leaders.values())
    assert set(notified(report)) == high


def test_report_names_at_most_twenty_however_often_names_are_added() -> None:
    world = QueueWorld()
    report, leader = world.report(), world.leaders[world.nation]
    crowd = [agencies.staff("house_mother", world.district) for _each in range(22)]
    name(leader, report, *crowd[:15])
    name(leader, report, *crowd[10:20])
    with pytest.raises(actions.NamingRefused) as refused, transaction.atomic():
        name(leader, report, crowd[20])
    assert "at most 20 colleagues" in refused.value.reasons[0].text
    values = [report.pk, ids(crowd[20]), None]
    with acting(leader), pytest.raises(definer_functions.ChangeNotPossible), transaction.atomic():
        definer_functions.make_change("report_name", values, by=leader.pk)
    assert len(response(report).named_staff) == 20


@pytest.mark.parametrize("is_accepted", [False, True])
def test_reassigning_gives_no_more_time_and_takes_no_notice_from_leaders(is_accepted: bool) -> None:
    world = QueueWorld()
    on_duty(world.colleague, world.district)
    report, leader = world.report("now"), world.leaders[world.district]
    if is_accepted:
        with acting(world.colleague):
            actions.accept_report(report_id=report.pk, actor=world.colleague)
    soon = clock.now() + dt.timedelta(minutes=5)
    with role("maintenance"):
        at = {"due_at": soon} if is_accepted else {"due_at": soon, "escalate_at": soon}
        ReportResponse.objects.filter(report=report.pk).update(**at)
    told = notified(report)
    with acting(world.colleague):
        actions.reassign_report(
            report=Report.objects.get(pk=report.pk),
            colleague=world.worker,
            note="",
            keeps=False,
            actor=world.colleague,
        )
    after = response(report)
    assert (after.state, after.due_at, after.escalate_at) == ("new", soon, soon)
    assert notified(report).get(leader.pk) == told.get(leader.pk)
    assert world.colleague.pk not in notified(report)
    assert escalate(soon) == 1
    assert world.leaders[world.province].pk in notified(report)


def test_bypassed_recorder_learns_nothing_of_what_others_wrote() -> None:
    world = QueueWorld()
    report, leader = world.report(named_staff=[world.worker.pk]), world.leaders[world.province]
    name(leader, report, world.colleague)
    everybody = ids(world.officer, world.worker, world.colleague, *world.leaders.values())
    closed = "SELECT report_closed_among(%s, %s::uuid[])"
    entries = 'SELECT kind FROM audit_entry WHERE file_id = %s AND "by" <> access_staff()'
    for table in ("intake_reportresponse", "intake_responsestep"):
        found = f"SELECT 1 FROM {table} WHERE report_id = %s"
        assert rows(leader, found, report.pk)
        assert rows(world.officer, found, report.pk) == []
    with acting(world.officer):
        assert not access.visible(world.officer, ReportResponse).filter(report=report.pk).exists()
    assert rows(world.officer, closed, report.pk, everybody) == [world.officer.pk]
    assert {world.worker.pk, world.colleague.pk} < set(rows(leader, closed, report.pk, everybody))
    assert rows(world.officer, entries, report.file_id) == []
    assert "hidden" in rows(leader, entries, report.file_id)
    assert rows(leader, "SELECT access_team(%s)", report.file_id)
    assert rows(world.officer, "SELECT access_team(%s)", report.file_id) == []
    page = signed_in(world.officer).get(f"/reports/{report.pk}/")
    assert page.status_code == 200
    text = page.content.decode()
    for person in (world.worker, world.colleague, leader):
        assert person.name not in text
    assert "This report names" not in text


def test_colleague_without_the_right_to_hide_learns_from_no_log_who_is_bypassed() -> None:
    """As one of the office above who was given it, and may not hide files."""
    world = QueueWorld()
    clerk = agencies.staff("intake_officer", world.province)
    report, leader = world.report(), world.leaders[world.province]
    with acting(world.leaders[world.district]):
        actions.reassign_report(
            report=report,
            colleague=world.colleague,
            note="",
            keeps=False,
            actor=world.leaders[world.district],
        )
    name(leader, report, world.worker)
    with acting(leader):
        actions.reassign_report(report=report, colleague=clerk, note="", keeps=True, actor=leader)
    ended = "SELECT detail ->> 'staff' FROM audit_entry WHERE file_id = %s AND kind = 'grant_ended'"
    hidden = "SELECT 1 FROM audit_entry WHERE file_id = %s AND kind = 'hidden'"
    assert str(world.colleague.pk) in rows(leader, ended, report.file_id)
    assert rows(leader, hidden, report.file_id)
    assert str(world.colleague.pk) not in rows(clerk, ended, report.file_id)
    assert rows(clerk, hidden, report.file_id) == []
    assert rows(clerk, "SELECT 1 FROM audit_entry WHERE file_id = %s", report.file_id)
