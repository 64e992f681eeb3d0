"""The calendar: its days, its secret address, and what the feed says."""

import datetime as dt
import re

import pytest
from django.test import Client

from saathi.agencies.calendar_addresses import digest_of_token
from saathi.agencies.models import CalendarAddress, Hidden, Staff
from saathi.desk.calendar.rules import MONTH, WEEK, calendar_span, parse_calendar_day
from saathi.protection.casework.cases.models import Case, Due
from tests.counting import at_most
from tests.desk import cast
from tests.factories import agencies, children
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
NOVEMBER = dt.date(2026, 11, 18)
ADDRESS = "/calendar/address/"


@pytest.mark.parametrize(
    ("view", "on", "first_weekday", "first", "last"),
    [
        (MONTH, NOVEMBER, 0, "2026-11-01", "2026-12-05"),
        (MONTH, NOVEMBER, 1, "2026-10-26", "2026-12-06"),
        (MONTH, dt.date(2026, 2, 28), 0, "2026-02-01", "2026-02-28"),
        (WEEK, NOVEMBER, 0, "2026-11-15", "2026-11-21"),
        (WEEK, NOVEMBER, 1, "2026-11-16", "2026-11-22"),
        (WEEK, NOVEMBER, 6, "2026-11-14", "2026-11-20"),
    ],
)
def test_span_has_whole_weeks(
    view: str, on: dt.date, first_weekday: int, first: str, last: str
) -> None:
    span = calendar_span(view, on, first_weekday)
    assert (span.first.isoformat(), span.last.isoformat()) == (first, last)
    assert {len(week) for week in span.weeks} == {7}


def test_neighbours_of_a_span_are_the_next_month_and_week() -> None:
    month = calendar_span(MONTH, dt.date(2026, 12, 31), 0)
    assert (month.before, month.after) == (dt.date(2026, 11, 1), dt.date(2027, 1, 1))
    week = calendar_span(WEEK, NOVEMBER, 0)
    assert (week.before, week.after) == (dt.date(2026, 11, 11), dt.date(2026, 11, 25))


@pytest.mark.parametrize("text", ["", "nonsense", "0001-01-01", "9999-12-31", "2026-13-01"])
def test_other_texts_are_today(text: str) -> None:
    assert parse_calendar_day(text, NOVEMBER) == NOVEMBER


@pytest.fixture
def due_case(worker: Staff) -> Case:
    """A case with a visit due in three days."""
    case = children.case(worker, "सुनिता")
    with role("maintenance"):
        Due.objects.filter(case=case).delete()
    cast.due(case, worker, worker.office.today() + dt.timedelta(days=3), "visit")
    return case


def make_address(client: Client) -> str:
    """The path of a new address."""
    page = client.post(ADDRESS, {"do": "make"}).content.decode()
    [path] = re.findall(r"http://[^/]+(/calendar/[\w-]+\.ics)", page)
    return path


def events(path: str) -> list[str]:
    """The lines of the feed that differ between events."""
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return [line for line in answer.content.decode().split("\r\n") if line.startswith("DTSTART")]


def test_calendar_shows_duties_on_their_days_and_is_logged(due_case: Case, worker: Staff) -> None:
    client = signed_in(worker)
    day = (worker.office.today() + dt.timedelta(days=3)).isoformat()
    for view in (MONTH, WEEK):
        client.cookies["saathi_discreet"] = "0"
        with at_most(12):
            answer = client.get(f"/calendar/?view={view}&on={day}")
        page = answer.content.decode()
        assert "सुनिता" in page
        assert "It does not show the due dates of your team." in page
        assert f"/child/{due_case.file_id}/" in page
        *_, entry = cast.entries(kind="listed", by=worker.id)
        assert entry.objects_seen == [due_case.file_id]
        client.cookies["saathi_discreet"] = "1"
        discreet = client.get(f"/calendar/?view={view}&on={day}").content.decode()
        assert "सुनिता" not in discreet
        assert due_case.child.code in discreet
    assert client.get("/calendar/?on=1990-01-01").context["page"].is_empty


def test_calendar_says_that_later_duties_are_not_listed(
    due_case: Case, worker: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    day, client = worker.office.today() + dt.timedelta(days=3), signed_in(worker)
    cast.due(due_case, worker, day, "review")
    address = f"/calendar/?view=month&on={day}"
    monkeypatch.setattr("saathi.desk.calendar.pages.MAX_DUTIES", 2)
    assert client.get(address).context["page"].left_out is None
    monkeypatch.setattr("saathi.desk.calendar.pages.MAX_DUTIES", 1)
    page = client.get(address)
    assert "Only the 1 earliest due dates are listed here" in page.content.decode()
    by_due = client.get(page.context["page"].left_out.action.url)
    assert due_case.child.code in by_due.content.decode()


def test_calendar_is_for_those_who_work_on_cases(worker: Staff) -> None:
    for role_kind in ("intake_officer", "rapporteur", "data_officer"):
        client = signed_in(agencies.staff(role_kind, worker.office))
        for path in ("/calendar/", ADDRESS):
            assert client.get(path).status_code == 404
    colleague = signed_in(agencies.staff("case_worker", worker.office))
    assert colleague.get("/calendar/").context["page"].is_empty


def test_feed_is_off_until_asked_for(due_case: Case, worker: Staff) -> None:
    client = signed_in(worker)
    assert "Off." in client.get(ADDRESS).content.decode()
    assert Client().get("/calendar/guess.ics").status_code == 404
    assert due_case.worker_id == worker.pk
    with role("maintenance"):
        assert not CalendarAddress.objects.exists()


def test_feed_says_the_day_and_appointment_and_nothing_else(due_case: Case, worker: Staff) -> None:
    path = make_address(signed_in(worker))
    day = worker.office.today() + dt.timedelta(days=3)
    assert events(path) == [f"DTSTART;VALUE=DATE:{day:%Y%m%d}"]
    text = Client().get(path).content.decode()
    assert "SUMMARY:Appointment" in text
    with role("maintenance"):
        due = Due.objects.get(case=due_case)
    for secret in (
        due_case.child.code, str(due_case.pk), str(due_case.file_id), str(due.pk), "isit", "aathi",
        "सुनिता", "Sunita", worker.name,
    ):  # fmt: skip
        assert secret not in text
    names = {line.split(":")[0].split(";")[0] for line in text.split("\r\n") if line}
    assert names == {
        "BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "UID", "DTSTAMP", "DTSTART", "DTEND",
        "SUMMARY", "TRANSP",
    }  # fmt: skip


def test_new_address_replaces_the_old_one_and_revoking_ends_it(worker: Staff) -> None:
    client = signed_in(worker)
    first = make_address(client)
    second = make_address(client)
    assert Client().get(first).status_code == 404
    assert events(second) == []
    assert "Last read on" in client.get(ADDRESS).content.decode()
    assert client.post(ADDRESS, {"do": "revoke"}).status_code == 302
    assert Client().get(second).status_code == 404
    actions = [entry.detail["action"] for entry in cast.entries(kind="staff_changed", by=worker.id)]
    assert actions == ["calendar_address_made"] * 2 + ["calendar_address_revoked"]


def test_address_is_stored_as_a_digest_out_of_reach_of_the_web_role(worker: Staff) -> None:
    from django.db import connection, transaction
    from django.db.utils import ProgrammingError

    path = make_address(signed_in(worker))
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    with role("maintenance"):
        stored = CalendarAddress.objects.get(staff=worker)
    assert stored.digest == digest_of_token(token)
    assert token not in stored.digest
    for statement in (
        "SELECT digest FROM agencies_calendaraddress",
        "SELECT calendar_address_reader('x')",
        f"SELECT calendar_address_set('{stored.digest}')",
    ):
        with acting(worker), transaction.atomic(), connection.cursor() as cursor:
            with pytest.raises(ProgrammingError, match="permission denied"):
                cursor.execute(statement)
            transaction.set_rollback(True)


def test_feed_ends_with_the_account_and_stays_ended(due_case: Case, worker: Staff) -> None:
    from saathi.agencies.actions import staff as staff_actions

    path = make_address(signed_in(worker))
    assert events(path)
    administrator = agencies.staff("administrator", worker.office)
    with acting(administrator):
        staff_actions.deactivate_account(staff=worker, actor=administrator)
    assert Client().get(path).status_code == 404
    with role("maintenance"):
        Staff.objects.filter(pk=worker.pk).update(is_active=True, deactivated_at=None)
    assert Client().get(path).status_code == 404
    assert due_case.pk


def test_feed_leaves_out_files_without_a_right(due_case: Case, worker: Staff) -> None:
    path = make_address(signed_in(worker))
    assert events(path)
    with role("maintenance"):
        Hidden.objects.create(file_id=due_case.file_id, principal=worker.pk, hidden_by=worker.pk)
    assert events(path) == []
    with role("maintenance"):
        Hidden.objects.all().delete()
        Staff.objects.filter(pk=worker.pk).update(role_kind="rapporteur")
    assert Client().get(path).status_code == 404


def test_feed_is_limited_by_network_address(worker: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("saathi.desk.calendar.views.RATE_LIMITS", {"calendar": "2/m/ip"})
    path = make_address(signed_in(worker))
    client = Client()
    assert [client.get(path).status_code for _ in range(3)] == [200, 200, 429]
