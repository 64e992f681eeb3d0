"""When the alarm for a threat ends, when it is checked again, and who may close it. No database."""

import datetime as dt

import pytest

from saathi.infra.enough_text import MIN_EXPLANATION_LETTERS
from saathi.protection.justice.protection_measures import threat_rules
from saathi.protection.justice.protection_measures import vocabulary as codes

ON = dt.date(2026, 5, 1)
TODAY = dt.date(2026, 5, 10)


def days(number: int) -> dt.date:
    return TODAY + dt.timedelta(days=number)


@pytest.mark.parametrize(("urgency", "number"), [("immediate", 1), ("soon", 3), ("watch", 14)])
def test_first_check_follows_the_urgency(urgency: str, number: int) -> None:
    assert threat_rules.first_check_on(urgency, TODAY) == days(number)


@pytest.mark.requirement("JUS-013")
@pytest.mark.parametrize(
    ("state", "checked_on", "safe_now", "next_on", "fields"),
    [
        ("open", TODAY, "yes", days(0), []),
        ("answered", ON, "yes", days(30), []),
        ("open", TODAY, "yes", days(31), ["next_on"]),
        ("open", TODAY, "yes", days(-1), ["next_on"]),
        ("open", TODAY, "no", days(7), []),
        ("open", TODAY, "no", days(8), ["next_on"]),
        ("open", TODAY, "not_known", days(7), []),
        ("open", TODAY, "not_known", days(8), ["next_on"]),
        ("open", ON - dt.timedelta(days=1), "yes", days(1), ["checked_on"]),
        ("ended", TODAY, "yes", days(1), ["checked_on"]),
    ],
)
def test_each_check_names_the_next_one_in_time(
    state: str, checked_on: dt.date, safe_now: str, next_on: dt.date, fields: list[str]
) -> None:
    facts = threat_rules.ThreatCheckFacts(
        codes.ThreatState(state), ON, checked_on, codes.ThreatSafety(safe_now), ["seen"], next_on
    )
    found = threat_rules.reasons_against_check(facts, TODAY)
    assert [reason.code for reason in found] == fields


SAFE_BY: list[tuple[str, list[str], bool]] = [
    ("yes", ["not_reached"], False),
    ("yes", ["seen", "not_reached"], False),
    ("yes", ["police", "school", "caregiver", "lawyer", "other"], False),
    ("yes", ["seen"], True),
    ("yes", ["child", "police"], True),
    ("no", ["not_reached"], True),
    ("not_known", ["not_reached"], True),
]


@pytest.mark.requirement("JUS-013")
@pytest.mark.parametrize(("safe_now", "sources", "is_saved"), SAFE_BY)
def test_only_contact_with_the_child_says_that_the_child_is_safe(
    safe_now: str, sources: list[str], *, is_saved: bool
) -> None:
    facts = threat_rules.ThreatCheckFacts(
        codes.ThreatState.OPEN, ON, TODAY, codes.ThreatSafety(safe_now), sources, days(1)
    )
    found = threat_rules.reasons_against_check(facts, TODAY)
    assert [reason.code for reason in found] == ([] if is_saved else ["safe_now"])


@pytest.mark.requirement("JUS-013")
@pytest.mark.parametrize(
    ("safe_now", "number", "is_second_person", "ends"),
    [
        ("yes", 0, False, False),
        ("yes", 0, True, True),
        ("yes", 1, False, True),
        ("yes", -1, True, False),  # before the threat was known
        ("no", 1, True, False),
        ("not_known", 1, True, False),
    ],
)
def test_alarm_ends_with_a_check_of_a_later_day_or_a_second_person(
    safe_now: str, number: int, *, is_second_person: bool, ends: bool
) -> None:
    found = threat_rules.confirms_safety(
        safe_now, days(number), known_on=TODAY, is_second_person=is_second_person
    )
    assert found is ends


@pytest.mark.requirement("JUS-013")
@pytest.mark.parametrize(
    ("state", "urgency", "safety", "safe_since", "alarms"),
    [
        ("open", "immediate", "", None, True),
        ("answered", "immediate", "", None, True),  # action taken does not make the child safe
        ("answered", "immediate", "yes", None, True),  # of the same day and person
        ("answered", "immediate", "not_known", None, True),
        ("answered", "immediate", "yes", TODAY, False),
        ("open", "watch", "no", None, True),
        ("open", "soon", "not_known", None, False),
        ("ended", "immediate", "", None, False),
    ],
)
def test_who_must_act_now(
    state: str, urgency: str, safety: str, safe_since: dt.date | None, *, alarms: bool
) -> None:
    assert threat_rules.is_alarming(state, urgency, safety, safe_since) is alarms


@pytest.mark.requirement("JUS-013")
@pytest.mark.parametrize(
    ("alarm", "urgency", "safe_since", "after"),
    [
        ("immediate", "watch", None, "immediate"),
        ("soon", "watch", None, "soon"),
        ("watch", "soon", None, "soon"),
        ("immediate", "watch", TODAY, "watch"),  # a check ended that alarm
        ("", "soon", None, "soon"),
    ],
)
def test_edit_raises_the_alarm_and_never_lowers_it(
    alarm: str, urgency: str, safe_since: dt.date | None, after: str
) -> None:
    assert threat_rules.alarm_urgency_after_edit(alarm, urgency, safe_since) == after


LONG = ("abcde" * MIN_EXPLANATION_LETTERS)[:MIN_EXPLANATION_LETTERS]


@pytest.mark.requirement("JUS-013")
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"end_note": LONG[1:]}, ["end_note"]),
        ({"end_note": f"{LONG[1:]} ... 1234567890"}, ["end_note"]),
        ({"reason": ""}, ["end_reason"]),
        ({"is_confirmed_safe": False}, ["end_reason"]),
        ({"is_checker": True}, ["end_reason"]),
        ({"is_reporter": True}, []),  # another person checked
        ({"reason": "duplicate", "is_confirmed_safe": False}, []),
        ({"reason": "duplicate", "has_other": False}, ["end_reason"]),
        ({"reason": "died", "is_confirmed_safe": False}, []),
        ({"reason": "duplicate", "is_reporter": True}, ["end_reason"]),
        ({"state": codes.ThreatState.ENDED}, ["ended_on"]),
        ({"ended_on": ON - dt.timedelta(days=1)}, ["ended_on"]),
    ],
)
def test_second_person_closes_a_threat_after_a_check(
    changes: dict[str, object], fields: list[str]
) -> None:
    usual: dict[str, object] = {
        "state": codes.ThreatState.ANSWERED, "happened_on": ON, "ended_on": ON, "reason": "given_up",
        "end_note": LONG, "is_confirmed_safe": True, "is_reporter": False, "is_checker": False,
        "has_other": True,
    }  # fmt: skip
    closing = threat_rules.ThreatClosing(**(usual | changes))  # type: ignore[arg-type]
    found = threat_rules.reasons_against_closing_threat(closing)
    assert [reason.code for reason in found] == fields
