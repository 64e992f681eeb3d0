"""Opening a file after a search without a match, or joining the report to a found child."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from saathi.agencies import access
from saathi.agencies.form_submission import RecordForm, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.desk.child_search import actions
from saathi.people.forms import AgeForm, ChildForm, initial_name_fields
from saathi.people.models import Child
from saathi.people.vocabulary import NameKind
from saathi.protection.identification.intake.enquiry_payload import EnquiryPayload
from saathi.protection.identification.intake.models import Enquiry
from saathi.protection.identification.intake.vocabulary import ReportOutcome
from saathi.vault import store as vault


@sensitive_post_parameters()
@staff_screen(Permission.OPEN_CASE)
def open_file_from_search(request: StaffRequest, enquiry_id: UUID) -> HttpResponse:
    """A new child's file and case, filled in with the search terms."""
    enquiry = access.get(request.staff, Enquiry, enquiry_id)
    terms = EnquiryPayload.from_payload(vault.open(enquiry))
    today = request.staff.office.today()
    asked_age = {"age_low": terms.age_low, "age_high": terms.age_high}
    age = AgeForm(request.POST or None, initial=asked_age, today=today)

    def save(form: ChildForm) -> str:
        opened = actions.open_child(
            new=form.to_new_child(age.to_evidence(), note=age.cleaned_data["age_note"]),
            report_id=terms.report,
            today=today,
            actor=request.staff,
        )
        return reverse("desk:child_file", args=[opened.child.file_id])

    form = ChildForm(request.POST or None, initial=_initial(terms))
    form.shows_words = False  # filled in with what the user has just typed into the search
    if answer := submit_form(request, form, save, other_forms=[age]):
        return answer
    back = reverse("desk:show_search_result", args=[enquiry.pk])
    return render(
        request, "desk/open_file_from_search.html", {"form": form, "age": age, "back": back}
    )


def _initial(terms: EnquiryPayload) -> dict[str, object]:
    names = [{"kind": NameKind.GIVEN, "text": name} for name in terms.names]
    names += [{"kind": NameKind.FATHER, "text": terms.father}] if terms.father else []
    names += [{"kind": NameKind.MOTHER, "text": terms.mother}] if terms.mother else []
    return initial_name_fields(names) | {
        "gender": terms.gender,
        "home_district": terms.district,
        "languages": [terms.language] if terms.language else [],
    }


@require_POST
@staff_screen(Permission.OPEN_CASE)
def link_report_to_child(request: StaffRequest, enquiry_id: UUID, file_id: UUID) -> HttpResponse:
    """Joins the report behind the search to this child's file."""
    enquiry = access.get(request.staff, Enquiry, enquiry_id)
    terms = EnquiryPayload.from_payload(vault.open(enquiry))
    child = access.visible(request.staff, Child).filter(file=file_id).first()
    if child is None or not terms.report:
        raise Http404

    def save(_form: RecordForm) -> str:
        actions.assign_report_to_child(
            report_id=UUID(terms.report),
            child=child,
            outcome=ReportOutcome.ADDED_TO_CASE,
            actor=request.staff,
        )
        return reverse("desk:child_file", args=[file_id])

    answer = submit_form(request, RecordForm(request.POST), save)
    return answer or redirect("desk:show_search_result", enquiry.pk)
