"""Screens of follow-ups: for staff who work with the child, and for the committee member."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.people.panels import RowStep
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.queries import case_of_file
from saathi.protection.casework.committees import actions, queries, rules
from saathi.protection.casework.committees.models import CommitteeObservation, FollowUp
from saathi.protection.casework.committees.vocabulary import ChildCondition, FollowUpState

screens = kit.RecordScreens("committees")
CHILDREN = _("Children to follow up")
NEEDS_RESPONSE = frozenset({ChildCondition.DANGER.value, ChildCondition.WORRY.value})
ENDED = _("This request has ended")
ENDED_LEAD = _(
    "You can no longer read or add information about this child here. If you know of a "
    "danger, record a report or telephone the office that asked you."
)


class CommitteeFollowUpRequestForm(kit.DerivedForm[FollowUp]):
    """Form for a follow-up. The committee member reads these texts and no others."""

    model = FollowUp
    names = "asked_of called where look_at keep_in_mind until"
    saved_message = _("Sent. The committee member has been notified.")

    def prepare(self) -> None:
        """Offers people of any agency, with agency and office."""
        members = queries.committee_members_to_ask(self.staff)
        self.offer(
            "asked_of", members, lambda m: f"{m.office.agency.name}, {m.office.name}: {m.name}"
        )


class ObservationForm(kit.DerivedForm[CommitteeObservation]):
    """Form for an observation of the committee member."""

    model = CommitteeObservation
    names = "seen_on seen how what child_words"
    saved_message = _("Sent. The child’s worker has been notified.")


class FollowUpEndForm(kit.DerivedForm[FollowUp]):
    """Confirms that a follow-up ends."""

    model = FollowUp
    names = ""
    saved_message = _("The request has ended.")


@screens.child_list(
    "committee/",
    Permission.WORK_ON_CASE,
    kit.RecordQuery(FollowUp, "-asked_on", related=["asked_of__agency"]),
    kit.RecordQuery(CommitteeObservation, "-seen_on"),
)
def list_follow_ups(
    request: StaffRequest, child: Child, asked: list[FollowUp], observed: list[CommitteeObservation]
) -> kit.PageContent:
    """The follow-ups requested for this child, and the observations."""
    ask = screens.links(request, child.file_id, "request_follow_up", _("Ask a local committee"))
    none = _("No requests yet. A committee can see only what you write for it.")
    names = names_of(observation.responded_by for observation in observed)
    observations = [_answered_row(request, observation, names) for observation in observed]
    empty = _("No observations yet.")
    requests = [_follow_up_row(request, follow_up) for follow_up in asked]
    parts = [
        kit.Panel(_("Observations of the committee"), rows=observations, empty=empty),
        kit.Panel(_("Requests"), actions=ask, rows=requests, empty=none),
    ]
    return kit.PageContent(parts=parts)


def _is_open(follow_up: FollowUp) -> bool:
    return follow_up.state == FollowUpState.ASKED


def _follow_up_row(request: StaffRequest, follow_up: FollowUp) -> kit.PanelRow:
    disclosed = kit.LabelledValue(
        _("Information given to the committee"), follow_up.called, follow_up.where
    )
    last_day = kit.format_day(follow_up.ended_on or follow_up.until)
    end = screens.links(request, follow_up, "end_follow_up", _("End request"))
    return kit.record_row(
        follow_up,
        ["look_at", disclosed, kit.LabelledValue(_("Until"), last_day)],
        title=f"{follow_up.asked_of.agency.name}, {follow_up.asked_of.name}",
        state="state",
        is_over=not _is_open(follow_up),
        actions=end if _is_open(follow_up) else [],
    )


def _answered_row(
    request: StaffRequest, observation: CommitteeObservation, names: Mapping[UUID, str]
) -> kit.PanelRow:
    """An observation for the team: who responded to it, or the button to respond."""
    if observation.how not in NEEDS_RESPONSE:
        return _observation_row(observation)
    responded_at = kit.format_moment(observation.responded_at, request.staff.office)
    name = names.get(observation.responded_by, "") if observation.responded_by else ""
    responded = kit.LabelledValue(_("Responded"), responded_at, name, missing=_("not yet"))
    step = screens.steps(request, observation, "respond_to_observation", _("Mark as responded"))
    return _observation_row(observation, responded, steps=[] if responded_at else step)


def _observation_row(
    observation: CommitteeObservation, *more: kit.LabelledValue, steps: Sequence[RowStep] = ()
) -> kit.PanelRow:
    return kit.record_row(
        observation,
        ["what", "child_words", *more],
        title=f"{kit.format_day(observation.seen_on)} · {observation.get_seen_display()}",
        state="how",
        needs_attention=observation.how in NEEDS_RESPONSE,
        steps=steps,
    )


ASK_PAGE_TEXT = kit.ChildFormPageText(
    _("Ask a local committee"),
    _(
        "The committee can see only what you write here, nothing from the file. Ask the "
        "child first."
    ),
    button=_("Send"),
    back="committees:list_follow_ups",
)


@screens.child_form(
    "committee/ask/",
    Permission.ASSIGN,
    CommitteeFollowUpRequestForm,
    ASK_PAGE_TEXT,
    load=case_of_file,
)
def request_follow_up(
    request: StaffRequest, case: Case, form: CommitteeFollowUpRequestForm
) -> None:
    """Requests a follow-up of the child from a committee member."""
    follow_up = form.to_record(file_id=case.file_id, case=case)
    actions.request_follow_up(follow_up=follow_up, actor=request.staff)


END_PAGE_TEXT = kit.ChildFormPageText(
    _("End this request"),
    _(
        "The committee member is notified and can no longer read or add information about "
        "the child."
    ),
    button=_("End request"),
    back="committees:list_follow_ups",
)


@screens.child_edit(
    "committee/<uuid:follow_up_id>/end/",
    Permission.ASSIGN,
    FollowUp,
    FollowUpEndForm,
    END_PAGE_TEXT,
)
def end_follow_up(request: StaffRequest, follow_up: FollowUp, form: FollowUpEndForm) -> None:
    """Ends a follow-up before its last day, once confirmed."""
    if _is_open(follow_up):
        version = form.seen_version
        actions.end_follow_up(follow_up=follow_up, version=version, actor=request.staff)


@screens.child_step(
    "committee/observations/<uuid:observation_id>/respond/",
    Permission.WORK_ON_CASE,
    CommitteeObservation,
    "list_follow_ups",
)
def respond_to_observation(
    request: StaffRequest,
    observation: CommitteeObservation,
    _version: int,
) -> None:
    """Records that the team responded to what the committee observed."""
    actions.respond_to_observation(observation=observation, actor=request.staff)


@screens.listing("committee/", Permission.RECORD_REPORT, queries.assigned_follow_ups)
def list_assigned_follow_ups(
    _request: StaffRequest, assigned: Sequence[FollowUp]
) -> kit.PageContent:
    """The follow-ups assigned to this person."""
    page = "committees:show_follow_up"
    rows = [kit.record_row(each, "until", title=each.called, opens=page) for each in assigned]
    empty = _("No one has asked you to follow up a child.")
    panel = kit.Panel(_("Requests to you"), rows=rows, empty=empty)
    return kit.PageContent(CHILDREN, parts=[panel])


def _load_assigned(staff: Staff, follow_up_id: UUID) -> FollowUp | UUID:
    """This person's follow-up; only its id once it has ended, as no more of it is open then."""
    if queries.has_request_ended(staff, follow_up_id):
        return follow_up_id
    return kit.record_loader(FollowUp, lambda found, actor: found.asked_of_id == actor.pk)(
        staff, follow_up_id
    )


def _save_observation(
    request: StaffRequest, follow_up: FollowUp | UUID, form: ObservationForm
) -> None:
    if isinstance(follow_up, UUID):
        raise actions.CommitteeFollowUpRefused([rules.REQUEST_ENDED])
    observation = form.to_record(file_id=follow_up.file_id, follow_up=follow_up)
    actions.record_observation(observation=observation, actor=request.staff)


@screens.page(
    "committee/<uuid:follow_up_id>/",
    Permission.RECORD_REPORT,
    _load_assigned,
    kit.PageForm(ObservationForm, _save_observation),
    owned=[kit.OwnedQuery(CommitteeObservation, "follow_up", "-seen_on")],
)
def show_follow_up(
    request: StaffRequest,
    follow_up: FollowUp | UUID,
    form: ObservationForm,
    observations: list[CommitteeObservation],
) -> kit.PageContent:
    """The follow-up for the committee member, with earlier observations and the form for a new one."""
    back = kit.link(CHILDREN, "committees:list_assigned_follow_ups")
    report = kit.FormPart(form, _("Send"), _("Report what you observed"))
    if isinstance(follow_up, UUID):
        # Text typed in the meantime stays on the page, so that it can be passed on in another way.
        typed = report if request.method == "POST" else None
        return kit.PageContent(ENDED, back, lead=ENDED_LEAD, parts=[typed], is_narrow=True)
    asked = kit.labelled_values(follow_up, "where look_at keep_in_mind until")
    reported = [_observation_row(observation) for observation in observations]
    return kit.PageContent(
        _("A child to follow up"),
        back,
        heading=follow_up.called,
        parts=[
            kit.Panel(_("What was requested"), pairs=asked),
            report,
            kit.Panel(_("What you reported"), rows=reported, empty=_("Nothing yet.")),
        ],
        is_narrow=True,
    )
