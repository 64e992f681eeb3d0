"""The child's voice: every state is an answer."""

from datetime import date

import pytest

from saathi.participation.rules import (
    is_step_satisfied,
    reasons_against_statement,
    reasons_not_to_ask,
    reminders_before_interview,
)
from saathi.participation.vocabulary import (
    StatementMedium,
    StatementState,
    StatementTopic,
)

SAID, CHOSE_NOT_TO_SAY, DO_NOT_ASK = StatementState
HAPPENED, GOALS = StatementTopic.WHAT_HAPPENED, StatementTopic.GOALS
FIRST_INTERVIEW = date(2024, 6, 15)


@pytest.mark.requirement("GDN-010")
@pytest.mark.requirement("CHP-011")
@pytest.mark.parametrize(
    ("state", "satisfied"),
    [(SAID, True), (CHOSE_NOT_TO_SAY, True), (DO_NOT_ASK, True), (None, False)],
)
def test_step_is_open_only_without_any_statement_state(
    state: StatementState | None, satisfied: bool
) -> None:
    assert is_step_satisfied(state) is satisfied


@pytest.mark.requirement("GDN-010")
@pytest.mark.parametrize(
    ("state", "form", "has_content", "codes"),
    [
        (SAID, StatementMedium.VERBATIM, True, []),
        (SAID, StatementMedium.DRAWING, True, []),
        (SAID, None, True, ["form_missing"]),
        (SAID, StatementMedium.PARAPHRASE, False, ["content_missing"]),
        (CHOSE_NOT_TO_SAY, None, False, []),
        (DO_NOT_ASK, None, False, []),
    ],
)
def test_only_said_statements_require_content(
    state: StatementState, form: StatementMedium | None, has_content: bool, codes: list[str]
) -> None:
    reasons = reasons_against_statement(state, form, has_content=has_content)
    assert [reason.code for reason in reasons] == codes


# topic | recorded statements | reasons not to ask
ASKING = [
    ("nothing recorded", HAPPENED, [], []),
    ("what happened was told", HAPPENED, [(HAPPENED, SAID)], ["already_recorded"]),
    ("goals were told: they may change, ask", GOALS, [(GOALS, SAID)], []),
    ("something else was told", HAPPENED, [(GOALS, SAID)], []),
    ("do not ask", GOALS, [(GOALS, DO_NOT_ASK)], ["do_not_ask"]),
    ("chose not to say", HAPPENED, [(HAPPENED, CHOSE_NOT_TO_SAY)], ["chose_not_to_say"]),
    ("told once, then not again", HAPPENED, [(HAPPENED, SAID), (HAPPENED, CHOSE_NOT_TO_SAY)], ["chose_not_to_say", "already_recorded"]),
]  # fmt: skip


@pytest.mark.requirement("GDN-010")
@pytest.mark.parametrize(("topic", "earlier", "codes"), [row[1:] for row in ASKING], ids=[row[0] for row in ASKING])  # fmt: skip
def test_a_child_is_not_asked_again_what_is_recorded(
    topic: StatementTopic, earlier: list[tuple[StatementTopic, StatementState]], codes: list[str]
) -> None:
    assert [reason.code for reason in reasons_not_to_ask(topic, earlier)] == codes


@pytest.mark.requirement("GDN-002")
@pytest.mark.parametrize(
    ("explained_on", "language_known", "codes"),
    [
        (FIRST_INTERVIEW, True, []),
        (date(2024, 6, 1), True, []),
        (None, True, ["limits_not_explained"]),
        (date(2024, 6, 16), True, ["limits_explained_late"]),
        (FIRST_INTERVIEW, False, ["language_missing"]),
        (None, False, ["limits_not_explained", "language_missing"]),
    ],
)
def test_the_limits_of_confidentiality_come_before_the_first_interview(
    explained_on: date | None, language_known: bool, codes: list[str]
) -> None:
    reminders = reminders_before_interview(
        limits_explained_on=explained_on,
        language_known=language_known,
        interview_on=FIRST_INTERVIEW,
    )
    assert [reason.code for reason in reminders] == codes
