"""Codes of a protection concern. Its kinds are those of a report (`intake.Concern`)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ConcernSource(TextChoices):
    """Who or what a concern comes from. Empty means that it was not recorded."""

    REPORT = "report", _("A report")
    CHILD = "child", _("The child")
    FAMILY = "family", _("Caregiver or family")
    WORKER = "worker", _("Observed by the case worker")
    SERVICE = "service", _("A service or professional")
    AUTHORITY = "authority", _("Police or another authority")
    OTHER = "other", _("Another source")


class ConcernStatus(TextChoices):
    """What is known about a concern. A reported or suspected concern is not a finding."""

    REPORTED = "reported", pgettext_lazy("a protection concern", "Reported")
    SUSPECTED = "suspected", pgettext_lazy("a protection concern", "Suspected")
    VERIFIED = "verified", pgettext_lazy("a protection concern", "Verified")
    ENDED = "ended", _("No longer a concern")
    NOT_CONFIRMED = "not_confirmed", _("Not confirmed")


# Statuses of concerns that a file shows as needing protection now.
CURRENT_STATUSES = (ConcernStatus.REPORTED, ConcernStatus.SUSPECTED, ConcernStatus.VERIFIED)
