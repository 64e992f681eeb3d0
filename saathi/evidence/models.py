"""Counts of our own register as pages show them. Row-level data never comes here."""

from typing import ClassVar

from django.db import models

from saathi.evidence.vocabulary import AgeGroup, Form, Sex
from saathi.infra.classification import OPERATIONAL, STATISTICAL, DataClass


class RegisterCell(models.Model):
    """Distinct children of our own register in one group, rounded to the nearest five.

    Each group is counted for itself, totals too. The exact count is not kept: whoever reads this
    table learns no more than the page shows.
    """

    id = models.BigAutoField(primary_key=True)
    country = models.CharField(max_length=3)
    year = models.SmallIntegerField()
    form = models.CharField(max_length=10, choices=Form)
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
