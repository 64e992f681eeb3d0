"""No one hides a file from a leader above or from the last other supervisor, by no screen or statement."""

import datetime as dt

import pytest
from django.db import connection, transaction

from saathi.agencies.actions import rights
from saathi.agencies.models import Grant, Hidden, Notice, Staff
from saathi.agencies.sections import ALL_SECTIONS
from saathi.infra import clock
from tests.attacks.test_hidden_by_report import HidingWorld, hidden_from, ids, sees
from tests.desk.cast import entries
from tests.factories import agencies, children
from tests.protection.identification.intake.queue.world import reads
from tests.roles import acting, role, slip_in, with_proof
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
ABOVE = "not to be hidden from a leader above"
LAST = "no other supervisor would be left"
ABOVE_TEXT = "This person supervises your work on this file, so you cannot hide it from them."
LAST_TEXT = "No other supervisor would still be able to read this file."


def statement(file_id: object, principal: object) -> str:
    return f"SELECT access_hide('{file_id}', '{principal}', true)"


def hide(actor: Staff, file_id: object, person: Staff) -> str:
    """Hides by the screen; returns what the next page says."""
    page = f"/child/{file_id}/hidden/"
    sent = {"do": "hide", "colleague": str(person.pk)} | key()
    return read(signed_in(actor).post(page, sent, follow=True))[0]


def told(person: Staff, file_id: object) -> list[object]:
    """Who gave this person the notices that a file was hidden."""
    with role("maintenance"):
        found = Notice.objects.filter(staff=person, kind="file_hidden", record=file_id)
        return list(found.values_list("given_by", flat=True))


def test_no_leader_hides_a_file_from_a_leader_above() -> None:
    world = HidingWorld()
    upper_officer = agencies.staff("data_officer", world.province)
    officer = agencies.staff("data_officer", world.district)
    file_id = world.case.file_id
    for actor, person in (
        (world.supervisor, world.above),
        (world.supervisor, world.top),
        (world.supervisor, upper_officer),
        (world.above, world.top),
        (officer, world.above),
    ):
        slip_in(actor, statement(file_id, person.pk), ABOVE)
        assert ABOVE_TEXT in hide(actor, file_id, person)
    assert not hidden_from(file_id)
    assert not entries(file_id=file_id, kind="hidden")


def test_row_of_a_hidden_file_is_written_by_no_statement() -> None:
    world = HidingWorld()
    insert = (
        "INSERT INTO agencies_hidden (id, file_id, principal, since, hidden_by) VALUES "
        f"(gen_random_uuid(), '{world.case.file_id}', '{world.above.pk}', now(), '{world.supervisor.pk}')"
    )
    slip_in(world.supervisor, insert, "permission denied")
    bare = statement(world.case.file_id, world.deputy.pk)
    with (
        acting(world.supervisor),
        connection.cursor() as cursor,
        pytest.raises(Exception, match="permission denied for function access_hide"),
        transaction.atomic(),
    ):
        cursor.execute(bare)
    assert not hidden_from(world.case.file_id)


def test_next_leader_above_is_notified_of_each_hiding_and_finds_it_in_the_access_log() -> None:
    world = HidingWorld()
    file_id = world.case.file_id
    for person in (world.deputy, world.second):
        assert person.name in hide(world.supervisor, file_id, person)
    assert told(world.above, file_id) == [world.supervisor.pk] * 2
    for person in (world.top, world.deputy, world.second, world.supervisor):
        assert told(person, file_id) == []
    hide(world.supervisor, file_id, world.deputy)  # again: nothing happens
    assert len(told(world.above, file_id)) == 2
    with role("maintenance"):
        notice = Notice.objects.filter(staff=world.above, kind="file_hidden").first()
    assert notice is not None
    client = signed_in(world.above)
    opened = client.post(f"/notices/{notice.pk}/", key())
    assert opened["Location"] == f"/child/{file_id}/hidden/"
    log, _tables = read(client.get(f"/child/{file_id}/access-log/"))
    assert "Staff and agencies that the file is hidden from" in log
    assert world.deputy.name in log
    # The worker, who may not show the file again, does not see who it is hidden from.
    log, _tables = read(signed_in(world.worker).get(f"/child/{file_id}/access-log/"))
    assert world.deputy.name not in log


def test_where_the_leader_above_is_hidden_the_next_one_is_notified() -> None:
    world = HidingWorld()
    hide(world.top, world.case.file_id, world.above)
    assert told(world.above, world.case.file_id) == []
    assert told(world.supervisor, world.case.file_id) == [world.top.pk]  # none is above the top
    hide(world.supervisor, world.case.file_id, world.second)
    assert told(world.top, world.case.file_id) == [world.supervisor.pk]


def test_last_other_supervisor_keeps_the_file() -> None:
    office = agencies.office()
    first, second, third = (agencies.staff("supervisor", office) for _each in range(3))
    case = children.case(agencies.staff("case_worker", office))
    assert second.name in hide(first, case.file_id, second)
    slip_in(first, statement(case.file_id, third.pk), LAST)
    assert LAST_TEXT in hide(first, case.file_id, third)
    # Neither does a data officer, who supervises no one, take the last two away.
    officer = agencies.staff("data_officer", office)
    hide(officer, case.file_id, first)
    assert LAST_TEXT in hide(officer, case.file_id, third)
    assert hidden_from(case.file_id) == {second.pk, first.pk}
    with acting(first), pytest.raises(rights.access.NotAllowed):
        rights.access.get(first, type(case), case.pk)


def test_ended_account_is_no_supervisor_who_is_left() -> None:
    office = agencies.office()
    first, second, third = (agencies.staff("supervisor", office) for _each in range(3))
    case = children.case(agencies.staff("case_worker", office))
    with role("maintenance"):
        Staff.objects.filter(pk=third.pk).update(is_active=False)
    slip_in(first, statement(case.file_id, second.pk), LAST)


def test_agency_that_holds_the_file_is_not_shut_out_by_one_it_was_shared_with() -> None:
    world = HidingWorld()
    other = agencies.staff("supervisor")
    with role("maintenance"):
        Grant.objects.create(
            file_id=world.case.file_id,
            principal=other.pk,
            kind="share",
            reads=int(ALL_SECTIONS),
            writes=int(ALL_SECTIONS),
            starts_at=clock.now() - dt.timedelta(minutes=1),
            ends_at=clock.now() + dt.timedelta(days=9),
            given_by=world.supervisor.pk,
        )
    for principal in (world.district.agency_id, world.supervisor.pk, world.top.pk):
        slip_in(other, statement(world.case.file_id, principal), ABOVE)


def test_report_that_names_the_leader_above_lets_a_supervisor_hide_the_file() -> None:
    world = HidingWorld()
    file_id = world.case.file_id
    report = world.report(by=world.supervisor, named_staff=ids(world.top))
    slip_in(world.supervisor, statement(file_id, world.top.pk), ABOVE)
    world.link(world.supervisor, report, file_id)
    assert hidden_from(file_id) == {world.top.pk}
    signed_in(world.above).post(
        f"/child/{file_id}/hidden/", {"do": "show", "principal": str(world.top.pk)} | key()
    )
    assert sees(world.top, file_id)
    # Who does not handle the report learns nothing of it, and hides nothing by it.
    slip_in(world.deputy, statement(file_id, world.above.pk), ABOVE)
    assert world.top.name in hide(world.supervisor, file_id, world.top)
    assert not sees(world.top, file_id)


def test_report_that_the_caller_does_not_handle_excepts_nothing() -> None:
    world = HidingWorld()
    file_id = world.case.file_id
    officer = agencies.staff("data_officer", world.district)
    report = world.report(by=world.worker, named_staff=ids(world.top))
    world.link(world.worker, report, file_id)
    with role("maintenance"):
        Hidden.objects.filter(file=file_id).delete()
    # They read the case and not the report, and are answered as if there were none.
    assert sees(officer, file_id)
    assert not reads(officer, report)
    slip_in(officer, statement(file_id, world.top.pk), ABOVE)


def test_right_of_an_office_is_not_ended_as_that_of_a_person() -> None:
    world = HidingWorld()
    for office in (world.district, world.province):
        ended = f"SELECT access_end('{world.case.file_id}', '{office.pk}')"
        with acting(world.supervisor), with_proof(ended), connection.cursor() as cursor:
            cursor.execute(ended)
            assert cursor.fetchone() == (0,)
    assert all(sees(person, world.case.file_id) for person in world.supervisors)
