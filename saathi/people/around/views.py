"""Views of relations and alleged perpetrators."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from saathi.agencies import access, access_log, records
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people import record_screens as kit
from saathi.people.around import actions, pages, queries
from saathi.people.around.actions import AllegationChangeRefused
from saathi.people.around.forms import (
    AllegedPerpetratorChangeForm,
    AllegedPerpetratorForm,
    AuthorityOutcomeForm,
    JoinableSiblings,
    RelationChangeForm,
    RelationForm,
)
from saathi.people.child_pages import render_child_page
from saathi.people.form_pages import child_for_editing, render_child_form_page
from saathi.people.models import Child
from saathi.people.panels import ChildFormPageText
from saathi.people.queries import child_of_file

_form_text = partial(ChildFormPageText, back="around:show_relations")
PERSON_PAGE_TEXT = _form_text(
    _("Family member or contact"), _("Ask the child who matters to them and who must stay away.")
)
ALLEGED_PAGE_TEXT = _form_text(
    _("Alleged perpetrators"),
    _("Record the allegation, its source and its basis. An allegation is not a finding."),
)
WAITS_TEXT = _("Saved. The status changes when another person records the same.")
OUTCOME_PAGE_TEXT = _form_text(
    _("Authority’s decision"),
    _("The decision is shown with the allegation and with earlier decisions."),
)


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def show_relations(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Shows the relations, and the alleged perpetrators to readers of the situation."""
    rights = request.rights or access.rights(request.staff, file_id)
    child = child_of_file(request.staff, file_id)
    around = queries.load_relations_page(rights, request.GET.get("page", 1))
    shown_sections = rights.reads & (Section.IDENTITY | Section.SITUATION)
    access_log.log_file_list(request.staff, shown_sections, file_id, around.record_ids)
    return render_child_page(
        request,
        child,
        "around/show_relations.html",
        alerts=pages.accused_colleague_alerts(around),
        parts=pages.relation_panels(around),
        page=around.page,
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def add_relation(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Adds a relation."""
    child = child_for_editing(request, file_id)
    siblings = JoinableSiblings(queries.readable_children(request.staff).exclude(pk=child.pk))
    form = RelationForm(posted_data(request), staff=request.staff, siblings=siblings)

    def save(filled: RelationForm) -> str:
        relation = filled.to_record(file_id=child.file_id, child=child)
        actions.add_relation(relation=relation, actor=request.staff)
        return _page_url_after_save(request, child, filled)

    return submit_form(request, form, save) or render_child_form_page(
        request, child, form, PERSON_PAGE_TEXT
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def change_relation(request: StaffRequest, file_id: UUID, person_id: UUID) -> HttpResponse:
    """Changes or ends a relation."""
    child = child_for_editing(request, file_id)
    person = queries.get_relation(request.staff, file_id, person_id)
    texts = records.open_texts(person)
    sibling, unseen = queries.get_sibling(request.staff, texts)
    form = RelationChangeForm(
        posted_data(request),
        staff=request.staff,
        record=person,
        initial={"sibling_code": sibling.code if sibling else ""},
        siblings=JoinableSiblings(
            queries.readable_children(request.staff).exclude(pk=child.pk), unseen
        ),
    )

    def save(filled: RelationChangeForm) -> str:
        kit.save_changes(request, person, filled)
        return _page_url_after_save(request, child, filled)

    return submit_form(request, form, save) or render_child_form_page(
        request, child, form, PERSON_PAGE_TEXT
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def add_alleged_perpetrator(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Adds an alleged perpetrator."""
    child = child_for_editing(request, file_id, Section.SITUATION)
    form = AllegedPerpetratorForm(
        posted_data(request),
        people=queries.relation_choices(request.staff, child),
        colleagues=queries.possible_accused_staff(request.staff, child),
        staff=request.staff,
    )

    def save(filled: AllegedPerpetratorForm) -> str:
        kit.save_new(request, filled, file_id=child.file_id, child=child)
        return _page_url(child)

    return submit_form(request, form, save) or render_child_form_page(
        request, child, form, ALLEGED_PAGE_TEXT
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def change_alleged_perpetrator(
    request: StaffRequest, file_id: UUID, alleged_id: UUID
) -> HttpResponse:
    """Changes an allegation."""
    child = child_for_editing(request, file_id, Section.SITUATION)
    alleged = queries.get_alleged_perpetrator(request.staff, file_id, alleged_id)
    records.open_texts(alleged)
    form = AllegedPerpetratorChangeForm(
        posted_data(request),
        staff=request.staff,
        record=alleged,
        people=queries.relation_choices(request.staff, child),
        colleagues=queries.possible_accused_staff(request.staff, child, alleged.accused_staff),
    )

    def save(filled: AllegedPerpetratorChangeForm) -> str:
        try:
            changed = actions.change_alleged_perpetrator(
                alleged=alleged,
                texts=filled.texts(),
                columns=filled.columns(),
                version=filled.seen_version,
                actor=request.staff,
            )
        except AllegationChangeRefused as refused:
            filled.add_refusal_reasons(refused.reasons)
            return ""
        if changed.waits_for_second:
            filled.saved_message = WAITS_TEXT
        return _page_url(child)

    return submit_form(request, form, save) or render_child_form_page(
        request, child, form, ALLEGED_PAGE_TEXT
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def add_authority_outcome(request: StaffRequest, file_id: UUID, alleged_id: UUID) -> HttpResponse:
    """Adds a step or decision of an authority to an allegation."""
    child = child_for_editing(request, file_id, Section.SITUATION)
    alleged = queries.get_alleged_perpetrator(request.staff, file_id, alleged_id)
    form = AuthorityOutcomeForm(posted_data(request), staff=request.staff)

    def save(filled: AuthorityOutcomeForm) -> str:
        kit.save_new(request, filled, file_id=file_id, alleged=alleged)
        return _page_url(child)

    return submit_form(request, form, save) or render_child_form_page(
        request, child, form, OUTCOME_PAGE_TEXT
    )


def _page_url(child: Child) -> str:
    return reverse("around:show_relations", args=[child.file_id])


def _page_url_after_save(request: StaffRequest, child: Child, filled: RelationForm) -> str:
    """The URL of the relations page; also writes the reverse link into a sibling's file."""
    if filled.sibling is not None and filled.cleaned_data["join_back"]:
        actions.add_reverse_sibling_link(child=child, sibling=filled.sibling, actor=request.staff)
    return _page_url(child)
