"""Reassigning a report to a colleague: who may, to which colleague, and access afterwards."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from saathi.agencies import access
from saathi.agencies.actions import rights
from saathi.agencies.models import Grant, Hidden, Notice, Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.audit.models import AuditEntry
from saathi.infra import clock
from saathi.protection.identification.intake.models import ReportNote
from tests.counting import at_most
from tests.factories import agencies, children, teams
from tests.factories.reports import TOLD, report
from tests.roles import acting, role, with_proof
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


class World:
    """A report recorded by an intake officer, and their colleagues."""

    def __init__(self) -> None:
        self.above = agencies.office()
        self.office = agencies.office(parent=self.above)
        self.officer = agencies.staff("intake_officer", self.office)
        self.worker = agencies.staff("case_worker", self.office)
        self.report = report(self.officer)
        self.address = f"/reports/{self.report.pk}/"

    def hand(self, to: Staff, actor: Staff | None = None, **more: object) -> object:
        sent = {"to": str(to.pk), "note": "She fears the owner", "q": to.name} | key() | more
        return signed_in(actor or self.officer).post(f"{self.address}reassign/", sent)


def test_hand_over_page_is_hidden_without_access_to_report() -> None:
    world = World()
    for person in (world.worker, agencies.staff("intake_officer"), agencies.staff("supervisor")):
        client = signed_in(person)
        assert client.get(f"{world.address}reassign/").status_code == 404
        assert world.hand(world.worker, person).status_code == 404


def test_handed_over_report_moves_to_notified_colleague() -> None:
    world = World()
    officer, worker = signed_in(world.officer), signed_in(world.worker)
    assert worker.get(world.address).status_code == 404
    with at_most(16):
        page = officer.get(f"{world.address}reassign/").content.decode()
    assert world.worker.name in page
    assert world.hand(world.worker).url == "/reports/"

    assert officer.get(world.address).status_code == 404
    day = worker.get("/").content.decode()
    assert "Report to accept: response today" in day
    assert TOLD not in day
    with role("maintenance"):
        notice = Notice.objects.get(staff=world.worker, kind="report_new_today")
    assert worker.post(f"/notices/{notice.pk}/").url == world.address
    with at_most(17):
        page = worker.get(world.address).content.decode()
    for text in (TOLD, "She fears the owner", world.officer.name, "Can read this report"):
        assert text in page
    assert worker.get(f"/find/report/{world.report.pk}/").status_code == 200
    outcome = {"outcome": "advice_given", "note": "Told the mother", "version": 1} | key()
    assert worker.post(f"{world.address}outcome/", outcome).status_code == 302
    with acting(world.worker):
        handed = access.visible(world.worker, ReportNote).get(kind="handover")
        assert handed.recorded_by == world.officer.pk


def test_officer_may_keep_handed_over_report() -> None:
    world = World()
    assert world.hand(world.worker, keeps="on").url == world.address
    assert signed_in(world.officer).get(world.address).status_code == 200
    assert signed_in(world.worker).get(world.address).status_code == 200


def test_supervisor_assigns_report_and_keeps_access() -> None:
    world = World()
    leader = agencies.staff("supervisor", world.office)
    assert world.hand(world.worker, leader).status_code == 302
    for person in (leader, world.officer, world.worker):
        assert signed_in(person).get(world.address).status_code == 200


def test_possible_assignees_are_of_the_agency_and_entitled() -> None:
    world = World()
    farther = agencies.office(world.office.agency)
    near = [
        agencies.staff("supervisor", world.above),
        world.worker,
        agencies.staff("case_worker", farther),
    ]
    hidden = agencies.staff("case_worker", world.office)
    far = [
        agencies.staff("case_worker"),
        agencies.staff("house_mother", world.office),
        agencies.staff("case_worker", world.office, is_active=False),
        hidden,
        world.officer,
    ]
    with role("maintenance"):
        Hidden.objects.create(
            file_id=world.report.file_id, principal=hidden.pk, hidden_by=world.officer.pk
        )
    page = signed_in(world.officer).get(f"{world.address}reassign/").content.decode()
    assert all(str(person.pk) in page for person in near)
    assert not [person.role_kind for person in far if str(person.pk) in page]
    for person in far:
        sent = world.hand(person)
        assert sent.status_code == 200
        assert "There is a problem" in sent.content.decode()
        assert "She fears the owner" in sent.content.decode()
    assert signed_in(world.officer).get(world.address).status_code == 200


def test_plain_sql_cannot_reassign_foreign_reports() -> None:
    world = World()
    outsider = agencies.staff()
    attempts = [
        (world.worker, world.report.pk, world.worker),  # another person's report
        (world.officer, world.report.pk, outsider),  # another agency
        (world.officer, world.report.pk, agencies.staff("house_mother", world.office)),
        (world.officer, world.report.pk, world.officer),
        (world.officer, outsider.pk, world.worker),  # no report
    ]
    for by, report_id, to in attempts:
        with (
            acting(by),
            connection.cursor() as cursor,
            pytest.raises(
                ProgrammingError, match=r"not yours to|no such report|not to this person"
            ),
            transaction.atomic(),
            with_proof("report_reassign("),
        ):
            cursor.execute("SELECT report_reassign(%s, %s, false)", [report_id, to.pk])


def test_hand_over_is_logged_without_report_text() -> None:
    world = World()
    world.hand(world.worker)
    with role("auditor"):
        entries = AuditEntry.objects.filter(file_id=world.report.file_id)
        granted = entries.get(kind="granted")
        ended = entries.get(kind="grant_ended")
        everything = str(list(entries.values_list("purpose", "detail")))
    assert granted.detail["staff"] == str(world.worker.pk)
    assert ended.detail["staff"] == str(world.officer.pk)
    assert "owner" not in everything


def test_plain_sql_passes_on_only_a_file_that_one_has_just_opened() -> None:
    world = World()
    colleague = agencies.staff("case_worker", world.office)
    own = children.child(world.worker)
    shared, old = children.child(world.worker), children.child(world.worker)
    hidden = children.child(world.worker)
    teams.join(shared.file_id, agencies.staff("counsellor", world.office), TeamRole.COUNSELLOR)
    with role("maintenance"):
        Grant.objects.filter(file=old.file_id, kind="team").update(
            starts_at=clock.now() - dt.timedelta(hours=2)
        )
        Hidden.objects.create(
            file_id=hidden.file_id, principal=colleague.pk, hidden_by=world.worker.pk
        )
    attempts = [
        (world.officer, own.file_id, colleague),  # another person's file
        (world.officer, world.report.file_id, colleague),  # a report is handed over, not passed on
        (world.worker, shared.file_id, colleague),  # others work on it
        (world.worker, old.file_id, colleague),  # opened more than an hour ago
        (world.worker, hidden.file_id, colleague),
        (world.worker, own.file_id, world.worker),
        (world.worker, own.file_id, agencies.staff()),  # another agency
        (world.worker, own.file_id, agencies.staff("counsellor", world.office)),
        (world.worker, own.file_id, world.officer),  # works on no case
        (world.worker, own.file_id, agencies.staff(at=world.office, is_active=False)),
    ]
    for by, file_id, to in attempts:
        with (
            acting(by),
            connection.cursor() as cursor,
            pytest.raises(ProgrammingError, match="not yours to pass on"),
            transaction.atomic(),
            with_proof("access_pass_on("),
        ):
            cursor.execute("SELECT access_pass_on(%s, %s)", [file_id, to.pk])
    with acting(world.worker):
        rights.pass_on_new_file(file_id=own.file_id, to=colleague, actor=world.worker)
        assert not access.sections_of_file(world.worker, own.file_id)[0]
    with acting(colleague):
        assert access.sections_of_file(colleague, own.file_id)[1]
