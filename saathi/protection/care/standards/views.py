"""Screens of minimum standards, a register: all staff read it, its keepers change it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from saathi.agencies.form_pages import FormPageText, render_form_page
from saathi.agencies.form_submission import RecordForm, posted_data, submit_form
from saathi.agencies.list_kit.exporting import WRITERS
from saathi.agencies.permissions import Permission
from saathi.agencies.register_kit import screens
from saathi.agencies.register_kit.actions import EntryAlreadyListed
from saathi.agencies.register_kit.queries import get_entry, get_own_entry
from saathi.agencies.register_kit.rules import EntryMove
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.protection.care.standards import actions, queries, rules, tables
from saathi.protection.care.standards.forms import StandardCompareForm
from saathi.protection.care.standards.register import ADDRESSES, REGISTER
from saathi.protection.care.standards.rules import Criterion
from saathi.protection.care.standards.vocabulary import CHILD_WORDS, StandardDomain
from saathi.web import downloads

MODEL_TEXT = FormPageText(
    _("Add the Saathi model set"),
    _(
        "Adds a draft with 60 criteria, 27 of them critical. It is a proposal and not in force "
        "anywhere. Compare it with the law of your country."
    ),
    _("Add"),
    _("Minimum standards"),
)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_screen()
def list_standard_sets(request: StaffRequest) -> HttpResponse:
    """The sets of standards, filtered and by page."""
    return screens.show_list(request, REGISTER, "standards/list_standards.html")


@require_safe
@staff_screen()
def show_standard_set(request: StaffRequest, standard_set_id: UUID) -> HttpResponse:
    """One set with its criteria and its earlier content."""
    return screens.show_entry(request, REGISTER, standard_set_id, "standards/show_standards.html")


@staff_screen(Permission.KEEP_FACILITIES)
def add_standard_set(request: StaffRequest) -> HttpResponse:
    """Adds a set, as a draft without criteria."""
    return screens.new_entry_page(request, REGISTER)


@staff_screen(Permission.KEEP_FACILITIES)
def change_standard_set(request: StaffRequest, standard_set_id: UUID) -> HttpResponse:
    """Changes what a set of the staff member's own agency says about itself."""
    return screens.entry_form_page(request, REGISTER, standard_set_id)


@staff_screen(Permission.KEEP_FACILITIES)
def act_on_standard_set(request: StaffRequest, standard_set_id: UUID, action: str) -> HttpResponse:
    """Submits, publishes, returns, confirms or withdraws a set of the own agency."""
    entry = get_own_entry(actions.STANDARDS, standard_set_id, request.staff)
    if action in {EntryMove.PROPOSE, EntryMove.RESTORE}:
        for reason in rules.reasons_against_publishing(queries.criteria_of(entry)):
            messages.error(request, _now(reason.text))
            return redirect(ADDRESSES.of_entry("show", entry.pk))
    return screens.act_on_entry(request, REGISTER, standard_set_id, action)


@staff_screen(Permission.KEEP_FACILITIES)
def publish_standard_sets(request: StaffRequest) -> HttpResponse:
    """Publishes several submitted sets as the second person."""
    return screens.bulk_publish_page(request, REGISTER)


@require_safe
@staff_screen(Permission.KEEP_FACILITIES)
def download_standard_sets(request: StaffRequest) -> HttpResponse:
    """The agency's sets, without their criteria, as a table."""
    return screens.download_entries(request, REGISTER)


@staff_screen(Permission.KEEP_FACILITIES)
def add_model_set(request: StaffRequest) -> HttpResponse:
    """Adds the Saathi model set as a draft."""
    form, back = RecordForm(posted_data(request)), ADDRESSES.of_list("list")

    def save(sent: RecordForm) -> str:
        try:
            entry = actions.add_model_set(actor=request.staff)
        except EntryAlreadyListed:
            sent.add_error(None, str(REGISTER.words.taken))
            return ""
        return ADDRESSES.of_entry("show", entry.pk)

    return submit_form(request, form, save) or render_form_page(request, form, MODEL_TEXT, back)


@require_safe
@staff_screen()
def download_criteria(request: StaffRequest, standard_set_id: UUID) -> HttpResponse:
    """The criteria of a set as a table that can be changed and imported again."""
    entry = get_entry(actions.STANDARDS, standard_set_id)
    kind = request.GET.get("as", "csv")
    if kind not in WRITERS:
        raise Http404
    write, media_type = WRITERS[kind]
    body = write(tables.criteria_table(queries.criteria_of(entry)))
    return downloads.attachment_response(body, f"criteria.{kind}", media_type)


@require_safe
@staff_screen()
def show_child_version(request: StaffRequest, standard_set_id: UUID) -> HttpResponse:
    """The standards in words for children: a page, and a poster when printed."""
    entry = get_entry(actions.STANDARDS, standard_set_id)
    domains = [
        (StandardDomain(domain).label, CHILD_WORDS[StandardDomain(domain)], _child_texts(criteria))
        for domain, criteria in rules.by_domain(queries.criteria_of(entry)).items()
    ]
    context = {
        "domains": domains,
        "entry": entry,
        "title": queries.title_text(entry),
        "with_details": request.GET.get("as") != "poster",
        "back": ADDRESSES.of_entry("show", entry.pk),
    }
    return render(request, "standards/show_child_version.html", context)


def _child_texts(criteria: list[Criterion]) -> list[str]:
    return [criterion.child_text for criterion in criteria if criterion.child_text]


@require_safe
@staff_screen()
def compare_standards(request: StaffRequest) -> HttpResponse:
    """Two published sets side by side, with what only one of them asks for."""
    sets = queries.published_sets()
    form = StandardCompareForm(request.GET or None, sets=sets)
    context: dict[str, Any] = {"form": form, "list_url": ADDRESSES.of_list("list")}
    if form.is_valid():
        left, right = (
            next(row for row in sets if str(row.pk) == form.cleaned_data[name])
            for name in ("left", "right")
        )
        rows = rules.compare_sets(queries.criteria_of(left), queries.criteria_of(right))
        context |= {
            "left": queries.full_title_text(left),
            "right": queries.full_title_text(right),
            "rows": [(StandardDomain(row.domain).label, row) for row in rows],
            "shared": sum(row.is_shared for row in rows),
            "only_left": sum(bool(row.left) and not row.right for row in rows),
            "only_right": sum(bool(row.right) and not row.left for row in rows),
        }
    return render(request, "standards/compare_standards.html", context)
