"""Opening a child's file after a search that did not find her, or joining a report to one it found."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from saathi.agencies import access
from saathi.agencies.form_submission import RecordForm, submit_form
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.desk.child_search import actions
from saathi.people.forms import AgeForm, ChildForm, initial_name_fields
from saathi.people.models import Child
from saathi.people.vocabulary import NameKind
from saathi.protection.intake.enquiry_payload import EnquiryPayload
from saathi.protection.intake.models import Enquiry
from saathi.protection.intake.vocabulary import ReportOutcome
from saathi.vault import store as vault


@sensitive_post_parameters()
@staff_screen(Permission.OPEN_CASE)
def open_file(request: StaffRequest, enquiry_id: UUID) -> HttpResponse:
    """A new child's file and case, filled in with what was looked for."""
    enquiry = access.get(request.staff, Enquiry, enquiry_id)
    asked = EnquiryPayload.from_payload(vault.open(enquiry))
    today = request.staff.office.today()
    asked_age = {"age_low": asked.age_low, "age_high": asked.age_high}
    age = AgeForm(request.POST or None, initial=asked_age, today=today)

    def save(form: ChildForm) -> str:
        opened = actions.open_child(
            new=form.to_new_child(age.to_evidence(), note=age.cleaned_data["age_note"]),
            report_id=asked.report,
            today=today,
            actor=request.staff,
        )
        return reverse("desk:child_file", args=[opened.child.file_id])

    form = ChildForm(request.POST or None, initial=_initial(asked))
    form.shows_words = False  # filled in with what she has just typed into the search
    if answer := submit_form(request, form, save, other_forms=[age]):
        return answer
    back = reverse("desk:show_answer", args=[enquiry.pk])
    return render(request, "desk/open_file.html", {"form": form, "age": age, "back": back})


def _initial(asked: EnquiryPayload) -> dict[str, object]:
    names = [{"kind": NameKind.GIVEN, "text": name} for name in asked.names]
    names += [{"kind": NameKind.FATHER, "text": asked.father}] if asked.father else []
    names += [{"kind": NameKind.MOTHER, "text": asked.mother}] if asked.mother else []
    return initial_name_fields(names) | {
        "gender": asked.gender,
        "home_district": asked.district,
        "languages": [asked.language] if asked.language else [],
    }


@require_POST
@staff_screen(Permission.OPEN_CASE)
def link_report(request: StaffRequest, enquiry_id: UUID, file_id: UUID) -> HttpResponse:
    """The report behind the search is about this child: it is joined to her file."""
    enquiry = access.get(request.staff, Enquiry, enquiry_id)
    asked = EnquiryPayload.from_payload(vault.open(enquiry))
    child = access.visible(request.staff, Child).filter(file=file_id).first()
    if child is None or not asked.report:
        raise Http404

    def save(_form: RecordForm) -> str:
        actions.join_report(
            report_id=UUID(asked.report),
            child=child,
            outcome=ReportOutcome.ADDED_TO_CASE,
            actor=request.staff,
        )
        return reverse("desk:child_file", args=[file_id])

    answer = submit_form(request, RecordForm(request.POST), save)
    return answer or redirect("desk:show_answer", enquiry.pk)
