"""Views of interviews, family clues and migration."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from saathi.agencies import records
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.offline.drafts import DraftTarget
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people.form_pages import render_child_form_page
from saathi.people.models import Child
from saathi.protection.identification.screening import pages, queries
from saathi.protection.identification.screening.actions import interviews as actions
from saathi.protection.identification.screening.forms import (
    FamilyClueForm,
    InterviewForm,
    MigrationForm,
)
from saathi.protection.identification.screening.models import FamilyClue, Interview
from saathi.protection.identification.screening.views.screenings import (
    child_for_editing,
    screening_form_text,
)
from saathi.protection.identification.screening.vocabulary import INTERVIEW_DRAFT
from saathi.protection.identification.screening.wording import GUIDE

INTERVIEW_PAGE_TEXT = screening_form_text(
    _("Interview with the child"),
    _(
        "Record every interview, including those conducted by others and those that were broken off."
    ),
    template="screening/form.html",
)
CLUE_PAGE_TEXT = screening_form_text(
    _("Family tracing clue"),
    _("Record each clue as it was reported. It may be incomplete and may change."),
    template="screening/form.html",
)
MIGRATION_PAGE_TEXT = screening_form_text(
    _("Movement of the child"),
    _(
        "Moving is not a harm or an offence. A child who moved has the same rights as any"
        " other child (Committee on the Rights of the Child, general comment No. 6)."
    ),
)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_interview(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records an interview; the page shows how many there were before."""
    child, back = child_for_editing(request, file_id)
    count = queries.count_interviews(request.staff, child)
    form = _interview_form(request, child, {"is_first": count == 0})

    def save(sent: InterviewForm) -> str:
        actions.record_interview(child=child, data=sent.to_input(), actor=request.staff)
        return back

    alerts = pages.interview_limit_alerts(count)
    form.draft = DraftTarget(INTERVIEW_DRAFT, file_id)
    response = submit_form(request, form, save, newest_url=back)
    return response or render_child_form_page(
        request, child, form, INTERVIEW_PAGE_TEXT, alerts=alerts
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def change_interview(request: StaffRequest, file_id: UUID, interview_id: UUID) -> HttpResponse:
    """Adds missing details to an interview; the earlier version is kept."""
    child, back = child_for_editing(request, file_id)
    interview = records.get_record_of_file(request.staff, Interview, file_id, interview_id)
    office = request.staff.office
    happened = office.local(interview.happened_at)
    moment = {"on": office.date_of(happened), "at": f"{happened:%H:%M}"}
    initial = {**vars(interview), **records.open_texts(interview), **moment}
    form = _interview_form(request, child, initial)

    def save(sent: InterviewForm) -> str:
        actions.change_interview(
            interview=interview,
            data=sent.to_input(),
            version=sent.seen_version,
            actor=request.staff,
        )
        return back

    form.draft = DraftTarget(INTERVIEW_DRAFT, file_id)
    return submit_form(request, form, save, newest_url=back) or render_child_form_page(
        request, child, form, INTERVIEW_PAGE_TEXT
    )


def _interview_form(
    request: StaffRequest, child: Child, initial: dict[str, object]
) -> InterviewForm:
    office = request.staff.office
    return InterviewForm(
        posted_data(request),
        initial=initial,
        child_languages=child.languages,
        time_zone=office.time_zone,
        today=office.today(),
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def add_clue(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Adds a clue, with questions that put no words into the child's mouth."""
    child, back = child_for_editing(request, file_id)
    today = request.staff.office.today()
    initial = {"stated_on": today, "kind": request.GET.get("kind", "")}
    form = FamilyClueForm(posted_data(request), initial=initial, today=today)

    def save(sent: FamilyClueForm) -> str:
        actions.add_clue(child=child, data=sent.to_input(), actor=request.staff)
        return back

    response = submit_form(request, form, save, newest_url=back)
    return response or render_child_form_page(request, child, form, CLUE_PAGE_TEXT, guide=GUIDE)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def change_clue(request: StaffRequest, file_id: UUID, clue_id: UUID) -> HttpResponse:
    """Records the outcome of a clue; the earlier version is kept."""
    child, back = child_for_editing(request, file_id)
    clue = records.get_record_of_file(request.staff, FamilyClue, file_id, clue_id)
    texts = records.open_texts(clue)
    initial = {**vars(clue), **texts, "told": texts.get("words", "")}
    form = FamilyClueForm(posted_data(request), initial=initial, today=request.staff.office.today())

    def save(sent: FamilyClueForm) -> str:
        actions.change_clue(
            clue=clue, data=sent.to_input(), version=sent.seen_version, actor=request.staff
        )
        return back

    return submit_form(request, form, save, newest_url=back) or render_child_form_page(
        request, child, form, CLUE_PAGE_TEXT
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_migration(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records how the child moved, separately from the account of events."""
    child, back = child_for_editing(request, file_id)
    today = request.staff.office.today()
    initial = {"as_of": today}
    form = MigrationForm(posted_data(request), initial=initial, today=today)

    def save(sent: MigrationForm) -> str:
        actions.record_migration(child=child, data=sent.to_input(), actor=request.staff)
        return back

    return submit_form(request, form, save, newest_url=back) or render_child_form_page(
        request, child, form, MIGRATION_PAGE_TEXT
    )
