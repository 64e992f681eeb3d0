"""Screens of incidents: record one in a child's file, follow it up, close it."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saathi.agencies import access_log, records
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.models import Office, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.wording import section_names
from saathi.audit import AuditKind
from saathi.infra.join_words import join_words
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.protection.identification.intake.paging import PagePosition
from saathi.protection.oversight.incidents import actions, queries
from saathi.protection.oversight.incidents.models import Incident, Measure
from saathi.protection.oversight.incidents.vocabulary import IncidentKind, IncidentState
from saathi.web.components import DisplayTable, EmptyState
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import PastDateField
from saathi.web.page_names import CHILD_FILE

screens = kit.RecordScreens("incidents")
ADDRESS = "incidents/<uuid:incident_id>/"
MeasureForm = kit.record_form(Measure, "kind done_on note", __name__, shows_words=True)
CloseForm = kit.record_form(Incident, "closed_for closing", __name__)


class IncidentForm(kit.DerivedForm[Incident]):
    """A breach of a child's privacy as it became known."""

    model = Incident
    names = "kind began what who"
    began = PastDateField(label=_("Since when others may have known"))

    def prepare(self) -> None:
        """Offers all kinds but the one that the system itself records."""
        by_system = IncidentKind.WRONG_MATCH
        set_choices(self, "kind", [kind for kind in IncidentKind.choices if kind[0] != by_system])


@screens.ordinary("incidents/")
@require_safe
@staff_screen(Permission.ANSWER_ENQUIRY)
def list_incidents(request: StaffRequest) -> HttpResponse:
    """Privacy incidents in the files that the data officer is responsible for."""
    state = request.GET.get("state", "")
    page = queries.list_incidents(request.staff, PagePosition.from_query(request.GET), state=state)
    ids = [incident.pk for incident in page.rows]
    access_log.log_list_view(request.staff, ids, model="incidents.incident")
    codes = queries.codes_of_children(request.staff, [row.file_id for row in page.rows])
    empty = EmptyState(
        _("No incident"),
        _(
            "When a child’s privacy is broken, it is listed here until it is followed up and closed."
        ),
        icon="lock",
    )
    table = _incident_table(page.rows, codes, request.staff.office) if page.rows else None
    context: dict[str, object] = {"table": table, "empty": empty, "state": state, "page": page}
    context["states"] = IncidentState.choices
    return render(request, "incidents/list_incidents.html", context)


BREACH = kit.ChildFormPageText(
    _("A breach of the child’s privacy"),
    _(
        "The nearest data officer is told and follows it up. See to the child first: is she or he safe, "
        "and does she or he know?"
    ),
    _("Record it"),
    CHILD_FILE,
    _("The child’s file"),
    has_cancel=False,
)


@screens.child_form(
    "incidents/new/", (Permission.WORK_ON_CASE, Permission.ANSWER_ENQUIRY), IncidentForm, BREACH
)
def record_incident(request: StaffRequest, child: Child, form: IncidentForm) -> None:
    """Records that others learned what is private to the child."""
    began_at = request.staff.office.start_of(form.cleaned_data["began"])
    incident = form.to_record(file_id=child.file_id, began_at=began_at)
    actions.record_incident(incident=incident, actor=request.staff)


def _is_open(incident: Incident, _staff: Staff) -> bool:
    return incident.state == IncidentState.OPEN


def _add_measure(request: StaffRequest, incident: Incident, form: kit.DerivedForm[Measure]) -> None:
    measure = form.to_record(file_id=incident.file_id, incident=incident)
    actions.add_measure(measure=measure, actor=request.staff)


@screens.page(
    ADDRESS,
    Permission.ANSWER_ENQUIRY,
    kit.record_of(Incident),
    kit.PageForm(MeasureForm, _add_measure),
)
def show_incident(
    request: StaffRequest, incident: Incident, form: kit.DerivedForm[Measure]
) -> kit.PageContent:
    """One incident with its viewers and measures, and a form to add a measure."""
    staff, screen = request.staff, "incidents:show_incident"
    access_log.log_change(AuditKind.LOG_READ, incident, actor=staff, screen=screen)
    records.open_texts_of_each([incident])
    order = ("-done_on", "-recorded_at")
    measures = records.list_opened(staff, Measure, *order, most=500, incident=incident)
    done = [
        kit.TimelineItem(
            kit.format_day(measure.done_on),
            f"{measure.get_kind_display()}: {measure.note}",
            moment=measure.done_on.isoformat(),
        )
        for measure in measures
    ]
    close = kit.link(_("Close this incident"), "incidents:close_incident", incident.pk)
    facts = _incident_facts(incident, staff.office)
    viewers = _viewers_table(incident, staff.office)
    unseen = _("By the log nobody opened this record meanwhile.")
    return kit.PageContent(
        _("Incident"),
        kit.link(_("Incidents"), "incidents:list_incidents"),
        heading=incident.get_kind_display(),
        parts=[
            kit.Panel(_("What is known"), pairs=facts),
            kit.Panel("", table=viewers, empty=unseen),
            kit.Panel(_("What was done"), events=done, empty=_("Nothing yet.")),
            kit.FormPart(form, _("Keep it"), _("Something more was done")),
        ],
        beside=close if _is_open(incident, staff) else None,
    )


CLOSE = kit.RecordFormText(
    _("Close this incident"), _("Close it"), "show_incident", _("Incident"), _("Incident")
)


@screens.form(
    ADDRESS + "close/",
    Permission.ANSWER_ENQUIRY,
    kit.record_of(Incident, _is_open),
    CloseForm,
    CLOSE,
)
def close_incident(
    request: StaffRequest, incident: Incident, form: kit.DerivedForm[Incident]
) -> None:
    """Closes an incident with a reason."""
    form.put_texts(incident)
    actions.close_incident(
        incident=incident,
        reason=form.cleaned_data["closed_for"],
        version=form.seen_version,
        actor=request.staff,
    )


def _incident_table(
    incidents: Sequence[Incident], codes: dict[UUID, str], office: Office
) -> DisplayTable:
    """The incidents of a page, without names of children."""
    labels = [_("What happened"), _("Child’s code"), _("Known since"), _("State")]
    rows: list[list[kit.DisplayTableCell | kit.Text]] = [
        [
            kit.DisplayTableCell(
                incident.get_kind_display(), reverse("incidents:show_incident", args=[incident.pk])
            ),
            codes.get(incident.file_id, gettext("not open to you")),
            kit.format_moment(incident.recorded_at, office, "j F Y"),
            kit.DisplayTableCell(
                incident.get_state_display(),
                tag="attend" if incident.state == IncidentState.OPEN else "quiet",
            ),
        ]
        for incident in incidents
    ]
    return kit.table(_("Breaches of privacy, the latest first"), labels, rows)


def _incident_facts(incident: Incident, office: Office) -> list[kit.LabelledValue]:
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


def _viewers_table(incident: Incident, office: Office) -> DisplayTable | None:
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
