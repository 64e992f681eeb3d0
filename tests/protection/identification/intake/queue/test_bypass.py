"""A report that names a colleague or an office leaves them: at each level, also for SQL."""

from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.utils import DataError, ProgrammingError

from saathi.agencies import access
from saathi.agencies.models import File, Notice, Staff
from saathi.audit.models import AuditEntry
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue import actions, queries
from saathi.protection.identification.intake.queue.forms import NamedInReportField, find_colleague
from saathi.protection.identification.intake.queue.models import ReportResponse
from saathi.protection.identification.intake.queue.waiting import waiting_report_boxes
from tests.factories import agencies
from tests.protection.identification.intake.queue.world import (
    QueueWorld,
    escalate,
    notified,
    on_duty,
    reads,
    response,
)
from tests.reading import words
from tests.roles import acting, role, with_proof
from tests.sending import key
from tests.signing import signed_in
from tests.waiting import boxes_of

pytestmark = pytest.mark.django_db


def sees_in_queue(person: Staff, report: Report) -> bool:
    with acting(person):
        in_list = access.visible(person, ReportResponse).filter(report=report.pk).exists()
        return in_list or bool(boxes_of(waiting_report_boxes, person))


def test_named_worker_and_those_who_lead_only_their_office_see_nothing() -> None:
    world = QueueWorld()
    on_duty(world.worker, world.district)
    report = world.report("now", named_staff=[world.worker.pk])
    district, province = world.leaders[world.district], world.leaders[world.province]
    assert set(notified(report)) == {province.pk}
    for person in (world.worker, district, world.colleague):
        assert not reads(person, report)
        assert not sees_in_queue(person, report)
        assert signed_in(person).get(f"/reports/{report.pk}/").status_code == 404
    assert reads(province, report)
    assert reads(world.officer, report)  # the recorder keeps the right
    found = response(report)
    assert (found.route, found.office) == ("above", world.province)
    with role("maintenance"):
        assert File.objects.get(pk=report.file_id).office == world.province


def test_named_supervisor_of_the_middle_is_passed_by_to_the_top() -> None:
    world = QueueWorld()
    leader = world.leaders[world.province]
    report = world.report("now", named_staff=[leader.pk])
    assert set(notified(report)) == {world.leaders[world.nation].pk}
    for person in (leader, world.leaders[world.district]):
        assert not reads(person, report)


def test_named_at_the_top_leaves_others_there_and_says_that_no_office_is_above() -> None:
    world = QueueWorld()
    second = agencies.staff("supervisor", world.nation)
    report = world.report("now", named_staff=[world.leaders[world.nation].pk])
    assert response(report).route == "none_above"
    assert set(notified(report)) == {second.pk}
    assert not reads(world.leaders[world.nation], report)
    assert not sees_in_queue(world.leaders[world.nation], report)


def test_page_names_staff_and_office_and_says_who_cannot_see_the_report() -> None:
    world = QueueWorld()
    home = agencies.office(parent=world.district)
    second, top = agencies.staff("supervisor", world.nation), world.leaders[world.nation]
    hidden = "Hidden from the people and offices named and from supervisors who supervise only their office."
    for staff, reader, is_top in (
        ([], world.leaders[world.district], False),
        ([top.pk], second, True),
    ):
        report = world.report("now", named_staff=staff, named_office=home.pk)
        page = words(signed_in(reader).get(f"/reports/{report.pk}/").content)
        names = f"{top.name}, {home.name}" if is_top else home.name
        assert f"This report names: {names} {hidden}" in page
        assert ("There is no office above." in page) == is_top


def test_named_facility_is_bypassed_with_all_below_it() -> None:
    world = QueueWorld()
    home = agencies.office(parent=world.district)
    head = agencies.staff("supervisor", home)
    report = world.report("today", by=agencies.staff("intake_officer", home), named_office=home.pk)
    assert set(notified(report)) == {world.leaders[world.district].pk}
    assert not reads(head, report)
    assert response(report).office == world.district

    above = world.report("today", named_office=world.district.pk)
    assert not reads(head, above)
    assert not reads(world.leaders[world.district], above)
    assert set(notified(above)) == {world.leaders[world.province].pk}


def test_office_beside_is_named_and_the_common_office_above_handles_it() -> None:
    world = QueueWorld()
    beside = agencies.office(parent=world.province)
    other = agencies.staff("supervisor", beside)
    report = world.report("today", named_staff=[other.pk])
    assert response(report).office == world.province
    assert not reads(other, report)


def test_roster_of_the_upper_office_does_not_bring_the_named_office_back() -> None:
    world = QueueWorld()
    on_duty(world.worker, world.province, cover=world.colleague)
    report = world.report("now", named_office=world.district.pk)
    assert set(notified(report)) == {world.leaders[world.province].pk}
    assert not reads(world.worker, report)


def test_escalation_of_a_bypassed_report_stays_above() -> None:
    world = QueueWorld()
    report = world.report("now", named_staff=[world.leaders[world.district].pk])
    assert escalate(response(report).escalate_at) == 1
    assert set(notified(report)) == {
        world.leaders[office].pk for office in (world.province, world.nation)
    }
    assert not reads(world.leaders[world.district], report)


def test_report_is_reassigned_to_no_one_it_bypasses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = QueueWorld()
    report, leader = (
        world.report("now", named_staff=[world.worker.pk]),
        world.leaders[world.province],
    )
    district = world.leaders[world.district]
    joined = agencies.staff("case_worker", world.district)  # after the report
    found = signed_in(leader).get(f"/reports/{report.pk}/reassign/").content.decode()
    for person in (world.worker, district, joined, world.colleague):
        assert str(person.pk) not in found
        with acting(leader), pytest.raises(access.NotAllowed):
            actions.reassign_report(
                report=report, colleague=person, note="", keeps=True, actor=leader
            )
        with (
            acting(leader),
            connection.cursor() as cursor,
            pytest.raises(ProgrammingError, match="not to this person"),
            transaction.atomic(),
            with_proof("report_reassign("),
        ):
            cursor.execute("SELECT report_reassign(%s, %s, true)", [report.pk, person.pk])
    other = agencies.staff("case_worker", world.province, name="Zz Last")
    monkeypatch.setattr(queries, "MAX_FOUND_STAFF", 1)  # those that it bypasses fill some pages
    page = signed_in(leader).get(f"/reports/{report.pk}/reassign/").content.decode()
    assert str(other.pk) in page
    with acting(leader):
        actions.reassign_report(report=report, colleague=other, note="", keeps=True, actor=leader)
    assert reads(other, report)


def test_name_recorded_later_takes_the_report_from_those_who_had_it() -> None:
    world = QueueWorld()
    on_duty(world.colleague, world.district)
    report, district = world.report("now"), world.leaders[world.district]
    with acting(district):
        actions.accept_report(report_id=report.pk, actor=district)
    sent = {"named": f"{world.colleague.name}\n{world.district.name}"} | key()
    answer = signed_in(world.officer).post(f"/reports/{report.pk}/named/", sent)
    assert answer.url == f"/reports/{report.pk}/"
    found = response(report)
    assert (found.state, found.accepted_by, found.level) == ("new", None, 1)
    assert set(notified(report)) == {world.leaders[world.province].pk}
    for person in (world.colleague, district):
        assert not reads(person, report)
        with acting(person), pytest.raises(access.NotAllowed):
            actions.accept_report(report_id=report.pk, actor=person)
    with role("auditor"):
        kinds = set(
            AuditEntry.objects.filter(file_id=report.file_id).values_list("kind", flat=True)
        )
        entries = list(AuditEntry.objects.filter(file_id=report.file_id, kind="wrote"))
    assert "hidden" in kinds
    assert any((entry.detail or {}).get("action") == "named" for entry in entries)


def test_whoever_records_a_report_about_themselves_cannot_read_it_afterwards() -> None:
    world = QueueWorld()
    client = signed_in(world.officer)
    sent = {
        "what": "About me",
        "channel": "helpline",
        "reporter_kind": "community",
        "urgency": "today",
        "child_gender": "girl",
        "named": world.officer.name,
    } | key()
    answer = client.post("/reports/new/", sent, follow=True)
    assert answer.redirect_chain[-1][0] == "/reports/"
    assert "The office above the people named handles it." in answer.content.decode()
    with role("maintenance"):
        report = Report.objects.get()
    assert not reads(world.officer, report)
    assert set(notified(report)) == {world.leaders[world.province].pk}


def test_name_that_no_one_or_several_have_is_refused_at_its_field() -> None:
    world = QueueWorld()
    outsider = agencies.staff()
    for name in (outsider.name + "0", "Staff", outsider.office.name):
        sent = {"what": "x", "channel": "helpline", "reporter_kind": "child", "urgency": "now",
                "child_gender": "girl", "named": name} | key()  # fmt: skip
        page = signed_in(world.officer).post("/reports/new/", sent)
        assert page.status_code == 200
        text = page.content.decode()
        assert "Enter the full name" in text or "No colleague is called" in text
    with role("maintenance"):
        assert not Report.objects.exists()


def test_part_of_a_name_hides_a_report_from_no_one() -> None:
    world = QueueWorld()
    sunita = agencies.staff("case_worker", world.district, name="Sunita Rai")
    colleagues = Staff.objects.filter(agency=world.district.agency_id)
    with acting(world.officer):
        for text in ("Sunita", "sunita r", f"Sunita, {world.district.name}", "Sunita Rai, Office"):
            with pytest.raises(ValidationError) as refused:
                find_colleague(colleagues, text)
            assert f"Sunita Rai, {world.district.name}" in str(refused.value)
        for text in ("sunita  rai", f"Sunita Rai, {world.district.name}"):
            assert find_colleague(colleagues, text) == sunita


def test_office_and_colleague_are_named_whatever_the_spaces() -> None:
    world = QueueWorld()
    agencies.office(parent=world.district, name="Home of Hope")
    field = NamedInReportField()
    field.agency_id = world.district.agency_id
    with acting(world.officer):
        named = field.clean(f"  home  of Hope \n\n {world.worker.name.replace(' ', '   ')}")
    assert named.office is not None
    assert (named.office.name, named.staff) == ("Home of Hope", (world.worker,))


def test_full_name_is_found_among_many_that_contain_it() -> None:
    world = QueueWorld()
    for number in range(12):
        agencies.staff("case_worker", world.province, name=f"Rita Karki {number}")
    twice = [agencies.staff(at=office, name="Rita Karki") for office in world.leaders]
    colleagues = Staff.objects.filter(agency=world.district.agency_id)
    with acting(world.officer):
        assert find_colleague(colleagues, f"Rita Karki, {world.district.name}") == twice[2]
        with pytest.raises(ValidationError, match="Several colleagues have this name") as refused:
            find_colleague(colleagues, "Rita Karki")
        assert all(office.name in str(refused.value) for office in world.leaders)
        with pytest.raises(ValidationError, match="others"):
            find_colleague(colleagues, "Rita")
    agencies.staff(at=world.district, name="Rita Karki")
    with acting(world.officer), pytest.raises(ValidationError, match="in this office have"):
        find_colleague(colleagues, f"Rita Karki, {world.district.name}")


def test_sql_names_only_people_and_offices_of_the_agency() -> None:
    world = QueueWorld()
    report = world.report()
    outsider = agencies.staff()
    for by, staff, office, error in (
        (world.officer, [outsider.pk], None, DataError),
        (world.officer, [], outsider.office_id, DataError),
        (world.officer, [], None, DataError),
        (world.worker, [world.colleague.pk], None, ProgrammingError),
    ):
        with (
            acting(by),
            connection.cursor() as cursor,
            pytest.raises(error),
            transaction.atomic(),
            with_proof("report_name("),
        ):
            cursor.execute("SELECT report_name(%s, %s::uuid[], %s)", [report.pk, staff, office])
    assert response(report).route == "usual"


def test_who_is_bypassed_is_shown_only_to_those_who_handle_the_report() -> None:
    world = QueueWorld()
    report = world.report("now", named_staff=[world.worker.pk])
    for person, found in (
        (world.leaders[world.province], 1),
        (world.worker, 0),
        (agencies.staff(), 0),
    ):
        with acting(person), connection.cursor() as cursor:
            ids = [world.worker.pk, world.leaders[world.nation].pk]
            cursor.execute("SELECT count(*) FROM report_closed_among(%s, %s)", [report.pk, ids])
            assert cursor.fetchone()[0] == found


def test_earlier_notices_of_those_named_later_are_deleted() -> None:
    world = QueueWorld()
    district = world.leaders[world.district]
    on_duty(world.colleague, world.district)
    report, other = world.report("now"), world.report("now")
    with acting(district):
        actions.accept_report(report_id=report.pk, actor=district)

    def told(person: Staff) -> set[UUID]:
        with role("maintenance"):
            return set(Notice.objects.filter(staff=person).values_list("record", flat=True))

    assert {report.pk, other.pk} <= told(world.colleague)
    sent = {"named": f"{world.colleague.name}\n{world.district.name}"} | key()
    signed_in(world.officer).post(f"/reports/{report.pk}/named/", sent)
    # Read or unread: none is left that says to them that there was a report.
    for person in (world.colleague, district):
        assert report.pk not in told(person)
    assert other.pk in told(world.colleague)
    assert report.pk in told(world.leaders[world.province])
