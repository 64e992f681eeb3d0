"""What data breaches contribute to shared pages."""

import datetime as dt

from django.db.models import Exists
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saathi.agencies.access import FileRights
from saathi.agencies.domains import (
    Domain,
    EventKind,
    EventSource,
    FileAction,
    FileAlert,
    MenuEntry,
    NoticePage,
    NotOnTimeline,
)
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.agencies.waiting_work import WaitingWork
from saathi.protection.oversight.incidents import queries
from saathi.protection.oversight.incidents.models import Incident, Measure
from saathi.protection.oversight.incidents.vocabulary import IncidentState
from saathi.web.components import ActionLink, AlertBox


def open_incident_column(rights: FileRights, _today: dt.date) -> Exists:
    """Whether a breach of the child's privacy is open."""
    return Exists(rights.records(Incident).filter(state=IncidentState.OPEN))


def open_incident_alert(_rights: FileRights, _is_open: bool) -> list[AlertBox]:  # noqa: FBT001 - the value of the column
    """Says on the file that a breach was recorded, without its kind or who recorded it."""
    text = _("A data officer is following up.")
    return [AlertBox(_("A data breach was recorded"), text, None, "attend", "lock")]


def waiting_incidents(_staff: Staff, count: int) -> list[AlertBox]:
    """The number of open breaches that a data officer follows up."""
    if not count:
        return []
    title = ngettext("%(count)d data breach is open", "%(count)d data breaches are open", count)
    see = f"{reverse('incidents:list_incidents')}?state={IncidentState.OPEN}"
    action = ActionLink(_("Follow up"), see)
    return [AlertBox(title % {"count": count}, "", action, "attend", "alert-triangle")]


DOMAIN = Domain(
    urls={"views": ""},
    menu=(
        MenuEntry(
            90,
            "incidents",
            _("Data breaches"),
            "alert-triangle",
            "incidents:list_incidents",
            frozenset({Permission.ANSWER_ENQUIRY}),
        ),
    ),
    file_actions=(
        FileAction(
            50,
            Section.CASE,
            _("Record a data breach"),
            "incidents:record_incident",
            "alert-triangle",
            needs_case=True,
        ),
    ),
    file_alerts=(
        FileAlert(65, "privacy_breach", Section.CASE, open_incident_column, open_incident_alert),
    ),
    waiting=(
        WaitingWork(
            35,
            frozenset({Permission.ANSWER_ENQUIRY}),
            waiting_incidents,
            queries.open_incidents_column,
        ),
    ),
    notices={"incident": NoticePage("incidents:show_incident")},
    records=(
        RecordKind(Incident, _("Data breach")),
        RecordKind(Measure, _("Measure after a data breach")),
    ),
    timeline=(
        # Neither its kind nor who recorded it, who might be a colleague of the person concerned.
        EventSource(
            "privacy_breach",
            Incident,
            "recorded_at",
            _("A data breach was recorded"),
            (EventKind.INFORMATION,),
            by="",
        ),
        NotOnTimeline(Measure, "a part of a breach, which the data officer follows up"),
    ),
)
