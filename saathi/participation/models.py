"""Models of the child's voice: statements, their readers, explanations and themes."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from saathi.agencies.codes_in_lists import CodesInLists
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.read_conditions import HasCode, IsActor, IsNamedReader, ReadsParent
from saathi.agencies.sections import Section
from saathi.infra.classification import (
    IDENTIFYING,
    OPERATIONAL,
    SENSITIVE,
    STATISTICAL,
    DataClass,
)
from saathi.participation.vocabulary import (
    FuturePath,
    HelpTheme,
    StatementAudience,
    StatementForm,
    StatementState,
    StatementTopic,
    ThemeCountingConsent,
    UnderstandingLevel,
)
from saathi.people.identity.vocabulary import RiskFactor
from saathi.people.models import Child

DRAWING_FIELD_ID = "participation.drawing"


class Statement(Scoped):
    """What the child said, drew, chose not to say, or is not to be asked. The child chooses the readers."""

    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, db_index=False, related_name="statements"
    )
    state = models.CharField(max_length=20, choices=StatementState)
    form = models.CharField(max_length=12, choices=StatementForm, blank=True)
    said_on = models.DateField()
    language = models.CharField(max_length=8, blank=True)
    topics = ArrayField(models.CharField(max_length=20), default=list)
    was_read_back = models.BooleanField(default=False)
    audience = models.CharField(
        max_length=8, choices=StatementAudience, default=StatementAudience.TEAM
    )
    drawing = models.UUIDField(null=True, blank=True)  # id of the stored drawing
    sealed = models.BinaryField(null=True, blank=True)  # {"words", "translation", "present"}

    section = Section.VOICE
    SEALED_FIELD_ID: ClassVar[str] = "participation.statement"
    codes_in_lists: ClassVar[CodesInLists] = {"topics": StatementTopic}
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "state": STATISTICAL,
        "form": STATISTICAL,
        "said_on": STATISTICAL,
        "language": STATISTICAL,
        "topics": STATISTICAL,
        "was_read_back": STATISTICAL,
        "audience": SENSITIVE,
        "drawing": OPERATIONAL,
        "sealed": IDENTIFYING,
    }
    # The stored file has the same readers as the words of the statement.
    stored_files: ClassVar[dict[str, str]] = {DRAWING_FIELD_ID: "drawing"}
    # Her choice of readers; who heard her reads it always (GDN-009).
    read_condition = (
        HasCode("audience", StatementAudience.TEAM)
        | IsActor("recorded_by")
        | HasCode("audience", StatementAudience.NAMED)
        & IsNamedReader("readers", "access_named_reader")
    )

    class Meta:
        indexes = [models.Index(fields=["child", "said_on"], name="participation_said_by_child")]


class Reader(Scoped):
    """A staff member whom the child named as a reader of one statement."""

    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, db_index=False, related_name="readers"
    )
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    section = Section.VOICE
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "statement": OPERATIONAL,
        "staff": SENSITIVE,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "staff"], name="participation_reader_once")
        ]


class Explanation(Scoped):
    """An explanation of the limits of confidentiality to the child: language and day."""

    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, db_index=False, related_name="explanations"
    )
    explained_on = models.DateField()
    language = models.CharField(max_length=8)
    understood = models.CharField(max_length=12, choices=UnderstandingLevel)

    section = Section.VOICE
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "explained_on": STATISTICAL,
        "language": STATISTICAL,
        "understood": STATISTICAL,
    }

    class Meta:
        indexes = [models.Index(fields=["child"], name="participation_explained_to")]


class Themes(Scoped):
    """The themes of a statement as codes, so that views are counted and never quoted (DAT-008).

    One record per statement, with the statement's readers. It enters the facts only if the child
    agrees.
    """

    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, db_index=False, related_name="themes"
    )
    counted = models.CharField(max_length=10, choices=ThemeCountingConsent)
    said_on = models.DateField()  # of the statement
    helped = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    hurt = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    missed = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    wants = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    refuses = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    risks = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    country = models.CharField(max_length=3, blank=True)
    district = models.CharField(max_length=10, blank=True)

    section = Section.VOICE
    codes_in_lists: ClassVar[CodesInLists] = {
        "helped": HelpTheme,
        "hurt": HelpTheme,
        "missed": HelpTheme,
        "wants": FuturePath,
        "refuses": FuturePath,
        "risks": RiskFactor,
    }
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "statement": OPERATIONAL,
        "counted": STATISTICAL,
        "said_on": STATISTICAL,
        "helped": STATISTICAL,
        "hurt": STATISTICAL,
        "missed": STATISTICAL,
        "wants": STATISTICAL,
        "refuses": STATISTICAL,
        "risks": STATISTICAL,
        "country": STATISTICAL,
        "district": STATISTICAL,
    }
    # As far as the statement itself is read.
    read_condition = ReadsParent("statement")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement"], name="participation_themes_once"),
            models.CheckConstraint(
                condition=~Q(wants__overlap=F("refuses")), name="participation_wants_or_refuses"
            ),
        ]
