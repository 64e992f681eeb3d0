"""What the pages of incidents show, ready for their templates."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Office, Staff
from saathi.agencies.queries import names_of
from saathi.agencies.sections import Section
from saathi.infra.listing import listed
from saathi.protection.incidents import queries
from saathi.protection.incidents.models import Incident
from saathi.protection.incidents.vocabulary import (
    CloseReason,
    IncidentKind,
    IncidentState,
    MeasureKind,
)
from saathi.web.parts import Cell, Column, Event, Pair, Table

_SECTIONS = {
    Section.IDENTITY: _("who the child is"),
    Section.REPORT: _("the report"),
    Section.SITUATION: _("what happened"),
    Section.NEEDS: _("needs"),
    Section.PLAN: _("the plan"),
    Section.VISITS: _("visits"),
    Section.VOICE: _("the child’s words"),
    Section.CASE: _("the case"),
    Section.ENQUIRY: _("enquiries"),
    Section.DECISIONS: _("decisions"),
    Section.LEGAL: _("consents and orders"),
    Section.SUPPORT: _("support"),
}


@dataclass(frozen=True)
class IncidentPage:
    """One incident: what is known of it, who saw what, what was done."""

    title: Any
    facts: Sequence[Pair]
    saw: Table | None
    measures: Sequence[Event]
    is_open: bool


def list_table(listed_page: queries.Listed, office: Office) -> Table:
    """The incidents of a page; no name of a child stands in it."""
    columns = [
        Column(_("What happened")),
        Column(_("Child’s code")),
        Column(_("Known since")),
        Column(_("State")),
    ]
    rows = [
        [
            Cell(
                IncidentKind(one.kind).label, url=reverse("incidents:show_incident", args=[one.pk])
            ),
            Cell(listed_page.codes.get(one.file_id, gettext("not open to you"))),
            Cell(_day(one.recorded_at, office)),
            Cell(
                IncidentState(one.state).label,
                tag="attend" if one.state == IncidentState.OPEN else "quiet",
            ),
        ]
        for one in listed_page.incidents
    ]
    return Table(_("Breaches of privacy, the latest first"), columns, rows)


def incident_page(incident: Incident, staff: Staff) -> IncidentPage:
    """One incident for the one who follows it up."""
    opened = queries.opened(staff, incident)
    saw = queries.who_saw(incident)
    people = names_of([incident.recorded_by, incident.closed_by])
    office = staff.office
    facts = [
        Pair(_("Since when"), _moment(incident.began_at, office)),
        Pair(_("Until when"), _moment(incident.ended_at, office), missing=_("not ended yet")),
        Pair(_("Recorded"), _moment(incident.recorded_at, office), people[incident.recorded_by]),
        Pair(_("What became known, and where"), opened.told.get("what", "")),
        Pair(_("Who knows or may know"), opened.told.get("who", "")),
    ]
    if incident.kind == IncidentKind.WRONG_MATCH:
        facts = facts[:3]
    if incident.state == IncidentState.CLOSED and incident.closed_by:
        why = CloseReason(incident.closed_for).label
        facts.append(Pair(_("Closed"), why, people.get(incident.closed_by, "")))
        facts.append(Pair(_("What was found"), opened.told.get("closing", "")))
    return IncidentPage(
        title=IncidentKind(incident.kind).label,
        facts=facts,
        saw=_saw_table(saw, office) if saw else None,
        measures=[
            Event(
                date_format(one.done_on, "j F Y"),
                f"{MeasureKind(one.kind).label}: {words}",
                moment=one.done_on.isoformat(),
            )
            for one, words in opened.measures
        ],
        is_open=incident.state == IncidentState.OPEN,
    )


def _saw_table(saw: Sequence[queries.Saw], office: Office) -> Table:
    columns = [Column(_("Who")), Column(_("Office")), Column(_("What")), Column(_("When"))]
    rows = [
        [
            Cell(one.staff.name),
            Cell(one.staff.office.name),
            Cell(listed(str(label) for part, label in _SECTIONS.items() if part & one.sections)),
            Cell(_when(one, office)),
        ]
        for one in saw
    ]
    return Table(_("Who opened this record meanwhile"), columns, rows)


def _when(saw: queries.Saw, office: Office) -> str:
    if saw.times == 1:
        return _moment(saw.last, office)
    text = ngettext(
        "%(count)d page, %(first)s to %(last)s", "%(count)d pages, %(first)s to %(last)s", saw.times
    )
    return text % {
        "count": saw.times,
        "first": _moment(saw.first, office),
        "last": _moment(saw.last, office),
    }


def _moment(at: dt.datetime | None, office: Office) -> str:
    if at is None:
        return ""
    return date_format(at.astimezone(ZoneInfo(office.time_zone)), "j F Y, H:i")


def _day(at: dt.datetime, office: Office) -> str:
    return date_format(at.astimezone(ZoneInfo(office.time_zone)), "j F Y")
