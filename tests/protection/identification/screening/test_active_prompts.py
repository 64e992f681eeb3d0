"""When an answered prompt returns: a table of answers and later records."""

import datetime as dt
import itertools

import pytest

from saathi.protection.identification.screening.active_prompts import (
    SAME_EVENT_DAYS,
    PromptAnswer,
    PromptEvidence,
    PromptEvidenceKind,
    is_prompt_active,
)

NOON = dt.datetime(2026, 3, 20, 12, tzinfo=dt.UTC)  # when it was answered
SECOND = dt.timedelta(seconds=1)
ANSWER = PromptAnswer(NOON.date(), NOON)


def answered_evidence(
    tells: str, on: str, says: str = "", *, at: dt.datetime = NOON - SECOND
) -> PromptEvidence:
    return PromptEvidence(PromptEvidenceKind(tells), dt.date.fromisoformat(on), at, says)


def later_evidence(tells: str, on: str, says: str = "") -> PromptEvidence:
    return answered_evidence(tells, on, says, at=NOON + SECOND)


THEFT = answered_evidence("event", "2026-03-02", "theft")
ARREST = answered_evidence("event", "2026-03-02")
REPORT = answered_evidence("report", "2026-03-02")
IN_INDIA = answered_evidence("state", "2026-03-02", "IND/NPL")
ALONE = answered_evidence("state", "2026-03-02")
AT_HOME = answered_evidence("otherwise", "2026-03-10")

# answered evidence | later evidence | whether the prompt returns
CASES = [
    ("nothing more", [ARREST], [], False),
    ("the same event, written once more", [ARREST], [later_evidence("event", "2026-03-02")], False),
    ("the same charge, from another source", [THEFT], [later_evidence("event", "2026-03-02", "theft")], False),
    ("the same charge, with less said", [THEFT], [later_evidence("event", "2026-03-02")], False),
    ("two limits of one arrest", [ARREST], [later_evidence("event", "2026-03-02"), later_evidence("event", "2026-03-02")], False),
    ("a second arrest", [ARREST], [later_evidence("event", "2026-03-25")], True),
    ("a second charge of the same offence", [THEFT], [later_evidence("event", "2026-03-25", "theft")], True),
    ("an earlier charge that was not known", [THEFT], [later_evidence("event", "2024-03-02", "theft")], True),
    ("another offence on the same day", [THEFT], [later_evidence("event", "2026-03-02", "begging")], True),
    ("an offence that was not named before", [ARREST], [later_evidence("event", "2026-03-02", "exploitation")], True),
    ("the arrest that a report told of", [REPORT], [later_evidence("event", "2026-03-01")], False),
    ("the offence of which a report did not tell", [REPORT], [later_evidence("event", "2026-03-01", "drugs")], True),
    ("an arrest long after report", [REPORT], [later_evidence("event", "2026-05-01")], True),
    ("the list on which a child without papers stands", [IN_INDIA], [later_evidence("event", "2026-03-05")], False),
    ("a neighbour tells of the same", [ARREST], [later_evidence("report", "2026-03-06")], False),
    ("a report soon after the answer", [ARREST], [later_evidence("report", "2026-03-30")], False),
    ("a report of long after", [ARREST], [later_evidence("report", "2026-06-06")], True),
    ("a report of long before, linked to the child now", [ARREST], [later_evidence("report", "2025-06-06")], True),
    ("without papers still", [IN_INDIA], [later_evidence("state", "2026-09-01", "IND/NPL")], False),
    ("the journey told in full", [answered_evidence("state", "2026-03-02", "IND/")], [later_evidence("state", "2026-03-03", "IND/NPL")], False),
    ("without papers in another country", [IN_INDIA], [later_evidence("state", "2026-03-25", "NPL/IND")], True),
    ("the same way again after being at home", [IN_INDIA, AT_HOME], [later_evidence("state", "2026-09-01", "IND/NPL")], True),
    ("home, and the same way again, all recorded later", [IN_INDIA], [later_evidence("otherwise", "2026-06-01"), later_evidence("state", "2026-09-01", "IND/NPL")], True),
    ("the child returned to the parents", [ALONE], [later_evidence("otherwise", "2026-06-01")], False),
    ("alone still", [ALONE], [later_evidence("state", "2026-06-01")], False),
    ("alone already before", [ALONE], [later_evidence("state", "2026-01-01")], False),
    ("alone once more", [ALONE, AT_HOME], [later_evidence("state", "2026-06-01")], True),
    ("the state of which the border told", [ARREST], [later_evidence("state", "2026-03-03", "IND/NPL")], False),
    ("what the border told after the parents had been there", [answered_evidence("otherwise", "2026-02-01"), ARREST], [later_evidence("state", "2026-03-03")], False),
    ("a first state of long after", [ARREST], [later_evidence("state", "2026-09-01", "IND/NPL")], True),
    ("a repeated one and a new one", [ARREST], [later_evidence("event", "2026-03-02"), later_evidence("event", "2026-04-02")], True),
]  # fmt: skip


@pytest.mark.requirement("IDN-008")
@pytest.mark.parametrize(("answered", "after", "comes_back"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])  # fmt: skip
def test_an_answered_prompt_comes_back_by_a_reason_of_its_own(
    answered: list[PromptEvidence], after: list[PromptEvidence], *, comes_back: bool
) -> None:
    """The order of the records does not matter."""
    for order in itertools.permutations([*answered, *after]):
        assert is_prompt_active(order, [ANSWER]) is comes_back
        assert is_prompt_active(order, []), "without an answer the prompt stays"
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
    assert (
        is_prompt_active([answered_evidence("event", "2026-03-02", at=known_at)], [ANSWER])
        is not is_answered
    )


def test_opposite_of_a_state_does_not_prompt() -> None:
    assert not is_prompt_active([], [])
    assert not is_prompt_active([AT_HOME], [])


@pytest.mark.parametrize(("days", "comes_back"), [(0, False), (SAME_EVENT_DAYS, False), (SAME_EVENT_DAYS + 1, True)])  # fmt: skip
def test_report_within_a_fortnight_counts_as_the_same_event(days: int, *, comes_back: bool) -> None:
    on = (ANSWER.on + dt.timedelta(days=days)).isoformat()
    assert is_prompt_active([ARREST, later_evidence("report", on)], [ANSWER]) is comes_back
