"""Answers to the outcome scale: one record for each wave and each person who answers."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from saathi.agencies.json_shapes import JsonCodes
from saathi.agencies.models import Scoped
from saathi.agencies.record_kit import identifying, operational, sensitive, short_text, statistical
from saathi.agencies.sections import Section
from saathi.protection.casework.reintegration import vocabulary as codes
from saathi.protection.casework.reintegration.models.contacts import Reintegration


class OutcomeAnswer(Scoped):
    """What the child, the caregiver or the worker answers about each domain. There is no total.

    The child answers first and alone: the others' answers cannot be recorded before (`rules`, and
    the trigger in `functions/outcomes.sql`).
    """

    reintegration = operational.foreign_key(Reintegration, db_index=False, related_name="answers")
    wave = statistical.choice(codes.OutcomeWave, 10, label=_("Time"))
    respondent = statistical.choice(
        codes.OutcomeRespondent, 10, label=_("Answers of"), is_radio=True
    )
    answered_on = statistical.date(label=_("Date"), is_past=True, initial=lambda today: today)
    method = statistical.choice(codes.OutcomeMethod, 12, label=_("Method"), is_radio=True)
    faces = sensitive(models.JSONField(default=dict))  # {domain: face}, codes only
    sealed = identifying(models.BinaryField(null=True, blank=True))
    words = short_text(4000, label=_("In their own words"))

    section = Section.NEEDS
    json_codes: ClassVar[JsonCodes] = {"faces": (codes.OutcomeDomain, codes.OutcomeFace)}
    SEALED_FIELD_ID: ClassVar[str] = "reintegration.outcome"
    sections_of_texts: ClassVar = {"words": Section.VOICE}
    kept_fields = ("reintegration", "wave", "respondent")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reintegration", "wave", "respondent"], name="reintegration_outcome_once"
            ),
        ]
