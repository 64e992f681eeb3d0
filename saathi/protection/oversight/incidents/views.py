"""Screens of incidents: record one in a child's file, follow it up, close it."""

from functools import partial

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saathi.agencies import access_log
from saathi.agencies.file_viewers import list_file_accesses, viewers_table
from saathi.agencies.list_kit.declaration import ListDeclaration
from saathi.agencies.list_kit.derived import choice_filter, field_column, text_column
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.staff_requests import StaffRequest
from saathi.audit import AuditKind
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.protection.oversight.incidents import actions, queries
from saathi.protection.oversight.incidents.models import Incident, Measure
from saathi.protection.oversight.incidents.vocabulary import (
    IncidentKind,
    IncidentState,
    MeasureKind,
)
from saathi.web.components import EmptyState
from saathi.web.fields import LongTextField, PastDateField
from saathi.web.page_names import CHILD_FILE

screens = kit.RecordScreens("incidents")
ADDRESS = "incidents/<uuid:incident_id>/"


class MeasureForm(kit.DerivedForm[Measure]):
    """Form for a measure after an incident."""

    model = Measure
    names = "kind done_on note"
    shows_stored_texts = True

    def prepare(self) -> None:
        """Offers all measures except the one that records a reopening."""
        self.offer_codes("kind", [kind for kind in MeasureKind if kind != MeasureKind.REOPENED])


class IncidentReopenForm(kit.DerivedForm[Measure]):
    """Why a closed breach is reopened."""

    model = Measure
    names = "note"
    note = LongTextField(label=_("Reason for reopening"), required=True)


class IncidentCloseForm(kit.DerivedForm[Incident]):
    """Form to close an incident."""

    model = Incident
    names = "closed_for closing"


class IncidentForm(kit.DerivedForm[Incident]):
    """A breach of a child's privacy as it became known."""

    model = Incident
    names = "kind began what who"
    saved_message = _("Recorded. The nearest data officer has been notified.")
    began = PastDateField(label=_("Date from which others may have known"))

    def prepare(self) -> None:
        """Offers all kinds except the one that only the system records."""
        by_hand = [kind for kind in IncidentKind if kind != IncidentKind.WRONG_MATCH]
        self.offer_codes("kind", by_hand)


@screens.filtered_list(
    "incidents/", Permission.ANSWER_ENQUIRY, _("Data breaches"), _("Data breaches")
)
def list_incidents(request: StaffRequest) -> ListDeclaration[Incident]:
    """The data breaches for which the data officer is responsible, without names."""
    office, hidden = request.staff.office, _("no access")
    empty = _("Breaches of children’s privacy are listed here until they are closed.")
    return ListDeclaration(
        name="incidents",
        records=queries.incidents_with_codes(request.staff),
        columns=[
            field_column("kind", _("What happened"), opens="incidents:show_incident"),
            text_column("child", _("Case ID"), lambda row: row.child_code or hidden),
            text_column(
                "recorded",
                _("Recorded on"),
                lambda row: kit.format_moment(row.recorded_at, office, "j F Y"),
                sort="recorded_at",
            ),
            field_column("state", _("Status"), attention={IncidentState.OPEN}),
        ],
        order="-recorded",
        count_text=lambda number, shown: (
            ngettext("%(count)s breach", "%(count)s breaches", number) % {"count": shown}
        ),
        filters=[choice_filter(Incident, "state", _("Status"))],
        empty=EmptyState(_("No data breaches"), empty, icon="lock"),
        page_size=50,
    )


BREACH = kit.ChildFormPageText(
    _("Record a data breach"),
    _(
        "The nearest data officer is notified and follows up. Check first whether the "
        "child is safe, and whether the child knows about the breach."
    ),
    back=CHILD_FILE,
    back_label=_("The child’s file"),
)


@screens.child_form(
    "incidents/new/", (Permission.WORK_ON_CASE, Permission.ANSWER_ENQUIRY), IncidentForm, BREACH
)
def record_incident(request: StaffRequest, child: Child, form: IncidentForm) -> None:
    """Records that others learned something private about the child."""
    began_at = request.staff.office.start_of(form.cleaned_data["began"])
    incident = form.to_record(file_id=child.file_id, began_at=began_at)
    actions.record_incident(incident=incident, actor=request.staff)


def _is_open(incident: Incident) -> bool:
    return incident.state == IncidentState.OPEN


def _is_closed(incident: Incident, _staff: Staff) -> bool:
    return incident.state == IncidentState.CLOSED


def _add_measure(request: StaffRequest, incident: Incident, form: MeasureForm) -> None:
    measure = form.to_record(file_id=incident.file_id, incident=incident)
    actions.add_measure(measure=measure, actor=request.staff)


@screens.page(
    ADDRESS,
    Permission.ANSWER_ENQUIRY,
    kit.record_loader(Incident),
    kit.PageForm(MeasureForm, _add_measure, is_offered=_is_open),
    owned=[kit.OwnedQuery(Measure, "incident", "-done_on", most=500)],
)
def show_incident(
    request: StaffRequest,
    incident: Incident,
    form: MeasureForm | None,
    measures: list[Measure],
) -> kit.PageContent:
    """One breach with its viewers and measures; while it is open, a form to add a measure."""
    staff, screen = request.staff, "incidents:show_incident"
    access_log.log_change(AuditKind.LOG_READ, incident, actor=staff, screen=screen)
    done = [
        kit.TimelineItem(
            kit.format_day(measure.done_on),
            f"{measure.get_kind_display()}: {measure.note}",
            moment=measure.done_on.isoformat(),
        )
        for measure in measures
    ]
    step = kit.link(_("Reopen"), "incidents:reopen_incident", incident.pk)
    if _is_open(incident):
        step = kit.link(_("Close data breach"), "incidents:close_incident", incident.pk)
    facts = _incident_facts(incident, staff)
    accesses = list_file_accesses(incident.file_id, incident.began_at, incident.ended_at)
    viewers = viewers_table(
        _("People who have opened the child’s file since the breach"), accesses, staff.office
    )
    unseen = _("No one has opened this child’s file since the breach.")
    return kit.PageContent(
        _("Data breach"),
        kit.link(_("Data breaches"), "incidents:list_incidents"),
        heading=incident.get_kind_display(),
        parts=[
            kit.Panel(_("Details"), pairs=facts),
            kit.Panel("", table=viewers, empty=unseen),
            kit.Panel(_("Measures"), events=done, empty=_("No measures yet.")),
            kit.FormPart(form, _("Save"), _("Add a measure")) if form else None,
        ],
        buttons=[step],
    )


CLOSE = kit.RecordFormText(_("Close data breach"), _("Close"), "show_incident", _("Data breach"))


@screens.form(
    ADDRESS + "close/",
    Permission.ANSWER_ENQUIRY,
    kit.record_loader(Incident),
    IncidentCloseForm,
    CLOSE,
)
def close_incident(request: StaffRequest, incident: Incident, form: IncidentCloseForm) -> None:
    """Closes an incident with a reason."""
    form.put_texts(incident)
    actions.close_incident(
        incident=incident,
        reason=form.cleaned_data["closed_for"],
        version=form.seen_version,
        actor=request.staff,
    )


REOPEN = kit.RecordFormText(_("Reopen data breach"), _("Reopen"), "show_incident", _("Data breach"))


@screens.form(
    ADDRESS + "reopen/",
    Permission.ANSWER_ENQUIRY,
    kit.record_loader(Incident, _is_closed),
    IncidentReopenForm,
    REOPEN,
)
def reopen_incident(request: StaffRequest, incident: Incident, form: IncidentReopenForm) -> None:
    """Reopens a closed breach, with the reason."""
    today, kind = request.staff.office.today(), MeasureKind.REOPENED
    measure = form.to_record(file_id=incident.file_id, incident=incident, kind=kind, done_on=today)
    actions.reopen_incident(measure=measure, version=incident.version, actor=request.staff)


def _incident_facts(incident: Incident, staff: Staff) -> list[kit.LabelledValue]:
    """The known facts of an opened breach, and why it was closed."""
    people = names_of([incident.recorded_by, incident.closed_by])
    moment = partial(kit.format_moment, office=staff.office)
    recorded = moment(incident.recorded_at)
    code = queries.child_code(staff, incident.file_id)
    facts = [
        kit.LabelledValue(_("Case ID"), code, missing=_("no access")),
        kit.LabelledValue(_("Since"), moment(incident.began_at)),
        kit.LabelledValue(_("Until"), moment(incident.ended_at), missing=_("not ended yet")),
        kit.LabelledValue(_("Recorded"), recorded, people[incident.recorded_by]),
    ]
    if incident.kind != IncidentKind.WRONG_MATCH:
        facts += kit.labelled_values(incident, "what who")
    if incident.state == IncidentState.CLOSED and incident.closed_by:
        why, closed_by = incident.get_closed_for_display(), people.get(incident.closed_by, "")
        facts += [kit.LabelledValue(_("Closed"), why, closed_by)]
    if incident.closing:
        facts += kit.labelled_values(incident, "closing")
    return facts
