"""Pages of agreements between authorities: create, decide by a second person, share, end."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saathi.agencies.form_pages import FormPageText, MissingPrerequisite, render_form_page
from saathi.agencies.form_submission import RecordForm, posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.record_actions import (
    ConfirmedAction,
    RecordActionForm,
    RecordActionReasonForm,
    get_action,
    is_available,
)
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.evidence.approval import screens
from saathi.evidence.research.queries import list_extract_releases
from saathi.evidence.sharing import actions, queries
from saathi.evidence.sharing.forms import AgreementEndForm, AgreementForm, SharingForm
from saathi.evidence.sharing.models import SharingAgreement
from saathi.web import downloads
from saathi.web.components import ActionLink

PREPARES, APPROVES = Permission.PREPARE_RELEASE, Permission.APPROVE_RELEASE
BACK = _("Data-sharing agreements")
TITLE = _("Data-sharing agreement")
LIST_TEXT = screens.DecisionListText(
    title=BACK,
    lead=_(
        "Tables are shared with another authority only under a signed agreement that "
        "states which tables, in what detail, for what purpose and until when. Anything "
        "outside the agreement is refused. Sharing and refusals are logged."
    ),
    search_label=_("Search by authority or agreement"),
    panel=_("Agreements"),
    none_found=_("No agreements match your search."),
    empty=_(
        "No agreements yet. Published statistics are available to everyone without an agreement."
    ),
    add=(_("Record an agreement"), "sharing:add_agreement"),
    back=(_("Releases"), "releases:list_releases"),
)
WRITE_DOWN_PAGE_TEXT = FormPageText(
    TITLE,
    _(
        "Enter the terms of the signed agreement. Only disclosure-controlled tables are "
        "shared, never a child’s file."
    ),
    _("Save"),
    BACK,
)
SHARE_PAGE_TEXT = FormPageText(
    _("Share tables"),
    _(
        "The tables in the agreement are provided as one archive with its terms. Each "
        "archive is logged."
    ),
    _("Download the archive"),
    BACK,
)
NO_RELEASE = MissingPrerequisite(
    _("There is no approved release with tables to share yet."),
    "releases:list_releases",
    _("Releases"),
)


@require_safe
@staff_screen(PREPARES, APPROVES)
def list_agreements(request: StaffRequest) -> HttpResponse:
    """The agreements of the agency, newest first."""
    query = partial(queries.list_agreements, request.staff)
    in_words = partial(queries.agreement_row, today=request.staff.office.today())
    return screens.render_list(request, LIST_TEXT, query, in_words)


@staff_screen(PREPARES)
def add_agreement(request: StaffRequest) -> HttpResponse:
    """Records a signed agreement."""
    today = request.staff.office.today()
    form = AgreementForm(posted_data(request), today=today)

    def save(sent: AgreementForm) -> str:
        made = actions.create_agreement(
            agreement=sent.to_record(), today=today, actor=request.staff
        )
        return reverse("sharing:show_agreement", args=[made.pk])

    back = reverse("sharing:list_agreements")
    return submit_form(request, form, save) or render_form_page(
        request, form, WRITE_DOWN_PAGE_TEXT, back
    )


@require_safe
@staff_screen(PREPARES, APPROVES)
def show_agreement(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    """An agreement: its scope, its state, and the log of shared and refused tables."""
    agreement = queries.get_agreement(request.staff, agreement_id)
    page = queries.build_agreement_page(agreement, request.staff)
    back = ActionLink(BACK, reverse("sharing:list_agreements"))
    return screens.render_page(request, page, TITLE, back)


@staff_screen(PREPARES)
def share_tables(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    """Shares the tables of a release if the agreement covers them; otherwise records the reasons."""
    row = queries.get_agreement(request.staff, agreement_id)
    back = reverse("sharing:show_agreement", args=[row.pk])
    if not is_available(request, queries.available_steps(row, request.staff)):
        return redirect(back)
    form = SharingForm(posted_data(request), releases=list_extract_releases(request.staff))
    if request.method == "POST" and form.is_valid():
        made = actions.share_tables(
            agreement=row,
            release=form.releases[form.cleaned_data["release"]],
            to=form.cleaned_data["to"],
            today=request.staff.office.today(),
            actor=request.staff,
        )
        if made.body:
            return downloads.attachment_response(made.body, made.name, downloads.ZIP)
        for reason in made.reasons:
            form.add_error("release", gettext(reason.text))
    lacking = NO_RELEASE if not form.releases else None
    return render_form_page(request, form, SHARE_PAGE_TEXT, back, lacking=lacking)


def _approve(request: StaffRequest, row: SharingAgreement, sent: RecordForm) -> None:
    today = request.staff.office.today()
    actions.approve_agreement(
        agreement=row, version=sent.seen_version, today=today, actor=request.staff
    )


STEPS: dict[str, ConfirmedAction[SharingAgreement]] = {
    "approve": ConfirmedAction(
        RecordActionForm,
        _("Approve the agreement"),
        _(
            "Check the signed agreement: purpose, indicators, level of detail, storage and "
            "end date."
        ),
        _("Approve"),
        _approve,
    ),
    "refuse": ConfirmedAction(
        RecordActionReasonForm,
        _("Reject the agreement"),
        _("Nothing is shared under the agreement. The person who recorded it can see the reason."),
        _("Reject"),
        screens.refuse_as_confirmed,
    ),
    "end": ConfirmedAction(
        AgreementEndForm,
        _("End the agreement"),
        _("Nothing more is shared under the agreement. This cannot be undone."),
        _("End"),
        screens.end_agreement_as_confirmed,
    ),
}


@staff_screen(PREPARES, APPROVES)
def confirm_agreement_step(request: StaffRequest, agreement_id: UUID, action: str) -> HttpResponse:
    """Confirms and takes a step of an agreement, for staff with the permission for it."""
    row = queries.get_agreement(request.staff, agreement_id)
    back = ActionLink(BACK, reverse("sharing:show_agreement", args=[row.pk]))
    available = queries.available_steps(row, request.staff)
    return screens.confirm_step(request, row, get_action(STEPS, action), available, back)
