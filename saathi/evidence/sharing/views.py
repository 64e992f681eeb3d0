"""Screens of agreements between authorities: write down, decide by a second person, share, end."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saathi.agencies import access
from saathi.agencies.form_pages import About, Lacking, form_page
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sending import RecordForm, posted, send
from saathi.agencies.steps import Act, StepForm, WhyForm, confirm, is_open, named
from saathi.evidence.deciding.pages import A_PAGE
from saathi.evidence.research.queries import material
from saathi.evidence.sharing import actions, queries
from saathi.evidence.sharing.forms import AgreementForm, EndForm, ShareForm
from saathi.evidence.sharing.models import SharingAgreement
from saathi.web import downloads
from saathi.web.paging import page_asked, words_asked

PREPARES, APPROVES = Permission.PREPARE_RELEASE, Permission.APPROVE_RELEASE
BACK = _("Agreements with authorities")
WRITE_DOWN = About(
    _("Agreement with another authority"),
    _("As the signed paper says it. Protected tables alone are shared, no child’s file."),
    _("Write it down"),
    BACK,
)
SHARE = About(
    _("Share tables"),
    _("What the agreement names is given as one archive with its terms; each is on record."),
    _("Take the archive"),
    BACK,
)
NO_RELEASE = Lacking(
    _("There is no approved release yet whose tables could be shared."),
    "releases:list_releases",
    _("Releases"),
)


@require_safe
@staff_screen(PREPARES, APPROVES)
def list_agreements(request: StaffRequest) -> HttpResponse:
    """The agreements of the agency, the newest first."""
    asked = words_asked(request)
    page = page_asked(request, queries.agreements(request.staff, asked), A_PAGE)
    today = request.staff.office.today()
    context = {
        "page": page,
        "rows": [queries.row(one, today) for one in page.object_list],
        "asked": asked,
        "prepares": access.may(request.staff, PREPARES),
    }
    return render(request, "sharing/list_agreements.html", context)


@staff_screen(PREPARES)
def add_agreement(request: StaffRequest) -> HttpResponse:
    """Writes a signed agreement down."""
    today = request.staff.office.today()
    form = AgreementForm(posted(request), today=today)

    def save(sent: AgreementForm) -> str:
        made = actions.write_down(told=sent.told(), today=today, by=request.staff)
        return reverse("sharing:show_agreement", args=[made.pk])

    back = reverse("sharing:list_agreements")
    return send(request, form, save) or form_page(request, form, WRITE_DOWN, back)


@require_safe
@staff_screen(PREPARES, APPROVES)
def show_agreement(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    """An agreement: what it lets be shared, how it stands, what was shared and refused."""
    found = queries.agreement(request.staff, agreement_id)
    page = queries.page(found, request.staff)
    return render(request, "sharing/show_agreement.html", {"page": page})


@staff_screen(PREPARES)
def share_tables(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    """Gives out the tables of a release, if the agreement covers them; if not, says why, on record."""
    row = queries.agreement(request.staff, agreement_id)
    back = reverse("sharing:show_agreement", args=[row.pk])
    if not is_open(request, queries.steps(row, request.staff)):
        return redirect(back)
    form = ShareForm(posted(request), releases=material(request.staff))
    if request.method == "POST" and form.is_valid():
        made = actions.share(
            agreement=row,
            release=form.releases[form.cleaned_data["release"]],
            to=form.cleaned_data["to"],
            today=request.staff.office.today(),
            by=request.staff,
        )
        if made.body:
            return downloads.to_save(made.body, made.name, downloads.ZIP)
        for reason in made.reasons:
            form.add_error("release", gettext(reason.text))
    lacking = NO_RELEASE if not form.releases else None
    return form_page(request, form, SHARE, back, lacking=lacking)


def _approve(request: StaffRequest, row: SharingAgreement, sent: RecordForm) -> None:
    today = request.staff.office.today()
    actions.approve(agreement=row, version=sent.seen, today=today, by=request.staff)


def _refuse(request: StaffRequest, row: SharingAgreement, sent: RecordForm) -> None:
    why = sent.cleaned_data["why"]
    actions.refuse(agreement=row, version=sent.seen, why=why, by=request.staff)


def _end(request: StaffRequest, row: SharingAgreement, sent: RecordForm) -> None:
    why = sent.cleaned_data["why"]
    actions.end(agreement=row, version=sent.seen, why=why, by=request.staff)


ACTS: dict[str, Act[SharingAgreement]] = {
    "approve": Act(
        StepForm,
        _("Approve the agreement"),
        _("You read the signed paper: purpose, indicators, detail, keeping and end."),
        _("Approve it"),
        _approve,
    ),
    "refuse": Act(
        WhyForm,
        _("Refuse the agreement"),
        _("Nothing is shared under it. Who wrote it down reads why."),
        _("Refuse it"),
        _refuse,
    ),
    "end": Act(
        EndForm,
        _("End the agreement"),
        _("Nothing is shared under it any more, for good."),
        _("End it"),
        _end,
    ),
}


@staff_screen(PREPARES, APPROVES)
def act(request: StaffRequest, agreement_id: UUID, action: str) -> HttpResponse:
    """One step of an agreement, confirmed by who may take it."""
    found = named(ACTS, action)
    row = queries.agreement(request.staff, agreement_id)
    back = reverse("sharing:show_agreement", args=[row.pk])
    if not is_open(request, queries.steps(row, request.staff)):
        return redirect(back)

    about = About(found.title, found.lead, found.button, BACK)
    return confirm(request, found, row, back, lambda form: form_page(request, form, about, back))
