"""Screens of the people around a child, and of those said to have harmed her."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import access, looking, records
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.sending import posted, send
from saathi.people.around import actions, pages, queries
from saathi.people.around.forms import (
    AllegedForm,
    ChangePersonForm,
    OutcomeForm,
    PersonForm,
    Siblings,
)
from saathi.people.models import Child
from saathi.people.queries import child_of_file, header
from saathi.people.rows import About
from saathi.people.screens import form_page, to_write

_BACK = ("around:show_around", _("People around the child"))
PERSON = About(
    _("Somebody around the child"),
    _("Ask the child who matters, and who must not come near."),
    _("Keep it"),
    *_BACK,
)
ALLEGED = About(
    _("Said to have harmed the child"),
    _("Write what is said, by whom and on what. It is no finding."),
    _("Keep what is said"),
    *_BACK,
)
OUTCOME = About(
    _("What an authority decided"),
    _("It stands beside what was said, and beside earlier decisions."),
    _("Keep the decision"),
    *_BACK,
)


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def show_around(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Who is around the child, and who is said to have harmed her where that is read."""
    rights = request.rights or access.rights(request.staff, file_id)
    child = child_of_file(request.staff, file_id)
    around = queries.around_of(rights, request.GET.get("page", 1))
    shown = rights.reads & (Section.IDENTITY | Section.SITUATION)
    looking.record(request.staff, audit.Kind.LISTED, shown, file_id=file_id, objects=around.shown)
    context = {
        "child": header(child, staff=request.staff),
        "alerts": pages.alerts_of(around),
        "parts": pages.parts_of(around),
        "page": around.page,
        "file_id": file_id,
    }
    return render(request, "around/show_around.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def add_person(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Somebody more around the child."""
    child = to_write(request, file_id)
    siblings = Siblings(queries.readable(request.staff).exclude(pk=child.pk))
    form = PersonForm(posted(request), siblings=siblings, today=request.staff.office.today())

    def save(filled: PersonForm) -> str:
        actions.add_person(child=child, told=filled.told(), by=request.staff)
        return _back(request, child, filled)

    return send(request, form, save) or form_page(request, child, form, PERSON)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def change_person(request: StaffRequest, file_id: UUID, person_id: UUID) -> HttpResponse:
    """Somebody around the child as it is now, or no longer around."""
    child = to_write(request, file_id)
    person = queries.person_of(request.staff, file_id, person_id)
    words = records.words_of(person)
    sibling, unseen = queries.sibling_of(request.staff, words)
    initial = {**vars(person), **words, "sibling_code": sibling.code if sibling else ""}
    form = ChangePersonForm(
        posted(request),
        initial=initial,
        siblings=Siblings(queries.readable(request.staff).exclude(pk=child.pk), unseen),
        today=request.staff.office.today(),
    )

    def save(filled: ChangePersonForm) -> str:
        actions.change_person(
            person=person, told=filled.told(), version=filled.seen, by=request.staff
        )
        return _back(request, child, filled)

    return send(request, form, save) or form_page(request, child, form, PERSON)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def add_alleged(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Somebody who is said to have harmed the child."""
    child = to_write(request, file_id, Section.SITUATION)
    form = AllegedForm(
        posted(request),
        people=queries.named(request.staff, child),
        colleagues=queries.colleagues(request.staff, child),
        today=request.staff.office.today(),
    )

    def save(filled: AllegedForm) -> str:
        actions.add_alleged(child=child, told=filled.told(), by=request.staff)
        return _page(child)

    return send(request, form, save) or form_page(request, child, form, ALLEGED)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def change_alleged(request: StaffRequest, file_id: UUID, alleged_id: UUID) -> HttpResponse:
    """The accusation as it is said now."""
    child = to_write(request, file_id, Section.SITUATION)
    alleged = queries.alleged_of(request.staff, file_id, alleged_id)
    initial = {**vars(alleged), **records.words_of(alleged), "relation": alleged.relation_id}
    form = AllegedForm(
        posted(request),
        initial=initial,
        people=queries.named(request.staff, child),
        colleagues=queries.colleagues(request.staff, child, alleged.accused_staff),
        today=request.staff.office.today(),
    )

    def save(filled: AllegedForm) -> str:
        actions.change_alleged(
            alleged=alleged, told=filled.told(), version=filled.seen, by=request.staff
        )
        return _page(child)

    return send(request, form, save) or form_page(request, child, form, ALLEGED)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def add_outcome(request: StaffRequest, file_id: UUID, alleged_id: UUID) -> HttpResponse:
    """What an authority did or decided about the accusation."""
    child = to_write(request, file_id, Section.SITUATION)
    alleged = queries.alleged_of(request.staff, file_id, alleged_id)
    form = OutcomeForm(posted(request), today=request.staff.office.today())

    def save(filled: OutcomeForm) -> str:
        actions.add_outcome(alleged=alleged, told=filled.told(), by=request.staff)
        return _page(child)

    return send(request, form, save) or form_page(request, child, form, OUTCOME)


def _page(child: Child) -> str:
    return reverse("around:show_around", args=[child.file_id])


def _back(request: StaffRequest, child: Child, filled: PersonForm) -> str:
    """The page of those around her; the link from the sibling's file is written on the way."""
    if filled.sibling is not None and filled.cleaned_data["join_back"]:
        actions.join_back(child=child, sibling=filled.sibling, by=request.staff)
    return _page(child)
