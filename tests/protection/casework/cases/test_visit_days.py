"""The day of a visit without a time, its place among others of that day, and the next visit agreed."""

import datetime as dt

import pytest
from django.urls import reverse

from saathi.agencies import idempotency
from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Case, Visit
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def record(case: Case, worker: Staff, day: dt.date, **fields: object) -> str:
    """The page after the form of a visit on that day was sent."""
    sent = {"form_key": idempotency.new_form_key(), "kind": "home", "outcome": "met_alone"}
    sent["note"] = "Seen at home, with the grandmother."
    sent |= {"happened_on_0": day.day, "happened_on_1": day.month, "happened_on_2": day.year}
    url = reverse("cases:record_visit", args=[case.file_id])
    return read(signed_in(worker).post(url, sent | fields, follow=True))[0]


def visits_page(case: Case, worker: Staff) -> str:
    words: str = read(signed_in(worker).get(reverse("cases:list_visits", args=[case.file_id])))[0]
    return words


def agreed(day: dt.date) -> dict[str, int]:
    return {
        "next_visit_on_0": day.day,
        "next_visit_on_1": day.month,
        "next_visit_on_2": day.year,
    }


@pytest.mark.parametrize("days_ago", [0, 3])
def test_visit_without_a_time_shows_none_and_follows_those_recorded_before(
    case: Case, worker: Staff, days_ago: int
) -> None:
    day = case.office.today() - dt.timedelta(days=days_ago)
    with role("maintenance"):
        Case.objects.filter(pk=case.pk).update(risk="high")
    not_met = {"outcome": "not_met", "not_met_because": "prevented"}
    record(case, worker, day, happened_time="00:00")
    record(case, worker, day, **not_met)
    assert "Others prevented contact with this child" in visits_page(case, worker)
    record(case, worker, day, child_safe="yes")
    page = visits_page(case, worker)
    assert "12:00" not in page
    assert page.count("00:00") == 1
    assert "Others prevented contact with this child" not in page  # the meeting came after it
    with acting(worker):
        visits = list(Visit.objects.filter(case=case).order_by("happened_at"))
    assert [visit.outcome for visit in visits] == ["met_alone", "not_met", "met_alone"]
    assert [visit.is_time_unknown for visit in visits] == [False, True, True]
    assert {case.office.date_of(visit.happened_at) for visit in visits} == {day}


def test_visits_of_a_day_are_listed_in_the_order_of_recording(case: Case, worker: Staff) -> None:
    day = case.office.today() - dt.timedelta(days=2)
    record(case, worker, day, child_safe="no", note="Recorded first, no time.")
    more = {"child_safe": "not_known"}
    record(case, worker, day, happened_time="16:00", note="Recorded second, timed.", **more)
    before = day - dt.timedelta(days=1)
    record(case, worker, before, note="Recorded last, of the day before.", **more)
    url = reverse("cases:list_visits", args=[case.file_id])
    page = read(signed_in(worker).get(url))[0]
    places = [page.index(f"Recorded {word}") for word in ("second", "first", "last")]
    assert places == sorted(places)


def test_next_visit_agreed_for_later_than_due_is_said_and_the_due_date_stays(
    case: Case, worker: Staff
) -> None:
    with role("maintenance"):
        Case.objects.filter(pk=case.pk).update(risk="high")
    today = case.office.today()
    page = record(case, worker, today, **agreed(today + dt.timedelta(days=3)))
    assert "The next visit was agreed for" not in page
    page = record(case, worker, today, **agreed(today + dt.timedelta(days=90)))
    assert "the procedure requires it by" in page
    with acting(worker):
        assert Visit.objects.filter(case=case).count() == 2


def test_next_visit_in_years_is_a_slip_of_the_pen(case: Case, worker: Staff) -> None:
    today = case.office.today()
    page = record(case, worker, today, **agreed(today + dt.timedelta(days=1100)))
    assert "Enter a date within a year of this visit." in page
    with acting(worker):
        assert not Visit.objects.filter(case=case).exists()
