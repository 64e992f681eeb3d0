"""Screens about who a child is: change names and facts, add evidence of her age."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from saathi.agencies import access
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sending import send
from saathi.people import actions
from saathi.people.evidence import told_in
from saathi.people.forms import AgeForm, ChildForm, names_initial
from saathi.people.models import AgeStatement, Child
from saathi.people.queries import child_of_file
from saathi.people.wording import age_evidence
from saathi.vault import store as vault

PLAIN = (
    "gender",
    "languages",
    "nationality_state",
    "nationalities",
    "home_country",
    "home_district",
    "version",
)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def edit_child(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Her names and facts, to change; nobody's change is written over another's."""
    child = _child(request, file_id)

    def save(form: ChildForm) -> str:
        actions.change_identity(child=child, to=form.child(), version=form.seen, by=request.staff)
        return reverse("desk:child_file", args=[file_id])

    form = ChildForm(request.POST or None, initial=_initial(child))
    answer = send(request, form, save)
    return answer or render(request, "people/edit_child.html", _context(child, form))


def _child(request: StaffRequest, file_id: UUID) -> Child:
    if not access.may_write(request.staff, file_id, Child.section):
        raise Http404
    return child_of_file(request.staff, file_id)


def _initial(child: Child) -> dict[str, Any]:
    opened = vault.open(child)
    return {
        **{name: getattr(child, name) for name in PLAIN},
        **names_initial(opened["names"]),
        "names_unknown": not opened["names"],
        "address": opened.get("address", ""),
        "phones": "\n".join(opened.get("phones", [])),
        "marks": opened.get("marks", ""),
    }


def _context(child: Child, form: ChildForm | AgeForm) -> dict[str, Any]:
    return {
        "form": form,
        "code": child.code,
        "back": reverse("desk:child_file", args=[child.file_id]),
    }


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def add_age(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """One more piece of evidence of her age, beside the others."""
    child = _child(request, file_id)

    def save(form: AgeForm) -> str:
        told = form.evidence()
        if not told:
            form.add_error("age_low", _("Write an age, a range of ages, or a date of birth."))
            return ""
        note = form.cleaned_data["age_note"]
        actions.add_ages(child=child, told=told, note=note, by=request.staff)
        return reverse("desk:child_file", args=[file_id])

    form = AgeForm(request.POST or None, today=request.staff.office.today())
    return send(request, form, save) or _age(request, child, form)


def _age(request: StaffRequest, child: Child, form: AgeForm) -> HttpResponse:
    rows = access.visible(request.staff, AgeStatement).filter(child=child).order_by("-as_of")
    ages = [(age_evidence(told), told.note) for told in told_in(list(rows))]
    return render(request, "people/add_age.html", _context(child, form) | {"ages": ages})
