"""Assessments of the kinship and foster families who care for children."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Scoped
from saathi.agencies.record_kit import (
    identifying,
    line,
    long_text,
    operational,
    short_text,
    statistical,
)
from saathi.agencies.sections import Section
from saathi.people.models import Child
from saathi.protection.care.placements import vocabulary as codes


class FamilyAssessment(Scoped):
    """An assessment of a kinship or foster family for a child: assessed and supported, never licensed."""

    child = operational.foreign_key(Child, db_index=False, related_name="family_assessments")
    care = statistical.choice(codes.PlacementKind, 12, label=_("Type of care"), is_radio=True)
    assessed_on = statistical.date(label=_("Date of the assessment"), is_past=True)
    violence = statistical.choice(
        codes.ViolenceInFamily, 14, label=_("Screening for violence and abuse"), is_radio=True
    )
    # Both blank only in assessments from before the question.
    country = operational(
        models.CharField(max_length=3, blank=True, default="", db_default=""),
        label=_("Country of the family"),
    )
    asked_by = operational(
        models.CharField(
            max_length=8, choices=codes.AssessedBy, blank=True, default="", db_default=""
        ),
        label=_("At whose request"),
        is_radio=True,
        required=True,
    )
    # An assessment of the same family from before: of all that are linked, the latest counts.
    same_family_as = operational(
        models.UUIDField(null=True, blank=True),
        label=_("Same family as"),
        help_text=_("An earlier assessment of this family. The latest one counts."),
    )
    result = statistical.choice(codes.FamilyResult, 14, label=_("Conclusion"), is_radio=True)
    support = statistical.choices(codes.FamilySupport, 12, blank=True, label=_("Support needed"))
    sealed = identifying(models.BinaryField())
    caregiver = line(200, label=_("Caregiver"), required=True)
    relation = line(200, label=_("Relationship to the child"))
    address = line(500, label=_("Address"))
    assessor = line(200, label=_("Assessed by"), required=True)
    reasons = long_text(4000, label=_("Reasons for the conclusion"))
    support_plan = short_text(2000, label=_("Support agreed, and who gives it"))
    child_words = short_text(2000, label=_("What the child says about the family"))

    section = Section.VISITS
    SEALED_FIELD_ID: ClassVar[str] = "placements.family"
    sections_of_texts: ClassVar = {"child_words": Section.VOICE}
    kept_fields = ("child",)

    class Meta:
        indexes = [
            models.Index(fields=["child", "-assessed_on"], name="placements_family_of_child")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(care__in=[kind.value for kind in codes.FAMILY_KINDS]),
                name="placements_family_care",
            ),
            models.CheckConstraint(
                condition=Q(result="unsafe") | Q(violence__in=["none", "past"]),
                name="placements_family_screened",
            ),
        ]
