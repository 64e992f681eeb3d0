"""The content of the incident pages, ready for their templates."""

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
from saathi.infra.join_words import join_words
from saathi.protection.oversight.incidents import queries
from saathi.protection.oversight.incidents.models import Incident
from saathi.protection.oversight.incidents.vocabulary import (
    IncidentCloseReason,
    IncidentKind,
    IncidentState,
    MeasureKind,
)
from saathi.web.components import (
    DisplayTable,
    DisplayTableCell,
    DisplayTableColumn,
    LabelledValue,
    TimelineItem,
)

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
    """One incident: what is known of it, who saw the record, what was done."""

    title: Any
    facts: Sequence[LabelledValue]
    viewers: DisplayTable | None
    measures: Sequence[TimelineItem]
    is_open: bool


def incident_table(incidents: queries.IncidentListPage, office: Office) -> DisplayTable:
    """The incidents of a page, without names of children."""
    columns = [
        DisplayTableColumn(_("What happened")),
        DisplayTableColumn(_("Child’s code")),
        DisplayTableColumn(_("Known since")),
        DisplayTableColumn(_("State")),
    ]
    rows = [
        [
            DisplayTableCell(
                IncidentKind(incident.kind).label,
                url=reverse("incidents:show_incident", args=[incident.pk]),
            ),
            DisplayTableCell(incidents.codes.get(incident.file_id, gettext("not open to you"))),
            DisplayTableCell(_format_day(incident.recorded_at, office)),
            DisplayTableCell(
                IncidentState(incident.state).label,
                tag="attend" if incident.state == IncidentState.OPEN else "quiet",
            ),
        ]
        for incident in incidents.incidents
    ]
    return DisplayTable(_("Breaches of privacy, the latest first"), columns, rows)


def incident_page(incident: Incident, staff: Staff) -> IncidentPage:
    """One incident, for the data officer who follows it up."""
    opened = queries.load_incident(staff, incident)
    viewers = queries.list_record_viewers(incident)
    people = names_of([incident.recorded_by, incident.closed_by])
    office = staff.office
    facts = [
        LabelledValue(_("Since when"), _format_moment(incident.began_at, office)),
        LabelledValue(
            _("Until when"), _format_moment(incident.ended_at, office), missing=_("not ended yet")
        ),
        LabelledValue(
            _("Recorded"),
            _format_moment(incident.recorded_at, office),
            people[incident.recorded_by],
        ),
        LabelledValue(_("What became known, and where"), opened.texts.get("what", "")),
        LabelledValue(_("Who knows or may know"), opened.texts.get("who", "")),
    ]
    if incident.kind == IncidentKind.WRONG_MATCH:
        facts = facts[:3]
    if incident.state == IncidentState.CLOSED and incident.closed_by:
        why = IncidentCloseReason(incident.closed_for).label
        facts.append(LabelledValue(_("Closed"), why, people.get(incident.closed_by, "")))
        facts.append(LabelledValue(_("What was found"), opened.texts.get("closing", "")))
    return IncidentPage(
        title=IncidentKind(incident.kind).label,
        facts=facts,
        viewers=_viewers_table(viewers, office) if viewers else None,
        measures=[
            TimelineItem(
                date_format(measure.done_on, "j F Y"),
                f"{MeasureKind(measure.kind).label}: {text}",
                moment=measure.done_on.isoformat(),
            )
            for measure, text in opened.measures
        ],
        is_open=incident.state == IncidentState.OPEN,
    )


def _viewers_table(viewers: Sequence[queries.RecordViewer], office: Office) -> DisplayTable:
    columns = [
        DisplayTableColumn(_("Who")),
        DisplayTableColumn(_("Office")),
        DisplayTableColumn(_("What")),
        DisplayTableColumn(_("When")),
    ]
    rows = [
        [
            DisplayTableCell(viewer.staff.name),
            DisplayTableCell(viewer.staff.office.name),
            DisplayTableCell(
                join_words(
                    str(label) for section, label in _SECTIONS.items() if section & viewer.sections
                )
            ),
            DisplayTableCell(_viewed_period(viewer, office)),
        ]
        for viewer in viewers
    ]
    return DisplayTable(_("Who opened this record meanwhile"), columns, rows)


def _viewed_period(viewer: queries.RecordViewer, office: Office) -> str:
    if viewer.view_count == 1:
        return _format_moment(viewer.last_viewed_at, office)
    text = ngettext(
        "%(count)d page, %(first)s to %(last)s",
        "%(count)d pages, %(first)s to %(last)s",
        viewer.view_count,
    )
    return text % {
        "count": viewer.view_count,
        "first": _format_moment(viewer.first_viewed_at, office),
        "last": _format_moment(viewer.last_viewed_at, office),
    }


def _format_moment(at: dt.datetime | None, office: Office) -> str:
    if at is None:
        return ""
    return date_format(at.astimezone(ZoneInfo(office.time_zone)), "j F Y, H:i")


def _format_day(at: dt.datetime, office: Office) -> str:
    return date_format(at.astimezone(ZoneInfo(office.time_zone)), "j F Y")
