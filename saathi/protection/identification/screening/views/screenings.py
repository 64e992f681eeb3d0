"""Views of screenings: the file's list, a questionnaire, its answers, prompts, the field guide."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi.agencies import access, access_log, records
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people.form_pages import render_child_form_page
from saathi.people.models import Child
from saathi.people.panels import ChildFormPageText
from saathi.people.queries import child_header
from saathi.protection.identification.screening import offence_alerts, pages, prompts, queries
from saathi.protection.identification.screening.actions import screenings as actions
from saathi.protection.identification.screening.forms import PromptReplyForm, ScreeningForm
from saathi.protection.identification.screening.models import Screening
from saathi.protection.identification.screening.queries import ScreeningSubject
from saathi.protection.identification.screening.questionnaires import shipped_questionnaires
from saathi.protection.identification.screening.vocabulary import PromptReply
from saathi.protection.identification.screening.wording import AID_FIRST, AID_THEN

WRITE_PERMISSIONS = (Permission.WORK_ON_CASE, Permission.RECORD_REPORT)


@require_GET
@staff_screen(*WRITE_PERMISSIONS)
def show_screenings(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Shows screenings, interviews, clues and migration of a child, or the screenings of a report."""
    subject = _subject(request)
    overview = queries.load_screening_overview(request.staff, subject)
    access_log.log_file_list(request.staff, Section.SITUATION, file_id, overview.shown_ids)
    questionnaires = queries.list_questionnaires(request.staff.office)
    page = pages.subject_page(subject, overview, request.staff, questionnaires)
    assert request.rights is not None  # every URL here contains the file id
    context = subject_context(request, subject) | {
        "alerts": offence_alerts.presumed_trafficking_alerts(request.rights, subject.child),
        "page": page,
        "known": questionnaires.values(),
    }
    return render(request, "screening/show_screenings.html", context)


@sensitive_post_parameters()
@staff_screen(*WRITE_PERMISSIONS)
def record_screening(request: StaffRequest, file_id: UUID, questionnaire: str) -> HttpResponse:
    """Records a screening; questions that were not asked are left blank."""
    subject = subject_for_editing(request)
    chosen = queries.list_questionnaires(request.staff.office).get(questionnaire)
    if chosen is None:
        raise Http404
    initial = {"role": chosen.role, "screened_on": request.staff.office.today()}
    form = ScreeningForm(
        posted_data(request),
        initial=initial,
        questionnaire=chosen,
        today=request.staff.office.today(),
    )

    def save(sent: ScreeningForm) -> str:
        screening = actions.save_screening(
            file_id=file_id, child=subject.child, data=sent.to_input(), actor=request.staff
        )
        return reverse("screening:show_screening", args=[file_id, screening.pk])

    # The page holds only unsaved input or nothing, so the privacy cover is not needed.
    form.shows_stored_texts = False
    response = submit_form(request, form, save)
    context = subject_context(request, subject) | {"form": form, "asked": chosen}
    return response or render(request, "screening/answer.html", context)


@sensitive_post_parameters()
@staff_screen(*WRITE_PERMISSIONS)
def change_screening_answers(
    request: StaffRequest, file_id: UUID, screening_id: UUID
) -> HttpResponse:
    """Changes answers of the same version; the earlier version is kept."""
    subject = subject_for_editing(request)
    screening = records.get_record_of_file(request.staff, Screening, file_id, screening_id)
    version = queries.get_questionnaire(screening)
    answers, texts = queries.open_answers(screening)
    form = ScreeningForm(
        posted_data(request),
        initial={**vars(screening), **answers, **texts},
        questionnaire=version,
        today=request.staff.office.today(),
    )
    address = reverse("screening:show_screening", args=[file_id, screening.pk])

    def save(sent: ScreeningForm) -> str:
        actions.change_answers(
            screening=screening,
            data=sent.to_input(),
            version=sent.seen_version,
            actor=request.staff,
        )
        return address

    response = submit_form(request, form, save, newest_url=address)
    context = subject_context(request, subject) | {"form": form, "asked": version}
    return response or render(request, "screening/answer.html", context)


@require_GET
@staff_screen(*WRITE_PERMISSIONS)
def show_screening(request: StaffRequest, file_id: UUID, screening_id: UUID) -> HttpResponse:
    """Shows one screening: the answers and the result of the rule."""
    context = _screening_context(request, file_id, screening_id)
    assert request.rights is not None  # every URL here contains the file id
    if context["page"].is_sign and context["child"] is not None:
        context["alerts"] = offence_alerts.accused_child_alerts(request.rights)
    return render(request, "screening/show_screening.html", context)


@require_GET
@staff_screen(*WRITE_PERMISSIONS)
def print_screening(request: StaffRequest, file_id: UUID, screening_id: UUID) -> HttpResponse:
    """The screening for printing, with the file code instead of the name."""
    context = _screening_context(request, file_id, screening_id)
    return render(request, "screening/print_screening.html", context)


def _screening_context(request: StaffRequest, file_id: UUID, screening_id: UUID) -> dict[str, Any]:
    subject = _subject(request)
    screening = records.get_record_of_file(request.staff, Screening, file_id, screening_id)
    version = queries.get_questionnaire(screening)
    page = pages.build_screening_page(screening, version, request.staff.office)
    return subject_context(request, subject) | {"page": page, "screening_id": screening.pk}


screening_form_text = partial(
    ChildFormPageText, back="screening:show_screenings", back_label=_("Screening")
)
REPLY_PAGE_TEXT = screening_form_text(
    _("Answer without a screening"),
    _("Any of these answers is acceptable. Help continues unchanged."),
)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def reply_to_prompts(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records why no screening is done now; this answers all open prompts of the child."""
    child, back = child_for_editing(request, file_id)
    form = PromptReplyForm(posted_data(request), today=request.staff.office.today())

    def save(sent: PromptReplyForm) -> str:
        actions.save_prompt_replies(
            child=child,
            kinds=prompts.list_open_prompts_of_file(request.staff, file_id),
            answer=PromptReply(sent.cleaned_data["reply"]),
            why=sent.cleaned_data["why"],
            actor=request.staff,
        )
        return back

    return submit_form(request, form, save, newest_url=back) or render_child_form_page(
        request, child, form, REPLY_PAGE_TEXT
    )


@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def list_prompts(request: StaffRequest) -> HttpResponse:
    """Lists children with a screening prompt in the reader's own and covered open cases."""
    rows = pages.prompted_child_rows(queries.list_prompted_children(request.staff))
    access_log.log_list_view(request.staff, [line.file_id for line in rows], model="people.child")
    return render(request, "screening/list_prompts.html", {"lines": rows})


@require_GET
@staff_screen()
def show_first_contact_guide(request: StaffRequest) -> HttpResponse:
    """Shows the guide for police and other first contacts.

    It says what to do and what to look for, without data on any child.
    """
    aid = shipped_questionnaires()["police_aid"]
    context = {"asked": aid, "first": AID_FIRST, "then": AID_THEN}
    return render(request, "screening/show_first_contact_guide.html", context)


def subject_context(request: StaffRequest, subject: ScreeningSubject) -> dict[str, Any]:
    """The header of a page's subject, and whether the reader may write here."""
    child = subject.child
    return {
        "child": child_header(child, staff=request.staff) if child else None,
        "report": subject.report,
        "file_id": subject.file_id,
        "may_write": may_write(request),
    }


def subject_for_editing(request: StaffRequest) -> ScreeningSubject:
    """The subject of a screening, for staff who may write it; 404 for all others."""
    if not may_write(request):
        raise access.NotAllowed
    return _subject(request)


def may_write(request: StaffRequest) -> bool:
    """Whether the reader may write to the file's situation; the rights were loaded before."""
    return request.rights is not None and bool(request.rights.writes & Section.SITUATION)


def _subject(request: StaffRequest) -> ScreeningSubject:
    assert request.rights is not None  # every URL here contains the file id
    return queries.get_screening_subject(request.staff, request.rights)


def child_for_editing(request: StaffRequest, file_id: UUID) -> tuple[Child, str]:
    """The child and the return URL, for staff who may write here; 404 for everyone else."""
    child = subject_for_editing(request).child
    if child is None:
        raise access.NotAllowed
    return child, reverse("screening:show_screenings", args=[file_id])
