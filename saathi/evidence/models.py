"""Counts of our own register as pages show them. Row-level data is never stored here."""

from typing import ClassVar

from django.db import models

from saathi.evidence.vocabulary import AgeGroup, GlotipExploitationType, Sex
from saathi.infra.classification import OPERATIONAL, STATISTICAL, DataClass


class RegisterCell(models.Model):
    """Distinct children of our own register in one group, rounded to the nearest five.

    Each group is counted separately, totals too. The exact count is not stored: a reader of this
    table learns no more than from the page.
    """

    id = models.BigAutoField(primary_key=True)
    country = models.CharField(max_length=3)
    year = models.SmallIntegerField()
    form = models.CharField(max_length=10, choices=GlotipExploitationType)
    sex = models.CharField(max_length=10, choices=Sex)
    age = models.CharField(max_length=10, choices=AgeGroup)
    children = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    classified: ClassVar[dict[str, DataClass]] = {
        "id": OPERATIONAL,
        "country": STATISTICAL,
        "year": STATISTICAL,
        "form": STATISTICAL,
        "sex": STATISTICAL,
        "age": STATISTICAL,
        "children": STATISTICAL,
        "counted_at": OPERATIONAL,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "year", "form", "sex", "age"], name="evidence_cell_once"
            )
        ]


class IndicatorCell(models.Model):
    """One number of an indicator, rounded to the nearest five: for staff, until it is released.

    An empty `country` means all countries, an empty `dimension` the total, `year` 0 an unknown
    date. `counted` is the numerator where the indicator is a share. The exact counts stay in the
    warehouse.
    """

    id = models.BigAutoField(primary_key=True)
    indicator = models.CharField(max_length=60)
    country = models.CharField(max_length=3, blank=True)
    year = models.SmallIntegerField()
    dimension = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=40, blank=True)
    among = models.PositiveIntegerField()
    counted = models.PositiveIntegerField(null=True)
    snapshot = models.CharField(max_length=40)
    counted_at = models.DateTimeField()

    classified: ClassVar[dict[str, DataClass]] = {
        "id": OPERATIONAL,
        "indicator": STATISTICAL,
        "country": STATISTICAL,
        "year": STATISTICAL,
        "dimension": STATISTICAL,
        "category": STATISTICAL,
        "among": STATISTICAL,
        "counted": STATISTICAL,
        "snapshot": OPERATIONAL,
        "counted_at": OPERATIONAL,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "country", "year", "dimension", "category"],
                name="evidence_indicator_cell_once",
            )
        ]
