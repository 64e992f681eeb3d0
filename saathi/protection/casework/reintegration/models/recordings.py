"""Recordings of the questions of the child view, read by a person; they are about no child."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.models import Agency
from saathi.agencies.record_kit import operational
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.infra import clock
from saathi.protection.casework.reintegration.child_questions import ChildViewLanguage
from saathi.protection.casework.reintegration.vocabulary import QuestionRecordingState
from saathi.vault.accepted_media import MediaType


class QuestionRecording(models.Model):
    """The sound of one question in one language; the latest that a second person approved is played.

    The sound and what it says are never changed: a better one is another recording.
    """

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    agency = operational.foreign_key(Agency, db_index=False)
    language = operational.choice(ChildViewLanguage, 2)
    question = operational(models.CharField(max_length=12))
    # The words of the question when it was recorded: a recording of other words is not played.
    words = operational(models.CharField(max_length=400))
    media_type = operational(
        models.CharField(max_length=20, choices=[(each.value, each.value) for each in MediaType])
    )
    sound = operational(models.BinaryField())
    recorded_at = operational(models.DateTimeField(default=clock.now))
    recorded_by = operational(models.UUIDField())
    state = operational.choice(QuestionRecordingState, 10)
    published_by = operational(models.UUIDField(null=True, blank=True))
    published_at = operational(models.DateTimeField(null=True, blank=True))
    withdrawn_by = operational(models.UUIDField(null=True, blank=True))
    withdrawn_at = operational(models.DateTimeField(null=True, blank=True))
    why_withdrawn = operational(models.CharField(max_length=300, blank=True))

    proved_states: ClassVar[ProvedStates] = (
        "state",
        (QuestionRecordingState.APPROVED.value, QuestionRecordingState.WITHDRAWN.value),
    )
    classified = DeclaredClasses()

    class Meta:
        indexes = [
            models.Index(
                fields=["agency", "language", "question", "-recorded_at"],
                name="reintegration_sound_of",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("recorded_by")),
                name="reintegration_sound_second",
            ),
            models.CheckConstraint(
                condition=~Q(state=QuestionRecordingState.APPROVED) | Q(published_by__isnull=False),
                name="reintegration_sound_approved",
            ),
            models.CheckConstraint(
                condition=Q(state=QuestionRecordingState.WITHDRAWN, withdrawn_by__isnull=False)
                & ~Q(why_withdrawn="")
                | ~Q(state=QuestionRecordingState.WITHDRAWN) & Q(withdrawn_by__isnull=True),
                name="reintegration_sound_withdrawn",
            ),
        ]
