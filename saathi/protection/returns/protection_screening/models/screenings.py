"""Screenings for international protection, referrals, and explanations of "no sign"."""

from functools import reduce
from operator import and_
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Scoped
from saathi.agencies.read_conditions import HoldsGrant, IsActor, ListsActor, ReadsParent
from saathi.agencies.record_kit import (
    identifying,
    line,
    long_text,
    operational,
    sensitive,
    short_text,
)
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import GrantKind
from saathi.people.models import Child
from saathi.protection.returns.protection_screening import vocabulary as codes

PROMPTS_VERSION = "0.1"  # of the ten prompts below: a changed prompt makes another version
PROMPTS = (
    "fears_officials",
    "fears_family",
    "fears_group",
    "is_of_persecuted_community",
    "was_recruited",
    "relatives_were_harmed",
    "is_registered",
    "lacks_nationality",
    "would_be_harmed",
    "traffickers_have_officials",
)


def _prompt(label: object) -> "models.CharField[str, str]":
    return sensitive.choice(codes.ProtectionAnswer, 10, label=label, is_radio=True)  # type: ignore[arg-type]


class ProtectionScreening(Scoped):
    """One screening for asylum, statelessness and danger on return. It is never changed (INT-001).

    A later screening supersedes it. Read by the recorder, named colleagues, and the leaders of the
    office that holds the file.
    """

    child = operational.foreign_key(Child, db_index=False)
    screened_on = operational.date(
        label=_("Date"), is_past=True, initial=lambda today: today, row_label=_("Screened on")
    )
    training = sensitive.choice(
        codes.ScreenerTraining, 12, label=_("Training of the screener"), is_radio=True
    )
    representative = sensitive.choice(
        codes.RepresentativePresence, 12, label=_("Legal representative"), is_radio=True
    )
    prompts_version = operational(models.CharField(max_length=8))
    fears_officials = _prompt(_("Fears officials of the country of origin"))
    fears_family = _prompt(_("Fears the family"))
    fears_group = _prompt(_("Fears a group or gang"))
    is_of_persecuted_community = _prompt(_("Belongs to a persecuted community"))
    was_recruited = _prompt(_("Recruited by armed forces or an armed group, or in danger of it"))
    relatives_were_harmed = _prompt(_("Relatives were detained or killed"))
    is_registered = _prompt(_("Already registered as a refugee"))
    lacks_nationality = _prompt(_("The child or the parents have no nationality"))
    would_be_harmed = _prompt(_("Expects harm on return"))
    traffickers_have_officials = _prompt(_("Alleged perpetrators have links to officials"))
    result = sensitive.choice(codes.ProtectionScreeningResult, 12, label=_("Result"), is_radio=True)
    continue_on = operational(
        models.DateField(null=True, blank=True), label=_("Date on which the screening continues")
    )
    readers = operational(
        ArrayField(models.UUIDField(), default=list, blank=True),
        label=_("Colleagues who may read the screening"),
    )
    # The countries that the child's record named then: they count as origin after an edit of the child.
    origins = sensitive(ArrayField(models.CharField(max_length=3), default=list, blank=True))
    due = operational(models.UUIDField(null=True, blank=True))
    sealed = identifying(models.BinaryField())
    screener = line(200, label=_("Name and function of the screener"), required=True)
    child_words = long_text(8000, label=_("In the child’s words"))
    grounds = long_text(8000, label=_("Grounds for the result"))
    why_unfinished = short_text(2000, label=_("Why the screening is not finished"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "protection.screening"
    sections_of_texts: ClassVar = {"child_words": Section.VOICE}
    is_exported = False  # for the recorder and named readers
    read_condition = IsActor("recorded_by") | ListsActor("readers") | HoldsGrant((GrantKind.OWNER,))
    kept_fields = (
        *("child", "screened_on", "training", "representative", "prompts_version", "result"),
        "origins",
        *PROMPTS,
    )

    class Meta:
        indexes = [models.Index(fields=["child", "screened_on"], name="screening_of_child")]
        constraints = [
            # A "yes" or a prompt that was not asked contradicts "no sign".
            models.CheckConstraint(
                condition=~Q(result="no_sign")
                | reduce(and_, (~Q(**{f"{name}__in": ["yes", "not_asked"]}) for name in PROMPTS)),
                name="screening_no_sign_fits_answers",
            ),
            models.CheckConstraint(
                condition=~Q(result="unfinished") | Q(continue_on__isnull=False),
                name="screening_continues_on_a_day",
            ),
        ]


class ProtectionReferral(Scoped):
    """A referral of a child for international protection: filing, decision, appeal."""

    # none if whoever records it may not read the screening
    screening = operational.optional_foreign_key(ProtectionScreening, related_name="referrals")
    body = sensitive.choice(codes.ProtectionBody, 16, label=_("Referred to"), is_radio=True)
    referred_on = operational.date(
        label=_("Date of the referral"), is_past=True, initial=lambda today: today
    )
    filed_on = operational(
        models.DateField(null=True, blank=True),
        label=_("Filed on"),
        is_past=True,
        missing=_("not filed yet"),
    )
    outcome = sensitive.choice(
        codes.ClaimOutcome,
        12,
        label=_("Decision"),
        is_radio=True,
    )
    decided_on = operational(
        models.DateField(null=True, blank=True), label=_("Date of the decision"), is_past=True
    )
    appeal = sensitive.choice(codes.ClaimAppeal, 12, blank=True, label=_("Appeal"))
    # Who recorded the decision, and the second person who confirmed it: it ends a claim only then
    # (`functions/outcomes.sql`).
    outcome_by = operational(models.UUIDField(null=True, blank=True))
    confirmed_by = operational(models.UUIDField(null=True, blank=True))
    confirmed_on = operational(models.DateField(null=True, blank=True), label=_("Confirmed on"))
    sealed = identifying(models.BinaryField())
    body_name = line(200, label=_("Name of the body and contact person"))
    number = line(80, label=_("Number"), missing=_("none yet"))
    note = long_text(4000, label=_("Remarks"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "protection.referral"
    is_exported = False  # as its screening
    read_condition = (
        ReadsParent("screening") | IsActor("recorded_by") | HoldsGrant((GrantKind.OWNER,))
    )
    kept_fields = ("screening", "body", "referred_on")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="waiting", decided_on__isnull=True)
                | ~Q(outcome="waiting") & Q(decided_on__isnull=False),
                name="protection_referral_decided_on",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_on__isnull=True)
                | Q(confirmed_on__isnull=False, outcome_by__isnull=False)
                & ~Q(confirmed_by=F("recorded_by"))
                & ~Q(confirmed_by=F("outcome_by")),
                name="protection_referral_confirmed_by_another",
            ),
        ]


class NoSignExplanation(Scoped):
    """Why a screening found no sign although details of the child's record contradict it.

    The screening counts as finished once a second person confirmed it (`functions/contradictions.sql`).
    """

    screening = operational.foreign_key(ProtectionScreening, related_name="explanations")
    details = sensitive.choices(
        codes.ContradictingDetail, 12, label=_("Details that contradict the result")
    )
    confirmed_by = operational(models.UUIDField(null=True, blank=True))
    confirmed_on = operational(
        models.DateField(null=True, blank=True), label=_("Confirmed on"), missing=_("not yet")
    )
    sealed = identifying(models.BinaryField())
    reason = long_text(4000, label=_("Why there is no sign all the same"), required=True)

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "protection.no_sign"
    is_exported = False  # as its screening
    read_condition = (
        ReadsParent("screening") | IsActor("recorded_by") | HoldsGrant((GrantKind.OWNER,))
    )
    kept_fields = ("screening", "details")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_on__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_on__isnull=False)
                & ~Q(confirmed_by=F("recorded_by")),
                name="no_sign_confirmed_by_another",
            )
        ]


class RemovedDetail(Scoped):
    """A detail that contradicts "no sign" and was removed from the child's record. The database records it.

    It still counts until a second person confirmed why there is no sign (`functions/removed_details.sql`).
    """

    detail = sensitive.choice(codes.ContradictingDetail, 12, label=_("Detail"))
    removed_on = operational.date(label=_("Removed on"))

    section = Section.IDENTITY  # as the detail itself
    is_exported = False  # what the record says now is exported
    written_by_functions = True
    kept_fields = ("detail", "removed_on")
