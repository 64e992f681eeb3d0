"""Pages of releases in preparation: families, drafts, designs, the attack, approval, publication."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import access
from saathi.agencies.form_pages import FormPageText, render_form_page
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.evidence.indicators import catalogue
from saathi.evidence.releases import actions, family_queries, queries, rules
from saathi.evidence.releases.forms import (
    IndicatorChoiceForm,
    ReleaseDesignForm,
    ReleaseDraftForm,
    ReleaseFamilyForm,
    ReleasePublishForm,
    ReleaseReasonForm,
    ReleaseStepForm,
)
from saathi.evidence.releases.models import Release
from saathi.evidence.releases.table_cuts import select_table_cut
from saathi.evidence.releases.table_filter_form import ReleaseTableFilterForm
from saathi.web import downloads
from saathi.web.paging import requested_page, requested_search_text

PREPARES, APPROVES = Permission.PREPARE_RELEASE, Permission.APPROVE_RELEASE
RELEASE = _("The release")
LATEST_INITIAL = {
    "method": "round",
    "zeros": "protected",
    "sensitivity": "ordinary",
    "licence": "CC-BY-4.0",
}


@require_safe
@staff_screen(PREPARES, APPROVES)
def list_releases(request: StaffRequest) -> HttpResponse:
    """The families of the agency with their releases, by page."""
    search_text = requested_search_text(request)
    page = requested_page(
        request, family_queries.list_families(request.staff, search_text), queries.PAGE_SIZE
    )
    context = {
        "page": page,
        "families": [queries.family_row(row) for row in page.object_list],
        "asked": search_text,
        "prepares": access.has_permission(request.staff, PREPARES),
    }
    return render(request, "releases/list_releases.html", context)


@staff_screen(PREPARES)
def add_family(request: StaffRequest) -> HttpResponse:
    """Creates a family: first its indicator is chosen, then its settings."""
    back = reverse("releases:list_releases")
    indicator = catalogue.find_indicator(request.GET.get("indicator", ""))
    if indicator is None:
        return render(request, "releases/choose_indicator.html", {"form": IndicatorChoiceForm()})
    initial = LATEST_INITIAL | {"title": indicator.title, "slug": indicator.name.replace("_", "-")}
    form = ReleaseFamilyForm(posted_data(request), initial=initial, indicator=indicator)

    def save(sent: ReleaseFamilyForm) -> str:
        family_input = sent.to_input()
        if family_queries.is_slug_taken(family_input.slug):
            sent.add_error("slug", _("This address is taken by another family."))
            return ""
        family = actions.create_family(family_input=family_input, actor=request.staff)
        return reverse("releases:draft_release", args=[family.pk])

    about = FormPageText(
        _("A family of releases"),
        _("What is fixed here holds for all its releases, so that they can be held against each other. "
          "It cannot be changed later."),
        _("Found the family"),
        _("Releases"),
    )  # fmt: skip
    return submit_form(request, form, save) or render_form_page(request, form, about, back)


@staff_screen(PREPARES)
def draft_release(request: StaffRequest, family_id: UUID) -> HttpResponse:
    """Drafts the next release of a family."""
    family = family_queries.get_family(request.staff, family_id)
    today = request.staff.office.today()
    initial = {"first_year": today.year - 5, "last_year": today.year - 1}
    published = family_queries.list_published_releases(family)
    form = ReleaseDraftForm(posted_data(request), initial=initial, published=published, today=today)

    def save(sent: ReleaseDraftForm) -> str:
        made = actions.draft_release(
            family=family, release_input=sent.to_input(), actor=request.staff
        )
        return reverse("releases:show_release", args=[made.pk])

    about = FormPageText(
        family.title,
        _("Which years are released. Numbers come from a snapshot of the warehouse that is cited."),
        _("Draft the release"),
        _("Releases"),
    )
    back = reverse("releases:list_releases")
    return submit_form(request, form, save) or render_form_page(request, form, about, back)


@require_safe
@staff_screen(PREPARES, APPROVES)
def show_release(request: StaffRequest, release_id: UUID) -> HttpResponse:
    """The state of a release, the findings of the attack, and the available steps."""
    row = queries.get_release(request.staff, release_id)
    context = {"page": queries.build_release_page(row, request.staff), "again": request.path}
    return render(request, "releases/show_release.html", context)


@staff_screen(PREPARES)
def choose_designs(request: StaffRequest, release_id: UUID) -> HttpResponse:
    """Chooses the design of each table; a job then protects and attacks them together."""
    row, back = _release_and_url(request, release_id)
    if row.state not in rules.STATES_ALLOWING["choose"] or not row.designs:
        return redirect(back)
    tables = queries.design_choices(row)
    form = ReleaseDesignForm(posted_data(request), initial={"version": row.version}, tables=tables)

    def save(sent: ReleaseDesignForm) -> str:
        chosen = sent.chosen()
        actions.choose_designs(
            release=row, chosen=chosen, version=sent.seen_version, actor=request.staff
        )
        return back

    about = FormPageText(
        _("Choose the designs"),
        _("Each line is the most detailed table of its dimensions that loses at most a fifth of its "
          "cells. All chosen tables are protected together."),
        _("Protect and attack them"),
        RELEASE,
    )  # fmt: skip
    return submit_form(request, form, save, newest_url=back) or render_form_page(
        request, form, about, back
    )


@dataclass(frozen=True)
class ReleaseStep:
    """A step that a person confirms: the permission, the words and the action."""

    permissions: frozenset[Permission]
    form: type[ReleaseStepForm]
    about: FormPageText
    perform: Callable[[StaffRequest, Release, ReleaseStepForm], object]


def _approve(request: StaffRequest, row: Release, sent: ReleaseStepForm) -> None:
    actions.approve_release(
        release=row, seen_hash=sent.cleaned_data["seen_hash"], actor=request.staff
    )


def _send_back(request: StaffRequest, row: Release, sent: ReleaseStepForm) -> None:
    actions.return_for_revision(release=row, why=sent.cleaned_data["why"], actor=request.staff)


def _publish(request: StaffRequest, row: Release, sent: ReleaseStepForm) -> None:
    today = request.staff.office.today()
    urgent = sent.cleaned_data["why"]
    actions.publish_release(release=row, urgent=urgent, today=today, actor=request.staff)


def _withdraw(request: StaffRequest, row: Release, sent: ReleaseStepForm) -> None:
    actions.withdraw_release(release=row, why=sent.cleaned_data["why"], actor=request.staff)


ACTS: dict[str, ReleaseStep] = {
    "design": ReleaseStep(
        frozenset({PREPARES}),
        ReleaseStepForm,
        FormPageText(
            _("Search designs"),
            _(
                "For each table the most detailed forms are searched that lose little. It may take minutes."
            ),
            _("Search them"),
            RELEASE,
        ),
        lambda request, row, sent: actions.start_design(
            release=row, version=sent.seen_version, actor=request.staff
        ),
    ),
    "start_again": ReleaseStep(
        frozenset({PREPARES}),
        ReleaseStepForm,
        FormPageText(
            _("Start the work again"),
            _("Nothing was heard of it for a while. Doing it twice does no harm."),
            _("Start it again"),
            RELEASE,
        ),
        lambda request, row, sent: actions.restart_job(
            release=row, version=sent.seen_version, actor=request.staff
        ),
    ),
    "approve": ReleaseStep(
        frozenset({APPROVES}),
        ReleaseStepForm,
        FormPageText(
            _("Approve the release"),
            _(
                "You looked at every table and at what the attack found. Then it can be published for good."
            ),
            _("Approve it"),
            RELEASE,
        ),
        _approve,
    ),
    "send_back": ReleaseStep(
        frozenset({APPROVES}),
        ReleaseReasonForm,
        FormPageText(
            _("Send the release back"),
            _("Say what is to be done otherwise. Who prepared it reads it."),
            _("Send it back"),
            RELEASE,
        ),
        _send_back,
    ),
    "publish": ReleaseStep(
        frozenset({PREPARES}),
        ReleasePublishForm,
        FormPageText(
            _("Publish the release"),
            _("From now on everybody reads it, and it never changes again."),
            _("Publish it"),
            RELEASE,
        ),
        _publish,
    ),
    "withdraw": ReleaseStep(
        frozenset({PREPARES, APPROVES}),
        ReleaseReasonForm,
        FormPageText(
            _("Withdraw the release"),
            _(
                "Its address stays and says why; its numbers are no longer given out. What others have "
                "taken already cannot be taken back."
            ),
            _("Withdraw it"),
            RELEASE,
        ),
        _withdraw,
    ),
    "drop": ReleaseStep(
        frozenset({PREPARES}),
        ReleaseStepForm,
        FormPageText(
            _("Give the release up"),
            _("It stays on record as given up."),
            _("Give it up"),
            RELEASE,
        ),
        lambda request, row, sent: actions.discard_release(
            release=row, version=sent.seen_version, actor=request.staff
        ),
    ),
}


@staff_screen(PREPARES, APPROVES)
def confirm_release_step(request: StaffRequest, release_id: UUID, action: str) -> HttpResponse:
    """A step of a release, confirmed by a person with the permission for it."""
    release_step = ACTS.get(action)
    if release_step is None or not release_step.permissions & request.may:
        raise Http404
    row, back = _release_and_url(request, release_id)
    if action not in {
        step.url.rstrip("/").rpartition("/")[2]
        for step in queries.available_steps(row, request.staff)
    }:
        return redirect(back)
    initial = {"version": row.version, "seen_hash": row.tables_hash}
    form = release_step.form(posted_data(request), initial=initial)

    def save(sent: ReleaseStepForm) -> str:
        if action == "publish":
            against = rules.reasons_not_to_publish(
                is_correction=row.corrects_id is not None,
                urgent=sent.cleaned_data["why"],
                months=row.family.months,
                today=request.staff.office.today(),
            )
            for reason in against:
                sent.add_error("why", _(reason.text))
            if against:
                return ""
        release_step.perform(request, row, sent)
        return back

    return submit_form(request, form, save, newest_url=back) or render_form_page(
        request, form, release_step.about, back
    )


@require_safe
@staff_screen(PREPARES, APPROVES)
def preview_table(request: StaffRequest, release_id: UUID, name: str) -> HttpResponse:
    """A protected table as the public would read it, before publication."""
    row, back = _release_and_url(request, release_id)
    part, source = queries.get_protected_table(row, name)
    form = ReleaseTableFilterForm(request.GET, source=source)
    context = {
        "title": part.about["title"],
        "cut": select_table_cut(source, form.to_filter()),
        "form": form,
        "back": back,
        "release": row,
    }
    return render(request, "releases/preview_table.html", context)


@require_safe
@staff_screen(PREPARES, APPROVES)
def preview_file(request: StaffRequest, release_id: UUID, name: str) -> HttpResponse:
    """A file of a release before publication, for those who review it."""
    row, _back = _release_and_url(request, release_id)
    part = queries.get_release_file(row, name)
    audit.record(
        audit.AuditKind.EXPORTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        objects=[row.pk],
        detail={"screen": "releases:look_file", "release": row.pk},
    )
    return downloads.attachment_response(bytes(part.body), part.name, part.media)


def _release_and_url(request: StaffRequest, release_id: UUID) -> tuple[Release, str]:
    row = queries.get_release(request.staff, release_id)
    return row, reverse("releases:show_release", args=[row.pk])
