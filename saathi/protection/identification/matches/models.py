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
    RecordedSibling,
)
from saathi.agencies.record_kit import identifying, operational, sensitive, statistical
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.agencies.sections import Section
from saathi.agencies.value_bounds import COMPUTED_BYTES, MaxSizes
from saathi.infra import clock
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
    """Two files that may be of the same child. `file` has the lower id, which means nothing."""

    other = operational.foreign_key(File, db_index=False)
    use = statistical.choice(MatchPurpose, 10, default=MatchPurpose.DUPLICATE)
    state = statistical.choice(PairState, 10, default=PairState.WAITING)
    # An undecided pair is reopened when a record changes: the next round.
    round = operational(models.PositiveSmallIntegerField(default=1))
    run = operational(models.UUIDField())  # the latest run that found it
    cluster = operational(models.UUIDField())  # connected pairs share the id of one of them
    settled_at = operational(models.DateTimeField(null=True, blank=True))

    section = Section.IDENTITY
    written_by_functions = True
    # The other file's right is required too.
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

    pair = operational.foreign_key(MatchPair, db_index=False, related_name="reviews")
    round = operational(models.PositiveSmallIntegerField())
    decision = sensitive.choice(MatchDecision, 10)
    ground = sensitive.choice(MatchDecisionGround, 14)
    sealed = identifying(models.BinaryField())  # {"words"}

    section = Section.IDENTITY
    written_by_functions = True
    SEALED_FIELD_ID: ClassVar[str] = "matches.review"
    # The reader's own; those of others once the pair is settled, if the reader may read the pair.
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

    pair = operational(models.OneToOneField(MatchPair, on_delete=models.PROTECT, related_name="+"))
    strength = sensitive.choice(MatchStrength, 8)
    # [field, level, 1 for, -1 against, 0 neither]
    lines = sensitive(models.JSONField(default=list))

    section = Section.IDENTITY
    written_by_functions = True
    read_condition = RecordedSibling("matches.MatchReview", "pair")

    class Meta:
        db_table = "matches_opinion"


class Merge(Scoped):
    """Marks a record (`file`) as the same child as another, which is then the main record.

    No data moves between files, and a merge gives no one any rights. It can be undone.
    """

    into = operational.foreign_key(File, db_index=False)
    pair = operational.foreign_key(MatchPair, related_name="merges")
    undone_at = statistical(models.DateTimeField(null=True, blank=True))
    undone_by = operational(models.UUIDField(null=True, blank=True))
    undone_for = statistical.choice(MergeUndoReason, 14, blank=True)

    section = Section.CASE  # everyone who works on the record learns of the merge
    written_by_functions = True

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

    alleged = operational.foreign_key(AllegedPerpetrator, db_index=False)
    kind = sensitive.choice(RepeatKind, 8)
    expires_at = operational(models.DateTimeField())
    answer = sensitive.choice(RepeatAnswer, 8, blank=True)
    answered_at = operational(models.DateTimeField(null=True, blank=True))

    section = Section.SITUATION
    # Readable to readers of the allegation itself, until the notice expires.
    read_condition = IsNotExpired("expires_at") & ReadsParent("alleged")

    class Meta:
        db_table = "matches_repeat"
        constraints = [
            models.UniqueConstraint(fields=["alleged", "kind"], name="matches_repeat_once"),
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

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    started_at = operational(models.DateTimeField(default=clock.now))
    finished_at = operational(models.DateTimeField(null=True, blank=True))
    # server and database of the transaction numbers
    source = operational(models.CharField(max_length=100))
    # empty: everything was compared
    since = operational(models.BigIntegerField(null=True, blank=True))
    horizon = operational(models.BigIntegerField())  # later transactions are left to the next run
    # known after reading everything
    changed_count = operational(models.PositiveIntegerField(null=True, blank=True))
    # progress within the ordered pairs
    done_through = operational(models.BigIntegerField(default=-1))
    opened_count = operational(models.PositiveIntegerField(default=0))
    found_pairs = operational(models.PositiveIntegerField(default=0))

    classified = DeclaredClasses()


class MatchPlan(models.Model):
    """The plan for nightly comparisons; sealed, because it contains frequent names."""

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    made_at = operational(models.DateTimeField(default=clock.now))
    sealed = sensitive(models.BinaryField())

    max_sizes: ClassVar[MaxSizes] = {"sealed": COMPUTED_BYTES}
    classified = DeclaredClasses()


class LedgerPortion(models.Model):
    """Numbers for many records, by which the next night finds shared values; sealed.

    A later portion replaces the rows of an earlier one for the same record. It is never in a
    backup, because it can be rebuilt.
    """

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    run = operational(models.UUIDField())
    place = operational(models.PositiveIntegerField(unique=True))  # order of writing
    rows = operational(models.PositiveIntegerField())
    sealed = sensitive(models.BinaryField())

    max_sizes: ClassVar[MaxSizes] = {"sealed": COMPUTED_BYTES}
    classified = DeclaredClasses()

    class Meta:
        db_table = "matches_ledger"


class RemovedFile(models.Model):
    """A child's file that was deleted as a whole, by its id: the next run takes it out of the ledger.

    An erased file stays and is known by its erasure; of a deleted one nothing else is left to tell.
    """

    id = operational(models.UUIDField(primary_key=True, editable=False))
    removed_at = operational(models.DateTimeField(default=clock.now))

    classified = DeclaredClasses()
