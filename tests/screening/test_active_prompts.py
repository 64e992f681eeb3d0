"""When an answered prompt comes back: one table of what was answered and what was recorded later."""

import datetime as dt
import itertools

import pytest

from saathi.protection.screening.active_prompts import (
    SAME_EVENT_DAYS,
    PromptAnswer,
    PromptEvidence,
    PromptEvidenceKind,
    is_prompt_active,
)

NOON = dt.datetime(2026, 3, 20, 12, tzinfo=dt.UTC)  # when it was answered
SECOND = dt.timedelta(seconds=1)
ANSWER = PromptAnswer(NOON.date(), NOON)


def told(tells: str, on: str, says: str = "", *, at: dt.datetime = NOON - SECOND) -> PromptEvidence:
    return PromptEvidence(PromptEvidenceKind(tells), dt.date.fromisoformat(on), at, says)


def later(tells: str, on: str, says: str = "") -> PromptEvidence:
    return told(tells, on, says, at=NOON + SECOND)


THEFT = told("event", "2026-03-02", "theft")
ARREST = told("event", "2026-03-02")
REPORT = told("report", "2026-03-02")
IN_INDIA = told("state", "2026-03-02", "IND/NPL")
ALONE = told("state", "2026-03-02")
AT_HOME = told("otherwise", "2026-03-10")

# what was answered | what was recorded later | whether the prompt comes back
CASES = [
    ("nothing more", [ARREST], [], False),
    ("the same event, written once more", [ARREST], [later("event", "2026-03-02")], False),
    ("the same charge, from another source", [THEFT], [later("event", "2026-03-02", "theft")], False),
    ("the same charge, with less said", [THEFT], [later("event", "2026-03-02")], False),
    ("two limits of one arrest", [ARREST], [later("event", "2026-03-02"), later("event", "2026-03-02")], False),
    ("a second arrest", [ARREST], [later("event", "2026-03-25")], True),
    ("a second charge of the same offence", [THEFT], [later("event", "2026-03-25", "theft")], True),
    ("an earlier charge that nobody knew of", [THEFT], [later("event", "2024-03-02", "theft")], True),
    ("another offence on the same day", [THEFT], [later("event", "2026-03-02", "begging")], True),
    ("an offence that was not named before", [ARREST], [later("event", "2026-03-02", "exploitation")], True),
    ("the arrest that a report told of", [REPORT], [later("event", "2026-03-01")], False),
    ("the offence of which a report did not tell", [REPORT], [later("event", "2026-03-01", "drugs")], True),
    ("an arrest long after the report", [REPORT], [later("event", "2026-05-01")], True),
    ("the list on which a child without papers stands", [IN_INDIA], [later("event", "2026-03-05")], False),
    ("a neighbour tells of the same", [ARREST], [later("report", "2026-03-06")], False),
    ("a report soon after the answer", [ARREST], [later("report", "2026-03-30")], False),
    ("a report of long after", [ARREST], [later("report", "2026-06-06")], True),
    ("a report of long before, joined to her now", [ARREST], [later("report", "2025-06-06")], True),
    ("without papers still", [IN_INDIA], [later("state", "2026-09-01", "IND/NPL")], False),
    ("the journey told in full", [told("state", "2026-03-02", "IND/")], [later("state", "2026-03-03", "IND/NPL")], False),
    ("without papers in another country", [IN_INDIA], [later("state", "2026-03-25", "NPL/IND")], True),
    ("the same way again after being at home", [IN_INDIA, AT_HOME], [later("state", "2026-09-01", "IND/NPL")], True),
    ("home, and the same way again, all recorded later", [IN_INDIA], [later("otherwise", "2026-06-01"), later("state", "2026-09-01", "IND/NPL")], True),
    ("she came back to her parents", [ALONE], [later("otherwise", "2026-06-01")], False),
    ("alone still", [ALONE], [later("state", "2026-06-01")], False),
    ("alone already before", [ALONE], [later("state", "2026-01-01")], False),
    ("alone once more", [ALONE, AT_HOME], [later("state", "2026-06-01")], True),
    ("the state of which the border told", [ARREST], [later("state", "2026-03-03", "IND/NPL")], False),
    ("what the border told after the parents had been there", [told("otherwise", "2026-02-01"), ARREST], [later("state", "2026-03-03")], False),
    ("a first state of long after", [ARREST], [later("state", "2026-09-01", "IND/NPL")], True),
    ("a repeated one and a new one", [ARREST], [later("event", "2026-03-02"), later("event", "2026-04-02")], True),
]  # fmt: skip


@pytest.mark.requirement("IDN-008")
@pytest.mark.parametrize(("answered", "after", "comes_back"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])  # fmt: skip
def test_an_answered_prompt_comes_back_by_a_reason_of_its_own(
    answered: list[PromptEvidence], after: list[PromptEvidence], *, comes_back: bool
) -> None:
    """In whatever order the records are read."""
    for order in itertools.permutations([*answered, *after]):
        assert is_prompt_active(order, [ANSWER]) is comes_back
        assert is_prompt_active(order, []), "what nobody answered stands"
        assert not is_prompt_active(order, [PromptAnswer(ANSWER.on, NOON + 2 * SECOND)]), (
            "all of it was answered"
        )
        assert (
            is_prompt_active(order, [PromptAnswer(ANSWER.on, NOON - dt.timedelta(days=99)), ANSWER])
            is comes_back
        )


@pytest.mark.parametrize(
    ("known_at", "is_answered"), [(NOON - SECOND, True), (NOON, True), (NOON + SECOND, False)]
)
def test_an_answer_counts_for_what_was_recorded_before_it(
    known_at: dt.datetime, *, is_answered: bool
) -> None:
    assert is_prompt_active([told("event", "2026-03-02", at=known_at)], [ANSWER]) is not is_answered


def test_what_says_the_contrary_prompts_of_nothing() -> None:
    assert not is_prompt_active([], [])
    assert not is_prompt_active([AT_HOME], [])


@pytest.mark.parametrize(("days", "comes_back"), [(0, False), (SAME_EVENT_DAYS, False), (SAME_EVENT_DAYS + 1, True)])  # fmt: skip
def test_a_report_of_within_a_fortnight_tells_of_the_same(days: int, *, comes_back: bool) -> None:
    on = (ANSWER.on + dt.timedelta(days=days)).isoformat()
    assert is_prompt_active([ARREST, later("report", on)], [ANSWER]) is comes_back
