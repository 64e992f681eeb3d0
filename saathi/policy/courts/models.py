"""Courts and tribunals for children, as a register: open data about offices, never about a person."""

from django.db import models
from django.db.models import Q

from saathi.agencies.record_kit import operational
from saathi.agencies.register_kit.models import RegisterEntry, RegisterEntryVersion
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra.countries import Country
from saathi.policy.courts import vocabulary as codes


class SpecialCourt(RegisterEntry):
    """A court or tribunal for children or for fast trials, its district, and what it offers."""

    kind = operational.choice(codes.CourtRegisterKind, 12)
    name = operational(models.CharField(max_length=200))
    country = operational.choice(Country, 3)
    district = operational(models.CharField(max_length=12))
    law = operational(models.CharField(max_length=300, blank=True))
    facilities = operational.choices(codes.CourtFacility, 16, blank=True)
    contact = operational(models.CharField(max_length=200, blank=True))
    since = operational(models.DateField(null=True, blank=True))
    source = operational(models.CharField(max_length=300, blank=True))

    class Meta(RegisterEntry.Meta):
        indexes = [
            *RegisterEntry.Meta.indexes,
            models.Index(fields=["country", "district", "id"], name="courts_court_by_place"),
            models.Index(fields=["name", "id"], name="courts_court_by_name"),
        ]
        constraints = [
            *RegisterEntry.Meta.constraints,
            models.UniqueConstraint(
                fields=["agency", "district", "name"],
                condition=~Q(state=EntryState.ARCHIVED),
                name="courts_court_once",
            ),
        ]


class SpecialCourtVersion(RegisterEntryVersion):
    """The content of a court's entry before a change, and who changed it."""

    court = operational.foreign_key(SpecialCourt, db_index=False, related_name="versions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["court", "version"], name="courts_version_once")
        ]
