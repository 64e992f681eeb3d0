"""Agencies and their offices: a tree from nation to ward, each office with its own calendar."""

import datetime as dt
import uuid
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.db import models

from saathi.agencies.vocabulary import AgencyKind, OfficeLevel
from saathi.infra import clock
from saathi.infra.classification import OPERATIONAL, STATISTICAL, DataClass


class Agency(models.Model):
    """An organisation that holds files: a department, a police unit, a committee, an NGO."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=AgencyKind)
    country = models.CharField(max_length=3)  # ISO 3166-1 alpha-3
    is_active = models.BooleanField(default=True)
    recorded_at = models.DateTimeField(default=clock.now)

    classified: ClassVar[dict[str, DataClass]] = {
        "id": OPERATIONAL,
        "name": OPERATIONAL,
        "kind": STATISTICAL,
        "country": STATISTICAL,
        "is_active": OPERATIONAL,
        "recorded_at": OPERATIONAL,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "name"], name="agencies_agency_name_once")
        ]


class Office(models.Model):
    """A place where an agency works. `ancestors` lists the offices above it, nation first."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, db_index=False, related_name="offices"
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    name = models.CharField(max_length=120)
    level = models.CharField(max_length=10, choices=OfficeLevel)
    country = models.CharField(max_length=3)
    district = models.CharField(max_length=12, blank=True)  # place code; empty above district level
    time_zone = models.CharField(max_length=40, default="UTC")
    weekend = models.JSONField(default=list)  # closed days of the week, Monday 0; Nepal [5]
    is_active = models.BooleanField(default=True)
    recorded_at = models.DateTimeField(default=clock.now)

    classified: ClassVar[dict[str, DataClass]] = {
        "id": OPERATIONAL,
        "agency": OPERATIONAL,
        "parent": OPERATIONAL,
        "name": OPERATIONAL,
        "level": STATISTICAL,
        "country": STATISTICAL,
        "district": STATISTICAL,
        "time_zone": OPERATIONAL,
        "weekend": OPERATIONAL,
        "is_active": OPERATIONAL,
        "recorded_at": OPERATIONAL,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="agencies_office_name_once")
        ]

    def today(self) -> dt.date:
        """Today's date at this office."""
        return clock.today_in(self.time_zone)

    def local(self, moment: dt.datetime) -> dt.datetime:
        """The moment by the clock of this office."""
        return moment.astimezone(ZoneInfo(self.time_zone))

    def start_of(self, day: dt.date) -> dt.datetime:
        """The midnight at which a day begins at this office."""
        return dt.datetime.combine(day, dt.time(), ZoneInfo(self.time_zone))

    def date_of(self, moment: dt.datetime) -> dt.date:
        """The date on which the moment fell at this office."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()


class Holiday(models.Model):
    """A day on which an office is closed; deadlines counted in office days skip it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(
        Office, on_delete=models.CASCADE, db_index=False, related_name="holidays"
    )
    on = models.DateField()
    name = models.CharField(max_length=80)

    classified: ClassVar[dict[str, DataClass]] = {
        "id": OPERATIONAL,
        "office": OPERATIONAL,
        "on": OPERATIONAL,
        "name": OPERATIONAL,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "on"], name="agencies_holiday_once")
        ]
