"""The child's decision on testimony, comprehension, summonses, and requests for a further telling."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.decision_proofs import ProvedStates
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
from saathi.protection.decisions.orders.models import BrokenSafeguard
from saathi.protection.justice.proceedings import vocabulary as codes
from saathi.protection.justice.proceedings.models.proceedings import Proceeding


class ChildTestimonyDecision(Scoped):
    """The child's own decision whether to testify, of one day (JUS-014, JUS-018).

    A later decision replaces it, and the child can withdraw it at any time. No service, placement or
    return reads it: this domain is above all of them, and a test compares every module and function.
    """

    proceeding = operational.foreign_key(Proceeding, db_index=False, related_name="decisions")
    decided_on = statistical.date(
        label=_("Date of the conversation"), is_past=True, initial=lambda today: today
    )
    answer = statistical.choice(
        codes.TestimonyAnswer, 16, label=_("Child’s decision"), is_radio=True
    )
    explained_by = statistical.choice(
        codes.DecisionExplainer,
        16,
        label=_("Who explained testimony and the right to refuse"),
        row_label=_("Explained by"),
        is_radio=True,
    )
    # Of a child's agreement all three are known (`functions/presentation.sql`).
    explained_how = statistical.choices(
        codes.ExplanationMethod, 16, blank=True, label=_("How it was explained"), row_label=_("How")
    )
    language = operational(
        models.CharField(max_length=8, blank=True, default=""),
        label=_("Language of the explanation"),
        row_label=_("Language"),
        missing=_("not recorded"),
    )
    understanding = statistical.choices(
        codes.UnderstandingSeen,
        16,
        blank=True,
        label=_("How it was seen whether the child understood"),
        row_label=_("Comprehension"),
    )
    fears = statistical.choices(codes.TestimonyFear, 12, label=_("Fears"), required=True)
    pressure = statistical.choices(
        codes.TestimonyPressure, 16, label=_("Pressure on the child"), required=True
    )
    withdrawn_on = statistical(
        models.DateField(null=True, blank=True), label=_("Withdrawn on"), is_past=True
    )
    broken = operational.optional_foreign_key(BrokenSafeguard)
    sealed = identifying(models.BinaryField())
    conditions = short_text(2000, label=_("Child’s conditions"))
    child_words = long_text(4000, label=_("In the child’s words"))
    note = short_text(2000, label=_("Remarks on fears and pressure"), row_label=_("Remarks"))
    withdrawal_words = short_text(2000, label=_("What the child said on withdrawing"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "proceedings.testimony"
    sections_of_texts: ClassVar = {
        "child_words": Section.VOICE,
        "withdrawal_words": Section.VOICE,
    }
    kept_fields = (
        "proceeding",
        "decided_on",
        "answer",
        "explained_by",
        "explained_how",
        "language",
        "understanding",
        "fears",
        "pressure",
    )

    class Meta:
        indexes = [
            models.Index(fields=["proceeding", "decided_on"], name="proceedings_testimony_of"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True)
                | Q(answer__in=["wants", "conditions"], withdrawn_on__gte=F("decided_on")),
                name="proceedings_testimony_withdrawn",
            ),
            models.CheckConstraint(
                condition=~Q(pressure__contains=["conditional_help"]) | Q(broken__isnull=False),
                name="proceedings_pressure_is_violation",
            ),
        ]


class ComprehensionFinding(Scoped):
    """A finding whether the child understands questions and answers coherently, never from age (JUS-007)."""

    proceeding = operational.foreign_key(Proceeding, db_index=False, related_name="findings")
    found_on = statistical.date(label=_("Date"), is_past=True)
    found_by = statistical.choice(codes.ComprehensionFinder, 16, label=_("Found by"), is_radio=True)
    understood = statistical.choice(
        codes.AnswerQuality, 12, label=_("Child understands questions"), is_radio=True
    )
    coherent = statistical.choice(
        codes.AnswerQuality, 12, label=_("Child answers coherently"), is_radio=True
    )
    grounds = statistical.choices(
        codes.ComprehensionGround, 16, label=_("Basis of the finding"), required=True
    )
    sealed = identifying(models.BinaryField())
    finder = line(200, label=_("Name and function"))
    needs = short_text(2000, label=_("What helps the child to understand and answer"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "proceedings.comprehension"
    kept_fields = ("proceeding",)

    class Meta:
        indexes = [models.Index(fields=["proceeding", "found_on"], name="proceedings_found_of")]


class Summons(Scoped):
    """A summons of the child: a fact, which is never refused; only its dates may contradict each other."""

    proceeding = operational.foreign_key(Proceeding, db_index=False, related_name="summonses")
    source = statistical.choice(codes.SummonsSource, 12, label=_("Summoned by"), is_radio=True)
    subject = statistical.choice(codes.SummonsSubject, 16, label=_("Summoned for"), is_radio=True)
    served_on = statistical.date(label=_("Received on"), is_past=True)
    appear_on = operational(
        models.DateField(null=True, blank=True),
        label=_("Date on which the child is to appear"),
        row_label=_("To appear on"),
        missing=_("no date named"),
    )
    sealed = identifying(models.BinaryField())
    served_to = line(200, label=_("Place and person of delivery"))
    note = short_text(2000, label=_("Content and remarks"), row_label=_("Remarks"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "proceedings.summons"
    kept_fields = ("proceeding",)

    class Meta:
        indexes = [models.Index(fields=["proceeding", "served_on"], name="proceedings_summons_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(appear_on__isnull=True) | Q(appear_on__gte=F("served_on")),
                name="proceedings_appears_after_receipt",
            ),
        ]


class PresentationRequest(Scoped):
    """A request that our staff present the child to tell what happened; a supervisor decides.

    What was asked never changes, so that the decision is about exactly that.
    """

    proceeding = operational.foreign_key(Proceeding, db_index=False, related_name="presentations")
    occasion = statistical.choice(codes.SummonsSubject, 16, label=_("Occasion"), is_radio=True)
    planned_on = statistical.date(label=_("Planned for"))
    reason_code = statistical.choice(
        codes.RepeatedAccountReason, 16, blank=True, label=_("Why the child is to tell it again")
    )
    told_before = statistical(models.PositiveSmallIntegerField(), label=_("Accounts given so far"))
    state = statistical.choice(
        codes.PresentationState, 12, default=codes.PresentationState.ASKED, label=_("Status")
    )
    decided_by = operational(models.UUIDField(null=True, blank=True))
    decided_on = statistical(models.DateField(null=True, blank=True), label=_("Decided on"))
    sealed = identifying(models.BinaryField())
    why = short_text(4000, label=_("Why this is in the child’s best interests"), required=True)
    answer = short_text(2000, label=_("Reason for the decision"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "proceedings.presentation"
    proved_states: ClassVar[ProvedStates] = ("state", ("approved",))
    kept_fields = ("proceeding", "occasion", "planned_on", "reason_code", "told_before")

    class Meta:
        indexes = [
            models.Index(fields=["proceeding", "planned_on"], name="proceedings_present_in"),
            models.Index(
                fields=["planned_on"], condition=Q(state="asked"), name="proceedings_present_asked"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["asked", "withdrawn"], decided_by__isnull=True)
                | Q(
                    state__in=["approved", "refused", "withdrawn"],
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                ),
                name="proceedings_present_decided",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("recorded_by")),
                name="proceedings_present_second",
            ),
        ]
