"""Lone-worker check-in: a visit alone, the alert when the worker does not report back, and its end."""

import datetime as dt
from collections import Counter

import pytest
from django.test import Client

from saathi.agencies.models import Hidden, Notice, Staff
from saathi.infra import clock
from saathi.protection.casework.check_ins import rules
from saathi.protection.casework.check_ins.jobs import alert_overdue_check_ins
from saathi.protection.casework.check_ins.models import CheckIn
from saathi.protection.casework.check_ins.vocabulary import CheckInState
from tests import filled
from tests.counting import at_most
from tests.desk import cast
from tests.desk.cast import ChildFileCast, entries
from tests.factories import agencies
from tests.reading import whole, words
from tests.roles import role
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
WHERE, PHONE = "The house behind the mill", "9801234567"
NOW = dt.datetime(2026, 3, 10, 9, tzinfo=dt.UTC)
OVERDUE = "has not checked in from a home visit"


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def start(around: ChildFileCast, minutes: int = 60) -> CheckIn:
    client, path = signed_in(around.worker), f"{around.url}check-ins/new/"
    with at_most(20):
        form = client.get(path).content.decode()
    sent = filled.form(form, place=WHERE, telephone=PHONE, minutes=minutes)
    with at_most(20):
        answer = client.post(path, sent)
    assert answer.status_code == 302, words(answer.content)
    return stored()


def stored() -> CheckIn:
    with role("maintenance"):
        return CheckIn.objects.latest("recorded_at")


def end_earlier(check_in: CheckIn, minutes: int) -> None:
    """As if the visit should have ended so many minutes ago."""
    with role("maintenance"):
        end = clock.now() - dt.timedelta(minutes=minutes)
        CheckIn.objects.filter(pk=check_in.pk).update(expected_end=end)


def alert() -> int:
    with role("worker"):
        return alert_overdue_check_ins()


def notified() -> Counter[Staff]:
    with role("maintenance"):
        found = Notice.objects.filter(kind="check_in_overdue").select_related("staff")
        return Counter(notice.staff for notice in found)


def my_day(person: Staff) -> tuple[Client, str]:
    client = signed_in(person)
    with at_most(30):
        answer = client.get("/")
    return client, answer.content.decode()


def test_visit_is_sealed_and_ended_from_my_day_with_one_click(around: ChildFileCast) -> None:
    check_in = start(around)
    for text in (WHERE, PHONE):
        assert text.encode() not in bytes(check_in.sealed)
    page = words(signed_in(around.supervisor).get(f"{around.url}check-ins/").content)
    assert WHERE in page
    assert PHONE in page
    client, day = my_day(around.worker)
    assert "You are on a visit alone" in day
    assert WHERE not in day
    safe = f"{around.url}check-ins/{check_in.pk}/safe/"
    assert client.post(safe, filled.form(day, to=safe)).status_code == 302
    assert stored().state == CheckInState.SAFE
    assert "You are on a visit alone" not in my_day(around.worker)[1]
    page = words(signed_in(around.supervisor).get(f"{around.url}check-ins/").content)
    assert "Checked in safe" in page
    assert WHERE not in page


def test_supervisor_is_alerted_once_after_the_grace_is_over(around: ChildFileCast) -> None:
    elsewhere = agencies.staff("supervisor")
    officer = agencies.staff("data_officer", around.worker.office)
    check_in = start(around)
    end_earlier(check_in, 14)
    assert alert() == 0
    assert OVERDUE not in my_day(around.supervisor)[1]
    end_earlier(check_in, 16)
    assert alert() == 1
    assert alert() == 0
    assert notified() == {around.supervisor: 1, around.worker: 1}
    assert [entry.file_id for entry in entries(detail__job="check_ins")] == [around.file_id]
    page = my_day(around.supervisor)[1]
    assert f"{around.worker.name} {OVERDUE}" in whole(page.encode())
    assert "A worker on a home visit has not checked in" in page
    for person in (around.stranger, around.outsider, elsewhere, officer):
        assert OVERDUE not in signed_in(person).get("/").content.decode()
    shown = words(signed_in(around.supervisor).get(f"{around.url}check-ins/").content)
    assert "Telephone the worker" in shown


def test_supervisor_records_that_the_worker_was_reached(around: ChildFileCast) -> None:
    check_in = start(around)
    end_earlier(check_in, 60)
    alert()
    safe = f"{around.url}check-ins/{check_in.pk}/safe/"
    for person in (around.stranger, around.outsider):
        assert signed_in(person).post(safe, {"version": 1} | key()).status_code == 404
    mother = signed_in(around.house_mother)
    refused = mother.post(safe, {"version": 1} | key(), follow=True)
    assert "Only the worker or a supervisor" in words(refused.content)
    assert stored().state == CheckInState.OUT
    client = signed_in(around.supervisor)
    assert client.post(safe, {"version": 1} | key()).status_code == 302
    assert stored().state == CheckInState.REACHED
    assert OVERDUE not in my_day(around.supervisor)[1]
    again = client.post(safe, {"version": 1} | key(), follow=True)
    assert "already ended" in words(again.content)


def test_worker_puts_off_the_end_and_is_missed_again_later(around: ChildFileCast) -> None:
    check_in = start(around)
    end_earlier(check_in, 20)
    assert alert() == 1
    more = f"{around.url}check-ins/{check_in.pk}/more/"
    for person in (around.stranger, around.outsider):
        assert signed_in(person).post(more, {"version": 1} | key()).status_code == 404
    assert signed_in(around.worker).post(more, {"version": 1} | key()).status_code == 302
    assert OVERDUE not in my_day(around.supervisor)[1]
    end_earlier(check_in, 20)
    assert alert() == 1


def unread(person: Staff) -> int:
    with role("maintenance"):
        return Notice.objects.filter(kind="check_in_overdue", staff=person, read_at=None).count()


@pytest.mark.parametrize("step", ["safe", "more"])
def test_notices_are_read_once_the_worker_is_safe_or_puts_off_the_end(
    around: ChildFileCast, step: str
) -> None:
    check_in = start(around)
    end_earlier(check_in, 60)
    alert()
    assert (unread(around.supervisor), unread(around.worker)) == (1, 1)
    address = f"{around.url}check-ins/{check_in.pk}/{step}/"
    signed_in(around.worker).post(address, {"version": 1} | key())
    assert (unread(around.supervisor), unread(around.worker)) == (0, 0)
    assert "A worker on a home visit has not checked in" not in my_day(around.supervisor)[1]


def test_notice_stays_unread_while_another_worker_is_missed_from_the_same_file(
    around: ChildFileCast,
) -> None:
    first = start(around)
    end_earlier(first, 60)
    second = start(around)
    end_earlier(second, 60)
    assert alert() == 2
    client = signed_in(around.worker)
    client.post(f"{around.url}check-ins/{first.pk}/safe/", {"version": 1} | key())
    assert unread(around.supervisor) == 2
    client.post(f"{around.url}check-ins/{second.pk}/safe/", {"version": 1} | key())
    assert unread(around.supervisor) == 0


def test_alert_goes_one_level_up_until_someone_answers(around: ChildFileCast) -> None:
    district = around.worker.office
    province, nation = agencies.office(of=district.agency), agencies.office(of=district.agency)
    with role("maintenance"):
        for below, above in ((district, province), (province, nation)):
            below.parent = above
            below.save(update_fields=["parent"])
    middle, top = (agencies.staff("supervisor", office) for office in (province, nation))
    check_in = start(around)
    end_earlier(check_in, 20)
    assert alert() == 1
    assert notified() == {around.supervisor: 1, around.worker: 1}
    later = rules.ESCALATION + dt.timedelta(minutes=1)
    with clock.fixed_time(clock.now() + later):
        assert alert() == 1
        assert alert() == 0
        assert notified() == {around.supervisor: 1, around.worker: 1, middle: 1}
    with clock.fixed_time(clock.now() + 2 * later):
        assert alert() == 1
    assert notified() == {around.supervisor: 1, around.worker: 1, middle: 1, top: 1}
    with clock.fixed_time(clock.now() + 3 * later):
        assert alert() == 0
    signed_in(around.worker).post(
        f"{around.url}check-ins/{check_in.pk}/safe/", {"version": 1} | key()
    )
    assert not any(unread(person) for person in (around.supervisor, middle, top))


def test_many_overdue_workers_are_counted_and_listed(around: ChildFileCast) -> None:
    for _each in range(7):
        end_earlier(start(around), 60)
    client, day = my_day(around.supervisor)
    assert whole(day.encode()).count(OVERDUE) == 5
    assert "2 more workers have not checked in from a home visit" in day
    with at_most(20):
        page = words(client.get("/check-ins/overdue/").content)
    assert page.count(PHONE) == 7
    assert [
        entry.detail["count"] for entry in entries(detail__screen="check_ins:list_overdue")
    ] == [7]
    assert PHONE not in words(
        signed_in(agencies.staff("supervisor")).get("/check-ins/overdue/").content
    )
    assert signed_in(around.worker).get("/check-ins/overdue/").status_code in {403, 404}


def test_alert_passes_over_leaders_the_file_is_hidden_from(around: ChildFileCast) -> None:

    with role("maintenance"):
        Hidden.objects.create(
            file_id=around.file_id, principal=around.supervisor.pk, hidden_by=around.worker.pk
        )
    end_earlier(start(around), 60)
    assert alert() == 1
    assert notified() == {around.worker: 1}


@pytest.mark.parametrize(
    ("state", "late", "is_overdue"),
    [("out", 14, False), ("out", 15, True), ("out", 200, True), ("safe", 200, False)],
)
def test_when_a_check_in_is_overdue(state: str, late: int, is_overdue: bool) -> None:
    end = NOW - dt.timedelta(minutes=late)
    assert rules.is_overdue(CheckInState(state), end, NOW) is is_overdue


@pytest.mark.parametrize(("late", "minutes"), [(-10, 40), (0, 30), (50, 30)])
def test_end_is_put_off_from_the_later_of_now_and_the_old_end(late: int, minutes: int) -> None:
    end = NOW - dt.timedelta(minutes=late)
    assert rules.extended_end(end, NOW) == NOW + dt.timedelta(minutes=minutes)
