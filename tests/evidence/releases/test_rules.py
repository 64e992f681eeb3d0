"""The permitted steps of a release: tables of cases."""

import datetime as dt
from uuid import UUID

import pytest

from saathi.evidence.releases import rules
from saathi.evidence.releases.rules import ReleaseFacts
from saathi.evidence.releases.vocabulary import ReleaseState

ONE, OTHER, THIRD = (UUID(int=number) for number in (1, 2, 3))


@pytest.mark.parametrize(
    ("standing", "by", "against"),
    [
        (ReleaseFacts(ReleaseState.PROTECTED, True, ONE, ONE), OTHER, ()),
        (ReleaseFacts(ReleaseState.PROTECTED, True, ONE, ONE), ONE, ("own",)),
        (ReleaseFacts(ReleaseState.PROTECTED, True, ONE, OTHER), OTHER, ("own",)),
        (ReleaseFacts(ReleaseState.PROTECTED, True, ONE, OTHER), THIRD, ()),
        (ReleaseFacts(ReleaseState.FAILED, False, ONE, ONE), OTHER, ("state", "attack")),
        (ReleaseFacts(ReleaseState.PROTECTED, None, ONE, ONE), OTHER, ("attack",)),
        (ReleaseFacts(ReleaseState.PUBLISHED, True, ONE, ONE), OTHER, ("state",)),
        (ReleaseFacts(ReleaseState.DRAFT, None, ONE, None), ONE, ("state", "attack", "own")),
    ],
)
def test_who_may_approve_what(standing: ReleaseFacts, by: UUID, against: tuple[str, ...]) -> None:
    assert tuple(reason.code for reason in rules.reasons_not_to_approve(standing, by)) == against


@pytest.mark.parametrize(
    ("is_correction", "urgent", "months", "month", "is_free"),
    [
        (False, "", (3, 9), 5, True),
        (True, "", (3, 9), 5, False),
        (True, "", (3, 9), 3, True),
        (True, "a sum was wrong", (3, 9), 5, True),
        (True, "  ", (3, 9), 5, False),
        (True, "", (), 5, True),
    ],
)
def test_corrections_come_on_the_calendar(
    is_correction: bool, urgent: str, months: tuple[int, ...], month: int, is_free: bool
) -> None:
    against = rules.reasons_against_correction_date(
        is_correction=is_correction, urgent=urgent, months=months, today=dt.date(2026, month, 7)
    )
    assert (against == ()) == is_free


@pytest.mark.parametrize(
    ("months", "today", "next_on"),
    [
        ((3, 9), dt.date(2026, 3, 5), dt.date(2026, 3, 5)),
        ((3, 9), dt.date(2026, 4, 5), dt.date(2026, 9, 1)),
        ((3, 9), dt.date(2026, 12, 5), dt.date(2027, 3, 1)),
        ((12,), dt.date(2026, 11, 30), dt.date(2026, 12, 1)),
        ((), dt.date(2026, 4, 5), None),
    ],
)
def test_when_corrections_come_next(
    months: tuple[int, ...], today: dt.date, next_on: dt.date | None
) -> None:
    assert rules.next_correction(months, today) == next_on


@pytest.mark.parametrize(
    ("first", "last", "against"),
    [
        (2021, 2025, ()),
        (2025, 2025, ()),
        (2025, 2021, ("first_year",)),
        (2021, 2026, ("last_year",)),
        (1980, 2025, ("first_year",)),
    ],
)
def test_a_year_under_way_is_not_released(first: int, last: int, against: tuple[str, ...]) -> None:
    reasons = rules.reasons_against_years(first, last, dt.date(2026, 6, 1))
    assert tuple(reason.code for reason in reasons) == against


def test_a_job_that_says_nothing_may_be_started_again() -> None:
    now = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
    assert rules.is_job_stalled(None, now)
    assert rules.is_job_stalled(now - dt.timedelta(minutes=21), now)
    assert not rules.is_job_stalled(now - dt.timedelta(minutes=19), now)


def test_a_published_release_can_only_be_withdrawn() -> None:
    assert [
        name for name, states in rules.STATES_ALLOWING.items() if ReleaseState.PUBLISHED in states
    ] == ["withdraw"]
    assert not [
        name for name, states in rules.STATES_ALLOWING.items() if ReleaseState.WITHDRAWN in states
    ]


@pytest.mark.parametrize(
    ("tables", "missing"),
    [
        (["sex,age", "form,sex", "nationality_region"], ()),
        (["sex", "age", "national", "form"], ()),
        (["sex,age"], ("nationality_region", "form")),
        (["form"], ("sex", "age", "nationality_region")),
        ([], ("age", "sex", "nationality_region", "form")),
    ],
)
def test_missing_core_dimensions_of_a_family(tables: list[str], missing: tuple[str, ...]) -> None:
    possible = ["sex", "age", "nationality_region", "national", "form", "journey"]
    assert set(rules.missing_core_dimensions(tables, possible)) == set(missing)


def test_dimension_that_the_indicator_lacks_is_not_missing() -> None:
    assert rules.missing_core_dimensions(["sex"], ["sex", "risk"]) == ()
