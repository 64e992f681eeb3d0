"""The calendar for its template: days with duties, by week."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _

from saathi.agencies import access
from saathi.agencies.compiled_queries import compiled_query
from saathi.agencies.domains import all_domains
from saathi.agencies.models import Staff
from saathi.agencies.pending_decisions import CalendarEntry
from saathi.desk.calendar.rules import MONTH, WEEK, CalendarSpan, calendar_span
from saathi.desk.day import wording
from saathi.desk.day.pages import shortened_list_notice
from saathi.desk.day.queries import ReadableName, child_names
from saathi.protection.casework.cases import covers
from saathi.protection.casework.cases.models import Due
from saathi.web.components import AlertBox, TabLink, Text

MAX_DUTIES = 1_000  # of one page
MONTH_ITEMS = 3  # items shown for a day of a month; the week shows all


@dataclass(frozen=True)
class CalendarItem:
    """One duty on its day."""

    text: Text
    about: str
    url: str
    is_late: bool
    is_code: bool  # whether it shows the case ID instead of a name


@dataclass(frozen=True)
class CalendarDay:
    """One day of the page."""

    on: dt.date
    title: str
    number: int
    is_today: bool
    is_outside: bool
    items: Sequence[CalendarItem]
    more: str
    week_url: str

    @property
    def css(self) -> str:
        """The classes of its cell."""
        marks = {"today": self.is_today, "outside": self.is_outside, "free": not self.items}
        return " ".join(name for name, is_so in marks.items() if is_so)


@dataclass(frozen=True)
class CalendarPage:
    """The page of one person's month or week."""

    title: str
    is_discreet: bool
    weekdays: Sequence[str]
    weeks: Sequence[Sequence[CalendarDay]]
    tabs: Sequence[TabLink]
    before_url: str
    today_url: str
    after_url: str
    is_empty: bool
    left_out: AlertBox | None
    shown_files: Sequence[UUID]


@dataclass(frozen=True, slots=True)
class _Duty:
    file_id: UUID
    child_id: UUID
    code: str
    duty: str
    due_on: dt.date


def calendar_page(staff: Staff, view: str, on: dt.date, *, is_discreet: bool) -> CalendarPage:
    """The page of the month or week that contains a day; one query for the keys of all names."""
    span = calendar_span(WEEK if view == WEEK else MONTH, on, get_format("FIRST_DAY_OF_WEEK"))
    today = staff.office.today()
    by_day: dict[dt.date, list[_Duty]] = defaultdict(list)
    result = _duties(staff, today, span.first, span.last, MAX_DUTIES + 1)
    for row in result[:MAX_DUTIES]:
        duty = _Duty(*row)
        by_day[duty.due_on].append(duty)
    others = _other_entries(staff, span)
    most = MONTH_ITEMS if span.view == MONTH else MAX_DUTIES
    shown = [duty for duties in by_day.values() for duty in duties[:most]]
    names = {} if is_discreet else child_names(staff, {duty.child_id for duty in shown})
    items = {
        day: [
            *(_item(duty, names, today) for duty in by_day.get(day, ())[:most]),
            *(_other_item(each, today) for each in others.get(day, ())),
        ]
        for day in span.days
    }
    counts = {day: len(by_day.get(day, ())) + len(others.get(day, ())) for day in span.days}
    return CalendarPage(
        title=_title(span),
        is_discreet=is_discreet,
        weekdays=[date_format(day, "D") for day in span.weeks[0]],
        weeks=[
            [_day(span, day, items[day], today, counts[day]) for day in week] for week in span.weeks
        ],
        tabs=[
            TabLink(_("Month"), _address(MONTH, on), span.view == MONTH),
            TabLink(_("Week"), _address(WEEK, on), span.view == WEEK),
        ],
        before_url=_address(span.view, span.before),
        today_url=_address(span.view, today),
        after_url=_address(span.view, span.after),
        is_empty=not by_day and not others,
        left_out=shortened_list_notice(MAX_DUTIES) if len(result) > MAX_DUTIES else None,
        shown_files=_files(shown, others),
    )


def _files(shown: Sequence[_Duty], others: Mapping[dt.date, Sequence[CalendarEntry]]) -> list[UUID]:
    """The files that the page tells something of, for the access log."""
    entries = [each for of_day in others.values() for each in of_day]
    return sorted(
        {duty.file_id for duty in shown} | {each.file_id for each in entries if each.file_id}
    )


def _other_entries(staff: Staff, span: CalendarSpan) -> dict[dt.date, list[CalendarEntry]]:
    """What is due besides duties of cases, such as what the receiver of a transfer has to do, by day."""
    by_day: dict[dt.date, list[CalendarEntry]] = defaultdict(list)
    for domain in all_domains():
        for find in domain.calendar:
            for entry in find(staff, span.first, span.last, MAX_DUTIES):
                by_day[entry.on].append(entry)
    return by_day


def _other_item(entry: CalendarEntry, today: dt.date) -> CalendarItem:
    return CalendarItem(entry.text, entry.about, entry.url, entry.on < today, is_code=True)


@compiled_query
def _duties(
    staff: Staff, today: dt.date, first: dt.date, last: dt.date, most: int
) -> QuerySet[Any, tuple[UUID, UUID, str, str, dt.date]]:
    """The person's own duties, and those of the workers whose cases they cover now."""
    dues = access.visible(staff, Due, by_row=True).filter(
        Q(worker=staff.id) | Q(covers.is_covered_by(staff, "case_id", today)),
        Q(worker=staff.id) | Q(worker=F("case__worker")),
        done_on=None,
        due_on__gte=first,
        due_on__lte=last,
    )
    columns = ("file_id", "case__child_id", "case__child__code", "duty", "due_on")
    return dues.order_by("due_on", "id").values_list(*columns)[:most]


def _title(span: CalendarSpan) -> str:
    if span.view == MONTH:
        return date_format(span.on, "F Y")
    return _("%(first)s to %(last)s") % {
        "first": date_format(span.first, "j F"),
        "last": date_format(span.last, "j F Y"),
    }


def _address(view: str, on: dt.date) -> str:
    return f"{reverse('desk:show_calendar')}?view={view}&on={on.isoformat()}"


def _day(
    span: CalendarSpan,
    day: dt.date,
    items: Sequence[CalendarItem],
    today: dt.date,
    count: int,
) -> CalendarDay:
    most = MONTH_ITEMS if span.view == MONTH else 2 * MAX_DUTIES
    more = count - most
    return CalendarDay(
        on=day,
        title=date_format(day, "l j F"),
        number=day.day,
        is_today=day == today,
        is_outside=span.is_outside(day),
        items=items[:most],
        more=_("+%(count)d more") % {"count": more} if more > 0 else "",
        week_url=f"{_address(WEEK, day)}#day-{day.isoformat()}",
    )


def _item(duty: _Duty, names: Mapping[UUID, ReadableName], today: dt.date) -> CalendarItem:
    name = names.get(duty.child_id, ReadableName())
    return CalendarItem(
        wording.duty_name(duty.duty),
        name.romanised or name.text or duty.code,
        reverse("desk:child_file", args=[duty.file_id]),
        duty.due_on < today,
        is_code=not (name.romanised or name.text),
    )
