"""Codes of check-ins of workers who visit alone."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind


class CheckInState(TextChoices):
    """The state of a check-in."""

    OUT = "out", _("On the visit")
    SAFE = "safe", _("Checked in safe")
    REACHED = "reached", _("Reached by a supervisor, safe")


class VisitLength(IntegerChoices):
    """How long a visit is expected to take, in minutes."""

    HALF_HOUR = 30, _("30 minutes")
    HOUR = 60, _("1 hour")
    HOUR_AND_HALF = 90, _("1 hour 30 minutes")
    TWO_HOURS = 120, _("2 hours")
    THREE_HOURS = 180, _("3 hours")
    FOUR_HOURS = 240, _("4 hours")
    SIX_HOURS = 360, _("6 hours")
    EIGHT_HOURS = 480, _("8 hours")


CHECK_IN_OVERDUE_NOTICE = NoticeKind(
    "check_in_overdue", _("A worker on a home visit has not checked in"), is_urgent=True
)
NOTICES = (CHECK_IN_OVERDUE_NOTICE,)
