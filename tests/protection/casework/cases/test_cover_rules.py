"""Cover during leave: when a colleague may cover, for how long, and which seats are current."""

import datetime as dt
from dataclasses import replace

import pytest

from saathi.agencies.models import Staff
from saathi.infra import clock
from saathi.protection.casework.cases import covers
from saathi.protection.casework.cases.cover_rules import (
    MAX_COVER_DAYS,
    CoverFacts,
    reasons_against_cover,
)
from saathi.protection.casework.cases.models import Case, Seat
from tests.factories import agencies
from tests.roles import role

TODAY = dt.date(2026, 11, 29)
POSSIBLE = CoverFacts(is_open=True, is_own_worker=False, is_hidden=False, is_covered=False)


@pytest.mark.parametrize(
    ("changed", "reasons"),
    [
        ({}, []),
        ({"is_open": False}, ["case"]),
        ({"is_own_worker": True}, ["own"]),
        ({"is_hidden": True}, ["staff"]),
        ({"is_covered": True}, ["covered"]),
        ({"is_own_worker": True, "is_covered": True}, ["own", "covered"]),
    ],
)
def test_who_may_cover(changed: dict[str, bool], reasons: list[str]) -> None:
    found = reasons_against_cover(replace(POSSIBLE, **changed), until_on=TODAY, today=TODAY)
    assert [reason.code for reason in found] == reasons


@pytest.mark.parametrize(
    ("days", "is_possible"),
    [(-1, False), (0, True), (1, True), (MAX_COVER_DAYS, True), (MAX_COVER_DAYS + 1, False)],
)
def test_cover_lasts_from_today_to_the_longest(days: int, *, is_possible: bool) -> None:
    until_on = TODAY + dt.timedelta(days=days)
    reasons = reasons_against_cover(POSSIBLE, until_on=until_on, today=TODAY)
    assert [reason.code for reason in reasons] == ([] if is_possible else ["until_on"])
    assert MAX_COVER_DAYS == 92


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "is_current"),
    [
        # 23:59 and midnight of the last day in Kathmandu, where the day begins 5 h 45 min before UTC.
        ("2026-11-29T18:14:00+00:00", True),
        ("2026-11-29T18:15:00+00:00", False),
    ],
)
def test_cover_is_current_to_the_end_of_its_last_day_at_the_office(
    case: Case, worker: Staff, moment: str, *, is_current: bool
) -> None:
    colleague = agencies.staff("case_worker", worker.office)
    with role("maintenance"):
        seat = Seat.objects.create(
            file_id=case.file_id, case=case, role="case_worker", staff=colleague, until_on=TODAY,
            recorded_at=clock.now(), recorded_by=worker.pk,
        )  # fmt: skip
        with clock.fixed_time(dt.datetime.fromisoformat(moment)):
            today = worker.office.today()
            current = covers.current_seats(Seat.objects.filter(case=case), today)
            assert (seat in current) == is_current
            assert (case.pk in covers.current_covers([case.pk], today)) == is_current
        ends_at = covers.seat_rights(seat).ends_at
    assert ends_at == dt.datetime(2026, 11, 29, 18, 15, tzinfo=dt.UTC)
