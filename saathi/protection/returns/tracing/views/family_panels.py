"""The panels about a person who was found: verification, home, contact, reunification; and claims."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra.route_countries import country_name
from saathi.people import record_screens as kit
from saathi.protection.returns.tracing import models, pages, queries
from saathi.protection.returns.tracing.reunification_rules import WITHDRAWABLE
from saathi.protection.returns.tracing.views.screens import screens
from saathi.protection.returns.tracing.visit_vocabulary import SafetyAtVisit
from saathi.protection.returns.tracing.vocabulary import (
    OPEN_STATES,
    SUITABLE_RESULTS,
    ClaimState,
    ContactState,
    ReunificationState,
    SafetyCheck,
    SignsAssessed,
    TracingActor,
    VerificationState,
)
from saathi.web.components import join_facts


class SoughtRecords(Protocol):
    """The persons sought in a file, and the verifications of those who say that they are one."""

    @property
    def requests(self) -> list[models.TracingRequest]: ...  # noqa: D102 - a list
    @property
    def verifications(self) -> list[models.RelationshipVerification]: ...  # noqa: D102 - a list


class FoundRecords(Protocol):
    """The records of a file that belong to verifications."""

    @property
    def homes(self) -> list[models.HomeAssessment]: ...  # noqa: D102 - a list
    @property
    def contacts(self) -> list[models.FamilyContact]: ...  # noqa: D102 - a list
    @property
    def reunifications(self) -> list[models.Reunification]: ...  # noqa: D102 - a list


def verification_panel(
    request: StaffRequest, verification: models.RelationshipVerification, found: FoundRecords
) -> kit.Panel:
    """A person who was found: the two findings next to each other, contacts, the return."""
    links = [
        kit.link(_("Verification"), "tracing:list_verifications", verification.file_id),
        *screens.links(request, verification, "add_home", _("Add home assessment")),
        *screens.links(request, verification, "add_contact", _("Add contact")),
        *screens.links(request, verification, "propose_return", _("Propose reunification")),
    ]
    fields = "outcome state" if verification.state != VerificationState.OPEN else "state"
    own = verification.pk
    homes = [home for home in found.homes if home.verification_id == own]
    counting = queries.counting_home(homes)
    return kit.Panel(
        pages.verification_title(verification),
        actions=links,
        pairs=kit.labelled_values(verification, fields),
        rows=[
            *(_home_row(request, home, counting) for home in homes),
            *(
                _contact_row(request, contact)
                for contact in found.contacts
                if contact.verification_id == own
            ),
            *(
                _return_row(request, reunification)
                for reunification in found.reunifications
                if reunification.verification_id == own
            ),
        ],
    )


def _home_row(
    request: StaffRequest, home: models.HomeAssessment, counting: models.HomeAssessment | None
) -> kit.PanelRow:
    is_outdated = pages.is_outdated(home, request.staff.office.today())
    pairs = pages.home_pairs(home)
    is_waiting = counting is not None and (
        (home.visited_on, home.recorded_at) > (counting.visited_on, counting.recorded_at)
    )
    if is_waiting:
        text = _(
            "Not yet: the earlier finding counts until another person assesses the home, or after a "
            "visit on a later day."
        )
        pairs = [*pairs, kit.LabelledValue(_("Counts"), text)]
    return kit.record_row(
        home,
        pairs,
        title=_("Home assessment"),
        state="result",
        is_over=is_outdated,
        needs_attention=home.result not in SUITABLE_RESULTS,
        actions=[
            *screens.links(request, home, "change_home", _("Edit")),
            kit.link(_("Print report"), "tracing:print_home", home.file_id, home.pk),
        ],
    )


def _contact_row(request: StaffRequest, contact: models.FamilyContact) -> kit.PanelRow:
    is_staff = contact.made_through == TracingActor.STAFF
    safety = "" if is_staff else "safety"  # it was no check that we asked for
    officials = "officials" if contact.officials else ""
    fields = (
        f"contact_on made_through {officials} {safety} present safety_words words_before "
        "words_after note"
    )
    is_planned = contact.state == ContactState.PLANNED
    outcome = screens.links(request, contact, "record_contact", _("Record outcome"))
    return kit.record_row(
        contact,
        [pair for pair in kit.labelled_values(contact, fields) if pair.text],
        title=kit.format_field(contact, "step"),
        state="state",
        state_text=violation_text(contact, "state"),
        is_urgent=is_staff,
        needs_attention=contact.made_through == TracingActor.OTHERS
        or contact.safety != SafetyCheck.SAFE,
        is_over=not is_planned and contact.made_through == TracingActor.OURS,
        actions=outcome if is_planned else [],
    )


def violation_text(record: models.FamilyContact | models.TracingEnquiry, state: str) -> str:
    """The state of what staff did without permission, with the violation; empty for all others."""
    if record.made_through != TracingActor.STAFF:
        return ""
    text = str(kit.format_field(record, state))
    return join_facts(part for part in (str(_("Safeguard violation")), text) if part)


_STEPS = {
    ReunificationState.PROPOSED: ("revise_return", "send_return_back"),
    ReunificationState.SENT_BACK: ("revise_return",),
    ReunificationState.APPROVED: ("record_handover",),
    ReunificationState.CARRIED_OUT: ("record_first_visit",),
    ReunificationState.BY_OTHERS: ("record_first_visit",),
}
_LABELS = {
    "revise_return": _("Edit"),
    "send_return_back": _("Return for revision"),
    "record_handover": _("Record the handover"),
    "record_first_visit": _("Record first visit"),
}


def _return_row(request: StaffRequest, reunification: models.Reunification) -> kit.PanelRow:
    state = ReunificationState(reunification.state)
    fields = (
        "carer planned_on order_check conditions answer_to_child question decided_on "
        "handed_over_by handed_over_on handover undertaking first_visit_on visited_on visit_seen "
        "visit_safety visit_words visit_needs next_visit_on"
    )
    pairs = [
        pair
        for pair in kit.labelled_values(reunification, fields)
        if pair.text and (reunification.handed_over_by or pair.term != _("Handed over by"))
        if reunification.visited_on or pair.text != _("Not recorded")
    ]
    if reunification.country:
        home = kit.LabelledValue(_("Country of the home"), country_name(reunification.country))
        pairs.insert(1, home)
    steps = []
    if state in WITHDRAWABLE:
        today = request.staff.office.today()
        facts = queries.return_facts(reunification, request.staff, on=today)
        pairs += pages.missing_pairs(facts, today, is_approved=state == ReunificationState.APPROVED)
        steps = screens.steps(request, reunification, "withdraw_return", _("Withdraw"))
    if state == ReunificationState.PROPOSED:
        approve = screens.steps(request, reunification, "approve_return", _("Approve"))
        steps = [*approve, *steps]
    return kit.record_row(
        reunification,
        pairs,
        title=_("Reunification"),
        state="state",
        is_urgent=state == ReunificationState.BY_OTHERS
        or reunification.visit_safety == SafetyAtVisit.NOT_SAFE,
        needs_attention=reunification.visit_safety == SafetyAtVisit.CONCERNS,
        is_over=state == ReunificationState.WITHDRAWN,
        actions=_return_links(request, reunification),
        steps=steps,
    )


def _return_links(
    request: StaffRequest, reunification: models.Reunification
) -> list[kit.ActionLink]:
    """The next steps; after the first visit an ordinary one."""
    if reunification.visited_on:
        label = _("Record a visit")
        may_record = Permission.WORK_ON_CASE in request.may
        return [kit.link(label, "cases:record_visit", reunification.file_id)] if may_record else []
    links = [
        each
        for name in _STEPS.get(ReunificationState(reunification.state), ())
        for each in screens.links(request, reunification, name, _LABELS[name])
    ]
    if reunification.country not in {"", request.staff.office.country}:
        text = _("Transfers to another country")
        links.insert(0, kit.link(text, "transfers:show_transfers", reunification.file_id))
    return links


def claim_panel(
    request: StaffRequest, claims: Sequence[models.FamilyClaim], found: SoughtRecords
) -> kit.Panel | None:
    """The claims of family members, each with its next step; None without one."""
    if not claims:
        return None
    rows = [
        kit.record_row(
            claim,
            pages.claim_pairs(claim),
            title=kit.format_field(claim, "relation"),
            state="state",
            is_over=claim.state != ClaimState.OPEN,
            needs_attention=claim.assessed == SignsAssessed.SEEN,
            actions=[
                *_claim_steps(request, claim, found),
                *_claim_refusal(request, claim),
                *screens.links(request, claim, "change_claim", _("Edit")),
            ],
        )
        for claim in claims
    ]
    lead = _(
        "Do not share information about the child with the claimant, not even whether the child is "
        "here."
    )
    return kit.Panel(_("Claims"), lead=lead, rows=rows)


def _claim_steps(
    request: StaffRequest, claim: models.FamilyClaim, found: SoughtRecords
) -> list[kit.ActionLink]:
    """The next step of an open claim: its verification, or first a tracing request for it."""
    if claim.state != ClaimState.OPEN:
        return []
    if any(each.claim_id == claim.pk for each in found.verifications):
        return screens.links(request, claim.file_id, "list_verifications", _("Verification"))
    # Only a search for this relationship: another is about another person.
    of_relation = (
        sought
        for sought in found.requests
        if sought.state in OPEN_STATES and sought.relation == claim.relation
    )
    if (sought := next(of_relation, None)) is not None:
        label = _("Verify the relationship")
        links = screens.links(request, sought, "add_verification", label)
    else:
        links = screens.links(request, claim.file_id, "add_request", _("Trace a person"))
    return [replace(link, url=f"{link.url}?claim={claim.pk}") for link in links]


def _claim_refusal(request: StaffRequest, claim: models.FamilyClaim) -> list[kit.ActionLink]:
    """The way to refuse an open claim, or a withdrawn one with warning signs."""
    is_withdrawn = claim.state == ClaimState.WITHDRAWN and claim.assessed == SignsAssessed.SEEN
    if claim.state != ClaimState.OPEN and not is_withdrawn:
        return []
    return screens.links(request, claim, "refuse_claim", _("Refuse the claim"))


def others_panel(
    request: StaffRequest, reunifications: Sequence[models.Reunification]
) -> kit.Panel | None:
    """What others did without our approval; None if nothing."""
    rows = [_return_row(request, each) for each in reunifications if not each.verification_id]
    return kit.Panel(_("Handed over by others"), rows=rows) if rows else None
