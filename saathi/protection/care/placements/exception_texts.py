"""How long the exception of a placement is still valid, and what waits for an agreement, in words."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies.record_kit.rows import format_day
from saathi.protection.care.placements import rules


def exception_text(until: dt.date, today: dt.date) -> str:
    """The days left of an exception, or since when it has expired."""
    days = rules.days_left(until, today=today) or 0
    if days == 0:
        return _("Last day of the exception")
    if days > 0:
        text = ngettext("Exception: %(count)d day left", "Exception: %(count)d days left", days)
        return text % {"count": days}
    text = ngettext(
        "Exception expired %(count)d day ago", "Exception expired %(count)d days ago", -days
    )
    return text % {"count": -days}


def agreement_text(started_on: dt.date) -> str:
    """That the child lives in emergency shelter to which no second person has agreed."""
    text = _("In emergency shelter since %(day)s without the agreement of a second person")
    return text % {"day": format_day(started_on)}
