"""Screens of follow-ups: for staff who work with the child, and for the committee member."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saathi.agencies import records
from saathi.agencies.http import StaffRequest
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.forms import DerivedForm
from saathi.agencies.record_kit.rows import format_day, labelled_values
from saathi.agencies.sections import Section
from saathi.people.models import Child
from saathi.people.panels import ChildFormPageText, Panel, PanelRow
from saathi.people.record_screens import (
    FormPart,
    PageForm,
    RecordPage,
    RecordScreens,
    link_if_writable,
    record_row,
    records_of_child,
    steps_of,
)
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.queries import case_of_file
from saathi.protection.casework.committees import actions, queries
from saathi.protection.casework.committees.forms import FollowUpForm, ObservationForm
from saathi.protection.casework.committees.models import CommitteeObservation, FollowUp
from saathi.protection.casework.committees.vocabulary import ChildCondition, FollowUpState
from saathi.web.components import ActionLink, LabelledValue

screens = RecordScreens("committees")
ASK = ChildFormPageText(
    _("Ask a local committee to look after the child"),
    _("The committee reads what you write here, and nothing of the file. Ask the child first."),
    _("Ask it"),
    "committees:list_follow_ups",
    _("Local committee"),
)


@screens.child_list(
    "child/<uuid:file_id>/committee/",
    Permission.WORK_ON_CASE,
    section=Section.CASE,
    queries=[
        records_of_child(FollowUp, "-asked_on", "-recorded_at", related=["asked_of__agency"]),
        records_of_child(CommitteeObservation, "-seen_on", "-recorded_at", limit=100),
    ],
)
def list_follow_ups(
    request: StaffRequest,
    child: Child,
    follow_ups: Sequence[FollowUp],
    observations: Sequence[CommitteeObservation],
) -> Sequence[Panel]:
    """The follow-ups requested for this child, and the observations."""
    url = reverse("committees:ask_committee", args=[child.file_id])
    link = ActionLink(_("Ask a committee"), url)
    ask = link_if_writable(request, child, Permission.ASSIGN, link, Section.CASE)
    asked = Panel(
        _("Asked of a local committee"),
        actions=ask,
        rows=[_follow_up_row(follow_up, may_end=bool(ask)) for follow_up in follow_ups],
        empty=_(
            "No committee looks after this child. It would read what you write for it, and nothing "
            "of the file."
        ),
    )
    told = Panel(
        _("What the committee told"),
        rows=[_observation_row(observation) for observation in observations],
        empty=_("Nothing was told yet."),
    )
    return [asked, told]


def _follow_up_row(follow_up: FollowUp, *, may_end: bool) -> PanelRow:
    is_over = follow_up.state == FollowUpState.ENDED
    fields: list[str | LabelledValue] = [
        "look_at",
        LabelledValue(_("Told to the committee"), follow_up.called, follow_up.where),
        LabelledValue(_("Until"), format_day(follow_up.ended_on or follow_up.until)),
    ]
    return record_row(
        follow_up,
        fields,
        title=f"{follow_up.asked_of.agency.name}, {follow_up.asked_of.name}",
        state="state",
        is_over=is_over,
        steps=steps_of("committees:end_follow_up", _("End it now"), follow_up)
        if may_end and not is_over
        else [],
    )


def _observation_row(observation: CommitteeObservation) -> PanelRow:
    return record_row(
        observation,
        "what",
        title=f"{format_day(observation.seen_on)} · {observation.get_seen_display()}",
        state="how",
        needs_attention=observation.how in {ChildCondition.DANGER, ChildCondition.WORRY},
        words=observation.her_words,
    )


@screens.child_form(
    "child/<uuid:file_id>/committee/ask/",
    Permission.ASSIGN,
    section=Section.CASE,
    form=FollowUpForm,
    text=ASK,
    load=case_of_file,
)
def ask_committee(request: StaffRequest, case: Case, form: FollowUpForm) -> None:
    """Requests a follow-up of the child from a committee member."""
    follow_up = form.to_record(file_id=case.file_id, case=case)
    actions.request_follow_up(follow_up=follow_up, actor=request.staff)


@screens.step(
    "child/<uuid:file_id>/committee/<uuid:follow_up_id>/end/",
    Permission.ASSIGN,
    model=FollowUp,
    back="committees:list_follow_ups",
)
def end_follow_up(request: StaffRequest, follow_up: FollowUp, version: int) -> None:
    """Ends a follow-up before its day."""
    if follow_up.state == FollowUpState.ASKED:
        actions.end_follow_up(follow_up=follow_up, version=version, actor=request.staff)


@screens.listing("committee/", Permission.RECORD_REPORT, query=queries.list_assigned_follow_ups)
def list_asked(_request: StaffRequest, assigned: Sequence[FollowUp]) -> RecordPage:
    """The follow-ups assigned to this person."""
    rows = [
        record_row(
            follow_up,
            "until",
            title=follow_up.called,
            actions=[
                ActionLink(_("Open"), reverse("committees:show_follow_up", args=[follow_up.pk]))
            ],
        )
        for follow_up in assigned
    ]
    panel = Panel(_("Asked of you"), rows=rows, empty=_("Nobody asked you to look after a child."))
    return RecordPage(_("Children you look after"), parts=[panel])


def _record_observation(
    request: StaffRequest, follow_up: FollowUp, form: DerivedForm[CommitteeObservation]
) -> None:
    observation = form.to_record(file_id=follow_up.file_id, follow_up=follow_up)
    actions.record_observation(observation=observation, actor=request.staff)


@screens.page(
    "committee/<uuid:follow_up_id>/",
    Permission.RECORD_REPORT,
    load=queries.get_assigned_follow_up,
    form=PageForm(ObservationForm, _record_observation),
)
def show_follow_up(
    request: StaffRequest, follow_up: FollowUp, form: DerivedForm[CommitteeObservation]
) -> RecordPage:
    """The follow-up for the committee member, with earlier observations and the form for a new one."""
    observations = queries.list_own_observations(request.staff, follow_up)
    records.open_texts_of_each([follow_up, *observations])
    told = [_observation_row(observation) for observation in observations]
    return RecordPage(
        _("A child you look after"),
        ActionLink(_("Children you look after"), reverse("committees:list_asked")),
        heading=follow_up.called,
        parts=[
            Panel(
                _("What you are asked"),
                pairs=labelled_values(follow_up, "where look_at keep_in_mind until"),
            ),
            FormPart(form, _("Tell it"), _("Tell what you saw")),
            Panel(_("What you told"), rows=told, empty=_("Nothing yet.")),
        ],
        is_narrow=True,
    )
