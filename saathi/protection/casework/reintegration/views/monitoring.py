"""The page of the follow-up after a return, its contacts, and their forms."""

import datetime as dt
import operator
from collections.abc import Sequence
from typing import Final

from django.contrib import messages
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access, records
from saathi.agencies.models import Office
from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.queries import case_of_file
from saathi.protection.casework.cases.vocabulary import NotMetReason
from saathi.protection.casework.reintegration import queries, rules
from saathi.protection.casework.reintegration import vocabulary as codes
from saathi.protection.casework.reintegration.actions import monitoring as actions
from saathi.protection.casework.reintegration.forms import monitoring as forms
from saathi.protection.casework.reintegration.models import (
    Mentor,
    MonitoringContact,
    Reintegration,
)
from saathi.protection.casework.reintegration.unsafe_contacts import open_unsafe_contacts
from saathi.protection.casework.reintegration.views.mentor_rows import mentors_panel
from saathi.protection.casework.reintegration.views.screens import (
    WORK,
    form_text,
    screens,
)

_ACTIVE = codes.ReintegrationState.ACTIVE
_PLANNED = codes.PlannedContactState.PLANNED
_MISSED = codes.PlannedContactState.MISSED


@screens.child_list(
    "reintegration/",
    WORK,
    kit.RecordQuery(Reintegration, "-returned_on"),
    kit.RecordQuery(MonitoringContact, "-planned_on"),
    kit.RecordQuery(Mentor, "-recorded_at"),
)
def list_reintegration(
    request: StaffRequest,
    child: Child,
    found: list[Reintegration],
    contacts: list[MonitoringContact],
    mentors: list[Mentor],
) -> kit.PageContent:
    """The follow-up after a return: what was agreed, the mentor, contacts held, planned and missed."""
    active = next((each for each in found if each.state == _ACTIVE), None)
    today = request.staff.office.today()
    begin = [] if active else screens.links(
        request, child.file_id, "begin_follow_up", _("Begin follow-up")
    )  # fmt: skip
    buttons = screens.links(
        request, child.file_id, "record_contact", _("Record a contact")
    ) if found else []  # fmt: skip
    parts = [
        kit.Panel(
            _("Follow-up after return"),
            actions=begin,
            rows=[_follow_up_row(request, each, contacts) for each in found],
            empty=_("No follow-up yet. Begin it on the day of return."),
        ),
        mentors_panel(request, child.file_id, mentors, is_active=active is not None),
        *_contact_panels(request, contacts, today),
    ]
    return kit.PageContent(
        buttons=buttons,
        alerts=_alerts(request, child, active, contacts, today),
        parts=[*_unsafe_panel(request, contacts), *parts],
    )


def _unsafe_panel(request: StaffRequest, contacts: Sequence[MonitoringContact]) -> list[kit.Panel]:
    """The contacts that found the child not safe, first on the page, until one that reaches the child."""
    unsafe = [each for each in contacts if each.finding == codes.ContactFinding.UNSAFE]
    if not unsafe:
        return []
    listed = access.visible(request.staff, MonitoringContact).filter(
        pk__in=[each.pk for each in unsafe]
    )
    still_open = set(open_unsafe_contacts(listed).values_list("pk", flat=True))
    rows = [_past_row(request, each) for each in unsafe if each.pk in still_open]
    return (
        [kit.Panel(_("The child is not safe: what was told, and who acts"), rows=rows)]
        if rows
        else []
    )


def _alerts(
    request: StaffRequest,
    child: Child,
    active: Reintegration | None,
    contacts: Sequence[MonitoringContact],
    today: dt.date,
) -> list[kit.AlertBox]:
    boxes = []
    if active is None:
        day = queries.last_return_day(child.file_id, request.staff)
        if day is not None and not contacts:
            text = gettext("The child returned on %(day)s. No follow-up has begun.")
            boxes.append(kit.AlertBox(text % {"day": kit.format_day(day)}, kind="attend"))
        return boxes
    late = [each for each in contacts if _is_late(each, today)]
    if late:
        text = ngettext(
            "%(count)d planned contact did not take place",
            "%(count)d planned contacts did not take place",
            len(late),
        )
        boxes.append(kit.AlertBox(text % {"count": len(late)}, kind="attend"))
    if rules.is_other_cover(active.cover, queries.safe_contact_on_file(child, request.staff)):
        text = gettext(
            "The safe contact on the file and the explanation agreed for the follow-up differ. Two "
            "stories at one door expose a child. Use the same one, or name the place of each."
        )
        boxes.append(kit.AlertBox(text, kind="attend"))
    if active.cover_agreement == codes.CoverAgreement.NOT_ASKED:
        text = gettext(
            "Before a visit at home, ask the child how contacts are explained to others. Come without "
            "uniform and without a marked vehicle."
        )
        boxes.append(kit.AlertBox(text, kind="attend"))
    return boxes


def _is_late(contact: MonitoringContact, today: dt.date) -> bool:
    return contact.state == _PLANNED and rules.is_missed(contact.planned_on, today=today)


def _follow_up_row(
    request: StaffRequest, each: Reintegration, contacts: Sequence[MonitoringContact]
) -> kit.PanelRow:
    is_over = each.state != _ACTIVE
    names = "lives_with cover_agreement cover keep_in_mind" + (
        " ended_on end_reason end_note" if is_over else " next_on"
    )
    fields: list[str | kit.LabelledValue] = [*_changed_situation(each, contacts), *names.split()]
    links = [] if is_over else [
        *screens.links(request, each, "change_follow_up", _("Edit")),
        *screens.links(request, each, "end_follow_up", _("End follow-up")),
    ]  # fmt: skip
    title = gettext("Returned on %(day)s") % {"day": kit.format_day(each.returned_on)}
    return kit.record_row(each, fields, title=title, state="state", is_over=is_over, actions=links)


def _changed_situation(
    each: Reintegration, contacts: Sequence[MonitoringContact]
) -> list[kit.LabelledValue]:
    """The living situation at the newest contact that records it, if it is not that at the return."""
    held = [
        contact
        for contact in contacts
        if contact.reintegration_id == each.pk
        and contact.lives_with
        and contact.state == codes.PlannedContactState.HELD
    ]
    order = operator.attrgetter("contact_on", "recorded_at")
    newest = max(held, key=order, default=None)
    if newest is None or newest.lives_with == each.lives_with:
        return []
    situation = kit.format_field(newest, "lives_with")
    day = kit.format_day(newest.contact_on)
    text = gettext("%(situation)s (contact: %(day)s)") % {"situation": situation, "day": day}
    return [kit.LabelledValue(gettext("Living situation"), text)]


def _contact_panels(
    request: StaffRequest, contacts: Sequence[MonitoringContact], today: dt.date
) -> list[kit.Panel]:
    planned = [each for each in reversed(contacts) if each.state == _PLANNED]
    past = [each for each in contacts if each.state not in {_PLANNED, "cancelled"}]
    return [
        kit.Panel(
            _("Planned contacts"),
            rows=[_planned_row(each, request.staff.office, today) for each in planned],
            empty=_("No contact is planned."),
        ),
        kit.Panel(
            _("Contacts so far"),
            rows=[_past_row(request, each) for each in past],
            empty=_("No contact recorded yet."),
        ),
    ]


def _planned_row(contact: MonitoringContact, office: Office, today: dt.date) -> kit.PanelRow:
    is_late = _is_late(contact, today)
    days = (today - contact.planned_on).days
    late = ngettext("%(count)d day late", "%(count)d days late", days) % {"count": days}
    text = gettext("Supervisors notified")
    day = contact.escalated_at
    notified = [kit.LabelledValue(text, kit.format_day(office.date_of(day)))] if day else []
    return kit.PanelRow(
        kit.format_day(contact.planned_on),
        pairs=notified,
        state=late if is_late else "",
        needs_attention=is_late,
    )


_PAST_FIELDS: Final = (
    "made_by result finding who_acts act_until not_held_because replaced lives_with school work "
    "caregiver_words risks"
)


def _past_row(request: StaffRequest, contact: MonitoringContact) -> kit.PanelRow:
    is_missed = contact.state == _MISSED
    fields = [name for name in _PAST_FIELDS.split() if getattr(contact, name)]
    why = screens.links(request, contact, "record_missed_reason", _("Record the reason"))
    day = kit.format_day(contact.contact_on or contact.planned_on)
    way = kit.format_field(contact, "way") if contact.way else gettext("Planned contact")
    return kit.record_row(
        contact,
        fields,
        title=f"{day} · {way}",
        state="state",
        words=contact.child_words,
        needs_attention=is_missed or contact.finding == codes.ContactFinding.UNSAFE,
        actions=why if is_missed and not contact.not_held_because else [],
    )


@screens.child_form(
    "reintegration/begin/",
    WORK,
    forms.BeginFollowUpForm,
    form_text(
        _("Begin follow-up"),
        _(
            "Ask the child first how you can contact them safely. No one near the home should learn why."
        ),
        button=_("Begin"),
    ),
    load=case_of_file,
)
def begin_follow_up(request: StaffRequest, case: Case, form: forms.BeginFollowUpForm) -> None:
    """Begins the follow-up after a return."""
    new = form.to_record(file_id=case.file_id, child=case.child)
    actions.begin_follow_up(
        reintegration=new,
        actor=request.staff,
        is_cover_confirmed=form.cleaned_data["cover_confirmed"],
    )


@screens.child_edit(
    "reintegration/<uuid:reintegration_id>/",
    WORK,
    Reintegration,
    forms.FollowUpChangeForm,
    form_text(_("Follow-up after return")),
)
def change_follow_up(
    request: StaffRequest, reintegration: Reintegration, form: forms.FollowUpChangeForm
) -> None:
    """Changes what was agreed about contacts."""
    form.put_texts(reintegration)
    actions.change_follow_up(
        reintegration=reintegration,
        columns=form.columns(),
        version=form.seen_version,
        actor=request.staff,
        is_cover_confirmed=form.cleaned_data["cover_confirmed"],
    )


@screens.child_edit(
    "reintegration/<uuid:reintegration_id>/end/",
    WORK,
    Reintegration,
    forms.EndFollowUpForm,
    form_text(
        _("End follow-up"),
        _("Planned contacts are cancelled. Those that did not take place stay on record."),
        button=_("End follow-up"),
        is_step=True,
    ),
)
def end_follow_up(
    request: StaffRequest, reintegration: Reintegration, form: forms.EndFollowUpForm
) -> None:
    """Ends the follow-up."""
    form.put_texts(reintegration)
    actions.end_follow_up(
        reintegration=reintegration,
        reason=codes.MonitoringEnd(form.cleaned_data["end_reason"]),
        version=form.seen_version,
        actor=request.staff,
    )


def _covers_panel(request: StaffRequest, child: Child) -> kit.Panel:
    """Everything on record of how the child is contacted, above the form for a contact."""
    found = queries.find_reintegration(request.staff, child.file_id)
    on_file = queries.safe_contact_on_file(child, request.staff)
    pairs = [kit.LabelledValue(_("Safe contact on the file"), on_file)] if on_file else []
    if found is not None:
        records.open_texts(found)
        pairs += kit.labelled_values(found, ["cover", "keep_in_mind"])
    return kit.Panel("", rows=[kit.PanelRow(_("How to contact the child"), pairs=pairs)])


@screens.child_form(
    "reintegration/contact/",
    WORK,
    forms.ReturnContactForm,
    form_text(
        _("Record a contact"),
        _("A call or message that the child asked for counts like a visit."),
        template="reintegration/beside_evaluation.html",
        beside=lambda request, child, _record: {"parts": [_covers_panel(request, child)]},
    ),
    load=queries.latest_reintegration_of_file,
)
def record_contact(
    request: StaffRequest, reintegration: Reintegration, form: forms.ReturnContactForm
) -> None:
    """Records a contact, or that the child was not reached."""
    contact = form.to_record(file_id=reintegration.file_id, reintegration=reintegration)
    new = actions.ReturnContactInput(contact, form.cleaned_data["next_on"])
    actions.record_contact(new=new, actor=request.staff)
    if contact.finding == codes.ContactFinding.UNSAFE:
        text = gettext("The child is not safe. Act now, and tell your supervisor what you do.")
        messages.warning(request, text)


@screens.child_edit(
    "reintegration/contacts/<uuid:monitoring_contact_id>/reason/",
    WORK,
    MonitoringContact,
    forms.MissedReasonForm,
    form_text(_("Why the contact did not take place"), is_step=True),
)
def record_missed_reason(
    request: StaffRequest, contact: MonitoringContact, form: forms.MissedReasonForm
) -> None:
    """Records why a contact was missed."""
    form.put_texts(contact)
    actions.record_missed_reason(
        contact=contact,
        because=NotMetReason(form.cleaned_data["not_held_because"]),
        version=form.seen_version,
        actor=request.staff,
    )
