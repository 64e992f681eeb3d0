"""Complaints and suggestions of children: words, subject, answers."""

import datetime as dt
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Scoped, Staff
from saathi.agencies.read_conditions import (
    DoesNotListActor,
    HasCode,
    HoldsGrant,
    IsActor,
    IsShownBy,
)
from saathi.agencies.record_kit import (
    identifying,
    long_text,
    operational,
    sensitive,
    short_text,
    statistical,
)
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import GrantKind
from saathi.people.models import Child
from saathi.protection.care.facilities.models import Facility
from saathi.protection.oversight.complaints.rules import ANSWER_DAYS
from saathi.protection.oversight.complaints.vocabulary import (
    AnswerAcceptance,
    ComplaintKind,
    ComplaintReaders,
    ComplaintState,
    ComplaintSubject,
    EscalationBody,
)


class Complaint(Scoped):
    """A complaint or suggestion of a child, tracked until the child is answered (CHP-004)."""

    child = operational.foreign_key(Child, related_name="complaints")
    kind = statistical.choice(ComplaintKind, 12, label=_("Type"), is_radio=True)
    about = statistical.choice(
        ComplaintSubject,
        12,
        label=_("Subject"),
        row_label=_("About"),
        is_radio=True,
    )
    # Chosen if the complaint is about the place where the child lives: the agency that operates it
    # can neither read nor answer it.
    facility = operational(
        models.ForeignKey(
            Facility, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
        ),
        label=_("Facility"),
    )
    # The people it is about, and others that the child names: they can neither read nor answer it.
    not_for = sensitive(ArrayField(models.UUIDField(), default=list, blank=True))
    readers = sensitive.choice(
        ComplaintReaders,
        8,
        default=ComplaintReaders.LEADERS,
        label=_("Additional readers, as the child chose"),
        is_radio=True,
    )
    said_on = statistical.date(
        label=_("Date of the statement"), is_past=True, initial=lambda today: today
    )
    language = statistical(models.CharField(max_length=8, blank=True))
    answer_by = statistical.date(
        label=_("Date by which the child is answered"),
        row_label=_("Promised answer date"),
        help_text=_(
            "Tell the child this date. If it passes without an answer, the next higher level "
            "is notified."
        ),
        initial=lambda today: today + dt.timedelta(days=ANSWER_DAYS),
    )
    handler = operational(
        models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+"),
        label=_("Person responsible for the answer"),
    )
    state = statistical.choice(
        ComplaintState, 12, default=ComplaintState.OPEN, label=_("Current status"), is_radio=True
    )
    answered_on = statistical(
        models.DateField(null=True, blank=True),
        label=_("Date the child was answered"),
        is_past=True,
    )
    accepts = statistical.choice(
        AnswerAcceptance,
        12,
        blank=True,
        label=_("Answer accepted by the child"),
        is_radio=True,
    )
    brought_before = statistical.choice(
        EscalationBody,
        16,
        blank=True,
        label=_("Escalated to"),
    )
    brought_on = statistical(models.DateField(null=True, blank=True))
    reminded_on = operational(models.DateField(null=True, blank=True))
    sealed = identifying(models.BinaryField())
    child_words = long_text(key="words", label=_("In the child’s words"))
    wants = short_text(
        label=_("Action the child wants"),
        row_label=_("Child’s wishes"),
        missing=_("not recorded"),
    )
    done = short_text(label=_("What was done"), missing=_("nothing yet"))
    answer = short_text(label=_("Reply given to the child"))
    child_reply = short_text(label=_("Child’s response to the answer"))

    section = Section.VOICE
    SEALED_FIELD_ID: ClassVar[str] = "complaints.complaint"
    earlier_text_keys: ClassVar[dict[str, str]] = {"her_reply": "child_reply"}
    # Never readable by the person it is about, whatever office they lead, nor by staff of the agency
    # that operates the facility it is about. Readable by those that
    # the child allows, the handler, and the office that holds the file.
    read_condition = (
        DoesNotListActor("not_for")
        & IsShownBy("facility", "facility_is_of_others")
        & (
            HasCode("readers", ComplaintReaders.TEAM)
            | IsActor("recorded_by")
            | IsActor("handler")
            | HoldsGrant((GrantKind.OWNER,))
        )
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
                condition=~Q(state__in=["answered", "settled"]) | Q(answered_on__isnull=False),
                name="complaints_answered_was_told",
            ),
            models.CheckConstraint(
                condition=~Q(state="settled") | ~Q(accepts__in=["no", "not_asked", ""]),
                name="complaints_settled_as_she_sees_it",
            ),
            models.CheckConstraint(
                condition=~Q(state="brought") | ~Q(brought_before=""),
                name="complaints_brought_before_somebody",
            ),
        ]
