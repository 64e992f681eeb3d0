"""Codes of the library of guidelines."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind


class GuidelineKind(TextChoices):
    """What kind of document it is."""

    GUIDELINE = "guideline", _("Guideline")
    PROTOCOL = "protocol", _("Protocol or standard operating procedure")
    CONDUCT = "conduct", _("Code of conduct or safeguarding policy")
    TOOL = "tool", _("Form, checklist or tool")


class GuidelineSubject(TextChoices):
    """What practice a guideline is for."""

    IDENTIFICATION = "identification", _("Identification and screening")
    INTERVIEWING = "interviewing", _("Interviewing children")
    CASE_MANAGEMENT = "case_management", _("Case management")
    BEST_INTERESTS = "best_interests", _("Best interests")
    CARE = "care", _("Alternative care")
    HEALTH = "health", _("Health and psychosocial care")
    REHABILITATION = "rehabilitation", _("Rehabilitation")
    REPATRIATION = "repatriation", _("Repatriation and transfer")
    REINTEGRATION = "reintegration", _("Reintegration")
    JUSTICE = "justice", _("Justice and legal aid")
    INFORMATION = "information", _("Data protection and media")
    OTHER = "other", _("Other subject")


class GuidelineListState(TextChoices):
    """Which entries the list shows; without one, those in force."""

    UNREAD = "unread", _("Not yet read by you")
    REPLACED = "replaced", _("Replaced by a newer edition")
    WAITING = "waiting", _("Waiting for a second person")
    CHANGED = "changed", _("Corrected after publication")
    DRAFT = "draft", _("Drafts")
    REVIEW = "review", _("Our entries to check")
    WITHDRAWN = "withdrawn", _("Withdrawn")


GUIDELINE_WAITS_NOTICE = NoticeKind(
    "guideline_waits", _("Guidelines await publication or confirmation by a second person")
)
GUIDELINE_RETURNED_NOTICE = NoticeKind(
    "guideline_returned", _("A guideline that you submitted was returned for revision")
)
NOTICES = (GUIDELINE_WAITS_NOTICE, GUIDELINE_RETURNED_NOTICE)
