"""Rules of the queue as tables: response times, gaps, shifts, time remaining."""

import datetime as dt

import pytest

from saathi.agencies.configuration_rules import (
    MAX_EMERGENCY_STEP,
    REPORT_TARGETS,
    parse_configuration,
)
from saathi.agencies.models import Office
from saathi.infra import clock
from saathi.protection.identification.intake.queue.rules import (
    MAX_SHIFT,
    MAX_SHIFT_AHEAD,
    MAX_SHIFTS_AHEAD,
    ResponseTargets,
    Shift,
    emergency_steps,
    find_gaps,
    move_by_weeks,
    reasons_against_repeats,
    reasons_against_shift,
    response_targets,
)
from saathi.protection.identification.intake.queue.wording import moment_text, time_left
from saathi.protection.identification.intake.vocabulary import Urgency

NOW = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("urgency", "hours"),
    [
        (Urgency.NOW, 1),
        (Urgency.TODAY, 8),
        (Urgency.NOT_KNOWN, 8),
        (Urgency.SOON, 72),
        (Urgency.LATER, 168),
    ],
)
def test_common_practice_by_urgency(urgency: Urgency, hours: int) -> None:
    assert ResponseTargets().hours(urgency) == hours


def test_procedure_sets_each_target() -> None:
    body = {name: number for number, name in enumerate(REPORT_TARGETS, 2)}
    targets = response_targets(body)
    assert targets == ResponseTargets(now=2, today=3, soon=4, later=5, decision=6)
    assert response_targets(body | {"plan_days": 3}) == targets


@pytest.mark.parametrize("value", [0, -1, True, "2", 2.5, None, 10_000])
def test_mistake_in_the_procedure_keeps_common_practice(value: object) -> None:
    assert response_targets({"report_hours_now": value}) == ResponseTargets()


@pytest.mark.parametrize("name", REPORT_TARGETS)
def test_targets_are_accepted_within_their_bounds(name: str) -> None:
    least, most = REPORT_TARGETS[name]
    for number, is_accepted in ((least, True), (most, True), (least - 1, False), (most + 1, False)):
        _body, mistakes = parse_configuration("procedure", f"{name} = {number}")
        assert (not mistakes) == is_accepted, (name, number)


def test_emergency_steps_follow_their_numbers() -> None:
    text = "plan_days = 10\nemergency_10 = Last\nemergency_2 = Then the supervisor\nemergency_1 = Call 1098"
    body, mistakes = parse_configuration("procedure", text)
    assert mistakes == []
    assert emergency_steps(body) == ("Call 1098", "Then the supervisor", "Last")
    for length, number in ((MAX_EMERGENCY_STEP, 0), (MAX_EMERGENCY_STEP + 1, 1)):
        assert len(parse_configuration("procedure", "emergency_a = " + "x" * length)[1]) == number


@pytest.mark.parametrize(
    ("shifts", "gaps"),
    [
        ([], [(0, 24)]),
        ([(0, 24)], []),
        ([(-5, 30)], []),
        ([(0, 8)], [(8, 24)]),
        ([(8, 24)], [(0, 8)]),
        ([(0, 8), (8, 24)], []),
        ([(10, 24), (0, 8)], [(8, 10)]),
        ([(0, 12), (2, 4), (11, 20)], [(20, 24)]),
        ([(24, 30)], [(0, 24)]),
    ],
)
def test_gaps_between_shifts(shifts: list[tuple[int, int]], gaps: list[tuple[int, int]]) -> None:
    def shift(start: int, end: int) -> Shift:
        return Shift(NOW + start * HOUR, NOW + end * HOUR)

    found = find_gaps([shift(*each) for each in shifts], NOW, NOW + 24 * HOUR)
    assert found == [shift(*each) for each in gaps]


@pytest.mark.parametrize(
    ("start", "end", "others", "codes"),
    [
        (HOUR, 9 * HOUR, [], []),
        (-HOUR, HOUR, [], []),
        (HOUR, HOUR, [], ["ends_on"]),
        (-9 * HOUR, -HOUR, [], ["ends_on"]),
        (HOUR, HOUR + MAX_SHIFT, [], []),
        (HOUR, HOUR + MAX_SHIFT + MINUTE, [], ["ends_on"]),
        (MAX_SHIFT_AHEAD, MAX_SHIFT_AHEAD + HOUR, [], []),
        (MAX_SHIFT_AHEAD + MINUTE, MAX_SHIFT_AHEAD + HOUR, [], ["starts_on"]),
        (HOUR, 9 * HOUR, [(9 * HOUR, 10 * HOUR), (0 * HOUR, HOUR)], []),
        (HOUR, 9 * HOUR, [(8 * HOUR, 10 * HOUR)], ["staff"]),
    ],
)
def test_shift_is_refused_with_a_reason(
    start: dt.timedelta,
    end: dt.timedelta,
    others: list[tuple[dt.timedelta, dt.timedelta]],
    codes: list[str],
) -> None:
    taken = [Shift(NOW + first, NOW + last) for first, last in others]
    reasons = reasons_against_shift(Shift(NOW + start, NOW + end), taken, NOW)
    assert [reason.code for reason in reasons] == codes


def test_repeated_shift_keeps_the_time_of_day_when_clocks_change() -> None:
    start = dt.datetime(2026, 10, 22, 16, tzinfo=dt.UTC)  # 18:00 in Berlin, in summer
    moved = move_by_weeks(Shift(start, start + 14 * HOUR), 1, "Europe/Berlin")
    assert [moment.hour for moment in moved] == [18, 8]
    assert moved.starts_at.utcoffset() == HOUR


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (dt.datetime(2026, 1, 2, 12, tzinfo=dt.UTC), "Fri 2 Jan 17:45"),
        (dt.datetime(2025, 12, 31, 12, tzinfo=dt.UTC), "Wed 31 Dec 2025 17:45"),
        (dt.datetime(2025, 12, 31, 20, tzinfo=dt.UTC), "Thu 1 Jan 01:45"),  # there it is 2026
    ],
)
def test_moment_of_another_year_says_the_year(at: dt.datetime, text: str) -> None:
    with clock.fixed_time(NOW):
        assert moment_text(at, Office(time_zone="Asia/Kathmandu")) == text


@pytest.mark.parametrize(
    ("hours", "weeks", "ahead", "codes"),
    [
        (7 * 24, 3, MAX_SHIFTS_AHEAD - 3, []),
        (7 * 24 + 1, 1, 0, []),
        (7 * 24 + 1, 3, 0, ["weeks"]),
        (8, 3, MAX_SHIFTS_AHEAD - 2, ["weeks"]),
    ],
)
def test_repeats_overlap_neither_each_other_nor_fill_the_roster(
    hours: int, weeks: int, ahead: int, codes: list[str]
) -> None:
    shift = Shift(NOW, NOW + hours * HOUR)
    shifts = [move_by_weeks(shift, week, "Asia/Kathmandu") for week in range(weeks)]
    assert [reason.code for reason in reasons_against_repeats(shifts, ahead=ahead)] == codes


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (59, "0 min left"),
        (130 * 60, "2 h 10 min left"),
        (-25 * 60, "Overdue by 25 min"),
        (47 * 3600 + 59 * 60, "47 h 59 min left"),
        (48 * 3600, "2 days left"),
        (-49 * 3600, "Overdue by 2 days"),
    ],
)
def test_time_remaining_in_words(seconds: int, text: str) -> None:
    assert time_left(NOW + dt.timedelta(seconds=seconds), NOW) == text
