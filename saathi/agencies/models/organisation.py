"""Agencies and their offices: a tree from nation to ward, each office with its own calendar."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models.expressions import Combinable

from saathi.agencies.record_kit import operational, statistical
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.agencies.vocabulary import AgencyKind, OfficeLevel
from saathi.infra import clock


class Agency(models.Model):
    """An organisation that keeps files: a department, a police unit, a committee, an NGO."""

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    name = operational(models.CharField(max_length=120))
    kind = statistical(models.CharField(max_length=20, choices=AgencyKind))
    country = statistical(models.CharField(max_length=3))  # ISO 3166-1 alpha-3
    is_active = operational(models.BooleanField(default=True))
    recorded_at = operational(models.DateTimeField(default=clock.now))

    classified = DeclaredClasses()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "name"], name="agencies_agency_name_once")
        ]


class Office(models.Model):
    """A place where an agency works. `ancestors` lists the offices above it, nation first."""

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    agency = operational.foreign_key(Agency, related_name="offices", db_index=False)
    parent: "models.ForeignKey[Office | Combinable | None, Office | None]" = operational(
        models.ForeignKey(
            "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
        )
    )
    name = operational(models.CharField(max_length=120))
    level = statistical(models.CharField(max_length=10, choices=OfficeLevel))
    country = statistical(models.CharField(max_length=3))
    # Place code; empty above district level
    district = statistical(models.CharField(max_length=12, blank=True))
    time_zone = operational(models.CharField(max_length=40, default="UTC"))
    # Closed days of the week, Monday 0; Nepal [5]
    weekend = operational(models.JSONField(default=list))
    is_active = operational(models.BooleanField(default=True))
    recorded_at = operational(models.DateTimeField(default=clock.now))

    classified = DeclaredClasses()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="agencies_office_name_once")
        ]

    def today(self) -> dt.date:
        """Today's date at this office."""
        return clock.today_in(self.time_zone)

    def local(self, moment: dt.datetime) -> dt.datetime:
        """The given time by the clock of this office."""
        return moment.astimezone(ZoneInfo(self.time_zone))

    def start_of(self, day: dt.date) -> dt.datetime:
        """The midnight at which a day begins at this office."""
        return dt.datetime.combine(day, dt.time(), ZoneInfo(self.time_zone))

    def date_of(self, moment: dt.datetime) -> dt.date:
        """The date at this office at the given time."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()


class Holiday(models.Model):
    """A day on which an office is closed; deadlines counted in office days skip it."""

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    office = operational.foreign_key(
        Office, on_delete=models.CASCADE, related_name="holidays", db_index=False
    )
    on = operational(models.DateField())
    name = operational(models.CharField(max_length=80))

    classified = DeclaredClasses()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "on"], name="agencies_holiday_once")
        ]
