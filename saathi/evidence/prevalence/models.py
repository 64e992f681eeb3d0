"""Prevalence estimates: their lists, overlaps and assumptions, and who approved them.

Overlaps are counts that agencies exchanged for this purpose. They are stored in a separate table
that only the authors can read. The published values, rounded, are stored with the estimate: anyone
reading that row, even in SQL, sees no exact count.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.json_shapes import JsonCodes, JsonPaths
from saathi.agencies.record_kit import operational, sensitive
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.evidence.approval.models import TwoPersonDecision
from saathi.evidence.prevalence.estimating import Overlaps, list_overlap_patterns
from saathi.evidence.prevalence.rules import PrintedEstimate, VisibleOverlaps
from saathi.evidence.prevalence.vocabulary import (
    AssumptionValidity,
    EstimateAssumption,
    EstimateState,
)

_NUMBERS = ("estimate", "low", "high", "close", "models")
_FOUND = " && ".join(f'@.found.{name}.type() == "number"' for name in _NUMBERS)
_FOUND_KEYS = " && ".join(f'@.key != "{name}"' for name in (*_NUMBERS, "pairs"))
# Exactly the fields of the two classes that `visible_overlaps` reads.
SHOWN_PATH = (
    '!exists(@.keyvalue() ? (@.key != "seen" && @.key != "sizes" && @.key != "both" && @.key != "found"))'
    ' && (@.seen == null || @.seen.type() == "number")'
    ' && @.sizes.type() == "array" && !exists(@.sizes[*] ? (@ != null && @.type() != "number"))'
    ' && @.both.type() == "array" && !exists(@.both[*] ? (@ != null && @.type() != "number"))'
    f" && (@.found == null || {_FOUND} && !exists(@.found.keyvalue() ? ({_FOUND_KEYS}))"
    ' && @.found.pairs.type() == "array" && !exists(@.found.pairs[*] ? (@.type() != "array"))'
    ' && !exists(@.found.pairs[*][*] ? (@.type() != "number")))'
)


class PrevalenceEstimate(TwoPersonDecision):
    """The estimated number, including undetected persons. `shown` stores a `rules.VisibleOverlaps`."""

    title = operational(models.CharField(max_length=200))
    who = operational(models.CharField(max_length=500))
    country = operational(models.CharField(max_length=3))
    first_year = operational(models.SmallIntegerField())
    last_year = operational(models.SmallIntegerField())
    lists = operational(ArrayField(models.CharField(max_length=200)))
    shown = operational(models.JSONField(default=dict))
    matched = operational(models.CharField(max_length=500))
    assumptions = operational(models.JSONField(default=dict))
    doubts = operational(models.CharField(max_length=1000, blank=True))
    state = operational.choice(EstimateState, 10, default=EstimateState.ASKED)

    proved_states: ClassVar[ProvedStates] = ("state", ("approved", "refused", "withdrawn"))
    json_codes: ClassVar[JsonCodes] = {"assumptions": (EstimateAssumption, AssumptionValidity)}
    json_paths: ClassVar[JsonPaths] = {"shown": SHOWN_PATH}

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
        """The number of persons in each combination of lists; only authors find the row."""
        return dict(zip(list_overlap_patterns(len(self.lists)), self.exact.counts, strict=True))

    @property
    def visible_overlaps(self) -> VisibleOverlaps:
        """The part of the overlaps that all readers may see."""
        estimate = self.shown["found"]
        return VisibleOverlaps(**self.shown | {"found": estimate and PrintedEstimate(**estimate)})


class OverlapCounts(models.Model):
    """The number of persons in each combination of lists, in a fixed order; never changed."""

    estimate = operational(
        models.OneToOneField(
            PrevalenceEstimate, on_delete=models.PROTECT, primary_key=True, related_name="exact"
        )
    )
    counts = sensitive(ArrayField(models.PositiveIntegerField()))

    classified = DeclaredClasses()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(counts__len__in=(3, 7, 15)), name="prevalence_whole_overlaps"
            )
        ]
