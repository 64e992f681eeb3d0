"""Follow-ups requested from committees, and their observations."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from saathi.agencies.models import Scoped, Staff
from saathi.agencies.read_conditions import WORKS_WITH_CHILD, IsActor
from saathi.agencies.sections import Section
from saathi.infra.classification import IDENTIFYING, OPERATIONAL, STATISTICAL, DataClass
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.committees.vocabulary import (
    ChildCondition,
    ChildSighting,
    FollowUpFocus,
    FollowUpState,
)


class FollowUp(Scoped):
    """A follow-up by a member of a local committee until a day. It does not open the file to the member."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="follow_ups")
    asked_of = models.ForeignKey(Staff, on_delete=models.PROTECT, db_index=False, related_name="+")
    look_at = ArrayField(models.CharField(max_length=8, choices=FollowUpFocus), default=list)
    asked_on = models.DateField()
    until = models.DateField()
    state = models.CharField(max_length=8, choices=FollowUpState, default=FollowUpState.ASKED)
    ended_on = models.DateField(null=True, blank=True)
    access = models.UUIDField(
        null=True, blank=True
    )  # the grant by which the committee member reads it
    sealed = models.BinaryField()  # keys: called, where, keep_in_mind

    section = Section.CASE
    SEALED_FIELD_ID: ClassVar[str] = "committees.follow_up"
    # By these what the committee member reads is found and ended.
    proved_fields = ("asked_of", "until", "state", "access")
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "case": OPERATIONAL,
        "asked_of": OPERATIONAL,
        "look_at": STATISTICAL,
        "asked_on": STATISTICAL,
        "until": OPERATIONAL,
        "state": STATISTICAL,
        "ended_on": STATISTICAL,
        "access": OPERATIONAL,
        "sealed": IDENTIFYING,
    }
    read_condition = IsActor("asked_of") | WORKS_WITH_CHILD

    class Meta:
        indexes = [
            models.Index(fields=["asked_of", "state", "until"], name="committees_asked_of"),
            models.Index(fields=["file", "asked_on"], name="committees_of_file"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked", ended_on__isnull=True)
                | Q(state="ended", ended_on__isnull=False),
                name="committees_ended_on_a_day",
            )
        ]


class CommitteeObservation(Scoped):
    """A committee's observation on a day. The committee writes only these, through a database function."""

    follow_up = models.ForeignKey(
        FollowUp, on_delete=models.PROTECT, db_index=False, related_name="told"
    )
    seen_on = models.DateField()
    seen = models.CharField(max_length=12, choices=ChildSighting)
    how = models.CharField(max_length=12, choices=ChildCondition)
    sealed = models.BinaryField(null=True, blank=True)  # keys: words, her_words

    section = Section.CASE
    written_by_functions = True
    SEALED_FIELD_ID: ClassVar[str] = "committees.told"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "follow_up": OPERATIONAL,
        "seen_on": STATISTICAL,
        "seen": STATISTICAL,
        "how": STATISTICAL,
        "sealed": IDENTIFYING,
    }
    read_condition = IsActor("recorded_by") | WORKS_WITH_CHILD

    class Meta:
        db_table = "committees_told"
        indexes = [models.Index(fields=["follow_up", "seen_on"], name="committees_told_of")]
