"""Pages of releases in preparation: families, drafts, designs, the attack, approval, publication."""

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
from saathi.agencies.form_submission import RecordForm, posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.record_actions import (
    ConfirmedAction,
    confirm_action,
    get_action,
    is_available,
)
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.evidence.indicators import catalogue
from saathi.evidence.releases import actions, design_queries, family_queries, queries, rules
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
RELEASE = _("Release")
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
        family = sent.to_record()
        if family_queries.is_slug_taken(family.slug):
            sent.add_error(
                "slug", _("Another publication series uses this web address. Choose another one.")
            )
            return ""
        actions.create_family(family=family, actor=request.staff)
        return reverse("releases:draft_release", args=[family.pk])

    about = FormPageText(
        _("Publication series"),
        _("These settings apply to all releases in the series, so that they can be "
          "compared. They cannot be changed later."),
        _("Create publication series"),
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
        _("Years to be released. Numbers come from a cited snapshot of the data warehouse."),
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
    tables = design_queries.design_choices(row)
    form = ReleaseDesignForm(posted_data(request), initial={"version": row.version}, tables=tables)

    def save(sent: ReleaseDesignForm) -> str:
        chosen = sent.chosen()
        actions.choose_designs(
            release=row, chosen=chosen, version=sent.seen_version, actor=request.staff
        )
        return back

    about = FormPageText(
        _("Choose the designs"),
        _("Each option loses at most a fifth of its cells, and no other option shows more in "
          "every respect. All chosen tables are protected together."),
        _("Protect and run the disclosure test"),
        RELEASE,
    )  # fmt: skip
    return submit_form(request, form, save, newest_url=back) or render_form_page(
        request, form, about, back
    )


@dataclass(frozen=True)
class ReleaseStep(ConfirmedAction[Release]):
    """A step of a release, for staff with one of its permissions."""

    permissions: frozenset[Permission]


def _approve(request: StaffRequest, row: Release, sent: RecordForm) -> None:
    actions.approve_release(
        release=row, seen_hash=sent.cleaned_data["seen_hash"], actor=request.staff
    )


def _send_back(request: StaffRequest, row: Release, sent: RecordForm) -> None:
    actions.return_for_revision(release=row, why=sent.cleaned_data["why"], actor=request.staff)


def _publish(request: StaffRequest, row: Release, sent: RecordForm) -> None:
    today, urgent = request.staff.office.today(), sent.cleaned_data["why"]
    against = rules.reasons_against_correction_date(
        is_correction=row.corrects_id is not None,
        urgent=urgent,
        months=row.family.months,
        today=today,
    )
    for reason in against:
        sent.add_error("why", _(reason.text))
    if not against:
        actions.publish_release(release=row, urgent=urgent, today=today, actor=request.staff)


def _withdraw(request: StaffRequest, row: Release, sent: RecordForm) -> None:
    actions.withdraw_release(release=row, why=sent.cleaned_data["why"], actor=request.staff)


STEPS: dict[str, ReleaseStep] = {
    "design": ReleaseStep(
        ReleaseStepForm,
        _("Search for table designs"),
        _("Searches for the most detailed form of each table that loses little detail. This "
            "may take several minutes."),
        _("Search for table designs"),
        lambda request, row, sent: actions.start_design(
            release=row, version=sent.seen_version, actor=request.staff
        ),
        frozenset({PREPARES}),
    ),
    "start_again": ReleaseStep(
        ReleaseStepForm,
        _("Restart processing"),
        _("The process has not reported progress for a while. Running it twice does no harm."),
        _("Restart processing"),
        lambda request, row, sent: actions.restart_release_job(
            release=row, version=sent.seen_version, actor=request.staff
        ),
        frozenset({PREPARES}),
    ),
    "approve": ReleaseStep(
        ReleaseStepForm,
        _("Approve the release"),
        _("Check every table and the result of the disclosure test. The release can then be"
          " published permanently."),
        _("Approve"),
        _approve,
        frozenset({APPROVES}),
    ),
    "send_back": ReleaseStep(
        ReleaseReasonForm,
        _("Return the release for revision"),
        _("Describe what must be changed. The person who prepared the release can see your "
            "comment."),
        _("Return for revision"),
        _send_back,
        frozenset({APPROVES}),
    ),
    "publish": ReleaseStep(
        ReleasePublishForm,
        _("Publish the release"),
        _("The release becomes public and can never be changed."),
        _("Publish"),
        _publish,
        frozenset({PREPARES}),
    ),
    "withdraw": ReleaseStep(
        ReleaseReasonForm,
        _("Withdraw the release"),
        _("The web address stays and shows the reason. The numbers are no longer available."
          " Copies already downloaded cannot be recalled."),
        _("Withdraw"),
        _withdraw,
        frozenset({PREPARES, APPROVES}),
    ),
    "drop": ReleaseStep(
        ReleaseStepForm,
        _("Discard the release"),
        _("The release stays on record but can no longer be published."),
        _("Discard"),
        lambda request, row, sent: actions.discard_release(
            release=row, version=sent.seen_version, actor=request.staff
        ),
        frozenset({PREPARES}),
    ),
}  # fmt: skip


@staff_screen(PREPARES, APPROVES)
def confirm_release_step(request: StaffRequest, release_id: UUID, action: str) -> HttpResponse:
    """Confirms and takes a step of a release, for staff with the permission for it."""
    step = get_action(STEPS, action)
    if not step.permissions & request.may:
        raise Http404
    row, back = _release_and_url(request, release_id)
    if not is_available(request, queries.available_steps(row, request.staff)):
        return redirect(back)
    about = FormPageText(step.title, step.lead, step.button, RELEASE)
    return confirm_action(
        request, step, row, back, lambda form: render_form_page(request, form, about, back),
        seen_hash=row.tables_hash,
    )  # fmt: skip


@require_safe
@staff_screen(PREPARES, APPROVES)
def preview_table(request: StaffRequest, release_id: UUID, name: str) -> HttpResponse:
    """A protected table as the public would see it, before publication."""
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
        detail={"screen": "releases:preview_file", "release": row.pk},
    )
    return downloads.attachment_response(bytes(part.body), part.name, part.media)


def _release_and_url(request: StaffRequest, release_id: UUID) -> tuple[Release, str]:
    row = queries.get_release(request.staff, release_id)
    return row, reverse("releases:show_release", args=[row.pk])
