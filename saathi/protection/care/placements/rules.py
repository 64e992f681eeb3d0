"""What a placement, its end and its reviews need. Pure functions; in SQL: `functions/placements.sql`."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.care.facilities.rules import NOT_LISTED, OBSTACLES
from saathi.protection.care.placements import agreement_rules
from saathi.protection.care.placements.agreement_rules import AGREEMENT_CODES, AGREEMENT_NEEDS
from saathi.protection.care.placements.country_rules import COUNTRY_REASONS
from saathi.protection.care.placements.vocabulary import (
    FACILITY_KINDS,
    FAMILY_KINDS,
    SHORT_KINDS,
    FamilyOption,
    FamilyResult,
    PlacementBasis,
    PlacementEnd,
    PlacementKind,
    PlacementState,
    PlacementView,
    SiblingsPlacement,
    ViolenceInFamily,
)

# All numbers are derived, in no source: to be verified.
EXCEPTION_DAYS: Final = 7  # an exception ends at the latest after so many days
ASSESSMENT_DAYS: Final = 365  # a family is assessed again after so many days
CONTINUED_DAYS: Final = 90  # how long an arrangement of the follow-up after closure counts
YOUNG_AGE: Final = 3  # below it no child lives in residential care without an exception
INDEPENDENT_AGE: Final = 16  # the least age of supported independent living

NOT_ASSESSED = Reason("no_assessment", _("The family has not been assessed."))
OLD_ASSESSMENT = Reason("old_assessment", _("The assessment of the family is older than 1 year."))
UNSAFE_FAMILY = Reason(
    "unsafe_family", _("The assessment found the family not safe for the child.")
)
UNDER_THREE = Reason(
    "under_three", _("A child under 3 years belongs in a family, not in residential care.")
)
TOO_YOUNG = Reason(
    "too_young", _("Supported independent living is for children of 16 years or more.")
)
NO_BASIS = Reason(
    "no_consent", _("There is no consent or other legal basis for a placement on record.")
)
NOT_EXAMINED = Reason(
    "not_examined",
    _("Examine care by the parents, kinship care and foster care before residential care."),
)
# What our agency needs for its own decision and others need not record.
OF_OURS_ALONE: Final = frozenset(
    {
        NO_BASIS.code, NOT_EXAMINED.code, *AGREEMENT_CODES,
        *(reason.code for reason in COUNTRY_REASONS),
    }
)  # fmt: skip
# What an exception never replaces.
NEVER_EXCEPTED: Final = frozenset(
    {UNSAFE_FAMILY.code, *(reason.code for reason in COUNTRY_REASONS)}
)
UNMET: Final = (
    *OBSTACLES, NOT_ASSESSED, OLD_ASSESSMENT, UNSAFE_FAMILY, UNDER_THREE, TOO_YOUNG, NO_BASIS,
    NOT_EXAMINED, *AGREEMENT_NEEDS, *COUNTRY_REASONS,
)  # fmt: skip
UNMET_TEXTS: Final = {reason.code: reason.text for reason in UNMET}


def least_age(latest_birth_year: int | None, *, on: dt.date) -> int | None:
    """The least age, in years, that a child can reach in the year of a day; None if not known.

    Of a range of birth years the latest one counts: a child who may be too young for a place is
    treated as too young.
    """
    return None if latest_birth_year is None else max(0, on.year - latest_birth_year)


@dataclass(frozen=True, slots=True)
class FamilyFacts:
    """The assessment of a family."""

    result: FamilyResult
    assessed_on: dt.date


@dataclass(frozen=True, slots=True)
class PlacementNeeds:
    """What decides whether our agency may place a child without an exception."""

    kind: PlacementKind
    on: dt.date
    age: int | None  # the least possible age
    has_basis: bool  # consent or another legal basis for a placement
    view: PlacementView
    had_short_stay: bool = False  # see `agreement_rules`
    is_sex_unknown: bool = False  # for a facility of one sex, see `agreement_rules`
    agreements: Sequence[Reason] = ()  # more of `AGREEMENT_NEEDS`, see `second_person`
    options: Collection[str] = ()  # codes of `FamilyOption`: parents, kin, foster
    family: FamilyFacts | None = None
    obstacles: Sequence[Reason] = ()  # of the facility, see `facilities.rules`
    is_not_listed: bool = False  # a facility that is known by its name alone
    country_faults: Sequence[Reason] = ()  # see `country_rules`


def unmet_needs(needs: PlacementNeeds) -> tuple[Reason, ...]:
    """All that a placement lacks; an exception may replace it, except what is never excepted."""
    found = list(needs.obstacles)
    if needs.is_not_listed:
        found.append(NOT_LISTED)
    if needs.kind in FAMILY_KINDS:
        found += _unmet_of_family(needs.family, needs.on)
    if needs.kind == PlacementKind.INDEPENDENT and needs.age is not None:
        found += [TOO_YOUNG] if needs.age < INDEPENDENT_AGE else []
    if needs.kind == PlacementKind.RESIDENTIAL:
        if needs.age is not None and needs.age < YOUNG_AGE:
            found.append(UNDER_THREE)
        if {FamilyOption.NOT_EXAMINED, FamilyOption.NOT_RECORDED} & set(needs.options):
            found.append(NOT_EXAMINED)
    if not needs.has_basis and needs.kind not in SHORT_KINDS:
        found.append(NO_BASIS)
    found += agreement_rules.agreement_needs(
        agreement_rules.SecondPersonFacts(
            needs.kind, needs.age, needs.view, needs.had_short_stay, needs.is_sex_unknown
        )
    )
    return (*found, *needs.agreements, *needs.country_faults)


def join_obstacles(days: Iterable[Sequence[Reason]]) -> tuple[Reason, ...]:
    """The obstacles of a facility on several days, each once, in the order of the register.

    Our own decision is judged on the first day of the placement and on the day it is made: a
    facility that was stopped since receives no child by a decision that is dated back.
    """
    results = {reason for obstacles in days for reason in obstacles}
    return tuple(sorted(results, key=OBSTACLES.index))


def _unmet_of_family(family: FamilyFacts | None, on: dt.date) -> list[Reason]:
    if family is None:
        return [NOT_ASSESSED]
    if family.result == FamilyResult.UNSAFE:
        return [UNSAFE_FAMILY]
    return [OLD_ASSESSMENT] if (on - family.assessed_on).days > ASSESSMENT_DAYS else []


@dataclass(frozen=True, slots=True)
class PlacementEntry:
    """What a person entered about a placement."""

    kind: PlacementKind
    basis: PlacementBasis
    started_on: dt.date
    today: dt.date
    view: PlacementView
    siblings: SiblingsPlacement
    has_facility: bool
    has_family: bool
    has_place: bool  # the place or the caregiver in words
    options: tuple[str, str, str] = ("", "", "")
    has_view_note: bool = False
    has_options_words: bool = False
    siblings_apart: str = ""
    planned_end: dt.date | None = None


_OPTION_FIELDS: Final = ("parents_option", "kin_option", "foster_option")


def reasons_against_entry(entry: PlacementEntry) -> tuple[Reason, ...]:
    """Why a placement cannot be saved as entered, by field. What others decided needs little."""
    reasons = list(_reasons_of_place(entry))
    if entry.started_on > entry.today:
        reasons.append(Reason("started_on", _("Enter a date that is not in the future.")))
    if entry.planned_end is not None and entry.planned_end < entry.started_on:
        reasons.append(Reason("planned_end", _("Enter an end that is not before the start.")))
    if entry.siblings == SiblingsPlacement.APART and not entry.siblings_apart:
        text = _("Choose why siblings live apart.")
        reasons.append(Reason("siblings_apart", text))
    if entry.basis == PlacementBasis.OURS:
        reasons += _reasons_of_ours(entry)
    return tuple(reasons)


def _reasons_of_place(entry: PlacementEntry) -> list[Reason]:
    if entry.kind not in FACILITY_KINDS and entry.has_facility:
        text = _("A family or supported independent living is no facility. Leave this blank.")
        return [Reason("facility", text)]
    if entry.kind not in FAMILY_KINDS and entry.has_family:
        text = _("An assessed family is chosen only for kinship or foster care.")
        return [Reason("assessment", text)]
    if entry.kind in FACILITY_KINDS and not entry.has_facility:
        if entry.basis == PlacementBasis.OURS:
            return [Reason("facility", _("Choose the facility from the register."))]
        if not entry.has_place:
            return [Reason("place", _("Choose the facility, or enter its name."))]
    needs_words = entry.kind not in FACILITY_KINDS and not entry.has_family
    if needs_words and not entry.has_place:
        return [Reason("place", _("Enter where or with which caregiver the child lives."))]
    return []


def _reasons_of_ours(entry: PlacementEntry) -> list[Reason]:
    reasons = []
    if entry.kind in FACILITY_KINDS:
        text = _("Choose what was found about this option.")
        reasons += [
            Reason(name, text)
            for name, option in zip(_OPTION_FIELDS, entry.options, strict=True)
            if not option
        ]
        # In emergency shelter and transit care the options may be examined afterwards.
        if entry.kind not in SHORT_KINDS and not entry.has_options_words:
            text = _("Enter what was tried before a facility was chosen, and with what result.")
            reasons.append(Reason("options_words", text))
    if entry.kind in SHORT_KINDS and entry.planned_end is None:
        text = _("Enter the planned end: this type of care is for a short time.")
        reasons.append(Reason("planned_end", text))
    reasons += agreement_rules.reasons_against_stay(entry.kind, entry.started_on, entry.planned_end)
    if entry.view == PlacementView.NOT_ASKED and not entry.has_view_note:
        reasons.append(Reason("view_note", _("Enter why the child was not asked.")))
    if entry.view == PlacementView.OBJECTS and not entry.has_view_note:
        text = _("Enter why the decision differs from what the child wants.")
        reasons.append(Reason("view_note", text))
    return reasons


def reasons_against_earlier(
    started_on: dt.date, ended_on: dt.date | None, end_reason: str, *, today: dt.date
) -> tuple[Reason, ...]:
    """Why the end of an earlier placement cannot be saved with it: a day and a reason, or neither."""
    if ended_on is None:
        text = _("Enter the end, or leave the reason for it blank.")
        return (Reason("ended_on", text),) if end_reason else ()
    reasons = []
    if not end_reason:
        reasons.append(Reason("end_reason", _("Choose the reason for the end.")))
    if not started_on <= ended_on <= today:
        text = _("Enter an end between the start and today.")
        reasons.append(Reason("ended_on", text))
    return tuple(reasons)


@dataclass(frozen=True, slots=True)
class ExceptionRequest:
    """The exception that a person requests for a placement, if any."""

    has_why: bool
    until: dt.date | None
    # the child had an exception for the same facility or family, or for a place that is not assessed
    had_one_before: bool
    begins_at_once: bool = False  # see `agreement_rules.begins_at_once`


_EXCEPTION_WHY: Final = _("To request an exception, enter why it is needed. A supervisor decides.")
_AT_ONCE_WHY: Final = _(
    "Enter why this emergency shelter is needed. The child is then placed at once, and a second person is "
    "asked to agree."
)


def reasons_against_exception(
    unmet: Sequence[Reason], request: ExceptionRequest, *, started_on: dt.date, today: dt.date
) -> tuple[Reason, ...]:
    """Why a placement with unmet needs cannot be requested; empty if it may be, or if it needs none."""
    if not unmet:
        return ()
    if any(reason.code in NEVER_EXCEPTED for reason in unmet):
        return tuple(unmet)
    if not request.has_why:
        text = _AT_ONCE_WHY if request.begins_at_once else _EXCEPTION_WHY
        return (*unmet, Reason("exception_why", text))
    is_agreement = agreement_rules.is_agreement_only(unmet)
    if request.had_one_before and not is_agreement:
        text = _("There was an exception for this place before. An authority has to decide now.")
        return (*unmet, Reason("exception_why", text))
    # A decision that is recorded late can still be recorded, by an exception from today.
    last = max(started_on, today) + dt.timedelta(days=EXCEPTION_DAYS)
    is_valid = is_agreement if request.until is None else started_on <= request.until <= last
    if not is_valid:
        text = _(
            "An exception is valid for at most 7 days from the start, or from today if the start "
            "is earlier."
        )
        return (Reason("exception_until", text),)
    return ()


def reasons_not_to_decide(
    state: PlacementState, *, authors: Collection[UUID | None], by: UUID
) -> tuple[Reason, ...]:
    """Why this person cannot approve or return an exception: a second person decides."""
    if state != PlacementState.PROPOSED:
        return (Reason("state", _("This placement is not waiting for approval.")),)
    if by in authors:
        text = _("You requested or changed this exception. A second person decides.")
        return (Reason("own", text),)
    return ()


def is_exception_over(until: dt.date | None, *, today: dt.date) -> bool:
    """Whether a child still lives somewhere by an exception that has expired."""
    return until is not None and until < today


def reasons_against_move(
    last_started: dt.date | None, started_on: dt.date, *, has_reason: bool
) -> tuple[Reason, ...]:
    """Why a placement cannot follow the current one: a move has a reason, and dates in order."""
    if last_started is None:
        return ()
    reasons = []
    if not has_reason:
        text = _("Choose the reason for the move from the current placement.")
        reasons.append(Reason("move_reason", text))
    if started_on < last_started:
        text = _("The current placement began later. Enter a date that is not before its start.")
        reasons.append(Reason("started_on", text))
    return tuple(reasons)


def reasons_against_end(
    state: PlacementState,
    end: PlacementEnd,
    *,
    started_on: dt.date,
    ended_on: dt.date,
    has_note: bool,
) -> tuple[Reason, ...]:
    """Why the end of a placement cannot be saved."""
    if state != PlacementState.CURRENT:
        return (Reason("end_reason", _("This placement is not current.")),)
    reasons = []
    if end in {PlacementEnd.NOT_RECORDED, PlacementEnd.MOVED}:
        reasons.append(Reason("end_reason", _("Choose the reason for the end.")))
    if ended_on < started_on:
        reasons.append(Reason("ended_on", _("Enter an end that is not before the start.")))
    if end in {PlacementEnd.LEFT, PlacementEnd.TAKEN} and not has_note:
        text = _("Enter what is known: when, with whom, and what was done.")
        reasons.append(Reason("end_note", text))
    return tuple(reasons)


def reasons_against_continuing(
    state: PlacementState,
    continued_on: dt.date,
    *,
    started_on: dt.date,
    today: dt.date,
    has_name: bool,
) -> tuple[Reason, ...]:
    """Why it cannot be recorded who follows up a placement after the case is closed."""
    if state != PlacementState.CURRENT:
        return (Reason("continued_on", _("This placement is not current.")),)
    reasons = []
    if not started_on <= continued_on <= today:
        text = _("Enter a date between the start of the placement and today.")
        reasons.append(Reason("continued_on", text))
    if not has_name:
        text = _("Enter the authority or person who visits the child and reviews the placement.")
        reasons.append(Reason("continued_by", text))
    return tuple(reasons)


def days_left(until: dt.date | None, *, today: dt.date) -> int | None:
    """How many days an exception is still valid: 0 on its last day, negative once it expired."""
    return None if until is None else (until - today).days


def reasons_against_error(state: PlacementState, *, has_note: bool) -> tuple[Reason, ...]:
    """Why a placement cannot be marked as recorded in error."""
    if state != PlacementState.CURRENT:
        return (Reason("end_note", _("Only a current placement can be marked as an error.")),)
    return () if has_note else (Reason("end_note", _("Enter what was wrong.")),)


def reasons_against_family(
    result: FamilyResult, violence: ViolenceInFamily, *, has_reasons: bool
) -> tuple[Reason, ...]:
    """Why the assessment of a family cannot be saved: no family is safe without a screening."""
    reasons = []
    is_suitable = result != FamilyResult.UNSAFE
    if is_suitable and violence == ViolenceInFamily.NOT_SCREENED:
        text = _("Screen the family for violence before you find it safe.")
        reasons.append(Reason("violence", text))
    if is_suitable and violence == ViolenceInFamily.PRESENT:
        text = _("A family with violence now, or feared, is not safe for the child.")
        reasons.append(Reason("result", text))
    needs_reasons = not is_suitable or violence == ViolenceInFamily.PAST
    if needs_reasons and not has_reasons:
        reasons.append(Reason("reasons", _("Enter the reasons for the conclusion.")))
    return tuple(reasons)
