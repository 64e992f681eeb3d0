"""Complaints and suggestions of children: words, subject, answers."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from saathi.agencies.models import Scoped, Staff
from saathi.agencies.read_conditions import DoesNotListActor, HasCode, HoldsGrant, IsActor
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import GrantKind
from saathi.infra.classification import (
    IDENTIFYING,
    OPERATIONAL,
    SENSITIVE,
    STATISTICAL,
    DataClass,
)
from saathi.people.models import Child
from saathi.protection.oversight.complaints.vocabulary import (
    AnswerAcceptance,
    ComplaintKind,
    ComplaintReaders,
    ComplaintState,
    ComplaintSubject,
    EscalationBody,
)


class Complaint(Scoped):
    """A complaint or suggestion of a child, tracked until the child was answered (CHP-004)."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="complaints")
    kind = models.CharField(max_length=12, choices=ComplaintKind)
    about = models.CharField(max_length=12, choices=ComplaintSubject)
    # Those it is about, and others the child names: they can neither read nor answer it.
    not_for = ArrayField(models.UUIDField(), default=list, blank=True)
    readers = models.CharField(
        max_length=8, choices=ComplaintReaders, default=ComplaintReaders.LEADERS
    )
    said_on = models.DateField()
    language = models.CharField(max_length=8, blank=True)
    answer_by = models.DateField()
    handler = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=12, choices=ComplaintState, default=ComplaintState.OPEN)
    told_on = models.DateField(null=True, blank=True)
    accepts = models.CharField(
        max_length=12, choices=AnswerAcceptance, default=AnswerAcceptance.NOT_ASKED
    )
    brought_before = models.CharField(max_length=16, choices=EscalationBody, blank=True)
    brought_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    sealed = models.BinaryField()  # keys: words, wants, done, answer, her_reply

    section = Section.VOICE
    SEALED_FIELD_ID: ClassVar[str] = "complaints.complaint"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "kind": STATISTICAL,
        "about": STATISTICAL,
        "not_for": SENSITIVE,
        "readers": SENSITIVE,
        "said_on": STATISTICAL,
        "language": STATISTICAL,
        "answer_by": STATISTICAL,
        "handler": OPERATIONAL,
        "state": STATISTICAL,
        "told_on": STATISTICAL,
        "accepts": STATISTICAL,
        "brought_before": STATISTICAL,
        "brought_on": STATISTICAL,
        "reminded_on": OPERATIONAL,
        "sealed": IDENTIFYING,
    }
    # Who it is about sees nothing of it, whatever she leads; of the others those whom the child lets
    # read it, who handles it, and the office that holds the file.
    read_condition = DoesNotListActor("not_for") & (
        HasCode("readers", ComplaintReaders.TEAM)
        | IsActor("recorded_by")
        | IsActor("handler")
        | HoldsGrant((GrantKind.OWNER,))
    )

    class Meta:
        indexes = [
            models.Index(fields=["file", "said_on"], name="complaints_of_file"),
            models.Index(
                fields=["answer_by", "id"],
                condition=Q(state__in=["open", "brought"]),
                name="complaints_to_answer",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "settled"]) | Q(told_on__isnull=False),
                name="complaints_answered_was_told",
            ),
            models.CheckConstraint(
                condition=~Q(state="settled") | ~Q(accepts__in=["no", "not_asked"]),
                name="complaints_settled_as_she_sees_it",
            ),
            models.CheckConstraint(
                condition=~Q(state="brought") | ~Q(brought_before=""),
                name="complaints_brought_before_somebody",
            ),
        ]
