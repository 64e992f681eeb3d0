"""Rules about the child's participation: whether the child was heard, what not to ask again.

Pure functions. They give reminders and the reasons why a statement is incomplete; recording that
something happened is never refused.
"""

from collections.abc import Collection, Iterable
from datetime import date

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.participation.vocabulary import (
    StatementMedium,
    StatementState,
    StatementTopic,
)


def is_step_satisfied(state: StatementState | None) -> bool:
    """Whether the child's participation in a step is on record.

    "Chose not to say" and "do not ask the child" are complete answers, like a statement (GDN-010). A
    step without any of them is incomplete (CHP-011, report line 1804).
    """
    return state is not None


def reasons_against_statement(
    state: StatementState, form: StatementMedium | None, *, has_content: bool
) -> tuple[Reason, ...]:
    """Why a statement is incomplete; empty if it can be saved.

    Words or a drawing belong only to "said": the other states require nothing (GDN-010).
    """
    if state != StatementState.SAID:
        return ()
    reasons = []
    if form is None:
        reasons.append(Reason("form_missing", _("Choose whether these are the child’s own words.")))
    if not has_content:
        reasons.append(Reason("content_missing", _("Write or attach what the child said.")))
    return tuple(reasons)


def reasons_against_themes(
    state: StatementState, *, wants: Collection[str], refuses: Collection[str], has_themes: bool
) -> tuple[Reason, ...]:
    """Why the themes of a statement cannot be saved; empty if they can.

    Only a statement with content has themes, and no theme may be both wanted and refused.
    """
    reasons = []
    if state != StatementState.SAID:
        reasons.append(
            Reason("not_said", _("Themes can be added only to a statement made by the child."))
        )
    if not has_themes:
        reasons.append(Reason("themes_missing", _("Choose at least one theme.")))
    if set(wants) & set(refuses):
        text = _("The same item is under what the child wants and does not want. Remove one.")
        reasons.append(Reason("wants_and_refuses", text))
    return tuple(reasons)


def reasons_not_to_ask(
    topic: StatementTopic, earlier: Iterable[tuple[StatementTopic, StatementState]]
) -> tuple[Reason, ...]:
    """Why a worker should not ask the child about a topic; shown beside the form, never blocking.

    Do not ask again for what is recorded, and do not require an account (GDN-010). Views change, so
    only an account of events counts as complete; the child's wishes may be asked at every step.
    """
    states = {state for earlier_topic, state in earlier if earlier_topic == topic}
    reasons = []
    if StatementState.DO_NOT_ASK in states:
        reasons.append(Reason("do_not_ask", _("It was decided not to ask the child about this.")))
    if StatementState.CHOSE_NOT_TO_SAY in states:
        text = _("The child chose not to say. Listen if the child comes back to it.")
        reasons.append(Reason("chose_not_to_say", text))
    if topic == StatementTopic.WHAT_HAPPENED and StatementState.SAID in states:
        text = _(
            "The child has already talked about this. Read the statement instead of asking again."
        )
        reasons.append(Reason("already_recorded", text))
    return tuple(reasons)


def reminders_before_interview(
    *, limits_explained_on: date | None, language_known: bool, interview_on: date
) -> tuple[Reason, ...]:
    """What to do before the first interview, or catch up on after it; never blocks the record.

    The limits of confidentiality are explained to the child, in their language, before the first
    interview (GDN-002). An interview that came first is recorded all the same (AUT-005).
    """
    reasons = []
    if limits_explained_on is None:
        text = _("Explain the limits of confidentiality to the child before you begin.")
        reasons.append(Reason("limits_not_explained", text))
    elif limits_explained_on > interview_on:
        text = _("The limits of confidentiality were explained only after the first interview.")
        reasons.append(Reason("limits_explained_late", text))
    if not language_known:
        reasons.append(Reason("language_missing", _("Which language does the child speak?")))
    return tuple(reasons)
