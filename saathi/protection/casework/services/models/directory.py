"""The directory of services: open data of a network of agencies, without data about children."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from saathi.agencies.models import Agency
from saathi.agencies.register_kit.models import (
    RegisterEntry,
    RegisterEntryTranslation,
    RegisterEntryVersion,
)
from saathi.infra.classification import OPERATIONAL, DataClass
from saathi.protection.casework.services.vocabulary import (
    ChildFriendlyFeature,
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
    """

    run_by = models.ForeignKey(  # the agency in Saathi that runs the service, if any
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=160)
    organisation = models.CharField(max_length=160)
    kinds = ArrayField(models.CharField(max_length=16, choices=ServiceKind), default=list)
    about = models.TextField(blank=True, max_length=2000)
    age_low = models.SmallIntegerField(null=True, blank=True)
    age_high = models.SmallIntegerField(null=True, blank=True)
    serves = ArrayField(  # empty: every child
        models.CharField(max_length=8, choices=ServedGender), default=list, blank=True
    )
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    accessible = ArrayField(
        models.CharField(max_length=12, choices=ServiceAccessibility), default=list, blank=True
    )
    respects = ArrayField(
        models.CharField(max_length=16, choices=InclusivePractice), default=list, blank=True
    )
    friendly = ArrayField(
        models.CharField(max_length=12, choices=ChildFriendlyFeature), default=list, blank=True
    )
    country = models.CharField(max_length=3)
    district = models.CharField(max_length=12, blank=True)
    area = models.CharField(max_length=200, blank=True)  # which places it covers, in words
    is_place_secret = models.BooleanField(default=False)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=80, blank=True)
    contact = models.CharField(max_length=200, blank=True)  # mail, website, whom to ask for
    opening = models.CharField(max_length=200, blank=True)
    cost = models.CharField(max_length=12, choices=ServiceCost, default=ServiceCost.NOT_KNOWN)
    verified_on = models.DateField(null=True, blank=True)
    verified_by = models.UUIDField(null=True, blank=True)
    unchecked_fields: ClassVar[tuple[str, ...]] = ("verified_on", "verified_by")
    classified: ClassVar[dict[str, DataClass]] = RegisterEntry.kit_classified | dict.fromkeys(
        (
            "run_by", "name", "organisation", "kinds", "about", "age_low", "age_high", "serves",
            "languages", "accessible", "respects", "friendly", "country", "district", "area",
            "is_place_secret", "address", "phone", "contact", "opening", "cost", "verified_on",
            "verified_by",
        ),
        OPERATIONAL,
    )  # fmt: skip

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
                condition=models.Q(withdrawn_on=None),
                name="services_service_once",
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

    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, db_index=False, related_name="versions"
    )

    classified: ClassVar[dict[str, DataClass]] = RegisterEntryVersion.kit_classified | {
        "service": OPERATIONAL
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "version"], name="services_version_once")
        ]


class ServiceTranslation(RegisterEntryTranslation):
    """The words of a directory entry in another language."""

    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, db_index=False, related_name="translations"
    )

    classified: ClassVar[dict[str, DataClass]] = RegisterEntryTranslation.kit_classified | {
        "service": OPERATIONAL
    }

    class Meta(RegisterEntryTranslation.Meta):
        constraints = [
            *RegisterEntryTranslation.Meta.constraints,
            models.UniqueConstraint(
                fields=["service", "language"], name="services_translation_once"
            ),
        ]
