"""The names of seats in a child's team on pages and printed documents."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from saathi.agencies.vocabulary import TeamRole
from saathi.infra.join_words import isolate_direction
from saathi.protection.casework.cases.models import Seat


def seat_role(seat: Seat) -> str:
    """The role of a seat; for cover, with its last day."""
    if seat.until_on is None:
        return str(TeamRole(seat.role).label)
    return gettext("Covering case worker until %(day)s") % {"day": describe_last_day(seat.until_on)}


def describe_cover(worker: str, until_on: dt.date) -> str:
    """For which colleague the reader covers, and until when."""
    text = gettext("Covering for %(name)s until %(day)s")
    return text % {"name": isolate_direction(worker), "day": describe_last_day(until_on)}


def describe_name_until(name: str, until_on: dt.date) -> str:
    """The name of who covers, and until when."""
    text = gettext("%(name)s until %(day)s")
    return text % {"name": isolate_direction(name), "day": describe_last_day(until_on)}


def describe_last_day(until_on: dt.date) -> str:
    """The last day of cover, written out."""
    return date_format(until_on, "j F Y")


def describe_uncovered(count: int) -> str:
    """How many cases of a worker on leave have no cover, in words."""
    if not count:
        return gettext("on leave, all cases covered")
    text = ngettext(
        "on leave, %(count)d case without cover", "on leave, %(count)d cases without cover", count
    )
    return text % {"count": count}


def describe_covered_cases(count: int) -> str:
    """How many cases of colleagues a worker covers besides their own, in words."""
    text = ngettext("covers %(count)d more case", "covers %(count)d more cases", count)
    return text % {"count": count}
