"""Screens of follow-ups: for staff who work with the child, and for the committee member."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.queries import case_of_file
from saathi.protection.casework.committees import actions, queries
from saathi.protection.casework.committees.models import CommitteeObservation, FollowUp
from saathi.protection.casework.committees.vocabulary import ChildCondition, FollowUpState

screens = kit.RecordScreens("committees")


class FollowUpForm(kit.DerivedForm[FollowUp]):
    """Form for a follow-up. The committee member reads these texts and no others."""

    model = FollowUp
    names = "asked_of called where look_at keep_in_mind until"

    def prepare(self) -> None:
        """Offers people of any agency, with agency and office."""
        members = queries.committee_members_to_ask(self.staff)
        self.offer(
            "asked_of", members, lambda m: f"{m.office.agency.name}, {m.office.name}: {m.name}"
        )


class ObservationForm(kit.DerivedForm[CommitteeObservation]):
    """Form for an observation of the committee member."""

    model = CommitteeObservation
    names = "seen_on seen how what her_words"


@screens.child_list(
    "committee/",
    Permission.WORK_ON_CASE,
    kit.RecordQuery(FollowUp, "-asked_on", related=["asked_of__agency"]),
    kit.RecordQuery(CommitteeObservation, "-seen_on"),
)
def list_follow_ups(
    request: StaffRequest, child: Child, asked: list[FollowUp], told: list[CommitteeObservation]
) -> kit.PageContent:
    """The follow-ups requested for this child, and the observations."""
    ask = screens.links(request, child.file_id, "request_follow_up", _("Ask a committee"))
    none = _(
        "No committee looks after this child. It would read what you write for it, and nothing of the "
        "file."
    )
    rows = [_follow_up_row(request, follow_up) for follow_up in asked]
    parts = [
        kit.Panel(_("Asked of a local committee"), actions=ask, rows=rows, empty=none),
        _observations(_("What the committee told"), told, _("Nothing was told yet.")),
    ]
    return kit.PageContent(parts=parts)


def _is_open(follow_up: FollowUp) -> bool:
    return follow_up.state == FollowUpState.ASKED


def _follow_up_row(request: StaffRequest, follow_up: FollowUp) -> kit.PanelRow:
    told = kit.LabelledValue(_("Told to the committee"), follow_up.called, follow_up.where)
    last_day = kit.format_day(follow_up.ended_on or follow_up.until)
    end = screens.steps(request, follow_up, "end_follow_up", _("End it now"))
    return kit.record_row(
        follow_up,
        ["look_at", told, kit.LabelledValue(_("Until"), last_day)],
        title=f"{follow_up.asked_of.agency.name}, {follow_up.asked_of.name}",
        state="state",
        is_over=not _is_open(follow_up),
        steps=end if _is_open(follow_up) else (),
    )


def _observations(
    title: kit.Text, observations: Sequence[CommitteeObservation], empty: kit.Text
) -> kit.Panel:
    rows = [
        kit.record_row(
            observation,
            "what",
            title=f"{kit.format_day(observation.seen_on)} · {observation.get_seen_display()}",
            state="how",
            needs_attention=observation.how in {ChildCondition.DANGER, ChildCondition.WORRY},
            words=observation.her_words,
        )
        for observation in observations
    ]
    return kit.Panel(title, rows=rows, empty=empty)


ASK_PAGE_TEXT = kit.ChildFormPageText(
    _("Ask a local committee to look after the child"),
    _("The committee reads what you write here, and nothing of the file. Ask the child first."),
    _("Ask it"),
    "committees:list_follow_ups",
    _("Local committee"),
)


@screens.child_form(
    "committee/ask/", Permission.ASSIGN, FollowUpForm, ASK_PAGE_TEXT, load=case_of_file
)
def request_follow_up(request: StaffRequest, case: Case, form: FollowUpForm) -> None:
    """Requests a follow-up of the child from a committee member."""
    follow_up = form.to_record(file_id=case.file_id, case=case)
    actions.request_follow_up(follow_up=follow_up, actor=request.staff)


@screens.child_step(
    "committee/<uuid:follow_up_id>/end/", Permission.ASSIGN, FollowUp, "list_follow_ups"
)
def end_follow_up(request: StaffRequest, follow_up: FollowUp, version: int) -> None:
    """Ends a follow-up before its day."""
    if _is_open(follow_up):
        actions.end_follow_up(follow_up=follow_up, version=version, actor=request.staff)


@screens.listing("committee/", Permission.RECORD_REPORT, queries.assigned_follow_ups)
def list_assigned_follow_ups(
    _request: StaffRequest, assigned: Sequence[FollowUp]
) -> kit.PageContent:
    """The follow-ups assigned to this person."""
    page = "committees:show_follow_up"
    rows = [kit.record_row(each, "until", title=each.called, opens=page) for each in assigned]
    empty = _("Nobody asked you to look after a child.")
    panel = kit.Panel(_("Asked of you"), rows=rows, empty=empty)
    return kit.PageContent(_("Children you look after"), parts=[panel])


def _save_observation(request: StaffRequest, follow_up: FollowUp, form: ObservationForm) -> None:
    observation = form.to_record(file_id=follow_up.file_id, follow_up=follow_up)
    actions.record_observation(observation=observation, actor=request.staff)


@screens.page(
    "committee/<uuid:follow_up_id>/",
    Permission.RECORD_REPORT,
    kit.load_record(FollowUp, lambda follow_up, staff: follow_up.asked_of_id == staff.pk),
    kit.PageForm(ObservationForm, _save_observation, is_offered=_is_open),
    owned=[kit.OwnedQuery(CommitteeObservation, "follow_up", "-seen_on")],
)
def show_follow_up(
    _request: StaffRequest,
    follow_up: FollowUp,
    form: ObservationForm | None,
    observations: list[CommitteeObservation],
) -> kit.PageContent:
    """The follow-up for the committee member, with earlier observations and the form for a new one."""
    asked = kit.labelled_values(follow_up, "where look_at keep_in_mind until")
    return kit.PageContent(
        _("A child you look after"),
        kit.link(_("Children you look after"), "committees:list_assigned_follow_ups"),
        heading=follow_up.called,
        parts=[
            kit.Panel(_("What you are asked"), pairs=asked),
            kit.FormPart(form, _("Tell it"), _("Tell what you saw")) if form else None,
            _observations(_("What you told"), observations, _("Nothing yet.")),
        ],
        is_narrow=True,
    )
