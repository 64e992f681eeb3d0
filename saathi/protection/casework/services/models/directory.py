"""The directory of services: open data of a network of agencies, without data about children."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from saathi.agencies.codes_in_lists import CodesInLists
from saathi.agencies.models import Agency
from saathi.agencies.record_kit import operational
from saathi.agencies.register_kit.models import (
    RegisterEntry,
    RegisterEntryTranslation,
    RegisterEntryVersion,
)
from saathi.protection.care.facilities.models import Facility
from saathi.protection.casework.services.vocabulary import (
    ChildFriendlyFeature,
    DirectoryLanguage,
    InclusivePractice,
    ServedGender,
    ServiceAccessibility,
    ServiceCost,
    ServiceKind,
)


class Service(RegisterEntry):
    """One service: what it does, for which children, where, and when its details were last checked.

    There is no column for nationality, papers or trafficking, so such a condition cannot be recorded
    (SRV-011). Limits by age or gender are shown as limits.

    Accommodation is offered by a facility of the register: then the database copies what the
    register says (`functions/facility_entries.sql`), and no address is stored here.
    """

    facility = operational.optional_foreign_key(Facility)
    run_by = operational.optional_foreign_key(Agency)  # who in Saathi runs the service, if anyone
    name = operational(models.CharField(max_length=160))
    organisation = operational(models.CharField(max_length=160))
    kinds = operational.choices(ServiceKind, 16)
    about = operational(models.TextField(blank=True, max_length=2000))
    age_low = operational(models.SmallIntegerField(null=True, blank=True))
    age_high = operational(models.SmallIntegerField(null=True, blank=True))
    serves = operational.choices(ServedGender, 8, blank=True)  # empty: every child
    languages = operational(ArrayField(models.CharField(max_length=8), default=list, blank=True))
    accessible = operational.choices(ServiceAccessibility, 12, blank=True)
    respects = operational.choices(InclusivePractice, 16, blank=True)
    friendly = operational.choices(ChildFriendlyFeature, 12, blank=True)
    country = operational(models.CharField(max_length=3))
    district = operational(models.CharField(max_length=12, blank=True))
    # which places it covers, in words
    area = operational(models.CharField(max_length=200, blank=True))
    is_place_secret = operational(models.BooleanField(default=False))
    address = operational(models.CharField(max_length=300, blank=True))
    phone = operational(models.CharField(max_length=80, blank=True))
    # mail, website, contact person
    contact = operational(models.CharField(max_length=200, blank=True))
    opening = operational(models.CharField(max_length=200, blank=True))
    cost = operational.choice(ServiceCost, 12, default=ServiceCost.NOT_KNOWN)
    verified_on = operational(models.DateField(null=True, blank=True))
    verified_by = operational(models.UUIDField(null=True, blank=True))
    unchecked_fields: ClassVar[tuple[str, ...]] = ("verified_on", "verified_by")
    proved_fields = (*RegisterEntry.proved_fields, "verified_on")

    class Meta(RegisterEntry.Meta):
        indexes = [
            *RegisterEntry.Meta.indexes,
            models.Index(fields=["country", "district", "name"], name="services_service_where"),
            models.Index(fields=["name", "id"], name="services_service_by_name"),
        ]
        constraints = [
            *RegisterEntry.Meta.constraints,
            models.UniqueConstraint(
                fields=["agency", "organisation", "name", "district"],
                condition=models.Q(withdrawn_on=None, facility=None),
                name="services_service_once",
            ),
            # its name begins with that of the other, which `register_kit` looks for
            models.UniqueConstraint(
                fields=["agency", "facility"],
                condition=models.Q(withdrawn_on=None, facility__isnull=False),
                name="services_service_once_facility",
            ),
            models.CheckConstraint(
                condition=~models.Q(kinds__contains=[ServiceKind.SHELTER.value])
                | models.Q(facility__isnull=False),
                name="services_service_shelter_is_facility",
            ),
            models.CheckConstraint(
                condition=models.Q(facility=None) | models.Q(address=""),
                name="services_service_facility_address",
            ),
            models.CheckConstraint(
                condition=models.Q(age_low__isnull=True)
                | models.Q(age_high__isnull=True)
                | models.Q(age_low__lte=models.F("age_high")),
                name="services_service_age_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(verified_on__isnull=True, verified_by__isnull=True)
                | models.Q(verified_on__isnull=False, verified_by__isnull=False),
                name="services_service_verified_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(is_place_secret=False) | models.Q(address=""),
                name="services_service_secret_place",
            ),
        ]


class ServiceVersion(RegisterEntryVersion):
    """The content of a directory entry before a change, and who changed it."""

    service = operational.foreign_key(Service, db_index=False, related_name="versions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "version"], name="services_version_once")
        ]


class ServiceTranslation(RegisterEntryTranslation):
    """The words of a directory entry in another language."""

    service = operational.foreign_key(Service, db_index=False, related_name="translations")

    codes_in_lists: ClassVar[CodesInLists] = {"language": DirectoryLanguage}

    class Meta(RegisterEntryTranslation.Meta):
        constraints = [
            *RegisterEntryTranslation.Meta.constraints,
            models.UniqueConstraint(
                fields=["service", "language"], name="services_translation_once"
            ),
        ]
