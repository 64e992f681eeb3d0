"""Counts of our own register as pages show them. Row-level data is never stored here."""

from django.db import models

from saathi.agencies.record_kit import operational, statistical
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.evidence.vocabulary import GlotipAgeGroup, GlotipExploitationType, Sex


class RegisterCell(models.Model):
    """Distinct children in one group of our own register, rounded to the nearest five.

    Every group is counted separately, totals too. The exact count is not stored, so a reader of
    this table learns no more than a reader of the page.
    """

    id = operational(models.BigAutoField(primary_key=True))
    country = statistical(models.CharField(max_length=3))
    year = statistical(models.SmallIntegerField())
    form = statistical.choice(GlotipExploitationType, 10)
    sex = statistical.choice(Sex, 10)
    age = statistical.choice(GlotipAgeGroup, 10)
    children = statistical(models.PositiveIntegerField())
    counted_at = operational(models.DateTimeField())

    classified = DeclaredClasses()

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

    id = operational(models.BigAutoField(primary_key=True))
    indicator = statistical(models.CharField(max_length=60))
    country = statistical(models.CharField(max_length=3, blank=True))
    year = statistical(models.SmallIntegerField())
    dimension = statistical(models.CharField(max_length=40, blank=True))
    category = statistical(models.CharField(max_length=40, blank=True))
    among = statistical(models.PositiveIntegerField())
    counted = statistical(models.PositiveIntegerField(null=True))
    snapshot = operational(models.CharField(max_length=40))
    counted_at = operational(models.DateTimeField())

    classified = DeclaredClasses()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "country", "year", "dimension", "category"],
                name="evidence_indicator_cell_once",
            )
        ]
