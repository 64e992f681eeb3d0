"""Possible duplicates, decisions on them, merged records, and nightly runs.

A pair is readable only for staff who may read the identity in both files.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from saathi.agencies.models import File, Scoped
from saathi.agencies.read_conditions import (
    IsActor,
    IsNotExpired,
    IsSet,
    ReadsOtherFile,
    ReadsParent,
    RecordedOneBeside,
)
from saathi.agencies.sections import Section
from saathi.agencies.value_bounds import COMPUTED_BYTES, MaxSizes
from saathi.infra import clock
from saathi.infra.classification import (
    IDENTIFYING,
    OPERATIONAL,
    SENSITIVE,
    STATISTICAL,
    DataClass,
)
from saathi.people.around.models import AllegedPerpetrator
from saathi.protection.identification.matches.vocabulary import (
    SETTLED_STATES,
    MatchDecision,
    MatchDecisionGround,
    MatchPurpose,
    MatchStrength,
    MergeUndoReason,
    PairState,
    RepeatAnswer,
    RepeatKind,
)

NOBODY = uuid.UUID(int=0)  # `recorded_by` of pairs found by the nightly run


class MatchPair(Scoped):
    """Two files that may be of the same child. `file` has the lower id, without further meaning."""

    other = models.ForeignKey(File, on_delete=models.PROTECT, db_index=False, related_name="+")
    use = models.CharField(max_length=10, choices=MatchPurpose, default=MatchPurpose.DUPLICATE)
    state = models.CharField(max_length=10, choices=PairState, default=PairState.WAITING)
    # An undecided pair is reopened when a record changes: the next round.
    round = models.PositiveSmallIntegerField(default=1)
    run = models.UUIDField()  # the latest run that found it
    cluster = models.UUIDField()  # connected pairs share the id of one of them
    settled_at = models.DateTimeField(null=True, blank=True)

    section = Section.IDENTITY
    written_by_functions = True
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "other": OPERATIONAL,
        "use": STATISTICAL,
        "state": STATISTICAL,
        "round": OPERATIONAL,
        "run": OPERATIONAL,
        "cluster": OPERATIONAL,
        "settled_at": OPERATIONAL,
    }
    # The right to the other file too.
    read_condition = ReadsOtherFile("other", Section.IDENTITY)

    class Meta:
        db_table = "matches_pair"
        indexes = [
            models.Index(
                fields=["file", "recorded_at"],
                condition=Q(state="waiting"),
                name="matches_pair_waiting",
            ),
            models.Index(fields=["other"], name="matches_pair_of_other"),
            models.Index(fields=["cluster"], name="matches_pair_of_cluster"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["file", "other"], name="matches_pair_once"),
            models.CheckConstraint(
                condition=Q(file__lt=models.F("other")), name="matches_pair_in_order"
            ),
            models.CheckConstraint(
                condition=Q(state__in=SETTLED_STATES, settled_at__isnull=False)
                | ~Q(state__in=SETTLED_STATES) & Q(settled_at__isnull=True),
                name="matches_pair_settled_with_time",
            ),
        ]


class MatchReview(Scoped):
    """One person's decision on a pair, with reasons. Others read it after the pair is settled."""

    pair = models.ForeignKey(
        MatchPair, on_delete=models.PROTECT, db_index=False, related_name="reviews"
    )
    round = models.PositiveSmallIntegerField()
    decision = models.CharField(max_length=10, choices=MatchDecision)
    ground = models.CharField(max_length=14, choices=MatchDecisionGround)
    sealed = models.BinaryField()  # {"words"}

    section = Section.IDENTITY
    written_by_functions = True
    SEALED_FIELD_ID: ClassVar[str] = "matches.review"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "pair": OPERATIONAL,
        "round": OPERATIONAL,
        "decision": SENSITIVE,
        "ground": SENSITIVE,
        "sealed": IDENTIFYING,
    }
    # Her own; those of others when the pair is settled, where she reads the pair.
    read_condition = IsActor("recorded_by") | ReadsParent("pair", when=IsSet("settled_at"))

    class Meta:
        db_table = "matches_review"
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "round", "recorded_by"], name="matches_review_never_oneself_twice"
            )
        ]


class MachineAssessment(Scoped):
    """The machine's assessment of a pair in codes: readable only after the reader's own decision."""

    pair = models.OneToOneField(MatchPair, on_delete=models.PROTECT, related_name="+")
    strength = models.CharField(max_length=8, choices=MatchStrength)
    lines = models.JSONField(default=list)  # [field, level, 1 for, -1 against, 0 neither]

    section = Section.IDENTITY
    written_by_functions = True
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "pair": OPERATIONAL,
        "strength": SENSITIVE,
        "lines": SENSITIVE,
    }
    read_condition = RecordedOneBeside("matches.MatchReview", "pair")

    class Meta:
        db_table = "matches_opinion"


class Merge(Scoped):
    """Marks a record (`file`) as the same child as another, which counts from then on.

    No data moves between files, and no right follows from it. It can be undone.
    """

    into = models.ForeignKey(File, on_delete=models.PROTECT, db_index=False, related_name="+")
    pair = models.ForeignKey(MatchPair, on_delete=models.PROTECT, related_name="merges")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.UUIDField(null=True, blank=True)
    undone_for = models.CharField(max_length=14, choices=MergeUndoReason, blank=True)

    section = Section.CASE  # everyone who works on the record learns of the merge
    written_by_functions = True
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "into": OPERATIONAL,
        "pair": OPERATIONAL,
        "undone_at": STATISTICAL,
        "undone_by": OPERATIONAL,
        "undone_for": STATISTICAL,
    }

    class Meta:
        indexes = [models.Index(fields=["into"], name="matches_merge_into")]
        constraints = [
            models.UniqueConstraint(
                fields=["file"], condition=Q(undone_at=None), name="matches_merge_into_one"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None, undone_for="")
                | Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_for=""),
                name="matches_merge_undone_whole",
            ),
        ]


class RepeatAllegation(Scoped):
    """A temporary notice that a person alleged to have harmed this child may occur in another record.

    It leads to no other file: neither the record nor its owner or place is stored.
    """

    alleged = models.ForeignKey(
        AllegedPerpetrator, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    seen = models.CharField(max_length=8, choices=RepeatKind)
    expires_at = models.DateTimeField()
    answer = models.CharField(max_length=8, choices=RepeatAnswer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    section = Section.SITUATION
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "alleged": OPERATIONAL,
        "seen": SENSITIVE,
        "expires_at": OPERATIONAL,
        "answer": SENSITIVE,
        "answered_at": OPERATIONAL,
    }
    # As far as the accusation itself is read, and as long as it lasts.
    read_condition = IsNotExpired("expires_at") & ReadsParent("alleged")

    class Meta:
        db_table = "matches_repeat"
        constraints = [
            models.UniqueConstraint(fields=["alleged", "seen"], name="matches_repeat_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | ~Q(answer="") & Q(answered_at__isnull=False),
                name="matches_repeat_answered_with_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["file", "recorded_at"],
                condition=Q(answer=""),
                name="matches_repeat_open",
            )
        ]


class MatchRun(models.Model):
    """One nightly run: its first transaction and its progress. Only the matcher can see it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    started_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=100)  # server and database of the transaction numbers
    since = models.BigIntegerField(null=True, blank=True)  # empty: everything was compared
    horizon = models.BigIntegerField()  # later transactions are left to the next run
    changed = models.PositiveIntegerField(null=True, blank=True)  # known after reading everything
    done_through = models.BigIntegerField(default=-1)  # progress within the ordered pairs
    opened = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)

    classified: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ("id", "started_at", "finished_at", "source", "since", "horizon", "changed",
         "done_through", "opened", "found"),
        OPERATIONAL,
    )  # fmt: skip


class MatchPlan(models.Model):
    """The plan for nightly comparisons, sealed because it contains frequent names."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField(default=clock.now)
    sealed = models.BinaryField()

    max_sizes: ClassVar[MaxSizes] = {"sealed": COMPUTED_BYTES}
    classified: ClassVar[dict[str, DataClass]] = {
        "id": OPERATIONAL,
        "made_at": OPERATIONAL,
        "sealed": SENSITIVE,
    }


class LedgerPortion(models.Model):
    """Numbers of many records, by which the next night finds shared values; sealed.

    A later portion replaces the rows of an earlier one for the same record. Never in a backup: it
    is rebuilt.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.UUIDField()
    place = models.PositiveIntegerField(unique=True)  # order of writing
    rows = models.PositiveIntegerField()
    sealed = models.BinaryField()

    max_sizes: ClassVar[MaxSizes] = {"sealed": COMPUTED_BYTES}
    classified: ClassVar[dict[str, DataClass]] = {
        "id": OPERATIONAL,
        "run": OPERATIONAL,
        "place": OPERATIONAL,
        "rows": OPERATIONAL,
        "sealed": SENSITIVE,
    }

    class Meta:
        db_table = "matches_ledger"
