"""Screens of case conferences."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from saathi.agencies import access, domains, records
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.actions import change_record
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people import record_screens as kit
from saathi.people.form_pages import child_for_editing, render_child_form_page
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.queries import case_of_file
from saathi.protection.casework.conferences import actions, forms, pages, rules
from saathi.protection.casework.conferences.models import Conference, ConferenceDecision
from saathi.protection.casework.conferences.vocabulary import CONFERENCE_DRAFT, DecisionState

screens = kit.RecordScreens("conferences")
CONFERENCES = _("Case conferences")
LIST = "conferences:list_conferences"
_form_text = partial(kit.ChildFormPageText, back=LIST)
WHO_READS = _(
    "Team members who can read decisions about the case can see this. Record only what is "
    "needed for the decisions."
)


@screens.child_list(
    "conferences/",
    Permission.WORK_ON_CASE,
    kit.RecordQuery(Conference, "-held_on"),
    kit.RecordQuery(ConferenceDecision, "recorded_at"),
)
def list_conferences(
    request: StaffRequest,
    child: Child,
    conferences: list[Conference],
    decisions: list[ConferenceDecision],
) -> kit.PageContent:
    """The case conferences of a child, the latest first, with their decisions."""
    names = pages.names_in(conferences, decisions)
    parts = [
        _conference_panel(
            request,
            conference,
            [each for each in decisions if each.conference_id == conference.pk],
            names,
        )
        for conference in conferences
    ]
    empty = kit.Panel(
        CONFERENCES, empty=_("No case conference yet. Record who took part, and the decisions.")
    )
    add = screens.links(
        request, child.file_id, "add_conference", _("Add a case conference"), "plus"
    )
    return kit.PageContent(buttons=add, parts=parts or [empty])


def _conference_panel(
    request: StaffRequest,
    conference: Conference,
    decisions: list[ConferenceDecision],
    names: dict[UUID, str],
) -> kit.Panel:
    ids = [conference.file_id, conference.pk]
    actions_ = domains.links_on("conferences:list_conferences", *ids)
    if access.may_write(request.staff, conference.file_id, Section.DECISIONS):
        actions_ = [
            kit.link(_("Add decision"), "conferences:add_decision", *ids),
            kit.link(_("Edit"), "conferences:change_conference", *ids),
            *actions_,
        ]
    return kit.Panel(
        pages.conference_title(conference),
        actions=actions_,
        pairs=pages.conference_pairs(conference, names),
        rows=[_decision_row(request, decision, names) for decision in decisions],
    )


def _decision_row(
    request: StaffRequest, decision: ConferenceDecision, names: dict[UUID, str]
) -> kit.PanelRow:
    is_open = decision.state == DecisionState.OPEN
    end = screens.links(request, decision, "end_decision", _("Record outcome"))
    return kit.record_row(
        decision,
        pages.decision_pairs(decision, names),
        title=decision.text,
        state="state",
        is_over=not is_open,
        needs_attention=rules.is_overdue(
            decision.state, decision.until, request.staff.office.today()
        ),
        actions=end if is_open else [],
    )


@screens.child_form(
    "conferences/new/",
    Permission.WORK_ON_CASE,
    forms.ConferenceForm,
    _form_text(_("Add a case conference"), WHO_READS, draft=CONFERENCE_DRAFT),
    load=case_of_file,
)
def add_conference(request: StaffRequest, case: Case, form: forms.ConferenceForm) -> str:
    """Records a case conference; its decisions are added next."""
    conference = form.to_record(file_id=case.file_id, case=case)
    actions.add_conference(conference=conference, actor=request.staff)
    return reverse("conferences:add_decision", args=[case.file_id, conference.pk])


@screens.child_edit(
    "conferences/<uuid:conference_id>/edit/",
    Permission.WORK_ON_CASE,
    Conference,
    forms.ConferenceChangeForm,
    _form_text(_("Case conference"), WHO_READS),
)
def change_conference(
    request: StaffRequest, conference: Conference, form: forms.ConferenceChangeForm
) -> None:
    """Corrects a case conference."""
    form.put_texts(conference)
    change_record(
        record=conference,
        columns=form.columns(),
        version=form.seen_version,
        actor=request.staff,
    )


DECISION_TEXT = _form_text(
    _("Add decision"),
    _(
        "Add one decision at a time. Each decision appears on the My day page of the colleague "
        "responsible."
    ),
)


@screens.ordinary(f"{kit.CHILD}conferences/<uuid:conference_id>/decisions/new/")
@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def add_decision(request: StaffRequest, file_id: UUID, conference_id: UUID) -> HttpResponse:
    """Adds a decision to a conference."""
    child = child_for_editing(request, file_id, Section.DECISIONS)
    conference = records.get_record_of_file(request.staff, Conference, file_id, conference_id)

    def save(form: forms.DecisionForm) -> str:
        decision = form.to_record(file_id=file_id, conference=conference)
        actions.add_decision(decision=decision, actor=request.staff)
        return reverse(LIST, args=[file_id])

    form = forms.DecisionForm(posted_data(request), staff=request.staff, about=conference)
    answer = submit_form(request, form, save)
    return answer or render_child_form_page(request, child, form, DECISION_TEXT)


@screens.child_edit(
    "conferences/decisions/<uuid:decision_id>/",
    Permission.WORK_ON_CASE,
    ConferenceDecision,
    forms.DecisionEndForm,
    _form_text(_("Outcome of the decision")),
)
def end_decision(
    request: StaffRequest, decision: ConferenceDecision, form: forms.DecisionEndForm
) -> None:
    """Records the outcome of a decision."""
    data = form.cleaned_data
    actions.end_decision(
        decision=decision,
        state=DecisionState(data["state"]),
        answer=data["answer"],
        version=form.seen_version,
        actor=request.staff,
    )
