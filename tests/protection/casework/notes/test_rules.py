"""The required values of a note, a task and a flag, as a table."""

import datetime as dt

import pytest

from saathi.protection.casework.notes import rules
from saathi.protection.casework.notes.vocabulary import NoteKind, NoteState

TODAY = dt.date(2026, 3, 10)
IN_A_WEEK, YESTERDAY = dt.date(2026, 3, 17), dt.date(2026, 3, 9)


@pytest.mark.parametrize(
    ("kind", "colleague", "until", "next_step", "wrong"),
    [
        ("note", False, None, False, []),
        ("note", False, None, True, ["until"]),
        ("note", False, TODAY, True, []),
        ("note", True, TODAY, True, []),
        ("note", False, TODAY, False, ["next_step"]),
        ("note", True, None, True, ["until"]),
        ("note", False, YESTERDAY, True, ["until"]),
        ("task", True, IN_A_WEEK, True, []),
        ("task", True, TODAY, True, []),
        ("task", False, IN_A_WEEK, True, ["to"]),
        ("task", True, None, True, ["until"]),
        ("task", False, None, True, ["to", "until"]),
        ("task", True, YESTERDAY, True, ["until"]),
        ("flag", False, IN_A_WEEK, True, []),
        ("flag", False, None, True, []),
        ("flag", False, YESTERDAY, True, ["until"]),
    ],
)
def test_missing_note_values_are_reported_at_their_field(
    kind: str, colleague: bool, until: dt.date | None, next_step: bool, wrong: list[str]
) -> None:
    reasons = rules.reasons_not_to_write(
        NoteKind(kind),
        has_colleague=colleague,
        until=until,
        today=TODAY,
        has_next_step=next_step,
        needs_date=next_step and kind == "note",
    )
    assert [reason.code for reason in reasons] == wrong


@pytest.mark.parametrize(
    ("kind", "own", "recorded_on", "may"),
    [
        ("note", True, TODAY, True),
        ("note", True, YESTERDAY, False),
        ("note", False, TODAY, False),
        ("task", True, TODAY, False),
    ],
)
def test_note_is_corrected_by_its_author_on_the_same_day(
    kind: str, own: bool, recorded_on: dt.date, may: bool
) -> None:
    reasons = rules.reasons_not_to_correct(
        NoteKind(kind), is_own=own, recorded_on=recorded_on, today=TODAY
    )
    assert (not reasons) is may


@pytest.mark.parametrize(
    ("kind", "state", "wanted", "answer", "own", "due", "wrong"),
    [
        ("task", "stands", "done", "", False, True, []),
        ("task", "stands", "declined", "", False, True, ["answer"]),
        ("task", "stands", "declined", "  ", False, True, ["answer"]),
        ("task", "stands", "declined", "On leave", False, True, []),
        ("task", "stands", "withdrawn", "", False, True, ["state"]),
        ("task", "stands", "withdrawn", "", True, True, []),
        ("task", "done", "declined", "x", True, True, ["state"]),
        ("task", "stands", "stands", "", True, True, ["state"]),
        ("flag", "stands", "done", "", False, True, []),
        ("flag", "stands", "declined", "x", False, True, ["state"]),
        ("flag", "withdrawn", "done", "", True, True, ["state"]),
        ("note", "stands", "done", "", True, False, ["state"]),
        ("note", "stands", "done", "", False, True, []),
        ("note", "stands", "declined", "", False, True, ["answer"]),
        ("note", "stands", "withdrawn", "", True, True, ["state"]),
    ],
)
def test_states_in_which_tasks_and_flags_may_end(
    kind: str, state: str, wanted: str, answer: str, own: bool, due: bool, wrong: list[str]
) -> None:
    reasons = rules.reasons_not_to_end(
        NoteKind(kind), NoteState(state), NoteState(wanted), answer, is_own=own, has_duty=due
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
