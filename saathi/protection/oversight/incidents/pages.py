"""The tables and facts of the incident pages."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Office
from saathi.agencies.queries import names_of
from saathi.agencies.wording import section_names
from saathi.infra.join_words import join_words
from saathi.people import record_screens as kit
from saathi.protection.oversight.incidents import queries
from saathi.protection.oversight.incidents.models import Incident
from saathi.protection.oversight.incidents.vocabulary import IncidentKind, IncidentState
from saathi.web.components import DisplayTable


def incident_table(
    incidents: Sequence[Incident], codes: dict[UUID, str], office: Office
) -> DisplayTable:
    """The incidents of a page, without names of children."""
    labels = [_("What happened"), _("Child’s code"), _("Known since"), _("State")]
    rows: list[list[kit.DisplayTableCell]] = [
        [
            kit.DisplayTableCell(
                incident.get_kind_display(), reverse("incidents:show_incident", args=[incident.pk])
            ),
            kit.DisplayTableCell(codes.get(incident.file_id, gettext("not open to you"))),
            kit.DisplayTableCell(kit.format_moment(incident.recorded_at, office, "j F Y")),
            kit.DisplayTableCell(
                incident.get_state_display(),
                tag="attend" if incident.state == IncidentState.OPEN else "quiet",
            ),
        ]
        for incident in incidents
    ]
    return kit.table(_("Breaches of privacy, the latest first"), labels, rows)


def incident_facts(incident: Incident, office: Office) -> list[kit.LabelledValue]:
    """What is known of an incident whose texts are open, and why it was closed."""
    people = names_of([incident.recorded_by, incident.closed_by])
    moment = partial(kit.format_moment, office=office)
    recorded = moment(incident.recorded_at)
    facts = [
        kit.LabelledValue(_("Since when"), moment(incident.began_at)),
        kit.LabelledValue(_("Until when"), moment(incident.ended_at), missing=_("not ended yet")),
        kit.LabelledValue(_("Recorded"), recorded, people[incident.recorded_by]),
    ]
    if incident.kind != IncidentKind.WRONG_MATCH:
        facts += kit.labelled_values(incident, "what who")
    if incident.state == IncidentState.CLOSED and incident.closed_by:
        why, closed_by = incident.get_closed_for_display(), people.get(incident.closed_by, "")
        facts += [kit.LabelledValue(_("Closed"), why, closed_by)]
        facts += kit.labelled_values(incident, "closing")
    return facts


def viewers_table(incident: Incident, office: Office) -> DisplayTable | None:
    """Who opened the record meanwhile, by the log; None if nobody did."""
    labels = [_("Who"), _("Office"), _("What"), _("When")]
    rows = []
    for viewer, entries in queries.list_record_viewers(incident):
        sections = section_names((entry.detail or {}).get("section") for entry in entries)
        times = [entry.at for entry in entries]
        rows.append([viewer.name, viewer.office.name, join_words(sections), _period(times, office)])
    return kit.table(_("Who opened this record meanwhile"), labels, rows) if rows else None


def _period(times: Sequence[dt.datetime], office: Office) -> str:
    """The time of one page, or the number of pages with the first and the last time."""
    last, first = (kit.format_moment(at, office) for at in (times[0], times[-1]))
    if len(times) == 1:
        return last
    text = ngettext(
        "%(count)d page, %(first)s to %(last)s",
        "%(count)d pages, %(first)s to %(last)s",
        len(times),
    )
    return text % {"count": len(times), "first": first, "last": last}
