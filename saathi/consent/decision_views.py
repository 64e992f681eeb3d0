"""Views of decisions about a child, and of acts to be assessed by the four principles."""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from saathi.agencies import access, access_log, records
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.consent import act_pages, actions, acts, pages
from saathi.consent.child_capacity import child_capacity_panel
from saathi.consent.forms import ChildDecisionForm
from saathi.consent.models import Decision, OtherPersonStatement
from saathi.consent.vocabulary import DecisionMaker
from saathi.people import record_screens as kit
from saathi.people.form_pages import child_for_editing, render_child_form_page
from saathi.people.models import Child
from saathi.people.panels import ChildFormPageText
from saathi.people.queries import child_header, child_of_file
from saathi.web.page_names import CHILD_FILE

screens = kit.RecordScreens("consent")
decision_text = partial(ChildFormPageText, back="consent:list_decisions")
ACTS = "consent:list_acts"


def _capacity(request: StaffRequest, child: Child, _decision: Decision | None) -> dict[str, Any]:
    rights = request.rights or access.rights(request.staff, child.file_id)
    return {"weighed": child_capacity_panel(rights, child)}


DECISION_PAGE_TEXT = decision_text(
    _("Record a decision"),
    _("Use the plain words you would use with the child."),
    template="consent/form.html",
    beside=_capacity,
)
ACT_PAGE_TEXT = replace(DECISION_PAGE_TEXT, title=_("Assess against the four principles"))


@screens.child_list(
    "consent/decisions/",
    Permission.WORK_ON_CASE,
    kit.RecordQuery(Decision, "-decided_on"),
    kit.RecordQuery(OtherPersonStatement, "-said_on"),
)
def list_decisions(
    request: StaffRequest,
    child: Child,
    decisions: list[Decision],
    views: list[OtherPersonStatement],
) -> kit.PageContent:
    """Decisions about the child, and other people's views."""
    may_write = access.may_write(request.staff, child.file_id, Section.DECISIONS)
    return kit.PageContent(
        parts=[
            kit.Panel(
                _("Decisions about the child"),
                _(
                    "Decisions on placement, return and testimony: the decision, the child’s "
                    "participation and the reply given to the child."
                ),
                actions=[
                    *screens.links(
                        request, child.file_id, "record_decision", _("Record a decision")
                    ),
                    kit.link(_("Decisions and principles"), ACTS, child.file_id),
                ],
                rows=[pages.decision_row(each, may_write=may_write) for each in decisions],
                empty=_("No decisions recorded."),
            ),
            kit.Panel(
                _("Views of others"),
                actions=screens.links(
                    request, child.file_id, "record_others_view", _("Record a view")
                ),
                rows=[pages.other_person_statement_row(view) for view in views],
                empty=_("No views of caregivers or field workers recorded."),
            ),
        ]
    )


@screens.child_form(
    "consent/decisions/new/",
    Permission.WORK_ON_CASE,
    ChildDecisionForm,
    DECISION_PAGE_TEXT,
)
def record_decision(request: StaffRequest, child: Child, form: ChildDecisionForm) -> None:
    """Records a decision about the child."""
    decision = form.to_record(file_id=child.file_id, child=child)
    actions.record_decision(decision=decision, actor=request.staff)


@screens.child_edit(
    "consent/decisions/<uuid:decision_id>/",
    Permission.WORK_ON_CASE,
    Decision,
    ChildDecisionForm,
    DECISION_PAGE_TEXT,
)
def change_decision(request: StaffRequest, decision: Decision, form: ChildDecisionForm) -> None:
    """Updates a decision: informing the child, the child's view, the answer to the child."""
    form.put_texts(decision)
    actions.change_decision(
        decision=decision, columns=form.columns(), version=form.seen_version, actor=request.staff
    )


@screens.ordinary(f"{kit.CHILD}consent/decisions/<uuid:decision_id>/whole/")
@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def show_decision(request: StaffRequest, file_id: UUID, decision_id: UUID) -> HttpResponse:
    """One decision with its answer to the four principles."""
    child = child_of_file(request.staff, file_id, Section.DECISIONS)
    decision = records.get_record_of_file(request.staff, Decision, file_id, decision_id)
    records.open_texts_of_each([decision])
    access_log.log_file_list(request.staff, Section.DECISIONS, file_id, [decision.pk])
    may_write = access.may_write(request.staff, file_id, Section.DECISIONS)
    row = pages.decision_row(decision, may_write=may_write)
    return _page(
        request,
        child,
        kit.PageContent(
            gettext("Decision"),
            kit.link(_("Decisions and principles"), ACTS, file_id),
            parts=[kit.Panel("", rows=[row])],
        ),
    )


@screens.ordinary(f"{kit.CHILD}consent/acts/")
@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def list_acts(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The page of the file's significant acts, with their answers to the four principles."""
    child = child_of_file(request.staff, file_id, Section.DECISIONS)
    rights = request.rights or access.rights(request.staff, file_id)
    missing_only = request.GET.get("missing") == "1"
    number = max(1, int(given)) if (given := request.GET.get("page", "")).isdecimal() else 1
    found = acts.list_acts(rights, missing_only=missing_only, start=(number - 1) * acts.PAGE_SIZE)
    shown = found[: acts.PAGE_SIZE]
    access_log.log_file_list(
        request.staff, Section.DECISIONS, file_id, [act.act_id for act in shown]
    )
    names = names_of({act.by for act in shown if act.by})
    may_write = access.may_write(request.staff, file_id, Section.DECISIONS)
    rows = [act_pages.act_row(act, names, file_id, may_write=may_write) for act in shown]
    panel = act_pages.acts_panel(rows, file_id, missing_only=missing_only)
    more = f"?page={number + 1}" + ("&missing=1" if missing_only else "")
    page = kit.PageContent(
        gettext("Decisions and principles"),
        kit.link(_("The child’s file"), CHILD_FILE, file_id),
        lead=act_pages.LEAD,
        facts=_missing_text(acts.count_acts(rights, missing_only=True)),
        parts=[panel],
        next_url=more if len(found) > acts.PAGE_SIZE else "",
    )
    return _page(request, child, page)


def _missing_text(count: int) -> str:
    if not count:
        return ""
    text = ngettext(
        "%(count)d act has not been assessed against the four principles.",
        "%(count)d acts have not been assessed against the four principles.",
        count,
    )
    return text % {"count": count}


@screens.ordinary(f"{kit.CHILD}consent/acts/<slug:act>/<uuid:act_id>/decision/")
@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_decision_on_act(
    request: StaffRequest, file_id: UUID, act: str, act_id: UUID
) -> HttpResponse:
    """The form for a decision, prefilled for one significant act."""
    child = child_for_editing(request, file_id, Section.DECISIONS)
    result = acts.find_act(access.rights(request.staff, file_id), act, act_id)
    if result is None:
        raise access.NotAllowed
    back = reverse(ACTS, args=[file_id])

    def save(form: ChildDecisionForm) -> str:
        decision = form.to_record(file_id=file_id, child=child)
        actions.record_decision(decision=decision, actor=request.staff)
        return back

    form = ChildDecisionForm(
        posted_data(request), staff=request.staff, about=child, initial=_filled_in(result)
    )
    return submit_form(request, form, save) or render_child_form_page(
        request, child, form, ACT_PAGE_TEXT, back, **_capacity(request, child, None)
    )


def _filled_in(act: acts.RecordedSignificantAct) -> dict[str, Any]:
    maker = {"decided_by": DecisionMaker.AUTHORITY} if act.kind.is_of_authority else {}
    subject = act.kind.subject_of(act.code)
    return {"significant_act": act.key, "kind": subject, "decided_on": act.on, **maker}


def _page(request: StaffRequest, child: Child, page: kit.PageContent) -> HttpResponse:
    header = child_header(child, staff=request.staff)
    return render(request, "people/record_page.html", {"page": page, "child": header})
