"""Models of screenings, prompts, interviews, clues and migration."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from saathi.agencies.codes_in_lists import CodesInLists
from saathi.agencies.models import Scoped
from saathi.agencies.sections import Section
from saathi.infra.classification import (
    IDENTIFYING,
    OPERATIONAL,
    STATISTICAL,
    DataClass,
)
from saathi.people.models import Child
from saathi.protection.identification.screening.vocabulary import (
    ChildMovement,
    FamilyClueKind,
    FamilyClueState,
    FollowsFromTrafficking,
    ImmigrationStatus,
    InterviewAttendee,
    InterviewEnd,
    Interviewer,
    InterviewerTraining,
    InterviewProcedure,
    InterviewSupport,
    MigrationCompanion,
    MigrationReason,
    MigrationRestriction,
    MisidentificationKind,
    Offence,
    PromptReply,
    QuestionnaireRole,
    RecordedBy,
    RightAtStake,
    ScreeningReading,
)
from saathi.protection.identification.trafficking.vocabulary import (
    SourceReliability,
    StatementSource,
)


class Screening(Scoped):
    """The answers to one version of a questionnaire, about a child or a report's subject.

    Triage: no rule of help reads it. The answers are sealed; the result is kept for statistics and
    shown only on the page of the screening.
    """

    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, null=True, blank=True, related_name="screenings"
    )
    questionnaire = models.CharField(max_length=40)
    questionnaire_version = models.PositiveIntegerField()
    role = models.CharField(
        max_length=12, choices=QuestionnaireRole
    )  # name of the person who asked
    screened_on = models.DateField()  # `recorded_at` is when it was written
    language = models.CharField(max_length=8, blank=True)
    reading = models.CharField(
        max_length=12, choices=ScreeningReading, default=ScreeningReading.TOO_LITTLE
    )
    positive = ArrayField(models.CharField(max_length=28), default=list, blank=True)
    answered = models.PositiveSmallIntegerField(default=0)  # number of answers yes and no
    withheld = models.PositiveSmallIntegerField(default=0)  # does not know, chose not to say
    not_asked = models.PositiveSmallIntegerField(default=0)
    sealed = models.BinaryField()  # {"answers": {code: answer}, "by", "note"}

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "screening.screening"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "questionnaire": STATISTICAL,
        "questionnaire_version": STATISTICAL,
        "role": STATISTICAL,
        "screened_on": STATISTICAL,
        "language": STATISTICAL,
        "reading": STATISTICAL,
        "positive": STATISTICAL,
        "answered": STATISTICAL,
        "withheld": STATISTICAL,
        "not_asked": STATISTICAL,
        "sealed": IDENTIFYING,
    }


class PossibleMisidentification(Scoped):
    """An authority recorded the child in a category in which trafficked children are often missed."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="recorded_as")
    kind = models.CharField(max_length=14, choices=MisidentificationKind)
    by_whom = models.CharField(max_length=12, choices=RecordedBy)
    happened_on = models.DateField()
    offence = models.CharField(max_length=12, choices=Offence, blank=True, db_default="")
    # Whether it follows from trafficking: then it breaches a safeguard and is not held against the
    # child.
    follows = models.CharField(
        max_length=12, choices=FollowsFromTrafficking, blank=True, db_default=""
    )
    sealed = models.BinaryField(null=True, blank=True)  # {"what", "unrelated"}

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "screening.recorded_as"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "kind": STATISTICAL,
        "by_whom": STATISTICAL,
        "happened_on": STATISTICAL,
        "offence": STATISTICAL,
        "follows": STATISTICAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        db_table = "screening_recordedas"


class ScreeningPromptReply(Scoped):
    """A reply to the screening prompt: who was prompted, who replied, when and why."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="prompt_replies")
    kind = models.CharField(max_length=14, choices=MisidentificationKind)
    reply = models.CharField(max_length=12, choices=PromptReply)
    replied_on = models.DateField()
    asked = models.UUIDField()  # the staff member for whom the prompt was due
    screening = models.ForeignKey(
        Screening, on_delete=models.PROTECT, null=True, blank=True, related_name="replies"
    )
    sealed = models.BinaryField(null=True, blank=True)  # {"why"}

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "screening.reply"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "kind": STATISTICAL,
        "reply": STATISTICAL,
        "replied_on": STATISTICAL,
        "asked": OPERATIONAL,
        "screening": OPERATIONAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        db_table = "screening_reply"


class Interview(Scoped):
    """An interview with a child, whoever held it: each one is a burden for the child and counts."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="interviews")
    happened_at = models.DateTimeField()
    by_whom = models.CharField(max_length=14, choices=Interviewer)
    is_first = models.BooleanField(default=False)
    language = models.CharField(max_length=8, blank=True)
    training = models.CharField(
        max_length=12, choices=InterviewerTraining, default=InterviewerTraining.NOT_KNOWN
    )
    has_interpreter = models.BooleanField(default=False)
    present = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    procedure = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    breaks = models.PositiveSmallIntegerField(null=True, blank=True)
    support = models.CharField(
        max_length=12, choices=InterviewSupport, default=InterviewSupport.NOT_OFFERED
    )
    ended = models.CharField(max_length=12, choices=InterviewEnd)
    # keys: interviewer, certificate, interpreter, others, note
    sealed = models.BinaryField()

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "screening.interview"
    codes_in_lists: ClassVar[CodesInLists] = {
        "present": InterviewAttendee,
        "procedure": InterviewProcedure,
    }
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "happened_at": STATISTICAL,
        "by_whom": STATISTICAL,
        "is_first": STATISTICAL,
        "language": STATISTICAL,
        "training": STATISTICAL,
        "has_interpreter": STATISTICAL,
        "present": STATISTICAL,
        "procedure": STATISTICAL,
        "breaks": STATISTICAL,
        "support": STATISTICAL,
        "ended": STATISTICAL,
        "sealed": IDENTIFYING,
    }


class FamilyClue(Scoped):
    """A clue to the child's family, in the child's own words; uncertain until confirmed."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="family_clues")
    kind = models.CharField(max_length=12, choices=FamilyClueKind)
    told_on = models.DateField()
    language = models.CharField(max_length=8, blank=True)
    source = models.CharField(max_length=20, choices=StatementSource, default=StatementSource.CHILD)
    confidence = models.CharField(
        max_length=12, choices=SourceReliability, default=SourceReliability.NOT_WEIGHED
    )
    state = models.CharField(max_length=14, choices=FamilyClueState, default=FamilyClueState.OPEN)
    sealed = models.BinaryField()  # {"words", "maybe", "note"}

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "screening.clue"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "kind": STATISTICAL,
        "told_on": STATISTICAL,
        "language": STATISTICAL,
        "source": STATISTICAL,
        "confidence": STATISTICAL,
        "state": STATISTICAL,
        "sealed": IDENTIFYING,
    }


class Migration(Scoped):
    """How a child moved, and the child's status there, as known on a day; never a label.

    It is independent of trafficking: two separate facts.
    """

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="migrations")
    as_of = models.DateField()
    moved = models.CharField(max_length=12, choices=ChildMovement)
    papers = models.CharField(
        max_length=12, choices=ImmigrationStatus, default=ImmigrationStatus.NOT_KNOWN
    )
    country = models.CharField(max_length=3, blank=True)  # country where the child is
    from_country = models.CharField(max_length=3, blank=True)
    why = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    moving_with = models.CharField(
        max_length=12, choices=MigrationCompanion, default=MigrationCompanion.NOT_KNOWN
    )
    rights = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    restrictions = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    sealed = models.BinaryField(null=True, blank=True)  # {"wish", "risks", "note"}

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "screening.migration"
    codes_in_lists: ClassVar[CodesInLists] = {
        "why": MigrationReason,
        "rights": RightAtStake,
        "restrictions": MigrationRestriction,
    }
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "as_of": STATISTICAL,
        "moved": STATISTICAL,
        "papers": STATISTICAL,
        "country": STATISTICAL,
        "from_country": STATISTICAL,
        "why": STATISTICAL,
        "moving_with": STATISTICAL,
        "rights": STATISTICAL,
        "restrictions": STATISTICAL,
        "sealed": IDENTIFYING,
    }
