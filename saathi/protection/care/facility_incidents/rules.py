"""When an incident and a step after it can be recorded. Pure functions."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from saathi.infra.enough_text import has_enough_letters
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.care.facility_incidents.vocabulary import (
    FacilityIncidentKind,
    FacilityIncidentState,
    FacilityIncidentStepKind,
    IncidentFinding,
    IncidentSeverity,
)

# Also in the database: `facility_incidents_always_serious`.
ALWAYS_SERIOUS: Final = frozenset(
    {
        FacilityIncidentKind.DEATH,
        FacilityIncidentKind.SEXUAL,
        FacilityIncidentKind.STAFF_VIOLENCE,
        FacilityIncidentKind.EXPLOITATION,
    }
)
DECISIONS: Final = frozenset(
    {
        FacilityIncidentStepKind.CLOSED,
        FacilityIncidentStepKind.REOPENED,
        FacilityIncidentStepKind.ERROR,
    }
)
BARRED: Final = Reason(
    "kind",
    _(
        "You declared a connection with this facility. Another person who follows up the incident "
        "records this step; what you have seen yourself, record as a new incident."
    ),
)
FUTURE: Final = _("Enter a date that is not in the future.")


def reasons_against_incident(
    kind: str, severity: str, occurred_on: dt.date, *, today: dt.date
) -> tuple[Reason, ...]:
    """What is wrong in an incident to be recorded; empty if it can be."""
    reasons = []
    if kind in ALWAYS_SERIOUS and severity != IncidentSeverity.SERIOUS:
        text = _("Choose “Serious incident”: an incident of this type always is.")
        reasons.append(Reason("severity", text))
    if occurred_on > today:
        reasons.append(Reason("occurred_on", FUTURE))
    return tuple(reasons)


@dataclass(frozen=True, slots=True)
class IncidentStepFacts:
    """A step after an incident to be recorded, and who records it."""

    state: FacilityIncidentState
    kind: FacilityIncidentStepKind
    occurred_on: dt.date
    done_on: dt.date
    finding: str
    is_own: bool  # whether the actor recorded the incident
    is_authority: bool  # whether the actor is of the authority of the facility
    is_barred: bool = False  # whether the actor declared a connection with the facility
    is_serious: bool = False
    text: str = ""
    is_own_request: bool = False  # whether the newest step is the actor's own, the same as this one
    steps_in_words: Collection[str] = ()  # the kinds of earlier steps that say what was done


# Results by which children were in danger: the incident ends once they are safe and others know of it.
HAPPENED: Final = (IncidentFinding.CONFIRMED, IncidentFinding.IN_PART)
INFORMED: Final = (FacilityIncidentStepKind.AUTHORITY, FacilityIncidentStepKind.POLICE)
# Steps that end the follow-up, whatever was found. Of a serious incident, a second person says the
# same before it changes the status: the next step after the first person's. As
# `facility_incident_step_is_checked` in SQL.
ENDING: Final = (FacilityIncidentStepKind.CLOSED, FacilityIncidentStepKind.ERROR)


def kinds_in_words(steps: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The kinds of the steps, given with their texts, that say what was done."""
    return frozenset(kind for kind, text in steps if has_enough_letters(text))


def reasons_against_step(step: IncidentStepFacts, *, today: dt.date) -> tuple[Reason, ...]:
    """Why a step cannot be recorded; empty if it can. What was done can be recorded in any state.

    The authority of the facility closes an incident with a finding; a person other than the one who
    recorded it closes it or marks it as recorded in error. A serious incident is ended by two people,
    each in words; one that happened, after the steps that protect children. Who declared a connection
    with the facility takes no part: anybody can still record an incident, and another person its steps.
    """
    if step.is_barred:
        return (BARRED,)
    reasons = []
    if step.done_on > today:
        reasons.append(Reason("done_on", FUTURE))
    elif step.done_on < step.occurred_on:
        reasons.append(Reason("done_on", _("Enter a date on or after the incident.")))
    if step.kind in DECISIONS and step.kind not in possible_decisions(step.state):
        reasons.append(Reason("kind", _("A colleague has changed the status of this incident.")))
    if step.kind in DECISIONS and not step.is_authority:
        text = _("The authority that is responsible for the facility decides this.")
        reasons.append(Reason("kind", text))
    if step.is_own and step.kind in ENDING:
        text = _("You recorded this incident. Another person decides this.")
        reasons.append(Reason("kind", text))
    if (step.kind == FacilityIncidentStepKind.CLOSED) != bool(step.finding):
        text = (
            _("Choose what the follow-up found.")
            if step.kind == FacilityIncidentStepKind.CLOSED
            else _("A result belongs to the step that closes the incident.")
        )
        reasons.append(Reason("finding", text))
    return (*reasons, *_reasons_against_ending(step))


def _reasons_against_ending(step: IncidentStepFacts) -> tuple[Reason, ...]:
    """A serious incident is ended by two people, each in words; one that happened, after its steps."""
    if not step.is_serious or step.kind not in ENDING:
        return ()
    reasons = []
    if step.finding in HAPPENED:
        reasons += _reasons_against_unprotected(step.steps_in_words)
    if not has_enough_letters(step.text):
        text = _("Explain how you know this: at least 20 letters, without names of children.")
        reasons.append(Reason("text", text))
    if step.is_own_request:
        text = _("You recorded this decision. Another person of the authority has to confirm it.")
        reasons.append(Reason("kind", text))
    return tuple(reasons)


def _reasons_against_unprotected(steps: Collection[str]) -> list[Reason]:
    """Which steps are missing before an incident that happened is closed."""
    reasons = []
    if FacilityIncidentStepKind.CHILD_SAFE not in steps:
        text = _(
            "First record the step “The children’s safety was ensured”, and in at least 20 letters how."
        )
        reasons.append(Reason("finding", text))
    if not set(INFORMED).intersection(steps):
        text = _(
            "First record the step that the police or the child welfare or licensing authority was "
            "informed, and in at least 20 letters who and when."
        )
        reasons.append(Reason("finding", text))
    return reasons


def possible_decisions(
    state: FacilityIncidentState,
) -> frozenset[FacilityIncidentStepKind]:
    """The steps that change the state of an incident from this state."""
    if state == FacilityIncidentState.OPEN:
        return frozenset({FacilityIncidentStepKind.CLOSED, FacilityIncidentStepKind.ERROR})
    if state == FacilityIncidentState.CLOSED:
        return frozenset({FacilityIncidentStepKind.REOPENED, FacilityIncidentStepKind.ERROR})
    return frozenset({FacilityIncidentStepKind.REOPENED})
