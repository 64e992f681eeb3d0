"""What a seat of a child's team is called on pages and printed papers."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from saathi.agencies.vocabulary import TeamRole
from saathi.infra.join_words import isolate_direction
from saathi.protection.casework.cases.models import Seat


def seat_role(seat: Seat) -> str:
    """The role of a seat; of cover until which day."""
    if seat.until_on is None:
        return str(TeamRole(seat.role).label)
    return gettext("Covering case worker until %(day)s") % {"day": describe_last_day(seat.until_on)}


def describe_cover(worker: str, until_on: dt.date) -> str:
    """Which colleague a person covers for, and until when, in a text to the person."""
    text = gettext("Covering for %(name)s until %(day)s")
    return text % {"name": isolate_direction(worker), "day": describe_last_day(until_on)}


def describe_name_until(name: str, until_on: dt.date) -> str:
    """Who covers, and until when."""
    text = gettext("%(name)s until %(day)s")
    return text % {"name": isolate_direction(name), "day": describe_last_day(until_on)}


def describe_last_day(until_on: dt.date) -> str:
    """The last day of cover, written out."""
    return date_format(until_on, "j F Y")


def describe_uncovered(count: int) -> str:
    """How many cases of a worker on leave no colleague covers."""
    if not count:
        return gettext("on leave, all cases covered")
    text = ngettext(
        "on leave, %(count)d case without cover", "on leave, %(count)d cases without cover", count
    )
    return text % {"count": count}


def describe_covering(count: int) -> str:
    """How many cases of colleagues a worker covers beside the own ones."""
    text = ngettext("covers %(count)d more case", "covers %(count)d more cases", count)
    return text % {"count": count}
