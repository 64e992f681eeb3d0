"""Contacts with a country of origin: permissions, what happened, and access from abroad that ended."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.country_protocols import ProtocolShareableFact
from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.models import Scoped
from saathi.agencies.read_conditions import HoldsGrant, ReadsParent
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
from saathi.protection.returns.protection_screening.models.screenings import ProtectionScreening


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
