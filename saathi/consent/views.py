"""Views of consent, guardians, information and decisions: two pages, and a form for each record."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi import audit
from saathi.agencies import access, access_log, records
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.consent import actions, dependents, queries
from saathi.consent.child_capacity import capacity_panel
from saathi.consent.forms import (
    AccompanimentForm,
    ChildDecisionForm,
    ConsentForm,
    ConsentWithdrawForm,
    GuardianForm,
    InformationForm,
    OthersViewForm,
)
from saathi.consent.models import Consent, Decision, Guardian
from saathi.participation.reporting_duties import reporting_duties_in_country
from saathi.people import record_screens as kit
from saathi.people.form_pages import back_url, child_for_editing, render_child_form_page
from saathi.people.models import Child
from saathi.people.panels import ChildFormPageText, Panel
from saathi.people.queries import child_header, child_of_file

screens = kit.RecordScreens("consent")
ADDRESS = kit.CHILD + "consent/"
_CONSENT = ("consent:show_consent", _("Consent and guardian"))
_DECISIONS = ("consent:list_decisions", _("Decisions with the child"))
CONSENT_PAGE_TEXT = ChildFormPageText(
    _("On what does it rest?"),
    _("Ask the child first. Help never depends on a consent to share."),
    _("Keep it"),
    *_CONSENT,
)
WITHDRAW_PAGE_TEXT = ChildFormPageText(
    _("Take the consent back"),
    _("It can be taken back at any time, without a reason and without losing help."),
    _("Take it back"),
    *_CONSENT,
    template="consent/form.html",
)
GUARDIAN_PAGE_TEXT = ChildFormPageText(
    _("Who represents the child?"),
    _("A guardian is never on the staff of those who hold the child."),
    _("Keep the guardian"),
    *_CONSENT,
)
ACCOMPANIMENT_PAGE_TEXT = ChildFormPageText(
    _("Record who is with the child"),
    _("An unaccompanied or separated child needs a guardian at once."),
    _("Keep it"),
    *_CONSENT,
)
INFORMATION_PAGE_TEXT = ChildFormPageText(
    _("What the child was told"),
    _("Rights, legal help, what happens next: in the child’s language, until it is understood."),
    _("Keep it"),
    *_CONSENT,
)
DECISION_PAGE_TEXT = ChildFormPageText(
    _("A decision about the child"),
    _("Write in your own words, as you would say it to the child."),
    _("Keep the decision"),
    *_DECISIONS,
    template="consent/form.html",
)
OTHERS_VIEW_PAGE_TEXT = ChildFormPageText(
    _("What somebody else thinks"),
    _("A carer, a relative, staff in the field. It is shown beside the child’s own view."),
    _("Keep it"),
    *_DECISIONS,
)


@screens.ordinary(ADDRESS)
@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def show_consent(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Shows guardians, consents and information of a child."""
    child = child_of_file(request.staff, file_id, Section.LEGAL)
    page = queries.load_consent_page(request.staff, child)
    access_log.log_file_view(
        request.staff,
        audit.AuditKind.LISTED,
        Section.LEGAL,
        file_id=file_id,
        objects=page.record_ids,
    )
    context = {
        "child": child_header(child, staff=request.staff),
        "page": page,
        "duties": reporting_duties_in_country(request.staff.office.country),
        "may_write": access.may_write(request.staff, file_id, Section.LEGAL),
        "file_id": file_id,
    }
    return render(request, "consent/show_consent.html", context)


@screens.ordinary(ADDRESS + "decisions/")
@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def list_decisions(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Shows decisions about the child, and other people's views."""
    child = child_of_file(request.staff, file_id, Section.DECISIONS)
    page = queries.load_decisions_page(request.staff, child)
    access_log.log_file_view(
        request.staff,
        audit.AuditKind.LISTED,
        Section.DECISIONS,
        file_id=file_id,
        objects=page.record_ids,
    )
    context = {
        "child": child_header(child, staff=request.staff),
        "page": page,
        "may_write": access.may_write(request.staff, file_id, Section.DECISIONS),
        "file_id": file_id,
    }
    return render(request, "consent/list_decisions.html", context)


@screens.ordinary(ADDRESS + "new/")
@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_consent(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records the legal basis of a step or of sharing data."""
    child = child_for_editing(request, file_id, Section.LEGAL)
    form = ConsentForm(
        posted_data(request),
        today=request.staff.office.today(),
        guardians=queries.guardian_choices(request.staff, child),
    )

    def save(sent: ConsentForm) -> str:
        actions.record_consent(child=child, data=sent.to_input(), actor=request.staff)
        return back_url(CONSENT_PAGE_TEXT, child)

    return submit_form(request, form, save) or render_child_form_page(
        request, child, form, CONSENT_PAGE_TEXT
    )


@screens.ordinary(ADDRESS + "<uuid:consent_id>/withdraw/")
@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def withdraw_consent(request: StaffRequest, file_id: UUID, consent_id: UUID) -> HttpResponse:
    """Withdraws a consent; the page first lists what stops with it."""
    child = child_for_editing(request, file_id, Section.LEGAL)
    consent = records.get_record_of_file(request.staff, Consent, file_id, consent_id)
    earlier = records.open_texts(consent)
    initial = {"version": consent.version}
    form = ConsentWithdrawForm(
        posted_data(request), initial=initial, today=request.staff.office.today()
    )

    def save(sent: ConsentWithdrawForm) -> str:
        reason = sent.cleaned_data["why"]
        actions.withdraw_consent(
            consent=consent,
            earlier_texts=earlier,
            reason=reason,
            version=sent.seen_version,
            actor=request.staff,
        )
        return back_url(WITHDRAW_PAGE_TEXT, child)

    dependent_records = dependents.find_dependents(consent.pk, actor=request.staff)
    stops = [dependent.description for dependent in dependent_records]
    return submit_form(request, form, save) or render_child_form_page(
        request, child, form, WITHDRAW_PAGE_TEXT, stops=stops
    )


@screens.child_form(
    "consent/guardian/new/", Permission.WORK_ON_CASE, GuardianForm, GUARDIAN_PAGE_TEXT
)
def record_guardian(request: StaffRequest, child: Child, form: GuardianForm) -> None:
    """Records a guardian."""
    guardian = form.to_record(file_id=child.file_id, child=child)
    actions.record_guardian(guardian=guardian, actor=request.staff)


@screens.child_edit(
    "consent/guardian/<uuid:guardian_id>/",
    Permission.WORK_ON_CASE,
    Guardian,
    GuardianForm,
    GUARDIAN_PAGE_TEXT,
)
def change_guardian(request: StaffRequest, guardian: Guardian, form: GuardianForm) -> None:
    """Changes a guardian: end, conflict of interest, doubt."""
    form.put_texts(guardian)
    actions.change_guardian(
        guardian=guardian, columns=form.columns(), version=form.seen_version, actor=request.staff
    )


@screens.child_form(
    "consent/with/", Permission.WORK_ON_CASE, AccompanimentForm, ACCOMPANIMENT_PAGE_TEXT
)
def record_accompaniment(request: StaffRequest, child: Child, form: AccompanimentForm) -> None:
    """Records who accompanies the child."""
    record = form.to_record(file_id=child.file_id, child=child)
    actions.record_accompaniment(record=record, actor=request.staff)


@screens.child_form(
    "consent/told/", Permission.WORK_ON_CASE, InformationForm, INFORMATION_PAGE_TEXT
)
def record_information(request: StaffRequest, child: Child, form: InformationForm) -> None:
    """Records information given to the child, and how far it was understood."""
    information = form.to_record(file_id=child.file_id, child=child)
    actions.record_information(information=information, actor=request.staff)


@screens.ordinary(ADDRESS + "decisions/new/")
@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_decision(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records a decision about the child."""
    child = child_for_editing(request, file_id, Section.DECISIONS)
    form = ChildDecisionForm(posted_data(request), today=request.staff.office.today())

    def save(sent: ChildDecisionForm) -> str:
        actions.record_decision(child=child, data=sent.to_input(), actor=request.staff)
        return back_url(DECISION_PAGE_TEXT, child)

    response = submit_form(request, form, save)
    return response or render_child_form_page(
        request, child, form, DECISION_PAGE_TEXT, weighed=_capacity_panel(request, child)
    )


@screens.ordinary(ADDRESS + "decisions/<uuid:decision_id>/")
@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def change_decision(request: StaffRequest, file_id: UUID, decision_id: UUID) -> HttpResponse:
    """Updates a decision: child informed, the child's view, the answer."""
    child = child_for_editing(request, file_id, Section.DECISIONS)
    decision = records.get_record_of_file(request.staff, Decision, file_id, decision_id)
    initial = {**vars(decision), **records.open_texts(decision)}
    form = ChildDecisionForm(
        posted_data(request), initial=initial, today=request.staff.office.today()
    )

    def save(sent: ChildDecisionForm) -> str:
        actions.change_decision(
            decision=decision, data=sent.to_input(), version=sent.seen_version, actor=request.staff
        )
        return back_url(DECISION_PAGE_TEXT, child)

    response = submit_form(request, form, save)
    return response or render_child_form_page(
        request, child, form, DECISION_PAGE_TEXT, weighed=_capacity_panel(request, child)
    )


@screens.child_form(
    "consent/decisions/others/", Permission.WORK_ON_CASE, OthersViewForm, OTHERS_VIEW_PAGE_TEXT
)
def record_others_view(request: StaffRequest, child: Child, form: OthersViewForm) -> None:
    """Records the view of a caregiver, relative or field worker."""
    view = form.to_record(file_id=child.file_id, child=child)
    actions.record_others_view(view=view, actor=request.staff)


def _capacity_panel(request: StaffRequest, child: Child) -> Panel:
    return capacity_panel(request.rights or access.rights(request.staff, child.file_id), child)
