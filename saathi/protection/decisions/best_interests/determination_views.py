"""Screens of determinations: report, options, page, meeting, decision, and what follows it."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from saathi.agencies import records
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.infra.reasons import Refused
from saathi.people import record_screens as kit
from saathi.people.form_pages import child_for_editing, render_child_form_page
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.queries import case_of_file
from saathi.protection.decisions.best_interests import (
    forms,
    meeting_parts,
    missing_parts,
    pages,
    panel_forms,
    queries,
    rules,
)
from saathi.protection.decisions.best_interests.actions import after, determining
from saathi.protection.decisions.best_interests.models import (
    Determination,
    PanelMember,
    Reconsideration,
    SolutionOption,
)
from saathi.protection.decisions.best_interests.views import screens

LIST = "best_interests:list_best_interests"
SHOW = "best_interests:show_determination"
ADDRESS = "best-interests/determinations/<uuid:determination_id>/"
form_text = partial(kit.ChildFormPageText, back=LIST)
WORK, APPROVE = Permission.WORK_ON_CASE, Permission.APPROVE


@screens.child_form(
    "best-interests/determinations/new/",
    WORK,
    panel_forms.DeterminationForm,
    form_text(
        _("Best interests determination"),
        _(
            "The panel uses these facts. Do not delay shelter, treatment or removal from danger "
            "because the determination is pending."
        ),
    ),
    load=case_of_file,
)
def open_determination(
    request: StaffRequest, case: Case, form: panel_forms.DeterminationForm
) -> str:
    """Opens a determination; its options are added next."""
    opened_on = request.staff.office.today()
    determination = form.to_record(file_id=case.file_id, case=case, opened_on=opened_on)
    determining.open_determination(determination=determination, actor=request.staff)
    return reverse("best_interests:add_options", args=[case.file_id, determination.pk])


@screens.child_edit(
    f"{ADDRESS}edit/",
    WORK,
    Determination,
    panel_forms.DeterminationForm,
    form_text(_("Best interests determination")),
)
def change_determination(
    request: StaffRequest, determination: Determination, form: panel_forms.DeterminationForm
) -> str:
    """Changes the report as long as nothing is decided."""
    form.put_texts(determination)
    determining.change_report(
        determination=determination,
        columns=form.columns(),
        version=form.seen_version,
        actor=request.staff,
    )
    return reverse(SHOW, args=[determination.pk])


@screens.child_edit(
    f"{ADDRESS}options/new/",
    WORK,
    Determination,
    panel_forms.OptionsForm,
    form_text(
        _("Options"),
        _("At least two options that are possible today. Include family and community care."),
    ),
)
def add_options(
    request: StaffRequest, determination: Determination, form: panel_forms.OptionsForm
) -> str:
    """Adds options to a report."""
    determining.add_options(
        determination=determination, options=form.options(), actor=request.staff
    )
    return reverse(SHOW, args=[determination.pk])


@screens.child_edit(
    "best-interests/options/<uuid:option_id>/",
    WORK,
    SolutionOption,
    panel_forms.OptionForm,
    form_text(_("Option")),
)
def change_option(
    request: StaffRequest, option: SolutionOption, form: panel_forms.OptionForm
) -> str:
    """Changes an option as long as nothing is decided."""
    form.put_texts(option)
    determining.change_option(
        option=option, columns=form.columns(), version=form.seen_version, actor=request.staff
    )
    return reverse(SHOW, args=[option.determination_id])


@screens.child_step(f"{ADDRESS}submit/", WORK, Determination, "list_best_interests")
def submit_report(request: StaffRequest, determination: Determination, version: int) -> str:
    """The report is ready for the panel; the page of the determination says what it lacks."""
    try:
        determining.submit_report(determination=determination, version=version, actor=request.staff)
    except Refused as refusal:
        for reason in refusal.reasons:
            text = missing_parts.linked_reason(determination, reason)
            messages.error(request, text, extra_tags="linked")
    return reverse(SHOW, args=[determination.pk])


@screens.child_edit(
    f"{ADDRESS}panel/",
    APPROVE,
    Determination,
    panel_forms.MeetingForm,
    form_text(
        _("Meeting and panel"),
        _(
            "At least three members of different fields. The child’s case worker presents the "
            "report and does not vote."
        ),
    ),
)
def list_for_meeting(
    request: StaffRequest, determination: Determination, form: panel_forms.MeetingForm
) -> str:
    """Lists a determination for a meeting, with its panel."""
    determining.list_for_meeting(
        determination=determination,
        columns=form.columns(),
        panel=form.members(),
        version=form.seen_version,
        actor=request.staff,
    )
    return reverse(SHOW, args=[determination.pk])


@screens.child_edit(
    "best-interests/panel/<uuid:member_id>/",
    APPROVE,
    PanelMember,
    panel_forms.MemberForm,
    form_text(_("Panel member")),
)
def change_member(request: StaffRequest, member: PanelMember, form: panel_forms.MemberForm) -> str:
    """Corrects what a panel member declared."""
    form.put_texts(member)
    determining.change_member(
        member=member, columns=form.columns(), version=form.seen_version, actor=request.staff
    )
    return reverse(SHOW, args=[member.determination_id])


@screens.page(
    ADDRESS,
    (WORK, APPROVE),
    kit.record_loader(Determination),
    owned=(
        kit.OwnedQuery(SolutionOption, "determination", "recorded_at", "id"),
        kit.OwnedQuery(PanelMember, "determination", "recorded_at", "id"),
        kit.OwnedQuery(Reconsideration, "determination", "-raised_on"),
    ),
    prints="print_determination",
)
def show_determination(
    request: StaffRequest,
    determination: Determination,
    _form: None,
    options: list[SolutionOption],
    panel: list[PanelMember],
    again: list[Reconsideration],
) -> kit.PageContent:
    """A determination with its options, panel, decision and what followed."""
    link = partial(screens.links, request, determination)
    is_open = determination.state in rules.UNDECIDED
    parts = meeting_parts.Parts(request, screens)
    missing = missing_parts.missing_panel(screens, request, determination, options, panel)
    next_step, others = parts.next_step(determination, missing), parts.buttons(determination)
    return kit.PageContent(
        pages.determination_title(determination),
        kit.link(_("Best interests"), LIST, determination.file_id),
        facts=str(determination.get_state_display()),
        alerts=meeting_parts.alerts(
            determination, again, on_record=queries.list_on_record(determination.file_id)
        ),
        buttons=[*next_step, *(each for each in others if each not in next_step)],
        main_buttons=len(next_step),
        parts=[
            missing_parts.subject_panel(request, determination),
            missing,
            parts.decision_panel(determination),
            parts.report_panel(determination, link("change_determination", _("Edit"))),
            *meeting_parts.parts_of_others(request, determination),
            *parts.option_panels(options, link("add_options", _("Add an option")), is_open=is_open),
            parts.panel_of_members(panel, is_open=is_open),
            parts.reconsideration_panel(determination, again),
        ],
    )


@screens.child_edit(
    f"{ADDRESS}meeting/",
    APPROVE,
    Determination,
    panel_forms.DecisionRecordForm,
    form_text(
        _("Meeting"),
        _("Report, options, panel and decision on one page."),
        button=_("Record the decision"),
        template="best_interests/meeting.html",
        beside=partial(meeting_parts.beside_meeting, screens),
    ),
)
def hold_meeting(
    request: StaffRequest,
    determination: Determination,
    form: panel_forms.DecisionRecordForm,
) -> str:
    """Records the decision of the panel."""
    form.put_texts(determination)
    determining.decide_determination(
        determination=determination,
        decision=form.to_decision(),
        version=form.seen_version,
        actor=request.staff,
    )
    return reverse(SHOW, args=[determination.pk])


@screens.child_edit(
    f"{ADDRESS}defer/",
    APPROVE,
    Determination,
    panel_forms.DeferralForm,
    form_text(_("Defer the determination"), _("For at most 30 days.")),
)
def defer_determination(
    request: StaffRequest, determination: Determination, form: panel_forms.DeferralForm
) -> str:
    """Defers a determination because something is missing."""
    form.put_texts(determination)
    determining.defer_determination(
        determination=determination,
        columns=form.columns(),
        version=form.seen_version,
        actor=request.staff,
    )
    return reverse(SHOW, args=[determination.pk])


@screens.child_edit(
    f"{ADDRESS}told/",
    WORK,
    Determination,
    forms.TellChildForm,
    form_text(
        _("The child was informed of the decision"),
        _("Tell the child in their language: what was decided, why, and how to ask again."),
        template="best_interests/beside_parts.html",
        beside=meeting_parts.beside_telling,
    ),
)
def tell_child(
    request: StaffRequest, determination: Determination, form: forms.TellChildForm
) -> str:
    """Records that the child was informed, and the child's response."""
    form.put_texts(determination)
    determining.tell_child(
        determination=determination,
        columns=form.columns(),
        version=form.seen_version,
        actor=request.staff,
    )
    return reverse(SHOW, args=[determination.pk])


@screens.child_edit(
    f"{ADDRESS}order/",
    WORK,
    Determination,
    forms.OrderRelationForm,
    form_text(
        _("Relation to an order"),
        _("An order is always recorded. If this determination contests it, the appeal is due."),
    ),
)
def relate_to_order(
    request: StaffRequest, determination: Determination, form: forms.OrderRelationForm
) -> str:
    """Records how a determination relates to an order."""
    after.relate_to_order(
        determination=determination,
        columns=form.columns(),
        version=form.seen_version,
        actor=request.staff,
    )
    return reverse(SHOW, args=[determination.pk])


AGAIN_TEXT = form_text(
    _("New fact or request"),
    _(
        "The child can also ask for a review. Until the request is answered, the determination "
        "is not in force."
    ),
)


@screens.ordinary(f"{kit.CHILD}{ADDRESS}again/")
@sensitive_post_parameters()
@staff_screen(WORK)
def add_reconsideration(
    request: StaffRequest, file_id: UUID, determination_id: UUID
) -> HttpResponse:
    """Records a new fact, or that someone asks for the determination to be looked at again."""
    child = child_for_editing(request, file_id, Section.DECISIONS)
    determination = records.get_record_of_file(
        request.staff, Determination, file_id, determination_id
    )
    back = reverse(SHOW, args=[determination.pk])

    def save(form: forms.ReconsiderationForm) -> str:
        again = form.to_record(file_id=file_id, determination=determination)
        after.add_reconsideration(again=again, actor=request.staff)
        return back

    form = forms.ReconsiderationForm(posted_data(request), staff=request.staff, about=determination)
    answer = submit_form(request, form, save)
    return answer or render_child_form_page(request, child, form, AGAIN_TEXT, back)


@screens.child_edit(
    "best-interests/again/<uuid:again_id>/",
    APPROVE,
    Reconsideration,
    forms.ReconsiderationAnswerForm,
    form_text(
        _("Answer the request"),
        template="best_interests/beside_parts.html",
        beside=lambda _request, _child, again: {
            "parts": [kit.Panel("", rows=[pages.reconsideration_row(again)])]
        },
    ),
)
def answer_reconsideration(
    request: StaffRequest, again: Reconsideration, form: forms.ReconsiderationAnswerForm
) -> str:
    """Answers a new fact or request: the determination is confirmed, reopened or ended."""
    form.put_texts(again)
    after.answer_reconsideration(
        again=again, columns=form.columns(), version=form.seen_version, actor=request.staff
    )
    return reverse(SHOW, args=[again.determination_id])
