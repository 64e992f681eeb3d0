"""Screenings for international protection, referrals, permissions and contacts."""

from functools import reduce
from operator import and_
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.country_protocols import ProtocolShareableFact
from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.models import Scoped
from saathi.agencies.read_conditions import HoldsGrant, IsActor, ListsActor, ReadsParent
from saathi.agencies.record_kit import (
    identifying,
    line,
    long_text,
    operational,
    sensitive,
    short_text,
    statistical,
)
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import GrantKind
from saathi.consent.models import Consent
from saathi.people.models import Child
from saathi.protection.decisions.orders.models import BrokenSafeguard
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


class ContactPermission(Scoped):
    """The child's answer and the legal basis of a contact; a supervisor opens it (INT-002).

    What was asked never changes, so that the decision is about exactly that.
    """

    child = operational.foreign_key(Child, db_index=False)
    asked_on = statistical.date()
    child_answer = statistical.choice(
        codes.PermissionAnswer, 12, label=_("Child’s response"), is_radio=True
    )
    consent = operational.optional_foreign_key(
        Consent, label=_("Consent or other legal basis"), missing=_("none")
    )
    country = statistical(models.CharField(max_length=3), label=_("Country of origin"))
    body = statistical.choice(codes.OriginBody, 12, label=_("Body to contact"), is_radio=True)
    through = statistical.choice(codes.ContactRoute, 16, label=_("Contact made by"), is_radio=True)
    facts = operational.choices(
        ProtocolShareableFact,
        12,
        label=_("Information shared"),
        help_text=_("Select each fact separately, and only what the contact needs."),
    )
    ends_on = operational.date(label=_("Permission ends on"))
    state = statistical.choice(
        codes.PermissionState, 8, default=codes.PermissionState.ASKED, label=_("Current status")
    )
    decided_by = operational(models.UUIDField(null=True, blank=True))
    decided_on = statistical(models.DateField(null=True, blank=True), label=_("Decided on"))
    sealed = identifying(models.BinaryField())
    body_name = line(200, label=_("Name of the body and contact person"), required=True)
    child_words = short_text(4000, label=_("In the child’s words"))
    why_no_words = short_text(
        2000,
        label=_("Why the child cannot answer in words"),
        help_text=_("Required if the child’s age is not recorded."),
    )
    best = short_text(4000, label=_("Why this is in the child’s best interests"), required=True)
    reason = short_text(2000, label=_("Reason for the decision"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "protection.permission"
    sections_of_texts: ClassVar = {"child_words": Section.VOICE}
    proved_states: ClassVar[ProvedStates] = ("state", ("open",))
    kept_fields = (
        *("child", "asked_on", "child_answer", "consent", "country", "body", "through"),
        *("facts", "ends_on"),
    )

    class Meta:
        indexes = [
            models.Index(fields=["child", "asked_on"], name="contact_permission_of_child"),
            models.Index(
                fields=["asked_on"], condition=Q(state="asked"), name="contact_permission_asked"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked", decided_by__isnull=True, decided_on__isnull=True)
                | Q(state="ended")
                | Q(
                    state__in=["open", "refused"],
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                ),
                name="contact_permission_decided",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("recorded_by")),
                name="contact_permission_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="open")
                | Q(consent__isnull=False) & ~Q(child_answer__in=["refuses", "not_asked"]),
                name="contact_permission_child_asked",
            ),
        ]


class OriginContact(Scoped):
    """A contact with the country of origin, by us with permission or by others, as it happened.

    `safeguard` says whether the child was screened and the contact permitted on that day. If not,
    the contact is a breached safeguard.
    """

    child = operational.foreign_key(Child, db_index=False)
    made_by = statistical.choice(codes.ContactMaker, 12, label=_("Contact made by"), is_radio=True)
    made_on = statistical.date(label=_("Date"), is_past=True, initial=lambda today: today)
    country = statistical(
        models.CharField(max_length=3, blank=True),
        label=_("Country of origin"),
        missing=_("not recorded"),
    )
    body = statistical.choice(codes.OriginBody, 12, label=_("Body contacted"), is_radio=True)
    channel = statistical.choice(codes.ContactChannel, 12, label=_("Channel"), is_radio=True)
    facts = operational.choices(
        ProtocolShareableFact,
        12,
        blank=True,
        label=_("Information shared"),
        missing=_("none known"),
    )
    permission = operational.optional_foreign_key(ContactPermission)
    safeguard = statistical.choice(codes.ContactSafeguard, 16, label=_("Safeguards"))
    broken = operational.optional_foreign_key(BrokenSafeguard)
    sealed = identifying(models.BinaryField())
    said = long_text(8000, label=_("Who spoke with whom, and what was said"), required=True)
    body_name = line(200, label=_("Name of the body and contact person"))
    clues = short_text(4000, label=_("Child’s memories of home"), missing=_("not shared"))
    rule = short_text(1000, label=_("Law or rule that they cited"), missing=_("none"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "protection.contact"
    kept_fields = (
        *("child", "made_by", "made_on", "country", "body", "facts", "permission", "safeguard"),
        "broken",
    )

    class Meta:
        indexes = [models.Index(fields=["child", "made_on"], name="origin_contact_of_child")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(made_by="us") | Q(permission__isnull=False, safeguard="met"),
                name="origin_contact_of_ours_permitted",
            ),
            models.CheckConstraint(
                condition=Q(safeguard="met") | Q(broken__isnull=False),
                name="origin_contact_is_a_violation",
            ),
        ]


class ContactSafeguardFinding(Scoped):
    """Why the safeguards of a contact were not met, for those who may read the screening of then.

    It would tell that a screening found a sign. The database records it with the contact.
    """

    contact = operational.foreign_key(OriginContact, related_name="findings")
    screening = operational.optional_foreign_key(ProtectionScreening, db_index=False)
    finding = sensitive.choice(codes.SafeguardFinding, 16, label=_("Safeguards"))

    section = Section.LEGAL
    is_exported = False  # as its screening
    written_by_functions = True
    read_condition = ReadsParent("screening") | HoldsGrant((GrantKind.OWNER,))
    kept_fields = ("contact", "screening", "finding")


class AccessAbroadEnd(Scoped):
    """Access from another country that ended because the gate closed. The database records it.

    It says neither what a screening found nor whether one is unfinished.
    """

    access = operational(models.UUIDField())  # the right that ended
    holder = operational(models.UUIDField())  # a person or an office
    country = operational(models.CharField(max_length=3), label=_("Country"))
    kind = operational.choice(GrantKind, 8, label=_("Kind of access"))
    ended_on = operational.date(label=_("Access ended on"))

    section = Section.LEGAL
    is_exported = False  # about access in this system
    written_by_functions = True
    kept_fields = ("access", "holder", "country", "kind", "ended_on")


class OriginCorrection(Scoped):
    """A country that was removed as a country of origin. The database records it.

    It still counts as one: no correction opens the gate.
    """

    country = sensitive(models.CharField(max_length=3), label=_("Country"))
    source = sensitive.choice(codes.RemovedFrom, 8, label=_("Removed from"))
    removed_on = operational.date(label=_("Removed on"))

    section = Section.LEGAL
    is_exported = False  # what the record says now is exported
    written_by_functions = True
    kept_fields = ("country", "source", "removed_on")


class CorrectionReason(Scoped):
    """Why a country of origin was removed; whoever authorises a transfer reads it."""

    correction = operational.foreign_key(OriginCorrection, related_name="reasons")
    sealed = identifying(models.BinaryField())
    reason = short_text(
        2000,
        label=_("Reason"),
        help_text=_("What shows that the child is not from there, and who found it."),
        required=True,
    )

    section = Section.LEGAL
    is_exported = False  # as the correction
    SEALED_FIELD_ID: ClassVar[str] = "protection_screening.correction"
    kept_fields = ("correction",)
