"""Screens of the meetings of a care committee, for the keepers of its agency."""

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_pages import FormPageText, render_form_page
from saathi.agencies.form_submission import RecordForm, posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.register_kit.queries import get_own_entry
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.infra.reasons import Reason
from saathi.protection.care.care_committees import actions, queries, rules
from saathi.protection.care.care_committees.forms import CommitteeMeetingForm, MeetingErrorForm
from saathi.protection.care.care_committees.models import CareCommittee, CommitteeMeeting
from saathi.protection.care.care_committees.pages import meeting_pairs
from saathi.protection.care.care_committees.register import ADDRESSES
from saathi.protection.care.care_committees.tables import CARE_COMMITTEES

_BACK = _("The committee")
MEETING_TEXT = FormPageText(
    _("Record a meeting"),
    _("It counts once a second person has read it."),
    _("Save"),
    _BACK,
)
CONFIRM_TEXT = FormPageText(
    _("Confirm the record of the meeting"),
    _("Check that the text is about no child and no family. All staff can then read it."),
    _("Confirm"),
    _BACK,
)
ERROR_TEXT = FormPageText(
    _("Mark as an error"),
    _("Keepers of your agency still see the record. It no longer counts."),
    _("Mark as an error"),
    _BACK,
)


@staff_screen(Permission.KEEP_SERVICES)
def record_meeting(request: StaffRequest, committee_id: UUID) -> HttpResponse:
    """Records a meeting of a committee."""
    committee, back = _own_committee(request, committee_id)
    form = CommitteeMeetingForm(posted_data(request), today=request.staff.office.today())

    def save(sent: CommitteeMeetingForm) -> str:
        try:
            actions.record_meeting(committee=committee, entry=sent.to_input(), actor=request.staff)
        except actions.MeetingRefused as refused:
            return _refuse(sent, refused.reasons)
        return back

    return submit_form(request, form, save, newest_url=back) or render_form_page(
        request, form, MEETING_TEXT, back
    )


@staff_screen(Permission.KEEP_SERVICES)
def confirm_meeting(request: StaffRequest, committee_id: UUID, meeting_id: UUID) -> HttpResponse:
    """Confirms the record of a meeting as the second person."""
    committee, back = _own_committee(request, committee_id)
    meeting = queries.get_meeting(committee, meeting_id)
    reasons = rules.reasons_against_confirming(
        meeting.state, meeting.recorded_by, actor_id=request.staff.id
    )
    if request.method != "POST" and reasons:
        raise Http404

    def save(sent: RecordForm) -> str:
        try:
            actions.confirm_meeting(meeting=meeting, actor=request.staff)
        except actions.MeetingRefused as refused:
            return _refuse(sent, refused.reasons)
        return back

    form = RecordForm(posted_data(request))
    return submit_form(request, form, save, newest_url=back) or _decision_page(
        request, form, CONFIRM_TEXT, meeting
    )


@staff_screen(Permission.KEEP_SERVICES)
def withdraw_meeting(request: StaffRequest, committee_id: UUID, meeting_id: UUID) -> HttpResponse:
    """Marks the record of a meeting as an error, with the reason."""
    committee, back = _own_committee(request, committee_id)
    meeting = queries.get_meeting(committee, meeting_id)
    if request.method != "POST" and rules.reasons_against_marking_error(meeting.state):
        raise Http404

    def save(sent: MeetingErrorForm) -> str:
        why, actor = sent.cleaned_data["why"], request.staff
        try:
            actions.withdraw_meeting(meeting=meeting, why=why, actor=actor)
        except actions.MeetingRefused as refused:
            return _refuse(sent, refused.reasons)
        return back

    form = MeetingErrorForm(posted_data(request))
    return submit_form(request, form, save, newest_url=back) or _decision_page(
        request, form, ERROR_TEXT, meeting
    )


def _own_committee(request: StaffRequest, committee_id: UUID) -> tuple[CareCommittee, str]:
    """A committee whose meetings the staff member keeps, and its URL; 404 for all others."""
    committee = get_own_entry(CARE_COMMITTEES, committee_id, request.staff)
    if not queries.may_keep_meetings(committee, request.staff):
        raise Http404
    return committee, ADDRESSES.of_entry("show", committee.pk)


def _decision_page(
    request: StaffRequest, form: RecordForm, about: FormPageText, meeting: CommitteeMeeting
) -> HttpResponse:
    context = {
        "form": form,
        "about": about,
        "back": ADDRESSES.of_entry("show", meeting.committee_id),
        "title": meeting.committee.name,
        "pairs": meeting_pairs(meeting, names_of([meeting.recorded_by])),
    }
    return render(request, "register_kit/act_on_entry.html", context)


def _refuse(form: RecordForm, reasons: Iterable[Reason]) -> str:
    """Adds the reasons to the form, which is then shown again."""
    for reason in reasons:
        form.add_error(reason.code if reason.code in form.fields else None, gettext(reason.text))
    return ""
