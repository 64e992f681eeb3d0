"""Screens about who a child is: change names and facts, add evidence of her age."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from saathi.agencies import access, once
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.writing import ChangedMeanwhile
from saathi.people import actions
from saathi.people.forms import AgeForm, ChildForm, names_initial
from saathi.people.models import AgeStatement, Child
from saathi.people.wording import age_evidence
from saathi.vault import store as vault
from saathi.web import troubles

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
    if request.method != "POST":
        return _edit(request, child, ChildForm(initial=_initial(child)))
    if (earlier := once.begin(request)) is not None:
        return earlier
    form = ChildForm(request.POST)
    if not form.is_valid():
        once.give_back(request)
        return _edit(request, child, form)
    try:
        version = form.cleaned_data["version"] or 0
        actions.change_identity(child=child, to=form.child(), version=version, by=request.staff)
    except ChangedMeanwhile:
        once.give_back(request)
        newest = reverse("people:edit_child", args=[file_id])
        return troubles.conflict(request, typed=_typed(form), newest_url=newest)
    return once.finish(request, reverse("desk:child_file", args=[file_id]))


def _child(request: StaffRequest, file_id: UUID) -> Child:
    found = access.visible(request.staff, Child).filter(file=file_id)
    child_id = found.values_list("pk", flat=True).first()
    if child_id is None or not access.may_write(request.staff, file_id, Child.section):
        raise Http404
    return access.get(request.staff, Child, child_id)


def _initial(child: Child) -> dict[str, Any]:
    opened = vault.open(child)
    return {
        **{name: getattr(child, name) for name in PLAIN},
        **names_initial(opened["names"]),
        "names_unknown": not opened["names"],
        "address": opened.get("address", ""),
        "phones": ", ".join(opened.get("phones", [])),
        "marks": opened.get("marks", ""),
    }


def _typed(form: ChildForm) -> dict[str, str]:
    data = form.cleaned_data
    names = [data[bound.name] for row in form.rows() for bound in row[:1] if data[bound.name]]
    typed = {gettext("Names"): " · ".join(names)}
    for name in ("address", "phones", "marks"):
        typed[str(form.fields[name].label)] = data[name]
    return {label: text for label, text in typed.items() if text}


def _edit(request: StaffRequest, child: Child, form: ChildForm) -> HttpResponse:
    return render(request, "people/edit_child.html", _context(child, form))


def _context(child: Child, form: ChildForm | AgeForm) -> dict[str, Any]:
    return {
        "form": form,
        "form_key": once.new_key(),
        "code": child.code,
        "back": reverse("desk:child_file", args=[child.file_id]),
    }


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def add_age(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """One more piece of evidence of her age, beside the others."""
    child = _child(request, file_id)
    if request.method != "POST":
        return _age(request, child, AgeForm())
    if (earlier := once.begin(request)) is not None:
        return earlier
    form = AgeForm(request.POST)
    evidence = form.evidence(request.staff.office.today()) if form.is_valid() else None
    if evidence is None:
        if form.is_valid():
            form.add_error("age_low", _("Write an age, or a range of ages."))
        once.give_back(request)
        return _age(request, child, form)
    note = form.cleaned_data["age_note"]
    actions.add_age(child=child, evidence=evidence, note=note, by=request.staff)
    return once.finish(request, reverse("desk:child_file", args=[file_id]))


def _age(request: StaffRequest, child: Child, form: AgeForm) -> HttpResponse:
    rows = access.visible(request.staff, AgeStatement).filter(child=child).order_by("-as_of")
    ages = [age_evidence(row) for row in rows.defer("sealed")]
    return render(request, "people/add_age.html", _context(child, form) | {"ages": ages})
