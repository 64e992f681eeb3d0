"""What our agency decides only with a second person, and how long a short stay lasts. Pure functions.

Emergency shelter and transit care need neither consent nor the examination of family options: they are
exceptions of their own, for a few days. A second stay of this kind, a child of unknown age, a child
recorded neither as girl nor as boy in a facility for one sex, a child who does not want the placement, a
facility in which a serious incident is open, and a placement that differs from a determination or an order
in force need the agreement of a second person, who enters reasons; in emergency shelter mostly
afterwards (`AT_ONCE_CODES`). The database asks the same (`functions/agreements.sql`).
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from saathi.infra.enough_text import has_enough_letters
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.care.placements.vocabulary import (
    FACILITY_KINDS,
    SHORT_KINDS,
    ExceptionState,
    PlacementBasis,
    PlacementKind,
    PlacementState,
    PlacementView,
)

# Our own numbers, in no source: to be verified.
EMERGENCY_DAYS: Final = 14  # the longest stay in emergency shelter by our decision
TRANSIT_DAYS: Final = 30  # the longest stay in transit care by our decision
SHORT_AGAIN_DAYS: Final = 90  # a short stay within so many days after another needs a second person
STAY_DAYS: Final[Mapping[PlacementKind, int]] = {
    PlacementKind.EMERGENCY: EMERGENCY_DAYS,
    PlacementKind.TRANSIT: TRANSIT_DAYS,
}
_TOO_LONG: Final = {
    PlacementKind.EMERGENCY: _(
        "Enter an end within 14 days: emergency shelter is for a short time."
    ),
    PlacementKind.TRANSIT: _("Enter an end within 30 days: transit care is for a short time."),
}

AGE_UNKNOWN: Final = Reason(
    "age_unknown", _("The age of the child is not known: a second person has to agree.")
)
SEX_UNKNOWN: Final = Reason(
    "sex_unknown",
    _(
        "The facility has places for girls or boys only, and the child is recorded as neither: a second "
        "person has to agree."
    ),
)
SHORT_AGAIN: Final = Reason(
    "short_again",
    _(
        "The child was in emergency shelter or transit care within 90 days before: a second person "
        "has to agree."
    ),
)
CHILD_OBJECTS: Final = Reason(
    "child_objects", _("The child does not want this placement: a second person has to agree.")
)
OPEN_INCIDENTS: Final = Reason(
    "open_incidents",
    _(
        "A serious incident in this facility is open. Ask the authority of the facility before you place "
        "a child: a second person has to agree."
    ),
)
NOT_AS_DETERMINED: Final = Reason(
    "not_as_determined",
    _(
        "The placement differs from the best interests determination in force. Enter why, in at least 20 "
        "letters: a second person has to agree."
    ),
)
NOT_AS_ORDERED: Final = Reason(
    "not_as_ordered",
    _(
        "An order in force says where or with whom the child lives. If the placement carries it out, record "
        "it as a placement by order. If it differs, enter why, in at least 20 letters: a second person has "
        "to agree."
    ),
)
# From what an authority or a panel decided for the child.
DIFFERENCES: Final = (NOT_AS_DETERMINED, NOT_AS_ORDERED)
# In the order in which the database lists them, too.
AGREEMENT_NEEDS: Final = (
    AGE_UNKNOWN, SEX_UNKNOWN, SHORT_AGAIN, CHILD_OBJECTS, OPEN_INCIDENTS, *DIFFERENCES,
)  # fmt: skip
AGREEMENT_CODES: Final = frozenset(reason.code for reason in AGREEMENT_NEEDS)
# A child whom our agency shelters tonight is there, whoever answers the telephone: where nothing else is
# missing, emergency shelter begins at once, and the second person agrees afterwards.
AT_ONCE_CODES: Final = frozenset({
    AGE_UNKNOWN.code, SEX_UNKNOWN.code, SHORT_AGAIN.code, *(reason.code for reason in DIFFERENCES),
})  # fmt: skip
# Where the age of a child decides whether the place is suitable.
_AGE_KINDS: Final = frozenset({*FACILITY_KINDS, PlacementKind.INDEPENDENT})


@dataclass(frozen=True, slots=True)
class SecondPersonFacts:
    """What decides whether a second person has to agree."""

    kind: PlacementKind
    age: int | None  # the least possible age
    view: PlacementView
    had_short_stay: bool = False  # by our agency, within `SHORT_AGAIN_DAYS` before the start
    # the child is recorded neither as girl nor as boy, and the facility has places for one sex alone
    is_sex_unknown: bool = False


def agreement_needs(facts: SecondPersonFacts) -> list[Reason]:
    """Why a second person has to agree to a placement; empty if no one has to."""
    found = []
    if facts.age is None and facts.kind in _AGE_KINDS:
        found.append(AGE_UNKNOWN)
    if facts.is_sex_unknown:
        found.append(SEX_UNKNOWN)
    if facts.had_short_stay and facts.kind in SHORT_KINDS:
        found.append(SHORT_AGAIN)
    if facts.view == PlacementView.OBJECTS:
        found.append(CHILD_OBJECTS)
    return found


def is_agreement_only(unmet: Sequence[Reason]) -> bool:
    """Whether nothing is missing but the agreement of a second person: it does not expire."""
    return all(reason.code in AGREEMENT_CODES for reason in unmet)


def begins_at_once(kind: PlacementKind, unmet: Collection[str]) -> bool:
    """Whether the child is placed before a second person agrees, by the codes of what is unmet."""
    return kind == PlacementKind.EMERGENCY and AT_ONCE_CODES.issuperset(unmet)


def waits_for_agreement(state: str, exception: str) -> bool:
    """Whether a child lives in emergency shelter to which no second person has agreed yet."""
    return state == PlacementState.CURRENT and exception == ExceptionState.REQUESTED


def reasons_against_agreeing_afterwards(
    *, waits: bool, authors: Collection[UUID | None], actor_id: UUID
) -> tuple[Reason, ...]:
    """Why this person cannot agree to a placement that began at once: another one recorded it."""
    if not waits:
        return (Reason("question", _("This placement is not waiting for an agreement.")),)
    if actor_id in authors:
        text = _("You recorded or changed this placement. A second person agrees to it.")
        return (Reason("question", text),)
    return ()


def reasons_against_error(
    *, waits: bool, authors: Collection[UUID | None], actor_id: UUID
) -> tuple[Reason, ...]:
    """Why this person does not mark a placement as an error: its author ends no alarm alone."""
    if not waits or actor_id not in authors:
        return ()
    text = _(
        "A second person has not agreed to this placement yet, and you recorded it. End it if the child "
        "no longer lives there, or ask a second person, such as your supervisor, to mark it as an error."
    )
    return (Reason("end_note", text),)


def is_explained(unmet: Sequence[Reason], why: str) -> bool:
    """Whether the words of a request are enough: a difference from what was decided is explained."""
    differs = any(reason in DIFFERENCES for reason in unmet)
    return has_enough_letters(why) if differs else bool(why.strip())


def reasons_against_agreement(unmet: Collection[str], *, has_reasons: bool) -> tuple[Reason, ...]:
    """Why a second person cannot agree to a placement, by the codes of what is unmet."""
    if AGREEMENT_CODES & set(unmet) and not has_reasons:
        text = _("Enter the reasons why you agree to this placement, in at least 20 letters.")
        return (Reason("question", text),)
    return ()


def reasons_against_stay(
    kind: PlacementKind, started_on: dt.date, planned_end: dt.date | None
) -> tuple[Reason, ...]:
    """Why a placement by our agency cannot last until its planned end; empty if it can."""
    days = STAY_DAYS.get(kind)
    if days is None or planned_end is None or (planned_end - started_on).days <= days:
        return ()
    return (Reason("planned_end", _TOO_LONG[kind]),)


def expires_on(
    kind: PlacementKind, basis: PlacementBasis, planned_end: dt.date | None, until: dt.date | None
) -> dt.date | None:
    """The last day of a placement by an exception or of a short stay by our agency; None without one."""
    is_short = basis == PlacementBasis.OURS and kind in SHORT_KINDS
    days = [day for day in (until, planned_end if is_short else None) if day is not None]
    return min(days, default=None)


def follows_removal(
    kind: PlacementKind, basis: PlacementBasis, before: PlacementKind | None
) -> bool:
    """Whether best interests are to be assessed as after an emergency removal.

    A move from one short stay to another is of the same removal. `before`: the placement that it ends.
    """
    is_emergency = kind == PlacementKind.EMERGENCY and basis == PlacementBasis.OURS
    return is_emergency and before not in SHORT_KINDS
