"""Facilities, their licences, addresses and stops of placements: registers without data about children."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.models import Agency
from saathi.agencies.record_kit import operational
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.agencies.register_kit.models import RegisterEntry, RegisterEntryVersion
from saathi.infra import clock
from saathi.infra.countries import Country
from saathi.people.languages import Language
from saathi.protection.care.facilities.vocabulary import (
    AddressClass,
    FacilityAccessibility,
    FacilityAddressState,
    FacilityKind,
    FacilityOperatorKind,
    FacilityService,
    LicenceRecordState,
    LicenceStatus,
    StopReason,
)


def _in_order(low: str, high: str) -> Q:
    return (
        Q(**{f"{low}__isnull": True})
        | Q(**{f"{high}__isnull": True})
        | Q(**{f"{low}__lte": F(high)})
    )


class Facility(RegisterEntry):
    """A place or agency that cares for children outside a family, whether it has a licence or not.

    A kinship or foster family is never a facility; a foster agency is. The address is in
    `FacilityAddress`, which not all staff read, and the licence in `FacilityLicence`.
    """

    name = operational(models.CharField(max_length=160))
    kind = operational.choice(FacilityKind, 16)
    operator = operational(models.CharField(max_length=160))
    operator_kind = operational.choice(FacilityOperatorKind, 12)
    # the agency in Saathi that operates the facility, if any: it does not inspect it
    run_by = operational.optional_foreign_key(Agency)
    country = operational.choice(Country, 3)
    district = operational(models.CharField(max_length=12, blank=True))
    about = operational(models.TextField(blank=True, max_length=2000))
    girls_places = operational(models.SmallIntegerField(null=True, blank=True))
    girls_age_low = operational(models.SmallIntegerField(null=True, blank=True))
    girls_age_high = operational(models.SmallIntegerField(null=True, blank=True))
    boys_places = operational(models.SmallIntegerField(null=True, blank=True))
    boys_age_low = operational(models.SmallIntegerField(null=True, blank=True))
    boys_age_high = operational(models.SmallIntegerField(null=True, blank=True))
    # places for children of any sex
    mixed_places = operational(models.SmallIntegerField(null=True, blank=True))
    mixed_age_low = operational(models.SmallIntegerField(null=True, blank=True))
    mixed_age_high = operational(models.SmallIntegerField(null=True, blank=True))
    # children for each caregiver
    day_ratio = operational(models.SmallIntegerField(null=True, blank=True))
    night_ratio = operational(models.SmallIntegerField(null=True, blank=True))
    services = operational.choices(FacilityService, 16, blank=True)
    languages = operational.choices(Language, 8, blank=True)
    accessible = operational.choices(FacilityAccessibility, 12, blank=True)
    source = operational(models.CharField(max_length=300, blank=True))

    class Meta(RegisterEntry.Meta):
        indexes = [
            *RegisterEntry.Meta.indexes,
            models.Index(fields=["name", "id"], name="facilities_facility_by_name"),
            models.Index(fields=["country", "district", "id"], name="facilities_facility_where"),
        ]
        constraints = [
            *RegisterEntry.Meta.constraints,
            models.UniqueConstraint(
                fields=["agency", "name", "country", "district"],
                condition=Q(withdrawn_on=None),
                name="facilities_facility_once",
            ),
            models.CheckConstraint(
                condition=_in_order("girls_age_low", "girls_age_high")
                & _in_order("boys_age_low", "boys_age_high")
                & _in_order("mixed_age_low", "mixed_age_high"),
                name="facilities_facility_ages_in_order",
            ),
            models.CheckConstraint(
                condition=(Q(girls_places=None) | Q(girls_places__gte=0))
                & (Q(boys_places=None) | Q(boys_places__gte=0))
                & (Q(mixed_places=None) | Q(mixed_places__gte=0)),
                name="facilities_facility_places",
            ),
        ]


class FacilityVersion(RegisterEntryVersion):
    """The content of a facility's entry before a change, and who changed it."""

    facility = operational.foreign_key(Facility, db_index=False, related_name="versions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["facility", "version"], name="facilities_version_once")
        ]


class FacilityLicence(models.Model):
    """What an authority decided about a facility's licence, and from when; never changed.

    A record that permits the facility to receive children counts once a second person has confirmed
    it; any other counts at once. An error is marked as such, and the record stays.
    """

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    facility = operational.foreign_key(Facility, db_index=False, related_name="licences")
    status = operational.choice(LicenceStatus, 16)
    authority = operational(models.CharField(max_length=160, blank=True))
    number = operational(models.CharField(max_length=80, blank=True))
    from_on = operational(models.DateField())
    until_on = operational(models.DateField(null=True, blank=True))
    conditions = operational(models.TextField(blank=True, max_length=1000))
    recorded_at = operational(models.DateTimeField(default=clock.now))
    recorded_by = operational(models.UUIDField())
    state = operational.choice(LicenceRecordState, 12)
    published_by = operational(models.UUIDField(null=True, blank=True))
    published_at = operational(models.DateTimeField(null=True, blank=True))
    withdrawn_by = operational(models.UUIDField(null=True, blank=True))
    withdrawn_at = operational(models.DateTimeField(null=True, blank=True))
    why_withdrawn = operational(models.CharField(max_length=300, blank=True))

    proved_states: ClassVar[ProvedStates] = (
        "state",
        (LicenceRecordState.RECORDED.value, LicenceRecordState.WITHDRAWN.value),
    )
    classified = DeclaredClasses()

    class Meta:
        indexes = [
            models.Index(
                fields=["facility", "-from_on", "-recorded_at"], name="facilities_licence_newest"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(from_on__lte=F("until_on")),
                name="facilities_licence_in_order",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("recorded_by")),
                name="facilities_licence_second_person",
            ),
            models.CheckConstraint(
                condition=Q(state=LicenceRecordState.WITHDRAWN, withdrawn_by__isnull=False)
                & ~Q(why_withdrawn="")
                | ~Q(state=LicenceRecordState.WITHDRAWN) & Q(withdrawn_by__isnull=True),
                name="facilities_licence_withdrawn_whole",
            ),
        ]


class FacilityAddress(models.Model):
    """The address of a facility and who reads it; the newest published row counts.

    A change is proposed, and another keeper of the agency publishes it, so that no one person opens
    a confidential address.
    """

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    facility = operational.foreign_key(Facility, db_index=False, related_name="addresses")
    address_class = operational.choice(AddressClass, 12)
    address = operational(models.CharField(max_length=300, blank=True))
    telephone = operational(models.CharField(max_length=80, blank=True))
    recorded_at = operational(models.DateTimeField(default=clock.now))
    recorded_by = operational(models.UUIDField())
    state = operational.choice(FacilityAddressState, 12)
    published_by = operational(models.UUIDField(null=True, blank=True))
    published_at = operational(models.DateTimeField(null=True, blank=True))

    proved_states: ClassVar[ProvedStates] = ("state", (FacilityAddressState.PUBLISHED.value,))
    classified = DeclaredClasses()

    class Meta:
        indexes = [
            models.Index(fields=["facility", "-recorded_at"], name="facilities_address_newest")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state=FacilityAddressState.PROPOSED,
                    published_by__isnull=True,
                    published_at__isnull=True,
                )
                | Q(state=FacilityAddressState.PUBLISHED, published_at__isnull=False),
                name="facilities_address_published",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("recorded_by")),
                name="facilities_address_second_person",
            ),
        ]


class PlacementStop(models.Model):
    """From when to when a facility may receive no further child, and why.

    What stops placements in a higher domain, such as a failed inspection, is recorded here, so that
    one rule lists all obstacles. Triggers of that domain write the rows.
    """

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    facility = operational.foreign_key(Facility, db_index=False, related_name="stops")
    reason = operational.choice(StopReason, 12)
    source_id = operational(models.UUIDField())  # the inspection or notice
    from_on = operational(models.DateField())
    ended_on = operational(models.DateField(null=True, blank=True))
    recorded_at = operational(models.DateTimeField(default=clock.now))

    classified = DeclaredClasses()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "source_id", "reason"], name="facilities_stop_once"
            )
        ]
