"""How long the exception of a placement is still valid, in words."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
