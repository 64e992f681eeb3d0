"""Codes for documents."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

OTHER_COUNTRY = "other"  # country of issue, not among the eight


class DocumentKind(TextChoices):
    """What a document is."""

    BIRTH = "birth", _("Birth registration")
    IDENTITY_CARD = "identity_card", _("Identity card")
    PASSPORT = "passport", _("Passport or travel document")
    SCHOOL = "school", _("School certificate")
    MEDICAL = "medical", _("Medical report")
    COURT_ORDER = "court_order", _("Court order")
    POLICE_REPORT = "police_report", _("Police report")
    AGREEMENT = "agreement", _("Agreement")
    LETTER = "letter", _("Letter")
    OTHER = "other", _("Other document")


class OriginalHolder(TextChoices):
    """Where the original of a document is."""

    CHILD = "child", _("With the child")
    FAMILY = "family", _("With the family")
    AGENCY = "agency", _("With our agency")
    AUTHORITY = "authority", _("With an authority")
    UNKNOWN = "unknown", _("Not known")


class DocumentSource(TextChoices):
    """The person or body that a document was received from."""

    CHILD = "child", _("The child")
    FAMILY = "family", _("Family or caregiver")
    AUTHORITY = "authority", _("Court or authority")
    POLICE = "police", _("Police")
    SCHOOL = "school", _("School")
    HEALTH = "health", _("Health facility")
    AGENCY = "agency", _("Another agency")
    OWN = "own", _("Our agency")
    OTHER = "other", _("Another person")


class DocumentPurpose(TextChoices):
    """What a document is kept for."""

    IDENTITY = "identity", _("Proof of identity, age or nationality")
    HEALTH = "health", _("Health care")
    EDUCATION = "education", _("Education")
    PROCEEDINGS = "proceedings", _("Court or administrative proceedings")
    FAMILY = "family", _("Family tracing, reunification or care arrangement")
    SERVICES = "services", _("Access to services")


class DocumentAudience(TextChoices):
    """Who can see a document, among those who may read documents of its type."""

    TEAM = "team", _("The child’s team")
    NAMED = "named", _("Named people only")
    RECORDER = "recorder", _("Only the person who adds it")


class DocumentState(TextChoices):
    """Whether a document is the one in use."""

    CURRENT = "current", _("Current")
    REPLACED = "replaced", _("Replaced")
    REMOVED = "removed", _("Removed")


class RemovalReason(TextChoices):
    """Why a file or document is removed; its code is in the log."""

    MISTAKE = "mistake", _("Uploaded by mistake")
    OTHER_CHILD = "other_child", _("It is about another child or person")
    NOT_ACCEPTED = "not_accepted", _("It must not be kept here (image of abuse or nudity)")
    UNREADABLE = "unreadable", _("It cannot be read")
    NOT_NEEDED = "not_needed", _("It is no longer needed")
    ASKED = "asked", _("The child or guardian asked for it")


class OriginalPurpose(TextChoices):
    """Why an original is downloaded; its code is in the log."""

    READ = "read", _("To read it for the work with the child")
    PROCEEDINGS = "proceedings", _("A court or another authority asked for it")
    COMPARE = "compare", _("To compare it with the copy, or check that it is genuine")
    CHILD = "child", _("To give it to the child or guardian")
    SERVICE = "service", _("For a service that was agreed with the child")
