"""Decisions about proceedings: elapsed time, testimony, tellings, charges and hearings.

What happened is never refused, only what contradicts itself. Nothing here decides on services,
placement or return (JUS-014): the child's decision has no effect on them.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from saathi.infra.district_list import country_of_district
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.justice.proceedings import vocabulary as codes

# Days after which a stage is prolonged, unless the procedure of the country says otherwise
# (`agencies.configuration_rules.JUSTICE_TARGETS`). The second and the third follow the order of
# magnitude of section 35 of India's POCSO Act, to be verified by a lawyer there.
DEFAULT_LIMITS: Final[Mapping[str, int]] = {
    "investigation_days": 90,
    "evidence_days": 30,
    "trial_days": 365,
}
_RANK: Final = {stage: place for place, stage in enumerate(codes.ProceedingStage)}


@dataclass(frozen=True, slots=True)
class StageReached:
    """A stage that a proceeding reached, and the day."""

    stage: codes.ProceedingStage
    on: dt.date


@dataclass(frozen=True, slots=True)
class StageTime:
    """A stage with the days that it has lasted; `is_current` for the latest."""

    stage: codes.ProceedingStage
    on: dt.date
    days: int
    is_current: bool


def order_stages(steps: Iterable[StageReached]) -> list[StageReached]:
    """The stages by day; on one day in their usual order."""
    return sorted(steps, key=lambda step: (step.on, _RANK[step.stage]))


def stage_times(steps: Iterable[StageReached], *, today: dt.date) -> list[StageTime]:
    """How many days each stage lasted; the latest one until today, unless the proceeding ended."""
    ordered = order_stages(steps)
    times = []
    for place, step in enumerate(ordered):
        is_current = place == len(ordered) - 1
        end = today if is_current else ordered[place + 1].on
        is_over = is_current and step.stage == codes.ProceedingStage.ENDED
        days = 0 if is_over else max((end - step.on).days, 0)
        times.append(StageTime(step.stage, step.on, days, is_current))
    return times


def current_stage(steps: Iterable[StageReached]) -> codes.ProceedingStage | None:
    """The latest stage; None if none was recorded."""
    ordered = order_stages(steps)
    return ordered[-1].stage if ordered else None


def total_days(steps: Iterable[StageReached], *, today: dt.date) -> int | None:
    """The days since the first stage, until the proceeding ended or today; None without a stage."""
    ordered = order_stages(steps)
    if not ordered:
        return None
    is_over = ordered[-1].stage == codes.ProceedingStage.ENDED
    return max(((ordered[-1].on if is_over else today) - ordered[0].on).days, 0)


@dataclass(frozen=True, slots=True)
class ProlongedPart:
    """A part of a proceeding that took longer than the procedure says."""

    code: str  # a key of DEFAULT_LIMITS
    days: int
    limit: int
    is_running: bool


def prolonged_parts(
    steps: Iterable[StageReached],
    heard_on: dt.date | None,
    limits: Mapping[str, int],
    *,
    today: dt.date,
) -> list[ProlongedPart]:
    """The parts that took or take longer than the limits (JUS-004): counted from what happened.

    `heard_on`: the first day on which the child was heard by the court.
    """
    ordered = order_stages(steps)
    first = {step.stage: step.on for step in reversed(ordered)}
    stage = codes.ProceedingStage
    ended = first.get(stage.ENDED)
    judged = first.get(stage.JUDGMENT, ended)
    parts = (
        (
            "investigation_days",
            first.get(stage.INVESTIGATION, first.get(stage.COMPLAINT)),
            first.get(stage.CHARGE, first.get(stage.TRIAL, judged)),
        ),
        ("evidence_days", first.get(stage.CHARGE), heard_on or judged),
        ("trial_days", first.get(stage.CHARGE, first.get(stage.TRIAL)), judged),
    )
    results = []
    for code, start, end in parts:
        if start is None:
            continue
        days = ((end or today) - start).days
        if days > limits[code]:
            results.append(ProlongedPart(code, days, limits[code], is_running=end is None))
    return results


def reasons_against_step(
    stage: codes.ProceedingStage, result: codes.ProceedingResult
) -> tuple[Reason, ...]:
    """Why a stage cannot be saved as entered: a result belongs to a judgment, an appeal or the end."""
    with_result = {
        codes.ProceedingStage.JUDGMENT,
        codes.ProceedingStage.APPEAL,
        codes.ProceedingStage.ENDED,
    }
    if result and stage not in with_result:
        text = _("Only a judgment, an appeal or the end of a proceeding has a result.")
        return (Reason("result", text),)
    if stage in {codes.ProceedingStage.JUDGMENT, codes.ProceedingStage.ENDED} and not result:
        return (Reason("result", _("Choose the result.")),)
    return ()


@dataclass(frozen=True, slots=True)
class CourtPlace:
    """Where a court of the register is."""

    country: str
    district: str


def reasons_against_place(
    country: str, district: str, court: CourtPlace | None
) -> tuple[Reason, ...]:
    """Why country, district and the court of the register contradict each other."""
    if court is not None and court.country != country:
        return (Reason("special_court", _("This court is in another country.")),)
    if district and country_of_district(district) != country:
        return (Reason("district", _("This district is in another country.")),)
    if court is not None and district and court.district != district:
        text = _("This court is in another district. Leave the district blank, or correct it.")
        return (Reason("district", text),)
    return ()


def is_victim(kind: codes.ProceedingKind) -> bool:
    """Whether the child is the victim of a crime in it; else a party. Never the accused (JUS-020)."""
    return kind in codes.ADVERSE


@dataclass(frozen=True, slots=True)
class HeldFacts:
    """What happened at a hearing, as far as it can contradict itself or breach a safeguard."""

    child_part: str
    public: str
    mode: str
    faced_accused: str
    in_room: Collection[str]


# What is asked about a child who took part, and stays blank for one who was not present.
ABOUT_CHILD: Final = (
    "mode", "questions", "questions_stopped", "breaks", "support", "faced_accused", "child_room",
)  # fmt: skip


def reasons_against_held(held: HeldFacts) -> tuple[Reason, ...]:
    """Why the record of a hearing contradicts itself; no fact is refused."""
    reasons = []
    is_absent = held.child_part == codes.ChildPart.NOT_PRESENT
    if is_absent and held.mode in codes.TOLD_AT_HEARING:
        text = _("The child was not present: choose “Not heard” or how the child took part.")
        reasons.append(Reason("mode", text))
    if held.mode == codes.HearingMode.OPEN_COURT and held.public == codes.PublicAccess.IN_CAMERA:
        text = _("The public was excluded: choose another way in which the child was heard.")
        reasons.append(Reason("mode", text))
    if is_absent and held.faced_accused == codes.HearingAnswer.YES:
        text = _("The child was not present: choose “No”, or how the child took part.")
        reasons.append(Reason("faced_accused", text))
    return tuple(reasons)


def is_open_with_child(child_part: str, public: str, in_room: Collection[str]) -> bool:
    """Whether the public could follow while the child took part: a violation (JUS-002).

    A hearing is open also if the press, the public or people of the accused were in the room, unless they
    had to leave while the child was heard. As the constraint `proceedings_open_is_violation`.
    """
    absent = {codes.ChildPart.NOT_PRESENT, codes.ChildPart.NOT_KNOWN}
    has_outsiders = public != codes.PublicAccess.PARTLY and not set(codes.OUTSIDERS).isdisjoint(
        in_room
    )
    return (public == codes.PublicAccess.OPEN or has_outsiders) and child_part not in absent


def reasons_against_recording(
    state: codes.HearingState, listed_on: dt.date, *, today: dt.date
) -> tuple[Reason, ...]:
    """Why the outcome of a hearing cannot be recorded: it has not taken place yet."""
    if state == codes.HearingState.HELD:
        return ()
    if listed_on > today:
        text = _("The hearing is on a later day. Change its date if it took place earlier.")
        return (Reason("state", text),)
    return ()


def reasons_against_adjournment(
    state: codes.HearingState, listed_on: dt.date, next_on: dt.date | None
) -> tuple[Reason, ...]:
    """Why an adjournment cannot be saved as entered."""
    if state == codes.HearingState.HELD:
        return (Reason("next_on", _("The hearing was held. Change its record instead.")),)
    if next_on is not None and next_on <= listed_on:
        return (Reason("next_on", _("Enter a date after the adjourned hearing.")),)
    return ()


def open_arrangements(states: Mapping[str, str]) -> list[str]:
    """The names of what is neither confirmed nor unnecessary."""
    return [name for name, state in states.items() if not is_arranged([state])]


def is_arranged(states: Iterable[str]) -> bool:
    """Whether everything is confirmed or not needed; as in `functions/hearings.sql`."""
    done = {codes.ArrangementState.CONFIRMED, codes.ArrangementState.NOT_NEEDED}
    return all(state in done for state in states)


def accounts_given(hearings: Iterable[tuple[str, str, int | None]]) -> int:
    """How often the child gave an account: the hearings at which the child did, or the number recorded.

    Each is its state, how the child was heard, and the number recorded. As `proceedings_told` in SQL.
    """
    listed = list(hearings)
    counted = sum(
        state == codes.HearingState.HELD and mode in codes.TOLD_AT_HEARING
        for state, mode, _number in listed
    )
    return max([counted, *(number or 0 for _state, _mode, number in listed)])


NOT_LISTED: Final = (Reason("state", _("The hearing was already held, adjourned or cancelled.")),)


def reasons_against_referral_outcome(
    outcome: codes.CourtReferralOutcome, *, asked_on: dt.date, decided_on: dt.date | None
) -> tuple[Reason, ...]:
    """Why the outcome of a referral to a court for children cannot be saved as entered."""
    is_waiting = outcome == codes.CourtReferralOutcome.WAITING
    if is_waiting and decided_on is not None:
        return (Reason("decided_on", _("Remove the date, or choose the outcome.")),)
    if not is_waiting and decided_on is None:
        return (Reason("decided_on", _("Enter the date of the outcome.")),)
    if decided_on is not None and decided_on < asked_on:
        return (Reason("decided_on", _("Enter a date on or after the request.")),)
    return ()
