"""Models of screenings, prompts, interviews, clues and migration."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from saathi.agencies.codes_in_lists import CodesInLists
from saathi.agencies.models import Scoped
from saathi.agencies.record_kit import identifying, operational, statistical
from saathi.agencies.sections import Section
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

    child = operational.optional_foreign_key(Child, related_name="screenings")
    questionnaire = statistical(models.CharField(max_length=40))
    questionnaire_version = statistical(models.PositiveIntegerField())
    role = statistical.choice(QuestionnaireRole, 12)  # name of the person who asked
    screened_on = statistical.date()  # `recorded_at` is the time of entry
    language = statistical(models.CharField(max_length=8, blank=True))
    reading = statistical.choice(ScreeningReading, 12, default=ScreeningReading.TOO_LITTLE)
    positive = statistical(ArrayField(models.CharField(max_length=28), default=list, blank=True))
    # number of "yes" and "no" answers
    answered = statistical(models.PositiveSmallIntegerField(default=0))
    # does not know, chose not to say
    withheld = statistical(models.PositiveSmallIntegerField(default=0))
    not_asked = statistical(models.PositiveSmallIntegerField(default=0))
    sealed = identifying(models.BinaryField())  # {"answers": {code: answer}, "by", "note"}

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "screening.screening"


class PossibleMisidentification(Scoped):
    """An authority recorded the child in a category in which trafficked children are often missed."""

    child = operational.foreign_key(Child, related_name="recorded_as")
    kind = statistical.choice(MisidentificationKind, 14)
    by_whom = statistical.choice(RecordedBy, 12)
    happened_on = statistical.date()
    offence = statistical(
        models.CharField(max_length=12, choices=Offence, blank=True, db_default="")
    )
    # Whether it follows from trafficking: if so, it breaches a safeguard and is not held against
    # the child.
    follows = statistical(
        models.CharField(max_length=12, choices=FollowsFromTrafficking, blank=True, db_default="")
    )
    sealed = identifying(models.BinaryField(null=True, blank=True))  # {"what", "unrelated"}

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "screening.recorded_as"

    class Meta:
        db_table = "screening_recordedas"


class ScreeningPromptReply(Scoped):
    """A reply to the screening prompt: who was prompted, who replied, when and why."""

    child = operational.foreign_key(Child, related_name="prompt_replies")
    kind = statistical.choice(MisidentificationKind, 14)
    reply = statistical.choice(PromptReply, 12)
    replied_on = statistical.date()
    prompted_staff = operational(models.UUIDField())  # the staff member who got the prompt
    screening = operational.optional_foreign_key(Screening, related_name="replies")
    sealed = identifying(models.BinaryField(null=True, blank=True))  # {"why"}

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "screening.reply"

    class Meta:
        db_table = "screening_reply"


class Interview(Scoped):
    """An interview with a child, whoever held it; each burdens the child and is counted."""

    child = operational.foreign_key(Child, related_name="interviews")
    happened_at = statistical(models.DateTimeField())
    by_whom = statistical.choice(Interviewer, 14)
    is_first = statistical(models.BooleanField(default=False))
    language = statistical(models.CharField(max_length=8, blank=True))
    training = statistical.choice(InterviewerTraining, 12, blank=True)
    has_interpreter = statistical(models.BooleanField(default=False))
    present = statistical(ArrayField(models.CharField(max_length=12), default=list, blank=True))
    procedure = statistical(ArrayField(models.CharField(max_length=12), default=list, blank=True))
    breaks = statistical(models.PositiveSmallIntegerField(null=True, blank=True))
    support = statistical.choice(InterviewSupport, 12, blank=True)
    ended = statistical.choice(InterviewEnd, 12)
    # keys: interviewer, certificate, interpreter, others, note
    sealed = identifying(models.BinaryField())

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "screening.interview"
    codes_in_lists: ClassVar[CodesInLists] = {
        "present": InterviewAttendee,
        "procedure": InterviewProcedure,
    }


class FamilyClue(Scoped):
    """A clue to the child's family, in the child's own words; uncertain until confirmed."""

    child = operational.foreign_key(Child, related_name="family_clues")
    kind = statistical.choice(FamilyClueKind, 12)
    stated_on = statistical.date()
    language = statistical(models.CharField(max_length=8, blank=True))
    source = statistical.choice(StatementSource, 20, blank=True)
    confidence = statistical.choice(SourceReliability, 12, blank=True)
    state = statistical.choice(FamilyClueState, 14, default=FamilyClueState.OPEN)
    sealed = identifying(models.BinaryField())  # {"words", "maybe", "note"}

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "screening.clue"
    sections_of_texts: ClassVar = {"words": Section.VOICE}


class Migration(Scoped):
    """How a child moved and the child's status there, as known on one day; never a label.

    It is independent of trafficking: they are two separate facts.
    """

    child = operational.foreign_key(Child, related_name="migrations")
    as_of = statistical.date()
    moved = statistical.choice(ChildMovement, 12)
    papers = statistical.choice(ImmigrationStatus, 12, blank=True)
    country = statistical(models.CharField(max_length=3, blank=True))  # country where the child is
    from_country = statistical(models.CharField(max_length=3, blank=True))
    why = statistical(ArrayField(models.CharField(max_length=12), default=list, blank=True))
    moving_with = statistical.choice(MigrationCompanion, 12, blank=True)
    rights = statistical(ArrayField(models.CharField(max_length=12), default=list, blank=True))
    restrictions = statistical(
        ArrayField(models.CharField(max_length=12), default=list, blank=True)
    )
    sealed = identifying(models.BinaryField(null=True, blank=True))  # {"wish", "risks", "note"}

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "screening.migration"
    sections_of_texts: ClassVar = {"wish": Section.VOICE}
    codes_in_lists: ClassVar[CodesInLists] = {
        "why": MigrationReason,
        "rights": RightAtStake,
        "restrictions": MigrationRestriction,
    }
