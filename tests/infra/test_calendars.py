"""Days known in two calendars, from almanacs and public dates; and every day converts back."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.infra.calendars import CALENDARS, InvalidCalendarDate, from_gregorian, gregorian_span

KNOWN = [
    # calendar, year, month, day, Gregorian by the tables, where it is known from
    ("bikram_sambat", 2000, 1, 1, "1943-04-14"),  # the anchor that most almanacs print
    ("bikram_sambat", 2072, 1, 12, "2015-04-25"),  # the Gorkha earthquake
    ("bikram_sambat", 2072, 6, 3, "2015-09-20"),  # the Constitution of Nepal
    ("bikram_sambat", 2080, 1, 1, "2023-04-14"),
    ("solar_hijri", 1357, 11, 22, "1979-02-11"),  # kept in Iran as 22 Bahman 1357
    ("solar_hijri", 1382, 10, 14, "2004-01-04"),  # the Constitution of Afghanistan, 14 Jadi 1382
    ("solar_hijri", 1399, 12, 30, "2021-03-20"),  # the last day of a leap year
    ("solar_hijri", 1400, 1, 1, "2021-03-21"),
    ("solar_hijri", 1403, 1, 1, "2024-03-20"),
    ("islamic", 1445, 9, 1, "2024-03-11"),
    ("islamic", 1446, 1, 1, "2024-07-07"),
    ("bangla", 1426, 1, 1, "2019-04-14"),
    ("bangla", 1426, 11, 8, "2020-02-21"),  # the revision was made so that 8 Falgun is this day
    ("bangla", 1378, 9, 1, "1971-12-15"),  # before the revision
    ("saka", 1879, 1, 1, "1957-03-22"),  # the day the national calendar began
    ("saka", 1946, 1, 1, "2024-03-21"),
]


@pytest.mark.parametrize(("calendar", "year", "month", "day", "gregorian"), KNOWN)
def test_known_day_converts_to_gregorian(
    calendar: str, year: int, month: int, day: int, gregorian: str
) -> None:
    known = dt.date.fromisoformat(gregorian)
    assert from_gregorian(calendar, known) == (year, month, day)
    first, last = gregorian_span(calendar, year, month, day)
    assert first <= known <= last


def test_a_day_of_a_calendar_that_neighbours_count_differently_is_an_interval() -> None:
    assert gregorian_span("bangla", 1430, 1, 1) == (dt.date(2023, 4, 14), dt.date(2023, 4, 15))
    assert gregorian_span("islamic", 1445, 9, 1) == (dt.date(2024, 3, 10), dt.date(2024, 3, 13))


def test_a_month_and_a_year_are_their_first_and_last_day() -> None:
    assert gregorian_span("bikram_sambat", 2080, 1) == (dt.date(2023, 4, 14), dt.date(2023, 5, 14))
    assert gregorian_span("bikram_sambat", 2080) == (dt.date(2023, 4, 14), dt.date(2024, 4, 12))
    assert gregorian_span("solar_hijri", 1399) == (dt.date(2020, 3, 20), dt.date(2021, 3, 20))


@pytest.mark.parametrize("calendar", CALENDARS)
@given(data=st.data())
def test_every_day_converts_back_to_its_calendar(calendar: str, data: st.DataObject) -> None:
    reckoning = CALENDARS[calendar]
    end = reckoning.new_year(reckoning.last_year)
    day = data.draw(st.dates(reckoning.new_year(reckoning.first_year), end))
    year, month, number = from_gregorian(calendar, day)
    assert reckoning.to_gregorian(year, month, number) == day


@pytest.mark.parametrize("calendar", CALENDARS)
def test_a_year_has_twelve_months_and_the_days_to_the_next(calendar: str) -> None:
    reckoning = CALENDARS[calendar]
    assert len(reckoning.months) == 12
    for year in range(reckoning.first_year, reckoning.last_year):
        days = sum(reckoning.month_length(year, month) for month in range(1, 13))
        following = reckoning.new_year(year + 1) - reckoning.new_year(year)
        assert days == following.days, year


@pytest.mark.parametrize(
    ("calendar", "date"),
    [
        ("bikram_sambat", (2080, 13, None)),
        ("bikram_sambat", (2080, None, 3)),
        ("bikram_sambat", (2080, 1, 32)),
        ("bikram_sambat", (2080, 1, 0)),
        ("bikram_sambat", (1974, None, None)),
        ("bikram_sambat", (2100, None, None)),
        ("solar_hijri", (1400, 12, 30)),  # no leap year
        ("islamic", (1342, 1, 1)),
        ("saka", (1945, 1, 31)),
    ],
)
def test_date_that_a_calendar_does_not_have_is_refused(
    calendar: str, date: tuple[int, int | None, int | None]
) -> None:
    with pytest.raises(InvalidCalendarDate):
        gregorian_span(calendar, *date)


def test_a_day_outside_the_tables_is_refused() -> None:
    with pytest.raises(InvalidCalendarDate):
        from_gregorian("islamic", dt.date(1900, 1, 1))
    with pytest.raises(InvalidCalendarDate):
        from_gregorian("islamic", dt.date(2100, 1, 1))
