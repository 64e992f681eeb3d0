"""Screens of the screening for international protection and of contact with the country of origin."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import access, records
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.people.panels import RowStep
from saathi.people.queries import child_of_file
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.queries import case_of_file
from saathi.protection.returns.protection_screening import (
    actions,
    contact_gate,
    forms,
    letters,
    pages,
    permission_panels,
    queries,
    rules,
    screening_panels,
)
from saathi.protection.returns.protection_screening.corrections import (
    corrections_panel,
    reason_links,
)
from saathi.protection.returns.protection_screening.decision_panels import beside_decision
from saathi.protection.returns.protection_screening.models import (
    AccessAbroadEnd,
    ContactPermission,
    ContactSafeguardFinding,
    NoSignExplanation,
    OriginContact,
    ProtectionReferral,
    ProtectionScreening,
)
from saathi.protection.returns.protection_screening.vocabulary import (
    ContactMaker,
    PermissionState,
)

screens = kit.RecordScreens("protection_screening")
LIST = "protection_screening:list_protection"
ADDRESS = "international-protection/"
WORK = Permission.WORK_ON_CASE
_form_text = partial(kit.ChildFormPageText, back=LIST)


@screens.child_list(
    ADDRESS,
    (WORK, Permission.APPROVE),
    kit.RecordQuery(ProtectionScreening, "-screened_on"),
    kit.RecordQuery(ProtectionReferral, "-referred_on"),
    kit.RecordQuery(ContactPermission, "-asked_on", related=("consent",)),
    kit.RecordQuery(OriginContact, "-made_on"),
    kit.RecordQuery(ContactSafeguardFinding, "recorded_at"),
    kit.RecordQuery(AccessAbroadEnd, "-recorded_at"),
    kit.RecordQuery(NoSignExplanation, "-recorded_at"),
    prints="print_protection",
)
def list_protection(  # noqa: PLR0913, PLR0917 - one list for each kind of record
    request: StaffRequest,
    child: Child,
    screenings: list[ProtectionScreening],
    referrals: list[ProtectionReferral],
    permissions: list[ContactPermission],
    contacts: list[OriginContact],
    findings: list[ContactSafeguardFinding],
    ended: list[AccessAbroadEnd],
    explanations: list[NoSignExplanation],
) -> kit.PageContent:
    """Whether the country of origin may be contacted, and the records that decide it."""
    file_id = child.file_id
    answer = contact_gate.ask_gate(file_id)
    names = pages.names_in(screenings, permissions)
    why = {finding.contact_id: finding for finding in findings}
    parts = [
        screening_panels.screenings_panel(request, screens, file_id, screenings, names),
        *screening_panels.explanation_panels(request, screens, file_id, screenings, explanations),
        _referrals_panel(request, file_id, referrals),
        permission_panels.permissions_panel(request, screens, file_id, permissions, names, answer),
        kit.Panel(
            _("Contacts with the country of origin"),
            actions=_contact_actions(request, file_id),
            rows=[
                *permission_panels.unused_requests(permissions),
                *(
                    _contact_row(
                        contact, why.get(contact.pk), may_print=rules.may_print_letter(answer)
                    )
                    for contact in contacts
                ),
            ],
            empty=_("No contact recorded."),
        ),
        corrections_panel(request.staff, file_id, reason_links(request)),
        pages.ended_access_panel(ended),
    ]
    return kit.PageContent(alerts=[pages.gate_alert(answer)], parts=parts)


def _confirmation(request: StaffRequest, referral: ProtectionReferral) -> list[RowStep]:
    """The button of the second person who confirms a decision."""
    authors = {referral.recorded_by, referral.outcome_by}
    if not referral.decided_on or referral.confirmed_by or request.staff.pk in authors:
        return []
    return screens.steps(request, referral, "confirm_outcome", _("Confirm the decision"))


def _referrals_panel(
    request: StaffRequest, file_id: UUID, referrals: list[ProtectionReferral]
) -> kit.Panel:
    add = screens.links(request, file_id, "add_referral", _("Add a referral"))
    rows = [
        pages.referral_row(
            referral,
            screens.links(request, referral, "change_referral", _("Edit")),
            _confirmation(request, referral),
        )
        for referral in referrals
    ]
    return kit.Panel(
        _("Referrals for international protection"),
        actions=add,
        rows=rows,
        empty=_("No referral that you may read."),
    )


def _contact_actions(request: StaffRequest, file_id: UUID) -> list[kit.ActionLink]:
    return [
        *screens.links(request, file_id, "record_contact", _("Record our contact")),
        *screens.links(request, file_id, "report_contact", _("Record a contact by others")),
    ]


def _contact_row(
    contact: OriginContact, finding: ContactSafeguardFinding | None, *, may_print: bool
) -> kit.PanelRow:
    letter = kit.link(
        _("Print the letter"),
        "protection_screening:print_letter",
        contact.file_id,
        contact.pk,
    )
    is_ours = contact.made_by == ContactMaker.US
    return pages.contact_row(contact, finding, [letter] if is_ours and may_print else [])


SCREENING_TEXT = _form_text(
    _("Screening for international protection"),
    _(
        "Ask in private, in the child’s language, before any contact with a consulate or "
        "authority of the country of origin. Every answer is complete, also “Not known”."
    ),
)


@screens.child_form(
    f"{ADDRESS}screenings/new/",
    WORK,
    forms.ProtectionScreeningForm,
    SCREENING_TEXT,
    load=case_of_file,
)
def add_screening(request: StaffRequest, case: Case, form: forms.ProtectionScreeningForm) -> None:
    """Records a screening."""
    screening = form.to_record(file_id=case.file_id, child=case.child)
    actions.add_screening(screening=screening, case=case, actor=request.staff)


@screens.child_edit(
    f"{ADDRESS}screenings/<uuid:screened_id>/readers/",
    WORK,
    ProtectionScreening,
    forms.ScreeningReadersForm,
    _form_text(_("Readers of the screening")),
)
def name_readers(
    request: StaffRequest, screening: ProtectionScreening, form: forms.ScreeningReadersForm
) -> None:
    """Changes who may read a screening."""
    actions.name_screening_readers(
        screening=screening,
        readers=form.cleaned_data["readers"],
        version=form.seen_version,
        actor=request.staff,
    )


@screens.child_form(
    f"{ADDRESS}referrals/new/",
    WORK,
    forms.ProtectionReferralForm,
    _form_text(
        _("Referral for international protection"),
        _("While it is open, no one may contact the country of origin."),
    ),
)
def add_referral(request: StaffRequest, child: Child, form: forms.ProtectionReferralForm) -> None:
    """Records a referral; it belongs to the latest screening that the worker may read, if any."""
    screening = queries.latest_screening(request.staff, child.file_id)
    referral = form.to_record(file_id=child.file_id, screening=screening)
    actions.add_referral(referral=referral, actor=request.staff)


@screens.child_edit(
    f"{ADDRESS}referrals/<uuid:claim_id>/",
    WORK,
    ProtectionReferral,
    forms.ReferralOutcomeForm,
    _form_text(_("Referral for international protection")),
)
def change_referral(
    request: StaffRequest, referral: ProtectionReferral, form: forms.ReferralOutcomeForm
) -> None:
    """Records filing, decision or appeal."""
    form.put_texts(referral)
    actions.change_referral(
        referral=referral,
        columns=form.columns(),
        version=form.seen_version,
        actor=request.staff,
    )


@screens.child_form(
    f"{ADDRESS}permissions/new/",
    WORK,
    forms.PermissionForm,
    _form_text(
        _("Request permission to contact the country of origin"),
        _("A supervisor other than you decides. The request cannot be changed later."),
        button=_("Submit for approval"),
        template="protection_screening/permission.html",
        beside=lambda _request, child, _record: {
            "refusal": pages.refusal_of_requests(contact_gate.ask_gate(child.file_id))
        },
    ),
    load=case_of_file,
)
def ask_permission(request: StaffRequest, case: Case, form: forms.PermissionForm) -> None:
    """Asks a supervisor to permit a contact."""
    permission = form.to_record(file_id=case.file_id, child=case.child)
    permission.country = form.cleaned_data["country"]
    actions.ask_permission(permission=permission, actor=request.staff)


@screens.child_edit(
    f"{ADDRESS}permissions/<uuid:permission_id>/decide/",
    Permission.APPROVE,
    ContactPermission,
    forms.PermissionDecisionForm,
    _form_text(
        _("Decision on contact with the country of origin"),
        _("The screening and the referrals are checked again when you save."),
        template="best_interests/beside_parts.html",
        beside=beside_decision,
    ),
)
def decide_permission(
    request: StaffRequest, permission: ContactPermission, form: forms.PermissionDecisionForm
) -> None:
    """Permits a contact or refuses it."""
    data = form.cleaned_data
    actions.decide_permission(
        permission=permission,
        opens=data["state"] == PermissionState.OPEN,
        reason=data["reason"],
        version=form.seen_version,
        actor=request.staff,
    )


def _beside_contact(request: StaffRequest, child: Child, _record: object) -> dict[str, object]:
    """The panel above the form of our own contact while there is no permission to choose."""
    if queries.open_permissions(request.staff, child.file_id):
        return {"parts": []}
    lead = _(
        "This form needs a permission that is in force. What others did is recorded elsewhere."
    )
    actions = [
        *screens.links(request, child.file_id, "ask_permission", _("Request permission")),
        *screens.links(request, child.file_id, "report_contact", _("Record a contact by others")),
    ]
    return {"parts": [kit.Panel(_("No contact is permitted today"), lead=lead, actions=actions)]}


@screens.child_form(
    f"{ADDRESS}contacts/new/",
    WORK,
    forms.OwnContactForm,
    _form_text(
        _("Our contact with the country of origin"),
        _("Record each letter, call or list, with only the information that is shared."),
        template="best_interests/beside_parts.html",
        beside=_beside_contact,
    ),
    load=case_of_file,
)
def record_contact(request: StaffRequest, case: Case, form: forms.OwnContactForm) -> None:
    """Records a contact of our agency under a permission."""
    contact = form.to_record(file_id=case.file_id, child=case.child)
    permission = form.cleaned_data["permission"]
    actions.record_own_contact(contact=contact, permission=permission, actor=request.staff)


@screens.child_form(
    f"{ADDRESS}contacts/by-others/",
    WORK,
    forms.OthersContactForm,
    _form_text(
        _("Contact by others with the country of origin"),
        _(
            "Record what happened, even if it should not have happened. Without screening and "
            "permission it is a safeguard violation: your managers and the legal representative "
            "are notified."
        ),
    ),
    load=case_of_file,
)
def report_contact(request: StaffRequest, case: Case, form: forms.OthersContactForm) -> None:
    """Records a contact that others made."""
    contact = form.to_record(file_id=case.file_id, child=case.child)
    actions.record_others_contact(
        contact=contact,
        case=case,
        authority=form.chosen_authority,
        actor=request.staff,
    )


@screens.ordinary(f"{kit.CHILD}{ADDRESS}contacts/<uuid:origin_contact_id>/print/")
@require_safe
@staff_screen(WORK)
def print_letter(request: StaffRequest, file_id: UUID, origin_contact_id: UUID) -> HttpResponse:
    """The printed letter of our contact: only the facts that go, while they may go."""
    child = child_of_file(request.staff, file_id, Section.LEGAL)
    contact = records.get_record_of_file(request.staff, OriginContact, file_id, origin_contact_id)
    may_go = rules.may_print_letter(contact_gate.ask_gate(file_id))
    if contact.made_by != ContactMaker.US or not may_go:
        raise access.NotAllowed
    audit.record(
        audit.AuditKind.PRINTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        file_id=file_id,
        objects=[contact.pk],
        purpose=request.staff.access_purpose,
        detail={"screen": "protection_screening:print_letter"},
    )
    letter = letters.build_contact_letter(request.staff, child, contact)
    context = {"letter": letter, "back": reverse(LIST, args=[file_id])}
    return render(request, "protection_screening/print_letter.html", context)
