"""Codes of the first visit at home after a return."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SeenAtVisit(TextChoices):
    """Whether the child was seen alone."""

    NOT_RECORDED = "", _("Not recorded")
    ALONE = "alone", _("Yes, seen alone")
    NOT_ALONE = "not_alone", _("Seen, but not alone")
    NOT_SEEN = "not_seen", _("Child not seen")


class SafetyAtVisit(TextChoices):
    """Whether the child is safe there."""

    NOT_RECORDED = "", _("Not recorded")
    SAFE = "safe", _("Safe")
    CONCERNS = "concerns", _("Concerns")
    NOT_SAFE = "not_safe", _("Not safe: act today")
    NOT_KNOWN = "not_known", _("Not known")
