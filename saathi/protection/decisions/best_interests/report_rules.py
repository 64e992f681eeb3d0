"""What the report of a determination needs before it is ready, and why a state refuses a decision.

Pure functions.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.decisions.best_interests.assessment_rules import NO_VIEW
from saathi.protection.decisions.best_interests.vocabulary import (
    DeterminationState,
    PersonHeard,
    RealToday,
)

MIN_OPTIONS: Final = 2
_NOT_READY: Final = frozenset({DeterminationState.OPENED, DeterminationState.DEFERRED})
_ANSWERED: Final = frozenset({PersonHeard.HEARD, PersonHeard.DECLINED, PersonHeard.MISSING})
_UNHEARD: Final = frozenset({PersonHeard.NOT_REACHED, PersonHeard.NOT_SAFE})
NOT_BASED: Final = Reason(
    "no_assessment_why",
    _("Choose a full assessment, or enter in the report why there is none."),
)
_HEAR_FIRST: Final = {
    "guardian": _("Hear the legal guardian, or record that there is none or why not."),
    "parents": _("Hear the parents, or record that there are none or why not."),
    "caregiver": _("Hear the present caregiver, or record that there is none or why not."),
}
_ON_RECORD: Final = {
    "guardian": _("A legal guardian is recorded. Choose another answer than “There is none”."),
    "parents": _("A parent is recorded. Choose another answer than “There is none”."),
    "caregiver": _("A caregiver is recorded. Choose another answer than “There is none”."),
}


@dataclass(frozen=True, slots=True)
class ReportOption:
    """An option as the report has it."""

    option: str
    real_today: str
    has_condition: bool = False


@dataclass(frozen=True, slots=True)
class HearingFacts:
    """Whether the child and the persons around the child were heard."""

    is_view_complete: bool
    guardian: str
    parents: str
    caregiver: str
    is_unheard_explained: bool  # why someone was not reached or not safe to ask
    on_record: Collection[str] = ()  # who is on the child's file, as `best_interests_on_record`


def reasons_of_hearing(facts: HearingFacts) -> list[Reason]:
    """What is missing: the child's view, or a person who was neither heard nor accounted for."""
    answers = {name: getattr(facts, name) for name in _HEAR_FIRST}
    reasons = [] if facts.is_view_complete else [NO_VIEW]
    reasons += [
        Reason(name, _HEAR_FIRST[name])
        for name, answer in answers.items()
        if answer not in _ANSWERED | _UNHEARD
    ]
    reasons += [
        Reason(name, _ON_RECORD[name])
        for name, answer in answers.items()
        if answer == PersonHeard.MISSING and name in facts.on_record
    ]
    if not facts.is_unheard_explained and not _UNHEARD.isdisjoint(answers.values()):
        text = _("Enter why someone was not heard, and what was tried.")
        reasons.append(Reason("unheard_why", text))
    return reasons


def reasons_against_option(real_today: str, *, has_condition: bool) -> tuple[Reason, ...]:
    """Why an option is incomplete: possible under a condition without its text."""
    if real_today == RealToday.IF and not has_condition:
        text = _("Enter the condition under which the option is possible.")
        return (Reason("condition", text),)
    return ()


def reasons_against_ready(
    options: Sequence[ReportOption],
    hearing: HearingFacts,
    *,
    has_factors: bool,
    is_lack_explained: bool,
) -> tuple[Reason, ...]:
    """Why the report is not ready: too few options, no factors and no reason, someone not heard."""
    reasons = reasons_of_hearing(hearing)
    real = {each.option for each in options if each.real_today in {RealToday.YES, RealToday.IF}}
    if len(real) < MIN_OPTIONS:
        text = _("Add at least two options that are possible today.")
        reasons.append(Reason("options", text))
    for each in options:
        reasons.extend(reasons_against_option(each.real_today, has_condition=each.has_condition))
    if not has_factors and not is_lack_explained:
        reasons.append(NOT_BASED)
    return tuple(dict.fromkeys(reasons))


def reasons_from_state(state: str) -> tuple[Reason, ...]:
    """Why a determination in this state cannot be decided now, and what to do; empty if it can."""
    if state in _NOT_READY:
        text = _(
            "The report is not ready. Choose “Report ready” on the page of the determination, then "
            "list it for a meeting."
        )
        return (Reason("state", text),)
    if state in {DeterminationState.READY, DeterminationState.LISTED}:
        return ()
    text = _("This determination is already decided. To have it reviewed, add a new fact.")
    return (Reason("state", text),)
