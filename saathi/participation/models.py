"""Models of the child's voice: statements, their readers, explanations and themes."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from saathi.agencies.codes_in_lists import CodesInLists
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.read_conditions import HasCode, IsActor, IsNamedReader, ReadsParent
from saathi.agencies.record_kit import identifying, operational, sensitive, statistical
from saathi.agencies.sections import Section
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

    child = operational.foreign_key(Child, db_index=False, related_name="statements")
    state = statistical.choice(StatementState, 20)
    form = statistical.choice(StatementForm, 12, blank=True)
    said_on = statistical.date()
    language = statistical(models.CharField(max_length=8, blank=True))
    topics = statistical(ArrayField(models.CharField(max_length=20), default=list))
    was_read_back = statistical(models.BooleanField(default=False))
    audience = sensitive.choice(StatementAudience, 8, default=StatementAudience.TEAM)
    drawing = operational(models.UUIDField(null=True, blank=True))  # id of the stored drawing
    # Sealed keys: words, translation, present.
    sealed = identifying(models.BinaryField(null=True, blank=True))

    section = Section.VOICE
    SEALED_FIELD_ID: ClassVar[str] = "participation.statement"
    codes_in_lists: ClassVar[CodesInLists] = {"topics": StatementTopic}
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

    statement = operational.foreign_key(Statement, db_index=False, related_name="readers")
    staff = sensitive.foreign_key(Staff)

    section = Section.VOICE

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "staff"], name="participation_reader_once")
        ]


class Explanation(Scoped):
    """An explanation of the limits of confidentiality to the child: language and day."""

    child = operational.foreign_key(Child, db_index=False, related_name="explanations")
    explained_on = statistical.date()
    language = statistical(models.CharField(max_length=8))
    understood = statistical.choice(UnderstandingLevel, 12)

    section = Section.VOICE

    class Meta:
        indexes = [models.Index(fields=["child"], name="participation_explained_to")]


class Themes(Scoped):
    """The themes of a statement as codes, so that views are counted and never quoted (DAT-008).

    One record per statement, with the statement's readers. It enters the facts only if the child
    agrees.
    """

    statement = operational.foreign_key(Statement, db_index=False, related_name="themes")
    counted = statistical.choice(ThemeCountingConsent, 10)
    said_on = statistical.date()  # of the statement
    helped = statistical(ArrayField(models.CharField(max_length=12), default=list, blank=True))
    hurt = statistical(ArrayField(models.CharField(max_length=12), default=list, blank=True))
    missed = statistical(ArrayField(models.CharField(max_length=12), default=list, blank=True))
    wants = statistical(ArrayField(models.CharField(max_length=12), default=list, blank=True))
    refuses = statistical(ArrayField(models.CharField(max_length=12), default=list, blank=True))
    risks = statistical(ArrayField(models.CharField(max_length=20), default=list, blank=True))
    country = statistical(models.CharField(max_length=3, blank=True))
    district = statistical(models.CharField(max_length=10, blank=True))

    section = Section.VOICE
    codes_in_lists: ClassVar[CodesInLists] = {
        "helped": HelpTheme,
        "hurt": HelpTheme,
        "missed": HelpTheme,
        "wants": FuturePath,
        "refuses": FuturePath,
        "risks": RiskFactor,
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
