"""The whole timeline of a file: by kind, period and person, a page at a time."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import access, access_log
from saathi.agencies.access import FileRights
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.desk.child_file import timeline as events
from saathi.people.queries import child_header, child_of_file
from saathi.protection.cases.models import Seat
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import FullDateField

PAGE_SIZE: Final = 50
# What one may look for, and the events that are meant by it.
EVENT_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "voice": ("said", "explained"),
    "met": ("visited", "assessed", "interviewed", "reviewed"),
    "plan": ("planned", "decided", "reviewed"),
    "help": ("referred", "joined", "supported"),
    "hands": ("opened", "handed", "handing", "closing_asked", "closed", "reopened"),
    "known": ("happened", "clue", "aged"),
    "team": ("noted", "erasure_asked", "erasure_decided"),
}
KIND_CHOICES = (
    ("", _("Everything")),
    ("voice", _("What the child said and was told")),
    ("met", _("Visits, assessments, reviews")),
    ("plan", _("Plan and approvals")),
    ("help", _("Services and support")),
    ("hands", _("Opening, handing over, closing")),
    ("known", _("What became known")),
    ("team", _("Notes, tasks, requests")),
)


class TimelineFilterForm(forms.Form):
    """What to look for: a kind of event, a period, who did it. Sent by GET, so that it can be kept."""

    kind = forms.ChoiceField(choices=KIND_CHOICES, required=False, label=_("What"))
    since = FullDateField(required=False, label=_("From"))
    until = FullDateField(required=False, label=_("To"))
    by = forms.ChoiceField(required=False, label=_("By whom"))

    def __init__(self, data: Any, *, people: Iterable[Staff]) -> None:
        super().__init__(data)
        named = [(str(one.pk), one.name) for one in people]
        set_choices(self, "by", [("", _("Anybody")), *named])

    def clean(self) -> dict[str, Any]:
        """A period that ends before it begins holds nothing."""
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("It cannot end before it begins."))
        return data


@dataclass(frozen=True)
class TimelineFilter:
    """What of the timeline is asked for, and after which event the page begins."""

    kind: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    by: UUID | None = None
    before: tuple[dt.date, dt.datetime] | None = None

    def condition(self) -> Q:
        """The condition that an event is among what is asked for."""
        found = Q()
        if self.since:
            found &= Q(on__gte=self.since)
        if self.until:
            found &= Q(on__lte=self.until)
        if self.by:
            found &= Q(by=self.by)
        if self.before:
            day, moment = self.before
            found &= Q(on__lt=day) | Q(on=day, recorded__lt=moment)
        return found


def list_events(rights: FileRights, timeline_filter: TimelineFilter) -> list[Mapping[str, Any]]:
    """The events of one page and the one after it, the latest first. One query."""
    names = EVENT_KINDS.get(timeline_filter.kind)
    time_zone = rights.staff.office.time_zone
    parts = [
        events.events_of_source(rights, source, time_zone).filter(timeline_filter.condition())
        for source in events.TIMELINE_SOURCES
        if rights.may_read(source.model.section) and (names is None or source.name in names)
    ]
    if not parts:
        return []
    first, *others = parts
    together = first.union(*others, all=True) if others else first
    return list(together.order_by("-on", "-recorded")[: PAGE_SIZE + 1])


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def timeline(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """What happened in the file, from the latest back to its first day."""
    child = child_of_file(request.staff, file_id, Section.CASE)
    rights = request.rights or access.rights(request.staff, file_id)
    people = Staff.objects.filter(
        pk__in=Seat.objects.filter(file=file_id, staff__isnull=False).values("staff")
    ).order_by("name")
    form = TimelineFilterForm(request.GET or None, people=people)
    rows: Sequence[Mapping[str, Any]] = []
    if not form.is_bound or form.is_valid():
        rows = list_events(rights, _wanted(form, request))
    access_log.log_file_view(
        request.staff, audit.AuditKind.LISTED, rights.reads, file_id=file_id, objects=[child.pk]
    )
    context = {
        "child": child_header(child, staff=request.staff),
        "form": form,
        "events": events.describe_events(rights, rows[:PAGE_SIZE], request.staff.office.today()),
        "earlier": _earlier(request, rows),
        "file_id": file_id,
    }
    return render(request, "desk/timeline.html", context)


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
    """The address of the next page with the same choice; empty where this is all."""
    if len(rows) <= PAGE_SIZE:
        return ""
    last = rows[PAGE_SIZE - 1]
    kept = {name: str(value) for name, value in request.GET.items() if name != "before"}
    key = f"{last['on'].isoformat()}_{last['recorded'].isoformat()}"
    return "?" + urlencode(kept | {"before": key})


def _key(before: str) -> tuple[dt.date, dt.datetime] | None:
    day, _bar, moment = before.partition("_")
    try:
        told = parse_datetime(moment)
        return (dt.date.fromisoformat(day), told) if told and told.tzinfo else None
    except ValueError:
        return None
