"""Signs of retrafficking, and the final evaluation of a reintegration."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.models import Scoped
from saathi.agencies.record_kit import (
    identifying,
    line,
    operational,
    sensitive,
    short_text,
    statistical,
)
from saathi.agencies.sections import Section
from saathi.people.models import Child
from saathi.protection.casework.reintegration import family_vocabulary as family_codes
from saathi.protection.casework.reintegration import vocabulary as codes
from saathi.protection.casework.reintegration.models.contacts import Reintegration
from saathi.protection.identification.trafficking.models import Episode


class RetraffickingSign(Scoped):
    """A fact that may show that the child is being trafficked again; a worker checks it (REI-004).

    It is never a label of the child: a confirmed sign leads to a new episode with its own origin.
    """

    child = operational.foreign_key(Child, related_name="retrafficking_signs")
    kind = statistical.choice(
        codes.RetraffickingSignKind, 10, label=_("What happened"), is_radio=True
    )
    noticed_on = statistical.date(label=_("Date"), is_past=True, initial=lambda today: today)
    state = statistical.choice(
        codes.SignState, 14, default=codes.SignState.OPEN, label=_("Result"), is_radio=True
    )
    checked_on = statistical(
        models.DateField(null=True, blank=True), label=_("Checked on"), is_past=True, required=True
    )
    checked_by = operational(models.UUIDField(null=True, blank=True))
    episode = operational.optional_foreign_key(Episode, related_name="signs")
    sealed = identifying(models.BinaryField())
    source = line(300, label=_("Who noticed it"), required=True)
    details = short_text(4000, label=_("Details"), rows=3)
    steps = short_text(4000, label=_("What was done, and what the check showed"), rows=3)

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "reintegration.sign"
    kept_fields = ("child", "kind")

    class Meta:
        indexes = [
            models.Index(fields=["file", "-noticed_on"], name="reintegration_sign_of_file"),
            models.Index(
                fields=["noticed_on"], condition=Q(state="open"), name="reintegration_sign_open"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", checked_on__isnull=True, episode__isnull=True)
                | ~Q(state="open") & Q(checked_on__isnull=False, checked_by__isnull=False),
                name="reintegration_sign_checked",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(episode__isnull=False),
                name="reintegration_sign_episode",
            ),
        ]


class FinalEvaluation(Scoped):
    """The evaluation of a reintegration with the child's view, before the case closes (REI-010)."""

    # Without one, the child was transferred to another country and is followed up there.
    reintegration = operational.optional_foreign_key(Reintegration, related_name="evaluations")
    evaluated_on = statistical.date(label=_("Date"), is_past=True, initial=lambda today: today)
    heard = statistical.choice(
        codes.HeardAtEvaluation, 12, label=_("The child’s view"), is_radio=True
    )
    contact_again = statistical.choice(
        codes.ContactAgain, 10, label=_("Contact after closure"), is_radio=True
    )
    care_outcome = statistical.choice(
        family_codes.FinalCareOutcome,
        12,
        label=_("Where the child lives"),
        help_text=_("Living with the family is preferred where it is safe."),
        is_radio=True,
    )
    family_assessment = statistical.choice(
        family_codes.FamilySafetyAssessment, 14, label=_("Living with the family"), is_radio=True
    )
    # Whether the reason for this care was entered; actions write it.
    has_care_reason = sensitive(models.BooleanField(default=False, db_default=False))
    # Whether the reason for closing early or unheard was entered; actions write it.
    has_exception = sensitive(models.BooleanField(default=False, db_default=False))
    # Blank in reasons from before the choice; the database asks for it in new ones.
    exception_reason = statistical.choice(
        codes.EvaluationExceptionReason,
        12,
        blank=True,
        default="",
        label=_("Why no full evaluation is possible"),
    )
    exception_state = statistical.choice(
        codes.EvaluationExceptionState,
        10,
        blank=True,
        default="",
        label=_("Decision"),
        is_radio=True,
    )
    exception_decided_by = operational(models.UUIDField(null=True, blank=True))
    exception_decided_on = statistical(
        models.DateField(null=True, blank=True), label=_("Decided on")
    )
    follow_up_abroad = statistical.choice(
        codes.FollowUpAbroad,
        14,
        blank=True,
        default="",
        label=_("Long-term follow-up in the other country"),
        is_radio=True,
        required=True,
    )
    sealed = identifying(models.BinaryField())
    followed_by = short_text(
        2000,
        label=_("Who follows up there, how to reach them, and until when"),
    )
    child_words = short_text(
        4000, label=_("What the child says about recovery and reintegration"), rows=3
    )
    helped = short_text(4000, label=_("What helped, and what did not"))
    whom_to_call = short_text(2000, label=_("Person the child calls for help"))
    how_to_contact = short_text(1000, label=_("Safe way to contact the child again"))
    aftercare = short_text(
        4000,
        label=_("Aftercare plan"),
        help_text=_("From 16 years: housing, income, documents, and who stays in contact."),
    )
    care_reason = short_text(
        4000,
        label=_("Reason for this care"),
        help_text=_(
            "Required for residential care, if the family is safe and the child lives elsewhere, and "
            "if the child lives with a family that was not assessed as safe."
        ),
    )
    exception = short_text(
        4000,
        label=_("Reason for closing without 12 months, the child’s view or follow-up"),
        help_text=_("At least 20 letters. Another person decides whether the reason is accepted."),
    )
    exception_answer = short_text(2000, label=_("Reason for the decision"))

    section = Section.DECISIONS
    SEALED_FIELD_ID: ClassVar[str] = "reintegration.evaluation"
    sections_of_texts: ClassVar = {"child_words": Section.VOICE}
    proved_states: ClassVar[ProvedStates] = ("exception_state", ("approved",))
    kept_fields = ("reintegration", "has_exception", "exception_reason", "follow_up_abroad")

    class Meta:
        indexes = [
            models.Index(
                fields=["evaluated_on"],
                condition=Q(care_outcome="family", family_assessment="not_safe"),
                name="reintegration_evaluated_unsafe",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(exception_state__in=["", "asked"], exception_decided_by__isnull=True)
                | Q(
                    exception_state__in=["approved", "refused"],
                    exception_decided_by__isnull=False,
                    exception_decided_on__isnull=False,
                ),
                name="reintegration_exception_decided",
            ),
            models.CheckConstraint(
                condition=Q(exception_decided_by__isnull=True)
                | ~Q(exception_decided_by=F("recorded_by")),
                name="reintegration_exception_second",
            ),
            models.CheckConstraint(
                condition=Q(reintegration__isnull=False) | ~Q(follow_up_abroad=""),
                name="reintegration_follow_up_known",
            ),
            # as `family_rules.needs_care_reason`; evaluations before these columns have neither
            models.CheckConstraint(
                condition=Q(has_care_reason=True)
                | Q(care_outcome="family", family_assessment="safe")
                | Q(care_outcome__in=["kin", "foster", "independent"])
                & ~Q(family_assessment="safe")
                | Q(care_outcome="", family_assessment=""),
                name="reintegration_care_reason",
            ),
        ]
