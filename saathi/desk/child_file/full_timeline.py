"""The full timeline of a file: by kind, period and person, in pages."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.db.models import Q
from django.http import HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saathi.agencies import access, access_log, domains
from saathi.agencies.access import FileRights
from saathi.agencies.domains import EventKind
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.desk.child_file import timeline as events
from saathi.people.child_pages import render_child_page
from saathi.people.queries import child_of_file
from saathi.protection.casework.cases.models import Seat
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import FullDateField

PAGE_SIZE: Final = 50
KIND_CHOICES = (("", _("All")), *EventKind.choices)


class TimelineFilterForm(forms.Form):
    """The filter by kind of event, period and person. Sent by GET, so that the URL can be kept."""

    kind = forms.ChoiceField(choices=KIND_CHOICES, required=False, label=_("Category"))
    since = FullDateField(required=False, label=_("From"))
    until = FullDateField(required=False, label=_("To"))
    by = forms.ChoiceField(required=False, label=_("Person"))

    def __init__(self, data: Any, *, people: Iterable[Staff]) -> None:
        super().__init__(data)
        named = [(str(person.pk), person.name) for person in people]
        set_choices(self, "by", [("", _("Anyone")), *named])

    def clean(self) -> dict[str, Any]:
        """Checks that the period does not end before it begins."""
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The end date is before the start date."))
        return data


@dataclass(frozen=True, slots=True)
class EventKey:
    """The position of an event; several can share day and time of recording, and two one record."""

    on: dt.date
    recorded: dt.datetime
    row: UUID
    what: str

    def later(self) -> Q:
        """The condition for the events that follow in the list, which is sorted latest first."""
        same = Q(on=self.on, recorded=self.recorded)
        return (
            Q(on__lt=self.on)
            | Q(on=self.on, recorded__lt=self.recorded)
            | same & Q(row__lt=self.row)
            | same & Q(row=self.row, what__gt=self.what)
        )

    def __str__(self) -> str:
        return f"{self.on.isoformat()}_{self.recorded.isoformat()}_{self.row}_{self.what}"


@dataclass(frozen=True)
class TimelineFilter:
    """The filter values, and the event after which the page begins."""

    kind: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    by: UUID | None = None
    before: EventKey | None = None

    def condition(self) -> Q:
        """The condition for the events of this filter."""
        condition = Q()
        if self.since:
            condition &= Q(on__gte=self.since)
        if self.until:
            condition &= Q(on__lte=self.until)
        if self.by:
            condition &= Q(by=self.by)
        if self.before:
            condition &= self.before.later()
        return condition


def list_events(rights: FileRights, timeline_filter: TimelineFilter) -> list[Mapping[str, Any]]:
    """The events of one page plus the one after it, latest first. One query."""
    time_zone = rights.staff.office.time_zone
    parts = [
        events.events_of_source(rights, source, time_zone).filter(timeline_filter.condition())
        for source in domains.event_sources().values()
        if source.is_shown_to(rights.reads)
        and (not timeline_filter.kind or timeline_filter.kind in source.kinds)
    ]
    if not parts:
        return []
    first, *other_parts = parts
    together = first.union(*other_parts, all=True) if other_parts else first
    return list(together.order_by("-on", "-recorded", "-row", "what")[: PAGE_SIZE + 1])


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def show_timeline(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The events of the file, from the latest back to its first day."""
    child = child_of_file(request.staff, file_id, Section.CASE)
    rights = request.rights or access.rights(request.staff, file_id)
    people = Staff.objects.filter(
        pk__in=Seat.objects.filter(file=file_id, staff__isnull=False).values("staff")
    ).order_by("name")
    form = TimelineFilterForm(request.GET or None, people=people)
    rows: Sequence[Mapping[str, Any]] = []
    if not form.is_bound or form.is_valid():
        rows = list_events(rights, _wanted(form, request))
    access_log.log_file_list(request.staff, rights.reads, file_id, [child.pk])
    return render_child_page(
        request,
        child,
        "desk/show_timeline.html",
        form=form,
        events=events.describe_events(rights, rows[:PAGE_SIZE], request.staff.office.today()),
        earlier=_earlier(request, rows),
    )


def _wanted(form: TimelineFilterForm, request: StaffRequest) -> TimelineFilter:
    data = form.cleaned_data if form.is_bound else {}
    return TimelineFilter(
        kind=data.get("kind", ""),
        since=data.get("since"),
        until=data.get("until"),
        by=UUID(data["by"]) if data.get("by") else None,
        before=_key(request.GET.get("before", "")),
    )


def _earlier(request: StaffRequest, rows: Sequence[Mapping[str, Any]]) -> str:
    """The address of the next page with the same filter; empty on the last page."""
    if len(rows) <= PAGE_SIZE:
        return ""
    last = rows[PAGE_SIZE - 1]
    parameters = {name: str(value) for name, value in request.GET.items() if name != "before"}
    key = EventKey(*(last[name] for name in ("on", "recorded", "row", "what")))
    return "?" + urlencode(parameters | {"before": str(key)})


def _key(before: str) -> EventKey | None:
    day, moment, row, what = [*before.split("_", 3), "", "", "", ""][:4]
    try:
        parsed = parse_datetime(moment)
        aware = parsed if parsed and parsed.tzinfo else None
        return EventKey(dt.date.fromisoformat(day), aware, UUID(row), what) if aware else None
    except ValueError:
        return None
