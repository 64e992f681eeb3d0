"""Rights explained to a child, and referrals of a proceeding to a court for children."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Scoped
from saathi.agencies.record_kit import (
    identifying,
    operational,
    short_text,
    statistical,
)
from saathi.agencies.sections import Section
from saathi.people.models import Child
from saathi.policy.courts.models import SpecialCourt
from saathi.protection.justice.proceedings import vocabulary as codes
from saathi.protection.justice.proceedings.models.proceedings import Proceeding


class RightsExplanation(Scoped):
    """A conversation in which the child's rights in proceedings were explained (JUS-006)."""

    child = operational.foreign_key(Child, db_index=False)
    explained_on = statistical.date(label=_("Date"), is_past=True, initial=lambda today: today)
    explained_by = statistical.choice(
        codes.DecisionExplainer, 16, label=_("Explained by"), is_radio=True
    )
    rights = statistical.choices(
        codes.JusticeRight, 16, label=_("Rights that were explained"), required=True
    )
    language = operational(
        models.CharField(max_length=8, blank=True), label=_("Language"), missing=_("not recorded")
    )
    understood = statistical.choice(
        codes.RightsUnderstanding, 12, label=_("Did the child understand?"), is_radio=True
    )
    sealed = identifying(models.BinaryField())
    child_words = short_text(2000, label=_("Child’s questions"))
    note = short_text(2000, label=_("Remarks"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "proceedings.rights"
    sections_of_texts: ClassVar = {"child_words": Section.VOICE}
    kept_fields = ("child",)

    class Meta:
        indexes = [models.Index(fields=["child", "explained_on"], name="proceedings_rights_of")]


class CourtReferral(Scoped):
    """A request to move a proceeding to a court for children of the register (JUS-004, JUS-019)."""

    proceeding = operational.foreign_key(Proceeding, db_index=False, related_name="referrals")
    court = operational.foreign_key(SpecialCourt, label=_("Court"))
    asked_on = statistical.date(label=_("Requested on"), is_past=True, initial=lambda today: today)
    outcome = statistical.choice(codes.CourtReferralOutcome, 12, label=_("Outcome"), is_radio=True)
    decided_on = statistical(
        models.DateField(null=True, blank=True), label=_("Decided on"), is_past=True
    )
    sealed = identifying(models.BinaryField())
    note = short_text(2000, label=_("Reasons and remarks"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "proceedings.referral"
    kept_fields = ("proceeding", "court", "asked_on")

    class Meta:
        indexes = [
            models.Index(fields=["proceeding", "asked_on"], name="proceedings_referral_of"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="waiting", decided_on__isnull=True)
                | ~Q(outcome="waiting") & Q(decided_on__isnull=False),
                name="proceedings_referral_decided",
            ),
        ]
