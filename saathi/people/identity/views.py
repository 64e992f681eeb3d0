"""The page of who a child is, and the forms for what stands on it beyond names and age."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import access, looking, records
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.sending import posted, send
from saathi.people.identity import actions, queries
from saathi.people.identity.forms import (
    BackgroundForm,
    CultureForm,
    FunctioningForm,
    GroundsForm,
    MovementForm,
    PaperForm,
)
from saathi.people.identity.models import Grounds, Movement, Paper
from saathi.people.identity.parts import earlier_rows, parts_of
from saathi.people.queries import child_of_file, header, header_of
from saathi.people.rows import About
from saathi.people.screens import form_page, to_write
from saathi.people.views import WHO, who_url

_BEYOND = Section.PLAN | Section.NEEDS | Section.SITUATION
PAPER = About(_("A document"), _("None is needed for anything here."), _("Keep the document"), *WHO)
FUNCTIONS = About(
    _("What the child can do"),
    _(
        "Ask the child, in words the child knows; each answer is free. "
        "The questions are made for five years and over."
    ),
    _("Keep the answers"),
    *WHO,
)
GROUNDS = About(
    _("Treated worse"),
    _("Write only what the child wants to say. It opens help against it, and nothing else."),
    _("Keep what was said"),
    *WHO,
)
CULTURE = About(
    _("Language, religion, customs"),
    _("To keep up what the child grew up with. Children are never parted or placed by it."),
    _("Keep it"),
    *WHO,
)
MOVEMENT = About(
    _("A movement"), _("Moving is no fault and no harm."), _("Keep the movement"), *WHO
)
BACKGROUND = About(
    _("Home, school and living before"),
    _(
        "As it was before it happened, or before you met the child. Ask only what helps the child "
        "or others now; each answer is free, and what is left open was not asked."
    ),
    _("Keep the answers"),
    *WHO,
)


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def show_child(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Who a child is, as much of it as this person reads."""
    rights = request.rights or access.rights(request.staff, file_id)
    child = child_of_file(request.staff, file_id)
    known = queries.known_of(rights, child)
    beyond = rights.reads & _BEYOND
    if known.shown or beyond:
        kind = audit.Kind.LISTED
        looking.record(request.staff, kind, beyond, file_id=file_id, objects=known.shown)
    opened = known.words(child)
    context = {
        "child": header_of(child, opened, staff=request.staff),
        "parts": parts_of(known, request.staff.office.today()),
        "may_write": bool(rights.writes & Section.IDENTITY),
        "file_id": file_id,
    }
    return render(request, "identity/show_child.html", context)


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def show_earlier(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Her names, home and reach as they stood before, for those who may change them."""
    child = to_write(request, file_id)
    earlier = queries.earlier_of(request.staff, child)
    context = {
        "child": header(child, staff=request.staff),
        "rows": earlier_rows(earlier, request.staff.office.time_zone),
        "file_id": file_id,
    }
    return render(request, "identity/show_earlier.html", context)


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def print_child(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The same on paper, without links to change it; that it was printed is on record."""
    rights = request.rights or access.rights(request.staff, file_id)
    child = child_of_file(request.staff, file_id)
    known = queries.known_of(replace(rights, writes=Section(0)), child)
    looking.record(
        request.staff,
        audit.Kind.PRINTED,
        Section.IDENTITY | rights.reads & _BEYOND,
        file_id=file_id,
        objects=[child.pk, *known.shown],
    )
    context = {
        "code": child.code,
        "parts": parts_of(known, request.staff.office.today()),
        "file_id": file_id,
    }
    return render(request, "identity/print_child.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def add_paper(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """One more document."""
    child = to_write(request, file_id)
    form = PaperForm(posted(request), today=request.staff.office.today())

    def save(filled: PaperForm) -> str:
        actions.add_paper(child=child, told=filled.told(), by=request.staff)
        return who_url(child)

    return send(request, form, save) or form_page(request, child, form, PAPER)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def change_paper(request: StaffRequest, file_id: UUID, paper_id: UUID) -> HttpResponse:
    """A document that was given back, lost, applied for."""
    child = to_write(request, file_id)
    paper = records.one_of(request.staff, Paper, file_id, paper_id)
    initial = {**vars(paper), **records.words_of(paper)}
    form = PaperForm(posted(request), initial=initial, today=request.staff.office.today())

    def save(filled: PaperForm) -> str:
        actions.change_paper(paper=paper, told=filled.told(), version=filled.seen, by=request.staff)
        return who_url(child)

    return send(request, form, save) or form_page(request, child, form, PAPER)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_functioning(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """What the child can do, by six questions that may each be left open."""
    child = to_write(request, file_id, Section.NEEDS)
    form = FunctioningForm(posted(request), today=request.staff.office.today())

    def save(filled: FunctioningForm) -> str:
        actions.record_functioning(child=child, told=filled.told(), by=request.staff)
        return who_url(child)

    return send(request, form, save) or form_page(request, child, form, FUNCTIONS)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_grounds(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """On what grounds the child says she is treated worse."""
    child = to_write(request, file_id, Section.SITUATION)
    form = GroundsForm(posted(request), today=request.staff.office.today())

    def save(filled: GroundsForm) -> str:
        actions.record_grounds(child=child, told=filled.told(), by=request.staff)
        return who_url(child)

    return send(request, form, save) or form_page(request, child, form, GROUNDS)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def change_grounds(request: StaffRequest, file_id: UUID, grounds_id: UUID) -> HttpResponse:
    """The same told anew, or opened and closed to readers."""
    child = to_write(request, file_id, Section.SITUATION)
    grounds = records.one_of(request.staff, Grounds, file_id, grounds_id)
    words = records.words_of(grounds)
    initial = {**vars(grounds), **words, "words_said": words.get("words", "")}
    form = GroundsForm(posted(request), initial=initial, today=request.staff.office.today())

    def save(filled: GroundsForm) -> str:
        actions.change_grounds(
            grounds=grounds, told=filled.told(), version=filled.seen, by=request.staff
        )
        return who_url(child)

    return send(request, form, save) or form_page(request, child, form, GROUNDS)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def edit_culture(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Her language and religion, and how both are kept up."""
    child = to_write(request, file_id, Section.PLAN)
    culture = queries.culture_of(request.staff, child)
    initial = {**vars(culture), **records.words_of(culture)} if culture else {}
    form = CultureForm(posted(request), initial=initial, today=request.staff.office.today())

    def save(filled: CultureForm) -> str:
        actions.record_culture(
            child=child,
            told=filled.told(),
            earlier=culture,
            version=filled.seen,
            by=request.staff,
        )
        return who_url(child)

    return send(request, form, save) or form_page(request, child, form, CULTURE)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def add_movement(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """One more movement."""
    child = to_write(request, file_id, Section.SITUATION)
    form = MovementForm(posted(request), today=request.staff.office.today())

    def save(filled: MovementForm) -> str:
        actions.add_movement(child=child, told=filled.told(), by=request.staff)
        return who_url(child)

    return send(request, form, save) or form_page(request, child, form, MOVEMENT)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def change_movement(request: StaffRequest, file_id: UUID, movement_id: UUID) -> HttpResponse:
    """A movement as it is known now."""
    child = to_write(request, file_id, Section.SITUATION)
    movement = records.one_of(request.staff, Movement, file_id, movement_id)
    initial = {**vars(movement), **records.words_of(movement)}
    form = MovementForm(posted(request), initial=initial, today=request.staff.office.today())

    def save(filled: MovementForm) -> str:
        actions.change_movement(
            movement=movement, told=filled.told(), version=filled.seen, by=request.staff
        )
        return who_url(child)

    return send(request, form, save) or form_page(request, child, form, MOVEMENT)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def edit_background(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """How the child lived before and what put her at risk, as it is known now."""
    child = to_write(request, file_id, Section.SITUATION)
    background = queries.background_of(request.staff, child)
    initial = {**vars(background), **records.words_of(background)} if background else {}
    today = request.staff.office.today()
    form = BackgroundForm(posted(request), initial=initial, told=background, today=today)

    def save(filled: BackgroundForm) -> str:
        actions.record_background(
            child=child,
            told=filled.told(),
            earlier=background,
            version=filled.seen,
            by=request.staff,
        )
        return who_url(child)

    return send(request, form, save) or form_page(request, child, form, BACKGROUND)
