"""That a visit found the child not safe, with its day and time: one wording for reports and cases."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies.models import Office


def describe_unsafe(
    at: dt.datetime, office: Office, *, is_time_unknown: bool, is_call: bool = False
) -> str:
    """Words that such a visit was at this moment, as part of a sentence; without a time that is not known.

    In a call no one saw the child.
    """
    local = office.local(at)
    day = date_format(local, "j F Y")
    moment = day if is_time_unknown else f"{day}, {local:%H:%M}"
    if is_call:
        return _("not safe, told by telephone on %(moment)s") % {"moment": moment}
    return _("seen not safe on %(moment)s") % {"moment": moment}


def as_sentence(text: str) -> str:
    """The words as the start of a sentence."""
    return text[:1].upper() + text[1:]
