"""Answers to forms: one table for each section of a file.

The section decides who reads and writes, so each has its own table with the policies of that section.
"""

from typing import ClassVar

from django.db import models

from saathi.agencies.models import Scoped
from saathi.agencies.read_conditions import ALL_BUT_REFERRAL, HoldsGrant, IsActor
from saathi.agencies.record_kit import identifying, operational, statistical
from saathi.agencies.sections import Section
from saathi.people.models import Child
from saathi.protection.casework.supplements.models.versions import FormVersion


class FormAnswers(Scoped):
    """A form filled in for a child; all answers together are sealed.

    `counted` is not sealed: it holds the chosen codes and numbers below a thousand of questions
    classified statistical.
    """

    child = operational.foreign_key(Child)
    form = operational.foreign_key(FormVersion)
    form_code = statistical(models.SlugField(max_length=40))  # code of the form, for the facts
    form_version = statistical(models.PositiveIntegerField())
    filled_on = (
        statistical.date()
    )  # the day of the interview; `recorded_at` is when it was recorded
    language = statistical(models.CharField(max_length=8, blank=True))
    counted = statistical(models.JSONField(default=dict))
    sealed = identifying(models.BinaryField())  # {"answers", "by", "note", "against"}

    # A service that the child was referred to reads what was agreed to be shared. An agency's own
    # forms are not part of that: the holder of a referral reads only the forms that they filled in.
    read_condition = IsActor("recorded_by") | HoldsGrant(ALL_BUT_REFERRAL)

    class Meta:
        abstract = True


class IdentityAnswers(FormAnswers):
    """Answers to a form about the child's identity."""

    section = Section.IDENTITY
    SEALED_FIELD_ID: ClassVar[str] = "supplements.identity"

    class Meta:
        indexes = [models.Index(fields=["file", "-filled_on"], name="supplements_of_identity")]


class SituationAnswers(FormAnswers):
    """Answers to a form about the child's situation and safety."""

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "supplements.situation"

    class Meta:
        indexes = [models.Index(fields=["file", "-filled_on"], name="supplements_of_situation")]


class NeedsAnswers(FormAnswers):
    """Answers to a form about the child's needs and health."""

    section = Section.NEEDS
    SEALED_FIELD_ID: ClassVar[str] = "supplements.needs"

    class Meta:
        indexes = [models.Index(fields=["file", "-filled_on"], name="supplements_of_needs")]


class VisitsAnswers(FormAnswers):
    """Answers to a form about visits and the daily record."""

    section = Section.VISITS
    SEALED_FIELD_ID: ClassVar[str] = "supplements.visits"

    class Meta:
        indexes = [models.Index(fields=["file", "-filled_on"], name="supplements_of_visits")]


class LegalAnswers(FormAnswers):
    """Answers to a form about authorities and orders."""

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "supplements.legal"

    class Meta:
        indexes = [models.Index(fields=["file", "-filled_on"], name="supplements_of_legal")]


class SupportAnswers(FormAnswers):
    """Answers to a form about services and support."""

    section = Section.SUPPORT
    SEALED_FIELD_ID: ClassVar[str] = "supplements.support"

    class Meta:
        indexes = [models.Index(fields=["file", "-filled_on"], name="supplements_of_support")]


ANSWER_MODELS: tuple[type[FormAnswers], ...] = (
    IdentityAnswers,
    SituationAnswers,
    NeedsAnswers,
    VisitsAnswers,
    LegalAnswers,
    SupportAnswers,
)
ANSWER_MODEL_BY_SECTION: dict[Section, type[FormAnswers]] = {
    model.section: model for model in ANSWER_MODELS
}
