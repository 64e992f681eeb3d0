"""Views of follow-ups: for staff who work with the child, and for the committee member."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import access, access_log, idempotency, records
from saathi.agencies.form_submission import RecordForm, posted_data, submit_form
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.infra.join_words import join_words
from saathi.people.form_pages import render_child_form_page
from saathi.people.panels import ChildFormPageText, Panel, PanelRow
from saathi.people.queries import child_header, child_of_file
from saathi.protection.casework.cases.queries import case_of_file
from saathi.protection.casework.committees import actions, queries
from saathi.protection.casework.committees.forms import (
    CommitteeFollowUpForm,
    CommitteeObservationForm,
)
from saathi.protection.casework.committees.models import CommitteeObservation, FollowUp
from saathi.protection.casework.committees.vocabulary import (
    ChildCondition,
    FollowUpFocus,
    FollowUpState,
)
from saathi.web.components import ActionLink, LabelledValue

ASK = ChildFormPageText(
    _("Ask a local committee to look after the child"),
    _("The committee reads what you write here, and nothing of the file. Ask the child first."),
    _("Ask it"),
    "committees:list_follow_ups",
    _("Local committee"),
)


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def list_follow_ups(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Shows the follow-ups requested for this child, and the observations."""
    child = child_of_file(request.staff, file_id, Section.CASE)
    follow_ups = queries.list_follow_ups(request.staff, file_id)
    observations = queries.list_observations(request.staff, file_id)
    opened = queries.open_sealed_texts([*follow_ups, *observations])
    access_log.log_file_view(
        request.staff,
        audit.AuditKind.LISTED,
        Section.CASE,
        file_id=file_id,
        objects=[record.pk for record in (*follow_ups, *observations)],
    )
    context = {
        "child": child_header(child, staff=request.staff),
        "asked": [
            (follow_up, _follow_up_row(follow_up, opened.get(follow_up.pk, {})))
            for follow_up in follow_ups
        ],
        "part": Panel(
            _("What the committee told"),
            rows=[
                _observation_row(observation, opened.get(observation.pk, {}))
                for observation in observations
            ],
            empty=_("Nothing was told yet."),
        ),
        "form_key": idempotency.new_form_key(),
        "may_ask": access.has_permission(request.staff, Permission.ASSIGN)
        and access.may_write(request.staff, file_id, Section.CASE),
        "file_id": file_id,
    }
    return render(request, "committees/list_follow_ups.html", context)


def _follow_up_row(follow_up: FollowUp, texts: Mapping[str, Any]) -> PanelRow:
    looks = [str(FollowUpFocus(code).label) for code in follow_up.look_at]
    return PanelRow(
        title=f"{follow_up.asked_of.agency.name}, {follow_up.asked_of.name}",
        state=FollowUpState(follow_up.state).label,
        is_over=follow_up.state == FollowUpState.ENDED,
        pairs=[
            LabelledValue(_("What to look at"), join_words(looks)),
            LabelledValue(
                _("Told to the committee"), texts.get("called", ""), texts.get("where", "")
            ),
            LabelledValue(_("Until"), date_format(follow_up.ended_on or follow_up.until, "j F Y")),
        ],
    )


def _observation_row(observation: CommitteeObservation, texts: Mapping[str, Any]) -> PanelRow:
    condition = ChildCondition(observation.how)
    return PanelRow(
        title=f"{date_format(observation.seen_on, 'j F Y')} · {observation.get_seen_display()}",
        state=condition.label,
        needs_attention=condition in {ChildCondition.DANGER, ChildCondition.WORRY},
        words=texts.get("her_words", ""),
        pairs=[LabelledValue(_("What was seen"), texts.get("words", ""), missing=_("not written"))],
    )


@sensitive_post_parameters()
@staff_screen(Permission.ASSIGN)
def ask_committee(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Requests a follow-up of the child from a committee member."""
    case = case_of_file(request.staff, file_id, Section.CASE)
    if not access.may_write(request.staff, file_id, Section.CASE):
        raise access.NotAllowed

    def save(form: CommitteeFollowUpForm) -> str:
        try:
            actions.request_follow_up(case=case, data=form.to_input(), actor=request.staff)
        except actions.CommitteeFollowUpRefused as refusal:
            form.add_refusal_reasons(refusal.reasons, {})
            return ""
        return reverse("committees:list_follow_ups", args=[file_id])

    people = queries.committee_members_to_ask(request.staff)
    form = CommitteeFollowUpForm(
        posted_data(request), people=people, today=request.staff.office.today()
    )
    return submit_form(request, form, save) or render_child_form_page(
        request, case.child, form, ASK
    )


@staff_screen(Permission.ASSIGN)
def end_follow_up(request: StaffRequest, file_id: UUID, follow_up_id: UUID) -> HttpResponse:
    """Ends a follow-up before its day."""
    follow_up = records.get_record_of_file(request.staff, FollowUp, file_id, follow_up_id)
    back = reverse("committees:list_follow_ups", args=[file_id])

    def save(form: RecordForm) -> str:
        if follow_up.state == FollowUpState.ASKED:
            actions.end_follow_up(
                follow_up=follow_up, version=form.seen_version, actor=request.staff
            )
        return back

    return submit_form(request, RecordForm(request.POST), save, newest_url=back) or redirect(back)


@require_safe
@staff_screen(Permission.RECORD_REPORT)
def list_asked(request: StaffRequest) -> HttpResponse:
    """Lists the follow-ups assigned to this person."""
    assigned = queries.list_assigned_follow_ups(request.staff)
    opened = queries.open_sealed_texts(assigned)
    access_log.log_list_view(
        request.staff,
        [follow_up.pk for follow_up in assigned],
        screen="committees:list_asked",
        count=len(assigned),
    )
    rows = [
        PanelRow(
            title=opened.get(follow_up.pk, {}).get("called", ""),
            pairs=[LabelledValue(_("Until"), date_format(follow_up.until, "j F Y"))],
            actions=[
                ActionLink(_("Open"), reverse("committees:show_follow_up", args=[follow_up.pk]))
            ],
        )
        for follow_up in assigned
    ]
    panel = Panel(_("Asked of you"), rows=rows, empty=_("Nobody asked you to look after a child."))
    return render(request, "committees/list_asked.html", {"part": panel})


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def show_follow_up(request: StaffRequest, follow_up_id: UUID) -> HttpResponse:
    """Shows the follow-up to the committee member, with earlier observations and the form for a new one."""
    follow_up = queries.get_assigned_follow_up(request.staff, follow_up_id)

    def save(form: CommitteeObservationForm) -> str:
        actions.record_observation(follow_up=follow_up, data=form.to_input(), actor=request.staff)
        return request.path

    is_open = follow_up.state == FollowUpState.ASKED
    today = request.staff.office.today()
    form = CommitteeObservationForm(posted_data(request), today=today) if is_open else None
    if form is not None and (response := submit_form(request, form, save)):
        return response
    observations = queries.list_own_observations(request.staff, follow_up)
    opened = queries.open_sealed_texts([follow_up, *observations])
    texts = opened.get(follow_up.pk, {})
    looks = [str(FollowUpFocus(code).label) for code in follow_up.look_at]
    context = {
        "called": texts.get("called", ""),
        "pairs": [
            LabelledValue(
                _("Where the child is found"), texts.get("where", ""), missing=_("not written")
            ),
            LabelledValue(_("What to look at"), join_words(looks)),
            LabelledValue(
                _("What to keep in mind"), texts.get("keep_in_mind", ""), missing=_("nothing")
            ),
            LabelledValue(_("Until"), date_format(follow_up.until, "j F Y")),
        ],
        "form": form,
        "part": Panel(
            _("What you told"),
            rows=[
                _observation_row(observation, opened.get(observation.pk, {}))
                for observation in observations
            ],
            empty=_("Nothing yet."),
        ),
    }
    return render(request, "committees/show_follow_up.html", context)
