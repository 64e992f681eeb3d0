"""The result of a screening, how long "not now" is valid, when an interview is complete.

Triage only: no rule of help may read any of it (domain B.7; DEF-021, IDN-003). There is no score.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.identification.screening.vocabulary import (
    DelphiDimension,
    FollowsFromTrafficking,
    IndicatorWeight,
    InterviewEnd,
    InterviewerTraining,
    PromptReply,
    ScreeningAnswer,
    ScreeningReading,
)

ACT, PURPOSE = "act", "purpose"  # the two questions that are in every questionnaire
NOT_NOW_DAYS = 14  # after this, a "not now" prompt returns [derived]
MAX_INTERVIEWS_WITHOUT_WARNING = 2  # more interviews than this harm the child (domain B.8)


@dataclass(frozen=True, slots=True)
class ScreeningIndicator:
    """A question and the weight of its indicator in the list."""

    code: str
    dimension: DelphiDimension
    weight: IndicatorWeight


def is_dimension_positive(*, strong: int, medium: int) -> bool:
    """Whether a dimension is positive: 2 strong, or 1 strong and 1 medium, or 3 medium.

    Combination rule of the Delphi indicators, quoted in domain B.7 from a secondary source; the
    list for child labour has no weak tier. To be verified against WCMS_105023.
    """
    return strong >= 2 or (strong >= 1 and medium >= 1) or medium >= 3


@dataclass(frozen=True, slots=True)
class ScreeningResult:
    """The result of a screening: positive and still possible dimensions, and the conclusion."""

    positive: frozenset[DelphiDimension]
    undecided: frozenset[DelphiDimension]
    reading: ScreeningReading


def evaluate_answers(
    answers: Mapping[str, ScreeningAnswer], indicators: Sequence[ScreeningIndicator]
) -> ScreeningResult:
    """The conclusion for a child: signs need an act, and positive exploitation or a purpose.

    Recruitment and control are evidence and danger signs, shown separately and not part of the
    conclusion: for a child no means are needed (Palermo art. 3(c)). "Not asked", "not known" and
    "chose not to say" count neither for nor against; if they leave the result open, the result is open.
    """
    positive, undecided = set(), set()
    for dimension in DelphiDimension:
        group = [indicator for indicator in indicators if indicator.dimension == dimension]
        if _positive(group, answers, {ScreeningAnswer.YES}):
            positive.add(dimension)
        elif _positive(group, answers, _MAY_BE):
            undecided.add(dimension)
    act, purpose = _of(answers, ACT), _of(answers, PURPOSE)
    exploited = DelphiDimension.EXPLOITATION
    if act == ScreeningAnswer.YES and (purpose == ScreeningAnswer.YES or exploited in positive):
        reading = ScreeningReading.SIGNS
    elif act == ScreeningAnswer.NO or (
        purpose == ScreeningAnswer.NO and exploited not in positive and exploited not in undecided
    ):
        reading = ScreeningReading.NO_SIGNS
    else:
        reading = ScreeningReading.TOO_LITTLE
    return ScreeningResult(frozenset(positive), frozenset(undecided), reading)


_MAY_BE = frozenset(ScreeningAnswer) - {ScreeningAnswer.NO}


def _of(answers: Mapping[str, ScreeningAnswer], code: str) -> ScreeningAnswer:
    return answers.get(code, ScreeningAnswer.NOT_ASKED)


def _positive(
    group: Iterable[ScreeningIndicator],
    answers: Mapping[str, ScreeningAnswer],
    counted: Collection[ScreeningAnswer],
) -> bool:
    weights = [indicator.weight for indicator in group if _of(answers, indicator.code) in counted]
    strong = weights.count(IndicatorWeight.STRONG)
    return is_dimension_positive(strong=strong, medium=len(weights) - strong)


def last_expired_not_now_day(today: dt.date) -> dt.date:
    """The last day whose "not now" has expired; later ones and all other replies are valid."""
    return today - dt.timedelta(days=NOT_NOW_DAYS)


def reasons_against_reply(reply: PromptReply, why: str) -> tuple[Reason, ...]:
    """Why a reply is not accepted; empty if it is."""
    if reply == PromptReply.NOT_NEEDED and not why.strip():
        return (Reason("why", _("Enter why no screening is needed.")),)
    return ()


# A child accused of a consequence of trafficking is protected, not an offender (NCR-001).
FOLLOWS_FROM_TRAFFICKING = (FollowsFromTrafficking.YES, FollowsFromTrafficking.PRESUMED)


def does_follow_from_trafficking(
    recorded: FollowsFromTrafficking, *, is_presumed: bool
) -> FollowsFromTrafficking:
    """Whether an offence counts as a consequence of trafficking.

    If trafficking is presumed, doubt favours the child.
    """
    return (
        FollowsFromTrafficking.PRESUMED
        if recorded in {FollowsFromTrafficking.NOT_RECORDED, FollowsFromTrafficking.NOT_KNOWN}
        and is_presumed
        else recorded
    )


def reasons_against_follows_answer(
    follows: FollowsFromTrafficking, unrelated: str
) -> tuple[Reason, ...]:
    """Why "does not follow from trafficking" is not accepted; empty if it is."""
    if follows == FollowsFromTrafficking.NO and not unrelated.strip():
        text = _("Enter why the alleged offence is not a result of what was done to the child.")
        return (Reason("unrelated", text),)
    return ()


@dataclass(frozen=True, slots=True)
class InterviewFacts:
    """What decides whether a first interview is complete."""

    language: str
    child_languages: Collection[str]  # as far as known
    training: InterviewerTraining
    interpreter: str  # the interpreter's name, or empty


def reasons_not_complete(interview: InterviewFacts) -> tuple[Reason, ...]:
    """Why a first interview is not complete; empty if it is (IDN-009).

    Complete means: held in the child's own language by a trained interviewer, or with a named
    interpreter. The interview is recorded in any case.
    """
    if interview.interpreter.strip():
        return ()
    reasons = []
    if not interview.language or interview.language not in interview.child_languages:
        text = _(
            "The interview was not in a language the child speaks, and no interpreter is named."
        )
        reasons.append(Reason("language", text))
    if interview.training != InterviewerTraining.TRAINED:
        text = _("The interviewer’s training is not known, and no interpreter is named.")
        reasons.append(Reason("training", text))
    return tuple(reasons)


def reasons_against_interview_end(
    end: InterviewEnd, interview: InterviewFacts, *, is_first: bool
) -> tuple[Reason, ...]:
    """Why an interview cannot have this end; only a "complete" first interview is checked."""
    if end != InterviewEnd.COMPLETE or not is_first:
        return ()
    return reasons_not_complete(interview)


def reasons_to_avoid_interview(count: int) -> tuple[Reason, ...]:
    """Why the child should not be interviewed again after this many interviews (domain B.8)."""
    if count < MAX_INTERVIEWS_WITHOUT_WARNING:
        return ()
    text = _("The child has been interviewed repeatedly. Use what they have already said.")
    return (Reason("too_many", text),)
