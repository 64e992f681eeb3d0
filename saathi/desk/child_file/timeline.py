"""Recent events in a child's file, from all domains, in one query; one more for the names."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import (
    CharField,
    DateField,
    DateTimeField,
    F,
    Model,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast, TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _

from saathi.agencies.access import FileRights
from saathi.agencies.collection_methods import names_and_imports
from saathi.agencies.compiled_queries import compiled_query
from saathi.agencies.domains import EventSource, domains_by_app, event_sources
from saathi.agencies.sections import Section
from saathi.desk import wording
from saathi.desk.child_file import file_links
from saathi.web.components import TimelineItem

MAX_EVENTS = 8


def recent_events(rights: FileRights, today: dt.date) -> list[TimelineItem]:
    """The latest events of the file, latest first."""
    rows = _latest(rights, rights.staff.office.time_zone)
    return describe_events(rights, rows, today) if rows else []


@compiled_query
def _latest(rights: FileRights, time_zone: str) -> QuerySet[Any, Any]:
    sources = list(event_sources().values())
    # If no section may be read, the query returns no events without a special case.
    readable = [s for s in sources if s.is_shown_to(rights.reads)] or sources[:1]
    first, *other_parts = [events_of_source(rights, source, time_zone) for source in readable]
    together = first.union(*other_parts, all=True) if other_parts else first
    return together.order_by("-on", "-recorded", "-row", "what")[:MAX_EVENTS]


def describe_events(
    rights: FileRights, rows: Sequence[Mapping[str, Any]], today: dt.date
) -> list[TimelineItem]:
    """Event rows in words, each with the person who acted or imported it; one query for both."""
    people = {row["by"] for row in rows} - {rights.staff.id, None}
    names, imported = names_and_imports(people, (row["row"] for row in rows))
    return [_event(row, today, _author(row, rights, names, imported), rights) for row in rows]


def _author(
    row: Mapping[str, Any],
    rights: FileRights,
    names: Mapping[UUID, str],
    imported: Collection[UUID],
) -> str:
    """Who acted; of an imported record, who imported it: who acted then is not known here."""
    is_imported = row["row"] in imported
    if row["by"] == rights.staff.id:
        return _("imported by you") if is_imported else _("by you")
    name = names.get(row["by"], "")
    return _("imported by %(name)s") % {"name": name} if is_imported and name else name


def events_of_source(rights: FileRights, source: EventSource, time_zone: str) -> QuerySet[Any, Any]:
    """The events of one source as rows with common columns, so that sources can be united.

    Times count as dates in `time_zone`.
    """
    is_moment = isinstance(source.model._meta.get_field(source.on), DateTimeField)
    on = TruncDate(source.on, tzinfo=ZoneInfo(time_zone)) if is_moment else F(source.on)
    code = F(source.code) if source.code else Value("")
    return (
        rights.records(source.model)
        .filter(**{f"{source.on}__isnull": False}, **source.only)
        .order_by()
        .values(
            what=Value(source.name, output_field=CharField()),
            on=Cast(on, DateField()),
            recorded=Cast("recorded_at", DateTimeField()),
            row=F("pk"),
            code=Cast(code, CharField()),
            by=F(source.by) if source.by else Cast(Value(None), UUIDField()),
        )
    )


def _event(row: Mapping[str, Any], today: dt.date, by: str, rights: FileRights) -> TimelineItem:
    source = event_sources()[row["what"]]
    key = (source.model._meta.app_label, _section_of(source.model))
    page = source.page or pages_of_apps().get(key, "")
    is_open = bool(page) and file_links.may_open(rights.staff, page)
    return TimelineItem(
        wording.describe_day(row["on"], today),
        source.describe(row["code"]),
        by,
        row["on"].isoformat(),
        source.mark,
        reverse(page, args=[rights.file_id]) if is_open else "",
    )


@cache
def pages_of_apps() -> dict[tuple[str, Section], str]:
    """The page of a file on which each domain shows its records of a section: its first link.

    Every reader of the section with its permission may open it, which is not certain for other pages.
    """
    return {
        (app.rpartition(".")[2], link.section): link.page
        for app, domain in domains_by_app().items()
        for link in reversed(domain.file_links)
        if link.section is not None
    }


def _section_of(model: type[Model]) -> Section:
    section: Section = model.section  # type: ignore[attr-defined]
    return section
