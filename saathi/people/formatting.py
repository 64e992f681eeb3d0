"""Formats ages, dates and countries for pages."""

import datetime as dt
from collections.abc import Iterable

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.infra.calendars import CALENDARS
from saathi.infra.countries import Country
from saathi.infra.join_words import join_words
from saathi.people.age_evidence import ReadableAgeStatement
from saathi.people.ages import PartialDate
from saathi.people.vocabulary import AgeBasis, Calendar, DatePrecision, Gender, YesNo
from saathi.web.unanswered_choices import label_if_recorded

# Countries outside the eight from which children of the region also come, or to which they go.
NEIGHBOURING_COUNTRIES: list[tuple[str, str | Promise]] = [
    ("CHN", _("China")),
    ("IRN", _("Iran")),
    ("MMR", _("Myanmar")),
    ("ARE", _("United Arab Emirates")),
    ("SAU", _("Saudi Arabia")),
    ("QAT", _("Qatar")),
    ("MYS", _("Malaysia")),
    ("XXX", _("Other")),
]


def format_age(low: int | None, high: int | None) -> str:
    """An age or an age range in words; empty if unknown."""
    if low is None:
        return ""
    if high is None or low == high:
        return gettext("%(age)s years") % {"age": low}
    return gettext("%(low)s to %(high)s years") % {"low": low, "high": high}


def format_age_statement(age_statement: ReadableAgeStatement) -> str:
    """One statement of a child's age in words: the age, the day, the source."""
    statement, born = age_statement.statement, age_statement.evidence.born
    basis = AgeBasis(statement.basis).label
    if born is not None:
        return gettext("born %(date)s (%(basis)s)") % {
            "date": format_partial_date(born),
            "basis": basis,
        }
    return gettext("%(age)s on %(day)s (%(basis)s)") % {
        "age": format_age(statement.low, statement.high),
        "day": formats.date_format(statement.as_of, "SHORT_DATE_FORMAT"),
        "basis": basis,
    }


def nationality_names(codes: Iterable[str]) -> str:
    """Country names, including those beyond the eight; an unknown code is shown as it is."""
    names: dict[str, object] = {**dict(Country.choices), **dict(NEIGHBOURING_COUNTRIES)}
    return join_words([str(names.get(code, code)) for code in codes if code])


def sex_label(gender: str) -> str:
    """Girl or boy. Another gender identity is shown only to readers of the health section."""
    return str(Gender(gender).label) if gender in {Gender.GIRL, Gender.BOY} else ""


def yes_no_label(value: YesNo) -> str:
    """Yes, no or not known in words; empty if it is not recorded."""
    return label_if_recorded(value)


def format_partial_date(date: PartialDate) -> str:
    """A partial date in words; in another calendar, as stated, with the days it can mean."""
    if date.earliest is None or date.latest is None:
        return date.original
    needs_original = date.precision in {
        DatePrecision.SEASON,
        DatePrecision.EVENT,
        DatePrecision.RANGE,
    }
    if date.calendar == Calendar.GREGORIAN and not needs_original:
        return _format_precision(date)
    means = _format_interval(date.earliest, date.latest)
    if needs_original:
        return f"{date.original}, {means}" if date.original else means
    return gettext("%(date)s %(calendar)s, that is %(means)s") % {
        "date": _format_original(date),
        "calendar": date.calendar.label,
        "means": means,
    }


def _format_interval(earliest: dt.date, latest: dt.date) -> str:
    first, last = (formats.date_format(day, "j F Y") for day in (earliest, latest))
    if first == last:
        return first
    return gettext("%(first)s to %(last)s") % {"first": first, "last": last}


def _format_precision(date: PartialDate) -> str:
    assert date.earliest is not None
    forms = {DatePrecision.DAY: "j F Y", DatePrecision.MONTH: "F Y", DatePrecision.YEAR: "Y"}
    return formats.date_format(date.earliest, forms.get(date.precision, "j F Y"))


def _format_original(date: PartialDate) -> str:
    """The date in the words of its own calendar: 5 Asar 2068."""
    year, *parts = date.original.split("-")
    months = CALENDARS[date.calendar].months
    month = [gettext(months[int(parts[0]) - 1])] if parts else []
    return " ".join([*parts[1:], *month, year])
