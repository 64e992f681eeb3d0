"""Reads of facilities. They are open data, except addresses: no right to a file is needed."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies.models import Agency, Staff
from saathi.agencies.register_kit import queries as register_queries
from saathi.agencies.register_kit.queries import is_review_due
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra.join_words import join_words
from saathi.infra.reasons import Reason
from saathi.people.formatting import format_age
from saathi.protection.care.facilities import rules
from saathi.protection.care.facilities.actions import FACILITIES, place_groups
from saathi.protection.care.facilities.models import (
    Facility,
    FacilityAddress,
    FacilityLicence,
    FacilityVersion,
    PlacementStop,
)
from saathi.protection.care.facilities.rules import (
    FacilityFacts,
    FacilityPlaces,
    LicenceFacts,
    Occupancy,
    PlaceGroup,
    PlacementNeed,
)
from saathi.protection.care.facilities.vocabulary import (
    PERMITTING,
    FacilityAddressState,
    LicenceRecordState,
    LicenceStatus,
    StopReason,
)

type Facilities = QuerySet[Facility]


def placement_obstacles(
    facility: Facility,
    *,
    sex: str,
    age: int | None,
    on: dt.date,
    occupancy: Occupancy | None = None,
) -> tuple[Reason, ...]:
    """Why our users may not approve the placement of a child in a facility on a day; empty if they may.

    `sex` is a code of `Gender`; the SQL function `facility_placement_obstacles` gives the same codes.
    """
    facts = facility_facts(facility, on)
    return rules.placement_obstacles(facts, PlacementNeed(sex, age), occupancy)


def facility_facts(facility: Facility, on: dt.date) -> FacilityFacts:
    """What decides whether a facility may receive a child on a day."""
    return FacilityFacts(
        is_published=facility.state == EntryState.PUBLISHED,
        licence=current_licence_status(facility, on),
        places=facility_places(facility),
        confirmed=confirmed_places([facility]).get(facility.pk),
        stops=frozenset(StopReason(stop.reason) for stop in list_stops(facility, on)),
    )


def facility_places(facility: Facility) -> FacilityPlaces:
    """The places of a facility."""
    groups = place_groups(vars(facility))
    return FacilityPlaces(groups["girls"], groups["boys"], groups["mixed"])


def confirmed_places(facilities: Iterable[Facility]) -> dict[UUID, FacilityPlaces]:
    """The places as a second person last confirmed them, of facilities that were changed since.

    One query if there are any. As `facility_confirmed_places` in SQL: the first content that was
    replaced after the confirmation is the one that was seen.
    """
    seen_at = {
        row.pk: max(row.published_at, row.confirmed_at or row.published_at)
        for row in facilities
        if row.published_at is not None and row.has_unseen_content
    }
    results: dict[UUID, FacilityPlaces] = {}
    if seen_at:
        versions = FacilityVersion.objects.filter(
            facility__in=seen_at, body__state=EntryState.PUBLISHED
        )
        for version in versions.order_by("version"):
            if version.changed_at > seen_at[version.facility_id]:
                results.setdefault(version.facility_id, _places_of_version(version))
    return results


def is_for_one_sex(facility: Facility) -> bool:
    """Whether every place is for girls or boys alone, as it is now or as it was last confirmed."""
    return any(
        places.is_for_one_sex
        for places in (facility_places(facility), *confirmed_places([facility]).values())
    )


def _places_of_version(version: FacilityVersion) -> FacilityPlaces:
    numbers = {
        name: int(value)
        for name, value in version.body.items()
        if value and name.partition("_")[2] in {"places", "age_low", "age_high"}
    }
    groups = place_groups(numbers)
    return FacilityPlaces(groups["girls"], groups["boys"], groups["mixed"])


def list_stops(facility: Facility, on: dt.date) -> list[PlacementStop]:
    """What stops placements in a facility on a day."""
    rows = PlacementStop.objects.filter(facility=facility, from_on__lte=on)
    return list(rows.filter(Q(ended_on=None) | Q(ended_on__gt=on)).order_by("from_on", "pk"))


def current_licence(facility: Facility, on: dt.date) -> FacilityLicence | None:
    """The record of the licence that a facility has on a day, as `rules.licence_in_effect` says."""
    records = {licence_facts(row): row for row in FacilityLicence.objects.filter(facility=facility)}
    facts = rules.licence_in_effect(list(records), on)
    return records[facts] if facts else None


def current_licence_status(facility: Facility, on: dt.date) -> LicenceStatus | None:
    """The status of a facility's licence on a day; None if no decision is recorded."""
    row = current_licence(facility, on)
    return rules.licence_status(licence_facts(row) if row else None, on)


def licence_facts(row: FacilityLicence) -> LicenceFacts:
    """The facts of one record of a licence."""
    return LicenceFacts(
        LicenceStatus(row.status),
        row.from_on,
        row.until_on,
        row.recorded_at,
        LicenceRecordState(row.state),
    )


def list_licences(facility: Facility) -> list[FacilityLicence]:
    """All records of a facility's licence, newest first."""
    rows = FacilityLicence.objects.filter(facility=facility)
    return list(rows.order_by("-from_on", "-recorded_at", "pk"))


def get_licence(facility: Facility, licence_id: UUID) -> FacilityLicence:
    """One record of a facility's licence; 404 if there is none."""
    row = FacilityLicence.objects.filter(pk=licence_id, facility=facility).first()
    if row is None:
        raise Http404
    return row


def current_address(facility: Facility) -> FacilityAddress | None:
    """The address that counts, for those who may read it: the database shows it to no one else."""
    rows = FacilityAddress.objects.filter(facility=facility, state=FacilityAddressState.PUBLISHED)
    return rows.order_by("-recorded_at", "-pk").first()


def newest_address(facility: Facility) -> FacilityAddress | None:
    """The newest address, proposed or published, for keepers of the entry."""
    rows = FacilityAddress.objects.filter(facility=facility)
    return rows.order_by("-recorded_at", "-pk").first()


def proposed_address(facility: Facility) -> FacilityAddress | None:
    """The address that waits for a second person; None if there is none, or not for the reader."""
    newest = newest_address(facility)
    return newest if newest and newest.state == FacilityAddressState.PROPOSED else None


def with_list_columns(entries: Facilities, today: dt.date) -> Facilities:
    """The facilities with the status and end of their licence, and whether placements are stopped."""
    counted = FacilityLicence.objects.filter(
        facility=OuterRef("pk"), state=LicenceRecordState.RECORDED, from_on__lte=today
    )
    decided = counted.exclude(status=LicenceStatus.APPLIED).order_by("-from_on", "-recorded_at")
    stops = PlacementStop.objects.filter(facility=OuterRef("pk"), from_on__lte=today)
    return entries.annotate(
        licence_decided=Subquery(decided.values("status")[:1]),
        licence_until=Subquery(decided.values("until_on")[:1]),
        is_applied=Exists(counted.filter(status=LicenceStatus.APPLIED)),
        is_stopped=Exists(stops.filter(Q(ended_on=None) | Q(ended_on__gt=today))),
    )


def listed_licence_status(row: Any, today: dt.date) -> LicenceStatus | None:
    """The status of the licence of a facility from `with_list_columns`."""
    if row.licence_decided is None:
        return LicenceStatus.APPLIED if row.is_applied else None
    status = LicenceStatus(row.licence_decided)
    is_over = row.licence_until is not None and row.licence_until < today
    return LicenceStatus.ENDED if is_over and status in PERMITTING else status


def stops_of_each(facilities: Collection[UUID], on: dt.date) -> dict[UUID, list[StopReason]]:
    """What stops placements in each of these facilities on a day. One query."""
    rows = PlacementStop.objects.filter(facility__in=facilities, from_on__lte=on)
    results: dict[UUID, list[StopReason]] = {}
    for stop in rows.filter(Q(ended_on=None) | Q(ended_on__gt=on)):
        results.setdefault(stop.facility_id, []).append(StopReason(stop.reason))
    return results


def facility_facts_of_list_row(
    row: Any, stops: Iterable[StopReason], today: dt.date, confirmed: FacilityPlaces | None = None
) -> FacilityFacts:
    """As `facility_facts`, of a facility from `with_list_columns`."""
    return FacilityFacts(
        is_published=row.state == EntryState.PUBLISHED,
        licence=listed_licence_status(row, today),
        places=facility_places(row),
        confirmed=confirmed,
        stops=frozenset(stops),
    )


def licence_condition(status: str, today: dt.date) -> Q:
    """A condition on facilities from `with_list_columns`: those whose licence has this status."""
    is_over = Q(licence_decided__in=PERMITTING, licence_until__lt=today)
    if status == "":
        return Q(licence_decided=None, is_applied=False)
    if status == LicenceStatus.APPLIED:
        return Q(licence_decided=None, is_applied=True)
    if status == LicenceStatus.ENDED:
        return Q(licence_decided=LicenceStatus.ENDED) | is_over
    return (
        Q(licence_decided=status) & ~is_over if status in PERMITTING else Q(licence_decided=status)
    )


def search_facilities(entries: Facilities, text: str) -> Facilities:
    """The facilities with each word in their name, operator or text; never by address."""
    for word in text.split():
        entries = entries.filter(
            Q(name__icontains=word) | Q(operator__icontains=word) | Q(about__icontains=word)
        )
    return entries


def places_for(sex: str) -> Q:
    """A condition: facilities with places for children of this sex."""
    return Q(mixed_places__gt=0) | Q(**{f"{sex}s_places__gt": 0})


def places_for_age(age: int) -> Q:
    """A condition: facilities with places for children of this age."""
    groups = Q()
    for name in ("girls", "boys", "mixed"):
        low, high = f"{name}_age_low", f"{name}_age_high"
        groups |= (
            Q(**{f"{name}_places__gt": 0})
            & (Q(**{low: None}) | Q(**{f"{low}__lte": age}))
            & (Q(**{high: None}) | Q(**{f"{high}__gte": age}))
        )
    return groups


def keeper_facilities_column(staff: Staff, _files: object, today: dt.date) -> Any:
    """How many of the agency's facilities await publication by this keeper, or a review."""
    return register_queries.maintainer_tasks_column(FACILITIES, staff, is_review_due(today))


def list_operating_agencies(country: str) -> QuerySet[Agency]:
    """The agencies that may operate a facility of a country."""
    return Agency.objects.filter(is_active=True, country=country).order_by("name")


# --- words -----------------------------------------------------------------------------------------


def facility_count_text(number: int, shown: str) -> str:
    """The number of facilities found, in words."""
    return ngettext("%(count)s facility", "%(count)s facilities", number) % {"count": shown}


def group_text(group: PlaceGroup) -> str:
    """The places of a group with their ages; empty if not recorded."""
    if group.places is None:
        return ""
    return join_words(
        [str(group.places), describe_age_limits(group)]
        if describe_age_limits(group)
        else [str(group.places)]
    )


def describe_age_limits(group: PlaceGroup) -> str:
    """The ages of a group; empty if it has no limit."""
    if group.age_low is None and group.age_high is not None:
        return _("up to %(age)d years") % {"age": group.age_high}
    if group.age_low is not None and group.age_high is None:
        return _("from %(age)d years") % {"age": group.age_low}
    return format_age(group.age_low, group.age_high)


def places_text(row: Facility) -> str:
    """The places of a facility in one line; empty if none are recorded."""
    places = facility_places(row)
    groups = ((_("girls"), places.girls), (_("boys"), places.boys), (_("any sex"), places.mixed))
    return join_words([f"{group.places} {label}" for label, group in groups if group.places])


def status_text(status: LicenceStatus | None) -> str:
    """The status of a licence in words."""
    return str(status.label) if status else _("Not recorded")


def obstacle_texts(facility: Facility, on: dt.date) -> Sequence[str]:
    """What stops every placement in a facility on a day, in words: licence, notices, inspections."""
    facts = facility_facts(facility, on)
    result = rules.placement_obstacles(facts, PlacementNeed("", None))
    return [_(reason.text) for reason in result if reason != rules.NOT_LISTED]
