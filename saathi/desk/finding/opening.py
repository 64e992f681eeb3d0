"""Opening a child's file after a search that did not find her, or joining a report to one it found."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from saathi.agencies import access, once
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.desk.finding import actions
from saathi.people.forms import AgeForm, ChildForm, names_initial
from saathi.people.models import Child
from saathi.people.vocabulary import NameKind
from saathi.protection.intake.asked import Asked
from saathi.protection.intake.models import Enquiry
from saathi.protection.intake.vocabulary import ReportOutcome
from saathi.vault import store as vault


@sensitive_post_parameters()
@staff_screen(Permission.OPEN_CASE)
def open_file(request: StaffRequest, enquiry_id: UUID) -> HttpResponse:
    """A new child's file and case, filled in with what was looked for."""
    enquiry = access.get(request.staff, Enquiry, enquiry_id)
    asked = Asked.from_payload(vault.open(enquiry))
    if request.method != "POST":
        return _form(request, enquiry, ChildForm(initial=_initial(asked)), _age(asked))
    if (earlier := once.begin(request)) is not None:
        return earlier
    form, age = ChildForm(request.POST), AgeForm(request.POST)
    if not (form.is_valid() and age.is_valid()):
        age.is_valid()  # both tell their mistakes at once
        once.give_back(request)
        return _form(request, enquiry, form, age)
    today = request.staff.office.today()
    evidence = age.evidence(today)
    opened = actions.open_child(
        new=form.child((evidence,) if evidence else ()),
        report_id=asked.report,
        today=today,
        by=request.staff,
    )
    return once.finish(request, reverse("desk:child_file", args=[opened.child.file_id]))


def _initial(asked: Asked) -> dict[str, object]:
    names = [{"kind": NameKind.GIVEN, "text": name} for name in asked.names]
    names += [{"kind": NameKind.FATHER, "text": asked.father}] if asked.father else []
    names += [{"kind": NameKind.MOTHER, "text": asked.mother}] if asked.mother else []
    return names_initial(names) | {
        "gender": asked.gender,
        "home_district": asked.district,
        "languages": [asked.language] if asked.language else [],
    }


def _age(asked: Asked) -> AgeForm:
    return AgeForm(initial={"age_low": asked.age_low, "age_high": asked.age_high})


def _form(request: StaffRequest, enquiry: Enquiry, form: ChildForm, age: AgeForm) -> HttpResponse:
    back = reverse("desk:show_answer", args=[enquiry.pk])
    context = {"form": form, "age": age, "form_key": once.new_key(), "back": back}
    return render(request, "desk/open_file.html", context)


@require_POST
@staff_screen(Permission.OPEN_CASE)
def link_report(request: StaffRequest, enquiry_id: UUID, file_id: UUID) -> HttpResponse:
    """The report behind the search is about this child: it is joined to her file."""
    if (earlier := once.begin(request)) is not None:
        return earlier
    enquiry = access.get(request.staff, Enquiry, enquiry_id)
    asked = Asked.from_payload(vault.open(enquiry))
    child = access.visible(request.staff, Child).filter(file=file_id).first()
    if child is None or not asked.report:
        raise Http404
    actions.join_report(
        report_id=UUID(asked.report),
        child=child,
        outcome=ReportOutcome.ADDED_TO_CASE,
        by=request.staff,
    )
    return once.finish(request, reverse("desk:child_file", args=[file_id]))
