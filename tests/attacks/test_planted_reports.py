"""A report opens its own file only, is begun and closed by the application, and cannot be buried.

Each statement rides on the request of a person who may change the row.
"""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies import definer_functions, writing
from saathi.agencies.models import File, Grant, Staff
from saathi.agencies.vocabulary import FileKind
from saathi.audit.models import AuditEntry
from saathi.infra import clock
from saathi.protection.identification.intake import actions as intake
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue import actions
from saathi.protection.identification.intake.vocabulary import ReportOutcome
from tests.attacks.test_guarded_columns import KEPT, refuses
from tests.factories import agencies, children
from tests.protection.identification.intake.queue.world import (
    QueueWorld,
    escalate,
    notified,
    on_duty,
    reads,
    response,
)
from tests.roles import acting, role
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
STAYS = "an outcome stays and has the time of its recording"
NOT_OF_A_REPORT = "not the file of a new report"

_COPY = (
    "INSERT INTO intake_report SELECT (jsonb_populate_record(r, jsonb_build_object('id', "
    "gen_random_uuid(), 'file_id', '{file}', 'recorded_by', access_staff(), 'version', 1))).* "
    "FROM intake_report r LIMIT 1"
)


def rights_of_file(file_id: object) -> set[object]:
    with role("maintenance"):
        return set(Grant.objects.filter(file=file_id).values_list("principal", flat=True))


def logged(kind: str, key: str, report: Report) -> set[str]:
    with role("auditor"):
        entries = AuditEntry.objects.filter(file_id=report.file_id, kind=kind)
        return {entry.detail[key] for entry in entries}


def new_report(actor: Staff, file: File) -> Report:
    new = intake.ReportInput(
        received_at=clock.now(), channel="helpline", reporter_kind="child", urgency="now"
    )
    with acting(actor), transaction.atomic():
        return intake.add_report(file=file, new=new, actor=actor)


def test_no_report_opens_the_file_of_a_child_to_those_on_duty() -> None:
    world = QueueWorld()
    on_duty(world.colleague, world.district)
    world.report(by=world.worker)
    child = children.case(world.worker).child
    before = rights_of_file(child.file_id)
    assert refuses(world.worker, _COPY.format(file=child.file_id))
    with pytest.raises(DatabaseError, match=NOT_OF_A_REPORT):  # with a proof as well
        new_report(world.worker, child.file)
    assert rights_of_file(child.file_id) == before


def test_no_report_is_planted_in_a_new_file() -> None:
    world = QueueWorld()
    world.report()
    with acting(world.officer):
        file = writing.create_file(kind=FileKind.REPORT, office=world.district, actor=world.officer)
    assert refuses(world.officer, _COPY.format(file=file.pk))


def test_file_of_a_report_has_no_second_report() -> None:
    world = QueueWorld()
    report = world.report()
    with pytest.raises(DatabaseError, match=NOT_OF_A_REPORT):
        new_report(world.officer, report.file)


def test_report_that_is_in_the_file_of_a_child_moves_and_opens_nothing() -> None:
    """As one planted before this was refused."""
    world = QueueWorld()
    report, child = world.report("now"), children.case(world.officer).child
    with role("maintenance"), connection.cursor() as cursor:
        for table in ("intake_report", "intake_reportresponse", "intake_responsestep"):
            cursor.execute(f"UPDATE {table} SET file_id = %s", [child.file_id])
    before = rights_of_file(child.file_id)
    values = [report.pk, [world.worker.pk], None]
    with (
        acting(world.officer),
        pytest.raises(DatabaseError, match="no such report"),
        transaction.atomic(),
    ):
        definer_functions.make_change("report_name", values, by=world.officer.pk)
    on_duty(world.colleague, world.province)
    escalate(response(report).escalate_at)
    with (
        role("warden"),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError),
        transaction.atomic(),
    ):
        cursor.execute("SELECT report_move(%s, %s, 'above')", [report.pk, world.nation.pk])
    assert rights_of_file(child.file_id) == before
    with role("maintenance"):
        assert File.objects.get(pk=child.file_id).office == world.district


def test_right_that_comes_with_a_notice_is_in_the_log() -> None:
    world = QueueWorld()
    on_duty(world.colleague, world.district)
    on_duty(world.worker, world.province)
    report = world.report("now")
    assert logged("granted", "staff", report) == {str(world.colleague.pk)}
    escalate(response(report).escalate_at)
    assert logged("granted", "staff", report) == {str(world.colleague.pk), str(world.worker.pk)}


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ("outcome = 'no_concern', outcome_at = now() - interval '1 year'", "no valid proof"),
        ("received_at = now() - interval '1 year'", KEPT),
        ("urgency = 'later'", KEPT),
    ],
)
def test_report_is_not_closed_or_dated_back(change: str, refusal: str) -> None:
    world = QueueWorld()
    report = world.report()
    assert refuses(world.officer, f"UPDATE intake_report SET {change}", refusal)
    assert response(report).state == "new"


def test_outcome_is_not_taken_back_or_dated_before_the_report() -> None:
    world = QueueWorld()
    report = world.report()
    early, late = clock.now() - dt.timedelta(days=1), clock.now() + dt.timedelta(days=1)
    for at in (early, late):
        with acting(world.officer), pytest.raises(DatabaseError, match=STAYS), transaction.atomic():
            writing.change(report, actor=world.officer, outcome="advice_given", outcome_at=at)
    closed = closed_by(world.officer, report)
    assert refuses(world.officer, "UPDATE intake_report SET outcome = '', outcome_at = NULL")
    with acting(world.officer), pytest.raises(DatabaseError, match=STAYS), transaction.atomic():
        writing.change(closed, actor=world.officer, outcome="", outcome_at=None)


def closed_by(actor: Staff, report: Report) -> Report:
    with role("maintenance"):
        report = Report.objects.get(pk=report.pk)
    with acting(actor):
        intake.record_report_outcome(
            report=report,
            outcome=ReportOutcome.ADVICE_GIVEN,
            reason=intake.OutcomeReason(""),
            version=report.version,
            actor=actor,
        )
    return report


def name(world: QueueWorld, report: Report, *people: Staff, by: Staff | None = None) -> None:
    actor = by or world.officer
    with acting(actor):
        actions.record_named_colleagues(
            report=report, staff_ids=[person.pk for person in people], office_id=None, actor=actor
        )


def test_no_one_is_added_to_the_names_of_a_closed_report() -> None:
    world = QueueWorld()
    report = world.report()
    closed = closed_by(world.officer, report)
    with pytest.raises(actions.NamingRefused):
        name(world, closed, world.worker)
    values = [report.pk, [world.worker.pk], None]
    with (
        acting(world.officer),
        pytest.raises(definer_functions.ChangeNotPossible),
        transaction.atomic(),
    ):
        definer_functions.make_change("report_name", values, by=world.officer.pk)


@pytest.mark.parametrize("is_accepted", [False, True])
def test_report_that_names_all_leaders_above_goes_to_another_leader(is_accepted: bool) -> None:
    world = QueueWorld()
    other = agencies.staff("supervisor", agencies.office(parent=world.nation))
    on_duty(world.officer, world.district)
    report = world.report("now")
    if is_accepted:
        with acting(world.officer):
            actions.accept_report(report_id=report.pk, actor=world.officer)
    name(world, report, *world.leaders.values())
    assert set(notified(report)) == {other.pk}
    assert reads(other, report)
    named = {str(leader.pk) for leader in world.leaders.values()}
    assert logged("hidden", "principal", report) == named
    assert logged("granted", "staff", report) >= {str(other.pk)}
    with acting(world.officer):  # the recorder of the names cannot show it to anyone again
        assert actions.accept_report(report_id=report.pk, actor=world.officer).is_accepted
    closed_by(world.officer, report)
    assert set(notified(report)) == {other.pk}
    assert reads(other, report)


def test_naming_gives_whoever_accepted_the_report_no_more_time() -> None:
    world = QueueWorld()
    report = world.report("later")
    with acting(world.officer):
        actions.accept_report(report_id=report.pk, actor=world.officer)
    before = response(report)
    name(world, report, world.worker)
    after = response(report)
    assert after.state == "new"
    assert after.due_at <= before.due_at
    assert after.escalate_at is not None
    assert after.escalate_at <= before.due_at


def test_leaders_hidden_with_their_office_are_in_the_log() -> None:
    world = QueueWorld()
    report = world.report("now", named_staff=[world.worker.pk])
    hidden = {str(world.worker.pk), str(world.leaders[world.district].pk)}
    assert logged("hidden", "principal", report) == hidden


def test_report_is_not_buried_where_no_one_else_could_handle_it() -> None:
    world = QueueWorld()
    on_duty(world.officer, world.district)
    report = world.report("now")
    with pytest.raises(actions.NamingRefused) as refused:
        name(world, report, *world.leaders.values())
    assert [reason.code for reason in refused.value.reasons] == ["named"]
    sent = {"named": "\n".join(leader.name for leader in world.leaders.values())} | key()
    page = signed_in(world.officer).post(f"/reports/{report.pk}/named/", sent)
    assert "Your agency has no other supervisor to handle this report." in page.content.decode()
    assert response(report).route == "usual"
    assert reads(world.leaders[world.district], report)


def test_escalation_notifies_no_one_named_in_the_report() -> None:
    world = QueueWorld()
    nation = world.leaders[world.nation]
    second = agencies.staff("supervisor", world.nation)
    report = world.report("now", by=second)
    for _level in range(2):
        escalate(response(report).escalate_at)
    assert {nation.pk, second.pk} <= set(notified(report))
    with role("maintenance"), connection.cursor() as cursor:  # named without a new level, as before
        cursor.execute("UPDATE agencies_notice SET read_at = now()")
        cursor.execute(
            "UPDATE intake_reportresponse SET named_staff = ARRAY[%s]::uuid[]", [nation.pk]
        )
        cursor.execute("UPDATE agencies_staff SET is_active = false WHERE id = %s", [second.pk])
    escalate(response(report).escalate_at)
    assert nation.pk not in notified(report)
    assert second.pk not in notified(report)
