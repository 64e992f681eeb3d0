"""Screens of best interests in a child's file: the list, and assessments."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from saathi.agencies import access, records
from saathi.agencies.authors import authors_of
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people import record_screens as kit
from saathi.people.form_pages import child_for_editing, render_child_form_page
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.queries import case_of_file
from saathi.protection.decisions.best_interests import (
    approval_notes,
    forms,
    meeting_parts,
    pages,
    queries,
    undecided_assessments,
)
from saathi.protection.decisions.best_interests.actions import assessing
from saathi.protection.decisions.best_interests.models import (
    AssessedOption,
    BestInterestsAssessment,
    Determination,
    Reconsideration,
)
from saathi.protection.decisions.best_interests.significant_steps import find_step_since
from saathi.protection.decisions.best_interests.vocabulary import (
    FULL_DRAFT,
    SHORT_DRAFT,
    AssessmentExtent,
    AssessmentState,
    DeterminationState,
)

screens = kit.RecordScreens("best_interests")
LIST = "best_interests:list_best_interests"
ASSESSMENT = "best-interests/assessments/<uuid:bia_id>/"
form_text = partial(kit.ChildFormPageText, back=LIST)
_EDITABLE = {AssessmentState.DRAFT, AssessmentState.RETURNED}


@screens.child_list(
    "best-interests/",
    (Permission.WORK_ON_CASE, Permission.APPROVE),
    kit.RecordQuery(Determination, "-opened_on", related=("order",)),
    kit.RecordQuery(BestInterestsAssessment, "-assessed_on"),
    kit.RecordQuery(AssessedOption, "recorded_at"),
    kit.RecordQuery(Reconsideration, "-raised_on"),
)
def list_best_interests(  # noqa: PLR0913, PLR0917 - what the page lists
    request: StaffRequest,
    child: Child,
    determinations: list[Determination],
    assessments: list[BestInterestsAssessment],
    options: list[AssessedOption],
    again: list[Reconsideration],
) -> kit.PageContent:
    """The assessments and determinations of a child, the latest first."""
    names = names_of(
        {each.recorded_by for each in assessments}
        | {each.decided_by for each in assessments if each.decided_by}
    )
    by_assessment: dict[UUID, list[AssessedOption]] = {}
    for option in options:
        by_assessment.setdefault(option.assessment_id, []).append(option)
    open_facts = {item.determination_id for item in again if not item.outcome}
    parts = [
        *(_determination_panel(request, each, open_facts) for each in determinations),
        *(
            _assessment_panel(request, each, by_assessment.get(each.pk, []), names)
            for each in assessments
        ),
    ]
    empty = kit.Panel(
        _("Best interests"),
        empty=_("No assessment yet. Assess best interests before each significant step."),
    )
    rights = access.rights(request.staff, child.file_id)
    step = find_step_since(rights, pages.last_assessed_on(assessments, determinations))
    add = partial(screens.links, request, child.file_id)
    has_undecided = any(map(undecided_assessments.is_undecided, assessments))
    buttons = [
        *add("add_short_assessment", _("Short assessment"), "plus"),
        *([] if has_undecided else add("add_full_assessment", _("Full assessment"), "plus")),
        *add("open_determination", _("Open a determination"), "plus"),
    ]
    alerts = [pages.step_alert(step, assessments)] if step else []
    return kit.PageContent(alerts=alerts, buttons=buttons, parts=parts or [empty])


def _determination_panel(
    request: StaffRequest, determination: Determination, open_facts: set[UUID]
) -> kit.Panel:
    show = kit.link(_("Open"), "best_interests:show_determination", determination.pk)
    has_fact = determination.pk in open_facts
    row = kit.record_row(
        determination,
        [*pages.decision_pairs(determination), *kit.labelled_values(determination, "meeting_on")],
        title=pages.determination_title(determination),
        state="state",
        is_over=determination.state in {DeterminationState.ENDED, DeterminationState.REOPENED},
        needs_attention=has_fact
        or pages.needs_attention(determination, request.staff.office.today()),
        actions=[show],
    )
    return kit.Panel(_("Determination"), rows=[row])


def _assessment_panel(
    request: StaffRequest,
    assessment: BestInterestsAssessment,
    options: list[AssessedOption],
    names: dict[UUID, str],
) -> kit.Panel:
    link = partial(screens.links, request, assessment)
    actions: list[kit.ActionLink] = []
    steps = []
    if assessment.state in _EDITABLE:
        is_short = assessment.extent == AssessmentExtent.SHORT
        form = "change_short_assessment" if is_short else "change_full_assessment"
        actions = [
            *link(form, _("Edit")),
            *_option_links(request, assessment),
        ]
        label = _("Submit for approval")
        steps = screens.steps(request, assessment, "submit_assessment", label)
    elif assessment.state == AssessmentState.SUBMITTED:
        if _is_of_another(request, assessment):
            actions = link("answer_assessment", _("Approve or return"))
        else:
            steps = screens.steps(
                request, assessment, "take_assessment_back", _("Withdraw to edit")
            )
    row = kit.record_row(
        assessment,
        pages.assessment_pairs(assessment, names),
        title=pages.assessment_title(assessment),
        state="state",
        needs_attention=assessment.state != AssessmentState.AGREED,
        actions=actions,
        steps=steps,
    )
    rows = [row, *(_option_row(request, assessment, option) for option in options)]
    return kit.Panel(_("Assessment"), rows=rows)


def _option_row(
    request: StaffRequest, assessment: BestInterestsAssessment, option: AssessedOption
) -> kit.PanelRow:
    is_open = assessment.state in _EDITABLE
    edit = screens.links(request, option, "change_assessed_option", _("Edit")) if is_open else []
    return pages.assessed_option_row(option, actions=edit)


def _option_links(
    request: StaffRequest, assessment: BestInterestsAssessment
) -> list[kit.ActionLink]:
    is_full = assessment.extent == AssessmentExtent.FULL
    if not is_full or not access.may_write(request.staff, assessment.file_id, assessment.section):
        return []
    ids = [assessment.file_id, assessment.pk]
    return [kit.link(_("Add option"), "best_interests:add_assessed_option", *ids)]


def _is_of_another(request: StaffRequest, assessment: BestInterestsAssessment) -> bool:
    return request.staff.pk not in authors_of(assessment)


@screens.child_form(
    "best-interests/assessments/short/",
    Permission.WORK_ON_CASE,
    forms.ShortAssessmentForm,
    form_text(
        _("Short best interests assessment"),
        _("What is needed tonight. A full assessment can follow."),
        button=_("Submit for approval"),
        draft=SHORT_DRAFT,
    ),
    load=case_of_file,
)
def add_short_assessment(
    request: StaffRequest, case: Case, form: forms.ShortAssessmentForm
) -> None:
    """Records a short assessment and submits it to the supervisor."""
    record = form.to_record(file_id=case.file_id, case=case, extent=AssessmentExtent.SHORT)
    assessing.add_assessment(assessment=record, actor=request.staff, is_submitted=True)


@screens.child_form(
    "best-interests/assessments/full/",
    Permission.WORK_ON_CASE,
    forms.FullAssessmentForm,
    form_text(
        _("Full best interests assessment"),
        _("After saving, add each option with its factors, then submit the assessment."),
        draft=FULL_DRAFT,
        template="best_interests/beside_parts.html",
        beside=undecided_assessments.beside_full_assessment,
    ),
    load=case_of_file,
)
def add_full_assessment(request: StaffRequest, case: Case, form: forms.FullAssessmentForm) -> str:
    """Records a full assessment as a draft; its options are added next."""
    record = form.to_record(file_id=case.file_id, case=case, extent=AssessmentExtent.FULL)
    assessing.add_assessment(assessment=record, actor=request.staff)
    return reverse("best_interests:add_assessed_option", args=[case.file_id, record.pk])


@screens.child_edit(
    f"{ASSESSMENT}short/",
    Permission.WORK_ON_CASE,
    BestInterestsAssessment,
    forms.ShortAssessmentChangeForm,
    form_text(_("Short best interests assessment")),
)
def change_short_assessment(
    request: StaffRequest,
    assessment: BestInterestsAssessment,
    form: forms.ShortAssessmentChangeForm,
) -> None:
    """Corrects a short assessment that was returned."""
    _change(request, assessment, form)


@screens.child_edit(
    f"{ASSESSMENT}full/",
    Permission.WORK_ON_CASE,
    BestInterestsAssessment,
    forms.FullAssessmentForm,
    form_text(_("Full best interests assessment")),
)
def change_full_assessment(
    request: StaffRequest, assessment: BestInterestsAssessment, form: forms.FullAssessmentForm
) -> None:
    """Changes a full assessment that is a draft or was returned."""
    _change(request, assessment, form)


def _change(
    request: StaffRequest,
    assessment: BestInterestsAssessment,
    form: kit.DerivedForm[BestInterestsAssessment],
) -> None:
    form.put_texts(assessment)
    assessing.change_assessment(
        assessment=assessment,
        columns=form.columns(),
        version=form.seen_version,
        actor=request.staff,
    )


@screens.child_step(
    f"{ASSESSMENT}submit/", Permission.WORK_ON_CASE, BestInterestsAssessment, "list_best_interests"
)
def submit_assessment(
    request: StaffRequest, assessment: BestInterestsAssessment, version: int
) -> None:
    """Submits a draft to the supervisor."""
    assessing.submit_assessment(assessment=assessment, version=version, actor=request.staff)


@screens.child_step(
    f"{ASSESSMENT}take-back/",
    Permission.WORK_ON_CASE,
    BestInterestsAssessment,
    "list_best_interests",
)
def take_assessment_back(
    request: StaffRequest, assessment: BestInterestsAssessment, version: int
) -> None:
    """Takes an own assessment back to edit it, while no one has decided on it."""
    assessing.take_assessment_back(assessment=assessment, version=version, actor=request.staff)


@screens.child_edit(
    f"{ASSESSMENT}answer/",
    Permission.APPROVE,
    BestInterestsAssessment,
    forms.AssessmentAnswerForm,
    form_text(
        _("Approve the assessment"),
        template="best_interests/beside_parts.html",
        beside=lambda request, child, record: {
            "parts": [
                *_assessment_parts(request, record),
                *meeting_parts.legal_ages_panels(request, child, [record.case.office.country]),
            ]
        },
    ),
)
def answer_assessment(
    request: StaffRequest, assessment: BestInterestsAssessment, form: forms.AssessmentAnswerForm
) -> None:
    """Agrees to another person's assessment, or returns it."""
    seen, actor = form.seen_version, request.staff
    if form.cleaned_data["answer"] == "agree":
        assessing.agree_to_assessment(assessment=assessment, version=seen, actor=actor)
        return
    question = form.cleaned_data["question"]
    assessing.return_assessment(assessment=assessment, question=question, version=seen, actor=actor)


def _assessment_parts(
    request: StaffRequest, assessment: BestInterestsAssessment
) -> list[kit.Panel]:
    options = queries.list_assessed_options(request.staff, [assessment.pk])
    pairs = pages.assessment_pairs(assessment, names_of({assessment.recorded_by}))
    given = options.get(assessment.pk, [])
    rows = [pages.assessed_option_row(option) for option in given]
    return [
        *approval_notes.assessment_notes(request, assessment.file_id, assessment.extent, given),
        kit.Panel(pages.assessment_title(assessment), pairs=pairs, rows=rows),
    ]


OPTION_TEXT = form_text(
    _("Option of the assessment"),
    _("Answer the key factors. The others are folded away; leave out what does not apply."),
)


@screens.ordinary(f"{kit.CHILD}{ASSESSMENT}options/new/")
@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def add_assessed_option(request: StaffRequest, file_id: UUID, bia_id: UUID) -> HttpResponse:
    """Adds an option with its factors to an assessment."""
    child = child_for_editing(request, file_id, Section.DECISIONS)
    assessment = records.get_record_of_file(request.staff, BestInterestsAssessment, file_id, bia_id)

    def save(form: forms.AssessedOptionForm) -> str:
        option = form.to_record(file_id=file_id, assessment=assessment)
        for column, factors in form.factors().items():
            setattr(option, column, factors)
        assessing.add_assessed_option(option=option, actor=request.staff)
        return reverse(LIST, args=[file_id])

    form = forms.AssessedOptionForm(posted_data(request), staff=request.staff, about=assessment)
    answer = submit_form(request, form, save)
    return answer or render_child_form_page(request, child, form, OPTION_TEXT)


@screens.child_edit(
    "best-interests/assessed/<uuid:assessed_id>/",
    Permission.WORK_ON_CASE,
    AssessedOption,
    forms.AssessedOptionChangeForm,
    OPTION_TEXT,
)
def change_assessed_option(
    request: StaffRequest, option: AssessedOption, form: forms.AssessedOptionChangeForm
) -> str:
    """Changes an option of an assessment that is not submitted yet."""
    form.put_texts(option)
    assessing.change_assessed_option(
        option=option,
        columns=form.columns() | form.factors(),
        version=form.seen_version,
        actor=request.staff,
    )
    return reverse(LIST, args=[option.file_id])
