"""Screens that change who a child is: facts, names, where from, how to speak with her, her age.

The page that shows it all is in `people.identity`.
"""

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
from saathi.agencies.sending import posted, send
from saathi.people import actions, names
from saathi.people.evidence import told_in
from saathi.people.models import AgeStatement, Child
from saathi.people.part_forms import (
    ChangeNameForm,
    EvidenceForm,
    FactsForm,
    NameForm,
    OriginForm,
    SpeechForm,
)
from saathi.people.queries import found_on
from saathi.people.rows import About
from saathi.people.screens import form_page, to_write
from saathi.people.wording import age_evidence
from saathi.vault import store as vault

WHO = ("identity:show_child", _("Who the child is"))
FACTS = About(
    _("Home, reach, marks"), _("What stood here before is kept."), _("Keep the changes"), *WHO
)
ADD_NAME = About(
    _("Add a name"),
    _("Write it as she or he writes or says it; the same name in two scripts is two names."),
    _("Keep the name"),
    *WHO,
)
CHANGE_NAME = About(
    _("Change a name"),
    _("As it was written before is kept. Nothing about the child follows from a name."),
    _("Keep the name"),
    *WHO,
)
ORIGIN = About(
    _("Nationality, stay and documents"),
    _(
        "Nothing here is needed for help. Not known is a full answer. A child from elsewhere has the "
        "same rights as every other child (Committee on the Rights of the Child, "
        "General Comment No. 6)."
    ),
    _("Keep the changes"),
    *WHO,
)
SPEECH = About(
    _("How to speak with the child"),
    _("Ask the child which language is the easiest, and who may interpret."),
    _("Keep the changes"),
    *WHO,
)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def edit_child(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Her home and how she is reached and known; nobody's change is written over another's."""
    child = to_write(request, file_id)
    form = FactsForm(posted(request), initial=_facts(child), today=request.staff.office.today())

    def save(filled: FactsForm) -> str:
        actions.change_facts(child=child, to=filled.facts(), version=filled.seen, by=request.staff)
        return who_url(child)

    return send(request, form, save) or form_page(request, child, form, FACTS)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def add_name(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """One more name of hers, or of her parents."""
    child = to_write(request, file_id)
    form = NameForm(
        posted(request), initial={"version": child.version}, today=request.staff.office.today()
    )

    def save(filled: NameForm) -> str:
        actions.add_name(child=child, name=filled.name(), version=filled.seen, by=request.staff)
        return who_url(child)

    return send(request, form, save) or form_page(request, child, form, ADD_NAME)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def change_name(request: StaffRequest, file_id: UUID, place: int) -> HttpResponse:
    """One name, written otherwise or marked as not hers."""
    child = to_write(request, file_id)
    known = names.in_envelope(vault.open(child))
    if place >= len(known):
        raise Http404
    initial = {**vars(known[place]), "version": child.version}
    form = ChangeNameForm(posted(request), initial=initial, today=request.staff.office.today())

    def save(filled: ChangeNameForm) -> str:
        actions.change_name(
            child=child, place=place, to=filled.name(), version=filled.seen, by=request.staff
        )
        return who_url(child)

    return send(request, form, save) or form_page(request, child, form, CHANGE_NAME)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def edit_origin(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Her nationality, the ground of her stay, whether there are documents."""
    child = to_write(request, file_id)
    initial = {**vars(child), "about_papers": vault.open(child).get("about_papers", "")}
    form = OriginForm(posted(request), initial=initial, today=request.staff.office.today())

    def save(filled: OriginForm) -> str:
        actions.change_origin(
            child=child, to=filled.origin(), version=filled.seen, by=request.staff
        )
        return who_url(child)

    return send(request, form, save) or form_page(request, child, form, ORIGIN)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def edit_speech(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Her languages, whether she needs an interpreter, how she makes herself understood."""
    child = to_write(request, file_id)
    initial = {
        **vars(child),
        "preferred": child.preferred_language,
        "ways": child.communicates,
        "note": vault.open(child).get("about_speech", ""),
    }
    form = SpeechForm(posted(request), initial=initial, today=request.staff.office.today())

    def save(filled: SpeechForm) -> str:
        actions.change_speech(
            child=child, to=filled.speech(), version=filled.seen, by=request.staff
        )
        return who_url(child)

    return send(request, form, save) or form_page(request, child, form, SPEECH)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def add_age(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """One more piece of evidence of her age, beside the others."""
    child = to_write(request, file_id)

    def save(form: EvidenceForm) -> str:
        told = form.evidence()
        if not told:
            form.add_error("age_low", _("Write an age, a range of ages, or a date of birth."))
            return ""
        note = form.cleaned_data["age_note"]
        actions.add_ages(child=child, told=told, note=note, by=request.staff)
        return reverse("desk:child_file", args=[file_id])

    form = EvidenceForm(request.POST or None, today=request.staff.office.today())
    return send(request, form, save) or _age(request, child, form)


def _age(request: StaffRequest, child: Child, form: EvidenceForm) -> HttpResponse:
    rows = access.visible(request.staff, AgeStatement).filter(child=child).order_by("-as_of")
    context = {
        "form": form,
        "code": child.code,
        "back": reverse("desk:child_file", args=[child.file_id]),
        "ages": [(age_evidence(told), told.note) for told in told_in(list(rows))],
    }
    return render(request, "people/add_age.html", context)


def who_url(child: Child) -> str:
    """Where the page of who a child is stands."""
    return reverse("identity:show_child", args=[child.file_id])


def _facts(child: Child) -> dict[str, Any]:
    opened = vault.open(child)
    return {
        "gender": child.gender,
        "home_country": child.home_country,
        "home_district": child.home_district,
        "version": child.version,
        "found_on": found_on(opened),
        "address": opened.get("address", ""),
        "phones": "\n".join(opened.get("phones", [])),
        "marks": opened.get("marks", ""),
    }
