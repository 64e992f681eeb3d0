"""Estimates of prevalence: which lists, how they overlap, what was assumed, who approved it.

Overlaps are counts that agencies gave each other for this: no page shows them but in fives, and few not
at all. What follows from them is made anew each time it is shown, and stored nowhere.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from saathi.evidence.deciding.models import Decided
from saathi.evidence.prevalence.estimating import Overlaps, patterns
from saathi.evidence.prevalence.vocabulary import EstimateState
from saathi.infra.classification import OPERATIONAL, SENSITIVE, DataClass


class PrevalenceEstimate(Decided):
    """How many there may be, those nobody saw included. `counts` in the order of `patterns`."""

    title = models.CharField(max_length=200)
    who = models.CharField(max_length=500)
    country = models.CharField(max_length=3)
    first_year = models.SmallIntegerField()
    last_year = models.SmallIntegerField()
    lists = ArrayField(models.CharField(max_length=200))
    counts = ArrayField(models.PositiveIntegerField())
    matched = models.CharField(max_length=500)
    assumptions = models.JSONField(default=dict)
    doubts = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=EstimateState, default=EstimateState.ASKED)

    classified: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        (
            "id", "agency", "title", "who", "country", "first_year", "last_year", "lists",
            "matched", "assumptions", "doubts", "state", "made_at", "made_by", "decided_at",
            "decided_by", "decision", "version",
        ),
        OPERATIONAL,
    ) | {"counts": SENSITIVE}  # fmt: skip

    class Meta(Decided.Meta):
        constraints = [
            *Decided.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(state__in=["approved", "refused"])
                | models.Q(decided_by__isnull=False),
                name="prevalence_decided_states",
            ),
            models.CheckConstraint(
                condition=models.Q(lists__len=2, counts__len=3)
                | models.Q(lists__len=3, counts__len=7)
                | models.Q(lists__len=4, counts__len=15),
                name="prevalence_whole_overlaps",
            ),
            models.CheckConstraint(
                condition=models.Q(last_year__gte=models.F("first_year")),
                name="prevalence_years_in_order",
            ),
        ]

    @property
    def overlaps(self) -> Overlaps:
        """How many persons stand in exactly these lists."""
        return dict(zip(patterns(len(self.lists)), self.counts, strict=True))
