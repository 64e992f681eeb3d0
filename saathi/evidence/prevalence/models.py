"""Estimates of prevalence: which lists, how they overlap, what was assumed, who approved it.

Overlaps are counts that agencies gave each other for this. They stand in a table of their own, which
its makers alone read. What everybody may see once it is approved, in fives and steps, stands beside the
estimate: whoever reads that row, in SQL too, reads no exact count.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from saathi.agencies.decision_proofs import ProvedStates
from saathi.evidence.approval.models import TwoPersonDecision
from saathi.evidence.prevalence.estimating import Overlaps, list_patterns
from saathi.evidence.prevalence.rules import PrintedEstimate, VisibleOverlaps
from saathi.evidence.prevalence.vocabulary import EstimateState
from saathi.infra.classification import OPERATIONAL, SENSITIVE, DataClass


class PrevalenceEstimate(TwoPersonDecision):
    """How many there may be, those nobody saw included. `shown` is the fields of `rules.VisibleOverlaps`."""

    title = models.CharField(max_length=200)
    who = models.CharField(max_length=500)
    country = models.CharField(max_length=3)
    first_year = models.SmallIntegerField()
    last_year = models.SmallIntegerField()
    lists = ArrayField(models.CharField(max_length=200))
    shown = models.JSONField(default=dict)
    matched = models.CharField(max_length=500)
    assumptions = models.JSONField(default=dict)
    doubts = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=EstimateState, default=EstimateState.ASKED)

    proved_states: ClassVar[ProvedStates] = ("state", ("approved", "refused", "withdrawn"))
    classified: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        (
            "id", "agency", "title", "who", "country", "first_year", "last_year", "lists",
            "shown", "matched", "assumptions", "doubts", "state", "made_at", "made_by",
            "decided_at", "decided_by", "decision", "version",
        ),
        OPERATIONAL,
    )  # fmt: skip

    class Meta(TwoPersonDecision.Meta):
        constraints = [
            *TwoPersonDecision.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(state__in=["approved", "refused"])
                | models.Q(decided_by__isnull=False),
                name="prevalence_decided_states",
            ),
            models.CheckConstraint(
                condition=models.Q(lists__len__range=(2, 4)), name="prevalence_two_to_four_lists"
            ),
            models.CheckConstraint(
                condition=models.Q(last_year__gte=models.F("first_year")),
                name="prevalence_years_in_order",
            ),
        ]

    @property
    def overlaps(self) -> Overlaps:
        """How many persons stand in exactly these lists. For its makers: nobody else finds the row."""
        return dict(zip(list_patterns(len(self.lists)), self.exact.counts, strict=True))

    @property
    def visible_overlaps(self) -> VisibleOverlaps:
        """What everybody may see of it."""
        found = self.shown["found"]
        return VisibleOverlaps(**self.shown | {"found": found and PrintedEstimate(**found)})


class OverlapCounts(models.Model):
    """How many persons stand in exactly these lists, in the order of `patterns`; never changed."""

    estimate = models.OneToOneField(
        PrevalenceEstimate, on_delete=models.PROTECT, primary_key=True, related_name="exact"
    )
    counts = ArrayField(models.PositiveIntegerField())

    classified: ClassVar[dict[str, DataClass]] = {"estimate": OPERATIONAL, "counts": SENSITIVE}

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(counts__len__in=(3, 7, 15)), name="prevalence_whole_overlaps"
            )
        ]
