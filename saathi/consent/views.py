"""Screens of consent, guardian, information and decisions: two pages, and a form for each thing."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi import audit
from saathi.agencies import access, looking, records
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.sending import posted, send
from saathi.consent import actions, queries, resting
from saathi.consent.forms import (
    AccompanimentForm,
    ConsentForm,
    DecisionForm,
    GuardianForm,
    InformationForm,
    OthersViewForm,
    WithdrawForm,
)
from saathi.consent.models import Consent, Decision, Guardian
from saathi.consent.vocabulary import Accompanied, Speaker
from saathi.consent.weighing import to_weigh
from saathi.participation.duties import duties_in
from saathi.people.models import Child
from saathi.people.queries import child_of_file, header
from saathi.people.rows import About, Part
from saathi.people.screens import back_url, form_page, to_write

_CONSENT = ("consent:show_consent", _("Consent and guardian"))
_DECISIONS = ("consent:list_decisions", _("Decisions with the child"))
CONSENT = About(
    _("On what does it rest?"),
    _("Ask the child first. Help never depends on a consent to share."),
    _("Keep it"),
    *_CONSENT,
)
WITHDRAW = About(
    _("Take the consent back"),
    _("It can be taken back at any time, without a reason and without losing help."),
    _("Take it back"),
    *_CONSENT,
    template="consent/form.html",
)
GUARDIAN = About(
    _("Who stands for the child?"),
    _("A guardian is never on the staff of those who hold the child."),
    _("Keep the guardian"),
    *_CONSENT,
)
WITH_WHOM = About(
    _("Record who is with the child"),
    _("An unaccompanied or separated child needs a guardian at once."),
    _("Keep it"),
    *_CONSENT,
)
TOLD = About(
    _("What the child was told"),
    _("Rights, legal help, what happens next: in the child’s language, until it is understood."),
    _("Keep it"),
    *_CONSENT,
)
DECISION = About(
    _("A decision about the child"),
    _("Write in your own words, as you would say it to the child."),
    _("Keep the decision"),
    *_DECISIONS,
    template="consent/form.html",
)
OTHERS = About(
    _("What somebody else thinks"),
    _("A carer, a relative, staff in the field. It stands beside the child’s own view."),
    _("Keep it"),
    *_DECISIONS,
)


@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def show_consent(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Who stands for the child, on what steps rest, what the child was told."""
    child = child_of_file(request.staff, file_id, Section.LEGAL)
    page = queries.consent_page(request.staff, child)
    looking.record(
        request.staff, audit.Kind.LISTED, Section.LEGAL, file_id=file_id, objects=page.shown
    )
    context = {
        "child": header(child, staff=request.staff),
        "page": page,
        "duties": duties_in(request.staff.office.country),
        "may_write": access.may_write(request.staff, file_id, Section.LEGAL),
        "file_id": file_id,
    }
    return render(request, "consent/show_consent.html", context)


@require_GET
@staff_screen(Permission.WORK_ON_CASE)
def list_decisions(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Decisions about the child, each answered for, and what others think."""
    child = child_of_file(request.staff, file_id, Section.DECISIONS)
    page = queries.decisions_page(request.staff, child)
    looking.record(
        request.staff, audit.Kind.LISTED, Section.DECISIONS, file_id=file_id, objects=page.shown
    )
    context = {
        "child": header(child, staff=request.staff),
        "page": page,
        "may_write": access.may_write(request.staff, file_id, Section.DECISIONS),
        "file_id": file_id,
    }
    return render(request, "consent/list_decisions.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_consent(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records on what a step or a sharing rests."""
    child = to_write(request, file_id, Section.LEGAL)
    form = ConsentForm(
        posted(request),
        today=request.staff.office.today(),
        guardians=queries.guardian_choices(request.staff, child),
    )

    def save(sent: ConsentForm) -> str:
        actions.record_consent(child=child, told=sent.told(), by=request.staff)
        return back_url(CONSENT, child)

    return send(request, form, save) or form_page(request, child, form, CONSENT)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def withdraw_consent(request: StaffRequest, file_id: UUID, consent_id: UUID) -> HttpResponse:
    """Takes a consent back; the page shows first what stops with it."""
    child = to_write(request, file_id, Section.LEGAL)
    consent = records.one_of(request.staff, Consent, file_id, consent_id)
    earlier = records.words_of(consent)
    initial = {"version": consent.version}
    form = WithdrawForm(posted(request), initial=initial, today=request.staff.office.today())

    def save(sent: WithdrawForm) -> str:
        why = sent.cleaned_data["why"]
        actions.withdraw_consent(
            consent=consent, earlier=earlier, why=why, version=sent.seen, by=request.staff
        )
        return back_url(WITHDRAW, child)

    stops = [one.what for one in resting.resting_on(consent.pk, by=request.staff)]
    return send(request, form, save) or form_page(request, child, form, WITHDRAW, stops=stops)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_guardian(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records who stands for the child."""
    child = to_write(request, file_id, Section.LEGAL)
    form = GuardianForm(posted(request), today=request.staff.office.today())

    def save(sent: GuardianForm) -> str:
        actions.record_guardian(
            child=child, facts=sent.facts(), words=sent.words(), by=request.staff
        )
        return back_url(GUARDIAN, child)

    return send(request, form, save) or form_page(request, child, form, GUARDIAN)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def change_guardian(request: StaffRequest, file_id: UUID, guardian_id: UUID) -> HttpResponse:
    """Changes what is known of a guardian: an end, a conflict, a doubt."""
    child = to_write(request, file_id, Section.LEGAL)
    guardian = records.one_of(request.staff, Guardian, file_id, guardian_id)
    initial = {**vars(guardian), **records.words_of(guardian)}
    form = GuardianForm(posted(request), initial=initial, today=request.staff.office.today())

    def save(sent: GuardianForm) -> str:
        actions.change_guardian(
            guardian=guardian,
            facts=sent.facts(),
            words=sent.words(),
            version=sent.seen,
            by=request.staff,
        )
        return back_url(GUARDIAN, child)

    return send(request, form, save) or form_page(request, child, form, GUARDIAN)


@staff_screen(Permission.WORK_ON_CASE)
def record_accompaniment(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records who is with the child."""
    child = to_write(request, file_id, Section.LEGAL)
    form = AccompanimentForm(posted(request), today=request.staff.office.today())

    def save(sent: AccompanimentForm) -> str:
        actions.record_accompaniment(
            child=child,
            state=Accompanied(sent.cleaned_data["state"]),
            as_of=sent.cleaned_data["as_of"],
            by=request.staff,
        )
        return back_url(WITH_WHOM, child)

    return send(request, form, save) or form_page(request, child, form, WITH_WHOM)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_information(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records what the child was told, and how far it was understood."""
    child = to_write(request, file_id, Section.LEGAL)
    known = {"language": child.languages[0] if child.languages else ""}
    form = InformationForm(posted(request), initial=known, today=request.staff.office.today())

    def save(sent: InformationForm) -> str:
        actions.record_information(child=child, told=sent.told(), by=request.staff)
        return back_url(TOLD, child)

    return send(request, form, save) or form_page(request, child, form, TOLD)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_decision(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records a decision about the child, answered for in plain words."""
    child = to_write(request, file_id, Section.DECISIONS)
    form = DecisionForm(posted(request), today=request.staff.office.today())

    def save(sent: DecisionForm) -> str:
        actions.record_decision(child=child, told=sent.told(), by=request.staff)
        return back_url(DECISION, child)

    answer = send(request, form, save)
    return answer or form_page(request, child, form, DECISION, weighed=_weighed(request, child))


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def change_decision(request: StaffRequest, file_id: UUID, decision_id: UUID) -> HttpResponse:
    """Adds to a decision: told to the child, what the child says, what was answered."""
    child = to_write(request, file_id, Section.DECISIONS)
    decision = records.one_of(request.staff, Decision, file_id, decision_id)
    initial = {**vars(decision), **records.words_of(decision)}
    form = DecisionForm(posted(request), initial=initial, today=request.staff.office.today())

    def save(sent: DecisionForm) -> str:
        actions.change_decision(
            decision=decision, told=sent.told(), version=sent.seen, by=request.staff
        )
        return back_url(DECISION, child)

    answer = send(request, form, save)
    return answer or form_page(request, child, form, DECISION, weighed=_weighed(request, child))


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_others_view(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records what a carer, a relative or staff in the field think."""
    child = to_write(request, file_id, Section.DECISIONS)
    form = OthersViewForm(posted(request), today=request.staff.office.today())

    def save(sent: OthersViewForm) -> str:
        actions.record_others_view(
            child=child,
            speaker=Speaker(sent.cleaned_data["speaker"]),
            said_on=sent.cleaned_data["said_on"],
            words=sent.words(),
            by=request.staff,
        )
        return back_url(OTHERS, child)

    return send(request, form, save) or form_page(request, child, form, OTHERS)


def _weighed(request: StaffRequest, child: Child) -> Part:
    return to_weigh(request.rights or access.rights(request.staff, child.file_id), child)
