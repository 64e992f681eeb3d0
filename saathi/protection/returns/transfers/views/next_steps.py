"""What comes next for a transfer, and everything that is missing for it, with links to enter it."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.staff_requests import StaffRequest
from saathi.infra import clock
from saathi.infra.reasons import Reason
from saathi.people import record_screens as kit
from saathi.people.panels import MissingItem, MissingPanel, RowStep
from saathi.protection.returns.transfers import basis_queries, queries
from saathi.protection.returns.transfers.after_queries import lacks_handover
from saathi.protection.returns.transfers.authorisation_rules import missing_for_authorisation
from saathi.protection.returns.transfers.authoriser_queries import reasons_against_authoriser
from saathi.protection.returns.transfers.journey_rules import missing_for_departure
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.transfers.request_queries import missing_before_request
from saathi.protection.returns.transfers.safety_wording import NOT_SAFE_TEXTS
from saathi.protection.returns.transfers.views import next_matters
from saathi.protection.returns.transfers.views.screens import screens
from saathi.protection.returns.transfers.vocabulary import (
    BEFORE_DEPARTURE,
    BEFORE_HANDOVER,
    TransferDirection,
    TransferState,
)

# The forms that carry a transfer on, by its stage: the first is the next step.
FORMS: dict[str, tuple[str, ...]] = {
    TransferState.CONSIDERED: ("send_request",),
    TransferState.REQUESTED: ("record_answer", "send_request"),
    TransferState.ACCEPTED: (),
    TransferState.SUBMITTED: ("return_transfer",),
    TransferState.AUTHORISED: ("record_departure", "record_view", "withdraw_authorisation"),
    TransferState.TRAVELLING: ("record_handover", "record_receipt", "record_report"),
    TransferState.HANDED_OVER: ("record_receipt", "record_report"),
    TransferState.RECEIVED: ("record_report",),
    TransferState.FOLLOWED_UP: ("record_report",),
    TransferState.REFUSED: ("send_request",),
}
# The other side sent the child: we answer, receive and report.
FORMS_OF_INCOMING: dict[str, tuple[str, ...]] = {
    TransferState.CONSIDERED: ("record_answer",),
    TransferState.ACCEPTED: ("record_receipt", "record_answer"),
    TransferState.RECEIVED: ("record_report",),
    TransferState.FOLLOWED_UP: ("record_report",),
}
LABELS = {
    "send_request": _("Send the request"),
    "record_answer": _("Record the answer"),
    "return_transfer": _("Return for revision"),
    "withdraw_authorisation": _("Withdraw the authorisation"),
    "record_departure": _("Record the departure"),
    "record_view": _("Record the child’s view of the transfer"),
    "record_handover": _("Record the handover abroad"),
    "record_receipt": _("Record the receipt"),
    "record_report": _("Add a report"),
}
FIRST_VISIT = _("Record the first visit")
NOT_ARRIVED = _("Record that the child did not arrive")
ON_THE_WAY = (TransferState.TRAVELLING, TransferState.HANDED_OVER)  # no receipt is recorded
# Where the reasons of the rules are put right: a form of the transfer, or a page of the child's file.
_VIEW = ("record_view", _("Ask the child"))
_SAFETY = ("record_safety", _("Assess safety"))
_PLACEMENT = ("record_placement", _("Add placement"))
_JOURNEY = ("plan_journey", _("Plan the journey"))
_PLAN = ("change_transfer", _("Basis and plan"))
# After an assessment that is not safe: not the next assessment, which another person makes later.
OTHER_SOLUTION: tuple[str, kit.Text] = (
    "best_interests:list_best_interests",
    _("Choose another solution"),
)
ENTRIES: dict[str, tuple[str, kit.Text]] = {
    "best_interests": ("best_interests:list_best_interests", _("Best interests")),
    "order": ("orders:show_orders", _("Authorities and orders")),
    "guardian": ("best_interests:list_best_interests", _("Best interests")),
    "child_view": _VIEW,
    "reply": _VIEW,
    "last_view": _VIEW,
    "safety_origin": _SAFETY,
    "safety_movement": _SAFETY,
    "safety_destination": _SAFETY,
    "screening": ("protection_screening:list_protection", _("International protection")),
    "origin": ("verifications:show_return", _("Verifications")),
    "answer": ("record_answer", _("Record the answer")),
    "agreement": _PLAN,
    "acting_office": _PLAN,
    "focal_points": _PLAN,
    "our_focal_point": _PLAN,
    "their_focal_point": _PLAN,
    "placement": _PLACEMENT,
    "receiving_worker": _PLACEMENT,
    "why_facility": _PLACEMENT,
    "first_visit_on": _PLACEMENT,
    "permits": ("verifications:show_return", _("Permits and court")),
    "court": ("verifications:show_return", _("Permits and court")),
    "journey": _JOURNEY,
    "escort": _JOURNEY,
    "escort_choice": _JOURNEY,
    "escort_screening": _JOURNEY,
    "language": _JOURNEY,
    "fitness": _JOURNEY,
    "crosses_at": _JOURNEY,
    "child_told_on": _JOURNEY,
    "telephone": _JOURNEY,
    "papers": ("record_checklist", _("Documents of the checklist")),
    "neutral": _JOURNEY,
}
LATE_HANDOVER = _(
    "The receiving side confirmed the arrival. The handover is not recorded yet: record it."
)
REFUSES = _("The child does not want to go. Stop the transfer, and look for another solution.")
REFUSES_AUTHORISED = _(
    "The child does not want to go. Stop the transfer, or withdraw the authorisation and look for "
    "another solution."
)
# What is to be done at a stage, in words.
NEXT_STEP = {
    TransferState.CONSIDERED: _("Send the request to the other country."),
    TransferState.REQUESTED: _("Wait for the answer of the other country."),
    TransferState.ACCEPTED: _("Prepare what is missing, then submit for authorisation."),
    TransferState.SUBMITTED: _(
        "A second person authorises the transfer: another supervisor of the office or, if there is "
        "none, of the office above it."
    ),
    TransferState.AUTHORISED: _("Ask the child again within 24 hours before departure."),
    TransferState.TRAVELLING: _("Record the handover."),
    TransferState.HANDED_OVER: _("The receiving side confirms within 24 hours."),
    TransferState.RECEIVED: _("The receiving side visits the child within 72 hours."),
    TransferState.FOLLOWED_UP: _("Reports follow after 1, 3, 6 and 12 months."),
}

NEXT_STEP_OF_INCOMING = {
    TransferState.CONSIDERED: _("Record the answer of your office to the other country."),
    TransferState.ACCEPTED: _("Record the receipt when the child arrives."),
    TransferState.RECEIVED: _("Visit the child within 72 hours, and record the first visit."),
    TransferState.FOLLOWED_UP: _("Reports follow after 1, 3, 6 and 12 months."),
}


def _is_incoming(transfer: Transfer) -> bool:
    return transfer.direction == TransferDirection.INCOMING


def form_names(transfer: Transfer, *, refuses: bool) -> tuple[str, ...]:
    """The forms that carry the transfer on. `refuses`: the child does not want to go."""
    if refuses and transfer.state in BEFORE_HANDOVER:
        return ("withdraw_authorisation",) if transfer.state == TransferState.AUTHORISED else ()
    forms = FORMS_OF_INCOMING if _is_incoming(transfer) else FORMS
    return forms.get(transfer.state, ())


def count_main(transfer: Transfer) -> int:
    """How many buttons are main ones: one, or none where the step is a button of the next step."""
    return 0 if transfer.state in {TransferState.ACCEPTED, TransferState.SUBMITTED} else 1


def buttons(
    request: StaffRequest,
    transfer: Transfer,
    missing: Sequence[Reason] | None,
    *,
    refuses: bool,
) -> list[kit.ActionLink]:
    """The forms of the next step that the reader may open, the first first, and the button to stop."""
    names = form_names(transfer, refuses=refuses)
    links = _other_solution(transfer)
    first = next_matters.first_missing(TransferState(transfer.state), missing or ())
    if first and not refuses and (link := _item(request, transfer, first).link):
        links.append(link)
    if lacks_handover(transfer, request.staff):
        names = ("record_handover", *names)
    links += [
        each
        for name in names
        for each in screens.links(request, transfer, name, _label(transfer, name))
        if each.url not in {link.url for link in links}
    ]
    if transfer.state in BEFORE_HANDOVER:
        links += screens.links(
            request, transfer, "stop_transfer", _("Stop the transfer"), "hand-stop"
        )
    return links


def _label(transfer: Transfer, name: str) -> kit.Text:
    """The button of a form; before the first visit the report is that of the visit."""
    if name == "record_report" and transfer.state in ON_THE_WAY:
        return NOT_ARRIVED
    is_visit = name == "record_report" and transfer.state == TransferState.RECEIVED
    return FIRST_VISIT if is_visit else LABELS[name]


def _other_solution(transfer: Transfer) -> list[kit.ActionLink]:
    """After a refusal another solution is assessed first; asking again is the second choice."""
    if transfer.state != TransferState.REFUSED:
        return []
    label = _("Assess another solution")
    return [kit.link(label, "best_interests:list_best_interests", transfer.file_id)]


def panel(
    request: StaffRequest,
    transfer: Transfer,
    missing: Sequence[Reason] | None,
    *,
    refuses: bool,
) -> kit.Panel | None:
    """The next step with its button, the most important first; None once the transfer is at its end."""
    texts = NEXT_STEP_OF_INCOMING if _is_incoming(transfer) else NEXT_STEP
    text = texts.get(TransferState(transfer.state))
    if text is None:
        return None
    if refuses and transfer.state in BEFORE_HANDOVER:
        is_authorised = transfer.state == TransferState.AUTHORISED
        row = kit.PanelRow(REFUSES_AUTHORISED if is_authorised else REFUSES)
    elif first := next_matters.first_missing(TransferState(transfer.state), missing or ()):
        item = _item(request, transfer, first)
        then = [*_before_request(transfer), kit.LabelledValue(_("After that"), text)]
        row = kit.PanelRow(
            item.text, pairs=then, actions=[item.link] if item.link else [], is_urgent=True
        )
        row = replace(row, steps=_steps(request, transfer))
    elif report := next_matters.report_row(request.staff, transfer):
        row = replace(report, steps=_steps(request, transfer))
    else:
        pairs = [
            *_before_request(transfer),
            *next_matters.authoriser_pairs(request.staff, transfer),
        ]
        row = kit.PanelRow(text, pairs=pairs, steps=_steps(request, transfer))
    late = [kit.PanelRow(LATE_HANDOVER, is_urgent=True)]
    rows = [*(late if lacks_handover(transfer, request.staff) else []), row]
    return kit.Panel(_("Next step"), rows=rows)


def _before_request(transfer: Transfer) -> list[kit.LabelledValue]:
    """What a request still needs, said before its form is opened."""
    if transfer.state != TransferState.CONSIDERED or _is_incoming(transfer):
        return []
    reasons = missing_before_request(transfer)
    return [kit.LabelledValue(_("Before that"), gettext(reason.text)) for reason in reasons]


def removal_panel(request: StaffRequest, transfer: Transfer) -> kit.Panel | None:
    """Where others' acts are recorded, as long as the child is with us; None after that."""
    if transfer.state not in BEFORE_HANDOVER:
        return None
    label = _("Record a deportation or other departure without authorisation")
    links = screens.links(request, transfer, "record_unauthorised_removal", label)
    lead = _("If others took the child out of the country, record it here. It is never refused.")
    return kit.Panel(_("Departure without authorisation"), lead, actions=links) if links else None


def _steps(request: StaffRequest, transfer: Transfer) -> Sequence[RowStep]:
    if transfer.state == TransferState.ACCEPTED and not _is_incoming(transfer):
        return screens.steps(request, transfer, "submit_transfer", _("Submit for authorisation"))
    if transfer.state == TransferState.SUBMITTED:
        if request.staff.pk in {transfer.submitted_by, transfer.recorded_by}:
            text = _("Take the submission back")
            return screens.steps(request, transfer, "take_back_submission", text)
        # A second person decides: not the case worker, nor whoever decided on the determination.
        is_author = request.staff.pk in basis_queries.authors_of_transfer(transfer)
        if is_author or reasons_against_authoriser(transfer, request.staff):
            return []
        return screens.steps(request, transfer, "authorise_transfer", _("Authorise"))
    if transfer.state == TransferState.FOLLOWED_UP:
        return screens.steps(request, transfer, "end_follow_up", _("End the follow-up"))
    return []


def list_missing(request: StaffRequest, transfer: Transfer) -> Sequence[Reason] | None:
    """Everything that is missing for the next decision of our side; None if there is none."""
    if transfer.state not in BEFORE_DEPARTURE or _is_incoming(transfer):
        return None
    staff = request.staff
    facts = queries.load_facts(transfer, staff, on=staff.office.today())
    if transfer.state == TransferState.AUTHORISED:
        return missing_for_departure(facts, at=clock.now())
    return missing_for_authorisation(facts, on=staff.office.today())


def missing_panel(
    request: StaffRequest, transfer: Transfer, reasons: Sequence[Reason] | None
) -> MissingPanel | None:
    """Everything that is missing, with links to enter it; None if no decision follows."""
    if reasons is None:
        return None
    is_authorised = transfer.state == TransferState.AUTHORISED
    return MissingPanel(
        _("Missing for departure") if is_authorised else _("Missing for authorisation"),
        items=[_item(request, transfer, reason) for reason in reasons],
        ready=_("Nothing is missing."),
    )


def _item(request: StaffRequest, transfer: Transfer, reason: Reason) -> MissingItem:
    """A reason with the link to the form or page where it is entered, for those who may open it."""
    text = gettext(reason.text)
    name, label = ENTRIES.get(reason.code, ("", ""))
    if reason.text in NOT_SAFE_TEXTS:
        name, label = OTHER_SOLUTION
    if name == "change_transfer" and transfer.state == TransferState.AUTHORISED:
        name, label = "withdraw_authorisation", LABELS["withdraw_authorisation"]
    if name == "change_transfer" and transfer.state == TransferState.SUBMITTED:
        name = ""  # it is taken back or returned first
    if ":" in name:
        return MissingItem(text, kit.link(label, name, transfer.file_id))
    links = screens.links(request, transfer, name, label) if name else []
    return MissingItem(text, links[0] if links else None)
