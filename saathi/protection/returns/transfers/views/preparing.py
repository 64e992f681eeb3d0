"""Forms of a transfer in the child's file, until it is authorised."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.people.models import Child
from saathi.protection.returns.transfers.actions import groups, preparing
from saathi.protection.returns.transfers.actions import requesting as asking
from saathi.protection.returns.transfers.forms import preparing as forms
from saathi.protection.returns.transfers.forms import requesting
from saathi.protection.returns.transfers.models import Transfer, TransferDocument
from saathi.protection.returns.transfers.views.screens import (
    TRANSFER,
    form_text,
    page_of,
    screens,
)

WORK = Permission.WORK_ON_CASE

OPEN_TEXT = form_text(
    _("Open a transfer"),
    _(
        "A return is one option, never the default. What others did, such as a deportation, is not "
        "a transfer: record it as a safeguard violation."
    ),
)


@screens.child_form("transfers/new/", WORK, forms.TransferForm, OPEN_TEXT)
def add_transfer(request: StaffRequest, child: Child, form: forms.TransferForm) -> str:
    """Opens a transfer; its page shows what is missing."""
    transfer = form.to_record(file_id=child.file_id, child=child)
    preparing.open_transfer(transfer=transfer, actor=request.staff)
    return page_of(transfer)


@screens.child_edit(
    f"{TRANSFER}edit/", WORK, Transfer, forms.TransferDetailsForm, form_text(_("Basis and plan"))
)
def change_transfer(
    request: StaffRequest, transfer: Transfer, form: forms.TransferDetailsForm
) -> str:
    """Corrects what a transfer is based on."""
    form.put_texts(transfer)
    preparing.change_transfer(
        transfer=transfer, columns=form.columns(), version=form.seen_version, actor=request.staff
    )
    return page_of(transfer)


@screens.child_edit(
    f"{TRANSFER}requests/new/",
    WORK,
    Transfer,
    requesting.TransferRequestForm,
    form_text(
        _("Send the request"),
        _(
            "Share only what the other side needs to answer. Nothing about what happened to the "
            "child, and not where the child lives now."
        ),
        button=_("Send the request"),
    ),
)
def send_request(
    request: StaffRequest, transfer: Transfer, form: requesting.TransferRequestForm
) -> str:
    """Sends a request to the other country, and to a colleague of the receiving agency."""
    asked = form.to_record(file_id=transfer.file_id, transfer=transfer)
    asking.send_request(request=asked, receiver=form.cleaned_data["receiver"], actor=request.staff)
    return page_of(transfer)


@screens.child_edit(
    f"{TRANSFER}answers/new/",
    WORK,
    Transfer,
    requesting.TransferAnswerForm,
    form_text(_("Record the answer"), _("Record the answer as the other country gave it.")),
)
def record_answer(
    request: StaffRequest, transfer: Transfer, form: requesting.TransferAnswerForm
) -> str:
    """Records the answer that the other country gave in another way."""
    answer = form.to_record(file_id=transfer.file_id, transfer=transfer)
    preparing.record_answer(answer=answer, actor=request.staff)
    return page_of(transfer)


PLACEMENT_TEXT = form_text(
    _("Receiving placement"),
    _("Family and community come first. Residential care is the last choice, with reasons."),
)


@screens.child_edit(
    f"{TRANSFER}placements/new/", WORK, Transfer, forms.ReceivingPlacementForm, PLACEMENT_TEXT
)
def record_placement(
    request: StaffRequest, transfer: Transfer, form: forms.ReceivingPlacementForm
) -> str:
    """Records where the child will live after the transfer."""
    placement = form.to_record(file_id=transfer.file_id, transfer=transfer)
    preparing.record_placement(placement=placement, actor=request.staff)
    return page_of(transfer)


SAFETY_TEXT = form_text(
    _("Safety assessment"),
    _("Assess the country of origin, the journey and the destination, each for itself."),
)


@screens.child_edit(f"{TRANSFER}safety/new/", WORK, Transfer, forms.TransferSafetyForm, SAFETY_TEXT)
def record_safety(request: StaffRequest, transfer: Transfer, form: forms.TransferSafetyForm) -> str:
    """Records a safety assessment."""
    assessment = form.to_record(file_id=transfer.file_id, transfer=transfer)
    preparing.record_safety(assessment=assessment, actor=request.staff)
    return page_of(transfer)


VIEW_TEXT = form_text(
    _("Record the child’s view of the transfer"),
    _(
        "Ask the child alone, in the child’s language. Each answer is complete, also “not asked”. "
        "A child who does not want to go stays."
    ),
)


@screens.child_edit(f"{TRANSFER}views/new/", WORK, Transfer, forms.TransferViewForm, VIEW_TEXT)
def record_view(request: StaffRequest, transfer: Transfer, form: forms.TransferViewForm) -> str:
    """Records what the child says about the transfer."""
    view = form.to_record(file_id=transfer.file_id, transfer=transfer)
    preparing.record_view(view=view, actor=request.staff)
    return page_of(transfer)


PAPER_TEXT = form_text(
    _("Document of the checklist"),
    _("Documents that go to the other country say nothing about what happened to the child."),
)


@screens.child_edit(
    f"{TRANSFER}papers/new/", WORK, Transfer, forms.TransferDocumentForm, PAPER_TEXT
)
def add_paper(request: StaffRequest, transfer: Transfer, form: forms.TransferDocumentForm) -> str:
    """Adds a document to the checklist."""
    paper = form.to_record(file_id=transfer.file_id, transfer=transfer)
    preparing.record_paper(paper=paper, actor=request.staff)
    return page_of(transfer)


@screens.child_edit(
    "transfers/papers/<uuid:transfer_paper_id>/",
    WORK,
    TransferDocument,
    forms.TransferDocumentChangeForm,
    PAPER_TEXT,
)
def change_paper(
    request: StaffRequest, paper: TransferDocument, form: forms.TransferDocumentChangeForm
) -> str:
    """Changes the status of a document."""
    form.put_texts(paper)
    preparing.change_paper(
        paper=paper, columns=form.columns(), version=form.seen_version, actor=request.staff
    )
    return page_of(paper.transfer)


JOURNEY_TEXT = form_text(
    _("Journey"),
    _("Cross a land border in daylight. The child knows the plan and the escort."),
)


@screens.child_edit(
    f"{TRANSFER}journeys/new/", WORK, Transfer, forms.TransferJourneyForm, JOURNEY_TEXT
)
def plan_journey(request: StaffRequest, transfer: Transfer, form: forms.TransferJourneyForm) -> str:
    """Plans the journey, or replaces the plan."""
    journey = form.to_record(file_id=transfer.file_id, transfer=transfer)
    preparing.plan_journey(journey=journey, actor=request.staff)
    return page_of(transfer)


@screens.child_edit(
    f"{TRANSFER}group/",
    WORK,
    Transfer,
    forms.TransferOfGroupForm,
    form_text(
        _("Children who travel together"),
        _("A group decides nothing: each child’s transfer is authorised alone."),
        is_step=True,
    ),
)
def add_to_group(request: StaffRequest, transfer: Transfer, form: forms.TransferOfGroupForm) -> str:
    """Puts a transfer into a group."""
    groups.add_to_group(
        transfer=transfer,
        group=form.cleaned_data["group"],
        version=form.seen_version,
        actor=request.staff,
    )
    return page_of(transfer)
