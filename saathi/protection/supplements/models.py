"""Forms of an agency, version by version, and what was answered: one table for each part of a file.

The part decides who reads and writes, so each has its table with the policies of that part.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from saathi.agencies.models import Agency, Scoped, Staff
from saathi.agencies.sections import Section
from saathi.infra import clock
from saathi.infra.classification import IDENTIFYING, OPERATIONAL, STATISTICAL, DataClass
from saathi.people.models import Child
from saathi.protection.supplements import reading
from saathi.protection.supplements.vocabulary import FormOutcome


class FormDraft(models.Model):
    """A form that was uploaded and is being classified. It holds no child's data."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    section = models.IntegerField(default=0)  # 0: not said yet
    body = models.JSONField()
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.UUIDField()
    version = models.PositiveIntegerField(default=1)

    classified: ClassVar[dict[str, DataClass]] = {
        "id": OPERATIONAL,
        "agency": OPERATIONAL,
        "code": OPERATIONAL,
        "section": OPERATIONAL,
        "body": OPERATIONAL,
        "recorded_at": OPERATIONAL,
        "recorded_by": OPERATIONAL,
        "version": OPERATIONAL,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "code"], name="supplements_one_draft"),
        ]


class FormVersion(models.Model):
    """One version of a form, written by the warden's functions alone and never changed after."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    version = models.PositiveIntegerField()
    section = models.IntegerField()  # the same in every version
    body = models.JSONField()
    is_end = models.BooleanField(default=False)  # from then on nobody fills it in
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField(default=clock.now)
    decided_by = models.UUIDField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=FormOutcome, default=FormOutcome.WAITS)

    classified: ClassVar[dict[str, DataClass]] = {
        "id": OPERATIONAL,
        "agency": OPERATIONAL,
        "code": OPERATIONAL,
        "version": OPERATIONAL,
        "section": OPERATIONAL,
        "body": OPERATIONAL,
        "is_end": OPERATIONAL,
        "asked_by": OPERATIONAL,
        "asked_at": OPERATIONAL,
        "decided_by": OPERATIONAL,
        "decided_at": OPERATIONAL,
        "outcome": OPERATIONAL,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "code", "version"], name="supplements_form_version_once"
            ),
            models.UniqueConstraint(
                fields=["agency", "code"],
                condition=Q(outcome="waits"),
                name="supplements_form_one_waits",
            ),
            models.CheckConstraint(
                condition=Q(outcome="waits", decided_by=None, decided_at=None)
                | Q(~Q(outcome="waits"), decided_by__isnull=False, decided_at__isnull=False),
                name="supplements_form_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="supplements_form_two_persons",
            ),
        ]


class Filled(Scoped):
    """A form that was filled in for a child; what was answered lies sealed, all of it together.

    `counted` stands in clear: of questions classified statistical, the codes that were chosen and
    numbers below a thousand.
    """

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    form = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)  # of the form and its version, for the facts
    form_version = models.PositiveIntegerField()
    filled_on = models.DateField()  # when it was asked; `recorded_at` is when it was written
    language = models.CharField(max_length=8, blank=True)
    counted = models.JSONField(default=dict)
    sealed = models.BinaryField()  # {"answers", "by", "note", "against"}

    extra_read_condition: ClassVar[str]  # of each table below, in the second lock

    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "form": OPERATIONAL,
        "code": STATISTICAL,
        "form_version": STATISTICAL,
        "filled_on": STATISTICAL,
        "language": STATISTICAL,
        "counted": STATISTICAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        abstract = True

    @classmethod
    def readable_by(cls, staff: Staff) -> Q:
        """The same in the first lock."""
        return reading.otherwise(staff, cls.section)


class IdentityAnswers(Filled):
    """Answers to a form about who the child is."""

    section = Section.IDENTITY
    SEALED_FIELD_ID: ClassVar[str] = "supplements.identity"

    class Meta:
        indexes = [models.Index(fields=["file", "-filled_on"], name="supplements_of_identity")]


class SituationAnswers(Filled):
    """Answers to a form about the child's situation and safety."""

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "supplements.situation"

    class Meta:
        indexes = [models.Index(fields=["file", "-filled_on"], name="supplements_of_situation")]


class NeedsAnswers(Filled):
    """Answers to a form about the child's needs and health."""

    section = Section.NEEDS
    SEALED_FIELD_ID: ClassVar[str] = "supplements.needs"

    class Meta:
        indexes = [models.Index(fields=["file", "-filled_on"], name="supplements_of_needs")]


class VisitsAnswers(Filled):
    """Answers to a form about visits and the daily record."""

    section = Section.VISITS
    SEALED_FIELD_ID: ClassVar[str] = "supplements.visits"

    class Meta:
        indexes = [models.Index(fields=["file", "-filled_on"], name="supplements_of_visits")]


class LegalAnswers(Filled):
    """Answers to a form about authorities and orders."""

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "supplements.legal"

    class Meta:
        indexes = [models.Index(fields=["file", "-filled_on"], name="supplements_of_legal")]


class SupportAnswers(Filled):
    """Answers to a form about services and support."""

    section = Section.SUPPORT
    SEALED_FIELD_ID: ClassVar[str] = "supplements.support"

    class Meta:
        indexes = [models.Index(fields=["file", "-filled_on"], name="supplements_of_support")]


MODELS: tuple[type[Filled], ...] = (
    IdentityAnswers,
    SituationAnswers,
    NeedsAnswers,
    VisitsAnswers,
    LegalAnswers,
    SupportAnswers,
)
for _model in MODELS:
    _model.extra_read_condition = reading.narrowed(_model._meta.db_table, _model.section)
BY_SECTION: dict[Section, type[Filled]] = {model.section: model for model in MODELS}
