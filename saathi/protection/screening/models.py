"""What was asked of a child and how: screenings, prompts, interviews, clues, how she moved."""

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
from saathi.protection.screening.vocabulary import (
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
from saathi.protection.trafficking.vocabulary import SourceReliability, StatementSource


class Screening(Scoped):
    """The answers to one version of a questionnaire; of a child, or of whom a report is about.

    Triage: nothing that helps reads it. What was answered lies sealed; its reading stands for
    statistics alone and is shown nowhere but on the screening's own page.
    """

    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, null=True, blank=True, related_name="screenings"
    )
    questionnaire = models.CharField(max_length=40)
    questionnaire_version = models.PositiveIntegerField()
    role = models.CharField(max_length=12, choices=QuestionnaireRole)  # of who asked
    screened_on = models.DateField()  # `recorded_at` is when it was written
    language = models.CharField(max_length=8, blank=True)
    reading = models.CharField(
        max_length=12, choices=ScreeningReading, default=ScreeningReading.TOO_LITTLE
    )
    positive = ArrayField(models.CharField(max_length=28), default=list, blank=True)
    answered = models.PositiveSmallIntegerField(default=0)  # yes and no
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
    """That somebody recorded the child as one of those among whom trafficked children are missed."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="recorded_as")
    kind = models.CharField(max_length=14, choices=MisidentificationKind)
    by_whom = models.CharField(max_length=12, choices=RecordedBy)
    happened_on = models.DateField()
    offence = models.CharField(max_length=12, choices=Offence, blank=True, db_default="")
    # Whether it follows from the trafficking: then it breaks a safeguard, and counts against nobody.
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
    """How the prompt to screen was answered: who was asked, who answered, when, and why."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="prompt_replies")
    kind = models.CharField(max_length=14, choices=MisidentificationKind)
    reply = models.CharField(max_length=12, choices=PromptReply)
    replied_on = models.DateField()
    asked = models.UUIDField()  # the member of staff on whose day it stood
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
    """One interview with a child, by whoever it was: each counts for her."""

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
    # holds: interviewer, certificate, interpreter, others, note
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
    """Something that may lead to her family, in her own words: a clue, uncertain until it is not."""

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
    """How a child moved and stands where she is, as far as it is known on a day; never a label.

    It says nothing of trafficking and trafficking nothing of it: two facts side by side.
    """

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="migrations")
    as_of = models.DateField()
    moved = models.CharField(max_length=12, choices=ChildMovement)
    papers = models.CharField(
        max_length=12, choices=ImmigrationStatus, default=ImmigrationStatus.NOT_KNOWN
    )
    country = models.CharField(max_length=3, blank=True)  # where she is
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
