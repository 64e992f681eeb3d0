"""The safety plan of a child."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Scoped
from saathi.agencies.record_kit import identifying, operational, short_text, statistical
from saathi.agencies.sections import Section
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.safety_plans.vocabulary import MadeWith, SafetyPlanState


class SafetyPlan(Scoped):
    """A plan to keep a child safe, made with the child; never changed, only superseded.

    A review without changes sets when it was reviewed and when the next review is due.
    """

    case = operational.foreign_key(Case, related_name="safety_plans")
    state = statistical.choice(SafetyPlanState, 12, default=SafetyPlanState.CURRENT)
    made_on = statistical.date(label=_("Date"), is_past=True, initial=lambda today: today)
    made_with = statistical.choice(MadeWith, 16, blank=True, label=_("How the plan was made"))
    reviewed_on = statistical(models.DateField(null=True, blank=True), label=_("Reviewed on"))
    review_on = operational.date(label=_("Next review"))
    due = operational(models.UUIDField(null=True, blank=True))  # the duty to review it
    sealed = identifying(models.BinaryField())
    warning_signs = short_text(
        rows=3, label=_("Warning signs"), help_text=_("How the child notices that danger is near.")
    )
    dangers = short_text(rows=3, label=_("Places and times of danger"))
    child_does = short_text(rows=3, label=_("What the child can do"), required=True)
    safe_people = short_text(
        rows=3,
        label=_("Safe people and how to reach them"),
        help_text=_("Name, relationship, safe way and time to contact."),
    )
    safe_places = short_text(rows=2, label=_("Safe places"))
    emergency_numbers = short_text(
        rows=2,
        label=_("Emergency numbers"),
        help_text=_("For example the child helpline, the police or your office, with their hours."),
    )
    workers_do = short_text(rows=3, label=_("What workers do"))

    section = Section.PLAN
    SEALED_FIELD_ID: ClassVar[str] = "safety_plans.plan"
    kept_fields = ("case", "made_on", "made_with")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="current"), name="safety_plans_one_current"
            ),
        ]
        indexes = [models.Index(fields=["file", "-made_on"], name="safety_plans_of_file")]
