"""Which facilities may receive a child, which licence is in effect, and what fits together.

Pure functions. `functions/facilities.sql` has the same rules for the database.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.people.vocabulary import Gender
from saathi.protection.care.facilities.vocabulary import (
    FAMILY_KIND,
    PERMITTING,
    AddressClass,
    LicenceRecordState,
    LicenceStatus,
    StopReason,
)

FAMILY = Reason(
    "kind",
    _(
        "Kinship and foster families are not facilities. They are assessed and supported in the "
        "child’s file, and are not licensed or inspected."
    ),
)
NOT_LISTED = Reason("not_listed", _("The facility is not published in the register."))
UNREGISTERED = Reason("unregistered", _("The facility has no valid licence."))
SUSPENDED = Reason("suspended", _("The licence of the facility is suspended."))
FAILED_INSPECTION = Reason("failed", _("The facility failed its last inspection."))
ADMISSIONS_SUSPENDED = Reason(
    "admissions", _("Admissions to the facility are suspended by a notice.")
)
LICENCE_NOTICE = Reason("licence", _("A notice to suspend the licence of the facility is open."))
CLOSURE_ORDERED = Reason("closure", _("A notice to close the facility is open."))
NO_PLACES_RECORDED = Reason("no_places", _("The number of places is not recorded."))
WRONG_SEX = Reason("wrong_sex", _("The facility has no places for children of this sex."))
WRONG_AGE = Reason("wrong_age", _("The facility has no places for children of this age."))
OVER_CAPACITY = Reason("over_capacity", _("All places of the facility are occupied."))
NO_TIME = dt.datetime.min.replace(tzinfo=dt.UTC)
STOP_REASONS = {
    StopReason.FAILED: FAILED_INSPECTION,
    StopReason.ADMISSIONS: ADMISSIONS_SUSPENDED,
    StopReason.LICENCE: LICENCE_NOTICE,
    StopReason.CLOSURE: CLOSURE_ORDERED,
}
# In the order in which the database lists them, too.
OBSTACLES = (
    NOT_LISTED, UNREGISTERED, SUSPENDED, FAILED_INSPECTION, ADMISSIONS_SUSPENDED, LICENCE_NOTICE,
    CLOSURE_ORDERED, NO_PLACES_RECORDED, WRONG_SEX, WRONG_AGE, OVER_CAPACITY,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlaceGroup:
    """Places of a facility for one sex, or for any, and the ages for which they are meant."""

    places: int | None = None
    age_low: int | None = None
    age_high: int | None = None

    def fits_age(self, age: int | None) -> bool:
        """Whether a child of this age may have such a place; an unknown age excludes no child."""
        if age is None:
            return True
        is_old_enough = self.age_low is None or age >= self.age_low
        return is_old_enough and (self.age_high is None or age <= self.age_high)


@dataclass(frozen=True, slots=True)
class Occupancy:
    """The children who live in a facility."""

    girls: int = 0
    boys: int = 0
    others: int = 0

    @property
    def total(self) -> int:
        """All children."""
        return self.girls + self.boys + self.others


@dataclass(frozen=True, slots=True)
class FacilityPlaces:
    """The places of a facility."""

    girls: PlaceGroup = PlaceGroup()
    boys: PlaceGroup = PlaceGroup()
    mixed: PlaceGroup = PlaceGroup()

    @property
    def total(self) -> int:
        """All places."""
        return sum(group.places or 0 for group in (self.girls, self.boys, self.mixed))

    @property
    def is_for_one_sex(self) -> bool:
        """Whether every place is for girls alone or for boys alone."""
        return self.total > 0 and not self.mixed.places

    def groups_for(self, sex: str) -> list[PlaceGroup]:
        """The groups in which a child of this sex may have a place; all if it is neither."""
        groups = {
            Gender.GIRL.value: (self.girls, self.mixed),
            Gender.BOY.value: (self.boys, self.mixed),
        }
        chosen = groups.get(sex, (self.girls, self.boys, self.mixed))
        return [group for group in chosen if group.places]

    def free_for(self, sex: str, occupancy: Occupancy) -> int | None:
        """The places that are free for a girl or a boy; None if no places are recorded.

        Those for any sex count for both, so that the numbers of girls and boys do not add up.
        """
        if not self.total:
            return None
        girls, boys, mixed = (g.places or 0 for g in (self.girls, self.boys, self.mixed))
        used = max(0, occupancy.girls - girls) + max(0, occupancy.boys - boys) + occupancy.others
        own = girls - occupancy.girls if sex == Gender.GIRL else boys - occupancy.boys
        return max(0, own) + max(0, mixed - used)

    def is_full_for(self, sex: str, occupancy: Occupancy) -> bool:
        """Whether no place is free for a child of this sex; places for any sex fill up last."""
        girls, boys, mixed = (g.places or 0 for g in (self.girls, self.boys, self.mixed))
        used = max(0, occupancy.girls - girls) + max(0, occupancy.boys - boys) + occupancy.others
        if sex == Gender.GIRL:
            return occupancy.girls >= girls and used >= mixed
        if sex == Gender.BOY:
            return occupancy.boys >= boys and used >= mixed
        return occupancy.total >= self.total


@dataclass(frozen=True, slots=True)
class LicenceFacts:
    """One record of a licence."""

    status: LicenceStatus
    from_on: dt.date
    until_on: dt.date | None = None
    recorded_at: dt.datetime = NO_TIME
    state: LicenceRecordState = LicenceRecordState.RECORDED


def licence_in_effect(records: Sequence[LicenceFacts], on: dt.date) -> LicenceFacts | None:
    """The record that says which licence a facility has on a day; None if there is none.

    An application changes no earlier decision: it counts only where there is none.
    """
    counted = [
        record
        for record in records
        if record.state == LicenceRecordState.RECORDED and record.from_on <= on
    ]
    decided = [record for record in counted if record.status != LicenceStatus.APPLIED] or counted
    return max(decided, key=lambda record: (record.from_on, record.recorded_at), default=None)


def licence_status(record: LicenceFacts | None, on: dt.date) -> LicenceStatus | None:
    """The status of a licence on a day: a permit that has run out is ended. None if not known."""
    if record is None:
        return None
    is_over = record.until_on is not None and record.until_on < on
    return LicenceStatus.ENDED if is_over and record.status in PERMITTING else record.status


@dataclass(frozen=True, slots=True)
class FacilityFacts:
    """What decides whether a facility may receive a child on a day."""

    is_published: bool
    licence: LicenceStatus | None
    places: FacilityPlaces = FacilityPlaces()
    # as a second person last confirmed them; None if nothing waits for confirmation
    confirmed: FacilityPlaces | None = None
    stops: frozenset[StopReason] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class PlacementNeed:
    """The child who needs a place; an unknown age or sex excludes no facility."""

    sex: str
    age: int | None


def placement_obstacles(
    facility: FacilityFacts, child: PlacementNeed, occupancy: Occupancy | None = None
) -> tuple[Reason, ...]:
    """Why our users may not approve the placement of a child in a facility; empty if they may.

    The occupancy is not compared if it is not known. The places have to fit as they are now and as a
    second person last confirmed them, so that no one changes them alone and then places a child.
    """
    if not facility.is_published:
        return (NOT_LISTED,)
    stop_reasons = [STOP_REASONS[stop] for stop in facility.stops]
    if facility.licence == LicenceStatus.SUSPENDED:
        stop_reasons.append(SUSPENDED)
    elif facility.licence not in PERMITTING:
        stop_reasons.append(UNREGISTERED)
    stop_reasons += _obstacles_of_places(facility.places, child, occupancy)
    if facility.confirmed is not None:
        stop_reasons += _obstacles_of_places(facility.confirmed, child, occupancy)
    return tuple(sorted(set(stop_reasons), key=OBSTACLES.index))


def _obstacles_of_places(
    places: FacilityPlaces, child: PlacementNeed, occupancy: Occupancy | None
) -> list[Reason]:
    if not places.total:
        return [NO_PLACES_RECORDED]
    groups = places.groups_for(child.sex)
    if not groups:
        return [WRONG_SEX]
    obstacles_of_places = [] if any(group.fits_age(child.age) for group in groups) else [WRONG_AGE]
    is_full = occupancy is not None and places.is_full_for(child.sex, occupancy)
    return [*obstacles_of_places, OVER_CAPACITY] if is_full else obstacles_of_places


# --- records ---------------------------------------------------------------------------------------


FIXED_COUNTRY = Reason(
    "country",
    _(
        "The country of a published facility does not change. Withdraw this entry and add the "
        "facility of the other country as a new one."
    ),
)


CONNECTED = Reason(
    "conflict",
    _(
        "You declared a connection with this facility. Another person who keeps the register changes "
        "its entry, its licence and its address."
    ),
)


def reasons_against_keeper(*, is_barred: bool) -> tuple[Reason, ...]:
    """Why this person cannot change anything about a facility in the register; empty if they can.

    `is_barred`: the person declared a connection with it as an inspector, and no one withdrew that.
    """
    return (CONNECTED,) if is_barred else ()


def reasons_against_country(before: str, after: str, *, was_published: bool) -> tuple[Reason, ...]:
    """Why the country of a facility cannot change: children may live there by it; empty if it can."""
    return (FIXED_COUNTRY,) if was_published and after != before else ()


def reasons_against_facility(kind: str, groups: dict[str, PlaceGroup]) -> tuple[Reason, ...]:
    """Why the facts of a facility do not fit together, by the name of the field; empty if they do."""
    reasons = [FAMILY] if kind == FAMILY_KIND[0] else []
    for name, group in groups.items():
        has_ages = group.age_low is not None or group.age_high is not None
        if has_ages and not group.places:
            text = _("Enter the number of places for these ages, or leave the ages blank.")
            reasons.append(Reason(f"{name}_places", text))
        if (
            group.age_low is not None
            and group.age_high is not None
            and group.age_high < group.age_low
        ):
            text = _("The maximum age must not be below the minimum age.")
            reasons.append(Reason(f"{name}_age_high", text))
    return tuple(reasons)


@dataclass(frozen=True, slots=True)
class LicenceInput:
    """What a record of a licence says."""

    status: str
    from_on: dt.date
    until_on: dt.date | None = None
    authority: str = ""
    number: str = ""
    conditions: str = ""


def reasons_against_licence(record: LicenceInput, *, today: dt.date) -> tuple[Reason, ...]:
    """Why a record of a licence cannot be right; empty if it can."""
    reasons = []
    if record.from_on > today:
        reasons.append(Reason("from_on", _("Enter a date that is not in the future.")))
    if record.until_on is not None and record.until_on < record.from_on:
        reasons.append(Reason("until_on", _("Enter an end that is not before the start.")))
    if record.status != LicenceStatus.NEVER_APPLIED and not record.authority:
        reasons.append(Reason("authority", _("Enter the authority that decides on the licence.")))
    if record.status == LicenceStatus.TEMPORARY and record.until_on is None:
        text = _("Enter the last day of the temporary registration.")
        reasons.append(Reason("until_on", text))
    if record.status == LicenceStatus.CONDITIONAL and not record.conditions:
        reasons.append(Reason("conditions", _("Enter the conditions of the licence.")))
    return tuple(reasons)


def first_licence_state(status: str) -> LicenceRecordState:
    """Whether a new record counts at once: what permits placements waits for a second person."""
    return LicenceRecordState.PROPOSED if status in PERMITTING else LicenceRecordState.RECORDED


def reasons_against_confirming(
    state: str, recorded_by: UUID, *, actor_id: UUID
) -> tuple[Reason, ...]:
    """Why this person cannot confirm the record of a licence; empty if they can."""
    if state != LicenceRecordState.PROPOSED:
        return (Reason("state", _("This record does not wait for a second person.")),)
    if recorded_by == actor_id:
        text = _("You entered this record. Another member of your agency confirms it.")
        return (Reason("state", text),)
    return ()


def reasons_against_withdrawing(
    state: str, recorded_by: UUID, *, actor_id: UUID
) -> tuple[Reason, ...]:
    """Why this person cannot mark the record of a licence as an error; empty if they can."""
    if state == LicenceRecordState.WITHDRAWN:
        return (Reason("state", _("This record is already marked as an error.")),)
    if state == LicenceRecordState.RECORDED and recorded_by == actor_id:
        text = _("This record counts. Another member of your agency marks it as an error.")
        return (Reason("state", text),)
    return ()


def reasons_against_address(
    *, is_newest: bool, is_own: bool, is_same: bool = True
) -> tuple[Reason, ...]:
    """Why this person cannot publish the address of a facility; empty if they can."""
    if not is_newest or not is_same:
        text = _("Another address was entered or published meanwhile. Check it again.")
        return (Reason("seen", text),)
    if is_own:
        text = _("You entered this address. Another member of your agency publishes it.")
        return (Reason("seen", text),)
    return ()


def address_reasons(address_class: str, address: str) -> tuple[Reason, ...]:
    """Why an address cannot be recorded; empty if it can."""
    if address_class != AddressClass.RESTRICTED and not address:
        return (Reason("address", _("Enter the address, or choose “Restricted”.")),)
    return ()
