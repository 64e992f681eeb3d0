"""The required values of a note, a task and a flag, as a table."""

import datetime as dt

import pytest

from saathi.protection.casework.notes import rules
from saathi.protection.casework.notes.vocabulary import NoteKind, NoteState

TODAY = dt.date(2026, 3, 10)
IN_A_WEEK, YESTERDAY = dt.date(2026, 3, 17), dt.date(2026, 3, 9)
LONGEST = TODAY + dt.timedelta(days=rules.MAX_FLAG_DAYS)


@pytest.mark.parametrize(
    ("kind", "colleague", "until", "wrong"),
    [
        ("note", False, None, []),
        ("note", False, YESTERDAY, []),
        ("task", True, IN_A_WEEK, []),
        ("task", True, TODAY, []),
        ("task", False, IN_A_WEEK, ["to"]),
        ("task", True, None, ["until"]),
        ("task", False, None, ["to", "until"]),
        ("task", True, YESTERDAY, ["until"]),
        ("flag", False, IN_A_WEEK, []),
        ("flag", False, None, ["until"]),
        ("flag", False, YESTERDAY, ["until"]),
        ("flag", False, LONGEST, []),
        ("flag", False, LONGEST + dt.timedelta(days=1), ["until"]),
    ],
)
def test_missing_note_values_are_reported_at_their_field(
    kind: str, colleague: bool, until: dt.date | None, wrong: list[str]
) -> None:
    reasons = rules.reasons_not_to_write(
        NoteKind(kind), has_colleague=colleague, until=until, today=TODAY
    )
    assert [reason.code for reason in reasons] == wrong


@pytest.mark.parametrize(
    ("kind", "state", "wanted", "answer", "own", "wrong"),
    [
        ("task", "stands", "done", "", False, []),
        ("task", "stands", "declined", "", False, ["answer"]),
        ("task", "stands", "declined", "  ", False, ["answer"]),
        ("task", "stands", "declined", "On leave", False, []),
        ("task", "stands", "withdrawn", "", False, ["state"]),
        ("task", "stands", "withdrawn", "", True, []),
        ("task", "done", "declined", "x", True, ["state"]),
        ("task", "stands", "stands", "", True, ["state"]),
        ("flag", "stands", "done", "", False, []),
        ("flag", "stands", "declined", "x", False, ["state"]),
        ("flag", "withdrawn", "done", "", True, ["state"]),
        ("note", "stands", "done", "", True, ["state"]),
    ],
)
def test_states_in_which_tasks_and_flags_may_end(
    kind: str, state: str, wanted: str, answer: str, own: bool, wrong: list[str]
) -> None:
    reasons = rules.reasons_not_to_end(
        NoteKind(kind), NoteState(state), NoteState(wanted), answer, is_own=own
    )
    assert [reason.code for reason in reasons] == wrong


@pytest.mark.parametrize(
    ("state", "until", "holds"),
    [
        ("stands", TODAY, True),
        ("stands", IN_A_WEEK, True),
        ("stands", YESTERDAY, False),
        ("done", IN_A_WEEK, False),
        ("stands", None, True),
    ],
)
def test_flag_is_active_through_its_last_day(
    state: str, until: dt.date | None, holds: bool
) -> None:
    assert rules.is_flag_active(NoteState(state), until, TODAY) is holds
