"""Who answers the outcome scale in which order, and what an answer needs. Pure functions.

The same in SQL: `functions/outcomes.sql`.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.reintegration.rules import months_after
from saathi.protection.casework.reintegration.vocabulary import (
    FACES,
    OutcomeDomain,
    OutcomeFace,
    OutcomeMethod,
    OutcomeRespondent,
    OutcomeWave,
)

ALREADY_ANSWERED: Final = Reason(
    "respondent", _("These answers are already recorded for this time.")
)
CHILD_ANSWERS_FROM: Final = 6  # years; younger children are observed, and their caregiver is asked
_MONTHS: Final[Mapping[OutcomeWave, int]] = {
    OutcomeWave.MONTH_1: 1,
    OutcomeWave.MONTH_3: 3,
    OutcomeWave.MONTH_6: 6,
    OutcomeWave.MONTH_12: 12,
    OutcomeWave.MONTH_24: 24,
}


def is_too_young(oldest_age: int | None) -> bool:
    """Whether a child is surely under 6; an unknown age counts as old enough to answer."""
    return oldest_age is not None and oldest_age < CHILD_ANSWERS_FROM


def wave_on(returned_on: dt.date, today: dt.date) -> OutcomeWave:
    """The wave of a day: the last one whose months have passed; before the first, leaving care."""
    reached = [
        wave for wave, months in _MONTHS.items() if months_after(returned_on, months) <= today
    ]
    return reached[-1] if reached else OutcomeWave.LEAVING


def wave_to_answer(
    returned_on: dt.date, today: dt.date, answered: Collection[OutcomeWave]
) -> OutcomeWave | None:
    """The wave to offer: that of today, else the next not answered, else an earlier one; None without any."""
    order = list(OutcomeWave)
    now = order.index(wave_on(returned_on, today))
    return next((wave for wave in order[now:] + order[:now] if wave not in answered), None)


def reasons_against_answer(
    respondent: OutcomeRespondent,
    method: OutcomeMethod,
    *,
    answered: Collection[OutcomeRespondent],
    is_young: bool,
) -> tuple[Reason, ...]:
    """Why these answers cannot be recorded: the child answers first, a child under 6 does not.

    `answered` are those whose answers of this wave are recorded. Caregiver and worker wait for the
    child, so that the worker's view never influences the child's.
    """
    if respondent in answered:
        return (ALREADY_ANSWERED,)
    if respondent == OutcomeRespondent.CHILD:
        if is_young:
            text = _("A child under 6 is not asked. Ask the caregiver, and observe the child.")
            return (Reason("respondent", text),)
        if method == OutcomeMethod.OBSERVED:
            text = _("The child’s own answers are not an observation.")
            return (Reason("method", text),)
        return ()
    reasons = []
    if not is_young and OutcomeRespondent.CHILD not in answered:
        text = _(
            "The child answers first and alone. Record “Chose not to say” if they do not want to."
        )
        reasons.append(Reason("respondent", text))
    if method == OutcomeMethod.CHILD_VIEW:
        text = _("Only the child answers in the child view.")
        reasons.append(Reason("method", text))
    return tuple(reasons)


def missing_domains(faces: Mapping[str, str]) -> list[OutcomeDomain]:
    """The domains without an answer; “chose not to say” and “not asked” are answers."""
    return [domain for domain in OutcomeDomain if not faces.get(domain)]


def very_hard_domains(faces: Mapping[str, str]) -> list[OutcomeDomain]:
    """The domains that are very hard: each needs support on the same day."""
    return [domain for domain in OutcomeDomain if faces.get(domain) == OutcomeFace.VERY_HARD]


def changes_over_time(
    answers: Sequence[tuple[OutcomeWave, Mapping[str, str]]], domain: OutcomeDomain
) -> list[tuple[OutcomeWave, int | None]]:
    """For each wave the place of the face, 1 (very hard) to 4 (well); None if there is no answer."""
    order = list(OutcomeWave)
    ranked = sorted(answers, key=lambda answer: order.index(answer[0]))
    return [(wave, _place(faces.get(domain, ""))) for wave, faces in ranked]


def _place(face: str) -> int | None:
    places = {known.value: len(FACES) - place for place, known in enumerate(FACES)}
    return places.get(face)
